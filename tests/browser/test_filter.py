"""Long lists show what a reader asks for: by keyboard, on a phone, from an address, and with a screen reader."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from served import NARROW, WIDE, Site, Visit, visiting

LONG = "topics/deep-learning/"
SHOWN = ".pg-entry:visible"


def filled(visit: Visit) -> dict[str, list[str]]:
    """Return what the page's address asks for."""
    return parse_qs(urlsplit(visit.page.url).query)


def go(visit: Visit, path: str) -> None:
    """Open a page with all of its list, and wait until its scripts are there: they are loaded after it."""
    visit.go(path)
    visit.page.wait_for_load_state("networkidle")
    visit.page.evaluate("for (const record of document.querySelectorAll('.pg-record')) record.open = true")


def ask(visit: Visit, path: str) -> Page:
    """Open a page by an address that asks for a part of it, and wait until that is found."""
    visit.go(path)
    expect(visit.page.locator("html[data-filtering]")).to_have_count(0)
    return visit.page


def clear(page: Page) -> Locator:
    """Find the button beside the count."""
    return page.locator(".pg-filter").get_by_role("button", name="Clear filters")


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_topic_is_filtered_by_what_its_entries_differ_in(
    browser: Browser, flagship: Site, size: dict[str, int]
) -> None:
    with visiting(browser, flagship, viewport=size) as visit:
        go(visit, LONG)
        page = visit.page
        form = page.get_by_role("search", name="Filter the list")
        every = page.locator(SHOWN).count()
        for name, chosen, attribute, value in (
            ("Kind", "Video", "data-kind", "video"),
            ("Level", "advanced", "data-level", "advanced"),
            ("Language", "Chinese", "data-language", "zh"),
            ("Status", "gone", "data-life", "gone"),
        ):
            form.get_by_label(name).select_option(chosen)
            count = page.locator(SHOWN).count()
            assert 0 < count < every, name
            assert page.locator(f"{SHOWN}[{attribute}={value}]").count() == count, name
            expect(form.get_by_role("status")).to_have_text(f"{count} of {every} shown")
            assert visit.ask("overflow") <= 0
            clear(page).click()
            expect(page.locator(SHOWN)).to_have_count(every)
        form.get_by_label("From year").select_option("2014")
        form.get_by_label("To year").select_option("2015")
        years = {entry.get_attribute("data-year") for entry in page.locator(SHOWN).all()}
        assert years == {"2014", "2015"}
        assert visit.complaints == []


FRAMES = """
async (asked) => {
  const form = document.querySelector("[data-pg-filter]");
  const shown = () => [...document.querySelectorAll(".pg-entry")].map((one) => !one.classList.contains("pg-out"));
  const counts = [];
  for (const words of asked) {
    form.elements.words.value = words;
    form.dispatchEvent(new Event("input"));
    counts.push(shown());
  }
  for (let frame = 0; frame < 6; frame++) await new Promise(requestAnimationFrame);
  return [...counts, shown()].map((one) => [one.filter(Boolean).length, one.indexOf(false)]);
}
"""


