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
ENGINE_ONCE = """
from contextlib import contextmanager
from pathgen.site import build
from pathgen.site.engine import started_engine

@contextmanager
def started_once(name, folder):
    if kept.exists():
        yield lambda: kept
    else:
        with started_engine(name, folder) as run:
            yield lambda: run().rename(kept)

build.started_engine = started_once
"""
"""An engine that builds once; what it built is what it builds ever after."""
RUN = f"""
import errno, os, shutil, sys
sys.path.insert(0, {str(TESTS)!r})
from pathlib import Path
from interruption import ACTS, KILLS, at_each_call
from pathgen.cli import main
from pathgen.files import read_tree, write

acts, folder, arguments = ACTS[sys.argv[1]], Path(sys.argv[2]), sys.argv[3:]
said = folder.with_name("said")

def run():
    sys.stderr = said.open("w")
    sys.stdout = open(os.devnull, "w")
    main(arguments)

def apart_from_the_build():
    return {{name: data for name, data in read_tree(folder).items() if not name.startswith("build/")}}

def names():
    return sorted(str(path) for path in folder.rglob("*"))

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
    finally:
        sys.stdout, sys.stderr = output

output = sys.stdout, sys.stderr
before, named = read_tree(folder), names()
usual = tried()
after = apart_from_the_build()
sync_all(before)

def check(act, status):
    is_kill = act in KILLS
    number = 0 if is_kill else act.args[0]
    has_vanished = number == errno.ENOENT
    now, lines = apart_from_the_build(), said.read_text().splitlines()
    whole = {{name: data for name, data in now.items() if ".pathgen-new-" not in name}}
    assert whole in (before, after) or has_vanished, (status, now)
    if is_kill:
        assert status in (-9, -15, 130, usual), (status, lines)
    else:
        assert status in (0, 1, 2), (status, lines)
        assert now.keys() == whole.keys(), now.keys()
        if status == 2 != usual:
            assert lines[-1].startswith("pathgen: ") and str(folder) in lines[-1], lines
            assert has_vanished or lines[-1].endswith(": " + os.strerror(number).lower()), lines
        elif not has_vanished:
            assert status == usual and whole == after, (status, lines, now)
    if names() == named and read_tree(folder) == before:
        return  # the next run finds what the first found
    again = tried()
    write(folder / "list.csv", before["list.csv"] + b" ")  # so that files are written in any case
    assert again in (0, 1, 2), said.read_text()
    assert not [*folder.glob("**/.pathgen-new-*")]
    sync_all(before)

print(at_each_call(acts, folder, run, check))
"""
SERVED = f"""
import os, sys, threading
sys.path.insert(0, {str(TESTS)!r})
from pathlib import Path
from interruption import FAILURES, Calls
from pathgen.site.render import Project
from pathgen.site.serve import serve

folder, done, said, stop = Path(sys.argv[1]), set(), [], threading.Event()
catalogue, site, kept = folder / "resources.yaml", folder / "site", folder.with_name("kept")
{ENGINE_ONCE}
original = catalogue.read_bytes()
calls = Calls(FAILURES[0], done, done.add)
calls.has_acted = True

def after_each_build(text):
    is_last, calls.has_acted = not calls.has_acted, True
    assert b"<h1" in (site / "index.html").read_bytes()
    said.append(text)
    if is_last:
        assert text.startswith("Built in "), text
        stop.set()
    elif text.startswith("Serving ") or len(said) > 2:
        assert len(said) == 2 or text.startswith("Built in ") or str(folder) in text or "content/" in text, text
        title = b"title: T%d" % len(said)
        catalogue.write_bytes(original.replace(b"title:  T", title))
        calls.act, calls.has_acted = FAILURES[len(said) % len(FAILURES)], False

calls.follow((str(catalogue), str(folder / "content")))
serve(Project(catalogue), site, "zensical", ("127.0.0.1", 0), report=after_each_build, show=lambda _: None, stop=stop)
assert any(text.endswith("permission denied") for text in said), said
print(len(done))
"""
"""Each save has one more line of pathgen's fail while it builds: the site stays up, and the last save is built."""
BUILT = f"""
import errno, os, sys
sys.path.insert(0, {str(TESTS)!r})
from pathlib import Path
from interruption import FAILURES, at_each_call
from pathgen.cli import main
from pathgen.files import read_tree

folder = Path(sys.argv[1])
site, said, catalogue = folder.parent / "public" / "site", folder.with_name("said"), folder / "resources.yaml"
kept = folder.with_name("kept")
{ENGINE_ONCE}
def run():
    sys.stderr = said.open("w")
    main(["build", str(catalogue), "--output", str(site), "--engine", "zensical"])

def projects():
    return {{name: data for name, data in read_tree(folder).items() if not name.startswith("build/")}}

def save():
    global old, project
    old = read_tree(site)
    page = kept / "index.html"
    page.write_bytes(page.read_bytes().replace(b"<h1", b"<p>More</p><h1"))
    project = projects()

def check(act, status):
    now, lines = read_tree(site), said.read_text().splitlines()
    assert status in (0, 2), (status, lines)
    assert len(lines) == 1, lines
    if status == 2:
        assert now == old, now.keys()
        assert lines[0].startswith("pathgen: ") and str(folder.parent) in lines[0], lines
        is_gone = act.args[0] == errno.ENOENT  # then something else fails
        assert is_gone or lines[0].endswith(": " + os.strerror(act.args[0]).lower()), lines
    else:
        assert b"<h1" in now["index.html"] and now != old
    assert projects() == project
    save()

site.parent.mkdir()
try:
    run()
except SystemExit as end:
    sys.stderr = sys.__stderr__
    assert not end.code, said.read_text()
save()
print(at_each_call(FAILURES, site.parent, run, check))
assert [path.name for path in site.parent.iterdir()] == ["site"]
"""
"""Each call of a build for the folder of the site fails; those before it are calls of ``render``, too.

What the engine built is changed for each run.
"""
COMMANDS = {
    "validate": ["validate", "resources.yaml"],
    "fmt": ["fmt", "resources.yaml"],
    "add": ["add", "https://example.org/2", "--title=Second", "--to=topic", "--no-input", "--catalogue=resources.yaml"],
    "import": ["import", "list.csv", "--catalogue", "other.yaml"],
    "import into": ["import", "list.csv", "--into", "topic", "--catalogue", "resources.yaml"],
    "export": ["export", "resources.yaml", "--format", "json", "--output", "path.json"],
    "check-links": ["check-links", "resources.yaml", "--offline", "--no-history", "--format", "json:report.json"],
    "render": ["render", "resources.yaml"],
}
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it cannot fork")


