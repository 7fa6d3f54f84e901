"""The command ``pathgen log`` in real git repositories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import pathgen
from repository import commit, git

ENTRY = '{{title: {0}, url: "https://example.org/{0}", minutes: 2h}}'


def path(*titles: str) -> str:
    entries = ", ".join(map(ENTRY.format, titles))
    return f"path: {{title: P}}\nsteps: [{{id: s, title: S, resources: [{entries}]}}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository for a catalogue."""
    (tmp_path / "work").mkdir()
    git(tmp_path / "work", "init", "--quiet", "--initial-branch=main")
    return tmp_path / "work"


def test_each_commit_that_touched_the_catalogue_is_told_the_newest_first(folder: Path) -> None:
    first = commit(folder, path("A"), 1)
    commit(folder, "other\n", 2, "other.txt")
    second = commit(folder, path("A", "B"), 3)
    third = commit(folder, "# a comment\n" + path("A", "B"), 4)
    done = pathgen("log", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"2026-01-04 {third} nothing changes for readers",
        f"2026-01-03 {second} adds 1 to Step 1; total about 2 h → about 4 h",
        f"2026-01-01 {first} adds step S; adds 1 to Step 1",
    ]


@pytest.mark.parametrize("more", ["", "# and an edit\n"])
def test_a_renamed_catalogue_keeps_its_history(folder: Path, more: str) -> None:
    commit(folder, path("A"), 1, "list.yaml")
    commit(folder, "other\n", 2, "other.yaml")
    commit(folder, path("A", "B"), 3, "list.yaml")
    git(folder, "mv", "list.yaml", "path.yaml")
    commit(folder, more + path("A", "B"), 4, "path.yaml")
    git(folder, "mv", "path.yaml", "resources.yaml")
    commit(folder, path("A", "B"), 5)
    commit(folder, path("A", "B", "C"), 6)
    lines = pathgen("log", cwd=folder).stdout.splitlines()
    assert [line.split(" ", 2)[::2] for line in lines] == [
        ["2026-01-06", "adds 1 to Step 1; total about 4 h → about 6 h"],
        ["2026-01-05", "nothing changes for readers"],
        ["2026-01-04", "nothing changes for readers"],
        ["2026-01-03", "adds 1 to Step 1; total about 2 h → about 4 h"],
        ["2026-01-01", "adds step S; adds 1 to Step 1"],
    ]
    assert pathgen("log", "--since", "HEAD~4", cwd=folder).stdout.splitlines() == lines[:4]


def test_a_catalogue_that_took_nothing_over_begins_with_itself(folder: Path) -> None:
    commit(folder, path("A"), 1, "list.yaml")
    commit(folder, path("A", "B"), 2)
    assert len(pathgen("log", cwd=folder).stdout.splitlines()) == 1


def test_a_merge_counts_as_one_commit(folder: Path) -> None:
    commit(folder, path("A"), 1)
    git(folder, "switch", "--quiet", "--create=theirs")
    commit(folder, path("A", "B"), 2)
    commit(folder, path("A", "B", "C"), 3)
    git(folder, "switch", "--quiet", "main")
    git(folder, "merge", "--quiet", "--no-ff", "--message=Merge", "theirs", day=4)
    lines = pathgen("log", cwd=folder).stdout.splitlines()
    assert [line.split(" ", 2)[::2] for line in lines] == [
        ["2026-01-04", "adds 2 to Step 1; total about 2 h → about 6 h"],
        ["2026-01-01", "adds step S; adds 1 to Step 1"],
    ]


@pytest.mark.parametrize("since", ["HEAD~2", "2026-01-02"])
def test_it_begins_behind_a_revision_or_on_a_day(folder: Path, since: str) -> None:
    for day, titles in enumerate(["A", "AB", "ABC"], 1):
        commit(folder, path(*titles), day)
    lines = pathgen("log", "--since", since, cwd=folder).stdout.splitlines()
    assert [line[:10] for line in lines] == ["2026-01-03", "2026-01-02"]
    assert all("adds 1 to Step 1" in line for line in lines)


