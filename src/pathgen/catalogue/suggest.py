"""What someone may have meant who misspelt a word."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST = 100
"""Longer words are not compared: no id, field or value is longer, and comparing takes the square of the length."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Say ``did you mean `kind`?`` where a known word is close, else nothing."""
    if len(word) > LONGEST:
        return ""
    close = get_close_matches(word.lower(), [*known], n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else ""
