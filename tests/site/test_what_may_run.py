"""Which files of a project are code, and which commands run them: the table of what-may-run.md, file by file."""

from __future__ import annotations

from pathlib import Path

import pytest
from projects import SMALLEST, pathgen, write
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
hooks: [../hook.py]
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
    done = pathgen(project.folder, *command.split())
    assert (done.returncode, _marks(project)) == (0, letters), done.stderr


@pytest.mark.parametrize("command", SAFE)
def test_a_command_runs_no_code_of_the_project(project: Project, command: str) -> None:
    done = pathgen(project.folder, *command.split())
    assert _marks(project) == ""
    assert "Traceback" not in done.stderr


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
