"""What of a path stands on paper or in a book, and its prose as it stands there.

That prose is HTML that holds among other prose, and nothing in it runs.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree, html
from markupsafe import Markup

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
"""What holds certain elements and nothing else."""
_HOLDS_A_LINE = _LINE | {"caption", "dt", "p", "pre", *_HEADINGS}
"""What holds text and what stands within a line, but no block (HTML Living Standard §4; in EPUB it has to be kept)."""
_EMPTY = _names("br hr img wbr")
_STANDS_FOR = {
    **dict.fromkeys(("article", "aside", "center", "details", "footer", "header", "main", "nav", "section"), "div"),
    **dict.fromkeys(("figcaption", "summary"), "p"),
}
"""What folds is laid open, as paper has nothing to press; what would claim to be part of a page is only a block."""
_GONE = _names(
    "applet audio base canvas embed head iframe link math meta noscript object script select style svg template "
    "textarea title video"
)
_ATTRIBUTES = _names("alt class href id src start title")


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a path goes on paper: its editions, by id and in order (``""`` where it has none), and for which track.

    ``None`` as the track leaves that to the reader of a page, for whom styles choose.
    """

    catalogue: Catalogue
    editions: tuple[str, ...]
    track: str | None = None

    def lists_of(self, section: Section) -> list[tuple[str, list[Entry]]]:
        """Give what a step lists in each edition that lists something."""
        lists = [(one, [entry for entry in section.entries if not one or entry.is_in(one)]) for one in self.editions]
        return [(edition, entries) for edition, entries in lists if entries]

    def groups(self, entries: Iterable[Entry]) -> list[AlternativeGroup]:
        """Put side by side what a reader chooses from."""
        return on_track(alternative_groups(entries), self.track or None)

    def say(self, text: Callable[[str, str], str], edition: str) -> list[Variant]:
        """Ask what is said to the readers of an edition, on each track that they may be on."""
        if self.track is None:
            return by_choice(self.catalogue, text, edition)
        return [Variant(text(edition, self.track), "")]


@dataclass(frozen=True, slots=True)
class PrintPages:
    """Where prose is to stand: below which heading, with which name before its ids, and where its links lead.

    ``known`` are the pages and pictures that links may name (paths as a curator knows them). ``leads`` gives the
    address of one of these, or of anything else below the site's home, and of an anchor in it; nothing for none.
    """

    top: int
    name: str
    known: Collection[str]
    leads: Callable[[str, str], str]
    markdown: MarkdownReader


def on_paper(text: str, path: str, page: str, sheet: PrintPages) -> tuple[Markup, Markup]:
    """Turn the Markdown at ``path`` (below ``content/``), part of ``page``, into HTML for a sheet.

    Gives what stands before the entries, and behind them; each on one line, so that no line of it can mean something
    to Markdown.
    """
    parts = _parts(html.fragment_fromstring(xml(sheet.markdown.to_html(text, f"content/{path}")), create_parent="div"))
    ids = {one.get("id"): f"{sheet.name}{one.get('id')}" for part in parts for one in part.iter("*")}
    for part in parts:
        _level(part, sheet.top)
        for one in list(part.iter("*")):
            if "id" in one.attrib:
                one.set("id", ids[one.get("id")])
            for name in {"href", "src"}.intersection(one.attrib):
                _lead(one, name, _led(one.get(name, ""), path, page, sheet, ids))
    before, behind = map(_written, parts)
    return before, behind


def _written(part: etree._Element) -> Markup:
    text = etree.tostring(part, encoding="unicode", method="html") if len(part) else ""
    return Markup(text.replace("\n", "&#10;"))  # noqa: S704 - made of what is allowed, and serialised here


def _parts(parsed: etree._Element) -> list[etree._Element]:
    """Cut the prose where its entries go, and keep of both parts what can stand on paper."""
    parts = [etree.Element("div", {"class": "pg-prose"}) for _ in range(2)]
    behind = etree.Element("div")
    for one in parsed.iterchildren(etree.Comment):
        if f"<!--{one.text}-->" == HERE_GO_THE_RESOURCES:
            behind.text = one.tail
            behind.extend(list(one.itersiblings()))
            break
    for part, source in zip(parts, (parsed, behind), strict=True):
        _fill(part, source, _BLOCK | _LINE)
    return parts


def _fill(target: etree._Element, source: etree._Element, allowed: frozenset[str]) -> None:
    """Copy what a parsed element holds; what may not stand there leaves its content, and what runs leaves nothing."""
    _say(target, source.text, allowed)
    for child in source:
        if isinstance(child.tag, str) and child.tag not in _GONE:
            _copy(target, child, allowed)
        _say(target, child.tail, allowed)


def _copy(target: etree._Element, child: etree._Element, allowed: frozenset[str]) -> None:
    tag = _STANDS_FOR.get(child.tag, child.tag)
    within_a_link = tag == "a" and any(one.tag == "a" for one in (target, *target.iterancestors()))
    if tag not in allowed or within_a_link:
        _fill(target, child, allowed)
        return
    made = etree.SubElement(
        target, tag, {name: xml(str(value)) for name, value in child.items() if name in _ATTRIBUTES}
    )
    if child.tag in ("details", "summary"):
        made.set("class", "pg-answer" if child.tag == "details" else "pg-answer__head")
    if tag in _EMPTY:
        return
    inside = _MEMBERS.get(tag) or (_LINE if tag in _HOLDS_A_LINE else _BLOCK | _LINE)
    _fill(made, child, inside)


def _say(target: etree._Element, text: str | None, allowed: frozenset[str]) -> None:
    """Add text at the end of an element; a list or table has no place for it."""
    if not text or "br" not in allowed:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + xml(text)
    else:
        target.text = (target.text or "") + xml(text)


def _level(root: etree._Element, top: int) -> None:
    """Put the headings below that of the sheet, and leave out no level on the way down."""
    last = top
    for one in root.iter(*_HEADINGS):
        last = min(max(int(one.tag[1]) + top - 1, top + 1), last + 1, len(_HEADINGS))
        one.tag = f"h{last}"


def _led(url: str, path: str, page: str, sheet: PrintPages, own: Mapping[str | None, str]) -> str:
    """Give where an address of the prose leads from the sheet: outside, within the prose, or elsewhere on the site."""
    parts = split(url)
    if parts.scheme or parts.authority is not None:
        return url if is_outside(url) or (parts.scheme or "").lower() == "mailto" else ""
    anchor = unquote(parts.fragment or "")
    if not parts.path:
        return f"#{own[anchor]}" if anchor in own else sheet.leads(page, anchor)
    places = [posixpath.dirname(one) for one in (path, source_of(page))]  # of the file, and of the page
    targets = [posixpath.normpath(posixpath.join(place, unquote(parts.path))) for place in places]
    found = next(
        (one for one in targets if one in sheet.known), targets[-1] + ("/" if parts.path.endswith("/") else "")
    )
    return sheet.leads(found, anchor)


def _lead(one: etree._Element, name: str, to: str) -> None:
    """Let an element lead to an address; without one a link is only its text, and a picture what it says."""
    if to:
        one.set(name, to)
    elif name == "href":
        del one.attrib[name]
    else:
        alt = one.get("alt", "")
        one.attrib.clear()
        one.tag, one.text = "span", alt
