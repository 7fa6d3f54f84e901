"""A look over all results of a run: which new addresses are not offered after all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from pathgen.http.request_url import BadAddressError, to_request_url
from pathgen.links.verdict import Result
from pathgen.urls import normalised


def without_shared_offers(results: Iterable[Result]) -> list[Result]:
    """Return the results of a run, without the new addresses that two works would get.

    Two works do not move to one page: a site that redirects both to it has taken both down, or shows a list instead.
    """
    found = [*results]
    works: defaultdict[str, set[str]] = defaultdict(set)
    for result in found:
        if any(use.field == "url" for use in result.uses):
            for address in (result.url, result.suggestion or result.url):
                works[_work(address)].add(_work(result.url))
    return [
        _withheld(result) if result.suggestion and len(works[_work(result.suggestion)]) > 1 else result
        for result in found
    ]


def _withheld(result: Result) -> Result:
    why = f"{result.suggestion} is not offered: another entry leads there too"
    return replace(result, suggestion=None, detail=why)


def _work(url: str) -> str:
    """Return what is the same for the usual spellings of one address."""
    try:
        return normalised(str(to_request_url(url)))
    except BadAddressError:
        return url
