"""The report for programs; ``schema/links.schema.json`` is its JSON Schema (2020-12).

A field may be added; one is never renamed or dropped without another number in ``schema``.
"""

from __future__ import annotations

from typing import Any

from pathgen.links.link import Occurrence
from pathgen.links.reasons import REASONS
from pathgen.links.report import LinkReport
from pathgen.links.verdict import Result, Verdict
from pathgen.reports.json import dumps

SCHEMA = 1
"""The version of the report's shape."""
_TEXT, _MAYBE = {"type": "string"}, {"type": ["string", "null"]}


def report(run: LinkReport) -> str:
    """Give the report as ASCII, so that no pipe or console can garble it."""
    document = {"schema": SCHEMA, "summary": run.summary, "links": [_link(one) for one in run.results]}
    return dumps(document)


def _link(one: Result) -> dict[str, Any]:
    return {
        "url": one.url,
        "verdict": one.verdict,
        "reason": one.reason,
        "status": one.status,
        "final_url": one.final_url,
        "redirects": [{"url": url, "status": status} for url, status in one.redirects],
        "attempts": one.attempts,
        "seconds": one.seconds,
        "checked_at": one.checked_at,
        "from_history": one.from_history,
        "archived": one.archived,
        "suggestion": one.suggestion,
        "uses": [_use(use) for use in one.uses],
        "detail": one.detail,
        "notice": one.notice,
    }


def _use(use: Occurrence) -> dict[str, Any]:
    span = use.span
    return {"id": use.id, "field": use.field, "file": span.file, "line": span.line, "column": span.column}


def json_schema() -> dict[str, Any]:
    """Describe the report as a JSON Schema."""
    count = {"type": "integer", "minimum": 0}
    place = {"id": _TEXT, "field": _TEXT, "file": _TEXT, "line": count, "column": count}
    hop = {"url": _TEXT, "status": {"type": "integer"}}
    link = {
        "url": _TEXT,
        "verdict": {"enum": list(Verdict)},
        "reason": {"enum": list(REASONS)},
        "status": {"type": ["integer", "null"]},
        "final_url": _MAYBE,
        "redirects": {"type": "array", "items": _object(hop)},
        "attempts": count,
        "seconds": {"type": "number", "minimum": 0},
        "checked_at": {"type": ["string", "null"], "format": "date-time"},
        "from_history": {"type": "boolean"},
        "archived": _MAYBE,
        "suggestion": _MAYBE,
        "uses": {"type": "array", "items": _object(place)},
        "detail": _TEXT,
        "notice": _TEXT,
    }
    summary = _object({str(verdict): count for verdict in Verdict})
    links = {"type": "array", "items": _object(link)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A report of pathgen check-links",
        **_object({"schema": {"const": SCHEMA}, "summary": summary, "links": links}),
    }


def dumps_schema() -> str:
    """Write the JSON Schema as it is published."""
    return dumps(json_schema())


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}
