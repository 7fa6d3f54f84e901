"""The steps of checking one link, as a generator: it yields requests and is sent the exchanges.

So the order of things (redirects, a second profile, retries, a probe) reads from top to bottom here, and the scheduler
decides when each request is made. Nothing here touches the network or a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, replace
from math import inf
from random import Random
from time import time

from requests.cookies import RequestsCookieJar

from pathgen.http.client import ANCHOR_BYTES, PAGE_BYTES, Request
from pathgen.http.exchange import REDIRECTS, ClientProfile, Exchange, Fault
from pathgen.http.rate_limit import LONGEST_WAIT_SECONDS, asked_to_wait
from pathgen.http.request_url import SCHEMES, BadAddressError, joined, scheme_of, to_request_url
from pathgen.links.evidence import Evidence, RedirectStop, Visit
from pathgen.links.heuristics import is_told_apart_by_query
from pathgen.links.judge import is_transient, needs_browser_visit, needs_probe
from pathgen.links.oembed import oembed_question
from pathgen.links.scheduler import RetryLater, Steps
from pathgen.urls import split

MOST_HOPS = 20
"""The most redirects followed: as many as browsers follow (Fetch Standard §4.4, HTTP-redirect fetch)."""
FIRST_PAUSE_SECONDS = 1.0
"""The pause before the first retry; it doubles with each further one."""
_SHORTEST_SECONDS = 0.05
_MOST_NEIGHBOURS = 100
"""How many visits of made-up addresses are kept: they contain whole pages."""

Neighbours = dict[tuple[ClientProfile, str], Visit]
"""Visits of made-up addresses, by the profile and the address without the made-up name."""


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """How to check one link."""

    url: str
    seconds: float
    """The time limit of one visit, redirects included."""
    retries: int
    headers_for: Callable[[str, str], Mapping[str, str]]
    """Returns the headers that the curator sets for an address, given it and the first address of the visit."""
    conditions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The headers of conditional requests: ``{address: {name: value}}``."""
    now: Callable[[], float] = time
    """The current time in seconds since 1970, to compare with a server's dates."""
    until: float = inf
    """When the run's time budget ends, in the same seconds: no retry waits for longer."""
    titles: tuple[str, ...] = ()
    creators: tuple[str, ...] = ()
    neighbours: Neighbours = field(default_factory=dict)
    """What was found at made-up addresses, which the links of a run share."""


def check_steps(plan: CheckPlan, random: Random) -> Steps:
    """Check a link: yield its requests and return the evidence."""
    witness, service = None, None
    if question := oembed_question(plan.url):
        service, address = question
        asked = yield from _tries(plan, address, random, is_page=False)
        witness = asked[-1]
        if not service.leaves_it_to_page(witness.last):
            return Evidence(plan.url, tuple(asked), witness=witness, service=service)
    visits = yield from _tries(plan, plan.url, random)
    if service is None and len(visits[-1].exchanges) > 1 and (question := oembed_question(visits[-1].last.url)):
        service, address = question  # a short address leads to a video
        witness = (yield from _tries(plan, address, random, is_page=False))[-1]
    evidence = Evidence(plan.url, tuple(visits), None, witness, plan.titles, plan.creators, service)
    if not needs_probe(evidence):
        return evidence
    probe = yield from _neighbour(plan, visits[-1], random)
    return replace(evidence, probe=probe)


def _neighbour(
    plan: CheckPlan, visit: Visit, random: Random
) -> Generator[Request | RetryLater, Exchange | None, Visit]:
    """Visit a made-up address next to another, unless one was visited for another link of the same folder.

    Without an answer it is tried again, once, as the verdict on the page may depend on it.
    """
    by_query = is_told_apart_by_query(visit.last.page)
    key = visit.profile, nonexistent_sibling(plan.url, "", by_query=by_query)
    known = plan.neighbours.get(key)
    if known is not None:
        return known
    name = f"pathgen-{random.getrandbits(64):016x}"
    address = nonexistent_sibling(plan.url, name, by_query=by_query)
    found = yield from _visit(plan, address, visit.profile)
    if found.last.fault is not None and is_transient(found) and plan.retries:
        yield RetryLater(FIRST_PAUSE_SECONDS)
        found = yield from _visit(plan, address, visit.profile)
    if found.last.status is not None:
        plan.neighbours[key] = found
        for oldest in list(plan.neighbours)[:-_MOST_NEIGHBOURS]:
            plan.neighbours.pop(oldest, None)
    return found


