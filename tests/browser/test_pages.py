"""The flagship's pages as a reader meets them: wide and narrow, light and dark, by keyboard."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, ViewportSize, expect
from reader import FORBIDDEN
from served import NARROW, WIDE, Site, serving, visiting

from pathgen.catalogue.load import load
from pathgen.catalogue.resolve import Catalogue
from pathgen.site.build import build
from pathgen.site.render import Project

PAGES = {
    "home": "",
    "before": "steps/before-you-start/",
    "step-1": "steps/introducing-deep-learning/",
    "step-4": "steps/getting-practical/",
    "step-7": "steps/further-topics/",
    "progress": "progress/",
    "plan": "plan/",
    "libraries": "libraries/",
    "topics": "topics/",
    "topic-long": "topics/deep-learning/",
    "topic-short": "topics/cheat-sheets/",
    "concepts": "concepts/",
    "credits": "credits/",
    "about": "about/",
    "print": "print/",
    "contribute": "contribute/",
    "rules": "rules/",
    "changes": "changes/",
    "not-found": "nowhere/at/all/",
}
SIZES = {"wide": WIDE, "narrow": NARROW}
SCHEMES = {"light": "default", "dark": "slate"}
"""What a reader prefers, and what the theme calls it."""

WITH_SCRIPTS = ("home", "step-1", "progress", "plan", "libraries", "topic-long", "concepts", "print", "not-found")
"""A page for each of the site's scripts."""
TOO_LONG = """(cells) => cells.filter((cell) => {
  cell.style.overflowWrap = "normal";
  cell.style.hyphens = "none";
  return cell.scrollWidth > cell.clientWidth;
}).map((cell) => cell.textContent)"""
"""The cells with a word that is wider than they are."""
SCREENSHOTS = Path(__file__).parent.parent / "screenshots"


@pytest.fixture(scope="module")
def catalogue(root: Path) -> Catalogue:
    found = load(root / "resources.yaml").catalogue
    assert found is not None
    return found


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_cleanly_and_fit(browser: Browser, flagship: Site, name: str) -> None:
    # Some are loaded wide and light, some narrow and dark; then each is turned into the rest.
    order = 1 if list(PAGES).index(name) % 2 else -1
    assert_opens_cleanly_and_fits(browser, flagship, PAGES[name], name, order)


def assert_opens_cleanly_and_fits(browser: Browser, site: Site, path: str, name: str, order: int) -> None:
    """Load a page in its first size and scheme, or (order -1) in its last, and turn it into the others."""
    sizes, schemes = list(SIZES.items())[::order], list(SCHEMES.items())[::order]
    with visiting(browser, site, viewport=sizes[0][1], color_scheme=schemes[0][0]) as visit:
        visit.go(path)
        assert visit.ask("scheme") == schemes[0][1]
        levels = visit.ask("headings")
        assert levels.count(1) == 1, levels
        assert all(after <= before + 1 for before, after in pairwise([0, *levels])), levels
        assert visit.ask("linksThatTell") == []
        for size, viewport in sizes:
            visit.page.set_viewport_size(viewport)
            assert visit.ask("overflow") <= 0, size
            for scheme, theme_scheme in schemes:
                visit.ask("paint", theme_scheme)
                assert visit.ask("lowContrast", 4.5) == [], (size, scheme)
                visit.page.screenshot(path=SCREENSHOTS / site.engine / f"{name}-{size}-{scheme}.png")
        # The browser itself says of the page that is not there that it is not there.
        assert [complaint for complaint in visit.complaints if "404 (Not Found)" not in complaint] == []


def test_no_page_complains_where_storage_is_forbidden(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship, alone=True, color_scheme="dark") as visit:
        visit.page.context.add_init_script(script=FORBIDDEN)
        for name in WITH_SCRIPTS:
            visit.go(PAGES[name])
            visit.page.wait_for_load_state("networkidle")
        assert visit.ask("scheme") == SCHEMES["dark"]
        visit.page.get_by_title("Switch to light colours").click()
        assert visit.ask("scheme") == SCHEMES["light"]
        assert [complaint for complaint in visit.complaints if "404 (Not Found)" not in complaint] == []


