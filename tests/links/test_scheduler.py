"""The scheduler asks many servers at the same time, each within its rate limit, and retries at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from time import monotonic, sleep

from fast_clock import fast_clock

from pathgen.http.client import Request
from pathgen.http.exchange import Exchange
from pathgen.http.rate_limit import HostRateLimit
from pathgen.links.evidence import Evidence, Visit
from pathgen.links.scheduler import Job, LeftError, RetryLater, Scheduler, Steps


class FakeExchanges:
    """Answers after a moment, and counts when each host was asked and how many requests it had at the same time."""

    def __init__(self, seconds: float = 0.005, answer: Callable[[str], Exchange] = Exchange) -> None:
        self.seconds = seconds
        self.answer = answer
        self.asked: list[tuple[float, str]] = []
        self.most: dict[str, int] = {}
        self.active: dict[str, int] = {}
        self.lock = threading.Lock()

    def exchange(self, ask: Request) -> Exchange:
        host = ask.url.split("/")[2]
        with self.lock:
            self.asked.append((monotonic(), ask.url))
            self.active[host] = self.active.get(host, 0) + 1
            self.most[host] = max(self.most.get(host, 0), self.active[host])
        sleep(self.seconds)
        with self.lock:
            self.active[host] -= 1
        return self.answer(ask.url)


def once(url: str) -> Callable[[], Steps]:
    def begin() -> Steps:
        answer = yield Request(url, 1.0)
        assert answer is not None
        return Evidence(url, (Visit((answer,)),))

    return begin


def run(
    exchanges: FakeExchanges, jobs: list[Job[str]], threads: int = 8, most: int = 2, rate: float = 1000.0
) -> list[str]:
    schedule = Scheduler[str](exchanges.exchange, threads, lambda _: HostRateLimit(most, rate))
    return [done[0].key for done in schedule.run(jobs) if done]


def jobs_of(*urls: str) -> list[Job[str]]:
    return [Job(url, url, once(url)) for url in urls]


def test_every_job_is_done_once() -> None:
    urls = [f"http://h{number % 7}.example/{number}" for number in range(200)]
    assert sorted(run(FakeExchanges(0.0), jobs_of(*urls))) == sorted(urls)


def test_a_run_without_jobs_ends() -> None:
    assert run(FakeExchanges(), []) == []


def test_a_server_has_no_more_requests_at_the_same_time_than_it_may() -> None:
    exchanges = FakeExchanges(0.01)
    run(exchanges, jobs_of(*(f"http://{host}.example/{number}" for host in "ab" for number in range(10))))
    assert exchanges.most == {"a.example": 2, "b.example": 2}


def test_requests_to_a_server_start_as_far_apart_as_its_rate_says() -> None:
    exchanges = FakeExchanges(0.0)
    run(exchanges, jobs_of(*(f"http://a.example/{number}" for number in range(5))), rate=20)
    times = [time for time, _ in exchanges.asked]
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.04


def test_a_redirect_waits_in_the_line_of_the_server_it_leads_to() -> None:
    def begin() -> Steps:
        yield Request("http://from.example/", 1.0)
        answer = yield Request("http://to.example/", 1.0)
        assert answer is not None
        return Evidence("", (Visit((answer,)),))

    exchanges = FakeExchanges(0.01)
    run(exchanges, [Job(str(number), "http://from.example/", begin) for number in range(6)], most=1)
    assert exchanges.most == {"from.example": 1, "to.example": 1}


def test_second_tries_come_when_all_first_ones_are_done() -> None:
    def begin() -> Steps:
        yield Request("http://flaky.example/1", 1.0)
        yield RetryLater(0.0)
        answer = yield Request("http://flaky.example/2", 1.0)
        assert answer is not None
        return Evidence("", (Visit((answer,)),))

    exchanges = FakeExchanges()
    others = jobs_of(*(f"http://h{number}.example/" for number in range(50)))
    assert len(run(exchanges, [Job("flaky", "http://flaky.example/1", begin), *others], threads=2)) == 51
    assert exchanges.asked[-1][1] == "http://flaky.example/2"


def test_a_server_that_asks_for_patience_gets_it_while_others_go_on() -> None:
    def answer(url: str) -> Exchange:
        return Exchange(url, 429, {"retry-after": "1"}) if url == "http://busy.example/0" else Exchange(url, 200)

    exchanges = FakeExchanges(0.0, answer)
    urls = [f"http://busy.example/{number}" for number in range(3)] + [
        f"http://h{number}.example/" for number in range(9)
    ]
    run(exchanges, jobs_of(*urls), most=1)
    start = exchanges.asked[0][0]
    busy = [time - start for time, url in exchanges.asked if "busy" in url]
    others = [time - start for time, url in exchanges.asked if "busy" not in url]
    assert busy[1] > 0.9
    assert max(others) < 0.9


def test_the_longest_queue_is_asked_first() -> None:
    exchanges = FakeExchanges(0.002)
    run(
        exchanges, jobs_of("http://a.example/1", "http://b.example/1", "http://b.example/2", "http://b.example/3"), 1, 1
    )
    assert exchanges.asked[0][1] == "http://b.example/1"


def test_what_was_slow_the_last_time_is_asked_first() -> None:
    exchanges = FakeExchanges(0.002)
    slow = Job("slow", "http://c.example/2", once("http://c.example/2"), expected=5.0)
    run(exchanges, [*jobs_of("http://a.example/1", "http://b.example/1", "http://c.example/1"), slow], 1)
    assert exchanges.asked[0][1] == "http://c.example/2"


def test_a_server_that_was_asked_is_finished_before_another_is_started() -> None:
    """Its connection is open; with more exchanges than connections that are kept, each would be opened again."""
    exchanges = FakeExchanges(0.002)
    run(exchanges, jobs_of(*(f"http://h{number % 5}.example/{number}" for number in range(20))), threads=1)
    hosts = [url.split("/")[2] for _, url in exchanges.asked]
    assert sum(host != other for host, other in pairwise(hosts)) == 4


def test_those_of_a_lower_rank_are_asked_first() -> None:
    exchanges = FakeExchanges(0.002)
    urls = [f"http://h{number % 3}.example/{number}" for number in range(9)]
    run(exchanges, [Job(url, url, once(url), rank=rank) for rank, url in enumerate(urls)], threads=1)
    assert [url for _, url in exchanges.asked] == urls


def test_jobs_can_be_left_when_the_time_is_up() -> None:
    exchanges = FakeExchanges(0.05)
    schedule = Scheduler[str](exchanges.exchange, 1, lambda _: HostRateLimit(1, 1000))
    done, left = [], []
    jobs = [Job(f"http://a.example/{number}", f"http://a.example/{number}", retried) for number in range(10)]
    for finished in schedule.run(jobs):
        if finished:
            (left if isinstance(finished[1], LeftError) else done).append(finished[0].key)
        elif exchanges.asked:
            schedule.leave_rest()
    assert done == []
    assert len(exchanges.asked) <= 4
    assert sorted(left) == [f"http://a.example/{number}" for number in range(10)]


def retried() -> Steps:
    """Ask, then ask again later."""
    for _ in range(2):
        answer = yield Request("http://a.example/", 1.0)
        assert answer is not None
        yield RetryLater(0.0)
    return Evidence("http://a.example/", (Visit((answer,)),))


def test_retries_come_before_what_was_not_started_when_the_time_is_nearly_up() -> None:
    exchanges = FakeExchanges(0.01)
    schedule = Scheduler[str](exchanges.exchange, 1, lambda _: HostRateLimit(1, 1000), fast_clock())
    others = [f"http://b.example/{number}" for number in range(50)]

    def jobs() -> list[Job[str]]:
        return [Job("again", "http://a.example/", retried), *(Job(url, url, once(url), 1) for url in others)]

    order = []
    for finished in schedule.run(jobs()):
        order += [finished[0].key] if finished else []
        if len(exchanges.asked) > 2:
            schedule.start_retries()
    assert order.index("again") < 40
    assert run(FakeExchanges(0.001), jobs())[-1] == "again", "usually it is the last"


def test_a_caller_that_stops_listening_ends_the_run() -> None:
    exchanges = FakeExchanges(0.01)
    before = threading.active_count()
    results = Scheduler[str](exchanges.exchange, 4, lambda _: HostRateLimit(1, 1000)).run(
        jobs_of(*(f"http://h{number}.example/" for number in range(500)))
    )
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before
    assert len(exchanges.asked) < 100


def test_a_bug_that_one_link_meets_leaves_the_others_their_evidence() -> None:
    def begin() -> Steps:
        yield Request("http://a.example/", 1.0)
        raise ZeroDivisionError

    schedule = Scheduler[str](FakeExchanges().exchange, 4, lambda _: HostRateLimit(1, 1000))
    done = [
        finished
        for finished in schedule.run([Job("a", "http://a.example/", begin), *jobs_of("http://b.example/")])
        if finished
    ]
    assert {job.key: type(found) for job, found in done} == {"a": ZeroDivisionError, "http://b.example/": Evidence}


def test_results_that_nobody_takes_up_are_waited_for() -> None:
    """Each contains a page, so a hundred thousand of them would fill the memory."""
    exchanges = FakeExchanges(0.0)
    jobs = jobs_of(*(f"http://h{number}.example/" for number in range(300)))
    schedule = Scheduler[str](exchanges.exchange, 8, lambda _: HostRateLimit(2, 1000.0))
    with closing(schedule.run(jobs)) as results:
        first = next(finished for finished in results if finished)
        sleep(0.3)
        assert len(exchanges.asked) <= 5 * 8
        assert sorted([first[0].key, *(finished[0].key for finished in results if finished)]) == sorted(
            job.key for job in jobs
        )


def test_a_caller_that_stops_listening_ends_workers_whose_results_wait() -> None:
    before = set(threading.enumerate())
    exchanges = FakeExchanges(0.0)
    schedule = Scheduler[str](exchanges.exchange, 8, lambda _: HostRateLimit(2, 1000.0))
    results = schedule.run(jobs_of(*(f"http://h{number}.example/" for number in range(300))))
    next(finished for finished in results if finished)
    sleep(0.1)
    start = monotonic()
    results.close()
    assert monotonic() - start < 0.9
    assert not set(threading.enumerate()) - before
