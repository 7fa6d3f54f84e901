"""The pieces of a line of a list: its texts and links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pathgen.convert.import_list import line
from pathgen.convert.link_titles import without_signs

WRITTEN_ADDRESS = re.compile(
    r"""https?://(?:[^\s<>"`()]|\([^\s<>"`()]*\))*(?:\([^\s<>"`()]+\)|[^\s<>"`.,;:!?*_'()\[\]|])"""
)
"""An address in a text: brackets in it are balanced (``/Stack_(abstract_data_type)``), and it ends in no other sign."""
SIGNS_AROUND = re.compile(r"^[\s\-–—*:|·•()\[\]]+|[\s\-–—*:,;|·•()\[\]]+$")
_MARKS = re.compile(r"(?<![\w/]):[a-z][a-z0-9_+-]*:(?!\w)\s?|\[\^[\w-]+\]")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
"""A link of Obsidian (https://help.obsidian.md/links): ``[[Note]]``, ``[[Note|shown]]``."""


class LinePiece:
    """A part of a line: text, or a link (``url`` is not ``None``).

    ``at`` is its offset in the list, or -1 for a space or bar that the reader put in itself.
    """

    __slots__ = ("at", "has_picture", "parts", "url")

    def __init__(self, text: str, at: int, url: str | None = None) -> None:
        self.parts = [text]
        self.at = at
        self.url = url
        self.has_picture = False

    @property
    def text(self) -> str:
        """The text. It is joined when first asked for: joining each part as it comes would take quadratic time."""
        if len(self.parts) > 1:
            self.parts = ["".join(self.parts)]
        return self.parts[0]


def split_at_addresses(piece: LinePiece) -> Iterator[LinePiece]:
    """Split a text at the addresses written in it, which become links."""
    if piece.url is not None or "://" not in piece.text:
        yield piece
        return
    done = 0
    for found in WRITTEN_ADDRESS.finditer(piece.text):
        yield LinePiece(piece.text[done : found.start()], piece.at + done)
        yield LinePiece(found[0], piece.at + found.start(), found[0])
        done = found.end()
    yield LinePiece(piece.text[done:], piece.at + done)


def with_addresses(pieces: list[LinePiece]) -> str:
    """Return the words of a line, with the address of each link in angle brackets after its text."""
    return "".join(piece.text + (f" <{piece.url}>" if piece.url not in (None, piece.text) else "") for piece in pieces)


def is_navigation(pieces: list[LinePiece]) -> bool:
    """Whether a line is only a link to another place in the list: "back to top"."""
    links = [piece for piece in pieces if piece.url is not None]
    others = "".join(piece.text for piece in pieces if piece.url is None)
    return bool(links) and not without_signs(others) and all((piece.url or "").startswith("#") for piece in links)


def name_of(text: str) -> str:
    """Return the words before a link, or of an item, without the signs around them; "" for emoji alone."""
    name = SIGNS_AROUND.sub("", without_signs(without_marks(text)))
    if text.lstrip().startswith("(") and name.count("(") < name.count(")"):
        return f"({name}"
    return f"{name})" if name.count("(") > name.count(")") else name


def without_marks(text: str) -> str:
    """Return a text as one line, without shortcodes of emoji and footnotes, and with the names of wiki links."""
    return line(_WIKI_LINK.sub(r"\1", _MARKS.sub("", text)))
