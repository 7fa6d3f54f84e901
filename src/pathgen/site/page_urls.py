"""Where everything stands on the site: the page of each part of a catalogue, and the page's address."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from urllib.parse import quote

from pathgen.catalogue.model import Library
from pathgen.catalogue.resolve import Catalogue, Entry, Section


def page_of(catalogue: Catalogue, what: Entry | Section | Library | str) -> str:
    """Give the page on which an entry, step, topic or library stands; an id names an entry or a library."""
    if isinstance(what, Section):
        folder = "steps" if what.number is not None else "topics"
        name = "index/index" if what.part.id == "index" else what.part.id  # the folder has a page of its own
        return f"{folder}/{name}.md"
    one = what if isinstance(what, str) else what.id
    if one in catalogue.library:
        return "libraries.md"
    return page_of(catalogue, catalogue.pages[one])


def address(path: str) -> str:
    """Turn a page's path into its address: ``steps/a.md`` is served as ``steps/a/``."""
    folder, name = posixpath.split(path)
    stem = name.removesuffix(".md")
    return posixpath.join(folder, "" if stem == "index" else stem + "/")


def place(path: str, anchor: str = "") -> str:
    """Write the address of a page, or of a place in it, as seen from the home page; that itself is ``""``."""
    return f"{_quoted(path)}#{anchor}" if anchor else _quoted(path)


@lru_cache(maxsize=10_000)
def _quoted(path: str) -> str:
    return quote(address(path))
