"""A look over all results of a run: which new addresses are not offered, or not yet.

The history keeps what each check saw; only what a run returns is without them, whether checked now or known before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from pathgen.http.request_url import BadAddressError, to_request_url
from pathgen.links.history_rows import LinkRecord
from pathgen.links.verdict import Result, Verdict
from pathgen.urls import normalised

CONFIRMED_AFTER = timedelta(days=1)
"""How far apart two checks have to see the same new address: an outage or an attack on a site is over by then."""


def only_offered(results: Iterable[Result], past: Mapping[str, LinkRecord]) -> list[Result]:
    """Return the results of a run with only those new addresses that may be written; the others get a reason.

    ``past`` is what the history knew before the run: what was seen when, and where links that are skipped lead to.
    """
    found = [*results]
    works = _works(found, past)
    return [_withheld(result, _why_not(result, works, past.get(result.url))) for result in found]


def without_shared_offers(results: Iterable[Result]) -> list[Result]:
    """Return the results of several runs without the new addresses that two works would get.

    Two works do not move to one page: a site that redirects both to it has taken both down, or shows a list instead.
    """
    found = [*results]
    works = _works(found, {})
    return [_withheld(result, _shared(result, works)) for result in found]


def seen_since(result: Result, past: LinkRecord | None) -> datetime | None:
    """Return when the first of the checks that all saw a result's new address was; ``None`` if there is none."""
    if result.suggestion is None or result.checked_at is None:
        return None
    is_same = past is not None and past.result.suggestion == result.suggestion
    return (past.moved_since if past and is_same else None) or datetime.fromisoformat(result.checked_at)


def waits_for_second_look(past: LinkRecord, now: datetime) -> bool:
    """Whether only one look saw the new address of a link, and it is time for another."""
    if past.result.suggestion is None:
        return False
    since = seen_since(past.result, past)
    return not _is_confirmed(past.result, since) and since is not None and now - since >= CONFIRMED_AFTER


def _is_confirmed(result: Result, since: datetime | None) -> bool:
    if since is None or result.checked_at is None:
        return False
    return datetime.fromisoformat(result.checked_at) - since >= CONFIRMED_AFTER


def _works(results: Iterable[Result], past: Mapping[str, LinkRecord]) -> Mapping[str, Collection[str]]:
    """Return the works of the catalogue that each address is of, or would be of if all moves were followed."""
    works: defaultdict[str, set[str]] = defaultdict(set)
    for result in results:
        if any(use.field == "url" for use in result.uses):
            known = past.get(result.url)
            latest = known.result if known and result.verdict is Verdict.SKIPPED else result
            for address in (result.url, *_destinations(latest)):
                works[_work(address)].add(_work(result.url))
    return works


def _destinations(result: Result) -> Iterator[str]:
    """Yield where a link that moved leads to; an earlier run may have withheld the new address."""
    if result.verdict is Verdict.MOVED:
        yield from filter(None, (result.suggestion, result.final_url))


def _why_not(result: Result, works: Mapping[str, Collection[str]], past: LinkRecord | None) -> str:
    if shared := _shared(result, works):
        return shared
    if result.suggestion is None or _is_confirmed(result, seen_since(result, past)):
        return ""
    return f"{result.suggestion} is offered as a fix once a second check, a day or more later, sees it too"


def _shared(result: Result, works: Mapping[str, Collection[str]]) -> str:
    if result.suggestion is None or len(works.get(_work(result.suggestion), ())) <= 1:
        return ""
    return f"{result.suggestion} is not offered: another entry leads there too"


def _withheld(result: Result, why: str) -> Result:
    return replace(result, suggestion=None, detail=why) if why else result


def _work(url: str) -> str:
    """Return what is the same for the usual spellings of one address."""
    try:
        return normalised(str(to_request_url(url)))
    except BadAddressError:
        return url
