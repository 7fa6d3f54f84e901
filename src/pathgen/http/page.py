"""What an HTML page says about itself: parsed from hostile bytes in one pass, within limits, without ever failing."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from inspect import signature
from typing import Any, cast
from urllib.parse import unquote

from lxml import etree

from pathgen.http.lazy_property import lazy_property

_MOST_TEXT = 4_000
"""How many characters of a page's text are compared: enough to distinguish two error pages from two articles."""
_LONGEST_TITLE = 1_000
_MOST_SCRIPT = 2_000
"""How many characters of a script within the source are kept: enough to recognise a counter of visits."""
_MOST_HEADINGS = 4
_DEEPEST = 1_000
"""The deepest nesting that is parsed, because libxml2 walks all open elements at every closing tag."""
_PIECE = 16 * 1024
_ENCODING_BYTES = 1024
"""A page may name its encoding within its first bytes (HTML Living Standard §4.2.5.4)."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ENCODINGS = {
    **{name: name for name in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp866", "koi8-r", "koi8-u")},
    **{f"iso8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"cp{number}": f"cp{number}" for number in (874, *range(1250, 1259))},
    **{name: name for name in ("mac-roman", "mac-cyrillic", "euc_jp", "iso2022_jp", "gb18030", "cp932", "cp949")},
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
}
"""The encodings that browsers know, as Python calls them, and what each is read as (WHATWG Encoding Standard §4.2).

