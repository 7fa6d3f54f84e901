"""Checking links: from the addresses of a catalogue and what is remembered of them to one result each."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import inf
from random import Random
from time import monotonic, time

from pathgen.catalogue.values import VARIABLE
from pathgen.http.client import Fetcher
from pathgen.http.rate_limit import HostRateLimit
from pathgen.links.check_steps import CheckPlan, check_steps
from pathgen.links.evidence import Evidence
from pathgen.links.history import LinkRecord
from pathgen.links.judge import judge, settle, title_change
from pathgen.links.link import Link
from pathgen.links.policy import policy_for, policy_of
from pathgen.links.scheduler import Job, Scheduler, Steps
from pathgen.links.settings import Settings
from pathgen.links.verdict import Judgement, Result, Verdict

_NOT_MODIFIED = 304
_SERVERS_A_JOB = 4
"""Of how many servers connections are kept for each request under way: others wait for their pace."""
_OTHER_FILES = 64
"""Files that are open besides: the history, the terminal, names being looked up."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A result, and what is remembered of the page besides: ``validators`` are those of ``validated_url``."""

    result: Result
    page_title: str = ""
    etag: str | None = None
    last_modified: str | None = None
    validated_url: str | None = None

    @property
    def of_page(self) -> tuple[str, str | None, str | None, str | None]:
        """What is remembered of the page, as the history takes it."""
        return self.page_title, self.etag, self.last_modified, self.validated_url


def check(
    links: Sequence[Link], past: Mapping[str, LinkRecord], settings: Settings
) -> Generator[Checked | None, None, None]:
    """Check links in the given order of importance; give each as it is done, and ``None`` now and then meanwhile.

    Every link gives one result: those that the budget leaves no time for are skipped.
    """
    pools = _room_for_servers(settings)
    fetcher = Fetcher(settings.guard, pools, per_host=settings.per_host, ca_file=settings.ca_file)
    random = Random()  # noqa: S311 - pauses and made-up names are no secrets
    budget = inf if settings.budget is None else settings.budget
    jobs = [
        Job(
            link,
            link.url,
            _begin(link, past.get(link.url), settings, random, time() + budget),
            rank=at if settings.budget is not None else 0,
            expected=past[link.url].result.seconds if link.url in past else 0.0,
        )
        for at, link in enumerate(links)
    ]
    schedule = Scheduler[Link](fetcher.exchange, settings.jobs, lambda host: _pace(host, settings))
    until = monotonic() + budget
    run = schedule.run(jobs)
    try:
        for done in run:
            if monotonic() > until:
                until = inf
                for job in schedule.drop_unstarted():
                    yield Checked(Result(job.url, Verdict.SKIPPED, "out-of-budget", uses=job.key.uses))
            if done is None:
                yield None
            else:
                job, evidence = done
                yield _concluded(job.key, evidence, past.get(job.key.url), settings, job.seconds)
    finally:
        run.close()
        fetcher.close()


def _room_for_servers(settings: Settings) -> int:
    """Tell of how many servers connections may be kept, so that there is a file for each socket.

    Where the system lets us, more files are asked for: macOS gives 256 to a program that does not ask.
    """
    wanted = _SERVERS_A_JOB * settings.jobs
    try:
        import resource  # noqa: PLC0415 - Windows has none, and counts no sockets as files
    except ImportError:
        return wanted
    needed = wanted * settings.per_host + settings.jobs + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:
        needed = min(needed, hard)
    if soft != resource.RLIM_INFINITY and soft < needed:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    room = wanted if soft == resource.RLIM_INFINITY else (soft - settings.jobs - _OTHER_FILES) // settings.per_host
    return max(min(wanted, room), 1)


def _concluded(
    link: Link, found: Evidence | Exception, past: LinkRecord | None, settings: Settings, seconds: float
) -> Checked:
    """Conclude; a bug of ours that one link meets is told as what it is, and costs no other link its verdict."""
    if isinstance(found, Evidence):
        try:
            return conclude(link, found, past, settings, seconds=seconds, now=datetime.now(UTC))
        except Exception as bug:  # noqa: BLE001
            found = bug
    detail = f"{type(found).__name__}: {found}"
    return Checked(Result(link.url, Verdict.UNKNOWN, "internal-error", uses=link.uses, detail=detail))


