"""What a plan says in words, in each of its formats and on the site (``script.plan`` of the messages)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from babel.dates import format_date

from pathgen.i18n.messages import Messages
from pathgen.learner.study_plan.plan import CHECK, UNKNOWN, Item, StudyPlan, Task

_OF = "script.plan"


def spent(say: Messages, minutes: int) -> str:
    """Return minutes exactly: ``45 min``, ``2 h``, ``1 h 40 min``."""
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return say(f"{_OF}.hours_minutes", hours=hours, minutes=rest)
    return say(f"{_OF}.hours", hours=hours) if hours else say(f"{_OF}.minutes", minutes=rest)


def title(say: Messages, task: Task) -> str:
    """Return the title of an entry, or the name of a self-check."""
    return task.title if task.entry else say(f"{_OF}.check", title=task.title)


def named(say: Messages, item: Item) -> str:
    """Return what a session does of a task: ``A book (part 2 of 3)``."""
    whole = title(say, item.task)
    if item.parts == 1:
        return whole
    return say(f"{_OF}.named", title=whole, part=say(f"{_OF}.part", part=item.part, parts=item.parts))


def step(say: Messages, task: Task) -> str:
    """Return the name of the step of a task: ``Step 3. Backpropagation``."""
    part, number = task.section.part, task.section.number
    return say(f"{_OF}.step", number=number, title=part.title) if number else part.title


def day(say: Messages, when: date, pattern: str = "full") -> str:
    """Return a day as the language writes it: ``Saturday, May 22, 2027``; ``pattern`` is a name or pattern of CLDR."""
    return str(format_date(when, pattern, locale=say.language.replace("-", "_")))


def summary(say: Messages, plan: StudyPlan) -> Iterator[str]:
    """Yield sentences that say how much there is to do, when it ends, and what is a guess."""
    if not (plan.end and plan.earliest and plan.latest):
        yield from _then(say, plan) if plan.open_ended else (say(f"{_OF}.nothing"),)
        return
    yield say(f"{_OF}.sessions", count=len(plan.sessions), time=spent(say, plan.minutes), day=day(say, plan.end))
    if plan.earliest != plan.latest:
        ends = {"earliest": day(say, plan.earliest, "long"), "latest": day(say, plan.latest, "long")}
        yield say(f"{_OF}.range", **ends)
    if plan.unknown:
        yield say(f"{_OF}.unknown", count=plan.unknown, time=spent(say, UNKNOWN))
    if plan.checks:
        yield say(f"{_OF}.checks", count=plan.checks, time=spent(say, CHECK))
    yield from _then(say, plan)


def _then(say: Messages, plan: StudyPlan) -> Iterator[str]:
    """Yield the sentence about works without sessions."""
    if plan.open_ended:
        titles = say("words.comma").join(task.title for task in plan.open_ended)
        yield say(f"{_OF}.then", titles=titles)