def _tries(
    plan: CheckPlan, url: str, random: Random, *, is_page: bool = True
) -> Generator[Request | RetryLater, Exchange | None, list[Visit]]:
    """Visit an address: as a browser too where a page refuses bots, and again after what may pass."""
    visits = [(yield from _visit(plan, url, ClientProfile.BOT, is_page=is_page))]
    if is_page and needs_browser_visit(visits[0]):
        visits.append((yield from _visit(plan, url, ClientProfile.BROWSER)))
    for number in range(plan.retries):
        if not is_transient(visits[-1]):
            break
        wait = asked_to_wait(visits[-1].last, plan.now())
        if wait > LONGEST_WAIT_SECONDS or (wait and plan.now() + wait > plan.until):
            break
        yield RetryLater(max(wait, FIRST_PAUSE_SECONDS * 2**number * random.uniform(0.5, 1.5)))
        visits.append((yield from _visit(plan, url, _retry_profile(visits), is_page=is_page)))
    return visits


def _retry_profile(visits: list[Visit]) -> ClientProfile:
    """Return the profile for a retry: a browser's, as some servers drop the connections of bots.

    A first 429 is only about the rate, so waiting is tried before another profile.
    """
    is_rate = visits[-1].last.status == 429 and len(visits) == 1  # noqa: PLR2004 - RFC 6585 §4
    return ClientProfile.BOT if is_rate else ClientProfile.BROWSER


def nonexistent_sibling(url: str, name: str, *, by_query: bool) -> str:
    """Return an address next to another, with a made-up name.

    Many sites distinguish pages only by the query. With ``by_query``, which is for pages too short to be articles, the
    path stays and the values of the query change.
    """
    parts = split(url)
    if by_query and "=" in (parts.query or ""):
        fields = (field.partition("=") for field in (parts.query or "").split("&"))
        return str(parts._replace(query="&".join(f"{key}={name}" for key, _, _ in fields), fragment=None))
    folder = parts.path.rstrip("/").rpartition("/")[0]
    suffix = ".html" if parts.path.endswith(".html") else ""
    return str(parts._replace(path=f"{folder}/{name}{suffix}", query=None, fragment=None))


def _visit(
    plan: CheckPlan, url: str, profile: ClientProfile, *, is_page: bool = True
) -> Generator[Request | RetryLater, Exchange | None, Visit]:
    """Request an address and follow its redirects and a refresh, within the time limit of one visit."""
    exchanges: list[Exchange] = []
    cookies = RequestsCookieJar()
    # An address asked again with other cookies may answer otherwise, so the cookies count when looking for loops.
    requested: set[tuple[str, str]] = set()
    seconds_left = plan.seconds
    current = url
    while True:
        address = current.partition("#")[0]
        requested.add((address, _cookie_text(cookies)))
        headers = {**plan.headers_for(address, url), **plan.conditions.get(address, {})}
        limit = ANCHOR_BYTES if "#" in current else PAGE_BYTES
        answer = yield Request(
            address, max(seconds_left, _SHORTEST_SECONDS), profile, headers, limit, cookies, any_kind=not is_page
        )
        assert answer is not None  # noqa: S101 - an Exchange is sent for every Request
        exchanges.append(answer)
        seconds_left -= answer.seconds
        is_redirect = answer.status in REDIRECTS
        onward = answer.onward if is_redirect or is_page else ""
        destination = joined(current, onward)
        stop = _redirect_stop(onward, destination, len(exchanges))
        if (destination.partition("#")[0], _cookie_text(cookies)) in requested:
            stop = stop or RedirectStop.LOOP
        was_refreshed = any(earlier.status not in REDIRECTS for earlier in exchanges[:-1])
        if not is_redirect and (stop or was_refreshed):
            return Visit(tuple(exchanges), profile)  # a page that loads itself again, or that only a browser can follow
        if stop:
            return Visit(tuple(exchanges), profile, stop, destination)
        if seconds_left <= 0:
            return Visit((*exchanges, Exchange(destination, fault=Fault.TIMEOUT)), profile)
        current = destination


def _cookie_text(cookies: RequestsCookieJar) -> str:
    return str(sorted(cookies.items())) if cookies else ""


def _redirect_stop(onward: str, destination: str, hops: int) -> RedirectStop | None:
    """Return why a redirect must not be followed; ``None`` if it may be."""
    if not onward.strip():
        return RedirectStop.BAD_LOCATION
    if scheme_of(destination) not in SCHEMES:
        return RedirectStop.SCHEME
    try:
        to_request_url(destination)
    except BadAddressError:
        return RedirectStop.BAD_LOCATION
    return RedirectStop.TOO_LONG if hops > MOST_HOPS else None