@pytest.mark.both_engines
def test_colours_follow_the_system_until_the_reader_chooses(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample, color_scheme="dark") as visit:
        # Nothing of the theme's program is needed: nobody sees the other colours until that one runs.
        visit.page.route("**/javascripts/bundle*", lambda route: route.abort())
        visit.go("")
        page, body = visit.page, visit.page.locator("body")
        shown, bar = page.locator("[data-pg-colours] label:visible"), page.locator('meta[name="theme-color"]')
        expect(body).to_have_attribute("data-md-color-scheme", SCHEMES["dark"])
        page.emulate_media(color_scheme="light")
        expect(body).to_have_attribute("data-md-color-scheme", SCHEMES["light"])
        day = bar.get_attribute("content")
        shown.click()
        expect(body).to_have_attribute("data-md-color-scheme", SCHEMES["dark"])
        assert day != bar.get_attribute("content")
        visit.go("steps/dough/")
        expect(body).to_have_attribute("data-md-color-scheme", SCHEMES["dark"])
        page.locator("[data-pg-colours] input:checked").focus()
        page.keyboard.press("Enter")
        expect(body).to_have_attribute("data-md-color-scheme", SCHEMES["light"])
        expect(shown).to_have_attribute("title", "Switch to dark colours")


def test_each_page_has_a_title_and_a_description_of_its_own(flagship: Site) -> None:
    heads = [html.parse(page).getroot().find("head") for page in flagship.folder.rglob("index.html")]
    titles = Counter(head.findtext("title") for head in heads)
    descriptions = Counter(head.xpath("string(meta[@name='description']/@content)") for head in heads)
    assert [text for text, count in (titles | descriptions).items() if count > 1 or not text] == []


@pytest.mark.both_engines
def test_the_title_leads_home_from_everywhere(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample, viewport=NARROW) as visit:
        for path in ("steps/table/", "topics/grains/"):
            visit.go(path)
            visit.page.locator("header .pg-name").click()
            assert visit.page.url.removesuffix("#").rstrip("/") == sample.url.rstrip("/")


