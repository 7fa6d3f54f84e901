"""Checks the built site: every link, anchor and image within it must lead somewhere.

This is done on the HTML: no engine checks all of it, and no engine checks HTML that a template wrote.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, cast
from urllib.parse import unquote

from lxml import etree

_MOST_PAGES = 2_000
"""How many parsed pages are cached: a page that did not change is not parsed again by the next build of a session."""
HOME = "index.html"
NOT_FOUND_PAGE = "404.html"
"""Served at any address, so nothing leads to it and its own links start from the site's root."""


def _attributes(expression: str) -> Callable[[Any], list[str]]:
    """Return a function that lists the attributes that an XPath expression selects below an element."""
    return cast("Callable[[Any], list[str]]", etree.XPath(expression, smart_strings=False))


_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")
# What HTML's parser leaves of `xlink:href` is an attribute whose name has a colon.
_LINKS = _attributes("//a/@href | //area/@href | //svg//a/@*[name()='xlink:href']")
_PARTS = _attributes("//@href | //@src | //@poster | //object/@data | //svg//@*[name()='xlink:href']")
_SETS = _attributes("//@srcset | //@imagesrcset")
_OF_A_SET = re.compile(r"(\S*[^\s,])(?:\s[^,]*)?(?:,|$)")
"""An address, followed by its width or density (HTML Living Standard §4.8.4.2.1)."""
_IDS = _attributes("//@id")
_NAMES = _attributes("//a/@name")
_THE_THEMES_OWN = "__"
"""The prefix of ids of the theme's own parts; it may repeat them, as nothing links to them."""
_BASES = _attributes("//base/@href")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*:(?:\s|$)")
"""The start of front matter, which is a YAML mapping."""
_REFRESHES = _attributes("//meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh']/@content")


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """What a page refers to, and what can be referred to in it."""

    links: tuple[str, ...] = ()
    """What a reader can follow."""
    references: tuple[str, ...] = ()
    """These, and what the page loads or shows."""
    anchors: frozenset[str] = frozenset()
    repeated: tuple[str, ...] = ()
    """Ids that several elements have, so that a link finds the wrong one."""
    bases: tuple[str, ...] = ()
    leads_on: bool = False
    """Whether it only leads on to another page, as those at former addresses do; no link needs to lead to it."""
    front_matter: str = ""
    """The first line of the front matter that the page shows as text; empty where it shows none."""


def check_site(tree: Mapping[str, bytes]) -> list[str]:
    """Check a site (``{relative path: bytes}``); return one line for each fault, in the order of the pages."""
    read = {name: _read(data) for name, data in tree.items() if name.endswith(".html")}
    if HOME not in read:  # Zensical ends well without a page where it cannot read one's name
        return [f"{HOME}: the engine made no such page"]
    found: list[str] = []
    led_to = {HOME}
    waiting = [HOME]
    while waiting:
        name = waiting.pop()
        for target, _ in _targets(name, read[name].links):
            file = _file(target, tree)
            if file in read and file not in led_to:
                led_to.add(file)
                waiting.append(file)
    for name in sorted(read):
        if name == NOT_FOUND_PAGE:
            continue
        found += sorted(set(_faults(name, read, tree)))
        if name not in led_to and not read[name].leads_on:
            found.append(f"{name}: no link leads to this page")
    return found


@lru_cache(maxsize=_MOST_PAGES)
def _read(data: bytes) -> BuiltPage:
    root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    if root is None:
        return BuiltPage()
    sets = (_OF_A_SET.findall(srcset) for srcset in _SETS(root))
    ids = _IDS(root)
    return BuiltPage(
        links=_once(_LINKS(root)),
        references=_once([*_PARTS(root), *chain.from_iterable(sets)]),
        anchors=frozenset(ids).union(_NAMES(root)),
        repeated=tuple(
            name for name, times in Counter(ids).items() if times > 1 and not name.startswith(_THE_THEMES_OWN)
        ),
        bases=_once(_BASES(root)),
        leads_on=bool(_REFRESHES(root)),
        front_matter=_shown_front_matter(root),
    )


def _shown_front_matter(root: Any) -> str:
    """Return the first line of front matter that no engine could read, as Markdown shows it at the start of a page.

    Its first ``---`` is a rule; its second one is, too, or makes a heading of the line above it (CommonMark §4.3).
    """
    article = next(root.iter("article"), None)
    blocks = [] if article is None else [block for block in article.iterchildren(etree.Element) if block.tag != "a"]
    if blocks and blocks[0].tag == "h1":  # the theme writes a page's title above a page without a heading
        del blocks[0]
    if len(blocks) <= 1 or blocks[0].tag != "hr":
        return ""
    text = "".join(blocks[1].itertext()).strip()
    is_closed = blocks[1].tag == "h2" or any(block.tag == "hr" for block in blocks[2:4])
    return text.partition("\n")[0] if is_closed and _KEY.match(text) else ""


def _once(addresses: Iterable[str]) -> tuple[str, ...]:
    """Return each address once, without the space around it, as browsers read it (URL Standard §4.4)."""
    return tuple(dict.fromkeys(address.strip() for address in addresses))


def _targets(name: str, references: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Resolve what a page refers to within the site: ``(path from the root, fragment as written)``."""
    folder = posixpath.dirname(name)
    for reference in references:
        if _ELSEWHERE.match(reference):
            continue
        before, _, fragment = reference.partition("#")
        path = before.partition("?")[0]
        yield (_resolve(folder, path) if path else name), fragment


@lru_cache(maxsize=10_000)
def _resolve(folder: str, path: str) -> str:
    target = posixpath.normpath(posixpath.join(folder, unquote(path)))
    return target + "/" if path.endswith("/") else target


def _file(target: str, tree: Mapping[str, bytes]) -> str | None:
    """Return the file that a server sends for a path."""
    for candidate in (target, posixpath.normpath(posixpath.join(target, "index.html"))):
        if candidate in tree:
            return candidate
    return None


def _has_anchor(page: BuiltPage, fragment: str) -> bool:
    """Return whether a browser finds the place (HTML Living Standard §7.4.6.4): the top of a page is always there."""
    if not fragment or fragment.lower() == "top":
        return True
    return fragment in page.anchors or unquote(fragment) in page.anchors


def _faults(name: str, read: Mapping[str, BuiltPage], tree: Mapping[str, bytes]) -> Iterator[str]:
    page = read[name]
    if page.front_matter:
        yield (
            f"{name}: the page shows its front matter as text, from {page.front_matter!r} on; pathgen writes the front "
            "matter of a page itself: write the title as a heading (`# Title`), and delete what is between the `---`"
        )
    for base in page.bases:
        yield f"{name}: <base href={base!r}> turns every link of the page; delete it"
    for anchor in page.repeated:
        yield f"{name}: the anchor {anchor!r} is there more than once"
    for reference in page.references:
        if reference.startswith("/") and not reference.startswith("//"):
            yield f"{name}: {reference!r} starts from the server's root; the site may be below it"
    for target, fragment in _targets(name, page.references):
        file = _file(target, tree)
        if file is None:
            yield f"{name}: there is no file at {target!r}"
        elif file in read and not _has_anchor(read[file], fragment):
            yield f"{name}: {file} has no anchor {unquote(fragment)!r}"
