"""The one rule for how a text is written as a value in YAML: without quotes wherever they are not needed.

The formatter, every edit, `pathgen add` and `pathgen import` write texts by this rule, so what one of them writes
no other changes.
"""

from __future__ import annotations

import re

# A plain scalar for every reader (YAML 1.2.2 §7.3.3), kept to characters that are safe everywhere.
_PLAIN = re.compile(r"[^\W_][^\n]*", re.UNICODE)
_NOT_PLAIN = re.compile(r": | #|:$|\s$|^(?:null|~)$", re.IGNORECASE)
_NOT_IN_BRACKETS = re.compile(r"[,\[\]{}]|:[\"']")
_AMBIGUOUS = re.compile(r"y|n|yes|no|on|off|true|false|[-+.0-9][-+.0-9_:eExXoTZ]*", re.IGNORECASE)
"""What other readers of YAML take for a Boolean, a number or a date unless quotes make it a text (YAML 1.1)."""

_SHOWN = str.maketrans(dict.fromkeys("\u061c\u200c\u200d\u200e\u200f"))
"""Invisible, but part of words: Persian and Indic joiners, the sequences of emoji, and the marks of direction, which
reach no further than themselves (unlike the overrides U+202A to U+202E and U+2066 to U+2069)."""


def _is_shown(text: str) -> bool:
    """Whether a reader of the file sees each sign of a text as it is."""
    return text.translate(_SHOWN).isprintable()


def scalar(text: str, *, in_brackets: bool = False, was_quoted: bool = False) -> str:
    """Return a text as YAML, without quotes where it needs none.

    Inside brackets and braces a comma or a bracket needs them, too. A text that other readers would not take for a text
    keeps the quotes that its author wrote (``was_quoted``).
    """
    is_plain = _is_shown(text) and _PLAIN.fullmatch(text) and not _NOT_PLAIN.search(text)
    if not is_plain or (in_brackets and _NOT_IN_BRACKETS.search(text)) or (was_quoted and _AMBIGUOUS.fullmatch(text)):
        return quoted(text)
    return text


def quoted(text: str, sign: str = '"') -> str:
    """Return a text as YAML in quotes: double ones, unless the sign is a single quote and the text can be shown."""
    if sign == "'" and _is_shown(text):
        return "'" + text.replace("'", "''") + "'"
    escapes = {"\\": r"\\", '"': r"\""}
    return '"' + "".join(escapes.get(sign) or _escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    return sign if _is_shown(sign) else f"\\U{ord(sign):08x}"
