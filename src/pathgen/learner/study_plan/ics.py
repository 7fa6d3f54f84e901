"""The plan as a calendar (RFC 5545), written by icalendar: an event for each thing to do.

Without a time of day events last all day. With one, those of a session follow each other in the local time of whoever
looks at them (§3.3.5, form 1), and the first has an alarm (§3.6.6).

The UID of an event names the path, the task and the piece of it, never the day: a new plan then moves the events of
the old one. Calendars accept the change because SEQUENCE and DTSTAMP grow with the time at which the plan is made
(RFC 5546 §2.1.5). That time is a parameter, so the same time makes the same bytes.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event, vText

from pathgen.i18n.messages import Messages
from pathgen.learner.study_plan import describe
from pathgen.learner.study_plan.plan import Item, StudyPlan, owner_of

_AHEAD = timedelta(minutes=-10)
"""When the alarm of a session comes, before it starts."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")
_OUTSIDE = re.compile(r"https?://", re.IGNORECASE)
_VISIBLE = "".join(map(chr, range(0x21, 0x7F)))


def report(plan: StudyPlan, say: Messages, now: datetime) -> str:
    """Return the calendar, with the line ends and folded lines that the format requires."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//pathgen//study plan//EN")
    # icalendar does not know that a NAME is a text (RFC 7986 §5.1), and would not escape it.
    calendar.add("name", vText(_line(say("script.plan.calendar", title=plan.catalogue.path.title))))
    owner = owner_of(plan.catalogue.path.title)
    for session in plan.sessions:
        begin = plan.week.at and datetime.combine(session.day, plan.week.at)
        for item in session.items:
            event = _event(say, item, owner, now.astimezone(UTC))
            if begin:
                end = begin + timedelta(minutes=item.minutes)
                _set_time(event, begin, end, has_alarm=item is session.items[0])
                begin = end
            else:
                _set_day(event, session.day)
            calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


def _set_day(event: Event, day: date) -> None:
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")  # the rest of the day stays free


def _set_time(event: Event, begin: datetime, end: datetime, *, has_alarm: bool) -> None:
    event.add("dtstart", begin)
    event.add("dtend", end)
    if has_alarm:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", event["summary"])
        alarm.add("trigger", _AHEAD)
        event.add_component(alarm)


def _event(say: Messages, item: Item, owner: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{item.uid}@{owner}")
    event.add("dtstamp", now)
    event.add("sequence", int(now.timestamp()) // 60)  # in minutes, so that it stays within 32 bits
    event.add("summary", _line(describe.named(say, item)))
    event.add("description", f"{describe.spent(say, item.minutes)}\n{_line(describe.step(say, item.task))}")
    if item.task.entry and _OUTSIDE.match(item.task.entry.url):
        event.add("url", quote(item.task.entry.url, safe=_VISIBLE))  # unchanged, except for what would end the line
    return event


def _line(text: str) -> str:
    """Return a text, which a stranger may have written, as one line; icalendar escapes the rest."""
    return _CONTROL.sub(" ", text).strip()
