"""The command ``pathgen diff`` in real git repositories."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from command import pathgen, quick_pathgen

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
    git(folder, "commit", "--quiet", "--allow-empty", f"--message={message}")
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
    assert [change["kind"] for change in json.loads(done.stdout)["changes"]] == ["added"]


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
    assert done.stderr.endswith("is not in a git repository\n")


def test_where_the_file_is_at_neither_place_that_is_said(folder: Path) -> None:
    assert pathgen("diff", "HEAD", "none.yaml", cwd=folder).stderr.startswith("pathgen: cannot read none.yaml")
    done = pathgen("diff", "HEAD", "none.yaml", "--to", "HEAD", cwd=folder)
    assert (done.returncode, done.stderr) == (2, "pathgen: there is no none.yaml at 'HEAD'\n")


@pytest.mark.parametrize("name", ["..", "n" * 300 + ".yaml"])
def test_a_file_of_a_strangers_tree_that_no_folder_can_hold_is_left_out(folder: Path, name: str) -> None:
    def kept(kind: str, data: bytes) -> bytes:
        command = ["git", "-C", str(folder), "hash-object", "-w", "--literally", "--stdin", "-t", kind]
        return bytes.fromhex(subprocess.run(command, input=data, check=True, capture_output=True).stdout.decode())

    catalogue = b'path: {title: P}\ninclude: ["*.yaml", "*/*.yaml"]\n'
    blob = kept("blob", b"topics: [{id: t, title: T}]\n")
    inner = kept("tree", b"100644 pwned.yaml\0" + blob)
    hostile = b"40000 ..\0" + inner if name == ".." else b"100644 " + name.encode() + b"\0" + blob
    entry = b"100644 resources.yaml\0" + kept("blob", catalogue)
    tree = kept("tree", hostile + entry + b"100644 topic.yaml\0" + blob)
    theirs = git(folder, "commit-tree", "-m", "Theirs", tree.hex()).strip()
    done = pathgen("diff", theirs, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "removes topic T" in done.stdout


GH = """\
#!/bin/sh
# Stands in for GitHub: notes what it is asked, knows the pull requests in $PULLS, and of a comment once one was made.
printf '%s\\n' "$*" >> "$CALLS"
case "$*" in
  *"/pulls?"*) cat "$PULLS" ;;
  *"/comments?"*) if [ -f "$CALLS.made" ]; then echo 12; fi ;;
  *body=@*) touch "$CALLS.made"; cp "$RUNNER_TEMP/body.md" "$CALLS.body" ;;
