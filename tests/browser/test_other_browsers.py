"""A smoke test for each feature in the other engines that a reader may have: Firefox's and WebKit's."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
from other_browsers import BROWSERS, INSTALL, OtherBrowser, is_installed, wait_for
from served import Site

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
IS_READY = "document.querySelectorAll('input.pg-tick').length > 0"
SHOWN = "[...document.querySelectorAll('[data-life]')].filter((item) => item.checkVisibility()).length"


@pytest.fixture(scope="module", params=BROWSERS)
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OtherBrowser]:
    """One page of each browser. Where one is missing, its tests are skipped; on Linux with CI=true they fail."""
    if not is_installed(request.param):
        missing = f"no {request.param} found. Debian and Ubuntu: {INSTALL[request.param]}"
        if os.environ.get("CI") == "true" and sys.platform == "linux":
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)
    with BROWSERS[request.param](tmp_path_factory.mktemp(request.param)) as opened:
        yield opened


@pytest.mark.parametrize("path", ["", "steps/dough/", "topics/grains/", "libraries/", "concepts/", "plan/", "print/"])
def test_a_page_opens_and_fits(page: OtherBrowser, sample: Site, path: str) -> None:
    page.open(sample.url + path)
    assert page.evaluate("document.querySelector('h1').textContent")
    assert page.evaluate(OVERFLOW) == 0
    assert page.evaluate("document.documentElement.classList.contains('pg-scripts')")


def test_a_tick_is_kept(page: OtherBrowser, sample: Site) -> None:
    page.open(f"{sample.url}steps/dough/")
    wait_for(page, IS_READY)
    page.click("#knead input.pg-tick, [data-id=knead] input.pg-tick")
    page.open(sample.url)
    wait_for(page, "document.documentElement.hasAttribute('data-begun')")
    page.open(f"{sample.url}steps/dough/")
    wait_for(page, IS_READY)
    assert page.evaluate("document.querySelector('[data-id=knead] input.pg-tick').checked")


def test_progress_can_be_reset_and_brought_back(page: OtherBrowser, sample: Site) -> None:
    page.open(f"{sample.url}steps/dough/")
    wait_for(page, IS_READY)
    if not page.evaluate("document.querySelector('[data-id=knead] input.pg-tick').checked"):
        page.click("[data-id=knead] input.pg-tick")
    page.open(f"{sample.url}progress/")
    wait_for(page, "/1/.test(document.querySelector('[data-pg-row=dough] td').textContent)")
    page.click("[data-pg-reset]")
    wait_for(page, "!/1 /.test(document.querySelector('[data-pg-row=dough] td').textContent)")
    page.click("[data-pg-undo]")
    wait_for(page, "/1/.test(document.querySelector('[data-pg-row=dough] td').textContent)")


def test_a_list_is_filtered(page: OtherBrowser, sample: Site) -> None:
    page.open(f"{sample.url}topics/grains/?words=%E7%A9%80%E7%89%A9")
    wait_for(page, f"{SHOWN} === 1")
    page.click("[data-pg-filter] button")
    wait_for(page, f"{SHOWN} > 5")


def test_the_libraries_are_sorted(page: OtherBrowser, sample: Site) -> None:
    page.open(f"{sample.url}libraries/")
    wait_for(page, "document.querySelector('[data-pg-table] thead button') !== null")
    page.click("[data-pg-table] thead button")
    rows = "[...document.querySelectorAll('[data-pg-table] tbody tr')]"
    names = wait_for(page, f"{rows}.map((row) => row.cells[0].innerText)")
    assert names == sorted(names)


def test_a_choice_shows_its_own_entries(page: OtherBrowser, sample: Site) -> None:
    page.open(f"{sample.url}steps/oven/?track=gas")
    wait_for(page, "document.documentElement.dataset.track === 'gas'")
    shown = "[...document.querySelectorAll('li[data-id]')].filter((item) => item.checkVisibility())"
    words = "\n".join(wait_for(page, f"{shown}.map((item) => item.innerText)"))
    assert "Baking with gas" in words
    assert "Baking with a coil" not in words


def test_the_plan_lists_sessions(page: OtherBrowser, sample: Site) -> None:
    page.open(f"{sample.url}plan/?hours=2&start=2027-01-04&days=mon,thu")
    wait_for(page, "document.querySelectorAll('.pg-plan__week time').length > 0")
    assert page.evaluate("document.querySelector('.pg-plan__week time').dateTime") == "2027-01-04"


def test_the_concept_map_shows_what_is_known(page: OtherBrowser, sample: Site) -> None:
    page.open(f"{sample.url}concepts/")
    wait_for(page, "document.querySelectorAll('[data-node][data-state]').length > 0")


def test_the_search_finds_an_entry(page: OtherBrowser, sample: Site) -> None:
    page.open(f"{sample.url}?q=machine")
    found = "[...document.querySelectorAll('.pg-search a')].map((link) => link.href).join(' ')"
    assert "steps/dough/" in wait_for(page, found)


def test_the_colours_can_be_switched(page: OtherBrowser, sample: Site) -> None:
    page.open(sample.url)
    scheme = "document.body.dataset.mdColorScheme"
    before = wait_for(page, scheme)
    page.click("[data-pg-colours] label:not([hidden])")
    wait_for(page, f"{scheme} !== {before!r}")
    page.click("[data-pg-colours] label:not([hidden])")
