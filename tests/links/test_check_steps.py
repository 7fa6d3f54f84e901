"""The steps of one check: which requests it makes, in which order, and the evidence that it returns."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from re import fullmatch

import pytest

from pathgen.http.client import Request
from pathgen.http.exchange import ClientProfile, Exchange, Fault
from pathgen.links.check_steps import MOST_HOPS, CheckPlan, check_steps, nonexistent_sibling
from pathgen.links.evidence import Evidence, RedirectStop
from pathgen.links.scheduler import RetryLater

PAGE = b"<html lang=en><title>A page</title><h1>A page</h1><p>" + b"Words of it. " * 60
HTML = {"content-type": "text/html"}
RANDOM = Random(1)  # noqa: S311 - made-up names are no secrets
Answer = Callable[[Request], Exchange]


def page(ask: Request) -> Exchange:
    return Exchange(ask.url, 200, HTML, PAGE, seconds=1.0)


def talk(url: str, answer: Answer, retries: int = 2, **plan: object) -> tuple[Evidence, list[Request | RetryLater]]:
    """Run the steps; return the evidence and everything that they yielded."""
    said: list[Request | RetryLater] = []
    conversation = check_steps(CheckPlan(url, 20.0, retries, lambda *_: {}, **plan), RANDOM)  # type: ignore[arg-type]
    step = next(conversation)
    while True:
        said.append(step)
        try:
            step = next(conversation) if isinstance(step, RetryLater) else conversation.send(answer(step))
        except StopIteration as end:
            return end.value, said


def asked(said: list[Request | RetryLater]) -> list[str]:
    return [step.url for step in said if isinstance(step, Request)]


def redirecting(**table: tuple[int, str]) -> Answer:
    """Make servers that redirect: ``a=(301, "/b")`` for http://x.example/a; any other path is a page."""

    def answer(ask: Request) -> Exchange:
        name = ask.url.rpartition("/")[2]
        if name not in table:
            return page(ask)
        return Exchange(ask.url, table[name][0], {"location": table[name][1]}, seconds=0.5)

    return answer


def test_a_page_is_asked_for_once() -> None:
    evidence, said = talk("http://x.example/a", page)
    assert asked(said) == ["http://x.example/a"]
    assert (len(evidence.visits), evidence.probe) == (1, None)


def test_redirects_are_followed_and_each_leaves_less_time() -> None:
    evidence, said = talk("http://x.example/a", redirecting(a=(302, "b"), b=(301, "//y.example/c")))
    assert asked(said) == ["http://x.example/a", "http://x.example/b", "http://y.example/c"]
    assert [step.seconds for step in said if isinstance(step, Request)] == [20, 19.5, 19]
    assert [exchange.status for exchange in evidence.visits[0].exchanges] == [302, 301, 200]


@pytest.mark.parametrize(("encoding", "sent"), [("utf-8", "%E4%B8%AD"), ("gb2312", "%D6%D0")])
def test_a_location_is_sent_on_byte_by_byte(encoding: str, sent: str) -> None:
    location = "/中".encode(encoding).decode("latin-1")
    _, said = talk("http://x.example/a", redirecting(a=(302, location)))
    assert asked(said)[1] == f"http://x.example/{sent}"


@pytest.mark.parametrize(
    ("location", "stop"),
    [
        ("/a", RedirectStop.LOOP),
        ("#elsewhere", RedirectStop.LOOP),
        ("file:///etc/passwd", RedirectStop.SCHEME),
        ("javascript:alert(1)", RedirectStop.SCHEME),
        ("http://x.example:99999/", RedirectStop.BAD_LOCATION),
        ("http://", RedirectStop.BAD_LOCATION),
        ("", RedirectStop.BAD_LOCATION),
    ],
)
def test_a_redirect_that_no_browser_follows_ends_the_visit(location: str, stop: RedirectStop) -> None:
    evidence, _ = talk("http://x.example/a", redirecting(a=(301, location)), retries=0)
    assert evidence.visits[0].stop is stop


def test_a_loop_over_two_addresses_is_one() -> None:
    evidence, _ = talk("http://x.example/a", redirecting(a=(302, "/b"), b=(302, "/a")), retries=0)
    assert (evidence.visits[0].stop, len(evidence.visits[0].exchanges)) == (RedirectStop.LOOP, 2)


def test_a_redirect_to_itself_that_sets_a_cookie_is_followed() -> None:
    def answer(ask: Request) -> Exchange:
        if ask.cookies:
            return page(ask)
        assert ask.cookies is not None
        ask.cookies.set("seen", "1")
        return Exchange(ask.url, 302, {"location": "/a"})

    evidence, _ = talk("http://x.example/a", answer)
    assert [exchange.status for exchange in evidence.visits[0].exchanges] == [302, 200]


def test_as_many_hops_as_a_browser_makes_are_followed() -> None:
    def until(last: int) -> Answer:
        return redirecting(**{str(number): (302, f"/{number + 1}") for number in range(last)})

    assert talk("http://x.example/0", until(MOST_HOPS))[0].visits[0].last.status == 200
    assert talk("http://x.example/0", until(MOST_HOPS + 1), retries=0)[0].visits[0].stop is RedirectStop.TOO_LONG


