"""Every page says in schema.org's words what it is, in both engines, and no text of a catalogue gets out of them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from build_once import Once
from projects import BuiltOnce, parsed, site_of
from published import SITE, published
from test_hostile import Texts, catalogue_of, hostile_site

from pathgen.files import read_tree
from pathgen.site.engine import ENGINES

VOCABULARY = json.loads(Path(__file__).with_name("schema_org.json").read_text(encoding="utf-8"))
TOPICS = Path(__file__).parent.parent / "sites" / "topics"
FORMS = {
    "Text": r"(?s).+",
    "URL": r"https?://\S+|[#.]\S*",
    "Date": r"\d{4}",
    "Duration": r"PT\d+M",
}
"""What a text has to look like to be of one of schema.org's data types."""


def graphs(site: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the JSON-LD of each page of a site."""
    found = {}
    for name in read_tree(site):
        if name.endswith("index.html"):
            [script] = parsed(site / name).xpath("//head/script[@type = 'application/ld+json']/text()")
            document = json.loads(script)
            assert document["@context"] == "https://schema.org"
            found[name.removesuffix("index.html")] = document["@graph"]
    return found


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Give every object in a value, however deep."""
    if isinstance(value, dict):
        yield value
    if isinstance(value, list | dict):
        for below in value.values() if isinstance(value, dict) else value:
            yield from nodes(below)


def faults(node: dict[str, Any], known: dict[str, set[str]]) -> Iterator[str]:
    """Compare a node with the vocabulary; ``known`` tells the types of the nodes that have an id."""
    kinds = VOCABULARY["types"][node["@type"]]
    for name, values in node.items():
        if name.startswith(("@", "http://purl.org/dc/terms/")):
            continue
        term = VOCABULARY["properties"][name]
        if not set(term["domains"]) & set(kinds):
            yield f"{node['@type']} has no {name}"
        for value in values if isinstance(values, list) else [values]:
            if not fits(value, set(term["ranges"]), known):
                yield f"{name} of {node['@type']} is no {term['ranges']}: {value!r}"


def fits(value: Any, ranges: set[str], known: dict[str, set[str]]) -> bool:
    if isinstance(value, dict):
        kinds = set(VOCABULARY["types"][value["@type"]]) if "@type" in value else known.get(value["@id"], {"Thing"})
        return bool(ranges & kinds)
    if isinstance(value, bool):
        return "Boolean" in ranges
    if isinstance(value, int):
        return "Integer" in ranges
    return any(re.fullmatch(form, value) for kind, form in FORMS.items() if kind in ranges)


@pytest.fixture(scope="module", name="sites")
def _sites(once: Once) -> dict[str, Path]:
    return {engine: published(once, engine) for engine in ENGINES}


@pytest.fixture
def without_address(built_once: BuiltOnce) -> Path:
    """The site of a project that does not say where it is published."""
    return site_of(built_once("mkdocs", TOPICS))


def all_faults(pages: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Compare a site with the vocabulary, each address seen from its page."""
    found = []
    for page, graph in pages.items():
        for node in nodes(graph):
            if "@id" in node:
                node["@id"] = urljoin(SITE + page, node["@id"])
            found.append(node)
    typed = [node for node in found if "@type" in node]
    known = {node["@id"]: set(VOCABULARY["types"][node["@type"]]) for node in typed if "@id" in node}
    assert known
    return [fault for node in typed for fault in faults(node, known)]


def test_what_pages_say_is_in_the_vocabulary(sites: dict[str, Path]) -> None:
    assert all_faults(graphs(sites["mkdocs"])) == []


def test_so_it_is_on_the_flagship(flagship_site: Path) -> None:
    pages = graphs(flagship_site)
    assert all_faults(pages) == []
    assert {node["@type"] for node in nodes(pages) if "@type" in node} == VOCABULARY["types"].keys()


def test_so_it_is_without_an_address(without_address: Path) -> None:
    assert all_faults(graphs(without_address)) == []


def test_both_engines_say_the_same(sites: dict[str, Path]) -> None:
    mkdocs, zensical = (graphs(site) for site in sites.values())
    assert mkdocs == zensical


def test_the_page_of_no_address_says_nothing(sites: dict[str, Path]) -> None:
    for site in sites.values():
        assert b"ld+json" not in (site / "404.html").read_bytes()


def of_type(pages: dict[str, list[dict[str, Any]]], page: str, kind: str) -> dict[str, Any]:
    [found] = [node for node in pages[page] if node["@type"] == kind]
    return found


def test_the_path_is_a_course_with_its_steps(sites: dict[str, Path]) -> None:
    pages = graphs(sites["mkdocs"])
    course = of_type(pages, "", "Course")
    assert (course["@id"], course["name"]) == (SITE, "Bread in two steps")
    assert [section["name"] for section in course["syllabusSections"]] == ["The kitchen", "Dough", "Oven"]
    assert [(instance["name"], instance.get("courseWorkload")) for instance in course["hasCourseInstance"]] == [
        ("Today", "PT50M"),
        ("The list of 2016", "PT50M"),
    ]
    assert of_type(pages, "steps/dough/", "Syllabus") in course["syllabusSections"]


def test_the_path_is_training_material_too(sites: dict[str, Path]) -> None:
    """The properties that https://bioschemas.org/profiles/TrainingMaterial/1.0-RELEASE wants, with its own mark."""
    material = of_type(graphs(sites["mkdocs"]), "", "LearningResource")
    profile = material["http://purl.org/dc/terms/conformsTo"]
    assert profile == {"@type": "CreativeWork", "@id": "https://bioschemas.org/profiles/TrainingMaterial/1.0-RELEASE"}
    assert material["name"] == "Bread in two steps"
    assert material["url"] == SITE
    assert material["keywords"][:3] == ["The kitchen", "Dough", "Oven"]
    assert (material["timeRequired"], material["learningResourceType"]) == ("PT50M", "learning path")
    assert "hasCourseInstance" not in material


def test_the_entries_of_a_step_are_listed_in_order(sites: dict[str, Path]) -> None:
    items = of_type(graphs(sites["mkdocs"]), "steps/dough/", "ItemList")["itemListElement"]
    assert [item["position"] for item in items] == [1, 2, 3, 4]
    assert items[0]["item"] == {
        "@type": "LearningResource",
        "@id": f"{SITE}steps/dough/#knead",
        "name": "Dough & how to knead it",
        "url": "https://example.org/dough",
        "creditText": "Ada Baker, Bo Miller, Cy Mason, Di Wright, Ed Cook",
        "datePublished": "2015",
        "learningResourceType": "article",
        "educationalLevel": "beginner",
        "inLanguage": "en",
        "timeRequired": "PT40M",
        "isAccessibleForFree": True,
        "teaches": ["Gluten"],
    }
    assert items[2]["item"]["isAccessibleForFree"] is False
    assert items[3]["item"]["archivedAt"] == "https://web.archive.org/web/2016/https://example.org/old-dough"


def test_each_page_tells_the_way_to_it(sites: dict[str, Path]) -> None:
    for page, graph in graphs(sites["mkdocs"]).items():
        [crumbs] = [node["itemListElement"] for node in graph if node["@type"] == "BreadcrumbList"]
        assert [crumb["position"] for crumb in crumbs] == list(range(1, len(crumbs) + 1))
        assert crumbs[0]["item"] == {"@id": SITE}
        assert crumbs[-1]["item"] == {"@id": SITE + page}
        assert all(crumb["name"] for crumb in crumbs)


def test_the_way_to_a_topic_leads_past_all_topics(without_address: Path) -> None:
    crumbs = of_type(graphs(without_address), "topics/fibres/", "BreadcrumbList")["itemListElement"]
    assert [(crumb["name"], crumb["item"]["@id"]) for crumb in crumbs] == [
        ("Threads", "../../"),
        ("All topics", "../../topics/"),
        ("Fibres", "../../topics/fibres/"),
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_hostile_text_stays_a_text_of_the_script(once: Once, engine: str) -> None:
    site, _ = hostile_site(once, engine)
    pages = graphs(site)
    assert all_faults(pages) == []
    said = {" ".join(str(text).split()) for node in nodes(pages) for text in node.values()}
    titles = {" ".join(resource["title"].split()) for resource in catalogue_of(Texts(str))["steps"][0]["resources"]}
    assert titles <= said
    elements = Counter(element.tag for page in pages for element in parsed(site / page / "index.html").head)
    assert not elements.keys() - {"meta", "title", "link", "script", "style"}
