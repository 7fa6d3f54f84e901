"""The site's own search leads to the entry, whatever of it a reader remembers."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Locator, expect
from served import NARROW, WIDE, Site, Visit, visiting


def results(visit: Visit) -> Locator:
    return visit.page.locator(".pg-search a")


def open_search(visit: Visit) -> None:
    """Open the search by its key, as a reader does on a computer, and wait until it says that it can find."""
    expect(visit.page.get_by_role("button", name="Search", exact=True)).to_be_visible()
    visit.page.keyboard.press("/")
    expect(visit.page.get_by_role("searchbox", name="Search")).to_be_focused()
    expect(visit.page.locator(".pg-search [role=status]")).not_to_be_empty()


def search(visit: Visit, words: str, target: str) -> None:
    """Type into the search, and follow the result that leads to a place of the site."""
    open_search(visit)
    visit.page.get_by_role("searchbox", name="Search").fill(words)  # over what was searched for before
    address = urljoin(visit.site.url, target.removesuffix("#"))
    visit.page.locator(f".pg-search a[href='{address}']").click()
    visit.page.wait_for_url(address)


ENTRIES = {
    "title": ("step by step backpropagation", "steps/backpropagation/", "mazur-step-by-step"),
    "creator": ("Matt Mazur", "steps/backpropagation/", "mazur-step-by-step"),
    "last of eight": ("Illia Polosukhin", "steps/recurrent-networks/", "attention-is-all-you-need"),
    "concept": ("chain rule", "steps/getting-technical/", "matrix-calculus"),
    "in a topic": ("floodsung", "topics/deep-learning/", "deep-learning-deep-learning-papers-reading-roadmap"),
    "subtopic": ("gradient boosting machine", "topics/boosting/", "gradient-boosting-machine"),
    "library": ("PyTensor", "libraries/", "pytensor"),
    "who made a library": ("Yangqing Jia", "libraries/", "caffe"),
    "site": ("3blue1brown", "steps/getting-technical/", "essence-of-calculus"),
    "id": ("vae", "steps/further-topics/", "vae-paper"),
}
"""What a reader remembers, the page that it is on, and the entry that it leads to."""


def test_a_result_leads_to_the_entry(browser: Browser, flagship: Site) -> None:
    """Search from the home page, and then from where each result leads."""
    with visiting(browser, flagship) as visit:
        visit.go("")
        for name, (words, page, entry) in ENTRIES.items():
            search(visit, words, f"{page}#{entry}")
            target = visit.page.locator(":target")
            expect(target, name).to_have_id(entry)
            expect(target, name).to_be_in_viewport()
        assert visit.complaints == []


TYPED = {
    "gan": "Generative adversarial network",
    "llm": "Large Language Model Course",
    "ltsm": "LSTM",
    "theno": "Theano",
    "backpropogation": "Backpropagation",
}
"""Short names and typos, and what is in the title of the first result."""


def test_short_names_and_typos_are_understood(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        visit.go("libraries/")
        open_search(visit)
        field = visit.page.get_by_role("searchbox", name="Search")
        status = visit.page.locator(".pg-search [role=status]")
        at_first = status.inner_text()
        for words, title in TYPED.items():
            visit.page.keyboard.type(words)
            expect(results(visit).locator("strong").first).to_contain_text(title)
            is_typo = words not in {"gan", "llm"}
            expect(status, words).to_contain_text("Nothing has all of these words." if is_typo else "results.")
            field.clear()
            expect(status).to_have_text(at_first)


@pytest.mark.both_engines
def test_nothing_of_the_search_is_loaded_before_someone_searches(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample) as visit:
        asked: list[str] = []
        visit.page.on("request", lambda request: asked.append(request.url))
        visit.go("")
        visit.page.wait_for_timeout(1000)
        assert not [url for url in asked if "search" in url]
        open_search(visit)
        assert [url.removeprefix(sample.url) for url in asked if url.endswith(".json") and "search" in url] == [
            "assets/search.json"
        ]


def test_a_topic_is_found_with_its_entries(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        visit.go("")
        search(visit, "Genetic algorithms", "topics/genetic-algorithms/")
        expect(visit.page.get_by_role("heading", level=1)).to_have_text("Genetic Algorithms")
        expect(visit.page.locator(".pg-entry").first).to_be_visible()


def test_what_is_about_the_reader_or_the_whole_is_not_found(flagship: Site) -> None:
    records = json.loads((flagship.folder / "assets/search.json").read_text(encoding="utf-8"))["records"]
    pages = {record.get("url", "").partition("#")[0] for record in records}
    assert {"", "concepts/", "libraries/", "steps/backpropagation/", "documentation/commands/"} <= pages
    assert not pages & {"print/", "progress/", "plan/", "credits/", "health/", "rules/", "changes/"}


def test_every_result_leads_to_a_place_that_exists(flagship: Site) -> None:
    pages: dict[str, str] = {}
    for record in json.loads((flagship.folder / "assets/search.json").read_text(encoding="utf-8"))["records"]:
        page, _, anchor = record.get("url", "").partition("#")
        html = pages.setdefault(page, (flagship.folder / page / "index.html").read_text(encoding="utf-8"))
        assert not anchor or f'id="{anchor}"' in html, record["url"]


def test_the_keyboard_walks_through_the_results_and_gets_back(browser: Browser, flagship: Site) -> None:
    for size in (WIDE, NARROW):
        with visiting(browser, flagship, viewport=size) as visit:
            visit.go("steps/backpropagation/")
            button = visit.page.get_by_role("button", name="Search")
            button.focus()
            visit.page.keyboard.press("Enter")
            visit.page.keyboard.type("lstm")
            expect(results(visit).first).to_be_visible()
            visit.page.keyboard.press("Tab")
            expect(visit.page.get_by_role("button", name="Close")).to_be_focused()
            for number in range(3):
                visit.page.keyboard.press("Tab")
                expect(results(visit).nth(number)).to_be_focused()
                expect(results(visit).nth(number)).to_be_in_viewport()
                assert visit.ask("badFocus") == []
            visit.page.keyboard.press("Escape")
            expect(visit.page.locator(".pg-search")).to_be_hidden()
            expect(button).to_be_focused()


def test_a_search_that_cannot_be_loaded_says_so_and_can_be_tried_again(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample) as visit:
        visit.go("")
        visit.page.route("**/search.json", lambda route: route.abort())
        open_search(visit)
        expect(visit.page.locator(".pg-search [role=status]")).to_contain_text("could not be loaded")
        visit.page.unroute("**/search.json")
        visit.page.keyboard.type("dough")
        expect(results(visit).first).to_be_visible()


def test_one_search_finds_what_is_on_every_path_of_a_site(
    browser: Browser, site_of: Callable[[str, str], Site]
) -> None:
    school = site_of("school", "mkdocs")
    for page in ("", "en/", "ar/topics/dough/"):
        with visiting(browser, school) as visit:
            visit.go(f"{page}?q=dough")
            expect(visit.page.locator(f".pg-search a[href='{school.url}en/steps/dough/']")).to_be_visible()
            expect(visit.page.locator(f".pg-search a[href^='{school.url}ar/']").first).to_be_visible()


def test_an_entry_names_what_it_teaches_and_leads_there(browser: Browser, flagship: Site) -> None:
    for size in (WIDE, NARROW):
        with visiting(browser, flagship, viewport=size) as visit:
            visit.go("steps/backpropagation/#mazur-step-by-step")
            entry = visit.page.locator(".pg-entry", has=visit.page.locator("#mazur-step-by-step"))
            entry.get_by_role("link", name="chain rule").click()
            expect(visit.page.locator("#chain-rule")).to_be_in_viewport()
