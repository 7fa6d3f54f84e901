"""The plan for a terminal, in 80 columns: week by week, a line or two for each thing to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pathgen.i18n.messages import Messages
from pathgen.learner.study_plan import describe
from pathgen.learner.study_plan.plan import Session, StudyPlan, stretches
from pathgen.terminal import visible, width

_COLUMNS = 80


def report(plan: StudyPlan, say: Messages, _now: datetime) -> str:
    """Return the plan; nothing in it controls the terminal."""
    title = say("script.plan.calendar", title=plan.catalogue.path.title)
    lines = [*_wrapped(title), "", *(line for sentence in describe.summary(say, plan) for line in _wrapped(sentence))]
    at = f" {plan.week.at:%H:%M}" if plan.week.at else ""
    days = {session.day: describe.day(say, session.day, "EEE d MMM") + at for session in plan.sessions}
    column = max(map(width, days.values()), default=0)
    for stretch in stretches(plan.sessions):
        lines += ["", *_wrapped(describe.week(say, stretch))]
        if stretch.going_on:
            lines += _indented(describe.named(say, stretch.going_on))
            continue
        for session in stretch.sessions:
            day = days[session.day]
            lines += _session(say, session, f"  {day}{' ' * (column - width(day))}")
    if plan.open_ended:
        lines += ["", *_wrapped(say("script.plan.then"))]
        lines += (line for work in describe.works(say, plan) for line in _indented(work))
    return "\n".join(lines) + "\n"


def _indented(text: str) -> Iterator[str]:
    return (f"{'    ' if number else '  '}{line}" for number, line in enumerate(_wrapped(text, _COLUMNS - 4)))


def _session(say: Messages, session: Session, day: str) -> Iterator[str]:
    """Yield the day once, and beside it each thing to do with its minutes."""
    for item in session.items:
        beginning = f"{day}{describe.spent(say, item.minutes):>12}  "
        indent = " " * width(beginning)
        for number, line in enumerate(_wrapped(describe.named(say, item), _COLUMNS - len(indent))):
            yield f"{indent if number else beginning}{line}"
        day = " " * width(day)


def _wrapped(text: str, columns: int = _COLUMNS) -> Iterator[str]:
    """Wrap a text between words by its width on a terminal; a word that is longer stays whole."""
    line = ""
    for word in visible(" ".join(text.split())).split(" "):
        if line and width(line) + 1 + width(word) > columns:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line
