"""The built site, checked as a reader meets it: every link, anchor and image of its own leads somewhere.

Done on the HTML, as no engine checks all of it, and HTML that a template wrote is checked by none.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import etree

NOT_FOUND_PAGE = "404.html"
"""Served at any address, so nothing leads to it and its own links start from the site's root."""

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")
_REFERENCES = etree.XPath("//@href | //@src | //@srcset")
_ANCHORS = etree.XPath("//@id | //a/@name")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page refers to, and what can be referred to in it."""

    references: tuple[str, ...]
    anchors: frozenset[str]


def check_site(tree: Mapping[str, bytes]) -> list[str]:
    """Check a site (``{relative path: bytes}``); give one line for each fault, in the order of the pages."""
    read = {name: _read(data) for name, data in tree.items() if name.endswith(".html")}
    found: list[str] = []
    led_to = {"index.html"} & read.keys()
    waiting = list(led_to)
    while waiting:
        name = waiting.pop()
        for target, _ in _targets(name, read[name]):
            file = _file(target, tree)
            if file in read and file not in led_to:
                led_to.add(file)
                waiting.append(file)
    for name in sorted(read):
        if name == NOT_FOUND_PAGE:
            continue
        found += sorted(set(_faults(name, read, tree)))
        if name not in led_to:
            found.append(f"{name}: no link leads to this page")
    return found


def _read(data: bytes) -> Page:
    root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    if root is None:
        return Page((), frozenset())
    references = tuple(dict.fromkeys(str(one) for one in _REFERENCES(root)))
    return Page(references, frozenset(str(one) for one in _ANCHORS(root)))


def _targets(name: str, page: Page) -> Iterator[tuple[str, str]]:
    """Resolve what a page refers to within the site: ``(path from the root, fragment)``."""
    folder = posixpath.dirname(name)
    for reference in page.references:
        if _ELSEWHERE.match(reference):
            continue
        parts = urlsplit(reference)
        path = unquote(parts.path)
        target = posixpath.normpath(posixpath.join(folder, path)) if path else name
        yield (target + "/" if path.endswith("/") else target), unquote(parts.fragment)


def _file(target: str, tree: Mapping[str, bytes]) -> str | None:
    """Find the file that a server gives for a path."""
    for candidate in (target, posixpath.normpath(posixpath.join(target, "index.html"))):
        if candidate in tree:
            return candidate
    return None


def _faults(name: str, read: Mapping[str, Page], tree: Mapping[str, bytes]) -> Iterator[str]:
    for reference in read[name].references:
        if reference.startswith("/") and not reference.startswith("//"):
            yield f"{name}: {reference!r} starts from the server's root; the site may stand below it"
    for target, fragment in _targets(name, read[name]):
        file = _file(target, tree)
        if file is None:
            yield f"{name}: nothing stands at {target!r}"
        elif fragment and file in read and fragment not in read[file].anchors:
            yield f"{name}: {file} has no anchor {fragment!r}"
