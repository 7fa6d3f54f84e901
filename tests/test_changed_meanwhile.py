"""An edit is made only in the bytes that it is for: nothing that somebody saved meanwhile is lost."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from pathgen import load
from pathgen.add.entry import add
from pathgen.catalogue.edit import add_field
from pathgen.cli.edits import finish
from pathgen.errors import ChangedMeanwhileError
from pathgen.files import FileChange, replace
from pathgen.links.fix import with_edits

CATALOGUE = """\
path: {title: T}
topics:
  - id: topic
    title: A topic
    resources:
      - {title: First, url: "https://example.org/1"}
      - {title: Second, url: "https://example.org/2"}
"""
ROUNDS = 20
COUNT = """
import sys
from pathlib import Path
from pathgen.errors import ChangedMeanwhileError
from pathgen.files import FileChange, replace
file, mine = Path(sys.argv[1]), int(sys.argv[2])
for _ in range(100):
    while True:
        before = file.read_bytes()
        counts = [*map(int, before.split())]
        counts[mine] += 1
        try:
            replace(file, FileChange(before, b"%d %d" % tuple(counts)))
            break
        except ChangedMeanwhileError:
            pass
"""
"""Adds 1 to a number of a file 100 times, made anew where another writer was quicker."""
ADD_BY_LINE = """
import sys
from contextlib import redirect_stdout
from pathgen.cli import main
print("ready", flush=True)
for line in sys.stdin:
    try:
        with redirect_stdout(sys.stderr):
            main([*sys.argv[1:], *line.split()])
    except SystemExit as end:
        print(end.code or 0, flush=True)
"""
"""Runs `add` with the arguments of each line that it reads, and tells its status."""
SAVED_BEFORE_THE_LOCK = """
import sys
from pathlib import Path
file = Path(sys.argv[-1])
is_saved = []
def save(event, _):
    if event == "fcntl.flock" and not is_saved:
        is_saved.append(True)
        file.write_bytes(b"# saved meanwhile\\n" + file.read_bytes())
sys.addaudithook(save)
from pathgen.cli import main
main()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "resources.yaml"
    path.write_bytes(CATALOGUE.encode())
    return path


def test_of_two_entries_added_at_once_none_is_lost(file: Path) -> None:
    titles = ("Arches", "Whales")
    command = [sys.executable, "-c", ADD_BY_LINE, "add", f"--catalogue={file}", "--to=topic", "--no-input"]
    with ExitStack() as stack:
        both = []
        for _ in titles:
            adder = stack.enter_context(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
            )
            assert adder.stdin
            assert adder.stdout
            assert adder.stdout.readline() == "ready\n"
            both.append((adder.stdin, adder.stdout))
        for number in range(ROUNDS):
            file.write_bytes(CATALOGUE.encode())
            for (asked, _), title in zip(both, titles, strict=True):
                asked.write(f"https://example.net/{title}{number} --title={title}\n")
            assert [answered.readline() for _, answered in both] == ["0\n", "0\n"]
            text = file.read_text(encoding="utf-8")
            assert all(text.count(title) == 2 for title in titles), (number, text)  # in the title and the address
        for asked, _ in both:
            asked.close()


def test_an_entry_for_what_the_file_was_is_not_added_to_what_it_is(file: Path) -> None:
    catalogue = load(file).catalogue
    assert catalogue
    fields = {"title": "Third", "url": "https://example.org/3"}
    assert b"Third" in add(catalogue, catalogue.topics[0], fields).after
    file.write_bytes(b"# saved meanwhile\n" + CATALOGUE.encode())
    with pytest.raises(ChangedMeanwhileError):
        add(catalogue, catalogue.topics[0], fields)


def test_a_fix_is_not_applied_to_lines_that_moved(file: Path) -> None:
    """Two lines were swapped while the links were checked: another entry would have got the copy."""
    catalogue = load(file).catalogue
    assert catalogue
    (_, first), _ = catalogue.written
    edits = [(add_field(first, "url", "archived", "https://web.archive.org/web/2020/https://example.org/1"),)]
    changed, left = with_edits(edits, catalogue)
    assert (list(changed), left) == ([file], [])
    lines = CATALOGUE.splitlines(keepends=True)
    file.write_bytes("".join([*lines[:-2], lines[-1], lines[-2]]).encode())
    changed, [why] = with_edits(edits, catalogue)
    assert not changed
    assert why.endswith("is not written: the file changed meanwhile")


def test_a_file_is_replaced_only_as_it_was_read(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"saved meanwhile")
    for read in (b"read", b"saved", b"saved meanwhile, too", None):
        with pytest.raises(ChangedMeanwhileError):
            replace(file, FileChange(read, b"new"))
    assert file.read_bytes() == b"saved meanwhile"
    replace(file, FileChange(b"saved meanwhile", b"new"))
    assert file.read_bytes() == b"new"
    replace(tmp_path / "b", FileChange(None, b"first"))
    assert (tmp_path / "b").read_bytes() == b"first"


def test_of_two_files_the_one_saved_meanwhile_is_left_and_the_other_written(tmp_path: Path) -> None:
    saved, other = tmp_path / "saved", tmp_path / "other"
    saved.write_bytes(b"saved meanwhile")
    other.write_bytes(b"read")
    with pytest.raises(ChangedMeanwhileError, match="saved was changed meanwhile"):
        finish({saved: FileChange(b"read", b"new"), other: FileChange(b"read", b"new")}, ())
    assert (saved.read_bytes(), other.read_bytes()) == (b"saved meanwhile", b"new")


@pytest.mark.skipif(sys.platform == "win32", reason="a folder cannot be locked there")
def test_of_a_hundred_edits_by_each_of_two_writers_none_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "count"
    file.write_bytes(b"0 0")
    both = [subprocess.Popen([sys.executable, "-c", COUNT, str(file), str(number)]) for number in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert file.read_bytes() == b"100 100"
    assert [path.name for path in tmp_path.iterdir()] == ["count"]


@pytest.mark.skipif(sys.platform == "win32", reason="a folder cannot be locked there")
@pytest.mark.parametrize("arguments", [("fmt",), ("import", "list.csv", "--into", "topic", "--catalogue")])
def test_a_save_while_a_command_thinks_is_kept(file: Path, arguments: tuple[str, ...]) -> None:
    """The command is stopped at the moment when it takes the lock: it has read and not written."""
    (file.parent / "list.csv").write_bytes(b"title,url\nThird,https://example.org/3\n")
    command = [sys.executable, "-c", SAVED_BEFORE_THE_LOCK, *arguments, file.name]
    done = subprocess.run(command, cwd=file.parent, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        2,
        f"pathgen: {file} was changed meanwhile, and is left as it is now: run the command again",
    )
    assert file.read_bytes() == b"# saved meanwhile\n" + CATALOGUE.encode()
