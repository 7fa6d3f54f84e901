"""Check links: from addresses and their records in the history to one result each."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import inf
from random import Random

from pathgen.http.client import Fetcher
from pathgen.http.clock import SYSTEM_CLOCK, Clock
from pathgen.http.rate_limit import HostRateLimit
from pathgen.http.request_url import host_of
from pathgen.links.check_steps import FIRST_PAUSE_SECONDS, CheckPlan, Neighbours, check_steps
from pathgen.links.evidence import Evidence, Visit
from pathgen.links.header_variables import filled
from pathgen.links.history_rows import LinkRecord
from pathgen.links.judge import judge, settle, title_change
from pathgen.links.link import Link
from pathgen.links.network_watch import NetworkWatch
from pathgen.links.oembed import oembed_title
from pathgen.links.policy import policy_for, policy_of
from pathgen.links.reasons import REASONS
from pathgen.links.scheduler import Job, LeftError, Scheduler, Steps
from pathgen.links.settings import Settings
from pathgen.links.verdict import Judgement, Result, Verdict

_NOT_MODIFIED = 304
_RETRIES_SHARE = 0.25
"""The part of a time budget at whose end retries come first: links that fail each first time get their second try."""
_OF_OTHERS = frozenset({"unrelated", "other-site"})
"""The reasons for which a page may be of another work: somebody has to look."""
_POOLS_PER_JOB = 4
"""Servers whose connections are kept, for each request under way: most servers wait for their rate limit meanwhile."""
_OTHER_FILES = 64
"""Other open files: the history, the terminal, DNS lookups."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A result, and its page's fields for the history (``etag`` and ``last_modified`` are of ``validated_url``)."""

    result: Result
    page_title: str = ""
    etag: str | None = None
    last_modified: str | None = None
    validated_url: str | None = None

    @property
    def page_fields(self) -> tuple[str, str | None, str | None, str | None]:
        """The fields of the page, in the order of ``History.remember``."""
        return self.page_title, self.etag, self.last_modified, self.validated_url


def check(
    links: Sequence[Link], past: Mapping[str, LinkRecord], settings: Settings, clock: Clock = SYSTEM_CLOCK
) -> Generator[Checked | None, None, None]:
    """Check links in the given order of importance; yield each when it is done, and ``None`` every tick.

    Every link gets one result: those that the time budget does not reach are skipped.

    Raises:
        NoNetworkError: no host can be reached.
    """
    pools = _most_pools(settings)
    fetcher = Fetcher(settings.guard, pools, per_host=settings.per_host, ca_file=settings.ca_file)
    random = Random()  # noqa: S311 - pauses and made-up names need no cryptographic randomness
    neighbours: Neighbours = {}
    budget = inf if settings.budget is None else settings.budget
    jobs = [
        Job(
            link,
            link.url,
            _starter(
                link,
                past.get(link.url),
                settings,
                random,
                clock=clock,
                until=clock.epoch() + budget,
                neighbours=neighbours,
            ),
            rank=position if settings.budget is not None else 0,
            expected=past[link.url].result.seconds if link.url in past else 0.0,
        )
        for position, link in enumerate(links)
    ]
    watch = NetworkWatch(fetcher.exchange, _dead_hosts(links, past))
    scheduler = Scheduler[Link](watch.exchange, settings.jobs, lambda host: _rate_limit(host, settings), clock)
    until = clock.monotonic() + budget
    retries_from = until - min(budget * _RETRIES_SHARE, _seconds_of_retries(settings))
    run = scheduler.run(jobs)
    try:
        for done in run:
            watch.refuse_missing_network()
            if clock.monotonic() > retries_from:
                retries_from = inf
                scheduler.start_retries()
            if clock.monotonic() > until:
                until = inf
                scheduler.leave_rest()
            if done is None:
                yield None
            else:
                job, evidence = done
                yield _concluded(job.key, evidence, past.get(job.key.url), settings, seconds=job.seconds, clock=clock)
    finally:
        run.close()
        fetcher.close()


