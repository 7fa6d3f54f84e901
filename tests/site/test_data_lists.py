"""The feed, the list of blogs, the sitemap and llms.txt: valid, complete, and the same each time."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from urllib.parse import urljoin

import feedparser
import pytest
from build_once import Once
from lxml import etree
from projects import SMALLEST, parsed, site_of, write
from published import SITE, built, project_at, published
from test_hostile import Texts, catalogue_of
from test_link_health import remember, result

from pathgen import load
from pathgen.catalogue.load import parse
from pathgen.catalogue.resolve import Catalogue
from pathgen.errors import PathgenError
from pathgen.files import read_tree
from pathgen.links.verdict import Verdict
from pathgen.site.build import build
from pathgen.site.data.beside import for_programs
from pathgen.site.engine import ENGINES
from pathgen.site.link_health import EndedLink, LinkHealth, LinkState, health_of
from pathgen.site.render import Project, render
from pathgen.today import EPOCH_VARIABLE

ATOM = etree.RelaxNG(etree.parse(str(Path(__file__).with_name("atom.rng"))))
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
DANGER = "\ufffe\x00"
"""What YAML lets no one write, but a program might."""


def catalogue_at(project: Project) -> Catalogue:
    found = load(project.catalogue).catalogue
    assert found
    return found


WITH_NEWS = SMALLEST.replace("{title: A page,", "{title: A page, added: 2024,")


def files_of(project: Project, site_url: str = SITE) -> dict[str, bytes]:
    catalogue = catalogue_at(project)
    return for_programs(catalogue, health_of(catalogue, project.history), site_url)


def hostile() -> Catalogue:
    """Give a catalogue of hostile texts, in which every entry is a blog that was added."""
    written = catalogue_of(Texts(str))
    for entry in (*written["steps"][0]["resources"], *written["topics"][0]["resources"]):
        entry |= {"added": "2026-01", "kind": "blog"}
    found = parse("resources.yaml", json.dumps(written, ensure_ascii=False, indent=1).encode()).catalogue
    assert found
    return found


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Project:
    return project_at(tmp_path / "project")


# --- the feed ----------------------------------------------------------------------------------------------------


def feed_of(data: bytes) -> etree._Element:
    """Parse a feed strictly: as XML, by the grammar of Atom, and by what the grammar cannot say."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    ATOM.assertValid(root)
    read = feedparser.parse(data)
    assert (read.bozo, read.version) == (False, "atom10")
    ids = [entry.id for entry in read.entries]
    assert len(ids) == len(set(ids))
    assert read.feed.author, "RFC 4287 §4.1.1: entries without an author take the feed's"
    assert all(entry.link for entry in read.entries)
    return root


def test_the_feed_tells_what_was_added_died_and_moved_newest_first(project: Project) -> None:
    data = files_of(project)["feed.xml"]
    feed_of(data)
    read = feedparser.parse(data)
    assert read.feed.links[-1].href == SITE + "feed.xml"
    assert read.feed.updated == "2026-03-05T00:00:00Z"
    assert [(entry.title, entry.updated[:10], entry.id.removeprefix(SITE)) for entry in read.entries] == [
        ("Moved: Baking with a coil", "2026-03-05", "steps/oven/?moved=2026-03-05#oven-baking-with-a-coil"),
        ("Dead link: Baking with gas", "2026-03-04", "steps/oven/?dead=2026-03-04#oven-baking-with-gas"),
        ("New: Dough on film", "2026-02-03", "steps/dough/#dough-dough-on-film"),
        ("New: What to buy", "2025-01-01", "steps/kitchen/#kitchen-what-to-buy"),
    ]
    assert read.entries[0].summary == "Since 2026-03-05 it leads to https://example.org/new."
    assert read.entries[1].summary == "Since 2026-03-04: page not found (404)."


def test_the_feed_tells_of_libraries_that_ended_or_whose_address_died(tmp_path: Path) -> None:
    at = "https://example.org/"
    libraries = [
        {"id": "flame", "name": "Flame", "url": f"{at}flame", "status": "active 2026"},
        {"id": "coal", "name": "Coal", "url": f"{at}coal", "status": "archived 2024-05", "successor": "flame"},
        {"id": "peat", "name": "Peat", "url": f"{at}coal", "status": "discontinued"},
        {"id": "gas", "name": "Gas", "url": f"{at}gas", "status": "discontinued 2017"},
    ]
    written = json.dumps({"path": {"title": "Fire"}, "libraries": libraries})
    project = write(tmp_path, {"resources.yaml": written})
    remember(project, result(f"{at}coal", Verdict.DEAD, "not-found", "2026-03-04"))
    data = files_of(project)["feed.xml"]
    feed_of(data)
    entries = feedparser.parse(data).entries
    assert [(entry.title, entry.updated[:10], entry.id.removeprefix(SITE)) for entry in entries] == [
        ("Dead link: Coal", "2026-03-04", "libraries/?dead=2026-03-04#coal"),
        ("No longer maintained: Coal", "2024-05-01", "libraries/?ended=2024-05#coal"),
        ("No longer maintained: Gas", "2017-01-01", "libraries/?ended=2017#gas"),
    ]
    assert [entry.summary for entry in entries[1:]] == ["Archived in 2024; use Flame.", "Discontinued in 2017."]


