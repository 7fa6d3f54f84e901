"""What someone may have meant who misspelt a word."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

LONGEST = 100
"""Longer words are not compared: no id, field or value is longer, and comparing takes the square of the length."""


def nearest(word: str, known: Iterable[str], most: int = 1, likeness: float = 0.6) -> list[str]:
    """Give the known words that are close to one, the closest first; ``likeness`` is 1 for the same letters."""
    return get_close_matches(word.lower(), [*known], n=most, cutoff=likeness) if len(word) <= LONGEST else []


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Say ``did you mean `kind`?`` where a known word is close, else nothing."""
    close = nearest(word, known)
    return f"did you mean `{close[0]}`?" if close else ""


def did_you_mean_or_list(
    word: str, known: Collection[str], none: str = "the catalogue has none", most: int | None = None
) -> str:
    """Say which known word may be meant, else the first ``most`` that there are, else that there is ``none``."""
    return did_you_mean(word, known) or (f"there are {', '.join([*known][:most])}" if known else none)
