"""Awesome lists, which are Markdown: headings are topics; what an item, a row or a line begins with is an entry.

Parsed with pulldown-cmark, which takes linear time on any text and reports the place of everything.

The parser yields events (start and end of headings, items, links and rows; texts), and ``_Reader`` keeps what is open.
The pieces of a line, texts and links, are gathered until something ends the line; then ``flush`` decides. A heading
opens a group below the nearest heading of a lower level. Where a line is an item or a row, or starts with a link, its
first links become entries and the rest their description; a link within a sentence is only mentioned. A line without
a link below an item continues the description of that item. HTML is read by ``markup``, for links, headings and line
breaks alone. Places count characters while the parser counts bytes: ``events`` converts them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pyromark

from pathgen.catalogue.resolve import Entry
from pathgen.convert.export_context import ExportContext
from pathgen.convert.import_list import DEEPEST, LONGEST_WORDS, ImportedGroup, ImportedLink, ImportedList, line
from pathgen.convert.markdown import link
from pathgen.diagnostics import Severity
from pathgen.escape import plain_markdown
from pathgen.files import MAX_BYTES
from pathgen.urls import normalised

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_YAML_STYLE_METADATA_BLOCKS
)  # fmt: skip
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>", re.DOTALL)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_BREAKS = {"p", "div", "li", "ul", "ol", "tr", "td", "th", "table", "br", "hr", "summary", "details", "dt", "dd"}
_ADDRESS = re.compile(r"https?://[^\s<>\"`]*[^\s<>\"`.,;:!?*_'()\[\]|]")
_BETWEEN = re.compile(r"[\s,;|/&+·•()\[\]]*(?:and|or)?[\s,;|/&+·•()\[\]]*")
"""What stands between two links of an item that are of equal rank."""
_LEADING = re.compile(r"^[\s\-–—*:|·•()\[\]]+|[\s\-–—*:|·•()\[\]]+$")
_WORDS = re.compile(r"^[\s\-–—:,;|]+|[\s|]+$")
_LONGEST = MAX_BYTES // 2
"""The most characters read, half of a catalogue: the parser holds all it finds at once, up to 65 bytes for each."""
_MOST_PIECES = 100_000
"""The most links and texts of a line: one with more is no line of a list."""
_TOP = 2
"""The level of a step's heading, below that of the list."""
_OTHER_HEADINGS = {"Contents", "Contributing", "Footnotes", "Related Lists"}
"""Headings that awesome-lint takes for something else than a part of the list."""
_BADGE = "[![Awesome](https://awesome.re/badge.svg)](https://awesome.re)"
_SMALL_WORDS = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with"}
_NOT_IN_AN_ANCHOR = re.compile(r"[^\w\- ]")
"""What GitHub leaves out of a heading's anchor."""
_SAYS_NOTHING = {
    "abs", "arxiv", "article", "blog", "book", "code", "course", "demo", "docs", "download", "github", "here",
    "home", "homepage", "html", "link", "notebook", "page", "paper", "pdf", "project", "repo", "slides",
    "source", "video", "web", "website",
}  # fmt: skip
"""Texts of links that are told apart only by what stands before them."""


def write(given: ExportContext) -> bytes:
    """Write a list as awesome-lint wants it: a heading for each step and topic, each page once, with its ``why``."""
    path = given.catalogue.path
    heads = _headings(given)
    lines = [
        f"# {plain_markdown(_in_title_case(path.title))} [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)",
        "",
    ]
    lines += [f"> {_sentence(path.summary)}", ""] if path.summary else []
    lines += ["## Contents", ""]
    lines += [f"- [{plain_markdown(title)}](#{anchor})" for title, anchor, level, _ in heads if level == _TOP]
    seen: set[str] = set()
    for title, _, level, entries in heads:
        fresh = {url: entry for entry in reversed(entries) if (url := normalised(entry.url)) not in seen}
        seen |= fresh.keys()
        lines += ["", f"{'#' * level} {plain_markdown(title)}"]
        lines += ["", *(_item(entry) for entry in reversed(fresh.values()))] if fresh else []
    return ("\n".join(lines) + "\n").encode()


