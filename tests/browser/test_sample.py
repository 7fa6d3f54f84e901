"""The sample has every component of the flagship, so what is true of its few short pages is true of all pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser
from served import Site, visiting

SAMPLE_PAGES = (
    "",
    "about/",
    "all/",
    "changes/",
    "concepts/",
    "contribute/",
    "credits/",
    "health/",
    "libraries/",
    "plan/",
    "print/",
    "progress/",
    "rules/",
    "steps/dough/",
    "steps/kitchen/",
    "steps/oven/",
    "steps/table/",
    "topics/",
    "topics/grains/",
    "topics/tools/",
    "nowhere/at/all/",
)
NOT_FOUND = SAMPLE_PAGES[-1]


def components(site: Site) -> dict[str, Path]:
    """Return the elements of a site's pages, with our classes and hooks for scripts, and a page that has each."""
    found: dict[str, Path] = {}
    for page in site.folder.rglob("*.html"):
        for element in html.fromstring(page.read_bytes()).iter(html.etree.Element):
            classes = [
                f".{name}" for name in element.get("class", "").split() if name.startswith(("pg-", "admonition"))
            ]
            hooks = [f"[{name}]" for name in element.keys() if name.startswith("data-")]  # noqa: SIM118 - no mapping
            roles = [f"[role={element.get('role')}]"] if "role" in element.attrib else []
            for component in (str(element.tag), *classes, *hooks, *roles):
                found.setdefault(component, page.relative_to(site.folder))
    return found


def test_the_sample_has_every_component_of_the_flagship(flagship: Site, sample: Site) -> None:
    present = components(sample).keys()
    assert {name: page for name, page in components(flagship).items() if name not in present} == {}, (
        "add them to tests/browser/sample"
    )


def test_the_pages_of_the_sample_are_all_looked_at(sample: Site) -> None:
    folders = {page.parent.relative_to(sample.folder).as_posix() for page in sample.folder.rglob("index.html")}
    assert {"" if folder == "." else f"{folder}/" for folder in folders} == set(SAMPLE_PAGES) - {NOT_FOUND}


@pytest.mark.other_engine
def test_the_other_engines_pages_of_it_open_cleanly(browser: Browser, sample: Site) -> None:
    with visiting(browser, sample) as visit:
        for path in SAMPLE_PAGES:
            visit.go(path)
            assert visit.ask("overflow") <= 0, path
            assert visit.ask("lowContrast", 4.5) == [], path
        assert [complaint for complaint in visit.complaints if "404 (Not Found)" not in complaint] == []
