"""The page of concepts as a reader who learns comes back to it: by mouse and keyboard, and without scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect
from reader import TICKS, keeping
from served import NARROW, WIDE, Site, Visit, visiting

from pathgen.catalogue.load import load
from pathgen.catalogue.resolve import Catalogue
from pathgen.learner.route import route
from pathgen.learner.shortest_path import PathFinder

SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) {
    for (const { node } of one.sources) {
      if (node && node.parentElement?.closest("article")) window.shifts.push(node.outerHTML.slice(0, 200));
    }
  }
}).observe({ type: "layout-shift", buffered: true });
"""
"""Notes what moves within a page's own part."""


@pytest.fixture(scope="module")
def catalogue(root: Path) -> Catalogue:
    found = load(root / "resources.yaml").catalogue
    assert found is not None
    return found


def come_back(visit: Visit, done: Iterable[str], skipped: Iterable[str] = ()) -> None:
    """Open the page as a reader who ticked some entries before, and said of others that they are not for them."""
    said = "2026-11-01T10:00:00.000Z"
    ticks = {entry: {"done": True, "at": said} for entry in done}
    ticks |= {entry: {"done": False, "state": "skipped", "at": said} for entry in skipped}
    text = json.dumps({"format": "pathgen-progress", "version": 1, "ticks": ticks})
    keeping(visit.page, TICKS, text)
    visit.go("concepts/")


def idea(visit: Visit, concept: str) -> Locator:
    return visit.page.locator(f"[data-concept='{concept}']")


def node(visit: Visit, concept: str) -> Locator:
    return visit.page.locator(f".pg-map [data-node='{concept}']")


def ready(visit: Visit) -> Locator:
    return visit.page.get_by_role("region", name="Ready to start next").get_by_role("link")


