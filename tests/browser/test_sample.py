"""The sample has every component of the flagship, so what is true of its few short pages is true of all pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, expect
from reader import settled
from served import WIDE, Site, visiting
from test_pages import assert_opens_cleanly_and_fits
from test_plan_page import downloaded

SAMPLE_PAGES = (
    "",
    "about/",
    "all/",
    "changes/",
    "concepts/",
    "contribute/",
    "credits/",
    "health/",
    "libraries/",
    "plan/",
    "print/",
    "progress/",
    "rules/",
    "steps/dough/",
    "steps/kitchen/",
    "steps/oven/",
    "steps/table/",
    "topics/",
    "topics/grains/",
    "topics/tools/",
    "nowhere/at/all/",
)
NOT_FOUND = SAMPLE_PAGES[-1]


def components(site: Site) -> dict[str, Path]:
    """Return the elements of a site's pages, with our classes and hooks for scripts, and a page that has each."""
    found: dict[str, Path] = {}
    for page in site.folder.rglob("*.html"):
        for element in html.fromstring(page.read_bytes()).iter(html.etree.Element):
            classes = [
                f".{name}" for name in element.get("class", "").split() if name.startswith(("pg-", "admonition"))
            ]
            hooks = [f"[{name}]" for name in element.keys() if name.startswith("data-")]  # noqa: SIM118 - no mapping
            roles = [f"[role={element.get('role')}]"] if "role" in element.attrib else []
            for component in (str(element.tag), *classes, *hooks, *roles):
                found.setdefault(component, page.relative_to(site.folder))
    return found


def test_the_sample_has_every_component_of_the_flagship(flagship: Site, sample: Site) -> None:
    present = components(sample).keys()
    assert {name: page for name, page in components(flagship).items() if name not in present} == {}, (
        "add them to tests/browser/sample"
    )


def test_the_pages_of_the_sample_are_all_looked_at(sample: Site) -> None:
    folders = {page.parent.relative_to(sample.folder).as_posix() for page in sample.folder.rglob("index.html")}
    assert {"" if folder == "." else f"{folder}/" for folder in folders} == set(SAMPLE_PAGES) - {NOT_FOUND}


@pytest.mark.other_engine
@pytest.mark.parametrize("path", SAMPLE_PAGES)
def test_the_other_engines_pages_of_it_open_cleanly_and_fit(browser: Browser, sample: Site, path: str) -> None:
    number = SAMPLE_PAGES.index(path)
    name = f"sample-{path.strip('/').replace('/', '-') or 'home'}"
    assert_opens_cleanly_and_fits(browser, sample, path, name, 1 if number % 2 else -1)


@pytest.mark.other_engine
def test_what_scripts_add_works_on_the_other_engines_pages(browser: Browser, sample: Site) -> None:
    """Each of it once: the scripts are the same bytes in both (tests/site/test_engines.py), and these pages are not."""
    with visiting(browser, sample) as visit:
        page = settled(visit, "steps/dough/")
        page.locator("[data-id=knead] input.pg-tick:visible").check()
        expect(page.locator("[data-pg-step] .pg-fact").first).to_contain_text("1 of")
        expect(page.locator(".md-sidebar--primary .md-nav__link[data-state=read]")).to_contain_text("read")
        settled(visit, "steps/dough/")
        expect(page.locator("[data-id=knead] input.pg-tick:visible")).to_be_checked()
        settled(visit, "steps/oven/?track=gas")
        expect(page.get_by_text("Baking with gas").locator("visible=true").first).to_be_visible()
        expect(page.get_by_text("Baking with a coil").locator("visible=true")).to_have_count(0)
        visit.go("topics/grains/?words=%E7%A9%80%E7%89%A9")
        expect(page.locator("[data-life]:visible")).to_have_count(1)
        lines = page.locator(".md-sidebar--secondary .md-nav__link:visible")
        expect(lines).to_have_count(page.locator("article > :is(h2, h3):visible").count())
        visit.go("plan/?hours=2&start=2027-01-04&days=mon,thu")
        expect(page.locator(".pg-plan__week time").first).to_have_attribute("datetime", "2027-01-04")
        assert downloaded(page).startswith("BEGIN:VCALENDAR")
        settled(visit, "progress/")
        with page.expect_download() as download:
            page.get_by_role("button", name="Export to a file").click()
        assert '"knead"' in Path(download.value.path()).read_text(encoding="utf-8")
        visit.go("concepts/")
        expect(page.locator("[data-node][data-state]").first).to_be_visible()
        visit.go("?q=machine")
        page.locator(".pg-search a[href*='steps/dough/']").first.click()
        expect(page.locator(":target")).to_be_in_viewport()
        assert visit.complaints == []


@pytest.mark.other_engine
def test_without_scripts_the_other_engines_pages_say_all(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample, java_script_enabled=False) as visit:
        for path in ("steps/dough/", "topics/grains/"):
            visit.go(path)
            for fold in visit.page.locator(".pg-record > summary").all():
                fold.click()
            titles = visit.page.locator(".pg-entry__title")
            assert titles.count() == visit.page.locator(".pg-entry__title:visible").count() > 0, path
            expect(visit.page.locator(":is(.pg-filter, .pg-tick):visible")).to_have_count(0)
        visit.go("")
        start = visit.page.get_by_role("link", name="Start with step 1").bounding_box()
        assert start
        assert start["y"] + 20 < WIDE["height"]
        assert visit.complaints == []
