"""A catalogue full of scripts, Markdown and templates is shown as what it is: text."""

from __future__ import annotations

import pytest
from attacks import ATTACK
from playwright.sync_api import Browser
from served import Site, visiting


@pytest.mark.both_engines
def test_nothing_in_it_runs_and_all_of_it_is_shown(browser: Browser, hostile: Site) -> None:
    with visiting(browser, hostile) as visit:
        for file in sorted(hostile.folder.rglob("index.html")):
            path = file.parent.relative_to(hostile.folder).as_posix()
            visit.go("" if path == "." else f"{path}/")
            page = visit.page
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            assert page.evaluate("window.pwned") is None, path
            assert visit.ask("wouldRun") == [], path
            if path in ("rules", "changes"):  # the one has nothing of the catalogue, the other cuts what is long
                continue
            for text in filter(None, visit.ask("shown")):
                assert text.count("{{ 7*7 }}") == text.count("<script>window.pwned=1</script>") > 0, path
        assert visit.complaints == []


@pytest.mark.both_engines
def test_titles_and_names_stand_letter_by_letter(browser: Browser, hostile: Site) -> None:
    with visiting(browser, hostile) as visit:
        for path in ("", "steps/one/", "topics/topic/"):
            visit.go(path)
            page = visit.page
            for text in (page.locator("h1").inner_text(), page.title(), page.locator(".pg-name").inner_text()):
                assert ATTACK in text, path
            assert ATTACK in (page.locator("meta[name=description]").get_attribute("content") or ""), path
        names = page.locator(".md-tabs, .md-nav--primary").all_inner_texts()
        assert "{{ 7*7 }}" in "".join(names)
        visit.go("steps/one/")
        for selector in (".pg-entry__title", ".pg-facts", ".pg-why", ".pg-choice__head", ".pg-about li", "h3"):
            assert ATTACK in (page.locator(selector).first.text_content() or ""), selector


@pytest.mark.both_engines
def test_searching_for_it_runs_nothing(browser: Browser, hostile: Site) -> None:
    with visiting(browser, hostile) as visit:
        visit.go("")
        visit.page.locator(".pg-search-button").click()
        visit.page.keyboard.type("bold")
        visit.page.get_by_text("{{ 7*7 }}").first.wait_for()
        visit.page.wait_for_timeout(500)
        assert visit.page.evaluate("window.pwned") is None
        assert visit.complaints == []
