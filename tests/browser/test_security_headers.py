"""With the headers of a new project, a browser runs our scripts and the theme's, and no other within a page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from served import serving

import pathgen
from pathgen.site.build import build
from pathgen.site.engine import ENGINES
from pathgen.site.render import Project

HEADERS = Path(pathgen.__file__).parent / "scaffold/hosts/netlify/content/_headers"
SAMPLE = Path(__file__).parent / "sample"
INJECTED = "<script>document.title = 'injected'</script><p id='after' onclick='document.title = 1'>Read</p>"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_site_works_with_its_headers_and_an_injected_script_does_not_run(
    browser: Browser, tmp_path: Path, engine: str
) -> None:
    folder = shutil.copytree(SAMPLE, tmp_path / "project")
    shutil.copy(HEADERS, folder / "content")
    loaded, _ = build(Project(folder / "resources.yaml"), tmp_path / "site", engine)
    assert loaded.is_valid
    (tmp_path / "site/injected.html").write_text(f"<!doctype html><title>As sent</title>{INJECTED}", encoding="utf-8")
    context = browser.new_context()
    blocked: list[str] = []
    try:
        with serving(engine, tmp_path / "site") as site:
            page = context.new_page()
            page.on("console", lambda message: blocked.append(message.text) if message.type == "error" else None)
            for address in ("", "steps/dough/", "progress/", "plan/", "concepts/", "print/", "topics/"):
                page.goto(site.url + address, wait_until="networkidle")
            page.goto(site.url)
            page.locator("[for='__palette_1']").first.click()
            assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
            page.locator(".pg-search-button").click()
            page.locator(".pg-search input").fill("dough")
            page.locator(".pg-search__results a").first.wait_for()
            page.evaluate("navigator.serviceWorker.ready")
            assert blocked == []
            page.goto(site.url + "injected.html")
            page.locator("#after").click()
            assert page.title() == "As sent"
            assert len(blocked) == 2
    finally:
        context.close()
