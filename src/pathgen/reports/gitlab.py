"""The report for GitLab's merge requests: a Code Quality artifact (``artifacts: reports: codequality``).

Each finding has what GitLab's documentation requires (Code Quality, "Code Quality report format"): ``description``,
``check_name``, ``fingerprint``, ``severity`` (info, minor, major, critical or blocker), ``location.path`` from the root
of the repository and ``location.lines.begin``. GitLab compares the fingerprints of two reports to know what is new, so
they do not depend on the number of a line, and no two are equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from operator import attrgetter
from pathlib import PurePath
from typing import Any

from pathgen.diagnostics import Diagnostic, Severity, Span
from pathgen.reports.json import dumps
from pathgen.terminal import visible

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTICE: "info"}


def report(diagnostics: Sequence[Diagnostic], _files: Sequence[str]) -> str:
    """Return an array of findings, sorted by place; an empty one if there are none, which GitLab reads as clean."""
    seen = Counter[tuple[str, ...]]()
    found = []
    for diagnostic in sorted(diagnostics, key=attrgetter("place")):
        identity = _identity(diagnostic)
        found.append(_finding(diagnostic, (*identity, str(seen[identity]))))
        seen[identity] += 1
    return dumps(found)


def _finding(diagnostic: Diagnostic, identity: tuple[str, ...]) -> dict[str, Any]:
    location = diagnostic.span.location
    return {
        "description": visible(". ".join(filter(None, (diagnostic.message, diagnostic.help)))),
        "check_name": diagnostic.code,
        "fingerprint": sha256("\0".join(identity).encode(errors="surrogateescape")).hexdigest(),
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {"path": _path(location.file), "lines": {"begin": location.line, "end": location.end_line}},
    }


def _identity(diagnostic: Diagnostic) -> tuple[str, ...]:
    """Return what stays the same when lines above a finding are added: its file, its rule and what is written there."""
    span = diagnostic.span
    written = diagnostic.message
    if isinstance(span, Span):
        text = span.source.text
        start = text.rfind("\n", 0, span.start) + 1
        end = text.find("\n", span.start)
        written = " ".join(text[start : end if end >= 0 else len(text)].split())
    return _path(span.file), diagnostic.code, written


def _path(file: str) -> str:
    return visible(PurePath(file).as_posix())
