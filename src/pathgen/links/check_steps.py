"""The steps of checking one link, as a conversation: it yields the requests to be made and is sent what came back.

So the order of things (redirects, a second profile, a probe, tries in the second wave) reads from top to bottom here,
and when and on which connection a request is made is decided elsewhere. Nothing here touches the network or a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from math import inf
from random import Random
from time import time

from requests.cookies import RequestsCookieJar

from pathgen.http.client import ANCHOR_BYTES, PAGE_BYTES, Request
from pathgen.http.exchange import ClientProfile, Exchange, Fault
from pathgen.http.rate_limit import LONGEST_WAIT_SECONDS, asked_to_wait
from pathgen.http.request_url import SCHEMES, BadAddressError, joined, scheme_of, to_request_url
from pathgen.links.evidence import Evidence, RedirectStop, Visit
from pathgen.links.heuristics import says_only_missing
from pathgen.links.judge import is_transient, needs_browser_visit, needs_probe
from pathgen.links.scheduler import RetryLater, Steps
from pathgen.urls import split

MOST_HOPS = 20
"""Redirects followed: as many as browsers follow (Fetch Standard §4.4, HTTP-redirect fetch)."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""The statuses that a browser follows (Fetch Standard §2.2.6)."""
FIRST_PAUSE_SECONDS = 1.0
"""Before the first try of the second wave; it doubles with each further one."""
_SHORTEST_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """How one link is to be checked."""

    url: str
    seconds: float
    """For one visit, everything included."""
    retries: int
    headers_for: Callable[[str, str], Mapping[str, str]]
    """The headers that the curator sets for an address, and what first led to it."""
    conditions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The headers by which an address tells whether it changed since the last run: ``{address: {name: value}}``."""
    now: Callable[[], float] = time
    """The seconds since 1970, by which a server's date is read."""
    until: float = inf
    """Until when it is worth while to wait, in the same seconds: when the run's budget is over."""


def check_steps(plan: CheckPlan, random: Random) -> Steps:
    """Check a link."""
    visits = [(yield from _visit(plan, plan.url, ClientProfile.BOT))]
    if needs_browser_visit(visits[0]):
        visits.append((yield from _visit(plan, plan.url, ClientProfile.BROWSER)))
    for number in range(plan.retries):
        if not is_transient(visits[-1]):
            break
        wait = asked_to_wait(visits[-1].last, plan.now())
        if wait > LONGEST_WAIT_SECONDS or (wait and plan.now() + wait > plan.until):
            break
        yield RetryLater(max(wait, FIRST_PAUSE_SECONDS * 2**number * random.uniform(0.5, 1.5)))
        visits.append((yield from _visit(plan, plan.url, _next_manner(visits))))
    evidence = Evidence(plan.url, tuple(visits))
    if not needs_probe(evidence):
        return evidence
    stays = says_only_missing(visits[-1].last.page)
    probe = yield from _visit(plan, nonexistent_sibling(plan.url, random, stays=stays), visits[-1].profile)
    return Evidence(plan.url, tuple(visits), probe)


def _next_manner(visits: list[Visit]) -> ClientProfile:
    """Try again as a browser: some servers drop a robot's connection, and the flaky do not mind.

    A first 429 speaks of the pace alone, so the wait is tried before the profile.
    """
    is_pace = visits[-1].last.status == 429 and len(visits) == 1  # noqa: PLR2004 - RFC 6585 §4
    return ClientProfile.BOT if is_pace else ClientProfile.BROWSER


def nonexistent_sibling(url: str, random: Random, *, stays: bool) -> str:
    """Make up an address beside another that surely does not exist.

    Many sites tell their pages apart by the query alone. Where the page said so little that it is no article, it
    ``stays``: the query names something else at the same place.
    """
    name = f"pathgen-{random.getrandbits(64):016x}"
    parts = split(url)
    if stays and "=" in (parts.query or ""):
        fields = (field.partition("=") for field in (parts.query or "").split("&"))
        return str(parts._replace(query="&".join(f"{key}={name}" for key, _, _ in fields), fragment=None))
    folder = parts.path.rstrip("/").rpartition("/")[0]
    suffix = ".html" if parts.path.endswith(".html") else ""
    return str(parts._replace(path=f"{folder}/{name}{suffix}", query=None, fragment=None))


def _visit(
    plan: CheckPlan, url: str, profile: ClientProfile
) -> Generator[Request | RetryLater, Exchange | None, Visit]:
    """Ask for an address and follow its redirects, within the seconds of one visit."""
    exchanges: list[Exchange] = []
    cookies = RequestsCookieJar()
    asked: set[tuple[str, str]] = set()  # with the cookies of the time, as with others it may lead on
    left = plan.seconds
    here = url
    while True:
        address = here.partition("#")[0]
        asked.add((address, _held(cookies)))
        headers = {**plan.headers_for(address, url), **plan.conditions.get(address, {})}
        limit = ANCHOR_BYTES if "#" in here else PAGE_BYTES
        answer = yield Request(address, max(left, _SHORTEST_SECONDS), profile, headers, limit, cookies)
        assert answer is not None  # noqa: S101 - what is sent to an Ask is an Exchange
        exchanges.append(answer)
        left -= answer.seconds
        if answer.status not in REDIRECTS:
            return Visit(tuple(exchanges), profile)
        there = joined(here, answer.location)
        stop = _stop(answer, there, len(exchanges))
        if (there.partition("#")[0], _held(cookies)) in asked:
            stop = stop or RedirectStop.LOOP
        if stop:
            return Visit(tuple(exchanges), profile, stop, there)
        if left <= 0:
            return Visit((*exchanges, Exchange(there, fault=Fault.TIMEOUT)), profile)
        here = there


def _held(cookies: RequestsCookieJar) -> str:
    return str(sorted(cookies.items())) if cookies else ""


def _stop(answer: Exchange, there: str, hops: int) -> RedirectStop | None:
    """Tell why a redirect is not to be followed."""
    if not answer.location.strip():
        return RedirectStop.BAD_LOCATION
    if scheme_of(there) not in SCHEMES:
        return RedirectStop.SCHEME
    try:
        to_request_url(there)
    except BadAddressError:
        return RedirectStop.BAD_LOCATION
    return RedirectStop.TOO_LONG if hops > MOST_HOPS else None
