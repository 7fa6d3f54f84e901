"""Plan which entries to archive: those without an archived copy. Nothing here touches the network."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pathgen.http.network_guard import NetworkGuard, is_ip
from pathgen.http.request_url import BadAddressError, RequestUrl, to_request_url
from pathgen.links.archive.wayback import STATUS_SECONDS, WAYBACK
from pathgen.links.history_rows import Capture, LinkRecord
from pathgen.links.link import Link, Occurrence
from pathgen.links.reasons import REASONS
from pathgen.links.verdict import Verdict

AGAIN_SECONDS = 86_400.0
"""How long to wait before asking again to archive a page that could not be saved."""
_PRIVATE_DOMAINS = (".localhost", ".local", ".internal", ".home.arpa")
"""The top-level domains of private names (RFC 6761 §6.3, RFC 6762 §3, RFC 8375; ICANN reserves ``internal``)."""


@dataclass(frozen=True, slots=True)
class PageToArchive:
    """A page without a copy: its address as requested, and the places in the catalogue that lack the copy."""

    url: str
    uses: tuple[Occurrence, ...]
    before: Capture | None = None
    """The last request for it, from the history."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome for a page: the address of its copy, or the reason why there is none."""

    page: PageToArchive
    copy: str = ""
    reason: str = ""


@dataclass(slots=True)
class ArchivePlan:
    """The pages without a copy, by what to do about them."""

    to_ask: deque[PageToArchive] = field(default_factory=deque)
    under_way: list[PageToArchive] = field(default_factory=list)
    """Pages that an earlier run requested; only their status has to be asked for."""
    settled: list[Outcome] = field(default_factory=list)
    """Pages that need no request now: a copy is known, or it is too early to ask again."""
    skipped: list[Outcome] = field(default_factory=list)
    """Pages that are never requested, as they cannot be archived."""

    @property
    def left_alone(self) -> list[Outcome]:
        """The pages that this run does not request, each with its reason."""
        return [outcome for outcome in (*self.settled, *self.skipped) if not outcome.copy]


def archive_plan(
    links: Iterable[Link], past: Mapping[str, LinkRecord], captures: Mapping[str, Capture], now: datetime
) -> ArchivePlan:
    """Return what to do about each entry without a copy; pages never requested before come first."""
    plan = ArchivePlan()
    places: dict[str, list[Occurrence]] = {}
    for link in links:
        lacking = tuple(use for use in link.uses if use.field == "url" and not use.copy)
        if not lacking:
            continue
        try:
            target = to_request_url(link.url)
        except BadAddressError as error:
            plan.skipped.append(Outcome(PageToArchive(link.url, lacking), reason=str(error)))
            continue
        address = str(target)
        reason = _skip_reason(link, target, past.get(link.url))
        if reason and not (address in captures and captures[address].archived):
            plan.skipped.append(Outcome(PageToArchive(link.url, lacking), reason=reason))
        else:
            places.setdefault(address, []).extend(lacking)
    again: list[PageToArchive] = []
    for url, uses in places.items():
        before = captures.get(url)
        page = PageToArchive(url, tuple(uses), before)
        if before is None:
            plan.to_ask.append(page)
        elif before.archived:
            plan.settled.append(Outcome(page, copy=before.archived))
        elif before.job and not before.error:
            plan.under_way.append(page)
        elif _is_too_early(before, now):
            plan.settled.append(Outcome(page, reason=_wait_reason(before)))
        else:
            again.append(page)
    plan.to_ask += again
    return plan


def _skip_reason(link: Link, target: RequestUrl, past: LinkRecord | None) -> str:
    """Return why a page cannot be archived; empty if it can."""
    if link.skipped:
        return f"{REASONS[link.skipped].message}{f': {link.detail}' if link.detail else ''}"
    if past and past.result.verdict is Verdict.DEAD:
        return "the link is dead"
    if target.host == to_request_url(WAYBACK).host:
        return "it is already an archived copy"
    if (past and past.result.reason == "private-address") or _is_private(target):
        return "it is on a private network, which archives cannot reach"
    return ""


def _is_private(target: RequestUrl) -> bool:
    """Whether an address cannot be public, by its host: names without a dot belong to a local network."""
    host = target.host.rstrip(".")
    return not NetworkGuard().allows(host) if is_ip(host) else "." not in host or host.endswith(_PRIVATE_DOMAINS)


def _is_too_early(capture: Capture, now: datetime) -> bool:
    """Whether the last request failed or got no answer so recently that it is not repeated yet."""
    age = (now - capture.asked_at).total_seconds()
    return 0 <= age < (AGAIN_SECONDS if capture.error else STATUS_SECONDS)


def _wait_reason(capture: Capture) -> str:
    when = f"{capture.asked_at:%Y-%m-%d %H:%M} UTC"
    if capture.error:
        return f"{capture.error}; requested at {when}, to be requested again after a day"
    return f"requested at {when}, without an answer; to be requested again after an hour"
