"""Runs one after another, on a clock that is passed in: what waits for a second look, and what a time budget leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from threading import Condition
from time import time

import pytest
from handlers import by_path, status
from servers import LoopbackServers, ReceivedRequest, Response, page, redirect

from pathgen.diagnostics import Location
from pathgen.http.clock import Clock
from pathgen.http.network_guard import NetworkGuard
from pathgen.links.history import History
from pathgen.links.link import Link, Occurrence
from pathgen.links.run import run
from pathgen.links.select import LinkSelection
from pathgen.links.settings import Settings
from pathgen.links.verdict import Result

SETTINGS = Settings(jobs=8, timeout=5, retries=0, rate=1000, guard=NetworkGuard((ip_network("127.77.0.0/16"),)))
HOUR, DAY = 3600.0, 86_400.0
NOT_YET = "is offered as a fix once a second check, a day or more later, sees it too"
SHARED = "is not offered: another entry leads there too"


@pytest.fixture(name="servers")
def _servers() -> Iterator[LoopbackServers]:
    with LoopbackServers() as servers:
        yield servers


class Time:
    """A clock that goes on only when a test or a server says so."""

    def __init__(self) -> None:
        self.passed = 0.0
        start = time()
        self.clock = Clock(lambda: self.passed, lambda: start + self.passed, wait=self.wait)

    def wait(self, change: Condition, seconds: float) -> None:
        """Let the time pass that a worker waits for a server."""
        self.passed += seconds
        change.wait(0.001)

    def run(
        self, history: History | None, urls: list[str], max_age: float = 0.0, only: str = "", **settings: object
    ) -> dict[str, Result]:
        """Check entries with these addresses; return the results by address."""
        links = [
            Link(url, (Occurrence(f"entry-{number}", "url", Location("a", number, 1, number, 2)),), request=url)
            for number, url in enumerate(urls)
        ]
        selection = LinkSelection(max_age, (only,) if only else ())
        used = replace(SETTINGS, **settings)  # type: ignore[arg-type]
        found = run(links, selection, used, history, is_offline=False, show=lambda _: None, clock=self.clock)
        return {result.url: result for result in found.results}


@pytest.fixture(name="now")
def _now() -> Time:
    return Time()


@pytest.fixture(name="history")
def _history(tmp_path: Path) -> Iterator[History]:
    with History(tmp_path / "links.sqlite") as history:
        yield history


def test_a_new_address_is_offered_when_two_looks_a_day_apart_saw_it(
    servers: LoopbackServers, now: Time, history: History
) -> None:
    server = servers.add("a", by_path(old=redirect(301, "/old-page"), **{"old-page": page()}))
    url, new = f"{server.url}/old", f"{server.url}/old-page"
    offered = []
    for hours in (0, 23, 1, 1):
        now.passed += hours * HOUR
        result = now.run(history, [url])[url]
        offered.append(result.suggestion)
        assert result.detail == ("" if result.suggestion else f"{new} {NOT_YET}")
    assert offered == [None, None, new, new]
    assert history.recall()[url].result.suggestion == new


def test_a_new_address_that_changes_starts_again(servers: LoopbackServers, now: Time, history: History) -> None:
    targets = iter(["/old-one", "/old-two", "/old-two"])
    pages = by_path(**{"old-one": page(), "old-two": page()})
    server = servers.add(
        "a", lambda request: redirect(301, next(targets)) if request.target == "/old" else pages(request)
    )
    offered = []
    for _ in range(3):
        offered.append(now.run(history, [f"{server.url}/old"])[f"{server.url}/old"].suggestion)
        now.passed += DAY
    assert offered == [None, None, f"{server.url}/old-two"]


def test_a_move_seen_once_is_looked_at_again_after_a_day_and_a_confirmed_one_is_fresh(
    servers: LoopbackServers, now: Time, history: History
) -> None:
    server = servers.add("a", by_path(old=redirect(301, "/old-page"), good=page(), **{"old-page": page()}))
    urls = [f"{server.url}/old", f"{server.url}/good"]
    asked = []
    for days in (0.0, 0.9, 0.1, 3.0):
        now.passed += days * DAY
        before = len(server.requests)
        results = now.run(history, urls, max_age=30 * DAY)
        asked.append(len(server.requests) > before)
    assert asked == [True, False, True, False]
    assert results[urls[0]].suggestion == f"{server.url}/old-page"


def test_without_a_history_no_new_address_is_offered(servers: LoopbackServers, now: Time) -> None:
    server = servers.add("a", by_path(old=redirect(301, "/old-page"), **{"old-page": page()}))
    result = now.run(None, [f"{server.url}/old"])[f"{server.url}/old"]
    assert (result.verdict, result.suggestion) == ("moved", None)


def test_what_another_entry_would_get_is_not_offered_where_that_is_not_checked_now(
    servers: LoopbackServers, now: Time, history: History
) -> None:
    moves = {"bread-guide": "/guide", "cake-guide": "/guide", "pie-notes": "/pie"}
    server = servers.add(
        "a", by_path(guide=page(), pie=page(), **{name: redirect(301, new) for name, new in moves.items()})
    )
    urls = [f"{server.url}/{name}" for name in moves]
    now.run(history, urls)
    now.passed += DAY
    for options in ({}, {"max_age": 2 * DAY}, {"only": "entry-0"}, {"only": "entry-2"}):
        results = now.run(history, urls, **options)  # type: ignore[arg-type]
        offered = [results[url].suggestion for url in urls]
        assert offered[:2] == [None, None], options
        assert options.get("only") != "entry-2" or offered[2] == f"{server.url}/pie"
        assert options.get("only") == "entry-2" or results[urls[0]].detail.endswith(SHARED)


def test_a_time_budget_ends_what_is_under_way_and_leaves_it_to_the_next_run(
    servers: LoopbackServers, now: Time, history: History
) -> None:
    def slow(request: ReceivedRequest) -> Response:
        now.passed += 15.0
        return Response(503) if request.target == "/flaky" else page()

    server = servers.add("slow", slow)
    urls = [f"{server.url}/{name}" for name in ("flaky", "a", "b", "c")]
    found = now.run(history, urls, budget=20.0, retries=2, jobs=1)
    assert now.passed <= 20.0 + 15.0
    assert {result.reason for result in found.values()} <= {"ok", "out-of-budget"}
    assert found[urls[0]].reason == "out-of-budget", "its second try is the next run's"
    assert urls[0] not in history.recall()


def test_a_link_that_always_fails_first_gets_its_second_try_within_a_budget(
    servers: LoopbackServers, now: Time, history: History
) -> None:
    def flaky(request: ReceivedRequest) -> Response:
        now.passed += 1.0
        return status(503)(request) if request.number == 0 else page()

    def steady(_: ReceivedRequest) -> Response:
        now.passed += 1.0
        return page()

    first = f"{servers.add('flaky', flaky).url}/"
    others = [f"{servers.add(f'steady {number}', steady).url}/" for number in range(40)]
    found = now.run(history, [first, *others], budget=20.0, retries=2, jobs=1)
    assert found[first].reason == "ok"
    assert sum(result.reason == "out-of-budget" for result in found.values()) > 10
