"""A study plan: a reader's route through a path, cut into dated sessions. ``assets/sessions.js`` has the same rules.

1. Tasks: the stops of the reader's route (``learner/route.py``) in its order, and after those of each step its
   self-check. Open-ended works have no session. A stop is left out if it is skipped, or if it or an alternative is
   done; a self-check if all its questions are ticked.
2. Lengths, in whole minutes: the middle of the entry's range, rounded down; `UNKNOWN` without a time estimate; `CHECK`
   for a self-check.
3. Sessions: one on each chosen weekday, from the start on. A week's minutes are divided so that a whole week has them
   exactly: the session of day i of n, counted from 0 and Monday, has ``minutes*(i+1)//n - minutes*i//n``.
4. A task starts where the one before it ended and continues in the next sessions until its minutes are used up. A task
   that does not fit into the last minutes of a session, fewer than `LEAST`, starts in the next one.
5. Earliest and latest end: the same with the low and with the high end of every range.

A session is a date without a time of day, so no time zone and no daylight saving time can move it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, islice
from typing import NamedTuple

from pathgen.catalogue.ids import check_id
from pathgen.catalogue.model import Step, is_for
from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.catalogue.values import Duration
from pathgen.errors import PathgenError
from pathgen.learner.progress import Progress
from pathgen.learner.route import route

UNKNOWN = 60
"""Minutes planned for an entry without a time estimate; wherever they count, they are called a guess."""
CHECK = 15
"""Minutes planned for the self-check of a step: a handful of questions."""
LEAST, MOST = 10, 720
"""The minutes that a session may have: fewer are too few to start something, more are too many for a day."""
MOST_SESSIONS = 2_000
"""The most sessions of a plan: a session a day for more than five years."""
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)
"""The days between which a plan can start."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The weekdays as they are written in options and addresses, Monday first."""


@dataclass(frozen=True, slots=True)
class Week:
    """When a reader learns: minutes a week, on which weekdays (0 is Monday), from which day on.

    Raises:
        PathgenError: a plan is not possible with these values.
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
            week = f"{self.minutes / 60:g} h a week on {len(self.days)} day{'s' * (len(self.days) > 1)}"
            raise PathgenError(f"{week}: a session takes at least {LEAST} minutes and at most {MOST // 60} hours")

    def sessions(self) -> Iterator[tuple[date, int]]:
        """Yield the day and the minutes of each session, without end."""
        count = len(self.days)
        lengths = {
            day: self.minutes * (index + 1) // count - self.minutes * index // count
            for index, day in enumerate(self.days)
        }
        day = self.start
        while True:
            if day.weekday() in lengths:
                yield day, lengths[day.weekday()]
            day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: an entry, or without one the self-check of a step."""

    section: Section
    entry: Entry | None = None

    @property
    def id(self) -> str:
        """An id that only this task has, unless its entry is listed twice."""
        return self.entry.id if self.entry else f"{self.section.part.id}/self-check"

    @property
    def title(self) -> str:
        """The title of the entry, with its part if only a part is meant; for a self-check, the title of the step."""
        if self.entry is None:
            return self.section.part.title
        return f"{self.entry.title}, {self.entry.part}" if self.entry.part else self.entry.title

    @property
    def is_open_ended(self) -> bool:
        """Whether it is followed for as long as the reader likes, without planned hours."""
        return self.entry is not None and self.entry.open_ended

    @property
    def is_unknown(self) -> bool:
        """Whether it has no time estimate."""
        return self.entry is not None and self.entry.minutes is None

    @property
    def minutes(self) -> Duration:
        """The time that the fastest and the slowest readers need."""
        fixed = UNKNOWN if self.entry else CHECK
        return (self.entry and self.entry.minutes) or Duration(fixed, fixed)

    @property
    def middle(self) -> int:
        """The minutes that are planned for it."""
        return sum(self.minutes) // 2


class Piece(NamedTuple):
    """Minutes of a day for a task, by its number in the list."""

    task_number: int
    day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Item:
    """What a session does of a task: part ``part`` of ``parts``.

    ``uid`` identifies it whatever the day: the task's id, and the number of the piece among all with that id.
    """

    task: Task
    minutes: int
    part: int
    parts: int
    uid: str


