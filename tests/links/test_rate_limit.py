"""A server is asked at its own pace, and slower when it says so."""

from __future__ import annotations

import pytest

from pathgen.http.exchange import Exchange
from pathgen.http.rate_limit import LONGEST_WAIT_SECONDS, SLOWEST_SECONDS, HostRateLimit, asked_to_wait

EPOCH = 1_700_000_000.0  # Tue, 14 Nov 2023 22:13:20 GMT


def answer(status: int, **headers: str) -> Exchange:
    return Exchange("http://a.example/", status, {name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (answer(429, retry_after="7"), 7),
        (answer(503, retry_after=" 120 "), 120),
        (answer(429, retry_after="Tue, 14 Nov 2023 22:13:25 GMT"), 5),
        (
            answer(429, retry_after="Tue, 14 Nov 2023 23:00:03 GMT", date="Tue, 14 Nov 2023 23:00:00 GMT"),
            3,
        ),
        (answer(429, retry_after="Tue, 14 Nov 2023 20:00:00 GMT"), 0),
        (answer(429, retry_after="soon"), 0),
        (answer(429, retry_after="-5"), 0),
        (answer(429, retry_after="9" * 400), 999_999_999),
        (answer(429, retry_after="Tue, 99 Nov 99999 20:00:00 GMT"), 0),
        (answer(429), 0),
        (answer(200, retry_after="7"), 0),
        (answer(301, retry_after="7"), 0),
    ],
)
def test_a_server_that_is_asked_too_much_says_how_long_to_wait(said: Exchange, seconds: float) -> None:
    assert asked_to_wait(said, EPOCH) == seconds


def test_requests_start_as_far_apart_as_the_rate_says() -> None:
    pace = HostRateLimit(most=2, rate=5)
    pace.start(100.0)
    assert pace.free_at == pytest.approx(100.2)
    pace.start(101.0)
    assert (pace.active, pace.free_at) == (2, pytest.approx(101.2))


def test_an_answer_that_says_too_fast_slows_the_server_down() -> None:
    pace = HostRateLimit(most=4, rate=5)
    pace.start(100.0)
    pace.end(answer(429), 100.5, EPOCH)
    assert (pace.active, pace.most, pace.interval) == (0, 1, 0.4)
    for _ in range(10):
        pace.start(101.0)
        pace.end(answer(503), 101.0, EPOCH)
    assert pace.interval == SLOWEST_SECONDS


def test_a_rate_slower_than_what_answers_lead_to_stays() -> None:
    pace = HostRateLimit(most=1, rate=0.1)
    pace.start(100.0)
    pace.end(answer(429), 100.0, EPOCH)
    assert pace.interval == pytest.approx(10)


def test_a_wait_that_a_server_asks_for_holds_the_whole_server() -> None:
    pace = HostRateLimit(most=2, rate=5)
    pace.start(100.0)
    pace.end(answer(429, retry_after="30"), 101.0, EPOCH)
    assert pace.free_at == 131.0


def test_a_wait_of_a_day_is_not_kept() -> None:
    pace = HostRateLimit(most=2, rate=5)
    pace.start(100.0)
    pace.end(answer(429, retry_after="86400"), 101.0, EPOCH)
    assert pace.free_at < 101.0 + LONGEST_WAIT_SECONDS
