"""Everything that has an id gets another one: ticks stay, and old addresses lead to where it is now."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from build_once import Once
from playwright.sync_api import Browser, expect
from reader import TICKS, keeping, kept, settled
from served import Visit, serving, visiting

from pathgen.catalogue.ids import check_id
from pathgen.catalogue.load import load
from pathgen.changes.diff import compare
from pathgen.changes.lost_ids import keep_ids, lost_ids
from pathgen.site.build import build
from pathgen.site.engine import ENGINES
from pathgen.site.render import Project

BEFORE = """\
path: {title: Bread}
concepts:
  - {id: waiting, title: Resting, summary: Dough gets better by itself.}
steps:
  - id: dough
    title: Dough
    self_check:
      - Why does it rest?
      - {question: How long?, answer: An hour.}
    resources:
      - {title: Flour, url: "https://example.org/flour", teaches: waiting, start: yes}
      - {title: Salt, url: "https://example.org/salt"}
      - {title: Water, url: "https://example.org/water"}
      - {ref: stove}
libraries:
  - {id: stove, name: Oven, url: "https://example.org/oven"}
topics:
  - id: loaves
    title: Loaves
    resources:
      - {title: Rye, url: "https://example.org/rye"}
    subtopics:
      - id: flat
        title: Flat breads
        resources:
          - {title: Pita, url: "https://example.org/pita"}