esac
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")
def test_a_pull_request_has_one_comment_which_reads_it_and_runs_nothing_of_it(
    root: Path, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    workflow = yaml.safe_load((root / ".github/workflows/changes.yml").read_text(encoding="utf-8"))
    run = workflow["jobs"]["comment"]["steps"][-1]
    assert run["run"] == "bash .github/comment-changes"
    temporary = tmp_path_factory.mktemp("runner")
    for name, script in {"gh": GH, "pathgen": f'#!/bin/sh\nexec {quick_pathgen()} "$@"\n'}.items():
        (temporary / name).write_text(script, encoding="utf-8")
        (temporary / name).chmod(0o755)
    start = git(folder, "rev-parse", "HEAD").strip()
    hostile = "</details> @everyone [x](https://evil.example) $(touch pwned) `touch pwned` ${{ github.token }}"
    git(folder, "switch", "--quiet", "--create=theirs")
    (folder / ".github").mkdir()
    (folder / ".github" / "comment-changes").write_text("touch pwned\n", encoding="utf-8")
    work = temporary / "work"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_"))},
        "PATH": f"{temporary}{os.pathsep}{os.environ['PATH']}",
        "GH_REPO": "a/b",
        "RUNNER_TEMP": str(temporary),
        "CALLS": str(temporary / "calls"),
        "PULLS": str(temporary / "pulls"),
    }

    def commented(text: str, pulls: str = "7 " + start + "\n") -> str:
        head = commit(folder, text)
        git(folder, "update-ref", "refs/pull/7/head", head)
        git(folder, "switch", "--quiet", "main")
        shutil.rmtree(work, ignore_errors=True)
        git(temporary, "clone", "--quiet", "--single-branch", f"file://{folder}", "work")
        git(folder, "switch", "--quiet", "theirs")
        (temporary / "pulls").write_text(pulls, encoding="utf-8")
        for left in ("calls", "calls.body"):
            (temporary / left).unlink(missing_ok=True)
        script = ["bash", str(root / ".github/comment-changes")]
        subprocess.run(script, cwd=work, env={**environment, "SHA": head}, check=True, capture_output=True, timeout=120)
        asked = [line for line in (temporary / "calls").read_text(encoding="utf-8").splitlines() if "body=@" in line]
        assert not list(temporary.rglob("pwned"))
        return "\n".join(line.split("--method ")[1].split(" --field")[0] for line in asked)

    assert commented(PATH.replace("path:", "# a comment\npath:"), pulls="") == ""
    assert commented(PATH) == ""  # what leaves the catalogue alone needs no comment
    (folder / "a").mkdir()
    (folder / "a" / "more.yaml").write_text("topics: []\n", encoding="utf-8")
    assert commented(PATH) == "POST repos/a/b/issues/7/comments"  # as it may be a file that the catalogue includes
    (temporary / "calls.made").unlink()
    assert commented(MORE.replace("title: B", f"title: {json.dumps(hostile)}")) == "POST repos/a/b/issues/7/comments"
    body = (temporary / "calls.body").read_text(encoding="utf-8")
    marker, _, text = body.partition("\n")
    assert marker == "<!-- pathgen: what changes for readers -->"
    assert text.startswith("**What changes for readers:** adds 1 to Step 1;")
    link = "<br>[https&#58;&#47;&#47;example&#46;org&#47;b](https://example.org/b)"
    assert link in text
    assert not set("@[]`$<>{}") & set(text.replace(link, ""))
    assert commented(MORE.replace("minutes", "mintues")) == "PATCH repos/a/b/issues/comments/12"
    assert "has errors" in (temporary / "calls.body").read_text(encoding="utf-8")
    assert commented(PATH) == "PATCH repos/a/b/issues/comments/12"
    assert "nothing changes for readers" in (temporary / "calls.body").read_text(encoding="utf-8")


def test_a_comment_shows_what_a_person_has_to_look_at_of_a_new_entry(folder: Path) -> None:
    new = MORE.replace("minutes: 3h}", 'minutes: 3h, why: "It has *everything*."}')
    (folder / "resources.yaml").write_text(new, encoding="utf-8")
    lines = pathgen("diff", "HEAD", "--format=markdown", cwd=folder).stdout.splitlines()
    address = "[https&#58;&#47;&#47;example&#46;org&#47;b](https://example.org/b)"
    assert f"- adds “B”<br>{address} (about 3 h)<br>It has &#42;everything&#42;&#46;" in lines


RENAMED = PATH.replace("id: s,", "id: t,")
KEPT = PATH.replace("id: s,", "id: t, aliases: s,")


def test_an_id_that_changed_is_said_with_the_line_that_keeps_it(folder: Path) -> None:
    (folder / "resources.yaml").write_text(RENAMED, encoding="utf-8")
    text = pathgen("diff", "HEAD", cwd=folder).stdout
    assert "\n\nReaders lose their ticks and links, unless" in text
    assert text.endswith("\n  resources.yaml:2: step 'S' had the id s; write aliases: s\n")
    marked = pathgen("diff", "HEAD", "--format=markdown", cwd=folder).stdout
    assert "step 'S' had the id s; write aliases&#58; s\n" in marked
    [lost] = json.loads(pathgen("diff", "HEAD", "--format=json", cwd=folder).stdout)["lost_ids"]
    assert lost == {
        "what": "step",
        "id": "t",
        "former": ["s"],
        "title": "S",
        "file": "resources.yaml",
        "line": 2,
        "write": "aliases: s",
        "sure": True,
    }


