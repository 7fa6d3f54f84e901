"""What an HTML page says of itself: read from hostile bytes, within bounds, without ever failing.

Title and headings are found without building a tree, as every page is asked for them and one in a hundred for more.
"""

from __future__ import annotations

import re
from functools import cached_property
from html import unescape
from typing import Any, cast

from lxml import etree

_MOST_TEXT = 4_000
"""How many characters of a page's words are compared: enough to tell two error pages of a site from two articles."""
_LONGEST_TITLE = 1_000
_WHERE_ENCODING_IS_TOLD = 1024
"""The first bytes of a page, where it may name its encoding (HTML Living Standard §4.2.5.4)."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_TITLE = re.compile(r"<title\b[^>]{0,500}>([^<]{0,5000})", re.IGNORECASE)
_HEADING = re.compile(r"<h[12]\b[^>]{0,500}>(.{0,2000}?)</h[12]", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]{0,2000}>")
_SPACE = re.compile(r"\s+")


def _xpath(expression: str) -> Any:
    return etree.XPath(expression, smart_strings=False)


_WORDS = _xpath(
    "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript or ancestor::template"
    " or ancestor::svg or ancestor::textarea)]"
)
_ANCHORS = _xpath("//@id | //a/@name")
_PASSWORDS = _xpath("//input[translate(@type, 'PASWORD', 'pasword') = 'password']")
_SCRIPTS = _xpath("//script")
_SOURCES = _xpath("//script/@src | //iframe/@src | //frame/@src")


class Page:
    """A page; every text in it is its author's, so hostile, with runs of space folded."""

    def __init__(self, body: bytes, content_type: str = "") -> None:
        self.html = _decoded(body, content_type)
        """Its source."""

    @cached_property
    def title(self) -> str:
        """Its title; nothing where it has none."""
        found = _TITLE.search(self.html)
        return _fold(unescape(found[1]))[:_LONGEST_TITLE] if found else ""

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The first of its headings of the first and second level."""
        found = (match[1] for _, match in zip(range(4), _HEADING.finditer(self.html), strict=False))
        return tuple(_fold(unescape(_TAG.sub(" ", one)))[:_LONGEST_TITLE] for one in found)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The places that can be linked to (HTML Living Standard §7.4.6.4): every ``id``, and the ``name`` of ``a``."""
        return frozenset(self._all(_ANCHORS))

    @cached_property
    def text(self) -> str:
        """The words that a reader sees."""
        return _fold(" ".join(self._all(_WORDS)))

    @cached_property
    def words(self) -> int:
        """How many words a reader sees; in a script without spaces, two characters count as one."""
        unspaced = sum("\u2e80" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7af" for sign in self.text)
        return max(len(self.text.split()), unspaced // 2)

    @property
    def beginning(self) -> str:
        """The first of its words."""
        return self.text[:_MOST_TEXT]

    @cached_property
    def has_password(self) -> bool:
        """Whether it asks for a password."""
        return bool(self._all(_PASSWORDS))

    @cached_property
    def scripts(self) -> int:
        """How many scripts it has."""
        return len(self._all(_SCRIPTS))

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The addresses of its scripts and frames."""
        return tuple(self._all(_SOURCES))

    @cached_property
    def _root(self) -> etree._Element | None:
        try:
            return etree.fromstring(self.html.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8"))
        except (etree.LxmlError, ValueError):
            return None

    def _all(self, expression: Any) -> list[Any]:
        return cast("list[Any]", expression(self._root)) if self._root is not None else []


def _decoded(body: bytes, content_type: str) -> str:
    """Decode a page: by its byte-order mark, the header, what it says itself, else as UTF-8."""
    marked = next((name for mark, name in _MARKS if body.startswith(mark)), None)
    told = _CHARSET.search(content_type.encode("latin-1", "replace")) or _CHARSET.search(body[:_WHERE_ENCODING_IS_TOLD])
    try:
        text = body.decode(marked or (told[1].decode() if told else "utf-8"), "replace")
    except (LookupError, ValueError):  # an encoding that Python has not, or that gives no text
        text = body.decode("utf-8", "replace")
    return text.replace("\0", "")


def _fold(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