"""
EDITS = {
    "id: dough": "id: first-dough",
    "id: loaves": "id: breads",
    "id: flat": "id: thin",
    "waiting": "rest",
    "stove": "oven",
    "title: Salt,": "title: Sea salt,",
    "How long?": "For how many minutes?",
}
"""A rename of everything that has an id: a typo mended in a title, and in a question, are two of them."""
TICKED = ["dough-flour", "dough-salt", "stove", check_id("dough", "Why does it rest?"), check_id("dough", "How long?")]
NOW = [
    *("first-dough-flour", "first-dough-sea-salt", "oven"),
    *(check_id("first-dough", question) for question in ("Why does it rest?", "For how many minutes?")),
]
LED_ON = {
    "steps/dough/": "steps/first-dough/",
    "steps/dough/#dough-flour": "steps/first-dough/#dough-flour",
    "steps/dough/?edition=x#dough-salt": "steps/first-dough/?edition=x#dough-salt",
    "topics/loaves/#loaves-rye": "topics/breads/#loaves-rye",
    "topics/flat/": "topics/breads/#thin",
}
"""Old addresses, and where a browser ends that runs scripts."""
FOUND = {
    "steps/dough/#dough-flour": "Flour",
    "steps/dough/#dough-salt": "Sea salt",
    f"steps/dough/#{check_id('dough', 'How long?')}": "For how many minutes?",
    "steps/first-dough/#stove": "Oven",
    "libraries/#stove": "Oven",
    "concepts/#waiting": "Resting",
    "concepts/#step-dough": "Dough",
    "topics/loaves/#loaves-rye": "Rye",
    "topics/breads/#flat": "Flat breads",
}
"""Old places, and what stands there now."""


def built(folder: Path, catalogue: str) -> Path:
    folder.mkdir()
    file = folder / "resources.yaml"
    file.write_text(catalogue, encoding="utf-8")
    loaded, _ = build(Project(file), folder / "site", ENGINES[0])
    assert loaded.is_valid, loaded.diagnostics
    return folder / "site"


@pytest.fixture(scope="module")
def renamed(once: Once) -> Path:
    """The site after the edits, with the lines that `pathgen diff --keep-ids` writes."""
    return once("renamed", _build_renamed) / "project" / "site"


def _build_renamed(folder: Path) -> None:
    before, text = folder / "before.yaml", BEFORE
    before.write_text(BEFORE, encoding="utf-8")
    for old, new in EDITS.items():
        assert old in text
        text = text.replace(old, new)
    file = folder / "resources.yaml"
    file.write_text(text, encoding="utf-8")
    then, now = load(before).catalogue, load(file)
    assert then
    assert now.catalogue
    changed, left = keep_ids(now, lost_ids(compare(then, now.catalogue)))
    assert left == []
    built(folder / "project", changed[file].after.decode())


def test_no_tick_is_lost(browser: Browser, tmp_path: Path, renamed: Path) -> None:
    with serving(ENGINES[0], built(tmp_path / "before", BEFORE)) as site, visiting(browser, site) as visit:
        page = settled(visit, "steps/dough/")
        for id_ in TICKED:
            page.locator(f".pg-tick[value='{id_}']").check()
        assert sorted(kept(page)) == sorted(TICKED)
        text = page.evaluate("(key) => localStorage.getItem(key)", TICKS)
    with serving(ENGINES[0], renamed) as site, visiting(browser, site) as visit:
        keeping(visit.page, TICKS, text)
        page = settled(visit, "steps/dough/")  # the old address
        ticked = page.locator(".pg-tick:checked").evaluate_all("(boxes) => boxes.map((box) => box.value)")
        assert sorted(ticked) == sorted(NOW)
        page.locator(".pg-tick[value='first-dough-water']").check()
        assert sorted(kept(page)) == sorted([*NOW, "first-dough-water"])
        expect(page.locator("[data-pg-step] .pg-fact").first).to_have_text("4 of 4 essentials done")
        assert json.loads(text)["ticks"].keys() == set(TICKED)
        assert visit.complaints == []


@pytest.mark.parametrize("address", LED_ON)
def test_an_old_address_leads_on_and_keeps_its_place(browser: Browser, renamed: Path, address: str) -> None:
    with serving(ENGINES[0], renamed) as site, visiting(browser, site) as visit:
        visit.page.goto(site.url)
        visit.page.goto(site.url + address)
        visit.page.wait_for_url(site.url + LED_ON[address])
        expect(visit.page.locator("h1")).to_have_text("Dough" if "dough" in address else "Loaves")
        visit.page.go_back()  # the page that leads on is not in the history
        assert visit.page.url == site.url
        assert visit.complaints == []


def test_without_scripts_it_leads_on_too(browser: Browser, renamed: Path) -> None:
    with serving(ENGINES[0], renamed) as site:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{site.url}topics/flat/")
        page.wait_for_url(f"{site.url}topics/breads/#thin")
        context.close()


@pytest.mark.parametrize("address", FOUND)
def test_an_old_link_shows_the_thing_itself(browser: Browser, renamed: Path, address: str) -> None:
    with serving(ENGINES[0], renamed) as site, visiting(browser, site) as visit:
        visit.page.goto(site.url + address)
        page = visit.page
        page.wait_for_function("document.querySelector(':target')")
        place = page.locator(":has(> .pg-formerly:target)")
        expect(place).to_contain_text(FOUND[address])
        expect(place).to_be_in_viewport()
        below_header = page.evaluate("document.querySelector('.md-header').getBoundingClientRect().bottom")
        assert position(visit) >= below_header
        start = page.evaluate("document.querySelector('h1').getBoundingClientRect().left")
        assert abs(words(visit) - start) < 120  # an empty element does not push them aside
        colour = place.evaluate("(place) => getComputedStyle(place).backgroundColor")
        assert colour != "rgba(0, 0, 0, 0)"
        assert visit.complaints == []


def position(visit: Visit) -> float:
    """Return how far below the top of the window the target is."""
    return float(visit.page.evaluate("document.querySelector(':target').parentElement.getBoundingClientRect().top"))


def words(visit: Visit) -> float:
    """Return how far from the left edge the words behind the target are."""
    return float(
        visit.page.evaluate("""() => {
          const range = document.createRange();
          range.selectNode(document.querySelector(":target").nextSibling);
          return range.getBoundingClientRect().left;
        }""")
    )
