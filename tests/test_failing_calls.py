"""Whichever call of the system fails, in whichever command: one line with the path, and no file is half written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from command import python

TESTS = Path(__file__).parent
CATALOGUE = """\
path: {title:  T}
topics:
  - id: topic
    title: A topic
    resources:
      - {title: First, url: "https://example.org/1", minutes: 40}
"""
RUN = f"""
import os, shutil, sys
sys.path.insert(0, {str(TESTS)!r})
from pathlib import Path
from interruption import at_each_call, die, fail
from pathgen.cli import main
from pathgen.files import read_tree, write

act, folder, arguments = {{"die": die, "fail": fail}}[sys.argv[1]], Path(sys.argv[2]), sys.argv[3:]
said = folder.with_name("said")

def run():
    sys.stderr = said.open("w")
    sys.stdout = open(os.devnull, "w")
    main(arguments)

def apart_from_the_build():
    return {{name: data for name, data in read_tree(folder).items() if not name.startswith("build/")}}

def sync_all(tree):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in tree.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)

def tried():
    try:
        run()
    except SystemExit as end:
        return end.code or 0

output = sys.stdout, sys.stderr
before = read_tree(folder)
usual = tried()
after = apart_from_the_build()
sync_all(before)
sys.stdout, sys.stderr = output

def check(status):
    now, lines = apart_from_the_build(), said.read_text().splitlines()
    assert {{name: data for name, data in now.items() if ".pathgen-new-" not in name}} in (before, after), (status, now)
    if act is die:
        assert status in (-9, usual), (status, lines)
        again = tried()
        sys.stdout, sys.stderr = output
        assert again in (0, 1, 2), said.read_text()
        write(folder / "list.csv", before["list.csv"])
        assert apart_from_the_build() in (before, after), now.keys()
        assert not [*folder.glob(".pathgen-new-*")]
    else:
        assert status in (0, 1, 2), (status, lines)
        assert now in (before, after), now.keys()
        if status != usual:
            assert status == 1 or (str(folder) in lines[-1] and lines[-1].startswith("pathgen: ")), lines
            assert status == 1 or lines[-1].endswith(": permission denied"), lines
    sync_all(before)

print(at_each_call(act, folder, run, check))
"""
COMMANDS = {
    "validate": ["validate", "resources.yaml"],
    "fmt": ["fmt", "resources.yaml"],
    "add": ["add", "https://example.org/2", "--title=Second", "--to=topic", "--no-input", "--catalogue=resources.yaml"],
    "import": ["import", "list.csv", "--catalogue", "other.yaml"],
    "import into": ["import", "list.csv", "--into", "topic", "--catalogue", "resources.yaml"],
    "export": ["export", "resources.yaml", "--format", "json", "--output", "path.json"],
    "check-links": ["check-links", "resources.yaml", "--offline", "--no-history", "--format", "json:report.json"],
}
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it cannot fork")


def at_each(act: str, folder: Path, arguments: list[str]) -> int:
    """Run a command once for each of its calls that name a file of a project; return how many there are."""
    project = folder / "project"
    for name, text in {
        "resources.yaml": CATALOGUE,
        "content/about.md": "# About\n",
        "list.csv": "title,url\nThird,https://example.org/3\n",
    }.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes(text.encode())
    names = {"resources.yaml", "list.csv", "other.yaml", "path.json"}
    named = [f"{project / word}" if word in names else word for word in arguments]
    named = [word.replace("=resources", f"={project}/resources").replace("json:", f"json:{project}/") for word in named]
    done = python("-c", RUN, act, str(project), *named, cwd=folder)
    assert done.returncode == 0, done.stderr[-3000:]
    return int(done.stdout)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_call_that_fails_is_one_line_with_its_path(tmp_path: Path, command: str) -> None:
    assert at_each("fail", tmp_path, COMMANDS[command]) >= 2


@pytest.mark.parametrize("command", ["fmt", "import", "export"])
def test_a_command_that_is_killed_leaves_each_file_whole(tmp_path: Path, command: str) -> None:
    assert at_each("die", tmp_path, COMMANDS[command]) >= 5
