"""`pathgen render`: what it writes into build/, and what it leaves as it is."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from command import pathgen_process
from projects import SMALLEST, edit, write

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


def test_compiled_templates_are_kept_outside_the_project_and_damaged_ones_compiled_again(tmp_path: Path) -> None:
    project = write(tmp_path / "project", {"resources.yaml": SMALLEST})
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
    assert pathgen_process("render", cwd=project.folder, **places).returncode == 0
    pages = read_tree(project.build / "docs")
    kept = list(temporary.rglob("pathgen-*.cache"))
    assert len(kept) > 3
    for file in kept:
        file.write_bytes(file.read_bytes()[:100])
    assert pathgen_process("render", cwd=project.folder, **places).returncode == 0
    assert read_tree(project.build / "docs") == pages
    assert not list(project.folder.rglob("*.cache"))


@pytest.mark.skipif(sys.platform == "win32", reason="temporary files have a folder for each user there")
def test_a_folder_of_compiled_templates_that_others_can_write_to_is_not_used(tmp_path: Path) -> None:
    project = write(tmp_path / "project", {"resources.yaml": SMALLEST})
    temporary, theirs = tmp_path / "temporary", tmp_path / "theirs"
    temporary.mkdir()
    theirs.mkdir(0o777)
    (temporary / f"_jinja2-cache-{os.getuid()}").symlink_to(theirs)
    assert pathgen_process("render", cwd=project.folder, TMPDIR=str(temporary)).returncode == 0
    assert not list(theirs.iterdir())


@pytest.mark.parametrize(
    ("fields", "columns"),
    [
        ("", ["Library"]),
        (", licence: MIT", ["Library", "Licence"]),
        (", released: 2019, languages: [C], gpu: no", ["Library", "First release", "Languages", "GPU"]),
    ],
)
def test_the_table_of_libraries_has_no_empty_column(tmp_path: Path, fields: str, columns: list[str]) -> None:
    libraries = f'[{{id: a, name: A, url: "https://a.example"{fields}}}, {{id: b, name: B, url: "https://b.example"}}]'
    (tmp_path / "resources.yaml").write_text(f"path: {{title: A}}\nlibraries: {libraries}\n", encoding="utf-8")
    render(Project(tmp_path / "resources.yaml"))
    [page] = (tmp_path / "build" / "docs").glob("libraries*/index.md")
    written = page.read_text(encoding="utf-8")
    assert re.findall(r'<th scope="col"><span>(.*?)</span>', written) == columns
    assert written.count("<td") == 2 * len(columns)