def in_folder(folder: Path) -> Path:
    """Write a project into a folder."""
    project = folder / "project"
    for name, text in {
        "resources.yaml": CATALOGUE,
        "content/about.md": "# About\n",
        "list.csv": "title,url\nThird,https://example.org/3\n",
    }.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes(text.encode())
    return project


def at_each(acts: str, folder: Path, arguments: list[str]) -> int:
    """Run a command once for each of its calls that are for files of a project; return how many there are."""
    project = in_folder(folder)
    names = {"resources.yaml", "list.csv", "other.yaml", "path.json"}
    named = [f"{project / word}" if word in names else word for word in arguments]
    named = [word.replace("=resources", f"={project}/resources").replace("json:", f"json:{project}/") for word in named]
    done = python("-c", RUN, acts, str(project), *named, cwd=folder)
    assert done.returncode == 0, done.stderr[-3000:]
    return int(done.stdout)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_call_that_fails_is_one_line_with_its_path(tmp_path: Path, command: str) -> None:
    assert at_each("fail", tmp_path, COMMANDS[command]) >= 2


def test_a_call_that_fails_while_it_serves_leaves_the_last_good_site_up(tmp_path: Path) -> None:
    project = in_folder(tmp_path)
    done = python("-c", SERVED, str(project), cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout) >= 10


def test_a_build_that_cannot_publish_leaves_the_last_site(tmp_path: Path) -> None:
    done = python("-c", BUILT, str(in_folder(tmp_path)), cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout) >= 10


@pytest.mark.parametrize("command", ["fmt", "import", "export"])
def test_a_command_that_is_killed_leaves_each_file_whole(tmp_path: Path, command: str) -> None:
    assert at_each("die", tmp_path, COMMANDS[command]) >= 5
