"""Read the metadata of an HTML page, and of its oEmbed answer, from bytes that may be hostile.

The sources, most trustworthy first: the tags that Google Scholar reads (Highwire: ``citation_*``), Dublin Core
(``DC.*``, ``dcterms.*``), schema.org in JSON-LD, Open Graph (ogp.me), oEmbed (oembed.com), Twitter's cards, plain HTML.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from lxml import etree

from pathgen.add.metadata import Hint, clean, hint, reading_time
from pathgen.catalogue.rules.creator_hygiene import people
from pathgen.http.page import Page
from pathgen.http.request_url import joined

_PIECE = 16 * 1024
_DEEPEST = 1_000
"""The deepest nesting of elements: libxml2 walks them all at every closing tag (see http/page.py)."""
_MOST_TAGS = 500
_LONGEST_TAG = 4_000
_LONGEST_SCRIPT = 512 * 1024
_MOST_SCRIPTS = 10
_MOST_NODES = 200
"""How much of a page's head is kept; ordinary pages have a tenth of that."""

_KINDS = {
    "Article": "article",
    "APIReference": "documentation",
    "AdvertiserContentArticle": "article",
    "BlogPosting": "article",
    "NewsArticle": "article",
    "TechArticle": "article",
    "Blog": "blog",
    "Book": "book",
    "Chapter": "book-chapter",
    "Course": "course",
    "HowTo": "tutorial",
    "LearningResource": "",
    "CreativeWork": "",
    "Dataset": "dataset",
    "MediaObject": "",
    "PodcastEpisode": "podcast",
    "PodcastSeries": "podcast",
    "PresentationDigitalDocument": "slides",
    "QAPage": "q-and-a",
    "Quiz": "exercise",
    "ScholarlyArticle": "paper",
    "SoftwareApplication": "tool",
    "SoftwareSourceCode": "code",
    "Thesis": "paper",
    "VideoObject": "video",
}
"""The types of schema.org that are a work rather than its site or its maker, and the kind that each is."""
_PAPER_TAGS = frozenset(
    {"citation_journal_title", "citation_conference_title", "citation_arxiv_id", "citation_doi", "citation_pdf_url"}
)
_TIMED = frozenset({"video", "video-series", "course", "podcast", "code", "tool"})
"""The kinds that take longer than reading their page."""


def hints_of_page(body: bytes, content_type: str, url: str) -> tuple[list[Hint], str]:
    """Return the hints of a page, and the address of its oEmbed answer (empty if it names none)."""
    page = Page(body, content_type)
    head = _Head(page.html)
    found = [*_citation(head), *_dublin_core(head), *_json_ld(head), *_open_graph(head), *_plain(head, page)]
    kinds = {item.value for item in found if item.field == "kind"}
    if not kinds & _TIMED:
        found += hint("minutes", reading_time(page.own_words), f"its {page.own_words:,} words")
    return found, joined(url, head.oembed) if head.oembed else ""


def hints_of_oembed(body: bytes) -> list[Hint]:
    """Return the hints of an oEmbed answer."""
    said = _json(body)
    if not isinstance(said, dict):
        return []
    return [
        *hint("title", said.get("title"), "oEmbed"),
        *hint("creators", said.get("author_name"), "oEmbed"),
        *hint("kind", "video" if said.get("type") == "video" else "", "oEmbed"),
        *hint("minutes", said.get("duration"), "oEmbed"),
        *hint("year", said.get("upload_date"), "oEmbed"),
    ]


class _Head:
    """Collects the metadata of a page from its tags one by one, so that no tree is built."""

    def __init__(self, html: str) -> None:
        self.tags: dict[str, list[str]] = {}
        self.scripts: list[str] = []
        self.language = self.oembed = ""
        self._depth = self._count = 0
        self._script: list[str] | None = None
        self._length = 0
        parser = etree.HTMLParser(target=cast("Any", self), encoding="utf-8")
        source = html.encode("utf-8", "replace")
        try:
            for start in range(0, len(source), _PIECE):
                parser.feed(source[start : start + _PIECE])
            parser.close()
        except (etree.LxmlError, ValueError, AssertionError, RecursionError):
            return

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of an element."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("too deep")
        get = attributes.get
        if tag == "meta" and self._count < _MOST_TAGS:
            self._count += 1
            for name in (get("name"), get("property"), get("itemprop"), get("http-equiv")):
                if name and get("content"):
                    self.tags.setdefault(name.strip().lower(), []).append((get("content") or "")[:_LONGEST_TAG])
        elif tag == "html":
            self.language = get("lang") or get("xml:lang") or ""
        elif tag == "link" and (get("type") or "").strip().lower() == "application/json+oembed":
            self.oembed = self.oembed or (get("href") or "").strip()[:_LONGEST_TAG]
        elif tag == "script" and (get("type") or "").strip().lower() == "application/ld+json":
            self._script, self._length = [], 0

    def data(self, text: str) -> None:
        """Handle a piece of text."""
        if self._script is not None and self._length < _LONGEST_SCRIPT:
            self._length += len(text)
            self._script.append(text)

    def end(self, tag: str) -> None:
        """Handle the end of an element."""
        self._depth -= 1
        if tag == "script" and self._script is not None:
            if len(self.scripts) < _MOST_SCRIPTS and self._length < _LONGEST_SCRIPT:
                self.scripts.append("".join(self._script))
            self._script = None

    def close(self) -> None:
        """Handle the end of the page."""

    def first(self, *names: str) -> tuple[str, str]:
        """Return the content and the name of the first of these tags; two empty texts if the page has none."""
        return next(((self.tags[name][0], name) for name in names if name in self.tags), ("", ""))