def test_what_comes_back_fills_the_screen_at_once_and_the_rest_follows(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        go(visit, LONG)
        every = visit.page.locator(SHOWN).count()
        nothing, (first, gap), (last, _) = visit.page.evaluate(FRAMES, ["no such words", ""])
        assert nothing == [0, 0]
        assert 0 < first == gap < every  # the first of them, without a gap
        assert last == every


def test_what_is_asked_meanwhile_is_what_is_shown_in_the_end(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = ask(visit, f"{LONG}?words=gradient")
        few = page.locator(SHOWN).count()
        go(visit, LONG)
        *_, (last, _) = visit.page.evaluate(FRAMES, ["no such words", "", "gradient"])
        assert last == few


IN_VAIN = """
() => {
  const isSomethingShown = () => [...document.querySelectorAll("[data-life]")].some((item) => item.checkVisibility());
  const inVain = [];
  for (const select of document.querySelectorAll(".pg-filter select")) {
    const values = [...select.options].map((option) => option.value);
    if (values.length < 3) inVain.push(select.name);
    for (const value of [...values.slice(1), values[0]]) {
      select.value = value;
      select.dispatchEvent(new Event("input", { bubbles: true }));
      if (!isSomethingShown()) inVain.push(`${select.name}=${value}`);
    }
  }
  return inVain;
}
"""
"""Choices of the form that offer nothing to choose, or after which nothing is shown."""


def test_each_choice_offers_what_it_finds_and_more_than_one(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        for path in (LONG, "topics/boosting/", "libraries/"):
            go(visit, path)
            assert visit.page.locator(".pg-filter select").count() > 0, path
            assert visit.page.evaluate(IN_VAIN) == [], path
        go(visit, "topics/cheat-sheets/")
        expect(visit.page.locator(".pg-filter")).to_have_count(0)


def test_words_are_found_whatever_their_case_and_accents(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        go(visit, "libraries/")
        visit.page.get_by_role("searchbox", name="Words").fill("  REHUREK topics ")
        expect(visit.page.locator("tbody tr:visible")).to_have_count(1)
        expect(visit.page.locator("tbody tr:visible")).to_contain_text("Radim Řehůřek")


def test_what_is_asked_for_stands_in_the_address_and_is_read_from_it(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship, alone=True) as visit:
        go(visit, f"{LONG}?edition=2016#top")
        page = visit.page
        page.get_by_label("Kind").select_option("paper")
        page.get_by_role("searchbox", name="Words").fill("rnn & more? #1")
        page.wait_for_url(re.compile("words=rnn.*23"))
        assert filled(visit) == {"edition": ["2016"], "kind": ["paper"], "words": ["rnn & more? #1"]}
        page.get_by_role("searchbox", name="Words").fill("rnn")
        page.wait_for_url(re.compile("words=rnn[&#]"))
        shown = page.locator(SHOWN).all_inner_texts()
        ask(visit, page.url.removeprefix(flagship.url))
        assert page.locator(SHOWN).all_inner_texts() == shown
        expect(page.get_by_role("searchbox", name="Words")).to_have_value("rnn")
        clear(page).click()
        page.wait_for_url(lambda url: "kind" not in url)
        assert filled(visit) == {"edition": ["2016"]}
        assert (
            page.evaluate("history.length") <= 4
        )  # an empty page, and the three above: typing adds no pages to go back to
        assert visit.complaints == []


@pytest.mark.parametrize(
    "query",
    [
        "kind=%3Cscript%3Ewindow.pwned=1%3C/script%3E&level=__proto__&from=0&to=9999",
        "__proto__=x&constructor=y&length=0&elements=1&item=2&submit=z",
        "kind=nonsense&kind=video&life=%00&%E0%A4%A=%E0",
    ],
)
def test_what_no_choice_offers_is_ignored(browser: Browser, flagship: Site, query: str) -> None:
    with visiting(browser, flagship) as visit:
        ask(visit, f"{LONG}?{query}")
        assert visit.page.evaluate("window.pwned") is None
        assert visit.page.locator(".pg-entry.pg-out").count() == 0
        visit.page.get_by_label("Kind").select_option("video")
        assert visit.page.locator(f"{SHOWN}[data-kind=video]").count() == visit.page.locator(SHOWN).count() > 0
        assert visit.complaints == []


def test_words_of_an_address_are_text(browser: Browser, hostile: Site, flagship: Site) -> None:
    query = f"?words=%22%3E%3Cimg%20src=x%20onerror=window.pwned=1%3E{'a' * 500}"
    for site, path in ((hostile, "topics/topic/"), (flagship, LONG)):
        with visiting(browser, site) as visit:
            go(visit, path + query)
            expect(visit.page.locator("html.pg-scripts")).to_be_attached()
            assert visit.page.evaluate("window.pwned") is None
            assert visit.ask("wouldRun") == []
    with visiting(browser, flagship) as visit:
        words = ask(visit, LONG + query).get_by_role("searchbox", name="Words")
        assert len(words.input_value()) == 100


def test_headings_and_contents_tell_of_what_is_shown(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = ask(visit, f"{LONG}?words=lstm&kind=article")
        visible = page.locator("article > :is(h2, h3):visible")
        lines = page.locator(".md-sidebar--secondary .md-nav__link:visible")
        assert visible.all_inner_texts() == lines.all_inner_texts()
        assert 0 < visible.count() < page.locator("article > :is(h2, h3)").count()
        assert "LSTM" in page.locator(SHOWN).first.inner_text()
        clear(page).click()
        expect(visible).to_have_count(page.locator("article > :is(h2, h3)").count())
        expect(lines).to_have_count(visible.count())


def test_an_empty_result_says_what_to_do(browser: Browser, flagship: Site) -> None:
    for path in (LONG, "libraries/"):
        with visiting(browser, flagship) as visit:
            go(visit, path)
            advice = visit.page.get_by_text("Remove a filter")
            expect(advice).to_be_hidden()
            visit.page.get_by_role("searchbox", name="Words").fill("no such thing")
            expect(advice).to_be_visible()
            clear(visit.page).click()
            expect(advice).to_be_hidden()


def test_the_count_is_told_once_typing_has_ended(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship, alone=True) as visit:
        page = visit.page
        page.clock.install(time=datetime(2027, 1, 1, tzinfo=UTC))
        go(visit, LONG)
        page.clock.pause_at(datetime(2027, 1, 2, tzinfo=UTC))
        page.evaluate("""
            window.told = [];
            const status = document.querySelector(".pg-filter output");
            new MutationObserver(() => told.push(status.textContent)).observe(status, {childList: true});
        """)
        page.get_by_role("searchbox", name="Words").press_sequentially("lstm")
        count = page.locator(SHOWN).count()
        assert page.evaluate("told") == []
        page.clock.run_for(1000)
        assert page.evaluate("told") == [f"{count} of 175 shown"]


def test_the_filter_is_used_by_keyboard(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        go(visit, LONG)
        page = visit.page
        page.get_by_role("searchbox", name="Words").focus()
        page.keyboard.type("image")
        page.keyboard.press("Enter")  # sends nothing anywhere
        page.keyboard.press("Tab")
        page.keyboard.press("V")
        page.wait_for_url(re.compile("kind=video"))
        fields = page.locator(".pg-filter select").count()
        for _ in range(fields):
            page.keyboard.press("Tab")
        expect(clear(page)).to_be_focused()
        assert "solid" in page.evaluate("getComputedStyle(document.activeElement).outline")
        page.keyboard.press("Space")
        expect(page.locator(".pg-entry.pg-out")).to_have_count(0)
        assert visit.complaints == []


def test_a_link_to_what_is_hidden_shows_it(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        go(visit, "libraries/")
        visit.page.get_by_label("Status").select_option("ended")
        row = visit.page.locator("tr", has=visit.page.locator("#theano"))
        row.get_by_role("link", name="PyTorch").click()
        expect(visit.page.locator("#pytorch")).to_be_in_viewport()
        ask(visit, "libraries/?life=ended#pytensor")
        expect(visit.page.locator("#pytensor")).to_be_in_viewport()


def test_nothing_moves_as_the_scripts_start(browser: Browser, flagship: Site) -> None:
    for size in (WIDE, NARROW):
        with visiting(browser, flagship, alone=True, viewport=size) as visit:
            visit.page.add_init_script("""
                window.moved = [];
                new PerformanceObserver((list) => moved.push(...list.getEntries().map((one) => one.value)))
                    .observe({type: "layout-shift", buffered: true});
            """)
            for path in (LONG, f"{LONG}?kind=video", "libraries/", "libraries/?life=ended"):
                go(visit, path)
                assert visit.page.evaluate("moved") == [], (path, size)


def test_without_scripts_no_dead_controls_are_shown(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship, java_script_enabled=False) as visit:
        for path in (f"{LONG}?kind=video", "libraries/?life=ended", "steps/introducing-deep-learning/"):
            go(visit, path)
            expect(visit.page.locator("article :is(.pg-filter, .pg-cite button):visible")).to_have_count(0)
            assert visit.page.locator("[data-life]:visible").count() == visit.page.locator("[data-life]").count()


def test_a_citation_is_shown_and_copied(browser: Browser, flagship: Site) -> None:
    for permissions, said in ((["clipboard-read", "clipboard-write"], "Copied"), ([], "Selected")):
        with visiting(browser, flagship, permissions=permissions) as visit:
            page = visit.page
            if not permissions:
                page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'))")
            go(visit, "steps/introducing-deep-learning/")
            entry = page.locator(".pg-entry", has=page.locator("#understanding-deep-learning"))
            entry.get_by_text("Cite", exact=True).click()
            expect(entry.get_by_text("Simon J. D. Prince (2023): Understanding Deep Learning.")).to_be_visible()
            entry.get_by_role("button", name="Copy BibTeX").click()
            expect(entry.get_by_role("status")).to_contain_text(said)
            taken = "navigator.clipboard.readText()" if permissions else "getSelection().toString()"
            assert page.evaluate(taken).startswith(
                "@book{understanding-deep-learning,\n  author = {Simon J. D. Prince},"
            )
            assert visit.complaints == []


ALL = "all/"


def test_the_list_of_all_entries_takes_several_values_and_an_order(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = ask(visit, ALL)
        form = page.get_by_role("search", name="Filter the list")
        form.locator("summary", has_text="Kind").click()
        form.get_by_label("Video", exact=True).check()
        videos = page.locator(SHOWN).count()
        form.get_by_label("Book", exact=True).check()
        both = page.locator(SHOWN).count()
        assert 0 < videos < both == page.locator(f"{SHOWN}:is([data-kind=video], [data-kind=book])").count()
        form.get_by_label("Sort by").select_option("year")
        years = page.locator(SHOWN).evaluate_all("(items) => items.map((item) => Number(item.dataset.year ?? 0))")
        assert years == sorted(years, reverse=True)
        expect(page).to_have_url(re.compile("sort=year"))
        assert filled(visit) == {"kind": ["book", "video"], "sort": ["year"]}
        page = ask(visit, f"{ALL}?{urlsplit(page.url).query}")
        assert page.locator(SHOWN).count() == both
        assert visit.complaints == []


def test_undated_entries_are_counted_where_years_are_asked_for(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = ask(visit, ALL)
        undated = page.locator(".pg-entry:not([data-year])").count()
        form = page.get_by_role("search", name="Filter the list")
        form.get_by_label("From year").select_option("2016")
        status = form.locator("output")
        expect(status).to_contain_text(f"Without a year, so not shown: {undated}")
        form.get_by_label("From year").select_option("any")
        expect(status).not_to_contain_text("Without a year")


def test_what_is_new_since_the_last_visit_is_offered(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample) as visit:
        page = ask(visit, ALL)
        new = page.get_by_label("New since your last visit")
        expect(new).to_be_hidden()
        page.evaluate("""() => {
            sessionStorage.clear();
            const [key] = Object.keys(localStorage).filter((name) => name.startsWith("pathgen:seen:"));
            localStorage.setItem(key, localStorage.getItem(key).split(" ").slice(2).join(" "));
        }""")
        for _ in range(2):  # it is the same visit when the page is loaded again
            page.reload()
            new.check()
            expect(page.locator(SHOWN)).to_have_count(2)
            new.uncheck()
        assert visit.complaints == []
