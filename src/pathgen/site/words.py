"""What the pages say about times, kinds, states and people, in words for a reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pathgen.catalogue.model import Duration, Kind, Library
from pathgen.catalogue.resolve import Entry

_HOUR = 60
_MANY = 4
"""More creators than this are shown as the first three and "and others"."""

KINDS = {Kind.Q_AND_A: "Q&A", Kind.COMPETITION_WRITEUP: "Competition write-up"}


def kind(value: Kind) -> str:
    """Name a kind: ``Book chapter``."""
    return KINDS.get(value) or value.replace("-", " ").capitalize()


def hours(minutes: int) -> str:
    """Write minutes as hours, rounded to the half below ten hours and to the whole above: ``2.5``."""
    rounded = round(minutes / 30) / 2 if minutes < 10 * _HOUR else round(minutes / _HOUR)
    return f"{rounded:g}"


def duration(value: Duration | None) -> str:
    """Write a duration as a reader says it: ``about 40 min``, ``2–4 h``, ``time unknown``."""
    if value is None:
        return "time unknown"
    low, high = value
    if low == high:
        return f"about {low} min" if low < 2 * _HOUR and low % _HOUR else f"about {hours(low)} h"
    if high < 2 * _HOUR:
        return f"{low}–{high} min"
    return f"{low} min to {hours(high)} h" if low < _HOUR else f"{hours(low)}–{hours(high)} h"


@dataclass(frozen=True, slots=True)
class Total:
    """How long several entries take together; ``unknown`` counts those whose time nobody has written down."""

    low: int = 0
    high: int = 0
    unknown: int = 0
    count: int = 0

    def __add__(self, other: Total) -> Total:
        return Total(
            self.low + other.low, self.high + other.high, self.unknown + other.unknown, self.count + other.count
        )

    def __str__(self) -> str:
        if not self.high:
            return "time unknown"
        return duration(Duration(self.low, self.high))


def total(entries: Iterable[Entry]) -> Total:
    """Add up the times of entries."""
    low = high = unknown = count = 0
    for entry in entries:
        count += 1
        if entry.minutes is None:
            unknown += 1
        else:
            low += entry.minutes.low
            high += entry.minutes.high
    return Total(low, high, unknown, count)


def people(names: tuple[str, ...]) -> str:
    """Name the creators in one line: all up to four, else the first three and others."""
    if len(names) <= _MANY:
        return ", ".join(names)
    return f"{', '.join(names[:3])} and {len(names) - 3} others"


def plural(count: int, one: str, many: str = "") -> str:
    """Count things: ``1 entry``, ``3 entries``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def in_words(count: int) -> str:
    """Write a small number as a word: ``seven``."""
    small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    return small[count] if count < len(small) else f"{count:,}"


def library_state(library: Library, by_id: dict[str, Library]) -> str:
    """Tell the state of a library and what to do about it: ``discontinued in 2017; use PyTensor``."""
    if library.status is None:
        return "not recorded"
    state, year = library.status.state, library.status.year
    when = f" {'as of' if state == 'active' else 'since' if state == 'maintenance' else 'in'} {year}" if year else ""
    words = "maintenance only" if state == "maintenance" else state
    living = [by_id[one].name for one in living_successors(library, by_id)]
    return f"{words}{when}" + (f"; use {' or '.join(living)}" if living else "")


def living_successors(library: Library, by_id: dict[str, Library]) -> list[str]:
    """Follow the successors of a library to those that are alive; ids, each once, in the order written."""
    found: list[str] = []
    seen = {library.id}
    queue = list(library.successor)
    while queue:
        one = by_id.get(queue.pop(0))
        if one is None or one.id in seen:
            continue
        seen.add(one.id)
        if one.status is None or one.status.state in ("active", "maintenance"):
            found.append(one.id)
        else:
            queue += one.successor
    return found


def lower_first(title: str) -> str:
    """Write a title inside a sentence: its first letter small, unless the first word is an abbreviation."""
    return title[0].lower() + title[1:] if title[1:2].islower() else title
