"""What a list can be filtered by: the values of each item, and the choices that all items together offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

from pathgen.catalogue.fields import FACETS
from pathgen.catalogue.model import Library
from pathgen.catalogue.resolve import Entry
from pathgen.catalogue.values import Access, AddedKind, EntryState, Level
from pathgen.i18n.messages import Messages
from pathgen.site.link_health import EndedLink

BETWEEN = "\u2063"
"""Unicode's invisible comma: between the values of an item that has several, such as the languages of a library."""

_NAMES = ("kind", "level", "access", "language", "languages", "time", "tags", "life", "year")
_LIVES = ("alive", "archived", "gone", "ended", "unknown")
_TIMES = {"15": 15, "60": 60, "300": 300, "1200": 1200, "more": inf}
"""The longest time that a slow reader needs for each of them, in minutes."""
_ORDER = {value: index for index, value in enumerate((*Level, *Access, *_LIVES, *_TIMES))}
"""Values of closed lists are shown in the order of the list, all others in alphabetical order."""


@dataclass(frozen=True, slots=True)
class Facet:
    """An attribute to filter by, and its values with their names: ``kind``, ``[("book", "Book"), …]``."""

    name: str
    values: tuple[tuple[str, str], ...]


_SAID_AS = {
    "kind": "words.kinds",
    "level": "words.levels",
    "access": "words.access",
    "life": "filter.lives",
    "time": "filter.times",
}
"""The texts that name the values of an attribute; any other value is its own name."""


def facets_of(item: Entry | Library, ended: Mapping[str, EndedLink]) -> dict[str, str]:
    """Return the values that an entry or a library can be filtered by: ``{"kind": "book", "year": "2016", …}``."""
    if isinstance(item, Library):
        found = {"year": item.released, "languages": item.languages, "life": _library_life(item)}
    else:
        found = {name: getattr(item, name) for name in FACETS}
        found |= {"life": _life(item, ended.get(item.url)), "time": _time(item)}
    return {
        name: BETWEEN.join(value) if isinstance(value, tuple) else str(value) for name, value in found.items() if value
    }


def _time(entry: Entry) -> str:
    """Return the shortest of the times in which any reader is through with it; empty if its time is not known."""
    if not entry.minutes:
        return ""
    return next(name for name, longest in _TIMES.items() if entry.minutes[1] <= longest)


def _library_life(library: Library) -> str:
    if library.status is None:
        return "unknown"
    return "ended" if library.has_ended else "alive"


def _life(entry: Entry, ended: EndedLink | None) -> str:
    """Return whether an entry can still be read: at its address, only in a copy, or in no known place."""
    if isinstance(entry.target, Library) and not ended:
        return "ended" if entry.target.has_ended else "alive"
    is_gone = entry.status is not None and entry.status.state == EntryState.GONE
    if not (ended or is_gone):
        return "alive"
    return "archived" if (ended.copy if ended else entry.target.archived) else "gone"


def facets(items: Iterable[Entry | Library], ended: Mapping[str, EndedLink], texts: Messages) -> list[Facet]:
    """Return the facets in which the items of a page differ."""
    items = [*items]
    values = [facets_of(item, ended) for item in items]
    added = {
        str(item.kind): item.kind.label
        for item in items
        if isinstance(item, Entry) and isinstance(item.kind, AddedKind)
    }
    found = []
    for name in _NAMES:
        seen = {part for item in values if name in item for part in item[name].split(BETWEEN)}
        if len(seen) > 1:
            named = [(value, (name == "kind" and added.get(value)) or _say(name, value, texts)) for value in seen]
            found.append(Facet(name, tuple(sorted(named, key=_place))))
    return found


def _place(value: tuple[str, str]) -> tuple[int, str, str]:
    return _ORDER.get(value[0], 0), value[1].casefold(), value[0]


def _say(name: str, value: str, texts: Messages) -> str:
    """Return the name of a value in the language of the site."""
    if name == "language":
        return texts.language_name(value)
    return texts(f"{_SAID_AS[name]}.{value}") if name in _SAID_AS else value
