"""Asking the hosts of repositories, one request after another, as they wish (docs.github.com, "Best practices").

A token goes to the API it is for and nowhere else: a redirect is followed within that API's own host. A host that says
that it was asked enough is not asked again in this run.
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
"""More than any answer is long: GitHub's tells of a fork's parent and source too, and stays under 30 KB."""
_MOST_HOPS = 5
_REDIRECTS = frozenset({301, 302, 307, 308})
_REFUSALS = frozenset({403, 429})
"""By which a host says that it was asked enough (docs.github.com, "Rate limits for the REST API")."""
_NO_WAY = frozenset({Fault.NO_SUCH_NAME, Fault.NAME_TROUBLE, Fault.REFUSED, Fault.UNREACHABLE, Fault.PRIVATE})
"""By which one request tells of all."""
_LEAST_WAIT_SECONDS = 60.0
"""How long to leave a host alone that does not say when to go on (the same page)."""
_LONGEST_WAIT = timedelta(days=1)
"""No limit holds for longer; what a header says beyond that is a mistake."""


@dataclass(slots=True)
class RefreshResult:
    """What a run learnt: ``kept`` holds the facts, new and old, of every repository that was wanted."""

    kept: dict[str, RepositoryFacts]
    asked: int = 0
    gone: set[str] = field(default_factory=set)
    """The repositories that their host does not know (any more)."""
    troubles: list[str] = field(default_factory=list)
    """What could not be learnt, and why, a sentence each."""
    was_interrupted: bool = False


@dataclass(slots=True)
class _Silence:
    """Why a host is not asked any more in this run, and how many repositories that leaves."""

    why: str
    left: int = 0


def refresh(
    wanted: Sequence[Repository],
    kept: Kept,
    settings: Settings,
    max_age: float,
    keep: Callable[[Kept], None],
) -> RefreshResult:
    """Ask for the facts that are older than ``max_age`` seconds; ``keep`` is called with all whenever one is new.

    Raises:
        PathgenError: a token of the environment is none.
    """
    learnt = RefreshResult({one.key: kept[one.key] for one in wanted if one.key in kept})
    due = [one for one in wanted if one.key not in kept or not 0 <= kept[one.key].age_seconds < max_age]
    due.sort(key=lambda one: kept[one.key].checked if one.key in kept else "")
    silent: dict[str, _Silence] = {}
    fetcher = Fetcher(settings.guard, pools=4, per_host=1, ca_file=settings.ca_file)
    next_at = 0.0
    try:
        for repository in due:
            host = repository.host
            if host.name in silent:
                silent[host.name].left += 1
                continue
            sleep(max(next_at - monotonic(), 0))
            next_at = monotonic() + 1 / settings.rate
            answer = _exchange(fetcher, repository, learnt.kept.get(repository.key), settings)
            learnt.asked += 1
            if _note(repository, answer, learnt):
                keep(learnt.kept)
            why = _silenced(host, answer)
            if why:
                silent[host.name] = _Silence(why, left=int(_is_refusal(answer) or answer.fault in _NO_WAY))
    except KeyboardInterrupt:
        learnt.was_interrupted = True
    finally:
        fetcher.close()
    learnt.troubles += [f"{one.why}; {one.left:,} of its repositories wait" for one in silent.values() if one.left]
    return learnt


def _exchange(fetcher: Fetcher, repository: Repository, known: RepositoryFacts | None, settings: Settings) -> Exchange:
    """Ask for a repository, and follow redirects within the API; what leads elsewhere is the answer."""
    url = repository.host.request_for(repository.name)
    headers = repository.host.headers(known.etag if known else None)
    for _ in range(_MOST_HOPS):
        answer = fetcher.exchange(
            Request(url, settings.timeout, headers=headers, bytes=_ANSWER_BYTES, any_kind=True),
        )
        if answer.status not in _REDIRECTS:
            return answer
        there = joined(url, answer.location)
        query = url.partition("?")[2]
        there = f"{there}?{query}" if query and "?" not in there else there
        if not _is_within(there, repository.host.api):
            return answer
        url = there
    return answer


def _is_within(url: str, api: str) -> bool:
    try:
        target, own = to_request_url(url), to_request_url(api)
    except BadAddressError:
        return False
    return (target.scheme, target.site) == (own.scheme, own.site)


def _note(repository: Repository, answer: Exchange, learnt: RefreshResult) -> bool:
    """Take in an answer; tell whether there is something new to be kept."""
    now = datetime.now(UTC)
    known = learnt.kept.get(repository.key)
    facts = None
    if answer.status == 304 and known:  # noqa: PLR2004 - RFC 9110 §15.4.5
        facts = known.model_copy(update={"checked": now.strftime("%Y-%m-%dT%H:%M:%SZ")})
    elif answer.status == 200 and answer.is_whole:  # noqa: PLR2004
        facts = facts_from(repository.host.kind, answer.body, answer.headers.get("etag", ""), now)
    if facts is not None:
        learnt.kept[repository.key] = facts
        return True
    if answer.status in (404, 410):
        learnt.gone.add(repository.key)
    elif not _silenced(repository.host, answer):
        learnt.troubles.append(f"{repository.key}: {_trouble(repository.host, answer)}")
    return False


def _trouble(host: Forge, answer: Exchange) -> str:
    if answer.fault:
        return f"{host.api} gave no answer ({answer.fault.value}{f': {answer.detail}' if answer.detail else ''})"
    if answer.status in _REDIRECTS:
        return f"{host.api} leads to another host, where it is not followed"
    if answer.status == 200:  # noqa: PLR2004
        return f"{host.api} answered with what tells of no repository"
    return f"{host.api} answered with the status {answer.status}"


def _silenced(host: Forge, answer: Exchange) -> str:
    """Tell why a host is not to be asked again in this run; nothing where it may be."""
    if answer.fault in _NO_WAY:
        return f"{host.api} cannot be reached ({answer.fault})"
    if answer.status == 401:  # noqa: PLR2004 - RFC 9110 §15.5.2
        return f"{host.name} does not accept the token in {host.variable}"
    left = _header(answer.headers, "remaining")
    if not _is_refusal(answer) and left != "0":
        return ""
    until = _go_on_at(answer)
    token = "" if "Authorization" in host.headers(None) else f" (with a token in {host.variable} it answers more)"
    return f"{host.name} was asked enough{token}; go on after {until:%Y-%m-%d %H:%M} UTC"


def _is_refusal(answer: Exchange) -> bool:
    """Whether an answer says that the host is asked too much; a 403 may also be about this repository alone."""
    if answer.status == 401:  # noqa: PLR2004
        return True
    if answer.status not in _REFUSALS:
        return False
    is_limit = answer.status == 429 or _header(answer.headers, "remaining") == "0" or "retry-after" in answer.headers  # noqa: PLR2004
    return is_limit or "rate limit" in _message(answer.body).lower()


def _message(body: bytes) -> str:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return str(said.get("message", "")) if isinstance(said, dict) else ""


def _go_on_at(answer: Exchange) -> datetime:
    """Read from ``Retry-After`` or the time of the reset when a host may be asked again."""
    now = datetime.now(UTC)
    seconds = asked_to_wait(replace(answer, status=429), time())
    reset = _header(answer.headers, "reset")
    if not seconds and reset.isascii() and reset.isdecimal():
        seconds = float(reset[:12]) - now.timestamp()
    wait = timedelta(seconds=max(seconds, _LEAST_WAIT_SECONDS)) if seconds < _LONGEST_WAIT.total_seconds() else None
    return now + (wait or _LONGEST_WAIT)


def _header(headers: Mapping[str, str], name: str) -> str:
    """Give a header on the rate limit: GitHub writes ``X-RateLimit-…``, GitLab ``RateLimit-…``."""
    return (headers.get(f"x-ratelimit-{name}") or headers.get(f"ratelimit-{name}") or "").strip()
