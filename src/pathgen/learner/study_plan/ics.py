"""The plan as a calendar (RFC 5545): an event of a whole day for each thing to do, written by icalendar.

An event is named by the path, the task and which piece of it this is, and never by its day: a plan that is made anew
moves the events of the one before. What makes calendars take the new one (RFC 5546 §2.1.5) is that SEQUENCE and
DTSTAMP grow with the moment the plan is made: so that moment is asked for, and the same moment gives the same bytes.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import quote

from icalendar import Calendar, Event, vText

from pathgen.i18n.messages import Messages
from pathgen.learner.study_plan import describe
from pathgen.learner.study_plan.plan import Item, Session, StudyPlan

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")
_OUTSIDE = re.compile(r"https?://", re.IGNORECASE)
_VISIBLE = "".join(map(chr, range(0x21, 0x7F)))


def report(plan: StudyPlan, say: Messages, made: datetime) -> str:
    """Give the calendar, with the line ends and folded lines that the format asks for."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//pathgen//study plan//EN")
    # icalendar does not know that a NAME is a text (RFC 7986 §5.1), and would not escape it.
    calendar.add("name", vText(_line(say("script.plan.calendar", title=plan.catalogue.path.title))))
    owner = owner_of(plan.catalogue.path.title)
    for session in plan.sessions:
        for item in session.items:
            calendar.add_component(_event(say, session, item, owner, made.astimezone(UTC)))
    return str(calendar.to_ical(), "utf-8")


def owner_of(title: str) -> str:
    """Tell the events of a path from those of any other: by its title, as it has no address that all copies share."""
    return f"{sha256(title.encode()).hexdigest()[:16]}.pathgen"


def _event(say: Messages, session: Session, item: Item, owner: str, made: datetime) -> Event:
    event = Event()
    event.add("uid", f"{item.uid}@{owner}")
    event.add("dtstamp", made)
    event.add("sequence", int(made.timestamp()) // 60)  # in minutes, so that it stays within 32 bits
    event.add("dtstart", session.day)
    event.add("dtend", session.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")  # the rest of the day stays free
    event.add("summary", _line(describe.named(say, item)))
    event.add("description", f"{describe.spent(say, item.minutes)}\n{_line(describe.step(say, item.task))}")
    if item.task.entry and _OUTSIDE.match(item.task.entry.url):
        event.add("url", quote(item.task.entry.url, safe=_VISIBLE))  # as it stands, but nothing in it ends the line
    return event


def _line(text: str) -> str:
    """Keep a stranger's text to one line: what else it says, icalendar escapes."""
    return _CONTROL.sub(" ", text).strip()
