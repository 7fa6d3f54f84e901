"""What is printed of a path, on paper or in a book, and its prose as HTML for that.

The HTML of several files can be put on one page, and nothing in it runs.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree, html
from markupsafe import Markup

from pathgen.catalogue.model import Goal, SelfCheck, is_for
from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.escape import is_outside, xml
from pathgen.learner.alternatives import AlternativeGroup, alternative_groups, on_track
from pathgen.markdown import MarkdownReader
from pathgen.site.prose import HERE_GO_THE_RESOURCES, source_of
from pathgen.site.variants import Variant, by_choice
from pathgen.urls import split


def _names(written: str) -> frozenset[str]:
    return frozenset(written.split())


_LINE = _names(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q s samp small span strong sub sup u var wbr"
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCK = _names("blockquote div dl figure hr ol p pre table ul").union(_HEADINGS)
_MEMBERS = {
    "dl": _names("dt dd"),
    "ol": _names("li"),
    "table": _names("caption thead tbody tfoot tr"),
    "tbody": _names("tr"),
    "tfoot": _names("tr"),
    "thead": _names("tr"),
    "tr": _names("td th"),
    "ul": _names("li"),
}
"""Elements that may contain only certain others."""
_HOLDS_A_LINE = _LINE | {"caption", "dt", "p", "pre", *_HEADINGS}
"""Elements that contain text and inline elements, but no blocks (HTML Living Standard §4; EPUB insists on it)."""
_EMPTY = _names("br hr img wbr")
_STANDS_FOR = {
    **dict.fromkeys(("article", "aside", "center", "details", "footer", "header", "main", "nav", "section"), "div"),
    **dict.fromkeys(("figcaption", "summary"), "p"),
}
"""What folds is shown open, as paper cannot be clicked; what marks a part of a page becomes a plain block."""
_GONE = _names(
    "applet audio base canvas embed head iframe link math meta noscript object script select style svg template "
    "textarea title video"
)
_ATTRIBUTES = _names("alt class href id src start title")


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a path is printed: which editions, by id and in order (``""`` if it has none), and for which track.

    With ``None`` as the track, every track is in the HTML, and style sheets show the one that the reader chose.
    """

    catalogue: Catalogue
    editions: tuple[str, ...]
    track: str | None = None

    def lists_of(self, section: Section) -> list[tuple[str, list[Entry]]]:
        """Return the editions in which a step lists something, each with its entries."""
        lists = [
            (name, [entry for entry in section.entries if not name or entry.is_in(name)]) for name in self.editions
        ]
        return [(edition, entries) for edition, entries in lists if entries]

    def has(self, part: Goal | SelfCheck) -> bool:
        """Return whether a goal or a question belongs to one of its editions."""
        return any(is_for(part, edition) for edition in self.editions)

    def groups(self, entries: Iterable[Entry]) -> list[AlternativeGroup]:
        """Return the entries in groups of alternatives."""
        return on_track(alternative_groups(entries), self.track or None)

    def say(self, text: Callable[[str, str], str], edition: str) -> list[Variant]:
        """Return the variants of a text for the readers of an edition, one for each track that they may be on."""
        if self.track is None:
            return by_choice(self.catalogue, text, edition)
        return [Variant(text(edition, self.track), "")]


@dataclass(frozen=True, slots=True)
class PrintPages:
    """Where prose is printed: the level of the heading above it, the prefix of its ids, and where its links lead.

    ``known`` are the pages and pictures that links may name (paths as a curator knows them). ``leads`` returns the
    address of one of these or of any other path of the site, with an anchor in it, or ``""`` if there is none.
    """

    top: int
    name: str
    known: Collection[str]
    leads: Callable[[str, str], str]
    markdown: MarkdownReader


def on_paper(text: str, path: str, page: str, sheet: PrintPages) -> tuple[Markup, Markup]:
    """Return the Markdown at ``path`` (below ``content/``), which is part of ``page``, as HTML to be printed.

    There are two parts, before and after the entries, each on one line, so that no line of them can be read as
    Markdown.
    """
    parts = _parts(html.fragment_fromstring(xml(sheet.markdown.to_html(text, f"content/{path}")), create_parent="div"))
    ids = {element.get("id"): f"{sheet.name}{element.get('id')}" for part in parts for element in part.iter("*")}
    for part in parts:
        _level(part, sheet.top)
        for element in list(part.iter("*")):
            if "id" in element.attrib:
                element.set("id", ids[element.get("id")])
            for name in {"href", "src"}.intersection(element.attrib):
                _set_address(element, name, _address(element.get(name, ""), path, page, sheet, ids))
    before, after = map(_serialised, parts)
    return before, after


