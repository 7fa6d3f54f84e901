"""What comes out of a printer: the whole path on one page, and every other page."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from served import Site, visiting

from pathgen.catalogue.load import load
from pathgen.catalogue.resolve import Catalogue
from pathgen.learner.route import route

STEP = "steps/getting-practical/"
PAGES = ("", "print/", STEP, "libraries/", "topics/", "topics/deep-learning/", "concepts/", "about/")
A4 = {"width": 680, "height": 990}
"""The room on a sheet of A4 within our margins, in CSS pixels."""

SEEN = """(words) => [...document.querySelectorAll(words)]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().width > 1)
  .map((one) => one.outerHTML.slice(0, 90))"""
CUT = """() => [...document.querySelectorAll("article, article *")]
  .filter((one) => one instanceof HTMLElement && one.checkVisibility() && !one.closest(".pg-hidden"))
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1
    || (getComputedStyle(one).overflow !== "visible" && one.scrollWidth > one.clientWidth + 1))
  .map((one) => one.outerHTML.slice(0, 90))"""
COLOURS = """() => [...document.querySelectorAll("html, body, article, article *")]
  .filter((one) => one.checkVisibility())
  .flatMap((one) => { const style = getComputedStyle(one); return [style.color, style.backgroundColor]; })"""
CHROME = (
    ".md-header, .md-tabs, .md-sidebar, .md-search, .md-top, .pg-footer, .pg-permalink, .headerlink, .pg-onward, "
    ".pg-hero__act, .pg-screen, .pg-choose, .pg-acts, article :is(button, select, form, input:not([type=checkbox]))"
)


@pytest.fixture(scope="module")
def catalogue(root: object) -> Catalogue:
    found = load(f"{root}/resources.yaml").catalogue
    assert found is not None
    return found


def printed(page: Page) -> str:
    """Print an open page, and return the text of its sheets, without spaces: a printer breaks lines where it likes."""
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, format="A4"))).pages
    return tight("".join(sheet.extract_text() for sheet in sheets))


def tight(text: str) -> str:
    """Drop the spaces of a text, and write its joined letters apart."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("path", PAGES)
def test_on_paper_only_the_text_is_left_black_on_white_and_none_of_it_cut(
    browser: Browser, flagship: Site, path: str
) -> None:
    assert_only_text_is_printed(browser, flagship, path)


@pytest.mark.other_engine
@pytest.mark.parametrize("path", ["", "steps/dough/", "libraries/", "print/"])
def test_on_the_other_engines_paper_too(browser: Browser, sample: Site, path: str) -> None:
    assert_only_text_is_printed(browser, sample, path)


def assert_only_text_is_printed(browser: Browser, site: Site, path: str) -> None:
    """Look at a page as it is printed: no chrome, nothing cut, no colours."""
    with visiting(browser, site, viewport=A4, color_scheme="dark") as visit:
        visit.go(path)
        visit.page.emulate_media(media="print")
        assert visit.page.evaluate(SEEN, CHROME) == []
        assert visit.page.evaluate(CUT) == []
        for colour in set(visit.page.evaluate(COLOURS)):
            parts = [float(part) for part in re.findall(r"[\d.]+", colour)]
            grey = max(parts[:3]) - min(parts[:3]) <= 1
            assert grey or parts[3:] == [0], colour
        assert visit.complaints == []


def test_the_page_of_the_whole_path_has_the_route_with_every_address(
    browser: Browser, flagship: Site, catalogue: Catalogue
) -> None:
    with visiting(browser, flagship) as visit:
        visit.go("print/")
        text = printed(visit.page)
        for stop in route(catalogue):
            assert tight(stop.entry.title) in text, stop.entry.title
            if not (stop.entry.status and stop.entry.status.state == "gone"):
                assert tight(stop.entry.url) in text, stop.entry.url
        for words in ("0.8 = 1.3", catalogue.concepts[-1].title, catalogue.path.sources[0].title):
            assert tight(words) in text, words
        boxes = visit.page.locator(".pg-paper .pg-entry").count()
        assert boxes >= len(route(catalogue))


def test_without_javascript_both_editions_are_there_the_default_first(
    browser: Browser, flagship: Site, catalogue: Catalogue
) -> None:
    with visiting(browser, flagship, java_script_enabled=False) as visit:
        visit.go("print/")
        titles = visit.page.locator(".pg-edition:visible").all_inner_texts()
        assert titles[:4] == [edition.title for edition in catalogue.editions] * 2
        listed = visit.page.locator(".pg-paper .pg-entry:visible").count()
        assert listed == sum(entry.is_in(edition.id) for edition in catalogue.editions for entry in steps(catalogue))


def steps(catalogue: Catalogue) -> list[object]:
    return [entry for section in catalogue.stages for entry in section.entries]


def test_what_folds_is_open_on_paper(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship, java_script_enabled=False) as visit:
        visit.go("steps/backpropagation/")
        expect(visit.page.locator("details").first).not_to_have_attribute("open", "")
        assert "0.8=1.3" in printed(visit.page)


@pytest.mark.parametrize("path", ["steps/backpropagation/", "print/"])
def test_the_answers_of_a_step_are_printed_once_and_after_its_questions(
    browser: Browser, flagship: Site, catalogue: Catalogue, path: str
) -> None:
    step = next(section.part for section in catalogue.steps if section.part.id == "backpropagation")
    with visiting(browser, flagship) as visit:
        visit.go(path)
        assert visit.page.locator(".pg-printed:visible").count() == 0
        text = printed(visit.page)
        assert [text.count(tight(check.answer or "")[:30]) for check in step.self_check] == [1] * len(step.self_check)
        visit.page.emulate_media(media="print")
        last = visit.page.locator(".pg-checks > li").last.bounding_box()
        answers = visit.page.locator(".pg-answers").last.bounding_box()
        assert last
        assert answers
        assert answers["y"] >= last["y"] + last["height"]


def test_an_entry_is_not_broken_and_a_box_is_drawn(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship, viewport=A4, java_script_enabled=False) as visit:
        visit.go("print/")
        visit.page.emulate_media(media="print")
        entry = visit.page.locator(".pg-paper .pg-entry").first
        assert entry.evaluate("(one) => getComputedStyle(one).breakInside") == "avoid"
        heading = visit.page.locator("h2").first
        assert heading.evaluate("(one) => getComputedStyle(one).breakAfter") == "avoid"
        box = "(one) => { const { borderStyle, width, height } = getComputedStyle(one, '::before'); "
        style, width, height = entry.evaluate(box + "return [borderStyle, width, height]; }")
        assert (style, width) == ("solid", height)


def test_a_ticked_box_differs_from_an_empty_one(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship, viewport=A4) as visit:
        for path in (STEP, "print/"):
            visit.go(path)
            boxes = visit.page.locator("article .pg-entry .pg-tick:visible")
            boxes.first.check()
            visit.page.emulate_media(media="print")
            marks = [box.evaluate("(one) => getComputedStyle(one, '::before').content") for box in boxes.all()[:2]]
            assert marks == ['""', "none"], path
            visit.page.emulate_media(media="screen")


def test_the_home_page_leads_to_it(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        visit.go("")
        visit.page.locator("article").get_by_role("link", name="The whole path on one page").click()
        expect(visit.page.locator("h1")).to_have_text("Seven steps to deep learning")
        levels = visit.ask("headings")
        assert levels.count(1) == 1
        assert visit.complaints == []
