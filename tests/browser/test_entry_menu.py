"""Beside its box, an entry can be in progress or not for the reader, and have a star and a note; a concept is known."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Browser, Page, expect
from reader import TICKS, settled
from served import NARROW, Site, visiting

STEP = "steps/dough/"


def stored(page: Page) -> Any:
    """Return what the browser has stored."""
    return json.loads(page.evaluate("(key) => localStorage.getItem(key)", TICKS))


def test_an_entry_is_marked_by_keyboard_and_stays_so(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample, viewport=NARROW) as visit:
        page = settled(visit, STEP)
        button = page.locator("[data-id=knead] > .pg-menu")
        expect(button).to_have_accessible_name("Status and note: Dough & how to knead it")
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_role("button", name="In progress", exact=True)).to_be_focused()
        page.keyboard.press("Space")
        expect(page.get_by_role("button", name="In progress", exact=True)).to_have_attribute("aria-pressed", "true")
        for _ in range(2):
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.type("Wet hands <b>")
        page.keyboard.press("Escape")
        expect(button).to_be_focused()
        expect(page.locator(".pg-panel")).to_have_count(0)
        page = settled(visit, STEP)
        name = "Status and note: Dough & how to knead it · In progress · Star · Note"
        expect(page.locator("[data-id=knead] > .pg-menu")).to_have_accessible_name(name)
        assert page.locator("[data-id=knead]:has(> .pg-menu) > .pg-tick").evaluate(
            "(box) => box.indeterminate && !box.checked"
        )
        page.locator("[data-id=knead] > .pg-menu").click()
        expect(page.get_by_label("Note", exact=True)).to_have_value("Wet hands <b>")
        assert stored(page)["ticks"]["knead"]["state"] == "in-progress"
        assert stored(page)["notes"]["knead"]["star"] is True
        assert visit.complaints == []


def test_one_panel_is_open_and_each_switch_turns_back(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample) as visit:
        page = settled(visit, STEP)
        first, second = (page.locator(".pg-menu:visible").nth(number) for number in (0, 1))
        first.click()
        second.click()
        expect(first).to_have_attribute("aria-expanded", "false")
        expect(page.locator(".pg-panel")).to_have_count(1)
        for name in ("In progress", "Not for me", "Not for me"):
            page.get_by_role("button", name=name, exact=True).click()
        for name in ("In progress", "Not for me"):
            expect(page.get_by_role("button", name=name, exact=True)).to_have_attribute("aria-pressed", "false")
        second.click()
        expect(page.locator(".pg-panel")).to_have_count(0)


def test_what_is_not_for_the_reader_is_not_offered(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample) as visit:
        page = settled(visit, STEP)
        page.locator("[data-id=knead] > .pg-menu").click()
        page.get_by_role("button", name="Not for me", exact=True).click()
        card = page.locator(".pg-card__next")
        expect(card).to_be_visible()
        expect(card).not_to_contain_text("Dough & how to knead it")
        page.get_by_role("button", name="Not for me", exact=True).click()
        page.get_by_role("button", name="Star", exact=True).click()
        expect(card).to_contain_text("Dough & how to knead it")


def test_a_concept_is_known_by_its_box_or_by_an_entry(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample) as visit:
        page = settled(visit, "concepts/")
        steam = page.get_by_role("checkbox", name="I know this: Steam")
        steam.check()
        expect(page.locator("[data-concept=steam] .pg-idea__state")).to_have_text("you know it")
        assert stored(page)["ticks"]["concept:steam"]["done"] is True
        settled(visit, STEP).locator("[data-id=knead]:has(> .pg-menu) > .pg-tick").check()
        page = settled(visit, "concepts/")
        expect(steam).to_be_checked()
        steam.uncheck()
        expect(page.locator("[data-concept=steam] .pg-idea__state")).not_to_have_text("you know it")
        taught = page.get_by_role("checkbox", name="I know this: Gluten")
        expect(taught).to_be_checked()
        expect(taught).to_be_disabled()
        assert visit.complaints == []


def test_the_menu_says_when_an_entry_was_reviewed(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample) as visit:
        page = settled(visit, STEP)
        expect(page.get_by_text("Reviewed: 2026-01-05")).to_have_count(2)
        expect(page.get_by_text("Reviewed: 2026-01-05").first).to_be_hidden()
        page.locator("[data-id=knead] > .pg-menu").click()
        expect(page.locator(".pg-panel").get_by_text("Reviewed: 2026-01-05")).to_be_visible()


def test_without_javascript_there_is_no_button(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample, java_script_enabled=False) as visit:
        visit.go(STEP)
        expect(visit.page.locator(".pg-menu, .pg-tick")).to_have_count(0)
        expect(visit.page.get_by_text("Reviewed: 2026-01-05").first).to_be_visible()