def _serialised(part: etree._Element) -> Markup:
    text = etree.tostring(part, encoding="unicode", method="html") if len(part) else ""
    return Markup(text.replace("\n", "&#10;"))  # noqa: S704 - made of what is allowed, and serialised here


def _parts(parsed: etree._Element) -> list[etree._Element]:
    """Split the prose where its entries go, and keep in both parts what can be printed."""
    parts = [etree.Element("div", {"class": "pg-prose"}) for _ in range(2)]
    after = etree.Element("div")
    for comment in parsed.iterchildren(etree.Comment):
        if f"<!--{comment.text}-->" == HERE_GO_THE_RESOURCES:
            after.text = comment.tail
            after.extend(list(comment.itersiblings()))
            break
    for part, source in zip(parts, (parsed, after), strict=True):
        _fill(part, source, _BLOCK | _LINE)
    return parts


def _fill(target: etree._Element, source: etree._Element, allowed: frozenset[str]) -> None:
    """Copy the content of an element; children that are not allowed leave their content, those that run nothing."""
    _append_text(target, source.text, allowed)
    for child in source:
        if isinstance(child.tag, str) and child.tag not in _GONE:
            _copy(target, child, allowed)
        _append_text(target, child.tail, allowed)


def _copy(target: etree._Element, child: etree._Element, allowed: frozenset[str]) -> None:
    tag = _STANDS_FOR.get(child.tag, child.tag)
    within_a_link = tag == "a" and any(element.tag == "a" for element in (target, *target.iterancestors()))
    if tag not in allowed or within_a_link:
        _fill(target, child, allowed)
        return
    copy = etree.SubElement(
        target, tag, {name: xml(str(value)) for name, value in child.items() if name in _ATTRIBUTES}
    )
    if child.tag in ("details", "summary"):
        copy.set("class", "pg-answer" if child.tag == "details" else "pg-answer__head")
    if tag in _EMPTY:
        return
    inside = _MEMBERS.get(tag) or (_LINE if tag in _HOLDS_A_LINE else _BLOCK | _LINE)
    _fill(copy, child, inside)


def _append_text(target: etree._Element, text: str | None, allowed: frozenset[str]) -> None:
    """Add text at the end of an element, unless it is a list or table, which cannot contain text."""
    if not text or "br" not in allowed:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + xml(text)
    else:
        target.text = (target.text or "") + xml(text)


def _level(root: etree._Element, top: int) -> None:
    """Put the headings below the one above the prose, without skipping a level."""
    last = top
    for heading in root.iter(*_HEADINGS):
        last = min(max(int(heading.tag[1]) + top - 1, top + 1), last + 1, len(_HEADINGS))
        heading.tag = f"h{last}"


def _address(url: str, path: str, page: str, sheet: PrintPages, ids: Mapping[str | None, str]) -> str:
    """Return where an address of the prose leads in print: outside, within the prose, or elsewhere on the site."""
    parts = split(url)
    if parts.scheme or parts.authority is not None:
        return url if is_outside(url) or (parts.scheme or "").lower() == "mailto" else ""
    anchor = unquote(parts.fragment or "")
    if not parts.path:
        return f"#{ids[anchor]}" if anchor in ids else sheet.leads(page, anchor)
    folders = [posixpath.dirname(name) for name in (path, source_of(page))]  # of the file, and of the page
    targets = [posixpath.normpath(posixpath.join(folder, unquote(parts.path))) for folder in folders]
    found = next(
        (target for target in targets if target in sheet.known), targets[-1] + ("/" if parts.path.endswith("/") else "")
    )
    return sheet.leads(found, anchor)


def _set_address(element: etree._Element, name: str, address: str) -> None:
    """Set the address of an element; without one, keep only the text of a link, or of a picture its description."""
    if address:
        element.set(name, address)
        if name == "href" and is_outside(address):
            element.set("rel", "noopener")
    elif name == "href":
        del element.attrib[name]
    else:
        alt = element.get("alt", "")
        element.attrib.clear()
        element.tag, element.text = "span", alt
