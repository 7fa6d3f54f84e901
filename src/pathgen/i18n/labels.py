"""What the pages say about times, kinds, states and people, in the language of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from pathgen.catalogue.model import Library
from pathgen.catalogue.resolve import Entry
from pathgen.catalogue.values import Access, AddedKind, Duration, Kind, Role, Status
from pathgen.i18n.messages import Messages, messages_of

_HOUR = 60
_LONG = 20 * _HOUR
_MANY = 4
"""More creators than this are shown as the first three and "and others"."""


@dataclass(frozen=True, slots=True)
class Total:
    """How long several entries take together; ``unknown`` counts those without a time estimate.

    ``open_ended`` counts open-ended works, whose hours are in none of the other figures.
    """

    low: int = 0
    high: int = 0
    unknown: int = 0
    count: int = 0
    open_ended: int = 0
    words: Labels | None = field(default=None, repr=False, compare=False)
    """The labels that it is written with; English without."""

    def __add__(self, other: Total) -> Total:
        return Total(
            self.low + other.low,
            self.high + other.high,
            self.unknown + other.unknown,
            self.count + other.count,
            self.open_ended + other.open_ended,
            self.words or other.words,
        )

    @property
    def numbers(self) -> dict[str, int]:
        """The total for programs: the known minutes, and how many entries have no time estimate."""
        return {"low": self.low, "high": self.high, "unknown": self.unknown}

    def __str__(self) -> str:
        """Return the known time in words, rounded more coarsely the longer it is: a sum of guesses is a guess too."""
        words = self.words or labels_of("en")
        known = Duration(_coarse(self.low), _coarse(self.high)) if self.high else None
        if not self.open_ended:
            return words.duration(known)
        if self.count == self.open_ended:
            return words.say("words.time.open_ended")
        return words.say("words.time.then_open_ended", time=words.duration(known))


def total(entries: Iterable[Entry], words: Labels | None = None) -> Total:
    """Add up the times of entries."""
    low = high = unknown = count = open_ended = 0
    for entry in entries:
        count += 1
        if entry.open_ended:
            open_ended += 1
        elif entry.minutes is None:
            unknown += 1
        else:
            low += entry.minutes.low
            high += entry.minutes.high
    return Total(low, high, unknown, count, open_ended, words)


class Labels:
    """The names of a catalogue's values, in one language."""

    def __init__(self, say: Messages) -> None:
        self.say = say

    def kind(self, value: Kind | AddedKind) -> str:
        """Return the name of a kind: ``Book chapter``."""
        return value.label if isinstance(value, AddedKind) else self.say(f"words.kinds.{value}")

    def duration(self, value: Duration | None) -> str:
        """Return a duration in words: ``about 40 min``, ``2–4 h``, ``time unknown``."""
        if value is None:
            return self.say("words.time.unknown")
        low, high = value
        if low == high:
            if low < 2 * _HOUR and low % _HOUR:
                return self.say("words.time.minutes", count=low)
            return self.say("words.time.hours", count=_hours(low))
        if high < 2 * _HOUR:
            return self.say("words.time.minutes_range", low=low, count=high)
        if low < _HOUR:
            return self.say("words.time.minutes_to_hours", minutes=low, count=_hours(high))
        return self.say("words.time.hours_range", low=_hours(low), count=_hours(high))

    def total(self, entries: Iterable[Entry]) -> Total:
        """Add up the times of entries."""
        return total(entries, self)

    def effort(self, needed: Iterable[Entry], optional: Iterable[Entry]) -> str:
        """Return how long the essentials take, and how long everything takes: ``2–3 h; 2.5–4 h with all …``."""
        core, more = self.total(needed), self.total(optional)
        if not core.count:
            return self.say("words.effort.optional", time=self._spent(more)) if more.count else self.say("words.none")
        if not more.high:
            return self._spent(core)
        extra = self.say("words.effort.extra", count=more.count, number=self.in_words(more.count))
        if not core.high:
            return self.say("words.effort.unknown", time=str(more), extra=extra)
        return self.say("words.effort.both", time=self._spent(core), all=str(core + more), extra=extra)

    def _spent(self, time: Total) -> str:
        """Return a total in words, with the number of entries that have no time estimate."""
        if not time.unknown:
            return str(time)
        if not time.high:
            return self.say("words.not_recorded")
        number = self.in_words(time.unknown)
        return self.say("words.effort.partly", time=str(time), count=time.unknown, number=number)

    def people(self, names: tuple[str, ...]) -> str:
        """Return the creators in one line: up to four of them, else the first three "and others"."""
        comma = self.say("words.comma")
        if len(names) <= _MANY:
            return comma.join(names)
        return self.say("words.people", names=comma.join(names[:3]), count=len(names) - 3)

    def facts(self, entry: Entry, language: str) -> list[tuple[str, str]]:
        """Return the facts that are shown with an entry, with their names: ``[("kind", "Book"), ("year", "2016")]``."""
        shows_time = entry.minutes or (entry.role is not Role.REFERENCE and entry.kind is not Kind.LIBRARY)
        is_free = entry.access in (None, Access.FREE)
        found = [
            ("kind", self.kind(entry.kind) if entry.kind else ""),
            ("people", self.people(entry.creators)),
            ("year", str(entry.year or "")),
            ("time", self._time_of(entry) if shows_time else ""),
            ("level", self.say(f"words.levels.{entry.level}") if entry.level else ""),
            ("language", self.in_language(entry.language) if entry.language != language else ""),
            ("licence", entry.licence or "" if entry.kind is not Kind.LIBRARY else ""),
            ("cost", "" if is_free else self.say(f"words.access.{entry.access}")),
        ]
        return [(name, text) for name, text in found if text]

    def _time_of(self, entry: Entry) -> str:
        if not entry.open_ended:
            return self.duration(entry.minutes)
        open_ended = self.say("words.time.open_ended")
        return f"{self.duration(entry.minutes)}{self.say('words.comma')}{open_ended}" if entry.minutes else open_ended

    def in_language(self, tag: str) -> str:
        """Return which language something is in, with the name that ours has for it: ``in German``."""
        return self.say("words.in_language", language=self.say.language_name(tag))

    def in_words(self, count: int) -> str:
        """Return a small number as a word where the language writes it as one: ``seven``."""
        small = self.say.listed("words.numbers")
        return small[count] if count < len(small) else self.say.number(count)

    def library_status(self, status: Status | None) -> str:
        """Return the status of a library: ``discontinued in 2017``, ``in maintenance since 2019``."""
        if status is None:
            return self.say("words.not_recorded")
        name = f"words.libraries.{status.state}"
        return self.say(f"{name}_since", year=str(status.year)) if status.year else self.say(name)

    def library_state(self, library: Library, living: Iterable[Library]) -> str:
        """Return the status of a library and which living one to use: ``discontinued in 2017; use PyTensor``."""
        names = self.say("words.or").join(successor.name for successor in living)
        state = self.library_status(library.status)
        return self.say("words.libraries.use", state=state, libraries=names) if names else state


