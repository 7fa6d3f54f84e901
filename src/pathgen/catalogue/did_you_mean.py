"""Suggestions for a misspelt word: the known words that are close to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

LONGEST = 100
"""Longer words are not compared: no id, field or value is longer, and the time grows with the square of the length."""


def nearest(word: str, known: Iterable[str], most: int = 1, likeness: float = 0.6) -> list[str]:
    """Return at most ``most`` known words that are close to ``word``, the closest first.

    ``likeness`` runs from 0 to 1, which means the same letters.
    """
    return get_close_matches(word.lower(), [*known], n=most, cutoff=likeness) if len(word) <= LONGEST else []


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean `kind`?`` if a known word is close, else ``""``."""
    close = nearest(word, known)
    return f"did you mean `{close[0]}`?" if close else ""


def did_you_mean_or_list(
    word: str, known: Collection[str], none: str = "the catalogue has none", most: int | None = None
) -> str:
    """Return a hint: the known word that is close, else a list of the first ``most``, else the text ``none``."""
    return did_you_mean(word, known) or (f"there are {', '.join([*known][:most])}" if known else none)