def test_a_server_that_refuses_a_bot_is_asked_as_a_browser() -> None:
    def answer(ask: Request) -> Exchange:
        return page(ask) if ask.profile is ClientProfile.BROWSER else Exchange(ask.url, 403)

    evidence, said = talk("http://x.example/a", answer)
    assert [step.profile for step in said if isinstance(step, Request)] == [ClientProfile.BOT, ClientProfile.BROWSER]
    assert evidence.visits[-1].last.status == 200


def test_what_may_pass_is_tried_again_in_the_second_wave_with_longer_pauses() -> None:
    evidence, said = talk("http://x.example/a", lambda ask: Exchange(ask.url, fault=Fault.RESET))
    pauses = [step.seconds for step in said if isinstance(step, RetryLater)]
    assert len(pauses) == 2
    assert 0.5 <= pauses[0] <= 1.5
    assert 1.0 <= pauses[1] <= 3.0
    assert evidence.visits[-1].last.fault is Fault.RESET


def test_a_wait_that_a_server_asks_for_is_kept_before_the_next_try() -> None:
    def answer(ask: Request) -> Exchange:
        return Exchange(ask.url, 429, {"retry-after": "30"})

    _, said = talk("http://x.example/a", answer, retries=1)
    assert [step.seconds for step in said if isinstance(step, RetryLater)] == [30]


def test_who_asks_for_a_day_is_not_asked_again() -> None:
    _, said = talk("http://x.example/a", lambda ask: Exchange(ask.url, 429, {"retry-after": "86400"}))
    assert [step for step in said if isinstance(step, RetryLater)] == []


@pytest.mark.parametrize(("until", "tries"), [(1_031.0, 2), (1_029.0, 1)])
def test_a_wait_that_is_asked_for_is_kept_within_the_budget(until: float, tries: int) -> None:
    answer = lambda ask: Exchange(ask.url, 429, {"retry-after": "30"})  # noqa: E731
    _, said = talk("http://x.example/a", answer, retries=1, now=lambda: 1_000.0, until=until)
    assert len(asked(said)) == tries


def test_a_page_that_looks_like_an_error_is_compared_with_one_that_certainly_is() -> None:
    def answer(ask: Request) -> Exchange:
        return Exchange(ask.url, 200, HTML, b"<title>Page not found</title><h1>Page not found</h1>")

    evidence, said = talk("http://x.example/deep/page.html", answer)
    assert evidence.probe is not None
    assert asked(said)[-1].startswith("http://x.example/deep/pathgen-")


@pytest.mark.parametrize(("retries", "tries"), [(2, 2), (0, 1)])
def test_a_made_up_address_without_an_answer_is_tried_again_once(retries: int, tries: int) -> None:
    def answer(ask: Request) -> Exchange:
        if "pathgen-" in ask.url:
            return Exchange(ask.url, fault=Fault.TIMEOUT)
        return Exchange(ask.url, 200, HTML, b"<title>Page not found</title><h1>Page not found</h1>")

    _, said = talk("http://x.example/deep/page.html", answer, retries=retries)
    probes = [url for url in asked(said) if "pathgen-" in url]
    assert (len(probes), len(set(probes))) == (tries, 1)


def test_a_made_up_address_is_next_to_the_page() -> None:
    sibling = nonexistent_sibling("https://x.example/a/b.html?q#f", "pathgen-1", by_query=False)
    assert sibling.startswith("https://x.example/a/pathgen-")
    assert sibling.endswith(".html")
    assert nonexistent_sibling("https://x.example/a?b=1&c=#f", "pathgen-1", by_query=False).startswith(
        "https://x.example/pathgen-"
    )
    assert nonexistent_sibling("https://x.example/", "pathgen-1", by_query=False).startswith(
        "https://x.example/pathgen-"
    )
    assert nonexistent_sibling("https://x.example", "pathgen-1", by_query=False).startswith(
        "https://x.example/pathgen-"
    )


def test_a_made_up_neighbour_of_a_page_that_its_query_names_differs_in_the_query() -> None:
    sibling = nonexistent_sibling("https://x.example/a.php?id=1&lang=en#f", "pathgen-1", by_query=True)
    assert fullmatch(r"https://x\.example/a\.php\?id=(pathgen-1)&lang=\1", sibling)
    assert nonexistent_sibling("https://x.example/a/b?c", "pathgen-1", by_query=True).startswith(
        "https://x.example/a/pathgen-"
    )


def test_an_address_known_from_before_is_asked_whether_it_changed() -> None:
    conditions = {"http://x.example/b": {"If-None-Match": '"1"'}}
    _, said = talk("http://x.example/a", redirecting(a=(302, "/b")), conditions=conditions)
    assert [dict(step.headers) for step in said if isinstance(step, Request)][:2] == [{}, {"If-None-Match": '"1"'}]
