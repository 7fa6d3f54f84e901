"""The report for programs: stable names, one object a diagnostic.

``{"schema": 1, "summary": {"errors", "warnings"}, "diagnostics": [{"code", "severity", "file", "line", "column",
"end_line", "end_column", "message", "help", "related": [{"file", "line", "column", "end_line", "end_column",
"message"}]}]}``. Lines and columns count characters from 1, ends are exclusive. A field may be added; one is never
renamed or dropped without another number in ``schema``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from pathgen.diagnostics import Diagnostic, Severity

SCHEMA = 1
"""The version of the report's shape."""


def report(diagnostics: Sequence[Diagnostic], _files: Sequence[str]) -> str:
    """Give the report as ASCII, so that no pipe or console can garble it."""
    return in_order(sorted(diagnostics, key=attrgetter("place")))


def in_order(found: Sequence[Diagnostic]) -> str:
    """Give the same where the order tells something else than the place."""
    errors = sum(one.severity is Severity.ERROR for one in found)
    document = {
        "schema": SCHEMA,
        "summary": {"errors": errors, "warnings": len(found) - errors},
        "diagnostics": [_diagnostic(one) for one in found],
    }
    return dumps(document)


def dumps(document: Any) -> str:
    """Write JSON in which no string from a file is a command to the log it is printed in (``##[error]``)."""
    return json.dumps(document, indent=2).replace("##", "#\\u0023") + "\n"


def _diagnostic(one: Diagnostic) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity,
        **one.span.location._asdict(),
        "message": one.message,
        "help": one.help,
        "related": [{**span.location._asdict(), "message": word} for span, word in one.related],
    }
