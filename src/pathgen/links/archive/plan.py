"""Which entries have no archived copy, and what is to be done about each. Nothing here touches the network."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pathgen.http.network_guard import NetworkGuard, is_ip
from pathgen.http.request_url import BadAddressError, RequestUrl, to_request_url
from pathgen.links.archive.wayback import STATUS_SECONDS, WAYBACK
from pathgen.links.history import Capture, LinkRecord
from pathgen.links.link import Link, Occurrence
from pathgen.links.reasons import REASONS
from pathgen.links.verdict import Verdict

AGAIN_SECONDS = 86_400.0
"""When a page that could not be kept is asked for again."""
_OF_ONES_OWN = (".localhost", ".local", ".internal", ".home.arpa")
"""The ends of names that no public server has (RFC 6761 §6.3, RFC 6762 §3, RFC 8375; ICANN keeps ``internal`` free)."""


@dataclass(frozen=True, slots=True)
class PageToArchive:
    """A page without a copy: its address as it is asked for, and the places in the catalogue that lack the copy."""

    url: str
    uses: tuple[Occurrence, ...]
    before: Capture | None = None
    """What is remembered of it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a page: the address of its copy, or why there is none."""

    page: PageToArchive
    copy: str = ""
    reason: str = ""


@dataclass(slots=True)
class ArchivePlan:
    """The pages without a copy, by what is to be done about them."""

    to_ask: deque[PageToArchive] = field(default_factory=deque)
    under_way: list[PageToArchive] = field(default_factory=list)
    """Those of an earlier run that only have to be asked after."""
    settled: list[Outcome] = field(default_factory=list)
    """Those that nothing is asked for now: a copy is known, or it is too early to ask again."""
    skipped: list[Outcome] = field(default_factory=list)
    """Those that are never asked for, as there is nothing to be kept."""

    @property
    def left_alone(self) -> list[Outcome]:
        """Those that are not asked for in this run, each with its reason."""
        return [one for one in (*self.settled, *self.skipped) if not one.copy]


def archive_plan(
    links: Iterable[Link], past: Mapping[str, LinkRecord], captures: Mapping[str, Capture], now: datetime
) -> ArchivePlan:
    """Tell what is to be done about each entry that has no copy; those never asked for come first."""
    made = ArchivePlan()
    places: dict[str, list[Occurrence]] = {}
    for link in links:
        lacking = tuple(use for use in link.uses if use.field == "url" and not use.copy)
        if not lacking:
            continue
        try:
            target = to_request_url(link.url)
        except BadAddressError as error:
            made.skipped.append(Outcome(PageToArchive(link.url, lacking), reason=str(error)))
            continue
        address = str(target)
        reason = _against(link, target, past.get(link.url))
        if reason and not (address in captures and captures[address].archived):
            made.skipped.append(Outcome(PageToArchive(link.url, lacking), reason=reason))
        else:
            places.setdefault(address, []).extend(lacking)
    again: list[PageToArchive] = []
    for url, uses in places.items():
        before = captures.get(url)
        page = PageToArchive(url, tuple(uses), before)
        if before is None:
            made.to_ask.append(page)
        elif before.archived:
            made.settled.append(Outcome(page, copy=before.archived))
        elif before.job and not before.error:
            made.under_way.append(page)
        elif _is_too_early(before, now):
            made.settled.append(Outcome(page, reason=_told_before(before)))
        else:
            again.append(page)
    made.to_ask += again
    return made


def _against(link: Link, target: RequestUrl, past: LinkRecord | None) -> str:
    """Tell why a page is not to be asked for; nothing where it is."""
    if link.skipped:
        return f"{REASONS[link.skipped].message}{f': {link.detail}' if link.detail else ''}"
    if past and past.result.verdict is Verdict.DEAD:
        return "it is dead, so there is nothing to keep"
    if target.host == to_request_url(WAYBACK).host:
        return "it is an archived copy itself"
    if (past and past.result.reason == "private-address") or _is_private(target):
        return "it is on a private network, which no archive reaches"
    return ""


def _is_private(target: RequestUrl) -> bool:
    """Whether an address shows that it is no public one: names without a dot belong to a network of one's own."""
    host = target.host.rstrip(".")
    return not NetworkGuard().allows(host) if is_ip(host) else "." not in host or host.endswith(_OF_ONES_OWN)


def _is_too_early(capture: Capture, now: datetime) -> bool:
    """Whether a page that was asked for in vain, or without an answer, is left alone for a while."""
    age = (now - capture.asked_at).total_seconds()
    return 0 <= age < (AGAIN_SECONDS if capture.error else STATUS_SECONDS)


def _told_before(capture: Capture) -> str:
    when = f"{capture.asked_at:%Y-%m-%d %H:%M} UTC"
    if capture.error:
        return f"{capture.error}; asked for at {when}, and not again within a day"
    return f"asked for at {when}, and no answer came; it can be asked for again after an hour"
