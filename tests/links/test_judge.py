"""What evidence means, as a table of cases; ``test_scenarios`` covers the rest with real servers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pathgen.http.exchange import ClientProfile, Exchange, Fault
from pathgen.links.evidence import Evidence, RedirectStop, Visit
from pathgen.links.judge import is_transient, judge, needs_browser_visit, needs_probe, settle, title_change
from pathgen.links.moves import keeps_word
from pathgen.links.reasons import REASONS, sentence
from pathgen.links.verdict import Judgement, Result, Verdict

URL = "https://a.example/deep/page"
HTML = {"content-type": "text/html"}
NOW = datetime(2026, 1, 15, tzinfo=UTC)


def answer(status: int | None = 200, body: str = "<title>A page</title>", url: str = URL, **more: object) -> Exchange:
    return Exchange(url, status, HTML, body.encode(), **more)  # type: ignore[arg-type]


def visit(*exchanges: Exchange, profile: ClientProfile = ClientProfile.BOT, stop: RedirectStop | None = None) -> Visit:
    return Visit(exchanges, profile, stop)


def fault(of: Fault) -> Visit:
    return visit(Exchange(URL, fault=of))


def reason(*visits: Visit, probe: Visit | None = None, url: str = URL) -> str:
    return judge(Evidence(url, visits, probe)).reason


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        ([visit(answer(404)), visit(answer(200), profile=ClientProfile.BROWSER)], "ok"),
        ([visit(answer(403)), visit(answer(404), profile=ClientProfile.BROWSER)], "not-found"),
        ([visit(answer(404)), visit(answer(403), profile=ClientProfile.BROWSER)], "forbidden"),
        ([visit(answer(403)), fault(Fault.RESET)], "forbidden"),
        ([visit(answer(404)), fault(Fault.RESET)], "reset"),
        ([fault(Fault.TIMEOUT), visit(answer(200))], "ok"),
        ([visit(answer(500)), fault(Fault.TIMEOUT)], "timeout"),
        ([fault(Fault.PRIVATE)], "private-address"),
        ([visit(answer(400))], "client-error"),
        ([visit(answer(405)), visit(answer(405), profile=ClientProfile.BROWSER)], "robots-refused"),
        ([visit(answer(406)), visit(answer(406), profile=ClientProfile.BROWSER)], "robots-refused"),
        ([visit(answer(418)), visit(answer(418), profile=ClientProfile.BROWSER)], "robots-refused"),
        ([visit(answer(300))], "ok"),
        ([visit(answer(599))], "server-error"),
        ([visit(answer(600))], "robots-refused"),
    ],
)
def test_several_visits_give_one_verdict(visits: list[Visit], expected: str) -> None:
    assert reason(*visits) == expected


MISSING = answer(200, "<title>Page not found</title><p>There is no such page here.</p>")


@pytest.mark.parametrize(
    ("probe", "expected"),
    [
        (visit(MISSING), "soft-404"),
        (visit(answer(404)), "ok"),
        (visit(answer(200, "<title>Search</title><p>Other words altogether in this one.</p>")), "ok"),
        (fault(Fault.TIMEOUT), "ok"),
        (None, "ok"),
    ],
)
def test_what_looks_like_an_error_page_is_dead_only_if_the_site_says_so_of_anything(
    probe: Visit | None, expected: str
) -> None:
    assert needs_probe(Evidence(URL, (visit(MISSING),)))
    assert reason(visit(MISSING), probe=probe) == expected


def test_a_home_page_is_compared_with_another_only_if_it_says_little() -> None:
    long = answer(200, f"<title>Page not found</title><p>{'An article on errors. ' * 50}</p>")
    assert needs_probe(Evidence("https://a.example/", (visit(MISSING),)))
    assert not needs_probe(Evidence("https://a.example/", (visit(long),)))
    neighbour = answer(200, MISSING.body.decode(), "https://a.example/made-up")
    assert reason(visit(MISSING), probe=visit(neighbour), url="https://a.example/") == "soft-404"


@pytest.mark.parametrize(
    ("hops", "suggestion"),
    [
        ([(301, URL), (200, "https://a.example/new")], "https://a.example/new"),
        ([(308, URL), (301, "https://b.example/x"), (200, "https://b.example/y")], None),
        ([(301, URL), (302, "https://a.example/new"), (200, "https://a.example/now")], "https://a.example/new"),
        ([(302, URL), (301, "https://a.example/new"), (200, "https://a.example/now")], None),
        ([(301, "http://a.example/deep/page"), (200, URL)], URL),
        ([(301, URL), (200, "https://a.example/")], None),
        ([(301, URL), (200, "https://user:word@a.example/new")], None),
        ([(301, URL), (200, "https://a.example:443/deep/page")], None),
        ([(301, URL), (200, "../up/./new")], "https://a.example/up/new"),
        ([(301, URL), (200, "/a b/\u00e9#part")], "https://a.example/a%20b/%E9#part"),
        ([(301, URL + "#here"), (200, "/new")], "https://a.example/new#here"),
        ([(301, URL), (200, "/signup")], None),
    ],
)
def test_a_new_address_is_offered_as_far_as_the_hops_are_permanent(
    hops: list[tuple[int, str]], suggestion: str | None
) -> None:
    leads = (*(url for _, url in hops[1:]), "")
    exchanges = [Exchange(url, status, HTML | {"location": to}) for (status, url), to in zip(hops, leads, strict=True)]
    found = Evidence(hops[0][1], (visit(*exchanges),), visit(answer(404)))
    assert judge(found).suggestion == suggestion


def redirected(
    to: str, *, url: str = URL, title: str = "Explore", neighbour: str = "", status: int = 301, entry: str = "Deep nets"
) -> Judgement:
    """Judge a redirect to a page with this title; ``neighbour`` is where a made-up neighbour ends, if anywhere."""
    words = "word after word of something that people read " * 10
    last = answer(200, f"<title>{title}</title><p>{words}</p>", to)
    hop = Exchange(url, status, HTML | {"location": to})
    probe = visit(answer(200, url=neighbour) if neighbour else answer(404))
    titles = (entry,) if entry else ()
    return judge(Evidence(url, (visit(hop, last),), probe, None, titles, ("Ada Lovelace",)))


A_FEW = "https://a.example/catalog"
NETS = "https://a.example/new/nets"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (redirected(A_FEW, neighbour=A_FEW), "soft-404"),
        (redirected("https://a.example/nets", title="Deep nets"), "moved"),
        (
            redirected(NETS, url="https://a.example/nets", neighbour=NETS, title="Deep nets"),
            "moved",
        ),
        (redirected("https://a.example/deep", neighbour="https://a.example/deep", status=302), "soft-404"),
        (redirected("https://a.example/deep", status=302), "ok"),
        (redirected("https://a.example/outage", neighbour="https://a.example/outage", status=302), "same-everywhere"),
        (redirected("https://b.example/", url="https://a.example/", title="Slot"), "other-site"),
        (redirected("https://b.example/", url="https://a.example/", title="Deep nets"), "moved"),
        (redirected("https://b.example/page", title="Slot", status=302), "other-site"),
        (redirected("https://b.example/page", title="Notes by Ada Lovelace"), "moved"),
        (redirected("https://a.example/choose-region?return=/deep/page", status=302), "gate"),
        (redirected("https://a.example/search?next=2", status=302), "ok"),
        (redirected("https://a.example/p.pdf?X-Amz-Expires=300&X-Amz-Signature=a"), "ok"),
        (redirected("https://a.example/page;jsessionid=0A1B"), "ok"),
        (redirected("https://a.example/page?signs=2", title="Deep nets"), "moved"),
    ],
)
def test_what_a_redirect_to_elsewhere_means(found: Judgement, expected: str) -> None:
    assert found.reason == expected
    assert (found.suggestion is not None) == (expected == "moved")


@pytest.mark.parametrize(
    "found",
    [
        redirected(A_FEW),
        redirected("https://a.example/deep/", title="Deep nets"),
        redirected("https://a.example/search?q=deep+nets", title="Deep nets"),
        redirected("https://a.example/new/page?from=/deep/page", title="Deep nets"),
    ],
)
def test_what_may_be_of_another_work_is_not_offered(found: Judgement) -> None:
    assert (found.reason, found.suggestion) == ("moved", None)


@pytest.mark.parametrize(
    ("url", "new", "expected"),
    [
        ("https://a.example/course/trading--ud501", "https://a.example/learn/trading", True),
        ("https://a.example/MachineLearning.html", "https://a.example/machine-learning/", True),
        ("https://a.example/guide/part.html", "https://a.example/guide/", False),
        ("https://a.example/python/python-3", "https://a.example/python", False),
        ("https://a.example/watch?v=abc", "https://a.example/watch", False),
        ("https://a.example/show.php?id=5", "https://a.example/articles/5-nets", True),
        ("http://a.example/x", "https://www.a.example/x/", True),
    ],
)
def test_a_new_address_keeps_a_word_of_what_names_the_page(url: str, new: str, expected: bool) -> None:  # noqa: FBT001
    assert keeps_word(url, new) is expected


@pytest.mark.parametrize(
    ("runs", "days", "expected"),
    [(1, 30, "refused"), (2, 30, "refused"), (3, 6.9, "refused"), (3, 7, "long-failing"), (9, 60, "long-failing")],
)
def test_failing_turns_dead_after_three_runs_over_a_week(runs: int, days: float, expected: str) -> None:
    failing = Judgement(Verdict.FAILING, "refused")
    found = settle(failing, None, runs, NOW - timedelta(days=days), NOW, runs=3, days=7)
    assert (found.reason, found.verdict) == (expected, REASONS[expected].verdict)


def test_only_what_is_certainly_the_servers_fault_turns_dead_by_repetition() -> None:
    assert {code for code, reason in REASONS.items() if reason.ages} == {
        *("refused", "unreachable", "tls", "broken-http", "server-error")
    }
    for code, reason in REASONS.items():
        if reason.verdict is Verdict.FAILING and not reason.ages:
            failing = Judgement(Verdict.FAILING, code)
            assert settle(failing, None, 99, NOW - timedelta(days=99), NOW, runs=3, days=7) is failing


def test_a_link_that_failed_for_long_says_with_which_status() -> None:
    failing = Judgement(Verdict.FAILING, "server-error")
    found = settle(failing, 503, 3, NOW - timedelta(days=8), NOW, runs=3, days=7)
    assert found.detail.endswith("; server error 503")


@pytest.mark.parametrize(
    ("before", "now", "named", "is_told"),
    [
        ("Backpropagation, step by step", "Cheap watches", "A step by step backpropagation example", True),
        ("Backpropagation", "Backpropagation | New blog", "Backpropagation", False),
        ("Backpropagation", "The same as ever", "The chain rule", False),
        ("Backpropagation", "", "Backpropagation", False),
        ("深度学习教程", "便宜手表", "深度学习", True),
        ("深度学习教程", "新的深度学习", "深度学习", False),
    ],
)
def test_a_page_is_another_when_its_title_lost_every_word(before: str, now: str, named: str, is_told: bool) -> None:  # noqa: FBT001
    assert bool(title_change(before, now, named)) is is_told


@pytest.mark.parametrize(
    ("first_visit", "browser", "again"),
    [
        (visit(answer(200)), False, False),
        (visit(answer(403)), True, False),
        (visit(answer(404)), True, False),
        (visit(answer(403), profile=ClientProfile.BROWSER), False, False),
        (visit(answer(429)), False, True),
        (visit(answer(503)), False, True),
        (fault(Fault.RESET), False, True),
        (fault(Fault.NO_SUCH_NAME), False, True),
        (fault(Fault.PRIVATE), False, False),
        (fault(Fault.BAD_ADDRESS), False, False),
    ],
)
def test_the_next_request_depends_on_the_last_answer(first_visit: Visit, browser: bool, again: bool) -> None:  # noqa: FBT001
    assert (needs_browser_visit(first_visit), is_transient(first_visit)) == (browser, again)


TEXTS = st.one_of(st.text(max_size=60), st.sampled_from(["<title>404", "<h1>", "text/html; charset=utf-7", "\0", "#"]))


@given(
    st.lists(
        st.builds(
            Exchange,
            url=TEXTS.map("https://a.example/{}".format),
            status=st.one_of(st.none(), st.integers(100, 999)),
            headers=st.dictionaries(st.sampled_from(["content-type", "location", "cf-mitigated"]), TEXTS),
            body=st.one_of(st.binary(max_size=200), TEXTS.map(str.encode)),
            fault=st.one_of(st.none(), st.sampled_from(Fault)),
        ),
        min_size=1,
        max_size=4,
    ),
    TEXTS,
    st.one_of(st.none(), st.sampled_from(RedirectStop)),
)
@example([Exchange("https://a.example/", 200, {"content-type": "text/html; charset=hex"}, b"zz")], "a", None)
def test_any_evidence_gets_a_verdict_with_its_reason(
    exchanges: list[Exchange], path: str, stop: RedirectStop | None
) -> None:
    url = f"https://a.example/{path}"
    visited = Visit(tuple(exchanges), ClientProfile.BOT, stop, "x")
    found = judge(Evidence(url, (visited, visited), visited))
    assert REASONS[found.reason].verdict is found.verdict
    needs_browser_visit(visited), is_transient(visited), needs_probe(Evidence(url, (visited,)))
    assert sentence(Result(url, found.verdict, found.reason, 200, detail=found.detail))


def test_a_place_in_other_letters_is_missing_and_the_right_spelling_is_offered() -> None:
    page = b"<h2 id=Setup>Set up</h2>" + b"<p>words of a page</p>" * 50
    visits = (Visit((Exchange("http://a.example/a", 200, {"content-type": "text/html"}, page),)),)
    assert judge(Evidence("http://a.example/a#Setup", visits)).reason == "ok"
    judgement = judge(Evidence("http://a.example/a#setup", visits))
    assert (judgement.verdict, judgement.detail) == (Verdict.DEAD, "#setup; did you mean #Setup?")
    assert judge(Evidence("http://a.example/a#other", visits)).detail == "#other"
