"""A study plan: a reader's route through a path, cut into dated sessions. ``assets/sessions.js`` has the same rules.

1. Tasks: the stops of the reader's route (``learner/route.py``) in its order, and after those of each step its
   self-check. Open-ended works have no session: a plan names them at its end. A stop is left out if it is skipped, or
   if it or an alternative is done; a self-check if all its questions are ticked.
2. Lengths, in whole minutes: the middle of the entry's range, rounded down; `UNKNOWN` without a time estimate; `CHECK`
   for a self-check.
3. Sessions: one on each chosen weekday, from the start on. A week's minutes are divided so that a whole week has them
   exactly: the session of day i of n, counted from 0 and Monday, has ``minutes*(i+1)//n - minutes*i//n``.
4. A task starts where the one before it ended and continues in the next sessions until its minutes are used up. A task
   that does not fit into the last minutes of a session, fewer than `LEAST`, starts in the next one. A task that fewer
   than `LEAST` minutes would be left of is finished, and the next session is shorter by them.
5. Earliest and latest end: the same with the low and with the high end of every range.

A session is a date, with the time of day that the reader's clock shows if one is given: no time zone and no daylight
saving time can move it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from hashlib import sha256
from itertools import groupby, islice
from typing import NamedTuple

from pathgen.catalogue.ids import check_id
from pathgen.catalogue.model import Step, is_for
from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.catalogue.values import Duration
from pathgen.errors import PathgenError
from pathgen.learner.alike import alike
from pathgen.learner.progress import Progress
from pathgen.learner.route import edition_read, onward, route

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
FEW = 4
"""The most pieces of a task that are counted ("part 2 of 4"); a longer one goes on from week to week."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The weekdays as they are written in options and addresses, Monday first."""


@dataclass(frozen=True, slots=True)
class Week:
    """When a reader learns: minutes a week, on which weekdays (0 is Monday), from which day on, at which time of day.

    Raises:
        PathgenError: a plan is not possible with these values.
    """

    minutes: int
    days: tuple[int, ...]
    start: date
    at: time | None = None

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
    is_alike: bool = False
    """Whether its title could be taken for that of another work, so that its makers are named."""

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
    """What a session does of a task: part ``part`` of ``parts``, in ``weeks`` weeks from the first to the last.

    ``uid`` identifies it whatever the day: the task's id, and the number of the piece among all with that id.
    """

    task: Task
    minutes: int
    part: int
    parts: int
    weeks: int
    uid: str

    @property
    def goes_on(self) -> bool:
        """Whether it neither starts nor ends a task of many pieces."""
        return self.parts > FEW and 1 < self.part < self.parts


@dataclass(frozen=True, slots=True)
class Session:
    """What is planned for a day."""

    day: date
    items: tuple[Item, ...]

    @property
    def minutes(self) -> int:
        """The minutes planned."""
        return sum(item.minutes for item in self.items)

    @property
    def monday(self) -> date:
        """The first day of its week."""
        return _monday(self.day)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A week of a plan, or several in which nothing but one task goes on; the first of them has this number."""

    number: int
    weeks: int
    sessions: tuple[Session, ...]

    @property
    def going_on(self) -> Item | None:
        """The only thing to do in several weeks."""
        return self.sessions[0].items[0] if self.weeks > 1 else None


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
    """Longer works of the path, required or not, without sessions."""

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
    """Return what is left to do, without open-ended works; without ``progress`` the reader has done nothing."""
    progress = progress or Progress(catalogue)
    known = alike(catalogue)
    chosen = edition_read(catalogue, edition)
    found = []
    for _, stops in groupby(route(catalogue, edition, track), key=lambda stop: stop.section.part.id):
        section = None
        for stop in stops:
            section = stop.section
            if not stop.entry.open_ended and progress.is_left(stop):
                found.append(Task(section, stop.entry, stop.entry.id in known))
        step = section.part if section and isinstance(section.part, Step) else None
        checks = [check for check in step.self_check if is_for(check, chosen)] if step else ()
        if section and not all(progress.is_done(check_id(section.part.id, check.question)) for check in checks):
            found.append(Task(section))
    return found


def works_of(
    catalogue: Catalogue, edition: str | None = None, track: str | None = None, progress: Progress | None = None
) -> list[Task]:
    """Return the longer works of the path that are still to do."""
    progress = progress or Progress(catalogue)
    known = alike(catalogue)
    stops = (stop for stop in onward(catalogue, edition, track) if progress.is_left(stop))
    return [Task(stop.section, stop.entry, stop.entry.id in known) for stop in stops]


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
    tasks = tasks_of(catalogue, edition, track, progress)
    open_ended = works_of(catalogue, edition, track, progress)
    ends = [pack([task.minutes[end] for task in tasks], week) for end in (0, 1)]
    earliest, latest = (pieces[-1].day if pieces else None for pieces in ends)
    sessions = _sessions(tasks, pack([task.middle for task in tasks], week))
    return StudyPlan(
        catalogue, edition, track, week, tuple(tasks), tuple(sessions), earliest, latest, tuple(open_ended)
    )


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
                day, minutes = next(sessions, (week.start, 0))
                left = minutes + min(left, 0)
                if not minutes:
                    few = f"the plan would take more than {MOST_SESSIONS:,} sessions; plan more hours a week"
                    raise PathgenError(few)
                continue
            spent = to_do if to_do - left < LEAST else left
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
        weeks = (_monday(parts[-1].day) - _monday(parts[0].day)).days // 7 + 1
        for part, piece in enumerate(parts, 1):
            ids[task.id] = ids.get(task.id, 0) + 1
            uid = f"{task.id}/{ids[task.id]}"
            items.append((piece.day, Item(task, piece.minutes, part, len(parts), weeks, uid)))
    return [Session(day, tuple(item for _, item in of_day)) for day, of_day in groupby(items, key=lambda pair: pair[0])]


def owner_of(title: str) -> str:
    """Return what distinguishes the events of a path from those of others: its title, as copies share no address."""
    return f"{sha256(title.encode()).hexdigest()[:16]}.pathgen"


def stretches(sessions: Iterable[Session]) -> list[Stretch]:
    """Return the weeks of a plan; weeks in which nothing but the same task goes on are one stretch."""
    found: list[Stretch] = []
    number = 1
    for _, of_week in groupby(sessions, key=lambda session: session.monday):
        week = tuple(of_week)
        before = found[-1].sessions if found else ()
        if _only(week) is not None and _only(week) == _only(before):
            found[-1] = Stretch(found[-1].number, found[-1].weeks + 1, (*before, *week))
        else:
            found.append(Stretch(number, 1, week))
        number += 1
    return found


def _only(sessions: Iterable[Session]) -> Task | None:
    """Return the task that goes on in all of some sessions, without another one."""
    items = [item for session in sessions for item in session.items]
    is_one = all(item.goes_on and item.task is items[0].task for item in items)
    return items[0].task if items and is_one else None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
