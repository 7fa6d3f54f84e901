"""A project's folder holds Python files by anybody: none of them is imported, whatever module it is named for."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from command import pathgen_process
from projects import SMALLEST, site_of, write
from pypdf import PdfWriter
from test_serve import QUICK, Serving

from pathgen.add.pdf_metadata import hints_of_pdf
from pathgen.files import read_tree
from pathgen.site.engine import ENGINES
from pathgen.site.render import Project

NAMES = ("random", "yaml", "click", "json", "pypdf", "mkdocs", "zensical")
"""A module of Python itself that an innocent exercise may be named for, and modules that we and the engines import."""
MARK = "foreign-module-was-run"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    module = f"open({str(tmp_path / MARK)!r}, 'a').write(__name__ + ' ')\n"
    return write(tmp_path, {"resources.yaml": SMALLEST, **{f"{name}.py": module for name in NAMES}})


COMMANDS = [
    ["validate"],
    ["add", "https://example.org/b", "--to=basics", "--title=B", "--no-input"],
    *(["build", "--engine", engine] for engine in ENGINES),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join((command[0], *command[2:3])))
def test_a_command_runs_no_module_of_the_project(project: Project, command: list[str]) -> None:
    done = pathgen_process(*command, cwd=project.folder)
    assert done.returncode == 0, done.stderr
    assert MARK not in read_tree(project.folder)


def test_serve_runs_no_module_of_the_project(project: Project) -> None:
    with Serving(project, *QUICK) as server:
        server.hears("Built in")
    assert MARK not in read_tree(project.folder)
    assert (site_of(project) / "index.html").is_file()


def test_a_pdf_is_read_with_no_module_of_the_project(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    writer, data = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": "On nets"})
    writer.write(data)
    monkeypatch.chdir(project.folder)
    assert [hint.value for hint in hints_of_pdf(data.getvalue()) if hint.field == "title"] == ["On nets"]
    assert MARK not in read_tree(project.folder)
