"""A reader's choice of edition and library is kept, can be shared, and changes the lists, times and progress."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from reader import CHOICE, FORBIDDEN, WATCH_SHIFTS, keeping, path_data, settled, shown
from served import NARROW, WIDE, Site, visiting

CONVNETS = "steps/convolutional-networks/"
PAGES = ["", CONVNETS, "steps/further-topics/", "progress/"]


def test_the_default_edition_is_shown_alone_and_stays_out_of_the_address(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, CONVNETS)
        expect(page.locator("#edition-today")).to_be_visible()
        expect(page.locator("#edition-2016")).to_be_hidden()
        expect(page.locator(".md-sidebar--secondary [href='#edition-2016']")).to_be_hidden()
        assert page.url == flagship.url + CONVNETS
        assert visit.complaints == []


def test_a_chosen_edition_holds_across_pages_and_visits_and_is_in_the_address(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, CONVNETS)
        page.get_by_label("Edition").select_option("2016")
        assert page.url == f"{flagship.url}{CONVNETS}?edition=2016"
        expect(page.locator("#edition-today")).to_be_hidden()
        settled(visit, "steps/getting-practical/")
        expect(page.locator("#edition-2016")).to_be_visible()
        assert page.url.endswith("?edition=2016")
        later = page.context.new_page()
        later.goto(flagship.url)
        expect(later.get_by_label("Edition")).to_have_value("2016")
        later.get_by_label("Edition").select_option("today")
        assert later.url == flagship.url
        assert visit.complaints == []


def test_an_edition_lists_its_entries_in_full_and_in_its_order(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, f"{CONVNETS}?edition=2016")
        titles = shown(page)
        assert titles[0] == "Deep learning with computer vision tutorial"
        assert "ImageNet Classification with Deep Convolutional Neural Networks" in titles  # in both editions
        assert page.locator(".pg-entry--again:visible").count() == 0
        page.get_by_label("Edition").select_option("today")
        assert shown(page)[0].startswith("CS231n notes")
        assert page.locator(".pg-entry--again:visible").count() == 0
        page.get_by_label("Edition").select_option("2016")
        assert shown(page) == titles


def test_an_entry_has_the_role_of_the_edition_that_is_shown(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, f"{CONVNETS}?edition=2016")
        paper = page.locator(".pg-entry[data-id='alexnet-paper']:visible")
        for edition, labels in (("2016", []), ("today", ["optional"]), ("2016", [])):
            page.get_by_label("Edition").select_option(edition)
            expect(paper.locator(".pg-label")).to_have_text(labels)
            assert ("pg-entry--optional" in (paper.get_attribute("class") or "")) == bool(labels)
        page = settled(visit, "steps/recurrent-networks/?edition=2016")
        essay = page.locator(".pg-entry[data-id='karpathy-rnn-effectiveness']:visible")
        expect(essay.locator(".pg-label")).to_have_text(["start here"])


def test_a_library_leaves_out_what_serves_others(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, CONVNETS)
        before = shown(page)
        page.get_by_label("Library").select_option("keras")
        after = shown(page)
        assert set(after) < set(before)
        assert "Simple MNIST convnet" in after
        assert "Training a Classifier (CIFAR-10)" not in after
        expect(page.get_by_text("Pick one:").locator("visible=true")).to_have_count(0)
        # Nothing of today's edition serves Caffe, so it is not offered; where an address names it, all stays.
        settled(visit, f"{CONVNETS}?track=caffe")
        assert shown(page) == before
        settled(visit, "steps/recurrent-networks/?track=pytorch")
        assert "Text generation with a miniature GPT" not in shown(page)


def test_a_library_is_offered_in_the_editions_that_list_something_for_it(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, f"{CONVNETS}?edition=2016")
        options = page.get_by_label("Library").locator("option:enabled")
        assert {"Caffe", "Theano"} < set(options.all_inner_texts())
        page.get_by_label("Library").select_option("caffe")
        page.get_by_label("Edition").select_option("today")
        assert options.all_inner_texts() == ["No preference", "PyTorch", "TensorFlow", "Keras", "JAX"]
        expect(page.get_by_label("Library")).to_have_value("")
        assert page.url == flagship.url + CONVNETS
        page.get_by_label("Edition").select_option("2016")
        assert "Caffe" in options.all_inner_texts()
        assert visit.complaints == []


def test_times_and_progress_follow_the_choice(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, CONVNETS)
        times = page.locator(".pg-sum > [data-pg-edition]:visible").first
        essentials = page.locator("[data-pg-step] .pg-fact").first
        said = set()
        for edition in ("today", "2016"):
            page.get_by_label("Edition").select_option(edition)
            data = path_data(visit)
            step = [step["id"] for step in data["steps"]].index("convolutional-networks")
            for track in ("", "keras", *(["caffe"] if edition == "2016" else [])):
                page.get_by_label("Library").select_option(track)
                count = sum(data["entries"][number]["step"] == step for number in data["routes"][edition][track])
                expect(essentials).to_have_text(f"0 of {count} essentials done")
                said.add(times.inner_text())
        assert len(said) > 2
        visit.go("")
        journey = page.locator(".pg-journey__facts")
        first = journey.all_inner_texts()
        page.get_by_label("Edition").select_option("today")
        assert journey.all_inner_texts() != first


@pytest.mark.parametrize("query", ["?edition=nonsense", "?edition=2017&track=%22%3E%3Cb%3E", "?track=cobol"])
def test_an_unknown_choice_is_ignored_and_leaves_the_address(browser: Browser, flagship: Site, query: str) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, f"{CONVNETS}{query}&h=word")
        assert page.url == f"{flagship.url}{CONVNETS}?h=word"
        expect(page.get_by_label("Edition")).to_have_value("today")
        expect(page.locator("#edition-today")).to_be_visible()
        assert visit.complaints == []


@pytest.mark.parametrize(
    "junk", ["", "null", "[]", "not JSON", '{"edition": {"a": 1}, "track": 7}', '{"edition": "x"}']
)
def test_a_damaged_choice_is_no_choice(browser: Browser, flagship: Site, junk: str) -> None:
    with visiting(browser, flagship) as visit:
        keeping(visit.page, CHOICE, junk)
        page = settled(visit, CONVNETS)
        expect(page.get_by_label("Edition")).to_have_value("today")
        assert visit.complaints == []


def test_an_address_shows_its_entry_whatever_is_chosen(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        page = settled(visit, f"{CONVNETS}#caffe-lenet-mnist")
        expect(page.locator("#caffe-lenet-mnist")).to_be_in_viewport()
        expect(page.get_by_label("Edition")).to_have_value("2016")
        visit.go("steps/introducing-deep-learning/")
        expect(page.get_by_label("Edition")).to_have_value("today")  # that was for one page
        page.get_by_label("Edition").select_option("2016")
        settled(visit, f"{CONVNETS}?track=keras")
        page.evaluate("location.hash = '#pytorch-cifar10'")
        expect(page.locator("#pytorch-cifar10")).to_be_in_viewport()
        assert visit.complaints == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("choice", ["{}", '{"edition":"2016","track":"caffe"}'], ids=["standard", "chosen"])
def test_nothing_moves_when_the_scripts_come(
    browser: Browser, flagship: Site, choice: str, size: dict[str, int]
) -> None:
    with visiting(browser, flagship, alone=True, viewport=size) as visit:
        keeping(visit.page, CHOICE, choice)
        visit.page.context.add_init_script(script=WATCH_SHIFTS)
        for path in (*PAGES, f"{CONVNETS}#self-check", "topics/deep-learning/"):
            visit.go(path)
            visit.page.wait_for_load_state("networkidle")
            assert visit.page.evaluate("window.shifts") == [], path


def test_without_storage_links_take_the_choice_along(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship, alone=True) as visit:
        visit.page.context.add_init_script(script=FORBIDDEN)
        page = settled(visit, CONVNETS)
        page.get_by_label("Edition").select_option("2016")
        page.locator(".pg-onward__next").click()
        expect(page.locator("#edition-2016")).to_be_visible()
        assert page.url == f"{flagship.url}steps/recurrent-networks/?edition=2016"


def test_without_javascript_all_is_shown_and_labelled(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship, java_script_enabled=False) as visit:
        for path in ("", CONVNETS):
            visit.go(path)
            expect(visit.page.locator(".pg-choose").locator("visible=true")).to_have_count(0)
        for edition in ("today", "2016"):
            expect(visit.page.locator(f"#edition-{edition}")).to_be_visible()
            expect(visit.page.locator(f".pg-sum > [data-pg-edition='{edition}']")).to_be_visible()


def test_where_the_scripts_cannot_be_had_nothing_dead_is_offered(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        visit.page.route("**/path.json", lambda route: route.abort())
        visit.go(CONVNETS)
        expect(visit.page.locator(".pg-choose")).to_be_hidden()
        expect(visit.page.locator("#edition-today")).to_be_visible()
