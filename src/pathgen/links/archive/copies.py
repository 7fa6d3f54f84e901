"""Archived copies of dead pages, as the Wayback Machine's availability service tells them.

Asked with ``GET /wayback/available?url=…&timestamp=…`` (archive.org/help/wayback_api.php), it answers with
``{"archived_snapshots": {"closest": {"available": true, "url": "http://web.archive.org/web/…", "status": "200"}}}``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from pathgen.errors import PathgenError
from pathgen.http.client import Fetcher, Request
from pathgen.http.rate_limit import HostRateLimit
from pathgen.links.evidence import Evidence, Visit
from pathgen.links.report import has_copy
from pathgen.links.scheduler import Job, Scheduler, Steps
from pathgen.links.settings import Settings
from pathgen.links.verdict import Result, Verdict
from pathgen.urls import normalised, split

_HOST = "web.archive.org"
_RATE = 2.0
"""Requests a second: it is a charity's service."""
_ANSWER_BYTES = 64 * 1024
_THREADS = 2


def with_copies(results: Sequence[Result], api: str, settings: Settings) -> Generator[Result, None, None]:
    """Ask for a copy of each dead page that has none; give the results that got one.

    Raises:
        PathgenError: in the end, where the service did not answer each time.
    """
    wanted = [one for one in results if one.verdict is Verdict.DEAD and not one.archived and not has_copy(one)]
    fetcher = Fetcher(settings.guard, _THREADS, _THREADS, settings.ca_file)
    schedule = Scheduler[Result](fetcher.exchange, _THREADS, lambda _: HostRateLimit(_THREADS, _RATE))
    jobs = [Job(one, request_for(one, api), _begin(request_for(one, api), settings.timeout)) for one in wanted]
    answered = 0
    with closing(fetcher), closing(schedule.run(jobs)) as found:
        for done in found:
            if done and isinstance(done[1], Evidence):
                answer = done[1].visits[0].last
                answered += answer.status == HTTPStatus.OK
                copy = copy_from(answer.body, done[0].key.url, api)
                if copy:
                    yield replace(done[0].key, archived=copy)
    if answered < len(wanted):
        raise PathgenError(f"{api} gave no answer for {len(wanted) - answered} of {len(wanted)} dead pages; ask again")


def _begin(url: str, seconds: float) -> Callable[[], Steps]:
    def begin() -> Steps:
        answer = yield Request(url, seconds, bytes=_ANSWER_BYTES, any_kind=True)
        assert answer is not None  # noqa: S101 - what is sent to an Ask is an Exchange
        return Evidence(url, (Visit((answer,)),))

    return begin


def request_for(result: Result, api: str) -> str:
    """Make the request for a copy of a page from about the year of the work."""
    year = next((use.year for use in result.uses if use.year), None)
    when = f"&timestamp={year}0701" if year else ""
    return f"{api.rstrip('/')}/wayback/available?url={quote(result.url, safe='')}{when}"


def copy_from(body: bytes, url: str, api: str) -> str | None:
    """Read the address of a good copy of just this page out of an answer; nothing where there is none.

    A copy stands on the Wayback Machine, or, where another service is asked, on that service's own host.
    """
    try:
        closest: Any = json.loads(body)["archived_snapshots"]["closest"]
        is_good = closest["available"] is True and str(closest["status"]).startswith("2")
        copy = str(closest["url"]).replace(f"http://{_HOST}", f"https://{_HOST}", 1)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    parts = split(copy)
    hosts = {_HOST, (split(api).authority or "").lower()}
    is_ours = parts.scheme in ("http", "https") and (parts.authority or "").lower() in hosts
    is_plain = copy.isascii() and copy.isprintable() and not set(copy) & set(' <>"')
    is_of_it = _original(copy) == normalised(url.partition("#")[0])
    return copy if is_good and is_ours and is_plain and is_of_it else None


def _original(copy: str) -> str:
    """Give the address that a copy is of: what follows ``/web/TIMESTAMP/``."""
    _, _, rest = copy.partition("/web/")
    return normalised(rest.partition("/")[2])