def test_the_first_screen_shows_who_what_how_long_and_the_way(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        visit.go("")
        shown = [
            visit.page.get_by_text(text, exact=True) for text in ("How long it takes", "Who it is for", "Am I ready?")
        ]
        shown += [
            visit.page.get_by_role("link", name="Start with step 1"),
            visit.page.locator(".pg-journey > li").nth(6),
        ]
        for element in shown:
            box = element.bounding_box()
            assert box
            assert box["y"] + 20 < WIDE["height"]


@pytest.mark.parametrize(("size", "screens"), [({"width": 1280, "height": 800}, 1), ({"width": 390, "height": 844}, 2)])
def test_the_first_entry_of_each_step_is_seen_soon(
    browser: Browser, flagship: Site, size: ViewportSize, screens: int
) -> None:
    with visiting(browser, flagship, viewport=size) as visit:
        for step in (flagship.folder / "steps").iterdir():
            visit.go(f"steps/{step.name}/")
            title = visit.page.locator(".pg-entry__title:visible").first.bounding_box()
            assert title
            assert title["y"] + title["height"] <= screens * size["height"], step.name


def test_the_doors_of_home_stand_side_by_side(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        visit.go("")
        tops = visit.page.locator(".pg-doors > li").evaluate_all("(all) => all.map((one) => one.offsetTop)")
        assert (len(tops), len(set(tops))) == (3, 1)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_what_stands_first_on_home_waits_for_nothing_to_have_its_place(
    browser: Browser, flagship: Site, size: ViewportSize
) -> None:
    with visiting(browser, flagship, viewport=size) as visit:
        visit.go("")
        card = visit.page.locator(".pg-hero .pg-card")
        whole = card.bounding_box()
        visit.page.evaluate("document.querySelector('.pg-route').remove()")  # as if it had not arrived yet
        assert card.bounding_box() == whole


def test_libraries_are_sorted_and_filtered_and_counted(browser: Browser, flagship: Site, catalogue: Catalogue) -> None:
    every = len(catalogue.libraries)
    with visiting(browser, flagship) as visit:
        visit.go("libraries/")
        page = visit.page
        names = page.locator(".pg-libraries tbody h3 > a")
        rows = page.locator(".pg-libraries tbody tr:visible")
        as_written = names.all_inner_texts()
        release = page.get_by_role("columnheader", name="First release")
        years = page.locator(".pg-libraries tbody td:nth-of-type(3)")

        release.get_by_role("button").click()
        assert release.get_attribute("aria-sort") == "ascending"
        assert years.all_inner_texts() == sorted(years.all_inner_texts())
        release.get_by_role("button").click()
        assert release.get_attribute("aria-sort") == "descending"
        assert years.first.inner_text() == max(years.all_inner_texts())
        release.get_by_role("button").click()
        assert release.get_attribute("aria-sort") is None
        assert names.all_inner_texts() == as_written

        status = page.get_by_role("status").filter(has_text="shown")
        expect(status).to_have_text(f"{every} of {every} shown")
        page.get_by_role("searchbox", name="Words").fill("theano")
        page.get_by_label("Status").select_option("ended")
        left = rows.count()
        assert 0 < left < every
        expect(status).to_have_text(f"{left} of {every} shown")
        assert all("ended" in (row.get_attribute("data-life") or "") for row in rows.all())
        page.get_by_role("searchbox", name="Words").fill("no such library")
        expect(status).to_have_text(f"0 of {every} shown")
        assert visit.complaints == []


def test_an_ended_library_says_in_its_row_what_to_use_now(browser: Browser, flagship: Site) -> None:
    for size in (WIDE, NARROW):
        with visiting(browser, flagship, viewport=size) as visit:
            visit.go("libraries/")
            row = visit.page.locator("tr", has=visit.page.locator("#theano"))
            expect(row).to_contain_text("discontinued in 2017; use PyTorch or JAX")
            row.get_by_role("link", name="PyTorch").click()
            expect(visit.page.locator("tr", has=visit.page.locator("#pytorch"))).to_be_in_viewport()


def test_no_heading_of_a_column_is_broken_on_the_narrowest_phone(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship, viewport={"width": 320, "height": 640}) as visit:
        visit.go("progress/")
        too_long = visit.page.locator(".pg-counted thead th:visible").evaluate_all(TOO_LONG)
        assert too_long == []


def test_titles_have_half_of_the_plan_without_javascript(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship, viewport=NARROW, java_script_enabled=False) as visit:
        visit.go("plan/")
        widths = visit.page.locator(".pg-order thead th").evaluate_all("(all) => all.map((one) => one.offsetWidth)")
        assert widths[0] > 0.45 * sum(widths)


def test_without_javascript_everything_is_there(browser: Browser, flagship: Site, catalogue: Catalogue) -> None:
    with visiting(browser, flagship, java_script_enabled=False) as visit:
        pages = [
            (f"steps/{section.part.id}/", {entry.id for entry in section.entries}) for section in catalogue.steps[3:]
        ]
        pages += [(f"topics/{section.part.id}/", section.all_entries) for section in catalogue.topics[-1:]]
        for path, entries in pages:
            visit.go(path)
            titles = visit.page.locator(".pg-entry__title")
            assert titles.count() == len(entries), path
            for fold in visit.page.locator(".pg-record > summary").all():
                fold.click()
            expect(titles.last).to_be_visible()
        visit.go("libraries/")
        assert visit.page.locator(".pg-libraries tbody tr:visible").count() == len(catalogue.libraries)
        expect(visit.page.locator(".pg-filter:visible")).to_have_count(0)
        assert visit.complaints == []


def test_the_concept_map_leads_to_each_concept(browser: Browser, flagship: Site, catalogue: Catalogue) -> None:
    with visiting(browser, flagship) as visit:
        visit.go("concepts/")
        nodes = visit.page.locator(".pg-map__node")
        targets = [node.get_attribute("href") for node in nodes.all()]
        assert sorted(targets) == sorted(f"#{concept.id}" for concept in catalogue.concepts)
        for target in (targets[0], targets[-1]):
            visit.page.locator(f".pg-map__node[href='{target}']").click()
            expect(visit.page.locator(f"dt{target}")).to_be_in_viewport()
        assert visit.complaints == []


def test_no_title_is_cut_in_the_concept_map(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        visit.go("concepts/")
        assert visit.ask("cutTitles") == []


@pytest.mark.parametrize(
    ("path", "wanted"), [("", "Start with step 1"), ("steps/introducing-deep-learning/", "Neural networks")]
)
def test_the_keyboard_reaches_what_a_reader_came_for(browser: Browser, flagship: Site, path: str, wanted: str) -> None:
    with visiting(browser, flagship) as visit:
        visit.go(path)
        for _ in range(60):
            visit.page.keyboard.press("Tab")
            if visit.page.evaluate("document.activeElement.innerText?.trim()") == wanted:
                break
        assert visit.page.evaluate("document.activeElement.innerText?.trim()") == wanted
        outline = visit.page.evaluate("getComputedStyle(document.activeElement).outline")
        assert re.search(r"solid [1-9]", outline), outline


def test_a_long_list_is_laid_out_where_one_looks_and_a_link_still_leads_to_its_place(
    browser: Browser, flagship: Site
) -> None:
    with visiting(browser, flagship) as visit:
        page = visit.page
        last = page.locator(".pg-entries--dense").last
        is_laid_out = "(one) => one.firstElementChild.checkVisibility({ contentVisibilityAuto: true })"
        unfold = "for (const record of document.querySelectorAll('.pg-record')) record.open = true"
        visit.go("topics/deep-learning/")
        page.evaluate(unfold)
        assert not last.evaluate(is_laid_out)
        visit.go("")
        visit.go("topics/deep-learning/#top")
        page.evaluate(unfold)
        assert last.evaluate(is_laid_out)
        for place in ("linear-algebra", "chain-rule", "vanishing-gradient"):
            visit.go("")
            visit.go("concepts/")
            page.locator(f"article a[href='#{place}']").first.dispatch_event("click")
            page.evaluate("() => new Promise((done) => setTimeout(done, 200))")  # what comes near is laid out
            header, box = page.locator(".md-header").bounding_box(), page.locator(f"#{place}").bounding_box()
            assert header
            assert box
            assert header["height"] <= box["y"] <= header["height"] + 60, place


def test_an_entry_shows_its_permalink_when_focused(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        visit.go("steps/introducing-deep-learning/")
        link = visit.page.locator(".pg-permalink").first
        assert link.evaluate("(one) => getComputedStyle(one).opacity") == "0"
        link.focus()
        expect(link).to_have_css("opacity", "1")


def test_small_catalogues_open_cleanly_too(browser: Browser, small: Site) -> None:
    with visiting(browser, small, color_scheme="dark") as visit:
        for file in small.folder.rglob("index.html"):
            visit.go(file.parent.relative_to(small.folder).as_posix() + "/")
            for size in SIZES.values():
                visit.page.set_viewport_size(size)
                assert visit.ask("headings").count(1) == 1, file
                assert visit.ask("overflow") <= 0, file
                assert visit.ask("spilled", ".pg-journey__facts") == [], file
        assert visit.complaints == []


@pytest.mark.both_engines
def test_the_page_for_nothing_is_styled_where_nobody_wrote_the_address_of_the_site(
    browser: Browser, engine: str, tmp_path: Path
) -> None:
    source = tmp_path / "resources.yaml"
    source.write_text("path: {title: Bread}\nsteps: [{id: dough, title: Dough}]\n", encoding="utf-8")
    build(Project(source), tmp_path / "site", engine)
    with serving(engine, tmp_path / "site") as site, visiting(browser, site) as visit:
        visit.go("nowhere/at/all/")
        page = visit.page
        expect(page.locator(".md-header")).to_have_css("position", "sticky")
        page.get_by_role("link", name="Bread").first.click()
        expect(page).to_have_url(site.url)
