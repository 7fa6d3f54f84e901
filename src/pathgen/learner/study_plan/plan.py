"""A study plan: a reader's way through a path, cut into dated sessions. ``assets/sessions.js`` is the same rule.

1. What is planned: the stops of the reader's route (``learner/route.py``) in its order, and behind those of each step
   its self-check. Left out is a stop that is done, by itself or by one that would do instead, and a self-check all of
   whose questions are ticked.
2. How long it takes, in whole minutes: the middle of its range, rounded down; `UNKNOWN` where nobody has written it
   down; `CHECK` for a self-check.
3. The sessions: one on each chosen weekday, from the start on. The week's minutes are shared out so that a whole week
   has them exactly: the session of day i of n, counted from 0 and Monday, has ``minutes*(i+1)//n - minutes*i//n``.
4. Each is begun where the one before it ended and goes on in the next sessions until its minutes are spent. Only what
   does not fit into the last minutes of a session, fewer than `LEAST`, begins in the next one.
5. The earliest and the latest end: the same with the low and with the high end of every range.

A session is a day without a time of day, so no time zone and no change of the clocks can move it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, islice
from typing import NamedTuple

from pathgen.catalogue.model import Step
from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.catalogue.values import Duration
from pathgen.errors import PathgenError
from pathgen.learner.progress import check_id
from pathgen.learner.route import route

UNKNOWN = 60
"""Minutes set aside for an entry of unknown length: a guess, and said to be one wherever it counts."""
CHECK = 15
"""Minutes set aside for the self-check of a step: a handful of questions."""
LEAST, MOST = 10, 720
"""Minutes of a session: in less nothing is begun, and more is no day's work."""
MOST_SESSIONS = 2_000
"""The most sessions of a plan: a session a day for more than five years."""
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)
"""When a plan can start."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The weekdays as they are written in options and addresses, Monday first."""


@dataclass(frozen=True, slots=True)
class Week:
    """When a reader learns: minutes a week, on which weekdays (0 is Monday), from which day on.

    Raises:
        PathgenError: no plan can be made of that.
    """

    minutes: int
    days: tuple[int, ...]
    start: date

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", tuple(sorted(set(self.days))))
        if not self.days:
            raise PathgenError("a plan needs at least one weekday")
        if not FIRST <= self.start <= LAST:
            raise PathgenError(f"a plan starts between {FIRST} and {LAST}, not on {self.start}")
        if not LEAST * len(self.days) <= self.minutes <= MOST * len(self.days):
            told = f"{self.minutes / 60:g} h a week on {len(self.days)} day{'s' * (len(self.days) > 1)}"
            raise PathgenError(f"{told}: a session takes at least {LEAST} minutes and at most {MOST // 60} hours")

    def sessions(self) -> Iterator[tuple[date, int]]:
        """Give the day and the minutes of each session, without an end."""
        count = len(self.days)
        lengths = {
            day: self.minutes * (at + 1) // count - self.minutes * at // count for at, day in enumerate(self.days)
        }
        day = self.start
        while True:
            if day.weekday() in lengths:
                yield day, lengths[day.weekday()]
            day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Task:
    """Something to plan: an entry, or the self-check of a step where there is none."""

    section: Section
    entry: Entry | None = None

    @property
    def id(self) -> str:
        """A name that no other task has, but for an entry that is listed twice."""
        return self.entry.id if self.entry else f"{self.section.part.id}/self-check"

    @property
    def title(self) -> str:
        """The title of the entry, with the part of it that is meant; the title of the step."""
        if self.entry is None:
            return self.section.part.title
        return f"{self.entry.title}, {self.entry.part}" if self.entry.part else self.entry.title

    @property
    def is_unknown(self) -> bool:
        """Whether nobody has written down how long it takes."""
        return self.entry is not None and self.entry.minutes is None

    @property
    def minutes(self) -> Duration:
        """From the quickest to the slowest reader."""
        fixed = UNKNOWN if self.entry else CHECK
        return (self.entry and self.entry.minutes) or Duration(fixed, fixed)

    @property
    def middle(self) -> int:
        """The minutes to plan by."""
        return sum(self.minutes) // 2