def _dead_hosts(links: Sequence[Link], past: Mapping[str, LinkRecord]) -> frozenset[str]:
    """Return the hosts of links that were dead or failing before: these prove nothing about our network."""
    is_dead = {url for url, record in past.items() if record.result.verdict in (Verdict.DEAD, Verdict.FAILING)}
    return frozenset(host_of(link.url) for link in links if link.url in is_dead)


def _seconds_of_retries(settings: Settings) -> float:
    """Return how long all retries of one link may take."""
    pauses = FIRST_PAUSE_SECONDS * 1.5 * ((1 << settings.retries) - 1)
    return settings.retries * settings.timeout + pauses


def _most_pools(settings: Settings) -> int:
    """Return for how many servers connections may be kept, so that there is a file descriptor for each socket.

    Raises the limit of open files where the system allows it: the default of macOS is 256.
    """
    most = _POOLS_PER_JOB * settings.jobs
    try:
        import resource  # noqa: PLC0415 - Windows has no such module, and does not count sockets as files
    except ImportError:
        return most
    needed = most * settings.per_host + settings.jobs + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:
        needed = min(needed, hard)
    if soft != resource.RLIM_INFINITY and soft < needed:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    room = most if soft == resource.RLIM_INFINITY else (soft - settings.jobs - _OTHER_FILES) // settings.per_host
    return max(min(most, room), 1)


def _concluded(
    link: Link,
    found: Evidence | Exception,
    past: LinkRecord | None,
    settings: Settings,
    *,
    seconds: float,
    clock: Clock,
) -> Checked:
    """Return the conclusion for one link; our own bug is reported as such and costs no other link its verdict."""
    if isinstance(found, Evidence):
        try:
            now = datetime.fromtimestamp(clock.epoch(), UTC)
            return conclude(link, found, past, settings, seconds=seconds, now=now)
        except Exception as bug:  # noqa: BLE001
            found = bug
    if isinstance(found, LeftError):
        return Checked(Result(link.url, Verdict.SKIPPED, "out-of-budget", uses=link.uses))
    detail = f"{type(found).__name__}: {found}"
    return Checked(Result(link.url, Verdict.UNKNOWN, "internal-error", uses=link.uses, detail=detail))


def conclude(
    link: Link, evidence: Evidence, past: LinkRecord | None, settings: Settings, *, seconds: float, now: datetime
) -> Checked:
    """Return what the evidence means, given the link's record in the history."""
    visit = evidence.visits[-1]
    judgement = _unchanged(evidence, past) or judge(evidence)
    if judgement.verdict is Verdict.FAILING:
        runs = (past.failing_runs if past else 0) + 1
        since = past.failing_since if past and past.failing_since else None
        judgement = settle(
            judgement,
            visit.last.status,
            runs,
            since,
            now,
            runs=settings.failing_runs,
            days=settings.failing_days,
        )
    was_unchanged = visit.last.status == _NOT_MODIFIED and past is not None
    title = past.page_title if was_unchanged and past else _title(evidence)
    result = Result(
        url=link.url,
        verdict=judgement.verdict,
        reason=judgement.reason,
        status=visit.last.status,
        final_url=_final_url(evidence),
        redirects=() if evidence.is_by_witness else _redirects(visit),
        attempts=len(evidence.visits),
        seconds=round(seconds, 3),
        checked_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        archived=next((use.copy for use in link.uses if use.copy), None),
        suggestion=judgement.suggestion,
        uses=link.uses,
        detail=judgement.detail,
        notice=_notice(judgement, link, past, title),
    )
    if was_unchanged and past:
        return Checked(result, title, past.etag, past.last_modified, past.validated_url)
    if evidence.is_by_witness:
        return Checked(result, title)
    headers = visit.last.headers
    return Checked(result, title, headers.get("etag"), headers.get("last-modified"), visit.last.url)


def _title(evidence: Evidence) -> str:
    last = evidence.visits[-1].last
    return oembed_title(last) if evidence.is_by_witness else last.page.title