def _said(head: _Head, field: str, *names: str) -> list[Hint]:
    return hint(field, *head.first(*names))


def _citation(head: _Head) -> Iterator[Hint]:
    yield from _said(head, "title", "citation_title")
    yield from hint("creators", head.tags.get("citation_author", []), "citation_author")
    dates = ("citation_publication_date", "citation_date", "citation_year", "citation_online_date")
    yield from _said(head, "year", *dates)
    yield from _said(head, "language", "citation_language")
    papers = sorted(_PAPER_TAGS & head.tags.keys())
    if "citation_inbook_title" in head.tags:
        yield from hint("kind", "book-chapter", "citation_inbook_title")
    elif papers:
        yield from hint("kind", "paper", papers[0])
    elif "citation_isbn" in head.tags:
        yield from hint("kind", "book", "citation_isbn")


def _dublin_core(head: _Head) -> Iterator[Hint]:
    def names(term: str) -> tuple[str, ...]:
        return f"dc.{term}", f"dcterms.{term}", f"dc.{term}.{term}", f"dc:{term}"

    yield from _said(head, "title", *names("title"))
    for name in names("creator"):
        yield from hint("creators", head.tags.get(name, []), name)
    yield from _said(head, "year", "dc.date.issued", "dcterms.issued", "dcterms.created", *names("date"))
    yield from _said(head, "language", *names("language"))


def _json_ld(head: _Head) -> Iterator[Hint]:
    for node in _nodes(head.scripts):
        types = node.get("@type")
        kind = next(
            (
                name
                for name in (types if isinstance(types, list) else [types])
                if isinstance(name, str) and name in _KINDS
            ),
            None,
        )
        if kind is None:
            continue
        source = f"JSON-LD ({kind})"
        yield from hint("title", _text(node.get("headline") or node.get("name")), source)
        yield from hint("creators", node.get("author") or node.get("creator"), source)
        yield from hint("year", _text(node.get("datePublished") or node.get("uploadDate")), source)
        yield from hint("kind", _KINDS[kind], source)
        yield from hint("language", _text(node.get("inLanguage")), source)
        yield from hint("minutes", _text(node.get("duration") or node.get("timeRequired")), source)
        yield from hint("access", node.get("isAccessibleForFree"), source)


def _nodes(scripts: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the objects that JSON-LD describes, outer before inner, up to the limit."""
    waiting: list[Any] = [_json(script.encode("utf-8", "replace")) for script in scripts]
    for count, node in enumerate(waiting):
        if count >= _MOST_NODES:
            return
        if isinstance(node, list):
            waiting += node[:_MOST_NODES]
        elif isinstance(node, dict):
            yield node
            waiting += [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "video") if key in node]


def _text(value: Any) -> Any:
    """Return a value without the list or object in which JSON-LD may wrap it (JSON-LD 1.1 §4.2)."""
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get("@value", value) if isinstance(value, dict) else value


def _open_graph(head: _Head) -> Iterator[Hint]:
    yield from _said(head, "title", "og:title")
    yield from _said(
        head, "year", "article:published_time", "video:release_date", "book:release_date", "og:video:release_date"
    )
    yield from _said(head, "creators", "article:author", "book:author")
    kind, name = head.first("og:type")
    kind = kind.strip().lower().partition(".")[0]
    yield from hint("kind", kind if kind in ("article", "video", "book") else "", name)
    seconds, name = head.first("og:video:duration", "video:duration")
    yield from hint("minutes", int(seconds) if seconds.strip().isdecimal() and len(seconds) < 8 else "", name)  # noqa: PLR2004
    yield from _said(head, "language", "og:locale")


def _plain(head: _Head, page: Page) -> Iterator[Hint]:
    yield from _said(head, "title", "twitter:title")
    yield from hint("title", _without_site(page.title, head.first("og:site_name")[0]), "<title>")
    yield from hint("title", next(iter(page.headings), ""), "its first heading")
    authors, name = head.first("author")
    authors = clean(authors, 1000)
    yield from hint("creators", people(authors) or authors, name)
    yield from _said(head, "year", "date", "datepublished", "last-modified")
    yield from hint("language", head.language, "<html lang>")
    yield from _said(head, "language", "content-language")


def _without_site(title: str, site: str) -> str:
    """Return a title without the name of the site at its end."""
    for sign in ("|", "-", "–", "—", "·", ":"):
        if site and title.endswith(f" {sign} {site}"):
            return title.removesuffix(f" {sign} {site}")
    return title


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
