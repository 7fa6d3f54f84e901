"""Pages that `pathgen serve` shows reload by themselves, however many are open."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from pathgen.site.site_server import site_server

TABS = 9
"""More than the six connections that browsers hold to a host over HTTP/1.1."""
PAGE = "<!doctype html><title>A site</title><body><p>%s</p></body>"


def test_each_of_many_tabs_loads_and_reloads(browser: Browser, tmp_path: Path) -> None:
    index, version = tmp_path / "index.html", "first"
    index.write_text(PAGE % version, encoding="utf-8")
    context = browser.new_context()
    try:
        with site_server(tmp_path, "127.0.0.1", 0, lambda: version) as start:
            url = start()
            tabs = [context.new_page() for _ in range(TABS)]
            for tab in tabs:
                tab.goto(url)
            for version in ("second", "third"):
                index.write_text(PAGE % version, encoding="utf-8")
                for tab in tabs:
                    tab.get_by_text(version).wait_for()
    finally:
        context.close()


def test_a_page_that_nobody_looks_at_asks_when_it_is_shown(browser: Browser, tmp_path: Path) -> None:
    index, version = tmp_path / "index.html", "first"
    index.write_text(PAGE % version, encoding="utf-8")
    context = browser.new_context()
    try:
        with site_server(tmp_path, "127.0.0.1", 0, lambda: version) as start:
            tab = context.new_page()
            tab.goto(start())
            tab.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
            version = "second"
            index.write_text(PAGE % version, encoding="utf-8")
            tab.wait_for_timeout(1500)
            assert tab.get_by_text("first").is_visible()
            tab.evaluate("delete document.hidden, document.dispatchEvent(new Event('visibilitychange'))")
            tab.get_by_text("second").wait_for()
    finally:
        context.close()
