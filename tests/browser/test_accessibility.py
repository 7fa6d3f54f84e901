"""What those meet who read with a screen reader, a keyboard, large letters or little motion.

axe looks at a small site with every component (test_sample.py), which each engine has built, and at three pages of the
flagship, where lists are long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from reader import TICKS, exported, keeping, settled
from served import NARROW, WIDE, Site, Visit, visiting
from test_pages import PAGES, SCHEMES, SIZES
from test_sample import NOT_FOUND, SAMPLE_PAGES

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
"""The engine of all rules, those of best practice too; all of them hold on each page of the sample."""
ZOOMED = {"width": WIDE["width"] // 2, "height": WIDE["height"] // 2}
"""What is left of a window at 200 %: half as many CSS pixels, each of them four."""
SETTLED = """
async () => { for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame); }
"""
"""The theme sizes its columns in the frames after a page is there, or its window changes."""
STEP = "steps/dough/"
THEMED = ("", STEP, NOT_FOUND)
"""Pages of the sample with what a theme draws; what we write on each page is equal in both engines."""
NO_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}
"""Leave out the rule that takes most of the time: the colours of a page are those of its components."""
COLOURS = {"runOnly": ["cat.color"]}


def found_by_axe(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """Return what axe finds wrong on a page, a line each: the rule, the element, and what to fix."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"(() => {{ {AXE} }})()")
    page.evaluate(SETTLED)
    options = {"resultTypes": ["violations"], "selectors": False} | (options or {})
    wrong: list[dict[str, Any]] = page.evaluate("(options) => axe.run(document, options)", options)["violations"]
    return [f"{rule['id']}: {node['html'][:150]} {node['failureSummary']}" for rule in wrong for node in rule["nodes"]]


def focused(page: Page, ask: str) -> Any:
    return page.evaluate(f"(() => {{ const one = document.activeElement; return {ask}; }})()")


@pytest.mark.parametrize("path", SAMPLE_PAGES)
def test_axe_finds_nothing_on_any_page(browser: Browser, sample: Site, path: str) -> None:
    assert_axe_finds_nothing(browser, sample, path)


@pytest.mark.other_engine
@pytest.mark.parametrize("path", THEMED)
def test_axe_finds_nothing_in_the_other_engines_theme(browser: Browser, sample: Site, path: str) -> None:
    assert_axe_finds_nothing(browser, sample, path)


@pytest.mark.parametrize("name", ["home", "step-1", "topic-short"])
def test_axe_finds_nothing_on_pages_of_the_flagship(browser: Browser, flagship: Site, name: str) -> None:
    assert_axe_finds_nothing(browser, flagship, PAGES[name])


def assert_axe_finds_nothing(browser: Browser, site: Site, path: str) -> None:
    """Run axe on a page, narrow and dark; on a themed page also wide and light. All four have enough contrast."""
    with visiting(browser, site) as visit:
        visit.go(path)
        for size, viewport in SIZES.items():
            visit.page.set_viewport_size(viewport)
            visit.ask("overflow")  # ends what moves
            for scheme, named in SCHEMES.items():
                visit.ask("paint", named)
                assert visit.ask("lowContrast", 4.5) == [], (size, scheme)
                if (size, scheme) == ("narrow", "dark") or ((size, scheme) == ("wide", "light") and path in THEMED):
                    assert found_by_axe(visit.page) == [], (size, scheme)


LIKE_ANY_OTHERS = ("credits", "print", "rules")
"""Pages that are the same on every site, or have what the others have; the sample has them too."""


def test_axe_finds_nothing_in_small_sites(browser: Browser, small: Site) -> None:
    folders = [file.parent for file in sorted(small.folder.rglob("index.html"))]
    of_each_kind = {  # of the steps, and of the topics, the last
        folder.parent if folder.parent.name in ("steps", "topics") else folder: folder
        for folder in folders
        if folder.name not in LIKE_ANY_OTHERS
    }
    with visiting(browser, small) as visit:
        for folder in of_each_kind.values():
            visit.go(folder.relative_to(small.folder).as_posix() + "/")
            assert visit.ask("lowContrast", 4.5) == [], folder
            assert found_by_axe(visit.page, NO_CONTRAST) == [], folder


