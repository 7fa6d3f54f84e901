"""What a plan says in words, in each of its formats and on the site (``script.plan`` of the messages)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from babel.dates import format_date

from pathgen.i18n.labels import labels_of
from pathgen.i18n.messages import Messages
from pathgen.learner.route import time_of_path
from pathgen.learner.study_plan.plan import CHECK, FEW, UNKNOWN, Item, Stretch, StudyPlan, Task

_OF = "script.plan"


def spent(say: Messages, minutes: int) -> str:
    """Return minutes exactly: ``45 min``, ``2 h``, ``1 h 40 min``."""
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return say(f"{_OF}.hours_minutes", hours=hours, minutes=rest)
    return say(f"{_OF}.hours", hours=hours) if hours else say(f"{_OF}.minutes", minutes=rest)


def title(say: Messages, task: Task) -> str:
    """Return the title of an entry, with its makers if another has a similar one; or the name of a self-check."""
    if not task.entry:
        return say(f"{_OF}.check", title=task.title)
    makers = people(say, task)
    return say(f"{_OF}.by", title=task.title, people=makers) if makers else task.title


def people(say: Messages, task: Task) -> str:
    """Return the makers of a work whose title could be taken for that of another, else nothing."""
    return labels_of(say.language).people(task.entry.creators) if task.entry and task.is_alike else ""


def named(say: Messages, item: Item) -> str:
    """Return what a session does of a task: ``A book (part 2 of 3)``, ``A book (about 14 weeks)``, ``Go on with …``."""
    whole = title(say, item.task)
    if item.parts == 1:
        return whole
    if item.parts <= FEW:
        return say(f"{_OF}.named", title=whole, part=say(f"{_OF}.part", part=item.part, parts=item.parts))
    return say(f"{_OF}.go_on", title=whole) if item.part > 1 else long(say, whole, item.weeks)


def long(say: Messages, whole: str, weeks: int) -> str:
    """Return a title with the number of weeks that a work takes."""
    return say(f"{_OF}.named", title=whole, part=say(f"{_OF}.weeks", count=weeks))


def week(say: Messages, stretch: Stretch) -> str:
    """Return the heading of a week or of several: ``Week 3, from January 18, 2027``."""
    first = day(say, stretch.sessions[0].monday, "long")
    if stretch.weeks == 1:
        return say(f"{_OF}.week", number=stretch.number, day=first)
    return say(f"{_OF}.several_weeks", first=stretch.number, last=stretch.number + stretch.weeks - 1, day=first)


def step(say: Messages, task: Task) -> str:
    """Return the name of the step of a task: ``Step 3. Backpropagation``."""
    part, number = task.section.part, task.section.number
    return say(f"{_OF}.step", number=number, title=part.title) if number else part.title


def day(say: Messages, when: date, pattern: str = "full") -> str:
    """Return a day as the language writes it: ``Saturday, May 22, 2027``; ``pattern`` is a name or pattern of CLDR."""
    return str(format_date(when, pattern, locale=say.language.replace("-", "_")))


def summary(say: Messages, plan: StudyPlan) -> Iterator[str]:
    """Yield sentences that say how long the path is, how much is left to do, when it ends, and what is a guess."""
    whole = time_of_path(plan.catalogue, plan.edition, plan.track, labels_of(say.language))
    yield say(f"{_OF}.whole", time=str(whole))
    if not (plan.end and plan.earliest and plan.latest):
        yield say(f"{_OF}.nothing")
        return
    yield say(f"{_OF}.sessions", count=len(plan.sessions), time=spent(say, plan.minutes), day=day(say, plan.end))
    if plan.earliest != plan.latest:
        ends = {"earliest": day(say, plan.earliest, "long"), "latest": day(say, plan.latest, "long")}
        yield say(f"{_OF}.range", **ends)
    if plan.unknown:
        yield say(f"{_OF}.unknown", count=plan.unknown, time=spent(say, UNKNOWN))
    if plan.checks:
        yield say(f"{_OF}.checks", count=plan.checks, time=spent(say, CHECK))


def works(say: Messages, plan: StudyPlan) -> Iterator[str]:
    """Yield the longer works that go on where the plan ends, each with the weeks that it takes."""
    for task in plan.open_ended:
        weeks = -(-task.middle // plan.week.minutes)
        yield title(say, task) if task.is_unknown else long(say, title(say, task), weeks)
