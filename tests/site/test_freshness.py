from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from projects import edit

from pathgen import load
from pathgen.files import read_tree
from pathgen.site.render import Project, render

SITES = Path(__file__).parent.parent / "sites"


def _edits(catalogue: str) -> list[str]:
    """Give the catalogue with one line changed, for each line that still says something when it is."""
    lines = catalogue.splitlines(keepends=True)
    changed = []
    for at, line in enumerate(lines):
        key, colon, value = line.partition(": ")
        if not colon or key.strip(" -") in ("url", "id", "ref"):
            continue
        ways = (f"{key}: {value.strip()} anew\n", f"{key}: 1999\n", "")
        changed += ["".join([*lines[:at], new, *lines[at + 1 :]]) for new in ways]
    return changed


@pytest.mark.parametrize("name", ["path", "topics"])
def test_after_any_edit_the_pages_are_those_of_a_full_render(name: str, tmp_path: Path) -> None:
    shutil.copytree(SITES / name, tmp_path / "kept", ignore=shutil.ignore_patterns("expected"))
    kept = Project(tmp_path / "kept" / "resources.yaml")
    render(kept)
    compared = 0
    for number, catalogue in enumerate(_edits(kept.catalogue.read_text(encoding="utf-8"))):
        kept.catalogue.write_text(catalogue, encoding="utf-8")
        if not render(kept)[0].is_valid:
            continue
        afresh = tmp_path / str(number)
        shutil.copytree(kept.folder, afresh, ignore=shutil.ignore_patterns("build"))
        render(Project(afresh / "resources.yaml"))
        assert read_tree(kept.build / "docs") == read_tree(afresh / "build" / "docs")
        compared += 1
    assert compared > 20


def _project(tmp_path: Path) -> Project:
    shutil.copytree(SITES / "path", tmp_path / "project", ignore=shutil.ignore_patterns("expected"))
    project = Project(tmp_path / "project" / "resources.yaml")
    render(project)
    return project


def _times(project: Project) -> dict[str, int]:
    docs = project.build / "docs"
    return {name: (docs / name).stat().st_mtime_ns for name in read_tree(docs)}


def test_an_edited_why_renders_just_the_pages_that_list_its_entry(tmp_path: Path) -> None:
    project = _project(tmp_path)
    remembered = json.loads((project.build / "pages.json").read_bytes())
    catalogue = load(project.catalogue).catalogue
    assert catalogue is not None
    edited = next(entry for entry in catalogue.entries if entry.why and not entry.is_reference)
    edit(project, str(edited.why), f"{edited.why} Anew.")
    render(project)
    again = json.loads((project.build / "pages.json").read_bytes())
    listing = {step.part.id for step in catalogue.stages if edited.id in {entry.id for entry in step.entries}}
    pages = {f"steps/{step}/index.md" for step in listing} | {"print/index.md"}
    assert {name for name in again if again[name] != remembered[name]} == pages


def test_a_page_changed_by_hand_is_rendered_again(tmp_path: Path) -> None:
    project = _project(tmp_path)
    page = next((project.build / "docs" / "steps").glob("*/index.md"))
    before = page.read_bytes()
    page.write_bytes(b"changed by hand")
    render(project)
    assert page.read_bytes() == before


@pytest.mark.parametrize("junk", [b"", b"[]", b'{"index.md": 1}', b'{"credits/index.md": [1, 2, 3]}', b"\xff"])
def test_a_damaged_memory_renders_everything(tmp_path: Path, junk: bytes) -> None:
    project = _project(tmp_path)
    before = read_tree(project.build / "docs")
    (project.build / "pages.json").write_bytes(junk)
    render(project)
    assert read_tree(project.build / "docs") == before


def test_nothing_changed_writes_nothing(tmp_path: Path) -> None:
    project = _project(tmp_path)
    before = _times(project)
    assert render(project)[1] == []
    assert _times(project) == before