@dataclass(frozen=True, slots=True)
class Session:
    """What is planned for a day."""

    day: date
    items: tuple[Item, ...]

    @property
    def minutes(self) -> int:
        """The minutes planned."""
        return sum(item.minutes for item in self.items)


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """The sessions, and the earliest and latest day of the last one (``None``: nothing is left to do)."""

    catalogue: Catalogue
    edition: str | None
    track: str | None
    week: Week
    tasks: tuple[Task, ...]
    sessions: tuple[Session, ...]
    earliest: date | None
    latest: date | None
    open_ended: tuple[Task, ...] = ()
    """Open-ended works, which have no sessions."""

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
        """How many entries have no time estimate."""
        return sum(task.is_unknown for task in self.tasks)

    @property
    def checks(self) -> int:
        """How many self-checks there are."""
        return sum(task.entry is None for task in self.tasks)


def tasks_of(
    catalogue: Catalogue, edition: str | None = None, track: str | None = None, progress: Progress | None = None
) -> list[Task]:
    """Return what is left to do, open-ended works too; without ``progress`` the reader has done nothing."""
    progress = progress or Progress(catalogue)
    default = catalogue.default_edition
    chosen = edition or (default.id if default else None)
    found = []
    for _, stops in groupby(route(catalogue, edition, track), key=lambda stop: stop.section.part.id):
        section = None
        for stop in stops:
            section = stop.section
            if progress.is_left(stop):
                found.append(Task(section, stop.entry))
        step = section.part if section and isinstance(section.part, Step) else None
        checks = [check for check in step.self_check if is_for(check, chosen)] if step else ()
        if section and not all(progress.is_done(check_id(section.part.id, check.question)) for check in checks):
            found.append(Task(section))
    return found


def plan(
    catalogue: Catalogue,
    week: Week,
    edition: str | None = None,
    track: str | None = None,
    progress: Progress | None = None,
) -> StudyPlan:
    """Return a plan of what is left to do.

    Raises:
        PathgenError: it would take too many sessions.
    """
    left = tasks_of(catalogue, edition, track, progress)
    tasks = [task for task in left if not task.is_open_ended]
    open_ended = tuple(task for task in left if task.is_open_ended)
    ends = [pack([task.minutes[end] for task in tasks], week) for end in (0, 1)]
    earliest, latest = (pieces[-1].day if pieces else None for pieces in ends)
    sessions = _sessions(tasks, pack([task.middle for task in tasks], week))
    return StudyPlan(catalogue, edition, track, week, tuple(tasks), tuple(sessions), earliest, latest, open_ended)


def pack(lengths: Sequence[int], week: Week) -> list[Piece]:
    """Cut tasks of these lengths in minutes into the pieces of sessions.

    Raises:
        PathgenError: they take too many sessions.
    """
    pieces = []
    sessions = islice(week.sessions(), MOST_SESSIONS)
    left = 0
    for number, length in enumerate(lengths):
        to_do = length
        while to_do:
            if left < min(to_do, LEAST):
                day, left = next(sessions, (week.start, 0))
            if not left:
                raise PathgenError(f"the plan would take more than {MOST_SESSIONS:,} sessions; plan more hours a week")
            spent = min(to_do, left)
            pieces.append(Piece(number, day, spent))
            left -= spent
            to_do -= spent
    return pieces


def _sessions(tasks: Sequence[Task], pieces: Iterable[Piece]) -> list[Session]:
    """Return the pieces of each day as a session, and number those of each task and of each id."""
    items: list[tuple[date, Item]] = []
    ids: dict[str, int] = {}
    for number, of_task in groupby(pieces, key=lambda piece: piece.task_number):
        task, parts = tasks[number], list(of_task)
        for part, piece in enumerate(parts, 1):
            ids[task.id] = ids.get(task.id, 0) + 1
            items.append((piece.day, Item(task, piece.minutes, part, len(parts), f"{task.id}/{ids[task.id]}")))
    return [Session(day, tuple(item for _, item in of_day)) for day, of_day in groupby(items, key=lambda pair: pair[0])]
