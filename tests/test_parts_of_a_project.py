"""What a project is made from is in its folder: no link leads out of it, and nothing is read that never ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from command import pathgen

from pathgen.files import MAX_MEDIA_BYTES, read_tree
from pathgen.forges import store
from pathgen.links.history import FILE

CATALOGUE = """\
path: {title: T}
topics:
  - id: topic
    title: A topic
    resources:
      - {title: First, url: "https://example.org/1"}
"""
FOLDERS = ("content", "languages", "overrides", "templates")
FILES = ("mkdocs.yml", FILE, store.FILE)
SECRET = b"# The only copy\n\nA [link](https://example.org/secret)\n"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="making links there takes a right that few have")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    private = tmp_path / "private"
    private.mkdir()
    for name in ("letter.md", "letter", "en.yaml", "main.html"):
        (private / name).write_bytes(SECRET)
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "resources.yaml").write_bytes(CATALOGUE.encode())
    return folder


@pytest.mark.parametrize("name", [*FOLDERS, *FILES])
def test_no_part_leads_out_of_the_project(project: Path, name: str) -> None:
    (project / name).symlink_to("../private" if name in FOLDERS else "../private/letter")
    done = pathgen("render", cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"pathgen: {name} is a link that leads out of its folder; put the files themselves there\n"
    assert not any(SECRET in data for data in read_tree(project).values())


@pytest.mark.parametrize("command", ["validate", "check-links", "fmt", "stats", "export"])
def test_no_command_follows_such_a_link(project: Path, command: str) -> None:
    (project / "content").symlink_to("../private")
    arguments = ("--format", "epub", "--output", "book.epub") if command == "export" else ()
    done = pathgen(command, *arguments, cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "pathgen: content is a link that leads out of its folder; put the files themselves there\n"


def test_a_link_to_another_part_of_the_project_is_fine(project: Path) -> None:
    (project / "prose").mkdir()
    (project / "prose/about.md").write_bytes(b"# About\n\nWhales sing.\n")
    (project / "content").symlink_to("prose")
    (project / "content/letter.md").symlink_to("../../private/letter.md")
    assert pathgen("render", cwd=project).returncode == 0
    pages = read_tree(project / "build/docs")
    assert any(b"Whales sing" in data for data in pages.values())
    assert not any(SECRET in data for data in pages.values())


@pytest.mark.parametrize("name", ["mkdocs.yml", store.FILE, "resources.yaml", "languages/en.yaml"])
def test_a_pipe_is_not_waited_for(project: Path, name: str) -> None:
    path = project / name
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    os.mkfifo(path)
    done = pathgen("render", cwd=project)
    assert (done.returncode, done.stderr) == (2, f"pathgen: cannot read {name}: it is not a file\n")


def test_pipes_among_the_prose_are_left_out(project: Path) -> None:
    (project / "content").mkdir()
    os.mkfifo(project / "content/endless.md")
    os.mkfifo(project / FILE)
    assert pathgen("render", cwd=project).returncode == 0
    assert "endless.md" not in read_tree(project / "build/docs")


@pytest.mark.parametrize(
    ("name", "command"),
    [
        *((name, "validate") for name in ("content", "languages", "overrides", "templates")),
        *((name, "render") for name in ("languages", "overrides", "templates")),
    ],
)
def test_a_part_that_is_no_folder_is_an_error(project: Path, name: str, command: str) -> None:
    (project / name).write_bytes(b"")
    done = pathgen(command, cwd=project)
    assert (done.returncode, done.stderr) == (2, f"pathgen: cannot read {name}: not a directory\n")


def test_a_file_of_any_size_is_read_up_to_a_limit(project: Path) -> None:
    (project / "content").mkdir()
    with (project / "content/film.mp4").open("wb") as film:
        film.truncate(MAX_MEDIA_BYTES + 1)
    done = pathgen("render", cwd=project)
    assert (done.returncode, done.stderr) == (2, "pathgen: content/film.mp4: larger than 100 MB\n")