def _headings(given: ExportContext) -> list[tuple[str, str, int, list[Entry]]]:
    """List the title, anchor, level and entries of each section that has something below it.

    A title has no sign at its end, and comes once: anchors are told apart by numbers where they do not.
    """
    found, anchors = [], dict[str, int]()
    for section, titles in given.sections():
        if not any(given.entries(below) for below in section.walk()):
            continue
        title = line(section.part.title).rstrip(".,;:!?") or section.part.id
        title = f"{title} (list)" if title in _OTHER_HEADINGS else title
        slug = _NOT_IN_AN_ANCHOR.sub("", title.lower()).replace(" ", "-")
        count = anchors[slug] = anchors.get(slug, -1) + 1
        level = min(len(titles) + 1, DEEPEST)
        found.append((title, f"{slug}-{count}" if count else slug, level, given.entries(section)))
    return found


def _in_title_case(text: str) -> str:
    """Write a title with capitals as awesome-lint wants the main heading, small words in the middle apart."""
    words = line(text).split(" ")
    return " ".join(
        word if 0 < at < len(words) - 1 and word in _SMALL_WORDS else word[:1].upper() + word[1:]
        for at, word in enumerate(words)
    )


def _item(entry: Entry) -> str:
    """Write an entry; what is said of it starts with a capital and ends as a sentence does."""
    shown = link(line(entry.title), entry.url)
    return f"- {shown} - {_sentence(entry.why)}" if entry.why else f"- {shown}"


def _sentence(text: str) -> str:
    text = line(text)
    text = text if text.endswith((".", "!", "?", "…")) else f"{text}."
    return plain_markdown(text[:1].upper() + text[1:])


class _Piece:
    """A part of a line: text, or a link (``url`` is not ``None``)."""

    __slots__ = ("at", "has_picture", "parts", "url")

    def __init__(self, text: str, at: int, url: str | None = None) -> None:
        self.parts = [text]
        self.at = at
        self.url = url
        self.has_picture = False

    @property
    def text(self) -> str:
        """What it says; joined when it is asked for, as a line may come in a million parts."""
        if len(self.parts) > 1:
            self.parts = ["".join(self.parts)]
        return self.parts[0]


def read(made: ImportedList) -> None:
    """Read a list of Markdown."""
    if len(made.source.text) > _LONGEST:
        message = f"this is more than {_LONGEST // 2**20} MB of Markdown"
        made.tell(0, message, "take the list apart, and import each part", Severity.ERROR)
        return
    _Reader(made).read()


