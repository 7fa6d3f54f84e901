"""The progress page shows what was said and when, asks questions again, and carries everything to another browser."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from reader import TICKS, exported, keeping, kept, path_data, settled
from served import BELOW, Site, Visit, visiting

PLAN = f"pathgen-plan:{BELOW}"
SAVED = f"pathgen-saved:{BELOW}"
SETTINGS = "?hours=3&start=2030-01-07&days=mon&edition=today&saved="


def ago(days: float) -> str:
    """Return a moment as a progress file has it."""
    return (datetime.now(UTC) - timedelta(days=days)).isoformat()


def questions(visit: Visit) -> list[str]:
    """Return the ids of today's questions of the first step."""
    checks: list[str] = next(step for step in path_data(visit)["steps"] if step["id"] == "dough")["checks"]["today"]
    return checks


def said(**more: Any) -> str:
    """Write a file with ticks of all kinds and a note."""
    ticks = {
        "knead": {"done": False, "state": "in-progress", "at": "2026-01-02T10:00:00Z"},
        "concept:steam": {"done": True, "at": "2026-01-03T10:00:00Z"},
        "no-longer-there": {"done": True, "at": "2026-01-01T10:00:00Z"},
        "forgotten": {"done": False, "at": "2026-01-05T10:00:00Z"},
    }
    notes = {"knead": {"text": "Wet <b>hands</b>", "star": True, "at": "2026-01-02T10:00:00Z"}}
    return json.dumps({"format": "pathgen-progress", "version": 1, "ticks": ticks, "notes": notes, **more})


def test_what_was_said_is_listed_by_date(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample) as visit:
        keeping(visit.page, TICKS, said())
        page = settled(visit, "progress/")
        page.get_by_text("What you did and noted: 3").click()
        items = page.locator("[data-pg-diary] li")
        expect(items).to_have_text(
            [
                "Steam Jan 3, 2026 · you know it",
                "Dough & how to knead it Jan 2, 2026 · In progress · ★ StarWet <b>hands</b>",
                "no-longer-there Jan 1, 2026 · Done",
            ]
        )
        assert [link.get_attribute("href") for link in items.locator("a").all()] == [
            f"{sample.url}concepts/#steam",
            f"{sample.url}steps/dough/#knead",
        ]
        assert visit.complaints == []


def test_an_entry_of_a_topic_is_named_too(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample) as visit:
        visit.go("catalogue.json")
        entries = json.loads(visit.page.inner_text("body"))["entries"]
        entry = next(entry for entry in entries if entry["page"].startswith("topics/"))
        keeping(visit.page, TICKS, exported(entry["id"]))
        page = settled(visit, "progress/")
        page.get_by_text("What you did and noted: 1").click()
        expect(page.locator("[data-pg-diary] li > a")).to_have_text(entry["title"])


def test_a_question_comes_back_and_later_each_time_it_is_known(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample) as visit:
        first, second, *_ = questions(visit)
        old = {"done": True, "at": ago(1.1)}
        ticks = {first: old, second: {**old, "box": 1}}  # the second comes back after three days
        keeping(visit.page, TICKS, json.dumps({"format": "pathgen-progress", "version": 1, "ticks": ticks}))
        page = settled(visit, "progress/")
        page.get_by_text("Questions to ask yourself again: 1").click()
        page.get_by_role("button", name="I knew it").click()
        expect(page.get_by_text("No questions to ask yourself again today")).to_be_focused()
        stored = json.loads(page.evaluate("(key) => localStorage.getItem(key)", TICKS))["ticks"]
        assert stored[first]["box"] == 1
        later = {first: {**stored[first], "at": ago(2.9)}, second: {**old, "box": 3, "at": ago(20.9)}}
        for days, count in ((0, 0), (0.2, 2)):
            moved = {id_: {**tick, "at": _earlier(tick["at"], days)} for id_, tick in later.items()}
            text = json.dumps({"format": "pathgen-progress", "version": 1, "ticks": moved})
            page.evaluate("([key, text]) => localStorage.setItem(key, text)", [TICKS, text])
            page = settled(visit, "progress/")
            expect(page.locator("[data-pg-ask]:not([hidden])")).to_have_count(count)
        page.get_by_text("Questions to ask yourself again: 2").click()
        page.get_by_role("button", name="Not yet").first.click()
        stored = json.loads(page.evaluate("(key) => localStorage.getItem(key)", TICKS))["ticks"]
        assert "box" not in stored[first]
        assert stored[first]["done"] is True
        assert visit.complaints == []