def test_what_a_ticked_entry_teaches_is_known_on_the_map_and_in_the_list(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        visit.go("concepts/")
        expect(ready(visit).first).to_have_text("Neural networks")
        expect(idea(visit, "neuron").locator(".pg-idea__state")).to_have_text("ready to start")
        expect(node(visit, "neural-network")).to_have_accessible_name(re.compile(r"Needs: .*neuron.*\. not yet\.$"))

        ready(visit).first.click()
        visit.page.locator(".pg-entry[data-id='3b1b-neural-networks'] > .pg-tick").check()
        visit.go("concepts/")
        for concept in ("neuron", "neural-network"):
            expect(node(visit, concept)).to_have_attribute("data-state", "known")
            expect(node(visit, concept)).to_have_accessible_name(re.compile(r"you know it\.$"))
            expect(idea(visit, concept).locator(".pg-idea__state")).to_have_text("you know it")
        expect(visit.page.locator(".pg-key")).to_contain_text("2 known")
        expect(node(visit, "deep-network")).to_have_attribute("data-state", "ready")
        assert "Neural networks" not in ready(visit).all_inner_texts()
        assert "Understanding Deep Learning" in ready(visit).all_inner_texts()
        assert visit.complaints == []


def test_the_marks_differ_in_shape(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        come_back(visit, ["3b1b-neural-networks"])
        signs = [node(visit, concept).locator(".pg-map__mark path") for concept in ("neuron", "deep-network", "lstm")]
        assert len({sign.get_attribute("d") for sign in signs}) == 3
        keys = visit.page.locator(".pg-key path")
        assert [key.get_attribute("d") for key in keys.all()] == [sign.get_attribute("d") for sign in signs]


def test_the_way_to_a_concept_is_the_commands_and_counts_down(
    browser: Browser, flagship: Site, catalogue: Catalogue
) -> None:
    found = PathFinder(catalogue).path_to(catalogue.concept["activation-function"])
    ids = [entry.id for entry in found.entries]
    with visiting(browser, flagship) as visit:
        come_back(visit, ids[:1])
        way = idea(visit, "activation-function").locator(".pg-way:visible")
        way.locator("summary").click()
        items = way.locator("li:visible")
        assert (
            [item.get_attribute("data-entry") for item in items.all()]
            == ids
            == ["3b1b-neural-networks", "wikipedia-sigmoid"]
        )
        expect(way.locator(".pg-way__left:visible")).to_have_text("1 of 2 still to do")
        expect(items.first).to_contain_text("done")
        expect(items.last.locator(".pg-way__mark")).to_have_count(0)

        come_back(visit, (), ids[1:])
        way.locator("summary").click()
        expect(items.last).to_contain_text("Not for me")
        expect(way.locator(".pg-way__left:visible")).to_have_text("2 of 2 still to do")

        come_back(visit, ["nielsen-chapter-1"])  # it teaches what the first entry is there for
        way.locator("summary").click()
        expect(items.first).to_contain_text("no longer needed")
        items.last.get_by_role("link").click()
        expect(visit.page.locator("#wikipedia-sigmoid")).to_be_in_viewport()


def test_what_is_ready_follows_the_edition(browser: Browser, flagship: Site, catalogue: Catalogue) -> None:
    with visiting(browser, flagship) as visit:
        visit.go("concepts/")
        expect(ready(visit).first).to_be_visible()
        visit.page.get_by_label("Edition").select_option("2016")
        titles = [stop.entry.title for stop in route(catalogue, "2016")]
        expect(ready(visit).first).to_have_text(titles[0])
        shown = ready(visit).all_inner_texts()
        assert 0 < len(shown) <= 5
        assert shown == [title for title in titles if title in shown]
        expect(idea(visit, "attention").locator(".pg-taught:visible")).to_contain_text("No entry teaches it yet.")
        expect(idea(visit, "attention").locator(".pg-idea__state")).to_have_text("not yet")
        assert visit.page.locator(".pg-unscripted:visible").count() == 0


def test_who_has_done_everything_is_told_so(browser: Browser, flagship: Site, catalogue: Catalogue) -> None:
    with visiting(browser, flagship) as visit:
        come_back(visit, [entry.id for entry in catalogue.entries])
        expect(visit.page.locator(".pg-ready__none")).to_be_visible()
        expect(ready(visit)).to_have_count(0)
        taught = sum(any(entries) for entries in catalogue.taught_by.values())
        expect(visit.page.locator(".pg-key")).to_contain_text(f"{taught} known")


def test_a_node_shows_its_needs_by_keyboard_and_leads_to_its_words(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        visit.go("concepts/")
        page = visit.page
        page.get_by_label("Library").focus()
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.dataset.node") == "sigmoid":
                break
        expect(node(visit, "sigmoid")).to_be_focused()
        near = page.locator(".pg-map__edge--near")
        assert {edge.get_attribute("data-to") or edge.get_attribute("data-from") for edge in near.all()} >= {"sigmoid"}
        page.keyboard.press("Enter")
        expect(page.locator("dt#sigmoid")).to_be_in_viewport()


def test_without_scripts_every_way_is_there_and_nothing_dead(
    browser: Browser, flagship: Site, catalogue: Catalogue
) -> None:
    with visiting(browser, flagship, java_script_enabled=False) as visit:
        visit.go("concepts/")
        assert visit.page.locator(".pg-scripted:visible").count() == 0
        training = idea(visit, "training")
        assert training.locator(".pg-unscripted:visible").all_inner_texts() == ["Today:", "The 2016 article:"]
        ways = training.locator(".pg-way")
        for edition, way in zip(("today", "2016"), ways.all(), strict=True):
            way.locator("summary").click()
            entries = PathFinder(catalogue, edition).path_to(catalogue.concept["training"]).entries
            items = way.locator("li:visible")
            assert [item.get_attribute("data-entry") for item in items.all()] == [entry.id for entry in entries]
        assert visit.complaints == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_moves_when_the_scripts_come(browser: Browser, flagship: Site, size: dict[str, int]) -> None:
    with visiting(browser, flagship, alone=True, viewport=size) as visit:
        visit.page.add_init_script(SHIFTS)
        come_back(visit, ["3b1b-neural-networks"])
        expect(visit.page.locator(".pg-key")).to_contain_text("2 known")
        visit.page.wait_for_timeout(300)
        assert visit.page.evaluate("window.shifts") == []
