"""The plan for programs; ``schema/plan.schema.json`` is its JSON Schema (2020-12).

Fields may be added; none is renamed or removed without a new number in ``schema``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pathgen.i18n.messages import Messages
from pathgen.learner.study_plan.plan import CHECK, DAYS, LEAST, MOST, UNKNOWN, Item, StudyPlan
from pathgen.reports.json import dumps

SCHEMA = 1
"""The version of the plan's format."""


def report(plan: StudyPlan, _say: Messages, _now: datetime) -> str:
    """Return the plan as ASCII, so that no pipe or console can garble it."""
    return dumps(document(plan))


def document(plan: StudyPlan) -> dict[str, Any]:
    """Return the plan as plain values."""
    return {
        "schema": SCHEMA,
        "title": plan.catalogue.path.title,
        "edition": plan.edition,
        "track": plan.track,
        "start": str(plan.week.start),
        "days": [DAYS[day] for day in plan.week.days],
        "at": plan.week.at and f"{plan.week.at:%H:%M}",
        "minutes_a_week": plan.week.minutes,
        "minutes": plan.minutes,
        **{
            name: day and str(day)
            for name, day in (("end", plan.end), ("earliest_end", plan.earliest), ("latest_end", plan.latest))
        },
        "unknown": {"entries": plan.unknown, "minutes_each": UNKNOWN},
        "self_checks": {"count": plan.checks, "minutes_each": CHECK},
        "sessions": [
            {"date": str(session.day), "minutes": session.minutes, "items": [_item(item) for item in session.items]}
            for session in plan.sessions
        ],
        "open_ended": [task.id for task in plan.open_ended],
    }


def _item(item: Item) -> dict[str, Any]:
    task = item.task
    return {
        "uid": item.uid,
        "id": task.id,
        "kind": "entry" if task.entry else "self-check",
        "title": task.title,
        "url": task.entry.url if task.entry else None,
        "step": task.section.part.id,
        "part": item.part,
        "parts": item.parts,
        "minutes": item.minutes,
    }


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a plan."""
    text, maybe = {"type": "string"}, {"type": ["string", "null"]}
    day, maybe_day = ({**kind, "format": "date"} for kind in (text, maybe))
    count, some = ({"type": "integer", "minimum": least} for least in (0, 1))
    item = {
        "uid": text,
        "id": text,
        "kind": {"enum": ["entry", "self-check"]},
        "title": text,
        "url": maybe,
        "step": text,
        "part": some,
        "parts": some,
        "minutes": some,
    }
    session = {"date": day, "minutes": {**some, "maximum": MOST + LEAST}, "items": _array(_object(item))}
    plan = {
        "schema": {"const": SCHEMA},
        "title": text,
        "edition": maybe,
        "track": maybe,
        "start": day,
        "days": _array({"enum": list(DAYS)}),
        "at": maybe,
        "minutes_a_week": {"type": "integer", "minimum": LEAST},
        "minutes": count,
        "end": maybe_day,
        "earliest_end": maybe_day,
        "latest_end": maybe_day,
        "unknown": _object({"entries": count, "minutes_each": some}),
        "self_checks": _object({"count": count, "minutes_each": some}),
        "sessions": _array(_object(session)),
        "open_ended": _array(text),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A study plan of pathgen plan",
        **_object(plan),
    }


def dumps_schema() -> str:
    """Write the JSON Schema as it is published."""
    return dumps(json_schema())


def _array(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}
