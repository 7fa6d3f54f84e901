"""The site's own search leads to the entry, in both engines, whatever of it a reader remembers."""

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
        # Material shows the best result of a page, and how many more there are; as words come in it lists anew.
        if more.is_visible():
            with suppress(TimeoutError):
                more.click(timeout=1_000)
        page.wait_for_timeout(100)
    result.click()
    page.wait_for_url(f"**/{path}?*{anchor}")


@pytest.mark.parametrize(
    ("words", "page", "entry"),
    [
        pytest.param("step by step backpropagation", "steps/backpropagation/", "mazur-step-by-step", id="title"),
        pytest.param("Matt Mazur", "steps/backpropagation/", "mazur-step-by-step", id="creator"),
        pytest.param("Illia Polosukhin", "steps/recurrent-networks/", "attention-is-all-you-need", id="last of eight"),
        pytest.param("chain rule", "steps/backpropagation/", "mazur-step-by-step", id="concept"),
        pytest.param("transfer learning", "topics/deep-learning/", "fastai-practical-deep-learning", id="in a topic"),
        pytest.param("gradient boosting machine", "topics/boosting/", "gradient-boosting-machine", id="subtopic"),
        pytest.param("PyTensor", "libraries/", "pytensor", id="library"),
        pytest.param("Yangqing Jia", "libraries/", "caffe", id="who made a library"),
    ],
)
def test_a_result_leads_to_the_entry(browser: Browser, flagship: Site, words: str, page: str, entry: str) -> None:
    with visiting(browser, flagship) as visit:
        visit.go("")
        search(visit, words, f"{page}#{entry}")
        target = visit.page.locator(":target")
        expect(target).to_have_id(entry)
        expect(target).to_be_in_viewport()
        assert visit.complaints == []


def test_a_topic_is_found_with_its_entries(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        visit.go("")
        search(visit, "Genetic algorithms", "topics/genetic-algorithms/#")
        expect(visit.page.get_by_role("heading", level=1)).to_have_text("Genetic Algorithms")
        expect(visit.page.locator(".pg-entry").first).to_be_visible()


def test_what_is_not_about_learning_is_not_found(flagship: Site) -> None:
    index = next(flagship.folder.glob("search*/*.json"), flagship.folder / "search.json").read_text(encoding="utf-8")
    assert "mazur-step-by-step" in index
    for words in ("dangling-reference", "archiveprefix", "Copy BibTeX", "Nothing fits all of that", "credits/"):
        assert words not in index


def test_an_entry_names_what_it_teaches_and_leads_there(browser: Browser, flagship: Site) -> None:
    for size in (WIDE, NARROW):
        with visiting(browser, flagship, viewport=size) as visit:
            visit.go("steps/backpropagation/#mazur-step-by-step")
            entry = visit.page.locator(".pg-entry", has=visit.page.locator("#mazur-step-by-step"))
            entry.get_by_role("link", name="chain rule").click()
            expect(visit.page.locator("#chain-rule")).to_be_in_viewport()
