"""What a reader ticks is kept, shown, taken along and never lost: by another tab, an edited catalogue or a bad file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from reader import FORBIDDEN, FULL, TICKS, exported, keeping, kept, path_data, settled
from served import Site, Visit, serving, visiting

from pathgen.site.build import build
from pathgen.site.engine import ENGINES
from pathgen.site.render import Project

FIRST, TOPIC = "steps/introducing-deep-learning/", "topics/deep-learning/"


def offer(page: Page, text: str, name: str = "mine.json") -> None:
    """Choose a file to import."""
    file = {"name": name, "mimeType": "application/json", "buffer": text.encode()}
    page.locator("[data-pg-import]").set_input_files(files=[file])  # type: ignore[list-item]


def essentials(visit: Visit, step: str) -> list[str]:
    """List the ids of what a step of today's edition needs."""
    data = path_data(visit)
    at = [found["id"] for found in data["steps"]].index(step)
    entries = [data["entries"][number] for number in data["routes"]["today"][""]]
    return [entry["id"] for entry in entries if entry["step"] == at]


def test_a_tick_is_kept_and_each_link_has_its_own(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, FIRST)
        ids = page.locator(".pg-entry:visible").evaluate_all("(all) => all.map((one) => one.dataset.id)")
        assert len(set(ids)) == len(ids) == page.locator(".pg-entry:visible > .pg-tick").count()
        page.get_by_role("checkbox", name="Done: Neural networks", exact=True).check()
        page.locator(".pg-checks .pg-tick").nth(1).check()
        settled(visit, FIRST)
        expect(page.get_by_role("checkbox", name="Done: Neural networks", exact=True)).to_be_checked()
        expect(page.locator(".pg-checks .pg-tick").nth(1)).to_be_checked()
        assert page.locator(".pg-tick:visible:checked").count() == 2
        assert sorted(kept(page).values()) == [True, True]
        page.get_by_role("checkbox", name="Done: Neural networks", exact=True).uncheck()
        settled(visit, FIRST)
        assert page.locator(".pg-tick:visible:checked").count() == 1
        assert visit.complaints == []


def test_a_tick_can_be_set_by_keyboard(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, FIRST)
        page.locator(".pg-entry .pg-tick").first.focus()
        page.keyboard.press("Space")
        assert len(kept(page)) == 1
        assert "solid" in page.evaluate("getComputedStyle(document.activeElement).outline")


def test_the_step_the_path_and_the_navigation_show_how_far_one_is(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, FIRST)
        needed = essentials(visit, "introducing-deep-learning")
        facts = page.locator("[data-pg-step] .pg-fact")
        expect(facts.first).to_have_text(f"0 of {len(needed)} essentials done")
        page.locator(f".pg-tick[value='{needed[0]}']").first.check()
        page.locator(".pg-checks .pg-tick").first.check()
        expect(facts.first).to_have_text(f"1 of {len(needed)} essentials done")
        assert "1 of 4 questions answered" in facts.all_text_contents()
        mark = page.locator(".md-sidebar--primary .md-nav__link[data-state=begun]")
        expect(mark).to_contain_text(f"started (1 of {len(needed)})")
        for entry in needed[1:]:
            page.locator(f".pg-tick[value='{entry}']").first.check()
        expect(page.locator(".md-sidebar--primary .md-nav__link[data-state=read]")).to_contain_text("read, not checked")
        for box in page.locator(".pg-checks .pg-tick").all():
            box.check()
        expect(page.locator(".md-sidebar--primary .md-nav__link[data-state=done]")).to_contain_text("done")
        visit.go("")
        expect(page.locator(".pg-journey > li").first).to_contain_text("done")
        expect(page.locator(".pg-journey > li").nth(1)).to_contain_text("not started")
        total = len(path_data(visit)["routes"]["today"][""])
        expect(page.locator("[data-pg-path] .pg-fact")).to_have_text(f"{len(needed)} of {total} essentials done")
        assert visit.complaints == []


