"""What the pages say about times, kinds, states and people, in words for a reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pathgen.catalogue.model import Library
from pathgen.catalogue.resolve import Entry
from pathgen.catalogue.values import Access, Duration, Kind, Role, Status

_HOUR = 60
_LONG = 20 * _HOUR
_MANY = 4
"""More creators than this are shown as the first three and "and others"."""

_LIBRARY_STATES = {"active": ("active", "as of"), "maintenance": ("in maintenance", "since")}
_COSTS = {Access.REGISTRATION: "registration needed", Access.PAID: "costs money"}
_KINDS = {Kind.Q_AND_A: "Q&A", Kind.COMPETITION_WRITEUP: "Competition write-up"}


def kind(value: Kind) -> str:
    """Name a kind: ``Book chapter``."""
    return _KINDS.get(value) or value.replace("-", " ").capitalize()


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
        """Write the known times, the coarser the longer they are: a sum of guesses is no better than they."""
        if not self.high:
            return "time unknown"
        return duration(Duration(_coarse(self.low), _coarse(self.high)))


def _coarse(minutes: int) -> int:
    """Round what takes more than 20 hours to 5 hours."""
    step = 5 * _HOUR
    return round(minutes / step) * step if minutes > _LONG else minutes


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


def effort(needed: Iterable[Entry], optional: Iterable[Entry]) -> str:
    """Tell how long the essentials take, and how long with what is optional: ``2–3 h, or 2.5–4 h with all …``."""
    core, more = total(needed), total(optional)
    if not core.count:
        return f"{_spent(more)}, all of it optional" if more.count else "no entries yet"
    words = _spent(core)
    if not more.high:
        return words
    extra = "the optional entry" if more.count == 1 else f"the {in_words(more.count)} optional entries"
    if not core.high:
        return f"not recorded for the essentials; {more} for {extra}"
    return f"{words}; {core + more} with {extra}"


def _spent(time: Total) -> str:
    """Write a total, and say where it leaves something out."""
    if not time.unknown:
        return str(time)
    if not time.high:
        return "not recorded"
    unknown = "one entry" if time.unknown == 1 else f"{in_words(time.unknown)} entries"
    return f"{time}, and {unknown} of unknown length"


def people(names: tuple[str, ...]) -> str:
    """Name the creators in one line: all up to four, else the first three and others."""
    if len(names) <= _MANY:
        return ", ".join(names)
    return f"{', '.join(names[:3])} and {len(names) - 3} others"


def facts(entry: Entry, language: str) -> list[tuple[str, str]]:
    """List what to know of an entry at a glance, each with what it is: ``[("kind", "Book"), ("year", "2016")]``."""
    shows_time = entry.minutes or (entry.role is not Role.REFERENCE and entry.kind is not Kind.LIBRARY)
    found = [
        ("kind", kind(entry.kind) if entry.kind else ""),
        ("people", people(entry.creators)),
        ("year", str(entry.year or "")),
        ("time", duration(entry.minutes) if shows_time else ""),
        ("level", entry.level or ""),
        ("language", f"in {entry.language}" if entry.language != language else ""),
        ("cost", _COSTS.get(entry.access, "") if entry.access else ""),
    ]
    return [(name, text) for name, text in found if text]


def plural(count: int, one: str, many: str = "") -> str:
    """Count things: ``1 entry``, ``3 entries``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def in_words(count: int) -> str:
    """Write a small number as a word: ``seven``."""
    small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    return small[count] if count < len(small) else f"{count:,}"


def library_status(status: Status | None) -> str:
    """Tell what became of a library: ``discontinued in 2017``, ``in maintenance since 2019``."""
    if status is None:
        return "not recorded"
    word, when = _LIBRARY_STATES.get(status.state, (status.state, "in"))
    return f"{word} {when} {status.year}" if status.year else word


def library_state(library: Library, living: Iterable[Library]) -> str:
    """Tell the state of a library and which living one to use: ``discontinued in 2017; use PyTensor``."""
    names = " or ".join(one.name for one in living)
    return library_status(library.status) + (f"; use {names}" if names else "")


def lower_first(title: str) -> str:
    """Write a title inside a sentence: its first letter small, unless the first word is an abbreviation."""
    return title[0].lower() + title[1:] if title[1:2].islower() else title


def upper_first(sentence: str) -> str:
    """Begin a sentence with a capital."""
    return sentence[:1].upper() + sentence[1:]


def short(title: str) -> str:
    """Drop what stands in brackets at the end of a title: ``Tensor (n-dimensional array)``."""
    return title.split(" (", maxsplit=1)[0]
