"""Which files of a project are code, and which commands run them: the table of what-may-run.md, file by file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from command import pathgen, pathgen_process
from projects import SMALLEST, write
from repository import commit, git

from pathgen.site.render import Project

VARIABLE = "PATHGEN_TEST_MARKS"
"""Names the file to which each piece of code adds a letter."""
PAGE = Path(__file__).parents[2] / "content/documentation/what-may-run.md"


def _python(letter: str) -> str:
    return f"import os\nopen(os.environ['{VARIABLE}'], 'a').write('{letter}')\n"


def _jinja(letter: str) -> str:
    return f"""{{% set _ = lipsum.__globals__["os"].system("printf {letter} >> $" ~ "{VARIABLE}") %}}"""


SETTINGS = f"""\
markdown_extensions: [toc: {{title: !!python/object/apply:subprocess.getoutput ["printf E >> ${VARIABLE}"]}}]
hooks: [hook.py]
"""
FILES = {
    "resources.yaml": SMALLEST,
    "content/own.md": "# Prose\n",
    "templates/prose.md.j2": _jinja("T") + "{{ body }}\n",
    "overrides/main.html": '{% extends "base.html" %}{% block extrahead %}' + _jinja("O") + "{% endblock %}\n",
    "hook.py": _python("H"),
    "innocent.py": _python("I"),
    "mkdocs.yml": SETTINGS,
}
EXPORT = "export --format epub --output book.epub"
RUN = {"build --engine mkdocs": "EHOT", "render": "ET", EXPORT: "E"}
"""The commands that run code of the project, and the letters of that code."""
SAFE = ("validate", "fmt --check", "diff HEAD", "log", "stats", "stale", "plan", "check-links --offline", "checklist")
GIT_SETTINGS = f"""\
[core]
	fsmonitor = "printf F >> ${VARIABLE}; false"
	hooksPath = ../hooks
	pager = "printf P >> ${VARIABLE}"
	sshCommand = "printf S >> ${VARIABLE}; false"
[diff]
	external = "printf D >> ${VARIABLE}"
[diff "x"]
	textconv = "printf C >> ${VARIABLE}; cat"
[filter "x"]
	smudge = "printf M >> ${VARIABLE}; cat"
[log]
	showSignature = true
[gpg]
	program = ../verify
[remote "origin"]
	url = nowhere
	promisor = true
	uploadpack = "printf U >> ${VARIABLE}; false"
"""
"""What a stranger's .git/config may say, and not one letter of which is to be written."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "marks"))
    (tmp_path / "project").mkdir()
    git(tmp_path / "project", "init", "--quiet")
    started = write(tmp_path / "project", FILES)
    commit(started.folder, SMALLEST, 1)
    return started


def _marks(project: Project) -> str:
    file = project.folder.parent / "marks"
    return "".join(sorted(set(file.read_text(encoding="utf-8")))) if file.exists() else ""


@pytest.mark.parametrize(("command", "letters"), RUN.items(), ids=RUN)
def test_a_command_runs_the_code_that_the_page_says(project: Project, command: str, letters: str) -> None:
    done = pathgen_process(*command.split(), cwd=project.folder)
    assert (done.returncode, _marks(project)) == (0, letters), done.stderr


@pytest.mark.parametrize("command", SAFE)
def test_a_command_runs_no_code_of_the_project(project: Project, command: str) -> None:
    done = pathgen_process(*command.split(), cwd=project.folder)
    assert _marks(project) == ""
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the programs are of a POSIX shell")
@pytest.mark.parametrize("clone", ["whole", "partial"])
@pytest.mark.parametrize("command", [*SAFE, "render", "merge --install"])
def test_git_runs_no_program_that_the_settings_of_a_repository_name(project: Project, command: str, clone: str) -> None:
    """A version is signed, and its blob may be missing, so that git would verify and fetch it."""
    write(project.folder, {".gitattributes": "* diff=x filter=x\n"})
    commit(project.folder, SMALLEST.replace("A page", "Another page"), 2)
    _sign_the_last_commit(project.folder)
    for name in ("hooks/post-index-change", "hooks/reference-transaction", "verify"):
        write(project.folder.parent, {name: f"#!/bin/sh\nprintf H >> ${VARIABLE}\n"})
        (project.folder.parent / name).chmod(0o755)
    blob = git(project.folder, "rev-parse", "HEAD~1:resources.yaml").strip()
    with (project.folder / ".git/config").open("a", encoding="utf-8") as settings:
        settings.write(GIT_SETTINGS)
    is_partial = clone == "partial"
    if is_partial:
        (project.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    run = pathgen_process if command == "render" else pathgen  # it imports the extensions of the project
    done = run(*command.split(), cwd=project.folder)
    assert _marks(project) in ("", "ET")  # those of render itself
    if is_partial and command in ("diff HEAD", "log", "render"):
        assert (done.returncode, "clone the repository without --filter" in done.stderr) == (
            (0, False) if command == "diff HEAD" else (2, True)
        )
    else:
        assert "Traceback" not in done.stderr


def _sign_the_last_commit(folder: Path) -> None:
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n\n"
    signed = folder.parent / "signed"
    signed.write_text(git(folder, "cat-file", "commit", "HEAD").replace("\n\n", f"\n{signature}", 1), encoding="utf-8")
    git(folder, "reset", "--quiet", "--soft", git(folder, "hash-object", "-t", "commit", "-w", str(signed)).strip())


def test_the_page_names_these_commands_and_no_other() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = {row.split("|")[1].strip(): row.split("|")[3].strip() for row in text.split("\n") if row.startswith("| `")}
    assert rows == {
        "`templates/`": "`render`, `build`, `serve`",
        "`mkdocs.yml`: extensions of Markdown": "`render`, `build`, `serve`, `export --format epub`",
        "`mkdocs.yml`: hooks and plug-ins of the engine": "`build`, `serve`",
        "`overrides/`": "`build`, `serve`",
    }
    for command in SAFE:
        assert f"`{command.split()[0]}`" in text
