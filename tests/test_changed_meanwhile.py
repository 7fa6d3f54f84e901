"""An edit is made only in the bytes that it is for: nothing that somebody saved meanwhile is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pathgen import load
from pathgen.add.entry import add
from pathgen.catalogue.edit import add_field
from pathgen.errors import ChangedMeanwhileError
from pathgen.files import replace
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


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "resources.yaml"
    path.write_bytes(CATALOGUE.encode())
    return path


def test_of_two_entries_added_at_once_none_is_lost(file: Path) -> None:
    code = "from pathgen.cli import main; input(); main()"
    titles = ("Arches", "Whales")
    for number in range(ROUNDS):
        file.write_bytes(CATALOGUE.encode())
        both = []
        for title in titles:
            arguments = [f"https://example.net/{title}{number}", "--to=topic", f"--title={title}", "--no-input"]
            command = [sys.executable, "-c", code, "add", f"--catalogue={file}", *arguments]
            both.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL))
        for process in both:  # each has loaded its code when it may begin
            assert process.stdin
            process.stdin.write(b"\n")
            process.stdin.flush()
        for process in both:
            process.communicate()
            assert process.returncode == 0
        text = file.read_text(encoding="utf-8")
        assert all(text.count(title) == 2 for title in titles), (number, text)  # in the title and the address


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
    with pytest.raises(ChangedMeanwhileError):
        replace(file, b"read", b"new")
    assert file.read_bytes() == b"saved meanwhile"
    replace(file, b"saved meanwhile", b"new")
    assert file.read_bytes() == b"new"