def test_the_lines_are_written_and_then_nothing_is_lost(folder: Path) -> None:
    (folder / "resources.yaml").write_text(RENAMED, encoding="utf-8")
    done = pathgen("diff", "HEAD", "--keep-ids", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "Changed resources.yaml.\n")
    assert (folder / "resources.yaml").read_text(encoding="utf-8") == KEPT
    again = pathgen("diff", "HEAD", "--keep-ids", cwd=folder)
    assert (again.returncode, again.stderr) == (0, "")
    assert "Readers lose" not in again.stdout


def test_what_is_not_sure_is_left_to_a_person(folder: Path) -> None:
    other = PATH.replace('title: A, url: "https://example.org/a"', 'title: A book, url: "https://example.org/book"')
    commit(folder, other)
    text = other.replace("A book, url", "A book!, id: book, url").replace("org/book", "net/b")
    (folder / "resources.yaml").write_text(text, encoding="utf-8")
    done = pathgen("diff", "HEAD", "--keep-ids", cwd=folder)
    assert "aliases: s-a-book (unsure: only if it is the same)\n" in done.stdout
    assert done.stderr == "Left: resources.yaml:2:60: this may be what had the id s-a-book; if so, aliases: s-a-book\n"
    assert (folder / "resources.yaml").read_text(encoding="utf-8") == text


def test_lines_are_not_written_into_another_revision(folder: Path) -> None:
    done = pathgen("diff", "HEAD", "--to", "HEAD", "--keep-ids", cwd=folder)
    assert done.returncode == 2
    assert "--keep-ids edits the file as it is now" in done.stderr


def test_lines_are_written_into_the_file_that_has_the_part(folder: Path) -> None:
    step = '{id: s, title: S, resources: [{title: A, url: "https://example.org/a", minutes: 2h}]}\n'
    (folder / "steps.yaml").write_text("steps:\n  - " + step, encoding="utf-8")
    commit(folder, "path: {title: P}\ninclude: steps.yaml\n")
    (folder / "steps.yaml").write_text("steps:\n  - " + step.replace("id: s", "id: t"), encoding="utf-8")
    done = pathgen("diff", "HEAD", "--keep-ids", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "Changed steps.yaml.\n")
    assert "{id: t, aliases: s, title: S," in (folder / "steps.yaml").read_text(encoding="utf-8")


def test_validate_marks_what_a_revision_had(folder: Path) -> None:
    (folder / "resources.yaml").write_text(RENAMED, encoding="utf-8")
    assert "lost-id" not in pathgen("validate", cwd=folder).stdout
    done = pathgen("validate", "--changed-since=HEAD", "--format=github", cwd=folder)
    assert done.returncode == 0
    assert done.stdout.startswith("::warning file=resources.yaml,line=2,endLine=2,col=14,")
    assert (
        "this step had the id 's', so readers lose their ticks and links%0Ahelp: write `aliases: s` here" in done.stdout
    )
    (folder / "resources.yaml").write_text(KEPT, encoding="utf-8")
    assert pathgen("validate", "--changed-since=HEAD", "--format=github", cwd=folder).stdout == ""
    done = pathgen("validate", "--changed-since=nothing", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")
@pytest.mark.parametrize("path", [".github", "src/pathgen/scaffold/hosts/github/github"])
def test_the_workflow_compares_a_pull_request_with_its_base(folder: Path, root: Path, path: str) -> None:
    workflow = yaml.safe_load((root / path / "workflows/catalogue.yml").read_text(encoding="utf-8"))
    first, *_, last = workflow["jobs"]["validate"]["steps"]
    assert first["with"]["fetch-depth"] == 0
    (folder / "pathgen").write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    (folder / "pathgen").chmod(0o755)
    environment = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}

    def said() -> str:
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", last["run"]]
        return subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout

    assert said() == "validate --format github\n"
    commit(folder, RENAMED)
    assert said() == "validate --format github --changed-since HEAD^\n"