def _earlier(moment: str, days: float) -> str:
    return (datetime.fromisoformat(moment) - timedelta(days=days)).isoformat()


def test_a_link_carries_everything_and_asks_first(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample) as visit:
        keeping(visit.page, TICKS, said())
        keeping(visit.page, PLAN, f"{SETTINGS}1")
        page = settled(visit, "progress/")
        page.get_by_role("button", name="Copy a link with my progress").click()
        address = page.locator("[data-pg-status] a").get_attribute("href")
        assert address
    with visiting(browser, sample) as other:
        page = settled(other, address.removeprefix(sample.url))
        expect(page.locator("[data-pg-status]")).to_have_text(
            "Ticks and notes in this link: 5. Nothing was changed yet."
        )
        assert kept(page) == {}
        assert "#" not in page.url
        add = page.get_by_role("button", name="Add them")
        expect(add).to_be_focused()
        add.click()
        assert kept(page)["concept:steam"] is True
        assert page.evaluate("(key) => localStorage.getItem(key)", PLAN) == f"{SETTINGS}1"
        assert other.complaints == []


@pytest.mark.parametrize("hash_", ["#ticks=", "#ticks=!!", "#ticks=AAAA", "#ticks=q1ZKzs8rSc0rAQA"])
def test_a_damaged_link_changes_nothing(browser: Browser, sample: Site, hash_: str) -> None:
    with visiting(browser, sample) as visit:
        page = settled(visit, f"progress/{hash_}")
        expect(page.locator("[data-pg-status]")).to_contain_text("This link is not a progress file for this site")
        expect(page.locator("[data-pg-anyway]")).to_be_hidden()
        assert kept(page) == {}
        assert visit.complaints == []


def test_a_link_that_grows_without_end_is_damaged(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample) as visit:
        page = settled(visit, "progress/")
        grown = page.evaluate("""async () => {
            const { carried, carrying } = await import("../assets/carry.js");
            return carried(await carrying(" ".repeat(50_000_000)));
        }""")
        assert grown == ""


@pytest.mark.parametrize(("saved", "plan"), [(5, f"{SETTINGS}7"), (9, f"{SETTINGS}9")])
def test_of_two_plans_the_later_counts(browser: Browser, sample: Site, saved: int, plan: str) -> None:
    with visiting(browser, sample) as visit:
        keeping(visit.page, PLAN, f"{SETTINGS}{saved}")
        page = settled(visit, "progress/")
        for settings in (f"{SETTINGS}7", "?<b>&saved=99", 5):
            data = {"name": "a.json", "mimeType": "", "buffer": said(plan=settings).encode()}
            page.locator("[data-pg-import]").set_input_files(files=[data])  # type: ignore[list-item]
            expect(page.locator("[data-pg-status]")).to_contain_text("new tick")
        assert page.evaluate("(key) => localStorage.getItem(key)", PLAN) == plan


def test_the_exported_file_has_the_plan(browser: Browser, sample: Site, tmp_path: Path) -> None:
    with visiting(browser, sample) as visit:
        keeping(visit.page, TICKS, said())
        keeping(visit.page, PLAN, f"{SETTINGS}1")
        page = settled(visit, "progress/")
        with page.expect_download() as download:
            page.get_by_role("button", name="Export to a file").click()
        download.value.save_as(tmp_path / "progress.json")
        assert json.loads((tmp_path / "progress.json").read_text())["plan"] == f"{SETTINGS}1"


def offer(page: Page) -> Any:
    """Return what offers a file after a tick."""
    return page.locator(".pg-said", has_text="Your progress is in this browser only.")


@pytest.mark.parametrize(("count", "days", "offers"), [(1, 1, 0), (1, 6, 1), (30, 1, 1)])
def test_a_file_is_offered_after_many_ticks_or_days(
    browser: Browser, sample: Site, count: int, days: int, offers: int
) -> None:
    with visiting(browser, sample) as visit:
        keeping(visit.page, TICKS, exported(*(f"e{number}" for number in range(count)), at=ago(days)))
        page = settled(visit, "steps/dough/")
        boxes = page.locator(".pg-entry .pg-tick:visible")
        boxes.nth(0).check()
        expect(offer(page)).to_have_count(offers)
        if offers:
            assert offer(page).get_by_role("link").get_attribute("href") == f"{sample.url}progress/#keep"
            offer(page).get_by_role("button", name="Not now").click()
            expect(boxes.nth(0)).to_be_focused()
            boxes.nth(1).check()
            expect(offer(page)).to_have_count(0)
        assert visit.complaints == []
