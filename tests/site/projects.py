"""Projects on disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from lxml import html

from pathgen.files import read_tree
from pathgen.site.render import Project

SMALLEST = """\
path: {title: My path}
topics:
  - id: basics
    title: Basics
    resources:
      - {title: A page, url: "https://example.org/a"}
"""
"""The smallest catalogue that there is."""

BuiltOnce = Callable[[str, Path | None], Project]
"""What the fixture ``built_once`` gives."""


def write(folder: Path, files: Mapping[str, str | bytes]) -> Project:
    """Write a project's files below a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return Project(folder / "resources.yaml")


def site_of(project: Project) -> Path:
    """Give the folder that the tests build a project's site into."""
    return project.folder / "site"


def edit(project: Project, old: str, new: str) -> None:
    """Change some words of a project's catalogue."""
    text = project.catalogue.read_text(encoding="utf-8")
    assert old in text
    project.catalogue.write_bytes(text.replace(old, new).encode())


def times(folder: Path) -> dict[str, int]:
    """Tell when each file of a folder was written last, in nanoseconds."""
    return {name: (folder / name).stat().st_mtime_ns for name in read_tree(folder)}


def parsed(page: Path) -> html.HtmlElement:
    """Parse a page of a site."""
    return html.fromstring(page.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def content_of(page: Path) -> html.HtmlElement:
    """Give what a page says, without what the theme puts around it."""
    return parsed(page).find(".//article")
