"""The two engines make one site: the same pages, which say the same and lead to the same."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import urljoin

import pytest
from projects import BuiltOnce, content_of, parsed, site_of

import pathgen.site
from pathgen.files import read_tree
from pathgen.site.engine import ENGINES
from pathgen.site.offline import WORKER
from pathgen.site.render import as_published

SITES = Path(__file__).parent.parent / "sites"
DESCRIPTION = ".//meta[@name = 'description']/@content"
ASSETS = Path(pathgen.site.__file__).parent / "assets"
SKIP = "__skip"
"""An anchor that Zensical's theme puts in front of what a page says."""


@pytest.fixture(params=["path", "topics"])
def sites(request: pytest.FixtureRequest, built_once: BuiltOnce) -> list[Path]:
    """The site of one catalogue as each engine builds it."""
    return [site_of(built_once(engine, SITES / request.param)) for engine in ENGINES]


def pages_of(site: Path) -> list[str]:
    return [name for name in read_tree(site) if name.endswith(".html")]


def what_stands_on(site: Path, page: str) -> Counter[tuple[str, ...]]:
    """Count what can be followed, pointed at and seen within what a page says, and its words."""
    content = content_of(site / page)
    found: Counter[tuple[str, ...]] = Counter((word,) for word in content.text_content().split())
    for element in content.iter("*"):
        for name in ("href", "src"):
            if name in element.attrib:
                target = urljoin(f"/{page.removesuffix('index.html')}", element.get(name))
                found[str(element.tag), name, target, element.get("rel", "")] += 1
        if element.get("id", SKIP) != SKIP:
            found[str(element.tag), "id", element.get("id")] += 1
    return found


def test_both_make_the_same_pages(sites: list[Path]) -> None:
    mkdocs, zensical = map(pages_of, sites)
    assert mkdocs == zensical


def test_both_publish_our_scripts_and_styles_byte_for_byte(sites: list[Path]) -> None:
    """So what a page does in a browser is tested on the default engine's sites, and only looked at on the other's."""
    ours = {path.name: path.read_bytes() for path in ASSETS.iterdir() if path.suffix in (".js", ".css", ".svg")}
    del ours[WORKER]  # at the root, with the list of the files of an engine's site
    ours = {name: as_published(name, data) for name, data in ours.items()}
    assert len(ours) > 15
    for site in sites:
        published = {name: (site / "assets" / name).read_bytes() for name in ours}
        assert published == ours, site
    data = [(site / "assets" / "path.json").read_bytes() for site in sites]
    assert data[0] == data[1]


def test_both_say_the_same_on_each_page(sites: list[Path]) -> None:
    for page in pages_of(sites[0]):
        mkdocs, zensical = (what_stands_on(site, page) for site in sites)
        assert (mkdocs - zensical, zensical - mkdocs) == (Counter(), Counter()), page


def test_both_give_each_page_its_title_and_description(sites: list[Path]) -> None:
    for page in pages_of(sites[0]):
        heads = [parsed(site / page).find("head") for site in sites]
        titles, descriptions = ([head.xpath(path) for head in heads] for path in (".//title/text()", DESCRIPTION))
        assert titles[0] == titles[1]
        assert descriptions[0] == descriptions[1]
        assert titles[0][0].strip()
        assert page == "404.html" or descriptions[0][0].strip()


def test_no_anchor_stands_twice_on_a_page(sites: list[Path]) -> None:
    for site in sites:
        for page in pages_of(site):
            twice = {anchor for anchor, count in Counter(parsed(site / page).xpath("//@id")).items() if count > 1}
            assert not twice, page


def test_no_page_asks_anything_of_another_site(sites: list[Path]) -> None:
    loads = "//@src | //link/@href | //@srcset | //iframe | //object | //form/@action"
    for site in sites:
        for page in pages_of(site):
            assert not [address for address in parsed(site / page).xpath(loads) if "//" in str(address)], page


def test_every_link_to_another_site_tells_it_nothing(sites: list[Path]) -> None:
    for site in sites:
        for page in pages_of(site):
            for link in content_of(site / page).xpath(".//a[starts-with(@href, 'http')]") if page != "404.html" else ():
                assert link.get("rel") == "noopener", (page, link.get("href"))
