"""What is said of an address in the end."""

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
    """A verdict with its reason (a code of ``reasons.REASONS``), and what its sentence names."""

    verdict: Verdict
    reason: str
    suggestion: str | None = None
    """The address to write instead, where one is certain."""
    detail: str = ""
    """What the sentence of the reason names besides the status: a few plain words; hostile, as servers wrote it."""


@dataclass(frozen=True, slots=True)
class Result:
    """One link in a report. Its fields but ``detail`` and ``notice`` are the fields of the JSON report."""

    url: str
    verdict: Verdict
    reason: str
    status: int | None = None
    final_url: str | None = None
    redirects: tuple[tuple[str, int], ...] = ()
    """Each hop: the address asked and the status it answered."""
    attempts: int = 0
    """How often it was asked; the redirects followed count as one with what led to them."""
    seconds: float = 0.0
    """How long they took together."""
    checked_at: str | None = None
    """When (RFC 3339, UTC, whole seconds); ``None`` where it was never checked."""
    from_history: bool = False
    archived: str | None = None
    """A copy of it: found in an archive, or named in the catalogue."""
    suggestion: str | None = None
    uses: tuple[Occurrence, ...] = ()
    detail: str = ""
    notice: str = ""
    """Something to look at although the verdict is ok: the page's title changed and shares no word with the entry's."""
