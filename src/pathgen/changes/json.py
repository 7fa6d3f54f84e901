"""The changes, and the history, for programs: stable names, one object a change.

``{"schema": 1, "commit", "note", "minutes": {"before", "after"}, "changes": [{"kind", "what", "id", "title", "section",
"field", "before", "after"}], "paths": {folder: {"kind", "title", "minutes", "changes"}}, "lost_ids": [{"what", "id",
"former", "title", "file", "line", "write", "sure"}]}``; the fields of a change are
those of ``compare.Change``, with values written as in a catalogue. ``minutes`` are ``{"low", "high", "unknown"}`` of
the default edition's essentials, where ``unknown`` counts the entries without a time. ``paths`` are the other paths of
a site; the ``kind`` of one is added, kept or removed. ``lost_ids`` are former ids that lead nowhere now, with the
line to write; if ``sure`` is false, only if it is the same thing.

A history is ``{"schema": 1, "commits": [{"commit", "day", "minutes", "changes", "paths"}]}``, the newest commit first;
the last three are ``null`` where the catalogue before or after it cannot be read.

A field may be added; one is never renamed or dropped without another number in ``schema``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pathgen.catalogue.resolve import Catalogue
from pathgen.catalogue.values import Duration, Status
from pathgen.changes.describe import minutes_of
from pathgen.changes.diff import Changes
from pathgen.changes.history import Version
from pathgen.changes.lost_ids import lost_ids
from pathgen.changes.since import ChangeReport
from pathgen.reports.json import dumps

SCHEMA = 1
"""The version of the report's shape."""


def report(given: ChangeReport) -> str:
    """Return the report as ASCII, so that no pipe or console can garble it."""
    lost = [
        {
            "what": found.kind,
            "id": found.id,
            "former": found.former,
            "title": found.title,
            "file": found.span.file,
            "line": found.span.line,
            "write": found.line,
            "sure": found.is_sure,
        }
        for found in lost_ids(given.changes)
    ]
    changes = _changes(given.changes)
    return dumps({"schema": SCHEMA, "commit": given.commit, "note": given.note, **changes, "lost_ids": lost})


def log(versions: Iterable[Version]) -> Iterator[str]:
    """Yield the history, also as ASCII."""
    commits = [
        {"commit": version.commit.id, "day": version.commit.day, **_changes(version.changes)} for version in versions
    ]
    yield dumps({"schema": SCHEMA, "commits": commits})


def _changes(changes: Changes | None) -> dict[str, Any]:
    if changes is None:
        return {"minutes": None, "changes": None, "paths": None}
    paths = {
        folder: {"kind": "kept" if path.before else "added", "title": path.now.path.title, **_own(path)}
        for folder, path in changes.paths.items()
    }
    for folder, catalogue in changes.gone.items():
        minutes = _minutes(catalogue, None)
        paths[folder] = {"kind": "removed", "title": catalogue.path.title, "minutes": minutes, "changes": []}
    return {**_own(changes), "paths": paths}


def _own(changes: Changes) -> dict[str, Any]:
    return {
        "minutes": _minutes(changes.before, changes.now),
        "changes": [{name: _plain(value) for name, value in change._asdict().items()} for change in changes.all],
    }


def _minutes(before: Catalogue | None, after: Catalogue | None) -> dict[str, Any]:
    return {"before": minutes_of(before).numbers, "after": minutes_of(after).numbers}


def _plain(value: Any) -> Any:
    if isinstance(value, Duration):
        return str(value.low) if value.low == value.high else f"{value.low}-{value.high}"
    return str(value) if isinstance(value, Status) else value