def _final_url(evidence: Evidence) -> str | None:
    """Return the address of the page: an oEmbed service answers for a page and is not it."""
    last = evidence.visits[-1].last
    if last.status is None:
        return None
    return evidence.url.partition("#")[0] if evidence.is_by_witness else last.url


def _redirects(visit: Visit) -> tuple[tuple[str, int], ...]:
    return tuple((hop.url, hop.status) for hop in visit.exchanges[:-1] if hop.status is not None)


def _unchanged(evidence: Evidence, past: LinkRecord | None) -> Judgement | None:
    """Return the judgement of a page that has not changed since the last run (RFC 9110 §15.4.5); else ``None``."""
    visit = evidence.visits[-1]
    if visit.last.status != _NOT_MODIFIED or past is None or past.validated_url != visit.last.url:
        return None
    as_before = replace(visit, exchanges=(*visit.exchanges[:-1], replace(visit.last, status=200, is_whole=False)))
    hops = judge(Evidence(evidence.url, (as_before,)))
    return replace(hops, reason="not-modified") if hops.verdict is Verdict.OK else hops


def _notice(judgement: Judgement, link: Link, past: LinkRecord | None, title: str) -> str:
    """Return a notice if the page may be of another work: it says nothing of the entry, or says something else now."""
    if judgement.reason in _OF_OTHERS:
        return f"{REASONS[judgement.reason].message}; its title is {title[:200]!r}"
    return _title_notice(link, past, title) if judgement.verdict in (Verdict.OK, Verdict.MOVED) else ""


def _title_notice(link: Link, past: LinkRecord | None, title: str) -> str:
    before = past.page_title if past else ""
    entry_title = next((use.title for use in link.uses if use.title), "")
    return title_change(before, title, entry_title) if before and title and entry_title else ""


def _starter(
    link: Link,
    past: LinkRecord | None,
    settings: Settings,
    random: Random,
    *,
    clock: Clock,
    until: float,
    neighbours: Neighbours,
) -> Callable[[], Steps]:
    def begin() -> Steps:
        plan = CheckPlan(
            link.url,
            settings.timeout + _extra_seconds(link.url, settings),
            settings.retries,
            lambda url, first: _headers(url, first, settings),
            _conditions(past),
            clock.epoch,
            until,
            tuple(dict.fromkeys(use.title for use in link.uses if use.title)),
            tuple(dict.fromkeys(name for use in link.uses for name in use.creators)),
            neighbours=neighbours,
        )
        return check_steps(plan, random)

    return begin


def _conditions(past: LinkRecord | None) -> Mapping[str, Mapping[str, str]]:
    """Return the headers of a conditional request (RFC 9110 §13.1): only for a link that was ok.

    The page at a new address is read each time, as only its text says whether it is the same work.
    """
    if past is None or past.validated_url is None or past.result.verdict is not Verdict.OK:
        return {}
    pairs = {"If-None-Match": past.etag, "If-Modified-Since": past.last_modified}
    headers = {name: value for name, value in pairs.items() if value and value.isascii() and value.isprintable()}
    return {past.validated_url: headers} if headers else {}


def _extra_seconds(url: str, settings: Settings) -> float:
    policy = policy_of(url, settings.policies)
    return (policy.extra_seconds or 0.0) if policy else 0.0


def _rate_limit(host: str, settings: Settings) -> HostRateLimit:
    policy = policy_for(host, settings.policies)
    return HostRateLimit(settings.per_host, (policy and policy.rate) or settings.rate)


def _headers(url: str, first: str, settings: Settings) -> Mapping[str, str]:
    """Return the headers that the curator sets for a host.

    They are sent over http only where the catalogue itself has http, and never to another host that a redirect leads
    to. A header is left out if its variable is not set or not for this server.
    """
    policy = policy_of(url, settings.policies)
    if policy is None or (url.lower().startswith("http:") and not first.lower().startswith("http:")):
        return {}
    values = {name: filled(value, url) for name, value in policy.headers.items()}
    return {name: value for name, value in values.items() if value is not None}