Python knows more, for other things than pages: its punycode takes quadratic time, 46 s for a page.
"""
_UNSEEN = frozenset({"title", "script", "style", "noscript", "template", "svg", "textarea", "select"})
"""The elements whose text a reader does not see."""
_TITLES = frozenset({"h1", "h2"})
_PLACES = frozenset({"h2", "h3", "h4", "h5", "h6", "dt"})
"""The elements whose ids authors, and the programs they use, set for others to link to."""
_FURNITURE = frozenset({"a", "nav", "header", "footer", "aside", "form", "button"})
"""The elements whose text a site shows on any page."""
_DATA_SCRIPTS = ("application/json", "application/ld+json", "text/template", "text/x-", "importmap", "speculationrules")

_FEWEST_WORDS = 10
_SHORT_SOURCE = 2048
"""A page with fewer words, a source no longer than this, and no script of another file has nothing but its script."""
_SETS_LOCATION = re.compile(
    r"(?<![\w$-])(?:(?:window|document|self|top|parent)\.)?(?:location|window\[[\"']location[\"']\])"
    r"(?:(?:\.(?:href|pathname)|\[[\"']href[\"']\])?\s*=|\.(?:replace|assign)\()\s*([\"'`])((?:(?!\$\{).){1,2000}?)\1"
)
_REFRESH = re.compile(
    r"\s*(\d{1,9})?(?:\.[\d.]*)?(?:\s*[;,]\s*|\s+)(?:url\s*=\s*)?(?:\"([^\"]*).*|'([^']*).*|(.*))",
    re.IGNORECASE | re.DOTALL,
)


def refresh_of(written: str) -> tuple[int, str] | None:
    """Return after how many seconds a refresh goes on, and where to; ``None`` if it only loads the page again.

    The source of the syntax is the HTML Living Standard, §4.2.5.3, "shared declarative refresh steps".
    """
    found = _REFRESH.fullmatch(written)
    target = next(filter(None, found.groups()[1:]), "").strip() if found else ""
    return (int(found[1] or 0), target) if found and target else None


class Page:
    """An HTML page. Every text in it is hostile input; runs of white space are folded."""

    def __init__(self, body: bytes, content_type: str = "") -> None:
        self.html = _decoded(body, content_type)
        """Its source."""

    @lazy_property
    def lowered(self) -> str:
        """Its source in lower case, to search in."""
        return self.html.lower()

    @lazy_property
    def title(self) -> str:
        """Its title, or ``""``."""
        return _fold("".join(self._read.title))[:_LONGEST_TITLE]

    @lazy_property
    def headings(self) -> tuple[str, ...]:
        """The first of its headings of the first and second level."""
        return tuple(_fold("".join(parts))[:_LONGEST_TITLE] for parts in self._read.headings)

    @property
    def anchors(self) -> frozenset[str]:
        """The anchors of links to it (HTML Living Standard §7.4.6.4): every ``id``, and the ``name`` of ``a``."""
        return frozenset(self._read.anchors)

    @lazy_property
    def places(self) -> frozenset[str]:
        """The anchors meant for its readers: of headings and terms, named ones, and those that its links lead to.

        Other ids belong to its layout and its scripts, and say nothing of how its text is divided.
        """
        read = self._read
        # GitHub's, beside headings.
        prefixed = {anchor for anchor in read.anchors if anchor.startswith("user-content-")}
        return frozenset(read.places | prefixed | (read.anchors & {*map(unquote, read.linked)}))

    @lazy_property
    def beginning(self) -> str:
        """The beginning of the text that a reader sees."""
        return _fold(" ".join(self._read.text))[:_MOST_TEXT]

    @lazy_property
    def running_text(self) -> str:
        """The beginning of this text, without the headings."""
        return _fold(" ".join(self._read.running_text))[:_MOST_TEXT]

    @lazy_property
    def words(self) -> int:
        """How many words a reader sees; in a script without spaces, two characters count as one."""
        return max(self._read.words, self._read.unspaced // 2)

    @property
    def own_words(self) -> int:
        """How many of these words are outside its links, forms and the frame that every page of its site has."""
        return max(self._read.own_words, self._read.own_unspaced // 2)

    @property
    def has_password(self) -> bool:
        """Whether it asks for a password."""
        return self._read.has_password

    @property
    def is_scripted(self) -> bool:
        """Whether it has scripts, which may change everything that its source says."""
        return self._read.is_scripted

    @property
    def frames(self) -> tuple[str, ...]:
        """The addresses of its frames."""
        return tuple(self._read.frames)

    @property
    def scripts(self) -> tuple[str, ...]:
        """The addresses of its scripts."""
        return tuple(self._read.scripts)

    @property
    def inline_scripts(self) -> tuple[str, ...]:
        """The beginnings of the scripts within its source."""
        return tuple("".join(parts)[:_MOST_SCRIPT] for parts in self._read.inline)

    @property
    def is_read(self) -> bool:
        """Whether its whole source could be parsed."""
        return self._read.is_whole

    @property
    def base(self) -> str:
        """Where its relative addresses start, as it is written (``<base href>``); ``""`` for its own address."""
        return self._read.base

    @property
    def refresh(self) -> str:
        """What its ``meta`` element says of going on to another page, as it is written; ``""`` if there is none."""
        return self._read.refresh

    @property
    def script_target(self) -> str:
        """The address that a page of nothing but a script goes on to, or ``""``."""
        if self.words >= _FEWEST_WORDS or len(self.html) > _SHORT_SOURCE or any((*self.scripts, *self.frames)):
            return ""
        found = _SETS_LOCATION.search(self.html)
        return found[2].replace("\\/", "/") if found else ""

    @lazy_property
    def _read(self) -> _Reader:
        reader = _Reader()
        source = self.html.encode("utf-8", "replace")
        parser = etree.HTMLParser(target=cast("Any", reader), encoding="utf-8")
        try:
            for start in range(0, len(source), _PIECE):  # parsing can end between two pieces
                parser.feed(source[start : start + _PIECE])
            parser.close()
        except (etree.LxmlError, ValueError, AssertionError, _TooDeepError):
            reader.is_whole = not source.strip()
        return reader


class _TooDeepError(Exception):
    """Elements are nested more deeply than is parsed."""


class _Reader:
    """Receives the elements and texts of a page one by one, so that no tree is built, and keeps what ``Page`` needs."""

    def __init__(self) -> None:
        self.title: list[str] = []
        self.headings: list[list[str]] = []
        self.anchors: set[str] = set()
        self.places: set[str] = set()
        self.linked: set[str] = set()
        self.frames: list[str] = []
        self.scripts: list[str] = []
        self.inline: list[list[str]] = []
        self.text: list[str] = []
        self.running_text: list[str] = []
        self.words = self.unspaced = self.own_words = self.own_unspaced = 0
        self.has_password = self.is_scripted = False
        self.base = self.refresh = ""
        self.is_whole = True
        self._has_title = False
        self._kept = self._depth = self._unseen = self._furniture = 0
        self._within: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of an element."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _TooDeepError
        self._furniture += tag in _FURNITURE
        if tag in _UNSEEN:
            self._begin_unseen(tag, attributes)
        elif tag in _TITLES and len(self.headings) < _MOST_HEADINGS and not self._unseen:
            self._within = []
            self.headings.append(self._within)
        elif tag == "br" and self._within is not None:
            self._within.append(" ")
        elif tag in ("iframe", "frame") and not self._unseen:
            self.frames.append(attributes.get("src", ""))
        elif tag == "meta" and not self._unseen and attributes.get("http-equiv", "").lower() == "refresh":
            self.refresh = self.refresh or attributes.get("content", "")
        elif tag == "base":
            self.base = self.base or attributes.get("href", "")
        elif tag == "input":
            self.has_password |= attributes.get("type", "").lower() == "password"
        if attributes:
            self._note_places(tag, attributes)

    start.__signature__ = signature(start)  # type: ignore[attr-defined]  # lxml asks for it again for each page

    def end(self, tag: str) -> None:
        """Handle the end of an element."""
        self._depth -= 1
        self._furniture -= tag in _FURNITURE
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        if tag == "title":
            self._has_title = True
        if tag in _UNSEEN or tag in _TITLES:
            self._within = None

    def data(self, text: str) -> None:
        """Handle a piece of text."""
        if self._within is not None:
            self._within.append(text[:_LONGEST_TITLE])
        if self._unseen:
            return
        words, unspaced = len(text.split()), 0
        if not text.isascii():
            unspaced = sum("\u2e80" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7af" for sign in text)
        self.words += words
        self.unspaced += unspaced
        if not self._furniture:
            self.own_words += words
            self.own_unspaced += unspaced
        if self._kept < _MOST_TEXT and not text.isspace():
            self.text.append(text[:_MOST_TEXT])
            if self._within is None:
                self.running_text.append(text[:_MOST_TEXT])
            self._kept += len(text)

    def close(self) -> None:
        """Handle the end of the page."""

    def _begin_unseen(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "title" and not self._has_title and not self._unseen:
            self._within = self.title
        if tag == "script" and not attributes.get("type", "").lower().startswith(_DATA_SCRIPTS):
            self.is_scripted = True
            if source := attributes.get("src", ""):
                self.scripts.append(source)
            else:
                self._within = []
                self.inline.append(self._within)
        self._unseen += 1

    def _note_places(self, tag: str, attributes: Mapping[str, str]) -> None:
        place = attributes.get("id")
        if place is not None:
            self.anchors.add(place)
            if tag in _PLACES:
                self.places.add(place)
        if tag != "a":
            return
        if "name" in attributes:
            self.anchors.add(attributes["name"])
            self.places.add(attributes["name"])
        if attributes.get("href", "").startswith("#"):
            self.linked.add(attributes["href"][1:])


def _decoded(body: bytes, content_type: str) -> str:
    """Decode a page by its byte-order mark, else by the header, else by its own declaration, else as UTF-8."""
    marked = next((name for mark, name in _MARKS if body.startswith(mark)), None)
    declared = _CHARSET.search(content_type.encode("latin-1", "replace")) or _CHARSET.search(body[:_ENCODING_BYTES])
    encoding = marked or _encoding(declared[1].decode() if declared else "")
    try:
        text = body.decode(encoding, "replace")
    except ValueError:  # UTF-16 that ends within a character
        text = body.decode("utf-8", "replace")
    return text.replace("\0", "")


def _encoding(label: str) -> str:
    """Return the encoding that a page declares, if browsers know it, else UTF-8."""
    try:
        return _ENCODINGS.get(codecs.lookup(label).name, "utf-8")
    except LookupError:
        return "utf-8"


def _fold(text: str) -> str:
    return " ".join(text.split())
