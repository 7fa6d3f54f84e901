"""Hints: what a page says about a resource, by field, and where that was found.

No text is trusted: each is cleaned and shortened, and a person accepts it or not. This module makes no requests.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from math import ceil
from typing import Any

from pathgen.catalogue.values import Kind
from pathgen.yamldoc.parse import CONTROL

LONGEST = {"title": 200, "creators": 80, "why": 400}
"""The most characters kept of a text; the flagship's longest title has half as many."""
MOST_CREATORS = 20
"""A longer list is that of a collaboration, which has a name."""
MOST_OF_A_FIELD = 3
"""How many different hints of one field are shown."""
WORDS_A_MINUTE = (175, 300)
"""The slower and the faster reader: most adults read English non-fiction at these rates (M. Brysbaert, "How many words
do we read per minute? A review and meta-analysis of reading rate", Journal of Memory and Language 109, 2019)."""
FEWEST_WORDS = 300
"""With fewer words, a page is not an article to time: it shows a video or a course, or scripts fill it."""
_JOINERS = "\u200c\u200d"
"""Invisible, but part of words in several scripts."""
_ACTS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SPACES = re.compile(r"\s+")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_][A-Za-z0-9]+)*")
_DURATION = re.compile(r"P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})(?:\.\d+)?S)?)?")
_DAY, _HOUR = 24 * 60 * 60, 60 * 60


@dataclass(frozen=True, slots=True)
class Hint:
    """A suggested value for a field, as it would be written (creators: one each), and where it was found."""

    field: str
    value: str | tuple[str, ...]
    source: str

    @property
    def shown(self) -> str:
        """The value on one line."""
        return self.value if isinstance(self.value, str) else "; ".join(self.value)


def clean(text: object, longest: int = 200) -> str:
    """Return a stranger's text as one line, without terminal controls and at most ``longest`` characters long."""
    if not isinstance(text, str):
        return ""
    text = unescape(text[: longest * 20])
    text = _SPACES.sub(" ", text)
    kept = (sign for sign in text if unicodedata.category(sign) not in _ACTS or sign in _JOINERS)
    text = " ".join(CONTROL.sub("", unicodedata.normalize("NFC", "".join(kept))).split())
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def hint(field: str, value: object, source: str) -> list[Hint]:
    """Return a list with the hint for a value that was found; an empty list if the value is of no use."""
    value_read = _READ[field](value)
    return [Hint(field, value_read, source)] if value_read else []


def best(hints: Iterable[Hint]) -> dict[str, list[Hint]]:
    """Return hints by field, in the order in which they came (the most trustworthy first), each value once."""
    found: dict[str, list[Hint]] = {}
    for candidate in hints:
        same = found.setdefault(candidate.field, [])
        if len(same) < MOST_OF_A_FIELD and all(candidate.shown.casefold() != other.shown.casefold() for other in same):
            same.append(candidate)
    return found


def reading_time(words: int) -> str:
    """Return the minutes that a fast and a slow reader need for so many words (``10-20``); above ten, in fives."""
    if words < FEWEST_WORDS:
        return ""
    low, high = (_rounded(ceil(words / rate)) for rate in reversed(WORDS_A_MINUTE))
    return f"{low}-{high}" if low != high else str(low)


def _rounded(minutes: int) -> int:
    return minutes if minutes <= 10 else 5 * ceil(minutes / 5)  # noqa: PLR2004 - a third digit would claim too much


# --- one reader a field ------------------------------------------------------------------------------------------


def _title(value: object) -> str:
    return clean(value, LONGEST["title"])


def _creators(value: object) -> tuple[str, ...]:
    """Return the names of people and organisations, one or several, "Last, First" as "First Last"."""
    values = value if isinstance(value, list | tuple) else [value]
    names = (_name(creator) for creator in values[:MOST_CREATORS])
    return tuple(dict.fromkeys(filter(None, names)))


def _name(value: object) -> str:
    name = clean(value.get("name") if isinstance(value, Mapping) else value, LONGEST["creators"])
    name = re.sub(r"^by\s+", "", name, flags=re.IGNORECASE)
    if "://" in name or name.startswith(("@", "www.")):  # an address or an account, not a name
        return ""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first and " " not in last.strip() else name


def _year(value: object) -> str:
    match = _YEAR.search(str(value)[:40]) if isinstance(value, str | int) else None
    return match[1] if match else ""


def _kind(value: object) -> str:
    return str(value) if value in set(Kind) else ""


def _language(value: object) -> str:
    """Return a language tag without the country: ``en-US`` and ``en_US`` are ``en``, ``zh-Hans-CN`` is ``zh-Hans``."""
    if isinstance(value, Mapping):
        value = value.get("alternateName") or value.get("name")
    match = _LANGUAGE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return ""
    return f"{match[1].lower()}-{match[2].title()}" if match[2] else match[1].lower()


def _minutes(value: object) -> str:
    """Return the minutes of seconds (a number), an ISO 8601 duration (``PT1H2M``) or minutes (``30-60``)."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_seconds(value)
    if not isinstance(value, str):
        return ""
    if re.fullmatch(r"\d{1,5}(?:-\d{1,5})?", value):
        return value
    match = _DURATION.fullmatch(value.strip())
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0, 0)
    return _of_seconds(days * _DAY + hours * _HOUR + minutes * 60 + seconds)


def _of_seconds(seconds: float) -> str:
    return str(ceil(seconds / 60)) if 0 < seconds < 99_999 * 60 else ""


def _access(value: object) -> str:
    return "paid" if value in (False, "false", "False", "http://schema.org/False", "https://schema.org/False") else ""


def _url(value: object) -> str:
    return value if isinstance(value, str) and value.isascii() and value.isprintable() and " " not in value else ""


_READ: Mapping[str, Any] = {
    "title": _title,
    "creators": _creators,
    "year": _year,
    "kind": _kind,
    "language": _language,
    "minutes": _minutes,
    "access": _access,
    "url": _url,
}