def labels_of(language: str) -> Labels:
    """Return the labels of a language; ``messages_of`` says which language replaces one that pathgen lacks."""
    return _words_in(messages_of(language))


@cache
def _words_in(texts: Messages) -> Labels:
    return Labels(texts)


def _hours(minutes: int) -> float:
    """Return minutes as hours, rounded to half hours below ten hours and to whole ones above: 2.5."""
    return round(minutes / 30) / 2 if minutes < 10 * _HOUR else round(minutes / _HOUR)


def _coarse(minutes: int) -> int:
    """Round minutes to 5 hours where they are more than 20 hours."""
    step = 5 * _HOUR
    return round(minutes / step) * step if minutes > _LONG else minutes


def duration(value: Duration | None) -> str:
    """Return a duration in English, as the command line prints it."""
    return labels_of("en").duration(value)


def plural(count: int, singular: str, plural_form: str = "") -> str:
    """Return a count with its noun in English: ``1 entry``, ``3 entries``."""
    return f"{count:,} {singular if count == 1 else plural_form or singular + 's'}"


def lower_first(title: str) -> str:
    """Return a title for use inside a sentence: its first letter small, unless the first word is an abbreviation."""
    return title[0].lower() + title[1:] if title[1:2].islower() else title


def upper_first(sentence: str) -> str:
    """Return a sentence with a capital at its start."""
    return sentence[:1].upper() + sentence[1:]


def short(title: str) -> str:
    """Return a title without the brackets at its end: ``Tensor`` for ``Tensor (n-dimensional array)``."""
    return title.split(" (", maxsplit=1)[0]
