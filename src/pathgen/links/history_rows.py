"""The rows of a history, read with care: another version of pathgen, or another program, may have written them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any

from pathgen.links.reasons import REASONS
from pathgen.links.verdict import Result, Verdict

_RESULT_COLUMNS = (
    *("url", "verdict", "reason", "status", "final_url", "redirects", "attempts", "seconds", "checked_at"),
    *("archived", "suggestion", "detail", "notice"),
)
LINK_COLUMNS = (
    *_RESULT_COLUMNS,
    *("last_ok", "failing_since", "failing_runs", "page_title", "etag", "last_modified", "validated_url"),
    "moved_since",
)
STORY_COLUMNS = ("url", "first", "last", "times", "verdict", "reason", "status", "detail")
CAPTURE_COLUMNS = ("url", "asked_at", "job", "archived", "error")
_ADDRESS = re.compile(r"https?://.+", re.IGNORECASE)
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T")
_MOST_HOPS = 100
"""More redirects than any check follows."""

Row = dict[str, Any]
"""A row by the names of its columns."""


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """The history's record of a link: its last result (without uses), and what the next check needs."""

    result: Result
    page_title: str = ""
    etag: str | None = None
    last_modified: str | None = None
    validated_url: str | None = None
    """The address that ``etag`` and ``last_modified`` belong to."""
    last_ok: str | None = None
    failing_since: datetime | None = None
    failing_runs: int = 0
    """The number of runs since it last worked in which it failed for a reason that ages."""
    moved_since: datetime | None = None
    """When the first of the checks that all saw the result's ``suggestion`` was; ``None`` if it has none."""


@dataclass(frozen=True, slots=True)
class StatusPeriod:
    """A period in which a link had the same verdict for the same reason."""

    first: str
    """When it was first found so (RFC 3339)."""
    last: str
    times: int
    """How many checks found it so."""
    verdict: Verdict
    reason: str
    status: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class Capture:
    """The state of a request to an archive to save a page.

    Of ``job``, ``archived`` and ``error``, the last that is set counts; none is set if no answer came.
    """

    url: str
    """The address requested: the same for all spellings of one address."""
    asked_at: datetime
    job: str = ""
    """The archive's id of the request, to ask for its status."""
    archived: str = ""
    """The address of the copy."""
    error: str = ""
    """Why the archive could not save it."""


def row_of(result: Result) -> Row:
    """Return the columns of a result."""
    return {name: getattr(result, name) for name in _RESULT_COLUMNS} | {"redirects": json.dumps(result.redirects)}


def record_of(row: Row) -> LinkRecord | None:
    """Return the record of a link; ``None`` where a value is one that no check writes."""
    if not _fits(row):
        return None
    redirects = tuple((url, status) for url, status in json.loads(row["redirects"]))
    known = {name: row[name] for name in _RESULT_COLUMNS}
    return LinkRecord(
        Result(**known | {"verdict": REASONS[row["reason"]].verdict, "redirects": redirects}),
        row["page_title"],
        row["etag"],
        row["last_modified"],
        row["validated_url"],
        row["last_ok"],
        _moment(row["failing_since"]),
        row["failing_runs"],
        _moment(row["moved_since"]),
    )


def with_what_fits(row: Row) -> Row:
    """Return a row with ``None`` for every value that no check writes: the others still count."""
    return {name: value if _FITTING[name](value) else None for name, value in row.items()}


def period_of(row: Row) -> StatusPeriod | None:
    """Return a period of a link; ``None`` where a value is one that no check writes."""
    if not _fits(row):
        return None
    return StatusPeriod(**{name: row[name] for name in STORY_COLUMNS if name != "url"} | {"verdict": _verdict(row)})


def capture_of(row: Row) -> Capture | None:
    """Return the state of a request to an archive; ``None`` where a value is one that no run writes."""
    if not all(map(_is_text, row.values())) or not is_moment(row["asked_at"]):
        return None
    if row["archived"] and not _is_address(row["archived"]):
        return None
    return Capture(**row | {"asked_at": datetime.fromisoformat(row["asked_at"])})


def _verdict(row: Row) -> Verdict:
    """Return the verdict that a reason leads to today: an older version may have judged it otherwise."""
    return REASONS[row["reason"]].verdict


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _fits(row: Row) -> bool:
    return all(_FITTING[name](value) for name, value in row.items())


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and value >= 0


def _is_seconds(value: object) -> bool:
    return isinstance(value, int | float) and isfinite(value) and value >= 0


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.isprintable() and bool(_ADDRESS.fullmatch(value))


def is_moment(value: object) -> bool:
    """Whether a value is a time with its zone (RFC 3339)."""
    try:
        return isinstance(value, str) and bool(_DAY.match(value)) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_reason(value: object) -> bool:
    """Whether it is a reason for which checks write a result."""
    return isinstance(value, str) and value in REASONS and REASONS[value].verdict is not Verdict.SKIPPED


def _are_hops(value: object) -> bool:
    try:
        hops = json.loads(value) if isinstance(value, str) else None
        return (
            isinstance(hops, list)
            and len(hops) <= _MOST_HOPS
            and all(isinstance(url, str) and isinstance(status, int) for url, status in hops)
        )
    except (ValueError, TypeError, RecursionError):
        return False


def _or_none(fits: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: value is None or fits(value)


_FITTING: Mapping[str, Callable[[object], bool]] = {
    **dict.fromkeys(("url", "detail", "notice", "page_title"), _is_text),
    **dict.fromkeys(("verdict",), lambda value: value in {*Verdict} - {Verdict.SKIPPED}),
    **dict.fromkeys(("reason",), _is_reason),
    **dict.fromkeys(("attempts", "failing_runs", "times"), _is_count),
    **dict.fromkeys(("checked_at", "first", "last"), is_moment),
    **dict.fromkeys(("last_ok", "failing_since", "moved_since"), _or_none(is_moment)),
    **dict.fromkeys(("final_url", "archived", "suggestion", "validated_url"), _or_none(_is_address)),
    **dict.fromkeys(("etag", "last_modified"), _or_none(_is_text)),
    "status": _or_none(_is_count),
    "redirects": _are_hops,
    "seconds": _is_seconds,
}
"""Of each column, whether a value is one that checks write."""
