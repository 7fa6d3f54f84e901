"""The site's own search leads to the entry, whatever of it a reader remembers."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic

import pytest
from playwright.sync_api import Browser, TimeoutError, expect  # noqa: A004 - Playwright's own is meant
from served import NARROW, WIDE, Site, Visit, visiting

PATIENCE = 20_000
"""Milliseconds that an engine's search may take to read its index on a busy machine."""


def search(visit: Visit, words: str, target: str) -> None:
    """Type into the search, as a reader does, and follow the result that leads to a place of the site."""
    page = visit.page
    expect(page.locator(".md-search")).to_be_attached()
    page.keyboard.press("/")
    expect(page.locator("input:focus")).to_be_visible()
    page.keyboard.type(words)
    path, anchor = target.split("#")
    result = page.locator(f"a[href*='{path}?h=']" + (f"[href$='#{anchor}']" if anchor else ":not([href*='#'])")).first
    expect(result).to_be_attached(timeout=PATIENCE)
    more = page.locator("details:not([open])", has=result).locator("summary")
    until = monotonic() + PATIENCE / 1000
    while not result.is_visible() and monotonic() < until:
        # Material shows the best result of a page, and how many more there are; as words come in it lists them again.
        if more.is_visible():
            with suppress(TimeoutError):
                more.click(timeout=1_000)
        page.wait_for_timeout(100)
    result.click()
    page.wait_for_url(f"**/{path}?*{anchor}")


ENTRIES = {
    "title": ("step by step backpropagation", "steps/backpropagation/", "mazur-step-by-step"),
    "creator": ("Matt Mazur", "steps/backpropagation/", "mazur-step-by-step"),
    "last of eight": ("Illia Polosukhin", "steps/recurrent-networks/", "attention-is-all-you-need"),
    "concept": ("chain rule", "steps/backpropagation/", "mazur-step-by-step"),
    "in a topic": ("floodsung", "topics/deep-learning/", "deep-learning-deep-learning-papers-reading-roadmap"),
    "subtopic": ("gradient boosting machine", "topics/boosting/", "gradient-boosting-machine"),
    "library": ("PyTensor", "libraries/", "pytensor"),
    "who made a library": ("Yangqing Jia", "libraries/", "caffe"),
}
"""What a reader remembers, the page that it is on, and the entry that it leads to."""


@pytest.mark.parametrize("remembered", ENTRIES)
def test_a_result_leads_to_the_entry(browser: Browser, flagship: Site, remembered: str) -> None:
    assert_leads_to_the_entry(browser, flagship, *ENTRIES[remembered])


@pytest.mark.other_engine
@pytest.mark.parametrize("remembered", ["title", "subtopic", "library"])
def test_a_result_of_the_other_engines_search_does_so_too(browser: Browser, flagship: Site, remembered: str) -> None:
    assert_leads_to_the_entry(browser, flagship, *ENTRIES[remembered])


def assert_leads_to_the_entry(browser: Browser, site: Site, words: str, page: str, entry: str) -> None:
    """Search for some words from the home page, and follow the result that leads to an entry."""
    with visiting(browser, site) as visit:
        visit.go("")
        search(visit, words, f"{page}#{entry}")
        target = visit.page.locator(":target")
        expect(target).to_have_id(entry)
        expect(target).to_be_in_viewport()
        assert visit.complaints == []


def test_the_index_is_loaded_when_someone_searches(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        asked: list[str] = []
        visit.page.on("request", lambda request: asked.append(request.url))
        visit.go("")
        visit.page.wait_for_timeout(1000)
        assert not [url for url in asked if "search_index" in url]
        visit.page.locator(".md-search__input").click()
        visit.page.wait_for_timeout(1000)
        assert len([url for url in asked if "search_index" in url]) == 1


@pytest.mark.both_engines
def test_a_topic_is_found_with_its_entries(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        visit.go("")
        search(visit, "Genetic algorithms", "topics/genetic-algorithms/#")
        expect(visit.page.get_by_role("heading", level=1)).to_have_text("Genetic Algorithms")
        expect(visit.page.locator(".pg-entry").first).to_be_visible()


@pytest.mark.both_engines
def test_what_is_not_about_learning_is_not_found(flagship: Site) -> None:
    index = next(flagship.folder.glob("search*/*.json"), flagship.folder / "search.json").read_text(encoding="utf-8")
    assert "mazur-step-by-step" in index
    for words in ("dangling-reference", "archiveprefix", "Copy BibTeX", "No matches", "credits/"):
        assert words not in index


def test_an_entry_names_what_it_teaches_and_leads_there(browser: Browser, flagship: Site) -> None:
    for size in (WIDE, NARROW):
        with visiting(browser, flagship, viewport=size) as visit:
            visit.go("steps/backpropagation/#mazur-step-by-step")
            entry = visit.page.locator(".pg-entry", has=visit.page.locator("#mazur-step-by-step"))
            entry.get_by_role("link", name="chain rule").click()
            expect(visit.page.locator("#chain-rule")).to_be_in_viewport()