def test_what_died_again_is_told_again(project: Project) -> None:
    gas = "https://example.org/gas"
    first = feedparser.parse(files_of(project)["feed.xml"])
    remember(project, result(gas, Verdict.OK, "ok", "2026-04-01"), result(gas, Verdict.DEAD, "not-found", "2026-05-01"))
    second = feedparser.parse(files_of(project)["feed.xml"])
    assert {entry.id for entry in second.entries} - {entry.id for entry in first.entries} == {
        f"{SITE}steps/oven/?dead=2026-05-01#oven-baking-with-gas"
    }


def test_a_later_check_that_finds_the_same_changes_nothing(project: Project) -> None:
    before = files_of(project)["feed.xml"]
    remember(project, result("https://example.org/gas", Verdict.DEAD, "not-found", "2026-06-01"))
    assert files_of(project)["feed.xml"] == before


def test_the_feed_holds_fifty_and_hostile_text_is_text() -> None:
    catalogue = hostile()
    health = LinkHealth(
        ended={"https://example.org/a/0": EndedLink("2026-05-01", f"<b>{DANGER}</b>", None)},
        found={
            "https://example.org/a/1": LinkState("moved", "2026-05-02", "2026-05-02", None, "javascript:<x>&" + DANGER)
        },
    )
    root = feed_of(for_programs(catalogue, health, SITE)["feed.xml"])
    entries = root.findall("{*}entry")
    assert len(entries) == 50
    assert {element.tag.partition("}")[2] for element in root.iter()} <= {
        *("feed", "title", "subtitle", "id", "link", "updated", "author", "name", "entry"),
        *("published", "category", "summary"),
    }
    titles = {" ".join(str(entry.findtext("{*}title")).split()) for entry in entries}
    shown = {" ".join(f"New: {entry.title}".split()) for entry in catalogue.entries}
    assert len(titles & shown) == 48


def test_a_feed_without_news_is_valid_and_there_is_none_without_a_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST})
    monkeypatch.delenv(EPOCH_VARIABLE, raising=False)
    assert "feed.xml" not in files_of(project)
    monkeypatch.setenv(EPOCH_VARIABLE, "1700000000")
    root = feed_of(files_of(project)["feed.xml"])
    assert root.findall("{*}entry") == []
    assert root.findtext("{*}updated") == "2023-11-14T22:13:20Z"


# --- the list of blogs -------------------------------------------------------------------------------------------


