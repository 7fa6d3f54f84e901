"""Text that YAML takes for a comment and its author probably did not: ``title: Lecture #1 of two`` says "Lecture".

A comment starts at a ``#`` after a space (YAML 1.2.2 §6.6). Whoever means one writes a space after the ``#``, too; a
value that goes on with ``#1`` or ``#hashtag`` was cut off. Behind a closing quote libyaml needs no space, so there
``"Good"# and short`` is cut off.
"""

from __future__ import annotations

import re

from pathgen.yamldoc.scalars import quoted

_CUT_OFF = re.compile(r"(?<=\S)[ \t]+(#+[^\s#][^\r\n]*)")
_BEHIND_QUOTE = re.compile(r"(?<=[\"'])(#[^\r\n]*)")
_COMMENT = re.compile(r"[ \t]+#(?:[\s#].*)?$")
_END_OF_VALUE = re.compile(r"[],}]")
AS_COMMENT = "if it is a comment, put a space after the #"
_AS_COMMENT_BEHIND_QUOTE = "if it is a comment, put a space before the #"


def cut_off_places(text: str) -> frozenset[int]:
    """Return where a value would end because of a ``#`` without a space on both sides, if a value ends there."""
    patterns = (_CUT_OFF, _BEHIND_QUOTE) if "#" in text else ()
    return frozenset(match.start() for pattern in patterns for match in pattern.finditer(text))


def cut_off_text(text: str, start: int, end: int) -> str:
    """Return what was cut off a value that is written from ``start`` to ``end``, without the comment after it."""
    match = (_BEHIND_QUOTE if text[start : start + 1] in ("'", '"') else _CUT_OFF).match(text, end)
    if match is None or text[start : start + 1] in ("[", "{"):
        return ""
    return _COMMENT.sub("", match[1]).rstrip()


def how_to_keep(value: str, lost: str, *, is_quoted: bool = False) -> str:
    """Return the advice that loses no word: the whole value in quotes, where it is clear how far it goes."""
    as_comment = _AS_COMMENT_BEHIND_QUOTE if is_quoted else AS_COMMENT
    if _END_OF_VALUE.search(lost):
        return f"put the whole value in quotes, with the text after the #; {as_comment}"
    gap = "" if re.fullmatch(r"https?://\S+", value) else " "
    return f"write {quoted(f'{value}{gap}{lost}'.lstrip())}; {as_comment}"
