"""Merging branches in a real git repository: through the driver, and without it by "accept both"."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import pathgen
from repository import git

CATALOGUE = """\
# Bread, from flour to loaf.

path:
  title: Bread
steps:
  - id: dough
    title: Make a dough
    resources:
      - title: Kneading  # the classic
        url: https://example.org/kneading
        kind: notes
        minutes: 30
        added: 2026-01-01
      # Ask Ada about this.
      - title: Folding
        url: https://example.org/folding
        kind: video
        minutes: 20
        added: 2026-01-01
  - id: oven
    title: Bake
    resources:
      - title: Ovens
        url: https://example.org/ovens
        kind: notes
        creators: [heat, steam]
        added: 2026-01-01
"""
LAST_OF_DOUGH = "        minutes: 20\n        added: 2026-01-01\n"


class Clone:
    """A git repository with a catalogue, and a branch `theirs` beside the main branch."""

    def __init__(self, folder: Path, *, has_driver: bool = True) -> None:
        self.folder = folder
        self.file = folder / "resources.yaml"
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Ada")
        self.git("config", "user.email", "ada@example.org")
        if has_driver:
            done = self.pathgen("merge", "--install")
            assert done.returncode == 0, done.stderr
        self.commit(CATALOGUE)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=self.folder, capture_output=True, encoding="utf-8", check=False)

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("git", *arguments)

    def pathgen(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "-P", "-m", "pathgen", *arguments)

    def commit(self, text: str) -> None:
        self.file.write_bytes(text.encode())
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "Edit")

    def merge(self, ours: str, theirs: str) -> subprocess.CompletedProcess[str]:
        self.git("switch", "-q", "-c", "theirs")
        self.commit(theirs)
        self.git("switch", "-q", "main")
        self.commit(ours)
        return self.git("merge", "-q", "theirs", "-m", "Merge")

    @property
    def text(self) -> str:
        return self.file.read_bytes().decode()


def entry(name: str, more: str = "") -> str:
    address = f"https://example.org/{name.lower()}"
    fields = f"        url: {address}\n        kind: notes\n{more}        minutes: 30\n        added: 2026-11-30\n"
    return f"      - title: {name}\n{fields}"


def changed(before: str, after: str, text: str = CATALOGUE) -> str:
    assert before in text
    return text.replace(before, after)


def test_two_additions_at_one_place_are_both_kept(tmp_path: Path) -> None:
    ours = changed(LAST_OF_DOUGH, LAST_OF_DOUGH + entry("Ours"))
    theirs = changed(LAST_OF_DOUGH, LAST_OF_DOUGH + "      # new\n" + entry("Theirs"))
    clone = Clone(tmp_path)
    done = clone.merge(ours, theirs)
    assert done.returncode == 0, done.stderr
    assert clone.text == changed(LAST_OF_DOUGH, LAST_OF_DOUGH + entry("Ours") + "      # new\n" + entry("Theirs"))


def test_only_the_field_that_both_changed_conflicts(tmp_path: Path) -> None:
    ours = changed("minutes: 20", "minutes: 25", changed("Kneading  #", "Kneading by hand  #"))
    theirs = changed("minutes: 20", "minutes: 40", changed("kind: video", "kind: course"))
    clone = Clone(tmp_path)
    done = clone.merge(ours, theirs)
    assert done.returncode == 1
    assert "resources.yaml: both sides changed 1 field" in done.stderr
    conflict = "<<<<<<< ours\n        minutes: 25\n=======\n        minutes: 40\n>>>>>>> theirs"
    expected = changed("kind: video", "kind: course", changed("Kneading  #", "Kneading by hand  #"))
    assert clone.text == changed("        minutes: 20", conflict, expected)
    assert clone.git("diff", "--name-only", "--diff-filter=U").stdout == "resources.yaml\n"


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        pytest.param(
            changed("[heat, steam]", "[heat, steam, ash]"),
            changed("[heat, steam]", "[heat, fire, steam]"),
            "creators: [heat, fire, steam, ash]",
            id="a list in brackets",
        ),
        pytest.param(
            changed("      # Ask Ada about this.\n", ""),
            changed("kind: video", "kind: course"),
            "        added: 2026-01-01\n      - title: Folding",
            id="a comment deleted above a changed entry",
        ),
        pytest.param(
            changed("  # the classic", "  # a classic"),
            changed("Kneading  #", "Kneading by hand  #"),
            "- title: Kneading by hand  # a classic",
            id="a comment behind a changed value",
        ),
        pytest.param(
            CATALOGUE.replace("\n", "\r\n").replace("minutes: 20", "minutes: 21"),
            changed("kind: video", "kind: course"),
            "kind: course\r\n        minutes: 21\r\n",
            id="line ends of two kinds",
        ),
    ],
)
def test_what_only_one_side_changed_is_changed(tmp_path: Path, ours: str, theirs: str, expected: str) -> None:
    clone = Clone(tmp_path)
    done = clone.merge(ours, theirs)
    assert done.returncode == 0, done.stderr
    assert expected in clone.text


def test_an_entry_that_was_moved_keeps_the_changes_of_the_other_side(tmp_path: Path) -> None:
    start = CATALOGUE.index("      # Ask Ada")
    folding = CATALOGUE[start : CATALOGUE.index("  - id: oven")]
    ours = changed(folding, "") + folding
    theirs = changed("minutes: 20", "minutes: 40")
    clone = Clone(tmp_path)
    done = clone.merge(ours, theirs)
    assert done.returncode == 0, done.stderr
    assert clone.text == changed("minutes: 20", "minutes: 40", ours)


def test_an_entry_that_one_side_deleted_and_the_other_changed_is_a_conflict(tmp_path: Path) -> None:
    folding = CATALOGUE[CATALOGUE.index("      - title: Folding") : CATALOGUE.index("  - id: oven")]
    clone = Clone(tmp_path)
    done = clone.merge(changed(folding, ""), changed("minutes: 20", "minutes: 40"))
    assert done.returncode == 1
    assert "minutes: 40" in clone.text


def test_an_entry_that_one_side_deleted_is_deleted(tmp_path: Path) -> None:
    folding = CATALOGUE[CATALOGUE.index("      # Ask Ada") : CATALOGUE.index("  - id: oven")]
    clone = Clone(tmp_path)
    done = clone.merge(changed(folding, ""), changed("minutes: 30", "minutes: 40"))
    assert done.returncode == 0, done.stderr
    assert clone.text == changed("minutes: 30", "minutes: 40", changed(folding, ""))


def test_a_side_that_is_not_yaml_is_merged_line_by_line(tmp_path: Path) -> None:
    clone = Clone(tmp_path)
    done = clone.merge(changed("title: Bread", "title: [Bread"), changed("minutes: 20", "minutes: 40"))
    assert done.returncode == 0
    assert "resources.yaml is merged line by line, as git does: ours is not valid YAML: line" in done.stderr
    assert clone.text == changed("title: Bread", "title: [Bread", changed("minutes: 20", "minutes: 40"))


def test_without_pathgen_the_driver_merges_line_by_line(tmp_path: Path) -> None:
    """Git takes a driver that cannot be run for a conflict, and our version for its text."""
    clone = Clone(tmp_path)
    driver = clone.git("config", "merge.pathgen.driver").stdout.replace(sys.executable, "/nowhere/python")
    clone.git("config", "merge.pathgen.driver", driver)
    done = clone.merge(changed("minutes: 20", "minutes: 25"), changed("minutes: 20", "minutes: 40"))
    assert done.returncode == 1
    assert "minutes: 25\n=======\n        minutes: 40" in clone.text
    clone.git("merge", "--abort")
    clone.git("reset", "--hard", "HEAD~1")
    done = clone.merge(changed("minutes: 30", "minutes: 35"), changed("minutes: 20", "minutes: 40"))
    assert "minutes: 35" in clone.text


def test_the_driver_is_not_installed_through_a_link_that_leads_out(tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"theirs")
    clone = tmp_path / "clone"
    clone.mkdir()
    git(clone, "init", "--quiet")
    (clone / ".gitattributes").symlink_to("../victim")
    done = pathgen("merge", "--install", cwd=clone)
    assert done.returncode == 2
    assert "leads out of its folder" in done.stderr
    assert (tmp_path / "victim").read_bytes() == b"theirs"


def test_the_driver_is_installed_once(tmp_path: Path) -> None:
    clone = Clone(tmp_path)
    clone.pathgen("merge", "--install")
    attributes = tmp_path / ".gitattributes"
    both = "*.yaml merge=pathgen\n*.yml merge=pathgen\n"
    assert attributes.read_text(encoding="utf-8") == both
    attributes.write_text("*.yaml merge=pathgen", encoding="utf-8")  # by an earlier version
    clone.pathgen("merge", "--install")
    assert attributes.read_text(encoding="utf-8") == both
    outside = subprocess.run(
        [sys.executable, "-P", "-m", "pathgen", "merge", "--install"],
        cwd=tmp_path.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path.parent.parent)},
    )
    assert outside.returncode == 2
    assert "is not in a git repository" in outside.stderr


def added(clone: Clone, name: str, *options: str) -> str:
    address = f"https://example.org/{name.lower()}"
    done = clone.pathgen("add", address, "--to", "dough", "--title", name, "--no-input", "--offline", *options)
    assert done.returncode == 0, done.stderr
    text = clone.text
    clone.git("checkout", "-q", "resources.yaml")
    return text


def test_two_additions_of_different_kinds_need_no_driver(tmp_path: Path) -> None:
    clone = Clone(tmp_path, has_driver=False)
    ours, theirs = added(clone, "Ours", "--kind", "notes"), added(clone, "Theirs", "--kind", "video")
    assert ours.index("title: Ours") < ours.index("# Ask Ada")
    done = clone.merge(ours, theirs)
    assert done.returncode == 0, done.stdout
    assert "title: Ours" in clone.text
    assert "title: Theirs" in clone.text


def test_an_entry_is_not_put_between_another_and_its_alternatives(tmp_path: Path) -> None:
    clone = Clone(tmp_path, has_driver=False)
    alternative = "      - title: By machine\n        url: https://example.org/machine\n        role: alternative\n"
    clone.commit(changed("      # Ask Ada", f"{alternative}      # Ask Ada"))
    text = added(clone, "Ours", "--kind", "notes")
    assert text.index("By machine") < text.index("title: Ours") < text.index("title: Folding")
    assert added(clone, "Last", "--role", "alternative").index("Last") > text.index("title: Folding")