@pytest.mark.both_engines
@pytest.mark.parametrize("opened", ["Navigation", "Search"])
def test_axe_finds_nothing_in_what_a_phone_opens(browser: Browser, sample: Site, opened: str) -> None:
    with visiting(browser, sample, viewport=NARROW) as visit:
        visit.go("steps/dough/")
        for named, rules in zip(SCHEMES.values(), (None, COLOURS), strict=True):
            visit.ask("paint", named)
            visit.page.get_by_role("banner").get_by_role("button", name=opened).first.click()
            visit.ask("overflow")
            assert found_by_axe(visit.page, rules) == []
            visit.page.keyboard.press("Escape")


@pytest.mark.parametrize(("path", "opened"), [("steps/dough/", ".pg-menu"), ("progress/", ".pg-diary > summary")])
def test_axe_finds_nothing_in_what_a_reader_says(browser: Browser, sample: Site, path: str, opened: str) -> None:
    with visiting(browser, sample, viewport=NARROW) as visit:
        keeping(visit.page, TICKS, exported("knead", "concept:steam"))
        page = settled(visit, path)
        for button in page.locator(opened).locator("visible=true").all():
            button.click()
        for named, rules in zip(SCHEMES.values(), (None, COLOURS), strict=True):
            visit.ask("paint", named)
            visit.ask("overflow")
            assert found_by_axe(page, rules) == []


def tabbed(visit: Visit, most: int) -> list[str]:
    """Press the tab key through a page; return what has the focus but is not visible, or has no outline."""
    bad = []
    for _ in range(most):
        visit.page.keyboard.press("Tab")
        if focused(visit.page, "one === document.body"):
            break
        bad += visit.ask("badFocus")
    return bad


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("path", ["steps/dough/", "libraries/", "concepts/"])
def test_the_focus_is_seen_wherever_the_keyboard_leads(
    browser: Browser, sample: Site, path: str, size: dict[str, int]
) -> None:
    with visiting(browser, sample, viewport=size, reduced_motion="reduce") as visit:
        visit.go(path)
        assert tabbed(visit, 60) == []


@pytest.mark.both_engines
def test_the_keyboard_opens_and_walks_and_closes_the_navigation_of_a_phone(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample, viewport=NARROW, reduced_motion="reduce") as visit:
        visit.go(STEP)
        button = visit.page.get_by_role("button", name="Navigation")
        expect(button).to_have_attribute("aria-expanded", "false")
        button.focus()
        visit.page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-expanded", "true")
        reached = []
        for _ in range(12):
            assert visit.ask("badFocus") == []
            assert focused(visit.page, "!!one.closest('.md-sidebar--primary')"), reached
            reached.append(focused(visit.page, "one.textContent.trim()"))
            visit.page.keyboard.press("Tab")
            if "3. Table" in reached:
                break
        assert "3. Table" in reached, reached
        visit.page.keyboard.press("Escape")
        expect(button).to_have_attribute("aria-expanded", "false")
        expect(button).to_be_focused()


@pytest.mark.both_engines
def test_the_keyboard_opens_the_search_of_a_phone(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample, viewport=NARROW, reduced_motion="reduce") as visit:
        visit.go(STEP)
        visit.page.get_by_role("banner").get_by_role("button", name="Search").first.focus()
        visit.page.keyboard.press("Enter")
        expect(visit.page.get_by_role("searchbox", name="Search")).to_be_focused()
        visit.page.keyboard.type("steam")
        expect(visit.page.locator("mark:visible").first).to_have_text(re.compile("steam", re.IGNORECASE))


@pytest.mark.both_engines
def test_the_first_tab_leads_past_the_header(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample) as visit:
        for path in (STEP, "", "libraries/", NOT_FOUND):
            visit.go(path)
            visit.page.keyboard.press("Tab")
            assert focused(visit.page, "one.className.includes('md-skip')"), path
            visit.page.keyboard.press("Enter")
            visit.page.keyboard.press("Tab")
            assert focused(visit.page, "!!one.closest('main article')"), path


@pytest.mark.both_engines
def test_nothing_moves_for_those_who_asked_for_less(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample, viewport=NARROW, reduced_motion="reduce") as visit:
        visit.go(STEP)
        assert visit.ask("moving") == []
        visit.page.get_by_role("button", name="Navigation").click()
        assert visit.page.evaluate("document.getAnimations().length") == 0
    with visiting(browser, sample, viewport=NARROW) as visit:
        visit.go(STEP)
        assert visit.ask("moving") != []


def test_at_twice_the_size_nothing_is_lost(browser: Browser, flagship: Site, sample: Site) -> None:
    """Look in a window of 200 %, then with letters of twice the size in a wide and in a narrow window."""
    for site, paths in ((sample, SAMPLE_PAGES), (flagship, LONG_PAGES)):
        assert_nothing_is_lost_at_twice_the_size(browser, site, paths)


