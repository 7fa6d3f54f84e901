"""The command ``pathgen diff`` in real git repositories."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from command import pathgen

PATH = (
    'path: {title: P}\nsteps: [{id: s, title: S, resources: [{title: A, url: "https://example.org/a", minutes: 2h}]}]\n'
)
MORE = PATH.replace("}]}]", '}, {title: B, url: "https://example.org/b", minutes: 3h}]}]')


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def commit(folder: Path, text: str, message: str = "A change", name: str = "resources.yaml") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", f"--message={message}")
    return git(folder, "rev-parse", "HEAD").strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository whose catalogue has one commit."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    commit(tmp_path, PATH)
    return tmp_path


def test_the_file_now_is_compared_with_a_revision(folder: Path) -> None:
    (folder / "resources.yaml").write_text(MORE, encoding="utf-8")
    done = pathgen("diff", "HEAD", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "adds 1 to Step 1; total about 2 h → about 5 h\n\nStep 1. S\n  adds “B”\n"


def test_two_revisions_are_compared_whatever_the_file_is_now(folder: Path) -> None:
    commit(folder, MORE)
    (folder / "resources.yaml").unlink()
    done = pathgen("diff", "HEAD^", "--to", "HEAD", "--format=json", cwd=folder)
    assert [one["kind"] for one in json.loads(done.stdout)["changes"]] == ["added"]


def test_a_catalogue_in_a_folder_of_its_own_is_found(folder: Path) -> None:
    (folder / "a path").mkdir()
    commit(folder, PATH, name="a path/my list.yaml")
    (folder / "a path/my list.yaml").write_text(MORE, encoding="utf-8")
    done = pathgen("diff", "main", "a path/my list.yaml", cwd=folder)
    assert done.stdout.startswith("adds 1 to Step 1;")


def test_a_file_that_was_not_there_is_all_new(folder: Path) -> None:
    (folder / "other.yaml").write_text(PATH, encoding="utf-8")
    done = pathgen("diff", "HEAD", "other.yaml", cwd=folder)
    assert done.returncode == 0
    assert done.stdout.startswith("Note: there was no catalogue of this name at HEAD: everything is new\n\nadds step S")


@pytest.mark.parametrize(
    ("then", "note"),
    [
        ("- a list\n", "cannot be read"),
        (PATH.replace("minutes: 2h", "minutes: long"), "has errors: what could not be read"),
    ],
)
def test_an_invalid_catalogue_of_then_is_compared_as_far_as_it_goes(folder: Path, then: str, note: str) -> None:
    commit(folder, then)
    (folder / "resources.yaml").write_text(PATH, encoding="utf-8")
    for form in ("text", "markdown", "json"):
        done = pathgen("diff", "HEAD", "--format", form, cwd=folder)
        assert (done.returncode, done.stderr) == (0, "")
        assert note in done.stdout.replace("&#58;", ":")


@pytest.mark.parametrize("arguments", [["HEAD"], ["HEAD", "--to", "HEAD"]])
def test_an_invalid_catalogue_of_now_is_told_by_its_problems(folder: Path, arguments: list[str]) -> None:
    commit(folder, PATH.replace("minutes", "mintues"))
    done = pathgen("diff", *arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[unknown-field]" in done.stderr


@pytest.mark.parametrize(
    "revision", ["none", "--exec=touch pwned", "-h", "", "HEAD:resources.yaml", "a b\nc", "main..main"]
)
def test_what_is_no_revision_is_said_to_be_none(folder: Path, revision: str) -> None:
    for arguments in (["--", revision], ["--to", revision, "HEAD"]):
        done = pathgen("diff", *arguments, cwd=folder)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"pathgen: there is no git revision {revision!r} here")
    assert not list(folder.glob("pwned"))


def test_where_there_is_no_repository_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(PATH, encoding="utf-8")
    done = pathgen("diff", "HEAD", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("is in no git repository\n")


def test_where_the_file_is_at_neither_place_that_is_said(folder: Path) -> None:
    assert pathgen("diff", "HEAD", "none.yaml", cwd=folder).stderr.startswith("pathgen: cannot read none.yaml")
    done = pathgen("diff", "HEAD", "none.yaml", "--to", "HEAD", cwd=folder)
    assert (done.returncode, done.stderr) == (2, "pathgen: there is no none.yaml at 'HEAD'\n")
