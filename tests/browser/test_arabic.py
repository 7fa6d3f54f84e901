"""A path in Arabic: it runs from right to left, and what is in Latin letters does not."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from served import NARROW, Site, visiting
from test_accessibility import NO_CONTRAST, found_by_axe
from test_pages import SCHEMES, SCREENSHOTS, SIZES

PAGES = {
    "home": "",
    "step": "steps/first-line/",
    "libraries": "libraries/",
    "topics": "topics/",
    "topic": "topics/vision/",
    "concepts": "concepts/",
    "credits": "credits/",
    "health": "health/",
    "rules": "rules/",
    "changes": "changes/",
    "not-found": "nowhere/at/all/",
}
STEP = PAGES["step"]
LETTER = """(link, at) => {
  const text = link.firstChild;
  const place = (at + text.length) % text.length;
  const range = new Range();
  range.setStart(text, place);
  range.setEnd(text, place + 1);
  return range.getBoundingClientRect().x;
}"""
"""The place of a letter of a title."""


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_arabic_and_fits_and_axe_finds_nothing(browser: Browser, arabic: Site, name: str) -> None:
    assert_is_arabic_and_fits(browser, arabic, name)


@pytest.mark.other_engine
@pytest.mark.parametrize("name", ["step", "not-found"])
def test_pages_of_the_other_engine_are_and_fit_too(browser: Browser, arabic: Site, name: str) -> None:
    assert_is_arabic_and_fits(browser, arabic, name)


def assert_is_arabic_and_fits(browser: Browser, site: Site, name: str) -> None:
    """Look at a page: wide in one scheme, narrow in the other."""
    with visiting(browser, site) as visit:
        visit.go(PAGES[name])
        assert visit.page.evaluate("[document.documentElement.lang, document.body.dir]") == ["ar", "rtl"]
        for (size, viewport), (scheme, theme_scheme) in zip(SIZES.items(), SCHEMES.items(), strict=True):
            visit.page.set_viewport_size(viewport)
            visit.ask("paint", theme_scheme)
            assert visit.ask("overflow") <= 0, size
            assert visit.ask("lowContrast", 4.5) == [], size
            visit.page.screenshot(path=SCREENSHOTS / site.engine / f"arabic-{name}-{size}-{scheme}.png")
        assert found_by_axe(visit.page, NO_CONTRAST) == []
        assert [complaint for complaint in visit.complaints if "404 (Not Found)" not in complaint] == []


@pytest.mark.both_engines
def test_the_navigation_stands_at_the_right(browser: Browser, arabic: Site) -> None:
    with visiting(browser, arabic) as visit:
        visit.go(STEP)
        boxes = [
            visit.page.locator(selector).bounding_box() for selector in (".md-sidebar--primary", "article", ".pg-sum")
        ]
        assert boxes[0]
        assert boxes[1]
        assert boxes[0]["x"] > boxes[1]["x"]
        expect(visit.page.locator(".md-tabs__link").first).to_have_text("المسار")


@pytest.mark.both_engines
def test_a_title_in_latin_letters_keeps_its_order(browser: Browser, arabic: Site) -> None:
    """If a title ran from right to left, its closing bracket would be at its left end."""
    with visiting(browser, arabic) as visit:
        visit.go(STEP)
        title = visit.page.locator(".pg-entry__title > a", has_text="(2nd ed.)")
        first, last = (title.evaluate(LETTER, at) for at in ("The Elements".index("E"), -1))
        assert last > first


@pytest.mark.both_engines
def test_the_drawer_of_a_phone_comes_from_the_right(browser: Browser, arabic: Site) -> None:
    with visiting(browser, arabic, viewport=NARROW, reduced_motion="reduce") as visit:
        visit.go(STEP)
        visit.page.locator("[data-pg-opens='__drawer']").focus()
        visit.page.keyboard.press("Enter")
        assert visit.ask("badFocus") == []
        box = visit.page.locator(".md-sidebar--primary").bounding_box()
        assert box
        assert box["x"] + box["width"] >= visit.page.evaluate("document.body.getBoundingClientRect().right")


@pytest.mark.both_engines
def test_the_search_finds_arabic_words(browser: Browser, arabic: Site) -> None:
    with visiting(browser, arabic, viewport=NARROW, reduced_motion="reduce") as visit:
        visit.go("")
        visit.page.locator(".pg-search-button").click()
        visit.page.keyboard.type("البرهان")
        expect(visit.page.locator("mark:visible").first).to_contain_text("البرهان")