@pytest.mark.other_engine
def test_at_twice_the_size_nothing_of_the_other_theme_is_lost(browser: Browser, sample: Site) -> None:
    assert_nothing_is_lost_at_twice_the_size(browser, sample, ("", STEP, "libraries/", NOT_FOUND))


LONG_PAGES = tuple(PAGES[name] for name in ("libraries", "concepts", "topic-long"))
"""Pages of the flagship whose words and tables are longer than those of the sample."""


def assert_nothing_is_lost_at_twice_the_size(browser: Browser, site: Site, paths: Iterable[str]) -> None:
    with visiting(browser, site) as visit:
        for path in paths:
            visit.page.set_viewport_size(ZOOMED)
            visit.go(path)
            visit.page.wait_for_load_state("networkidle")
            assert visit.ask("overflow") <= 0, path
            assert visit.ask("cut") == [], path
            visit.page.evaluate("""() => {
                const root = document.documentElement;
                root.style.fontSize = `${2 * parseFloat(getComputedStyle(root).fontSize)}px`;
            }""")
            for width in (1280, NARROW["width"]):
                visit.page.set_viewport_size({"width": width, "height": 800})
                assert visit.ask("overflow") <= 0, (path, width)


@pytest.mark.parametrize(("path", "told_in"), [("libraries/", "tbody h3"), ("concepts/", "dt")])
def test_a_chart_says_in_words_what_it_shows(browser: Browser, flagship: Site, path: str, told_in: str) -> None:
    with visiting(browser, flagship) as visit:
        visit.go(path)
        for chart in visit.page.locator(".pg-chart svg[aria-labelledby]").all():
            names_of_chart = chart.evaluate(
                "(one) => one.getAttribute('aria-labelledby').split(' ').map((id) => document.getElementById(id))"
                ".map((one) => one.textContent.trim())"
            )
            assert all(names_of_chart)
            # What is drawn is also written where its link leads, and in the link's accessible name.
            links = chart.locator("a")
            targets = links.evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
            names = links.evaluate_all("(all) => all.map((one) => one.getAttribute('aria-label'))")
            assert targets
            assert all(names)
            assert visit.page.locator(",".join(f"{told_in}{target}" for target in targets)).count() == len(targets)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_a_background_draws_is_seen_in_high_contrast(browser: Browser, sample: Site, scheme: Any) -> None:
    colour = "([place, part, name]) => getComputedStyle(document.querySelector(place), part)[name]"
    with visiting(browser, sample, forced_colors="active", color_scheme=scheme) as visit:
        page = settled(visit, "steps/dough/")
        page.locator(".pg-tick").first.check()
        canvas = page.evaluate(colour, ["body", "", "backgroundColor"])
        for place, part, name in (
            (".pg-tick:checked", "::before", "backgroundColor"),
            (".pg-kind", "::before", "backgroundColor"),
            (".pg-bar > span", "", "backgroundColor"),
            (".pg-bar", "", "borderTopColor"),
            (".pg-button", "", "borderTopColor"),
        ):
            assert page.evaluate(colour, [place, part, name]) not in (canvas, "rgba(0, 0, 0, 0)"), place
            if name == "borderTopColor":
                assert page.evaluate(colour, [place, part, "borderTopStyle"]) == "solid", place
        assert page.evaluate(colour, [".pg-name", "", "borderTopColor"]) == canvas


@pytest.mark.both_engines
def test_the_focus_stays_in_an_open_drawer(browser: Browser, sample: Site) -> None:
    is_in_drawer = (
        "document.activeElement === document.body || !!document.activeElement.closest('.md-sidebar--primary')"
    )
    with visiting(browser, sample, viewport=NARROW) as visit:
        page = settled(visit, STEP)
        opener = page.locator("[data-pg-opens]")
        opener.press("Enter")
        assert [number for number in range(25) if page.keyboard.press("Tab") or not page.evaluate(is_in_drawer)] == []
        page.keyboard.press("Escape")
        expect(opener).to_be_focused()
        page.keyboard.press("Tab")
        assert not page.evaluate(is_in_drawer)
        opener.press("Enter")
        page.set_viewport_size(WIDE)
        expect(page.locator(".md-content a").first).to_be_enabled()
        page.locator("input.pg-tick").first.check()
        assert visit.complaints == []
