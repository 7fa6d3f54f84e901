"""`pathgen render`: what it writes into build/, and what it leaves as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from projects import edit

from pathgen import load
from pathgen.files import read_tree
from pathgen.site.render import Project, render

SITES = Path(__file__).parent.parent / "sites"


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Project:
    shutil.copytree(SITES / "path", tmp_path / "project", ignore=shutil.ignore_patterns("expected"))
    project = Project(tmp_path / "project" / "resources.yaml")
    render(project)
    return project


def _times(project: Project) -> dict[str, int]:
    docs = project.build / "docs"
    return {name: (docs / name).stat().st_mtime_ns for name in read_tree(docs)}


def test_an_edited_why_writes_just_the_pages_that_show_it(project: Project) -> None:
    catalogue = load(project.catalogue).catalogue
    assert catalogue is not None
    edited = next(entry for entry in catalogue.entries if entry.why and not entry.is_reference)
    edit(project, str(edited.why), f"{edited.why} Anew.")
    page = f"steps/{catalogue.pages[edited.id].part.id}/index.md"
    assert {name for name in render(project)[1] if name.endswith(".md")} == {page, "print/index.md"}


def test_a_page_changed_by_hand_is_written_again(project: Project) -> None:
    page = next((project.build / "docs" / "steps").glob("*/index.md"))
    before = page.read_bytes()
    page.write_bytes(b"changed by hand")
    render(project)
    assert page.read_bytes() == before


def test_nothing_changed_writes_nothing(project: Project) -> None:
    before = _times(project)
    assert render(project)[1] == []
    assert _times(project) == before