def test_every_tick_is_answered_beside_its_box(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, FIRST)
        needed = essentials(visit, "introducing-deep-learning")
        for count, entry in enumerate(needed[:-1], 1):
            page.locator(f".pg-tick[value='{entry}']").first.check()
            said = page.locator(f"li[data-id='{entry}'] > .pg-said")
            expect(said).to_have_text(f"{count} of {len(needed)} done")
            assert page.locator(".pg-said").count() == 1
        page.locator(f".pg-tick[value='{needed[-1]}']").first.check()
        expect(page.locator(".pg-said")).to_contain_text("Read, not checked. Answer the questions of this step.")
        for box in page.locator(".pg-checks .pg-tick").all():
            box.check()
        expect(page.locator(".pg-checks .pg-said")).to_have_text("Step 1 is done. Next: Getting Technical")
        expect(page.locator(".pg-announcement")).to_have_text("Step 1 is done. Next: Getting Technical")
        assert visit.complaints == []


def test_a_card_shows_the_next_thing_to_do(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, FIRST)
        card = page.locator(".pg-card")
        first, second, third, *_ = [entry["title"] for entry in path_data(visit)["entries"][:3]]
        expect(card.locator(".pg-card__title:visible > a")).to_have_text(first)
        expect(card.locator(".pg-card__then:visible")).to_have_text(f"Then: {second}")
        height = card.bounding_box()
        assert height
        assert height["y"] + height["height"] < 800
        page.locator(".pg-entry .pg-tick").first.check()
        expect(card.locator(".pg-card__title:visible")).to_contain_text(second)
        expect(card.locator(".pg-card__then:visible")).to_have_text(f"Then: {third}")
        assert card.locator(".pg-button:visible").get_attribute("href").startswith("https://")  # type: ignore[union-attr]
        visit.go("")
        expect(page.locator(".pg-card .pg-card__title:visible")).to_contain_text(second)
        assert visit.complaints == []


def test_levels_of_a_step_are_counted_apart(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, "steps/convolutional-networks/")
        data = path_data(visit)
        at = [found["id"] for found in data["steps"]].index("convolutional-networks")
        entries = [data["entries"][number] for number in data["routes"]["today"][""]]
        levels = [entry["level"] for entry in entries if entry["step"] == at]
        facts = page.locator("[data-pg-step] .pg-fact").all_text_contents()
        for level in set(levels):
            assert f"{level}: 0 of {levels.count(level)}" in facts