def conclude(
    link: Link, evidence: Evidence, past: LinkRecord | None, settings: Settings, *, seconds: float, now: datetime
) -> Checked:
    """Say what the evidence means, in the light of what is remembered."""
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
    title = past.page_title if was_unchanged and past else visit.last.page.title
    result = Result(
        url=link.url,
        verdict=judgement.verdict,
        reason=judgement.reason,
        status=visit.last.status,
        final_url=visit.last.url if visit.last.status is not None else None,
        redirects=tuple((one.url, one.status) for one in visit.exchanges[:-1] if one.status is not None),
        attempts=len(evidence.visits),
        seconds=round(seconds, 3),
        checked_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        archived=next((use.copy for use in link.uses if use.copy), None),
        suggestion=judgement.suggestion,
        uses=link.uses,
        detail=judgement.detail,
        notice=_drift(link, past, title) if judgement.verdict in (Verdict.OK, Verdict.MOVED) else "",
    )
    if was_unchanged and past:
        return Checked(result, title, past.etag, past.last_modified, past.validated_url)
    headers = visit.last.headers
    return Checked(result, title, headers.get("etag"), headers.get("last-modified"), visit.last.url)


def _unchanged(evidence: Evidence, past: LinkRecord | None) -> Judgement | None:
    """Give the verdict of the last run where the server says that nothing changed since (RFC 9110 §15.4.5)."""
    visit = evidence.visits[-1]
    if visit.last.status != _NOT_MODIFIED or past is None or past.validated_url != visit.last.url:
        return None
    as_before = replace(visit, exchanges=(*visit.exchanges[:-1], replace(visit.last, status=200, is_whole=False)))
    hops = judge(Evidence(evidence.url, (as_before,)))
    return replace(hops, reason="not-modified") if hops.verdict is Verdict.OK else hops


def _drift(link: Link, past: LinkRecord | None, title: str) -> str:
    before = past.page_title if past else ""
    named = next((use.title for use in link.uses if use.title), "")
    return title_change(before, title, named) if before and title and named else ""


def _begin(
    link: Link, past: LinkRecord | None, settings: Settings, random: Random, until: float
) -> Callable[[], Steps]:
    def begin() -> Steps:
        plan = CheckPlan(
            link.url,
            settings.timeout + _extra_seconds(link.url, settings),
            settings.retries,
            lambda url, first: _headers(url, first, settings),
            _conditions(past),
            time,
            until,
        )
        return check_steps(plan, random)

    return begin


def _conditions(past: LinkRecord | None) -> Mapping[str, Mapping[str, str]]:
    """Make the headers by which a page says that it is as it was (RFC 9110 §13.1): only for one that was well."""
    if past is None or past.validated_url is None or past.result.verdict not in (Verdict.OK, Verdict.MOVED):
        return {}
    pairs = {"If-None-Match": past.etag, "If-Modified-Since": past.last_modified}
    headers = {name: value for name, value in pairs.items() if value and value.isascii() and value.isprintable()}
    return {past.validated_url: headers} if headers else {}


def _extra_seconds(url: str, settings: Settings) -> float:
    policy = policy_of(url, settings.policies)
    return (policy.extra_seconds or 0.0) if policy else 0.0


def _pace(host: str, settings: Settings) -> HostRateLimit:
    policy = policy_for(host, settings.policies)
    return HostRateLimit(settings.per_host, (policy and policy.rate) or settings.rate)


def _headers(url: str, first: str, settings: Settings) -> Mapping[str, str]:
    """Give the headers that the curator sets for a host; over http only where the catalogue itself says http.

    A variable that the environment lacks leaves its header out. A redirect to another host takes none along, as each
    address is looked up by its own host.
    """
    policy = policy_of(url, settings.policies)
    if policy is None or (url.lower().startswith("http:") and not first.lower().startswith("http:")):
        return {}
    filled = {name: _filled(value) for name, value in policy.headers.items()}
    return {name: value for name, value in filled.items() if value is not None}


def _filled(value: str) -> str | None:
    """Put variables of the environment in; nothing where one is missing or holds what no header may."""
    names = VARIABLE.findall(value)
    if any(not os.environ.get(name) for name in names):
        return None
    filled = VARIABLE.sub(lambda match: os.environ[match[1]].strip(), value)
    return filled if filled.isascii() and filled.isprintable() else None
