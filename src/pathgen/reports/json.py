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
    """Return the report as ASCII, so that no pipe or console can garble it."""
    return in_order(sorted(diagnostics, key=attrgetter("place")))


def in_order(found: Sequence[Diagnostic]) -> str:
    """Return the same for diagnostics that are not to be sorted by place."""
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in found)
    document = {
        "schema": SCHEMA,
        "summary": {"errors": errors, "warnings": len(found) - errors},
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in found],
    }
    return dumps(document)


def dumps(document: Any) -> str:
    """Return JSON in which no string from a file can be a command to the log that it is printed in (``##[error]``)."""
    return json.dumps(document, indent=2).replace("##", "#\\u0023") + "\n"


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        **diagnostic.span.location._asdict(),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "related": [{**span.location._asdict(), "message": word} for span, word in diagnostic.related],
    }