def test_home_leads_on_to_where_one_left_off(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        visit.go("")
        page = visit.page
        expect(page.get_by_role("link", name="Start with step 1")).to_be_visible()
        expect(page.get_by_role("link", name="Continue where you left off")).to_be_hidden()
        page = settled(visit, FIRST)
        first, second, *_ = essentials(visit, "introducing-deep-learning")
        page.locator(f".pg-tick[value='{first}']").first.check()
        visit.go("")
        page.get_by_role("link", name="Continue where you left off").click()
        expect(page).to_have_url(f"{flagship.url}{FIRST}#{second}")
        expect(page.locator(f"#{second}")).to_be_in_viewport()


def test_when_all_is_done_home_leads_to_the_progress(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        data = path_data(visit)
        every = [data["entries"][number]["id"] for number in data["routes"]["today"][""]]
        keeping(visit.page, TICKS, exported(*every))
        visit.go("")
        expect(visit.page.get_by_text("The next thing to do")).to_be_hidden()
        visit.page.get_by_role("link", name="See what you can do now", exact=True).click()
        expect(visit.page).to_have_url(f"{flagship.url}progress/")
        expect(visit.page.locator("[data-pg-next]")).to_have_text("You have done all the essentials.")
        expect(visit.page.get_by_role("heading", name="What you can do now")).to_be_visible()
        assert visit.page.locator(".pg-end li").count() > 0


def test_one_of_a_choice_is_enough(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, "steps/getting-practical/")
        page.get_by_role("checkbox", name="Done: Introduction to Keras for engineers").check()
        expect(page.locator("[data-pg-step] .pg-fact").first).to_have_text("1 of 2 essentials done")


def test_a_topic_counts_and_shares_its_ticks_with_the_steps(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, TOPIC)
        count = page.locator(".pg-entry").count()
        expect(page.locator("[data-pg-count]")).to_have_text(f"0 of {count} done")
        page.locator(".pg-tick").nth(3).check()
        expect(page.locator("[data-pg-count]")).to_have_text(f"1 of {count} done")
        assert visit.complaints == []


def test_many_boxes_are_made_fast(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, TOPIC)
        took = page.evaluate("""() => {
            const start = performance.now();
            document.dispatchEvent(new CustomEvent("pg-progress"));
            document.body.getBoundingClientRect();
            return performance.now() - start;
        }""")
        assert took < 50


# --- the page on progress ---------------------------------------------------------------------------------------


def test_totals_by_step_and_level_and_what_comes_next(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        needed = essentials(visit, "introducing-deep-learning")
        data = path_data(visit)
        keeping(visit.page, TICKS, exported(needed[0], data["steps"][1]["checks"]["today"][0]))
        page = settled(visit, "progress/")
        cells = page.locator("[data-pg-row='introducing-deep-learning'] td")
        assert cells.all_inner_texts() == [f"1 of {len(needed)}", "1 of 4", "started"]
        every = [data["entries"][number] for number in data["routes"]["today"][""]]
        for level in ("beginner", "intermediate", "advanced"):
            of = sum(entry["level"] == level for entry in every)
            done = sum(entry["level"] == level and entry["id"] == needed[0] for entry in every)
            expect(page.locator(f"[data-pg-level='{level}'] td")).to_have_text(f"{done} of {of}")
        upcoming = page.locator("[data-pg-next] a")
        assert (upcoming.get_attribute("href") or "").endswith(f"#{needed[1]}")
        listed = page.locator(".pg-essentials li:visible > a")
        assert listed.count() == len(every)
        page.get_by_label("Library").select_option("keras")
        titles = {data["entries"][number]["title"] for number in data["routes"]["today"]["keras"]}
        assert set(listed.all_inner_texts()) == titles
        assert visit.complaints == []


def test_ticks_go_to_a_file_and_into_another_browser(browser: Browser, flagship: Site, tmp_path: Path) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, FIRST)
        page.locator(".pg-entry:visible > .pg-tick").nth(0).check()
        page.locator(".pg-entry:visible > .pg-tick").nth(1).check()
        ticked = kept(page)
        settled(visit, "progress/")
        with page.expect_download() as download:
            page.get_by_role("button", name="Export to a file").click()
        assert download.value.suggested_filename == "progress.json"
        download.value.save_as(tmp_path / "progress.json")
        assert json.loads((tmp_path / "progress.json").read_bytes())["site"] == "Seven steps to deep learning"
        assert visit.complaints == []
    with visiting(browser, flagship) as visit:
        page = settled(visit, FIRST)
        page.locator(".pg-entry:visible > .pg-tick").nth(2).check()
        settled(visit, "progress/")
        page.locator("[data-pg-import]").set_input_files(tmp_path / "progress.json")
        expect(page.locator("[data-pg-status]")).to_have_text("2 new ticks added. Your other ticks are unchanged.")
        assert kept(page).items() > ticked.items()
        page.locator("[data-pg-import]").set_input_files(tmp_path / "progress.json")
        expect(page.locator("[data-pg-status]")).to_have_text("This file has no new ticks.")
        assert len(kept(page)) == 3
        assert visit.complaints == []


def test_of_two_that_contradict_each_other_the_later_counts(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        keeping(visit.page, TICKS, exported("one", at="2026-02-01T00:00:00Z", undone=("two",)))
        page = settled(visit, "progress/")
        offer(page, exported("two", "three", at="2026-01-01T00:00:00Z", undone=("one",)))
        expect(page.locator("[data-pg-status]")).to_have_text("1 new tick added. Your other ticks are unchanged.")
        assert kept(page) == {"one": True, "two": False, "three": True}
        offer(page, exported("two", at="9999-01-01T00:00:00Z"))  # a clock that is wrong
        expect(page.locator("[data-pg-status]")).to_have_text("1 new tick added. Your other ticks are unchanged.")
        offer(page, exported(at="2999-01-01T00:00:00Z", undone=("two",)))
        page.wait_for_timeout(100)
        settled(visit, FIRST)
        page.locator(".pg-entry:visible > .pg-tick").first.check()
        assert kept(page)["two"] is False


REFUSED = {
    "empty": "",
    "not JSON": "<script>window.pwned=1</script>",
    "cut off": exported("one", "two")[:-20],
    "foreign": json.dumps({"format": "bookmarks", "version": 1, "ticks": {}}),
    "newer": json.dumps({"format": "pathgen-progress", "version": 2, "ticks": {}}),
    "no ticks": json.dumps({"format": "pathgen-progress", "version": 1}),
    "a list": json.dumps([1, 2, 3]),
    "too many": exported(*(f"id-{number}" for number in range(30_000))),
    "huge": " " * 9_000_000,
    "deep": "[" * 200_000,
}


def test_what_is_no_progress_file_is_refused_and_changes_nothing(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        keeping(visit.page, TICKS, exported("one"))
        page = settled(visit, "progress/")
        for refused, text in REFUSED.items():
            name = f"{refused} <img src=x onerror=window.pwned=1>.json"
            offer(page, text, name)
            expect(page.locator("[data-pg-status]")).to_contain_text(f"{name} is not a progress file for this site")
            assert kept(page) == {"one": True}, refused
        assert page.evaluate("window.pwned") is None
        assert visit.complaints == []


def test_a_file_of_another_site_is_asked_about(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        keeping(visit.page, TICKS, exported("one"))
        page = settled(visit, "progress/")
        status, anyway = page.locator("[data-pg-status]"), page.get_by_role("button", name="Add them")
        offer(page, exported("two", site="<img src=x onerror=window.pwned=1> & bread" + "x" * 9000))
        expect(status).to_contain_text("mine.json has the progress on another path: <img")
        assert kept(page) == {"one": True}
        page.get_by_role("button", name="Reset my progress").click()
        expect(anyway).to_be_hidden()
        offer(page, exported("two", site="Bread"))
        anyway.focus()
        page.keyboard.press("Enter")
        expect(status).to_have_text("1 new tick added. Your other ticks are unchanged.")
        expect(anyway).to_be_hidden()
        offer(page, exported("three", site="Seven steps to deep learning"))
        expect(status).to_have_text("1 new tick added. Your other ticks are unchanged.")
        for number, odd in enumerate(({"a": 1}, [], 7, False, "")):
            offer(page, exported(f"odd-{number}", site=odd))
            page.wait_for_function(
                "([key, id]) => localStorage.getItem(key).includes(id)", arg=[TICKS, f"odd-{number}"]
            )
        assert len(kept(page)) == 7
        assert page.evaluate("window.pwned") is None
        assert visit.complaints == []


def test_of_a_hostile_file_only_ticks_are_taken(browser: Browser, flagship: Site) -> None:
    good = {"done": True, "at": "2026-01-01T00:00:00Z"}
    ticks = {
        "good": good,
        "__proto__": good,
        "constructor": good,
        "<script>window.pwned=1</script>": good,
        "x" * 500: good,
        "number": {"done": 1, "at": "2026-01-01"},
        "never": {"done": True, "at": "soon"},
        "none": None,
        "before-all": {"done": True, "at": "-271821-04-20T00:00:00Z"},
    }
    with visiting(browser, flagship) as visit:
        page = settled(visit, "progress/")
        offer(page, json.dumps({"format": "pathgen-progress", "version": 1, "ticks": ticks}))
        expect(page.locator("[data-pg-status]")).to_have_text("2 new ticks added. Your other ticks are unchanged.")
        assert kept(page) == {"good": True, "constructor": True}
        settled(visit, FIRST)
        assert page.evaluate("window.pwned ?? Object.prototype.done") is None
        assert visit.complaints == []


def test_a_reset_can_be_undone(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        keeping(visit.page, TICKS, exported("one", "two", undone=("three",)))
        page = settled(visit, "progress/")
        page.get_by_role("button", name="Reset my progress").click()
        expect(page.locator("[data-pg-status]")).to_have_text("2 ticks removed.")
        assert kept(page) == {}
        page.get_by_role("button", name="Undo").click()
        assert kept(page) == {"one": True, "two": True, "three": False}
        expect(page.get_by_role("button", name="Undo")).to_be_hidden()


# --- storage ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_where_the_browser_keeps_nothing_it_says_so_and_still_ticks(
    browser: Browser, flagship: Site, trouble: str
) -> None:
    with visiting(browser, flagship, alone=True) as visit:
        visit.page.context.add_init_script(script=trouble)
        page = settled(visit, FIRST)
        page.locator(".pg-entry:visible > .pg-tick").first.check()
        expect(page.get_by_role("status").filter(has_text="cannot save")).to_be_visible()
        expect(page.locator("[data-pg-step] .pg-fact").first).to_contain_text("of")
        page.locator(".pg-entry:visible > .pg-tick").nth(1).check()
        assert page.locator(".pg-tick:visible:checked").count() == 2
        settled(visit, "progress/")
        if trouble == FORBIDDEN:
            expect(page.locator("[data-pg-unkept]")).to_be_visible()  # before anything is to be kept
        offer(page, exported("one", "two"))
        expect(page.locator("[data-pg-unkept]")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("button", name="Export to a file").click()
        assert len(json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["ticks"]) == 2
        assert visit.complaints == []


def test_two_tabs_do_not_undo_each_other(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, FIRST)
        other = page.context.new_page()
        other.goto(flagship.url + FIRST)
        mine, theirs = (tab.locator(".pg-entry:visible > .pg-tick") for tab in (page, other))
        theirs.first.wait_for()
        mine.nth(0).check()
        expect(theirs.nth(0)).to_be_checked()
        theirs.nth(1).check()
        mine.nth(2).check()
        expect(theirs.nth(2)).to_be_checked()
        assert len(kept(page)) == 3
        expect(other.locator("[data-pg-step] .pg-fact").first).not_to_contain_text("0 of")
        settled(visit, "progress/").get_by_role("button", name="Reset my progress").click()
        expect(theirs.nth(1)).not_to_be_checked()
        theirs.nth(3).check()
        assert len(kept(page)) == 1
        assert visit.complaints == []


def test_a_tab_that_heard_of_nothing_does_not_undo_a_reset(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        keeping(visit.page, TICKS, exported("one", "two"))
        page = settled(visit, FIRST)
        page.evaluate("(key) => localStorage.removeItem(key)", TICKS)  # no event for the tab that does it
        page.locator(".pg-entry:visible > .pg-tick").first.check()
        assert len(kept(page)) == 1


# --- an edited catalogue ----------------------------------------------------------------------------------------

BEFORE = """\
path: {title: Bread}
steps:
  - id: dough
    title: Dough
    resources:
      - {id: flour, title: Flour, url: "https://example.org/flour"}
      - {id: water, title: Water, url: "https://example.org/water"}
      - {id: salt, title: Salt, url: "https://example.org/salt"}
    self_check: [Why does it rest?]
  - {id: oven, title: Oven, resources: [{id: heat, title: Heat, url: "https://example.org/heat"}]}
"""
AFTER = """\
path: {title: Bread}
steps:
  - id: first
    aliases: dough
    title: Dough
    resources:
      - {id: salt, title: Salt, url: "https://example.org/salt"}
      - {id: rye, aliases: flour, title: Rye flour, url: "https://example.org/rye"}
      - {id: water, title: Water, url: "https://example.org/water", role: optional, replaced_by: milk}
      - {id: milk, title: Milk, url: "https://example.org/milk", role: optional, replaced_by: cream}
      - {id: cream, title: Cream, url: "https://example.org/cream"}
    self_check: [Why does it rest?, What is a windowpane?]
  - {id: oven, title: Oven, resources: [{id: heat, title: Heat, url: "https://example.org/heat"}]}
"""


def built(folder: Path, catalogue: str) -> Path:
    folder.mkdir()
    (folder / "resources.yaml").write_text(catalogue, encoding="utf-8")
    loaded, _ = build(Project(folder / "resources.yaml"), folder / "site", ENGINES[0])
    assert loaded.is_valid, loaded.diagnostics
    return folder / "site"


def test_an_edited_catalogue_loses_no_tick(browser: Browser, tmp_path: Path) -> None:
    with serving(ENGINES[0], built(tmp_path / "before", BEFORE)) as site, visiting(browser, site) as visit:
        page = settled(visit, "steps/dough/")
        page.locator(".pg-entry > .pg-tick").nth(0).check()
        page.locator(".pg-entry > .pg-tick").nth(1).check()
        page.locator(".pg-checks .pg-tick").check()
        (text,) = [json.dumps(page.evaluate("(key) => localStorage.getItem(key)", TICKS))]
    with serving(ENGINES[0], built(tmp_path / "after", AFTER)) as site, visiting(browser, site) as visit:
        keeping(visit.page, TICKS, json.loads(text))
        page = settled(visit, "steps/first/")
        ticked = {
            entry: page.locator(f".pg-tick[value='{entry}']").is_checked()
            for entry in ("rye", "cream", "salt", "water")
        }
        assert ticked == {"rye": True, "cream": True, "salt": False, "water": True}
        assert page.locator(".pg-checks .pg-tick:checked").count() == 1
        expect(page.locator("[data-pg-step] .pg-fact").first).to_have_text("2 of 3 essentials done")
        page.locator(".pg-tick[value='cream']").uncheck()
        settled(visit, "steps/first/")
        expect(page.locator(".pg-tick[value='cream']")).not_to_be_checked()
        expect(page.locator(".pg-tick[value='water']")).to_be_checked()
        assert visit.complaints == []


# --- without scripts, and permalinks ----------------------------------------------------------------------------


def test_without_javascript_the_page_lists_the_essentials(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship, java_script_enabled=False) as visit:
        visit.go("progress/")
        page = visit.page
        expect(page.get_by_text("scripts are turned off here")).to_be_visible()
        for button in ("Export to a file", "Reset my progress"):
            expect(page.get_by_text(button)).to_be_hidden()
        assert page.locator(".pg-essentials li:visible").count() >= len(path_data(visit)["routes"]["today"][""])
        expect(page.get_by_role("link", name="The whole path on one page")).to_be_visible()
        visit.go(FIRST)
        expect(page.locator(".pg-tick")).to_have_count(0)
        expect(page.locator("[data-pg-step] .pg-fact:visible")).to_have_count(0)
        expect(page.locator(".pg-card__title:visible")).to_have_count(1)  # not one for each edition
        visit.go("")
        expect(page.get_by_role("link", name="Start with step 1")).to_be_visible()
        expect(page.get_by_text("Continue where you left off")).to_be_hidden()


def test_a_permalink_copies_the_address_of_its_entry(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship, permissions=["clipboard-read", "clipboard-write"]) as visit:
        page = settled(visit, f"{FIRST}?edition=2016")
        link = page.locator(".pg-permalink:visible").nth(1)
        link.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text="Address copied.")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert re.fullmatch(re.escape(flagship.url + FIRST) + r"#[a-z0-9.-]+", copied)
        page.goto(copied)
        expect(page.locator(f"#{copied.partition('#')[2]}")).to_be_in_viewport()
        assert visit.complaints == []


def test_a_permalink_that_may_not_copy_is_a_link(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship, alone=True) as visit:
        visit.page.context.add_init_script(
            script="navigator.clipboard.writeText = () => Promise.reject(new Error('no'));"
        )
        page = settled(visit, FIRST)
        link = page.locator(".pg-permalink:visible").nth(1)
        link.focus()
        page.keyboard.press("Enter")
        assert page.url == flagship.url + FIRST + (link.get_attribute("href") or "")
        assert visit.complaints == []


def test_a_new_reader_of_home_waits_for_nothing_of_the_path(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        asked: list[str] = []
        visit.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
        visit.go("")
        visit.page.wait_for_load_state("networkidle")
        assert "pathgen.js" in asked
        assert not {"path.json", "path_page.js"} & set(asked)
        with visit.page.expect_response("**/path.json"):
            visit.page.get_by_label("Edition").focus()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_card_has_room_for_the_next_entry(browser: Browser, flagship: Site, width: int) -> None:
    room = "card => card.getBoundingClientRect().bottom - card.lastElementChild.getBoundingClientRect().bottom"
    with visiting(browser, flagship, viewport={"width": width, "height": 800}) as visit:
        visit.go(FIRST)
        visit.page.locator(".pg-tick:visible").first.check()
        for path in ("", *(step["url"] for step in path_data(visit)["steps"])):
            visit.go(path)
            card = visit.page.locator(".pg-card__next:has(> *)")
            assert card.evaluate(room) >= 0, path
