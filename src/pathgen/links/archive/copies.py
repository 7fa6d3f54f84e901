"""Find archived copies of dead pages with the Wayback Machine's availability service.

To ``GET /wayback/available?url=…&timestamp=…`` (archive.org/help/wayback_api.php) it answers
``{"archived_snapshots": {"closest": {"available": true, "url": "http://web.archive.org/web/…", "status": "200"}}}``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import replace
from http import HTTPStatus
from math import inf
from time import monotonic
from typing import Any
from urllib.parse import quote

from pathgen.errors import PathgenError
from pathgen.http.client import Fetcher, Request
from pathgen.http.rate_limit import HostRateLimit
from pathgen.links.evidence import Evidence, Visit
from pathgen.links.report import has_copy
from pathgen.links.scheduler import Job, LeftError, Scheduler, Steps
from pathgen.links.settings import Settings
from pathgen.links.verdict import Result, Verdict
from pathgen.urls import normalised, split

_HOST = "web.archive.org"
_RATE = 2.0
"""Requests per second: the service is run by a charity."""
_ANSWER_BYTES = 64 * 1024
_THREADS = 2


def with_copies(
    results: Sequence[Result], api: str, settings: Settings, seconds: float = inf
) -> Generator[Result, None, None]:
    """Look for a copy of each dead page that has none; yield the results for which one was found.

    After so many seconds, the rest is left for the next run.

    Raises:
        PathgenError: at the end, if the service did not answer every request.
    """
    without_copy = [
        result for result in results if result.verdict is Verdict.DEAD and not result.archived and not has_copy(result)
    ]
    fetcher = Fetcher(settings.guard, _THREADS, _THREADS, settings.ca_file)
    scheduler = Scheduler[Result](fetcher.exchange, _THREADS, lambda _: HostRateLimit(_THREADS, _RATE))
    jobs = [
        Job(result, request_for(result, api), _starter(request_for(result, api), settings.timeout))
        for result in without_copy
    ]
    until = monotonic() + seconds
    answered = left = 0
    with closing(fetcher), closing(scheduler.run(jobs)) as found:
        for done in found:
            if monotonic() > until:
                until = inf
                scheduler.leave_rest()
            left += bool(done and isinstance(done[1], LeftError))
            if done and isinstance(done[1], Evidence):
                answer = done[1].visits[0].last
                answered += answer.status == HTTPStatus.OK
                copy = copy_from(answer.body, done[0].key.url, api)
                if copy:
                    yield replace(done[0].key, archived=copy)
    total = len(without_copy) - left
    if answered < total:
        raise PathgenError(f"{api} did not answer for {total - answered} of {total} dead pages; try again later")


def _starter(url: str, seconds: float) -> Callable[[], Steps]:
    def begin() -> Steps:
        answer = yield Request(url, seconds, bytes=_ANSWER_BYTES, any_kind=True)
        assert answer is not None  # noqa: S101 - an Exchange is sent for every Request
        return Evidence(url, (Visit((answer,)),))

    return begin


def request_for(result: Result, api: str) -> str:
    """Return the address that asks for a copy of a page from about the year of the work."""
    year = next((use.year for use in result.uses if use.year), None)
    when = f"&timestamp={year}0701" if year else ""
    return f"{api.rstrip('/')}/wayback/available?url={quote(result.url, safe='')}{when}"


def copy_from(body: bytes, url: str, api: str) -> str | None:
    """Return the address of a good copy of exactly this page from an answer; ``None`` if there is none.

    A copy must be on the Wayback Machine, or on the host of ``api``.
    """
    try:
        closest: Any = json.loads(body)["archived_snapshots"]["closest"]
        is_good = closest["available"] is True and str(closest["status"]).startswith("2")
        copy = str(closest["url"]).replace(f"http://{_HOST}", f"https://{_HOST}", 1)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    parts = split(copy)
    hosts = {_HOST, (split(api).authority or "").lower()}
    is_on_host = parts.scheme in ("http", "https") and (parts.authority or "").lower() in hosts
    is_plain = copy.isascii() and copy.isprintable() and not set(copy) & set(' <>"')
    is_of_page = _original(copy) == normalised(url.partition("#")[0])
    return copy if is_good and is_on_host and is_plain and is_of_page else None


def _original(copy: str) -> str:
    """Return the address of the page that was copied: the part after ``/web/TIMESTAMP/``."""
    _, _, rest = copy.partition("/web/")
    return normalised(rest.partition("/")[2])
