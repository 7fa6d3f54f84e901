"""Where everything is on the site: the page of each part of a catalogue, and the page's address."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from urllib.parse import quote

from pathgen.catalogue.model import Library
from pathgen.catalogue.resolve import Catalogue, Entry, Section


def page_of(catalogue: Catalogue, item: Entry | Section | Library | str) -> str:
    """Return the page on which an entry, step, topic or library is shown; an id names an entry or a library."""
    if isinstance(item, Section):
        return item.page
    id_ = item if isinstance(item, str) else item.id
    if id_ in catalogue.library:
        return "libraries.md"
    return page_of(catalogue, catalogue.pages[id_])


def address(path: str) -> str:
    """Return the address of a page by its path: ``steps/a.md`` is served as ``steps/a/``."""
    folder, name = posixpath.split(path)
    stem = name.removesuffix(".md")
    return posixpath.join(folder, "" if stem == "index" else stem + "/")


def place(path: str, anchor: str = "") -> str:
    """Return the address of a page, or of a place in it, as seen from the home page; that itself is ``""``."""
    return f"{_quoted(path)}#{anchor}" if anchor else _quoted(path)


def way_up(below: str) -> str:
    """Return the way from a page to the home page above it, by its address as seen from there."""
    return "../" * below.count("/") or "./"


@lru_cache(maxsize=10_000)
def _quoted(path: str) -> str:
    return quote(address(path))
