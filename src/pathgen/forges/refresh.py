"""Ask GitHub and GitLab about repositories, one request after another (docs.github.com, "Best practices").

A token is sent only to the API it is for: redirects are followed only within that API. A host that reports its rate
limit is not asked again in this run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep, time

from pathgen.forges.clients import Forge, Repository, facts_from
from pathgen.forges.store import Kept, RepositoryFacts
from pathgen.http.client import Fetcher, Request
from pathgen.http.exchange import Exchange, Fault
from pathgen.http.rate_limit import asked_to_wait
from pathgen.http.request_url import BadAddressError, joined, to_request_url
from pathgen.links.settings import Settings

_ANSWER_BYTES = 512 * 1024
"""The most bytes read of an answer: GitHub's includes a fork's parent and source, and stays under 30 KB."""
_MOST_HOPS = 5
_REDIRECTS = frozenset({301, 302, 307, 308})
_REFUSALS = frozenset({403, 429})
"""The statuses by which a host reports its rate limit (docs.github.com, "Rate limits for the REST API")."""
_UNREACHABLE = frozenset({Fault.NO_SUCH_NAME, Fault.NAME_TROUBLE, Fault.REFUSED, Fault.UNREACHABLE, Fault.PRIVATE})
"""The faults that every further request to the same host would have too."""
_LEAST_WAIT_SECONDS = 60.0
"""How long to wait for a host that does not say when its limit ends (the same page)."""
_LONGEST_WAIT = timedelta(days=1)
"""No rate limit lasts longer; a longer one in a header is a mistake."""


@dataclass(slots=True)
class RefreshResult:
    """The result of a run: ``kept`` has the facts, new and old, of every repository of the catalogue."""

    kept: dict[str, RepositoryFacts]
    asked: int = 0
    gone: set[str] = field(default_factory=set)
    """The keys of the repositories that their host does not have."""
    troubles: list[str] = field(default_factory=list)
    """The repositories that could not be checked, and why: a sentence each."""
    was_interrupted: bool = False


@dataclass(slots=True)
class _StoppedHost:
    """Why a host is not asked any more in this run, and how many of its repositories were not checked."""

    why: str
    left: int = 0


def refresh(
    repositories: Sequence[Repository],
    kept: Kept,
    settings: Settings,
    max_age: float,
    keep: Callable[[Kept], None],
) -> RefreshResult:
    """Ask for facts older than ``max_age`` seconds, the oldest first; ``keep`` is called with all after each new one.

    Raises:
        PathgenError: a token in the environment is not valid.
    """
    result = RefreshResult(
        {repository.key: kept[repository.key] for repository in repositories if repository.key in kept}
    )
    due = [
        repository
        for repository in repositories
        if repository.key not in kept or not 0 <= kept[repository.key].age_seconds < max_age
    ]
    due.sort(key=lambda repository: kept[repository.key].checked if repository.key in kept else "")
    stopped: dict[str, _StoppedHost] = {}
    fetcher = Fetcher(settings.guard, pools=4, per_host=1, ca_file=settings.ca_file)
    next_at = 0.0
    try:
        for repository in due:
            host = repository.host
            if host.name in stopped:
                stopped[host.name].left += 1
                continue
            sleep(max(next_at - monotonic(), 0))
            next_at = monotonic() + 1 / settings.rate
            answer = _exchange(fetcher, repository, result.kept.get(repository.key), settings)
            result.asked += 1
            if _record(repository, answer, result):
                keep(result.kept)
            why = _stop_reason(host, answer)
            if why:
                is_left = _is_refusal(answer) or answer.fault in _UNREACHABLE
                stopped[host.name] = _StoppedHost(why, left=int(is_left))
    except KeyboardInterrupt:
        result.was_interrupted = True
    finally:
        fetcher.close()
    result.troubles += [
        f"{host.why}; {host.left:,} of its repositories were not checked" for host in stopped.values() if host.left
    ]
    return result


def _exchange(fetcher: Fetcher, repository: Repository, known: RepositoryFacts | None, settings: Settings) -> Exchange:
    """Ask about a repository and follow redirects within the API; a redirect to elsewhere is returned as it is."""
    url = repository.host.request_for(repository.name)
    headers = repository.host.headers(known.etag if known else None)
    for _ in range(_MOST_HOPS):
        answer = fetcher.exchange(
            Request(url, settings.timeout, headers=headers, bytes=_ANSWER_BYTES, any_kind=True),
        )
        if answer.status not in _REDIRECTS:
            return answer
        target = joined(url, answer.location)
        query = url.partition("?")[2]
        target = f"{target}?{query}" if query and "?" not in target else target
        if not _is_within(target, repository.host.api):
            return answer
        url = target
    return answer


def _is_within(url: str, api: str) -> bool:
    try:
        target, base = to_request_url(url), to_request_url(api)
    except BadAddressError:
        return False
    return (target.scheme, target.site) == (base.scheme, base.site)


def _record(repository: Repository, answer: Exchange, result: RefreshResult) -> bool:
    """Add an answer to the result; return whether there are new facts to keep."""
    now = datetime.now(UTC)
    known = result.kept.get(repository.key)
    facts = None
    if answer.status == 304 and known:  # noqa: PLR2004 - RFC 9110 §15.4.5
        facts = known.model_copy(update={"checked": now.strftime("%Y-%m-%dT%H:%M:%SZ")})
    elif answer.status == 200 and answer.is_whole:  # noqa: PLR2004
        facts = facts_from(repository.host.kind, answer.body, answer.headers.get("etag", ""), now)
    if facts is not None:
        result.kept[repository.key] = facts
        return True
    if answer.status in (404, 410):
        result.gone.add(repository.key)
    elif not _stop_reason(repository.host, answer):
        result.troubles.append(f"{repository.key}: {_trouble(repository.host, answer)}")
    return False


def _trouble(host: Forge, answer: Exchange) -> str:
    if answer.fault:
        return f"{host.api} did not answer ({answer.fault.value}{f': {answer.detail}' if answer.detail else ''})"
    if answer.status in _REDIRECTS:
        return f"{host.api} redirects to another host, which is not followed"
    if answer.status == 200:  # noqa: PLR2004
        return f"{host.api} sent an answer that does not describe a repository"
    return f"{host.api} answered with status {answer.status}"


def _stop_reason(host: Forge, answer: Exchange) -> str:
    """Return why a host must not be asked again in this run; empty if it may be."""
    if answer.fault in _UNREACHABLE:
        return f"{host.api} cannot be reached ({answer.fault})"
    if answer.status == 401:  # noqa: PLR2004 - RFC 9110 §15.5.2
        return f"{host.name} does not accept the token in {host.variable}"
    left = _header(answer.headers, "remaining")
    if not _is_refusal(answer) and left != "0":
        return ""
    until = _limit_end(answer)
    token = "" if "Authorization" in host.headers(None) else f" (a token in {host.variable} raises it)"
    return f"the rate limit of {host.name} is reached{token}; try again after {until:%Y-%m-%d %H:%M} UTC"


def _is_refusal(answer: Exchange) -> bool:
    """Whether an answer refuses all requests for now; a 403 may also be about this repository only."""
    if answer.status == 401:  # noqa: PLR2004
        return True
    if answer.status not in _REFUSALS:
        return False
    is_limit = answer.status == 429 or _header(answer.headers, "remaining") == "0" or "retry-after" in answer.headers  # noqa: PLR2004
    return is_limit or "rate limit" in _message(answer.body).lower()


def _message(body: bytes) -> str:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return str(document.get("message", "")) if isinstance(document, dict) else ""


def _limit_end(answer: Exchange) -> datetime:
    """Return when a host may be asked again, from ``Retry-After`` or the time of the reset."""
    now = datetime.now(UTC)
    seconds = asked_to_wait(replace(answer, status=429), time())
    reset = _header(answer.headers, "reset")
    if not seconds and reset.isascii() and reset.isdecimal():
        seconds = float(reset[:12]) - now.timestamp()
    wait = timedelta(seconds=max(seconds, _LEAST_WAIT_SECONDS)) if seconds < _LONGEST_WAIT.total_seconds() else None
    return now + (wait or _LONGEST_WAIT)


def _header(headers: Mapping[str, str], name: str) -> str:
    """Return a header about the rate limit: GitHub sends ``X-RateLimit-…``, GitLab ``RateLimit-…``."""
    return (headers.get(f"x-ratelimit-{name}") or headers.get(f"ratelimit-{name}") or "").strip()
