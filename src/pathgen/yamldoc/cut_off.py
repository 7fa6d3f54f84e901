"""Text that YAML takes for a comment and its author probably did not: ``title: Lecture #1 of two`` says "Lecture".

A comment starts at a ``#`` after a space (YAML 1.2.2 §6.6). Whoever means one writes a space after the ``#``, too; a
value that goes on with ``#1`` or ``#hashtag`` was cut off.
"""

from __future__ import annotations

import re

from pathgen.yamldoc.scalars import quoted

_CUT_OFF = re.compile(r"(?<=\S)[ \t]+(#+[^\s#][^\r\n]*)")
_COMMENT = re.compile(r"[ \t]+#(?:[\s#].*)?$")
_END_OF_VALUE = re.compile(r"[],}]")
AS_COMMENT = "if it is a comment, put a space after the #"


def cut_off_places(text: str) -> frozenset[int]:
    """Return where a value would end because of a ``#`` without a space after it, if a plain value ends there."""
    return frozenset(match.start() for match in _CUT_OFF.finditer(text)) if "#" in text else frozenset()


def cut_off_text(text: str, start: int, end: int) -> str:
    """Return what was cut off a plain value that is written from ``start`` to ``end``, without the comment after it."""
    match = _CUT_OFF.match(text, end)
    if match is None or text[start : start + 1] in ("'", '"', "[", "{"):
        return ""
    return _COMMENT.sub("", match[1]).rstrip()


def how_to_keep(value: str, lost: str) -> str:
    """Return the advice that loses no word: the whole value in quotes, where it is clear how far it goes."""
    if _END_OF_VALUE.search(lost):
        return f"put the whole value in quotes, with the text after the #; {AS_COMMENT}"
    return f"write {quoted(f'{value} {lost}'.lstrip())}; {AS_COMMENT}"