def test_where_a_shallow_clone_ends_nothing_is_said_of_what_is_not_known(folder: Path) -> None:
    for day, titles in enumerate(["A", "AB", "ABC"], 1):
        commit(folder, path(*titles), day)
    git(folder.parent, "clone", "--quiet", "--depth=2", f"file://{folder}", "shallow")
    lines = pathgen("log", cwd=folder.parent / "shallow").stdout.splitlines()
    assert [line.split(" ", 2)[2] for line in lines] == ["adds 1 to Step 1; total about 4 h → about 6 h"]


def test_a_catalogue_that_cannot_be_read_does_not_end_the_history(folder: Path) -> None:
    for day, text in enumerate([path("A"), "[\n", path("A", "B")], 1):
        commit(folder, text, day)
    done = pathgen("log", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split(" ", 2)[2].partition(":")[0] for line in done.stdout.splitlines()] == [
        *["cannot be compared"] * 2,
        "adds step S; adds 1 to Step 1",
    ]
    commits = json.loads(pathgen("log", "--format=json", cwd=folder).stdout)["commits"]
    assert [commit["changes"] and commit["changes"][0]["kind"] for commit in commits] == [None, None, "added"]


def test_markdown_of_a_strangers_title_is_only_text(folder: Path) -> None:
    commit(folder, path("A").replace("title: S", 'title: "[S](x) @a <b>"'), 1)
    done = pathgen("log", "--format=markdown", cwd=folder)
    assert done.stdout.startswith("- 2026-01-01 (`")
    assert not set("[]@<>") & set(done.stdout)


@pytest.mark.parametrize("since", ["none", "--all", "2026-13-01", "9999999999"])
def test_what_is_neither_revision_nor_day_is_refused(folder: Path, since: str) -> None:
    commit(folder, path("A"), 1)
    done = pathgen("log", f"--since={since}", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"pathgen: there is no git revision {since!r} here")


def test_without_a_repository_or_a_commit_that_is_said(folder: Path) -> None:
    assert pathgen("log", cwd=folder).returncode == 2
    done = pathgen("log", cwd=folder.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("is not in a git repository\n")


def test_a_commit_that_touched_only_what_the_catalogue_includes_is_told(folder: Path) -> None:
    (folder / "more").mkdir()
    (folder / "more/s.yaml").write_text(path("A").partition("\n")[2], encoding="utf-8")
    commit(folder, "path: {title: P}\ninclude: more/*.yaml\n", 1)
    commit(folder, path("A", "B").partition("\n")[2], 2, "more/s.yaml")
    commit(folder, "no: catalogue\n", 3, "more/s.txt")
    lines = pathgen("log", cwd=folder).stdout.splitlines()
    assert [line.split(" ", 2)[::2] for line in lines] == [
        ["2026-01-02", "adds 1 to Step 1; total about 2 h → about 4 h"],
        ["2026-01-01", "adds step S; adds 1 to Step 1"],
    ]


@pytest.mark.parametrize(
    ("seconds", "day"), [(253_402_300_800, "9999-12-31"), (2**40, "9999-12-31"), (0, "1970-01-01")]
)
def test_a_commit_of_any_year_is_read(folder: Path, seconds: int, day: str) -> None:
    (folder / "resources.yaml").write_text(path("A"), encoding="utf-8")
    git(folder, "add", "--all")
    who = f"A <a@example.org> {seconds} +0000"
    (folder / "commit").write_text(
        f"tree {git(folder, 'write-tree').strip()}\nauthor {who}\ncommitter {who}\n\nx\n",
        encoding="utf-8",
        newline="\n",
    )
    git(folder, "update-ref", "HEAD", git(folder, "hash-object", "-t", "commit", "-w", "commit").strip())
    done = pathgen("log", cwd=folder)
    assert (done.returncode, done.stdout[:10]) == (0, day)