class _Reader:
    """Holds what is open while the events go by: the headings, and the pieces of the line that is read."""

    def __init__(self, made: ImportedList) -> None:
        self.made = made
        self.open: list[tuple[int, ImportedGroup]] = [(0, made.top)]
        self.pieces: list[_Piece] = []
        self.link: _Piece | None = None
        self.heading: int | None = None
        self.heading_at = 0
        self.items: list[ImportedLink | None] = []  # of each open item, its first link
        self.in_row = self.in_head = False
        self.pictures = self.code = 0
        self.inner: list[int] = []
        self.html: list[tuple[str, int]] | None = None

    def read(self) -> None:
        for event, at in self.events():
            if isinstance(event, str):
                self.sign(event)
            else:
                [(kind, value)] = event.items()
                self.handle(kind, value, at)
        self.flush()
        if self.inner:
            more = f" and {len(self.inner) - 1} more" if len(self.inner) > 1 else ""
            self.made.tell(self.inner[0], f"this link{more} leads within the list itself", severity=Severity.NOTICE)

    def events(self) -> Iterator[tuple[Any, int]]:
        """Give each event with its place in characters; the parser counts bytes."""
        text = self.made.source.text
        data = text.encode("utf-8", "replace")
        before = shift = 0  # how many bytes more than characters stand before a place
        is_ascii = len(data) == len(text)
        for event, span in pyromark.events_with_range(text, options=_OPTIONS):
            start = span["start"]
            if not is_ascii and start > before:
                shift += start - before - len(data[before:start].decode("utf-8", "replace"))
                before = start
            yield event, start - shift

    def sign(self, event: str) -> None:
        if event in ("SoftBreak", "HardBreak"):
            self.text(" ", -1)

    def handle(self, kind: str, value: Any, at: int) -> None:
        if kind == "Start":
            name = value if isinstance(value, str) else next(iter(value))
            self.start(name, None if isinstance(value, str) else value[name], at)
        elif kind == "End":
            self.end(value if isinstance(value, str) else next(iter(value)))
        elif kind == "Text":
            self.text(value, at)
        elif kind == "Code":
            self.text(value, at, is_code=True)
        elif kind in ("Html", "InlineHtml"):
            if self.html is not None:
                self.html.append((value, at))
            else:
                self.markup(value, at)

    def start(self, name: str, value: Any, at: int) -> None:
        if name == "Heading":
            self.begin_heading(int(value["level"][1:]), at)
        elif name == "Link":
            self.begin_link(value["dest_url"], at)
        elif name == "Image":
            self.pictures += 1
            if self.link:
                self.link.has_picture = True
        elif name == "Item":
            self.flush()
            self.items.append(None)
        elif name in ("Paragraph", "List", "BlockQuote", "Table"):
            self.flush()
        elif name in ("TableRow", "TableHead"):
            self.flush()
            self.in_row, self.in_head = True, name == "TableHead"
        elif name in ("CodeBlock", "MetadataBlock"):
            self.flush()
            self.code += 1
        elif name == "HtmlBlock":
            self.flush()
            self.html = []

    def end(self, name: str) -> None:
        if name == "Heading":
            self.end_heading()
        elif name == "Link":
            self.link = None
        elif name == "Image":
            self.pictures -= 1
        elif name == "Item":
            self.flush()
            self.items.pop()
        elif name in ("Paragraph", "TableRow", "TableHead"):
            self.flush()
            self.in_row = self.in_head = False if name != "Paragraph" else self.in_row
        elif name == "TableCell":
            self.text(" | ", -1)
        elif name in ("CodeBlock", "MetadataBlock"):
            self.code -= 1
        elif name == "HtmlBlock":
            pieces, self.html = self.html or [], None
            if pieces:
                self.markup("".join(text for text, _ in pieces), pieces[0][1])
                self.flush()

    def begin_heading(self, level: int, at: int) -> None:
        self.flush()
        self.heading, self.heading_at = level, at

    def end_heading(self) -> None:
        """Open the group of a heading; a link in it is one of its entries."""
        if self.heading is None:
            return
        level, self.heading = min(self.heading, DEEPEST), None
        pieces = [piece for piece in self.pieces if not piece.has_picture]
        title = line("".join(piece.text for piece in pieces))
        if level == 1 and not self.made.top.title:
            self.made.top.title = title
        elif title:
            while self.open[-1][0] >= level:
                self.open.pop()
            group = ImportedGroup(title, self.heading_at)
            self.made.put(group, self.open[-1][1])
            self.open.append((level, group))
        self.pieces = [piece for piece in self.pieces if piece.url is not None]
        self.flush()

    def begin_link(self, url: str, at: int) -> None:
        self.link = self.add(_Piece("", at, url))

    def text(self, text: str, at: int, *, is_code: bool = False) -> None:
        if self.code:
            for found in _ADDRESS.finditer(text):
                self.made.tell(at + found.start(), "an address in code is not taken", severity=Severity.NOTICE)
        elif self.pictures:
            return
        elif self.link is not None:
            self.link.parts.append(text)
        elif self.pieces and self.pieces[-1].url is None and not is_code:
            self.pieces[-1].parts.append(text)
        else:
            self.add(_Piece(text, at))

    def add(self, piece: _Piece) -> _Piece:
        if len(self.pieces) == _MOST_PIECES:
            self.made.refuse(max(self.pieces[0].at, 0), "this line does not end", "put each entry on a line of its own")
        self.pieces.append(piece)
        return piece

    def markup(self, text: str, at: int) -> None:
        """Read HTML: only what is linked, and what starts a line, a heading or a cell, means something."""
        done = 0
        for tag in _TAG.finditer(text):
            if tag.start() > done and text[done : tag.start()].strip():
                self.text(unescape(text[done : tag.start()]), at + done)
            done = tag.end()
            if tag[2]:
                self.tag(tag[2].lower(), tag[3], at + tag.start(), closing=bool(tag[1]))
            else:
                for found in _ADDRESS.finditer(tag[0]):
                    where = at + tag.start() + found.start()
                    self.made.tell(where, "an address in a comment is not taken", severity=Severity.NOTICE)
        if text[done:].strip():
            self.text(unescape(text[done:]), at + done)

    def tag(self, name: str, attributes: str, at: int, *, closing: bool) -> None:
        href = _HREF.search(attributes) if name == "a" and not closing else None
        if href:
            self.begin_link(unescape(href[1] or href[2] or href[3] or ""), at)
        elif name == "a" and closing:
            self.link = None
        elif name == "img" and self.link:
            self.link.has_picture = True
        elif len(name) == 2 and name[0] == "h" and name[1] in "123456":  # noqa: PLR2004 - h1 to h6
            self.end_heading() if closing else self.begin_heading(int(name[1]), at)
        elif name in _BREAKS and self.heading is None and not self.in_row:
            self.flush()

    def flush(self) -> None:
        """Take what the line that ends here lists."""
        if not self.pieces:
            return
        pieces, self.pieces, self.link = self.pieces, [], None
        pieces = [part for piece in pieces for part in _addresses(piece)]
        links = [piece for piece in pieces if piece.url is not None and self.is_taken(piece)]
        if links and (self.items or self.in_row or self.heading is None):
            self.take(pieces, links)
        elif not links and self.items and self.items[-1] and len(self.items[-1].words) > LONGEST_WORDS:
            return
        elif not links and self.items and self.items[-1]:
            self.items[-1].words = line(f"{self.items[-1].words} {_said(pieces)}")
        elif self.items and not self.in_head and not any(piece.url is not None for piece in pieces):
            self.made.tell(max(pieces[0].at, 0), "this item has no link", severity=Severity.NOTICE)

    def is_taken(self, piece: _Piece) -> bool:
        """Whether a link may become an entry; tell why where it does not."""
        url = (piece.url or "").strip()
        if url.startswith("#"):
            self.inner.append(piece.at)
        elif piece.has_picture and not piece.text.strip():
            self.made.tell(piece.at, f"a picture leads to {url}: not taken", severity=Severity.NOTICE)
        elif not re.match(r"(?i)https?:|//|www\.", url):
            self.made.tell(piece.at, f"{url or 'an empty address'} does not lead to a page on the web: not taken")
        else:
            return True
        return False

    def take(self, pieces: list[_Piece], links: list[_Piece]) -> None:
        """Make entries of the links that a line lists, and its description of the rest."""
        first, taken = links[0], set(links)
        start = pieces.index(first)
        leading = _LEADING.sub("", line("".join(piece.text for piece in pieces[:start])))
        if leading and not self.items and not self.in_row:  # a sentence that mentions a page
            for link in links:
                self.made.tell(link.at, f"{link.url} is mentioned in a sentence: not taken", severity=Severity.NOTICE)
            return
        title = line(first.text)
        if title.lower().strip("[]() ") in _SAYS_NOTHING and leading:
            title, leading = leading, ""
        made = [ImportedLink(title or first.url or "", first.url or "", first.at)]
        rest = start + 1
        for at in range(start + 1, len(pieces)):
            piece = pieces[at]
            if piece.url is None:
                if _BETWEEN.fullmatch(piece.text):
                    continue
                break
            if piece in taken:
                own = line(piece.text)
                own = f"{title} ({own.strip('[]() ')})" if own.lower().strip("[]() ") in _SAYS_NOTHING else own
                made.append(ImportedLink(own or piece.url, piece.url, piece.at))
            rest = at + 1
        mentioned = [piece for piece in pieces[rest:] if piece in taken]
        words = _WORDS.sub("", line(f"{leading} … {_said(pieces[rest:])}" if leading else _said(pieces[rest:])))
        made[-1].words = words.removesuffix("…").rstrip() if _LEADING.sub("", words) else ""
        for piece in mentioned:
            message = f"{piece.url} is mentioned in a description: it stays in the comment"
            self.made.tell(piece.at, message, severity=Severity.NOTICE)
        self.put(made)

    def put(self, made: list[ImportedLink]) -> None:
        """Put links where they stand; what is said below an item belongs to the last of its first ones."""
        for one in made:
            self.made.put(one, self.open[-1][1])
        if self.items and self.items[-1] is None:
            self.items[-1] = made[-1]


def _addresses(piece: _Piece) -> Iterator[_Piece]:
    """Take the addresses that stand in a text as such out of it."""
    if piece.url is not None or "://" not in piece.text:
        yield piece
        return
    done = 0
    for found in _ADDRESS.finditer(piece.text):
        yield _Piece(piece.text[done : found.start()], piece.at + done)
        yield _Piece(found[0], piece.at + found.start(), found[0])
        done = found.end()
    yield _Piece(piece.text[done:], piece.at + done)


def _said(pieces: list[_Piece]) -> str:
    """Give the words of a line, with the addresses of its links in pointed brackets."""
    return "".join(piece.text + (f" <{piece.url}>" if piece.url not in (None, piece.text) else "") for piece in pieces)
