"""The verdict on a link, and the result that reports show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pathgen.links.link import Occurrence


class Verdict(StrEnum):
    """The six verdicts."""

    OK = "ok"
    MOVED = "moved"
    FAILING = "failing"
    DEAD = "dead"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reason (a code of ``reasons.REASONS``)."""

    verdict: Verdict
    reason: str
    suggestion: str | None = None
    """The address to write instead, if one is certain."""
    detail: str = ""
    """A few words added to the reason's message, such as a title. Servers wrote them, so they are hostile."""


@dataclass(frozen=True, slots=True)
class Result:
    """One link in a report. Its fields are the fields of the JSON report."""

    url: str
    verdict: Verdict
    reason: str
    status: int | None = None
    final_url: str | None = None
    redirects: tuple[tuple[str, int], ...] = ()
    """Each redirect followed: the address requested and its status."""
    attempts: int = 0
    """How often the address was requested, not counting redirects."""
    seconds: float = 0.0
    """The seconds that all requests took together."""
    checked_at: str | None = None
    """When it was checked (RFC 3339, UTC, whole seconds); ``None`` if it never was."""
    from_history: bool = False
    archived: str | None = None
    """An archived copy: found in an archive, or from the catalogue."""
    suggestion: str | None = None
    uses: tuple[Occurrence, ...] = ()
    detail: str = ""
    notice: str = ""
    """Something to look at although the verdict is ok: the page's title no longer shares a word with the entry's."""
