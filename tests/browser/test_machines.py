"""What pages say of themselves to programs, as a browser reads it."""

from __future__ import annotations

import json
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser
from served import BELOW, Site, visiting

SAID = """() => ({
  scripts: [...document.querySelectorAll('script[type="application/ld+json"]')].map((one) => one.textContent),
  card: Object.fromEntries(
    [...document.querySelectorAll("meta[property]")].map((one) => [one.getAttribute("property"), one.content])
  ),
  alternates: [...document.querySelectorAll("link[rel~=alternate]")].map((one) => one.href),
  pwned: window.pwned,
})"""


@pytest.mark.both_engines
def test_hostile_text_says_what_it_is_and_does_nothing(browser: Browser, hostile: Site) -> None:
    with visiting(browser, hostile) as visit:
        for page in ("", "steps/one/", "topics/topic/", "libraries/", "concepts/", "credits/"):
            visit.go(page)
            said = visit.page.evaluate(SAID)
            [script] = said["scripts"]
            assert json.loads(script)["@graph"], page
            assert "<script>window.pwned=1</script>" in said["card"]["og:site_name"]
            assert said["card"]["og:url"] == urljoin(f"https://example.org{BELOW}", page)
            assert said["pwned"] is None
        assert visit.complaints == []


def test_what_is_named_for_programs_is_served(browser: Browser, flagship: Site) -> None:
    with visiting(browser, flagship) as visit:
        visit.go("steps/backpropagation/")
        visit.page.wait_for_selector("link[rel~=alternate]", state="attached")
        said = visit.page.evaluate(SAID)
        assert {url.removeprefix(flagship.url) for url in said["alternates"]} == {
            *("feed.xml", "changes.xml", "catalogue.json", "blogs.opml", "llms.txt"),
        }
        card = said["card"]["og:image"].removeprefix(f"https://example.org{BELOW}")
        for url in (*said["alternates"], flagship.url + card):
            assert visit.page.request.get(url).ok, url
        assert visit.complaints == []


def test_nothing_is_requested_beside_what_is_for_programs(browser: Browser, flagship: Site) -> None:
    """The theme would read the sitemap once for each of these files, on every page."""
    with visiting(browser, flagship) as visit:
        requested: list[str] = []
        visit.page.on("request", lambda request: requested.append(request.url))
        visit.go("libraries/")
        visit.page.wait_for_load_state("networkidle")
        assert [url for url in requested if url.endswith("sitemap.xml")] == []
        assert any(url.endswith("pathgen.js") for url in requested)