class Piece(NamedTuple):
    """Minutes of a day for the task at a place of the list."""

    at: int
    day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Item:
    """What a session spends on a task: its part ``part`` of ``parts``.

    ``uid`` names it whatever the day: the task's id, and which piece of all those of that id it is.
    """

    task: Task
    minutes: int
    part: int
    parts: int
    uid: str


@dataclass(frozen=True, slots=True)
class Session:
    """What a day is for."""

    day: date
    items: tuple[Item, ...]

    @property
    def minutes(self) -> int:
        """The minutes planned."""
        return sum(item.minutes for item in self.items)


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """The sessions, and between which days the last one may be, as far as times are known (``None``: nothing left)."""

    catalogue: Catalogue
    edition: str | None
    track: str | None
    week: Week
    tasks: tuple[Task, ...]
    sessions: tuple[Session, ...]
    earliest: date | None
    latest: date | None

    @property
    def end(self) -> date | None:
        """The day of the last session."""
        return self.sessions[-1].day if self.sessions else None

    @property
    def minutes(self) -> int:
        """The minutes of all sessions."""
        return sum(session.minutes for session in self.sessions)

    @property
    def unknown(self) -> int:
        """How many entries are of unknown length."""
        return sum(task.is_unknown for task in self.tasks)

    @property
    def checks(self) -> int:
        """How many self-checks there are."""
        return sum(task.entry is None for task in self.tasks)


def tasks_of(
    catalogue: Catalogue,
    edition: str | None = None,
    track: str | None = None,
    is_done: Callable[[str], bool] = lambda _: False,
) -> list[Task]:
    """List what is left to do; ``is_done`` tells of the id of an entry or of a question whether it is ticked."""
    found = []
    for _, stops in groupby(route(catalogue, edition, track), key=lambda stop: stop.section.part.id):
        section = None
        for stop in stops:
            section = stop.section
            if not any(is_done(entry.id) for entry in (stop.entry, *stop.instead)):
                found.append(Task(section, stop.entry))
        checks = section.part.self_check if section and isinstance(section.part, Step) else ()
        if section and not all(is_done(check_id(section.part.id, check.question)) for check in checks):
            found.append(Task(section))
    return found


def plan(
    catalogue: Catalogue,
    week: Week,
    edition: str | None = None,
    track: str | None = None,
    is_done: Callable[[str], bool] = lambda _: False,
) -> StudyPlan:
    """Plan what is left to do.

    Raises:
        PathgenError: it would take too many sessions.
    """
    tasks = tasks_of(catalogue, edition, track, is_done)
    ends = [pack([task.minutes[end] for task in tasks], week) for end in (0, 1)]
    earliest, latest = (pieces[-1].day if pieces else None for pieces in ends)
    sessions = _sessions(tasks, pack([task.middle for task in tasks], week))
    return StudyPlan(catalogue, edition, track, week, tuple(tasks), tuple(sessions), earliest, latest)


def pack(lengths: Sequence[int], week: Week) -> list[Piece]:
    """Cut tasks of so many minutes into the pieces of sessions.

    Raises:
        PathgenError: they take too many sessions.
    """
    pieces = []
    sessions = islice(week.sessions(), MOST_SESSIONS)
    left = 0
    for at, length in enumerate(lengths):
        to_do = length
        while to_do:
            if left < min(to_do, LEAST):
                day, left = next(sessions, (week.start, 0))
            if not left:
                raise PathgenError(f"the plan would take more than {MOST_SESSIONS:,} sessions; take more hours a week")
            spent = min(to_do, left)
            pieces.append(Piece(at, day, spent))
            left -= spent
            to_do -= spent
    return pieces


def _sessions(tasks: Sequence[Task], pieces: Iterable[Piece]) -> list[Session]:
    """Put the pieces of each day together, and number those of each task and of each id."""
    items: list[tuple[date, Item]] = []
    ids: dict[str, int] = {}
    for at, of_task in groupby(pieces, key=lambda piece: piece.at):
        task, parts = tasks[at], list(of_task)
        for part, piece in enumerate(parts, 1):
            ids[task.id] = ids.get(task.id, 0) + 1
            items.append((piece.day, Item(task, piece.minutes, part, len(parts), f"{task.id}/{ids[task.id]}")))
    return [Session(day, tuple(item for _, item in of_day)) for day, of_day in groupby(items, key=lambda pair: pair[0])]
