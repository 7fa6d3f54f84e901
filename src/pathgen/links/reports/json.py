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
    """Return the report as ASCII, so that no pipe or console can garble it."""
    document = {"schema": SCHEMA, "summary": run.summary, "links": [_link(result) for result in run.results]}
    return dumps(document)


def _link(result: Result) -> dict[str, Any]:
    return {
        "url": result.url,
        "verdict": result.verdict,
        "reason": result.reason,
        "status": result.status,
        "final_url": result.final_url,
        "redirects": [{"url": url, "status": status} for url, status in result.redirects],
        "attempts": result.attempts,
        "seconds": result.seconds,
        "checked_at": result.checked_at,
        "from_history": result.from_history,
        "archived": result.archived,
        "suggestion": result.suggestion,
        "uses": [_use(use) for use in result.uses],
        "detail": result.detail,
        "notice": result.notice,
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