def outlines(data: bytes) -> list[dict[str, str]]:
    """Parse a list strictly, as OPML 2.0 asks (http://opml.org/spec2.opml)."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    head, body = root
    assert (head.tag, body.tag) == ("head", "body")
    assert {element.tag for element in head} <= {"title", "docs"}
    found = [dict(outline.attrib) for outline in body]
    assert found
    assert all(outline.tag == "outline" for outline in body)
    for outline in found:
        assert outline["text"]
        assert outline["type"] == "link"
        assert outline["url"].startswith("http")
    return found  # type: ignore[return-value]


def test_blogs_are_listed_for_feed_readers(project: Project) -> None:
    assert outlines(files_of(project)["blogs.opml"]) == [
        {
            "text": "A blog on crust & crumb",
            "type": "link",
            "url": "https://example.org/crust",
            "htmlUrl": "https://example.org/crust",
            "language": "en",
            "category": "/blog",
        }
    ]


def test_a_dead_blog_is_left_out_and_without_one_there_is_no_list(project: Project) -> None:
    remember(project, result("https://example.org/crust", Verdict.DEAD, "not-found"))
    assert "blogs.opml" not in files_of(project)


def test_hostile_names_of_blogs_are_text() -> None:
    catalogue = hostile()
    found = outlines(for_programs(catalogue, LinkHealth(), "")["blogs.opml"])
    blogs = [entry for entry in catalogue.entries if entry.kind == "blog"]
    assert [" ".join(outline["text"].split()) for outline in found] == [
        " ".join(entry.title.split()) for entry in blogs
    ]


# --- llms.txt ----------------------------------------------------------------------------------------------------

LINE = re.compile(r"- \[((?:\\.|[^\\\[\]])*)\]\(([^\s()]+)\)(?:: (.*))?")
"""A line of a list of files (https://llmstxt.org): a link, and what is behind it."""


def sections(data: bytes) -> dict[str, list[tuple[str, str, str]]]:
    """Parse llms.txt: a heading, a quoted summary, text, and sections of links."""
    head, *rest = data.decode().split("\n## ")
    lines = head.splitlines()
    assert lines[0].startswith("# ")
    assert not [line for line in lines[1:] if line.startswith("#")]
    found = {}
    for section in rest:
        title, _, body = section.partition("\n\n")
        parts = [LINE.fullmatch(line) for line in body.strip().split("\n")]
        found[title] = [(part[1], part[2], part[3] or "") for part in parts if part]
        assert len(found[title]) == len(parts), title
    return found


def test_llms_txt_names_steps_topics_and_libraries(project: Project) -> None:
    text = files_of(project)["llms.txt"]
    assert text.startswith(b"# Bread in two steps\n\n> From flour to a loaf.\n\nYou can read a recipe.\n\n- An oven\n")
    assert sections(text) == {
        "The steps, in order": [
            ("The kitchen", f"{SITE}steps/kitchen/", ""),
            ("1. Dough", f"{SITE}steps/dough/", r"Make dough \& let it rest"),
            ("2. Oven", f"{SITE}steps/oven/", ""),
        ],
        "Libraries": [("Flame", f"{SITE}libraries/#flame", "")],
        "Optional": [
            ("catalogue.json", f"{SITE}catalogue.json", "The catalogue as data"),
            ("feed.xml", f"{SITE}feed.xml", "New entries, dead links and moved pages, as an Atom feed"),
            ("blogs.opml", f"{SITE}blogs.opml", "The blogs and podcasts of the catalogue, as OPML"),
        ],
    }


def test_links_of_llms_txt_lead_somewhere(tmp_path: Path) -> None:
    site = built(tmp_path / "project", ENGINES[0], site_url="")
    for lines in sections((site / "llms.txt").read_bytes()).values():
        for _, url, _ in lines:
            path = urljoin("/llms.txt", url).partition("#")[0]
            assert (site / path[1:]).exists(), url


def test_hostile_text_makes_no_line_of_llms_txt() -> None:
    catalogue = hostile()
    found = sections(for_programs(catalogue, LinkHealth(), "")["llms.txt"])
    assert [len(lines) for lines in found.values()] == [2, 1, len(catalogue.libraries), 2]


# --- the sitemap, and where what stands --------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES)
def test_the_sitemap_lists_every_page_and_nothing_else(once: Once, engine: str) -> None:
    site = published(once, engine)
    data = (site / "sitemap.xml").read_bytes()
    root = etree.fromstring(data)
    assert root.tag == f"{SITEMAP}urlset"
    pages = [name.removesuffix("index.html") for name in read_tree(site) if name.endswith("index.html")]
    assert sorted(str(element.text) for element in root.iter(f"{SITEMAP}loc")) == sorted(SITE + page for page in pages)
    # MkDocs adds a day, which nobody knows, so that it is left out, and a packed copy; Zensical does neither.
    assert [*root.iter(f"{SITEMAP}lastmod")] == []
    packed = site / "sitemap.xml.gz"
    assert packed.exists() == (engine == "mkdocs")
    assert not packed.exists() or gzip.decompress(packed.read_bytes()) == data


@pytest.mark.parametrize(
    ("engine", "site_url"),
    [
        *((engine, url) for engine in ENGINES for url in ("!ENV PATHGEN_NOT_SET", "!ENV PATHGEN_SET")),
        *((ENGINES[1], url) for url in ("", '!ENV [PATHGEN_NOT_SET, ""]')),
    ],
)
def test_without_an_address_there_is_neither_feed_nor_anything_in_the_sitemap(
    tmp_path: Path, engine: str, site_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATHGEN_SET", SITE)
    project = write(tmp_path, {"resources.yaml": WITH_NEWS, "mkdocs.yml": f"site_url: {site_url}\n"})
    build(project, site_of(project), engine)
    tree = read_tree(site_of(project))
    is_known = site_url.endswith("_SET") and "NOT" not in site_url
    for name in ("feed.xml", "assets/cards/path.png"):
        assert (name in tree) == is_known, name
    # The theme's script asks for the sitemap, so that it is there though it lists nothing.
    assert (b"<loc>" in tree.get("sitemap.xml", b"")) == is_known
    assert {"catalogue.json", "llms.txt"} <= tree.keys()
    head = parsed(site_of(project) / "index.html").find("head")
    assert head.xpath("meta[@property = 'og:image']/@content") == ([SITE + "assets/cards/path.png"] if is_known else [])
    assert [link for link in head.xpath("link/@href") if "feed" in link] == (["./feed.xml"] if is_known else [])


def test_two_builds_are_equal(once: Once, tmp_path: Path, engine: str) -> None:
    names = ("catalogue.json", "feed.xml", "blogs.opml", "llms.txt", "sitemap.xml")
    first, second = read_tree(published(once, engine)), read_tree(built(tmp_path / "again", engine))
    assert {
        name for name in first if name.endswith(("html", "png", *names)) and first[name] != second.get(name)
    } == set()
    assert set(names) <= first.keys()


@pytest.mark.parametrize("name", ["catalogue.json", "feed.xml", "llms.txt", "assets/cards/path.png"])
def test_a_file_of_the_project_may_not_have_such_a_name(tmp_path: Path, name: str) -> None:
    project = project_at(tmp_path / "project")
    write(project.folder, {f"content/{name}": "mine"})
    with pytest.raises(PathgenError, match=f"content/{name}: pathgen has a file of that name; rename yours"):
        render(project)
