"""How a text is written as a value in YAML."""

from __future__ import annotations

import re

# A plain scalar for every reader (YAML 1.2.2 §7.3.3), kept to signs that need no second look.
_PLAIN = re.compile(r"[^\W_][^\n]*", re.UNICODE)
_NOT_PLAIN = re.compile(r": | #|:$|\s$|^(?:null|~)$", re.IGNORECASE)
_NOT_IN_BRACKETS = re.compile(r"[,\[\]{}]|:[\"']")


def scalar(text: str, *, in_brackets: bool = False) -> str:
    """Write a text as YAML: without quotes where it may be."""
    is_plain = text.isprintable() and _PLAIN.fullmatch(text) and not _NOT_PLAIN.search(text)
    if is_plain and not (in_brackets and _NOT_IN_BRACKETS.search(text)):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """Write a text as YAML in double quotes."""
    signs = {"\\": r"\\", '"': r"\""}
    return '"' + "".join(signs.get(sign) or _escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    return sign if sign.isprintable() else f"\\U{ord(sign):08x}"
