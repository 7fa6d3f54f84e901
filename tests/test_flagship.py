"""The catalogue of this repository, and the site that it makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from pathgen import load
from pathgen.api import Catalogue
from pathgen.catalogue.field_order import field_order
from pathgen.catalogue.model import Library, Resource, Step, is_for
from pathgen.catalogue.resolve import Section
from pathgen.catalogue.values import EntryState
from pathgen.yamldoc.format import formatted

TEST_LINE = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest"
NOT_OF_THE_LISTS = "data-with-python"
"""The topic whose entries come from elsewhere than the lists of tutorials."""


@pytest.fixture(scope="module")
def catalogue(root: Path) -> Catalogue:
    loaded = load(root / "resources.yaml")
    assert loaded.diagnostics == ()
    assert loaded.catalogue
    return loaded.catalogue


@pytest.fixture(scope="module")
def pages(flagship_site: Path) -> dict[str, html.HtmlElement]:
    """The parsed pages of the site: ``{address: page}``."""
    parser = html.HTMLParser(encoding="utf-8")
    found = {path.parent: path for path in flagship_site.rglob("index.html")}
    return {
        folder.relative_to(flagship_site).as_posix(): html.fromstring(path.read_bytes(), parser=parser)
        for folder, path in found.items()
    }


def test_the_flagship_is_valid_with_no_rule_off(catalogue: Catalogue) -> None:
    assert catalogue.rules == {}


def test_the_flagship_lists_all_that_it_was_made_from(catalogue: Catalogue) -> None:
    assert [section.number for section in catalogue.steps] == [1, 2, 3, 4, 5, 6, 7]
    assert len(catalogue.libraries) >= 49
    assert len(catalogue.concepts) >= 49
    lists = [topic for topic in catalogue.topics if topic.part.id != NOT_OF_THE_LISTS]
    assert sum(len(topic.all_entries) for topic in lists) >= 554


def test_the_edition_of_2016_is_the_list_of_the_article(root: Path, catalogue: Catalogue) -> None:
    """The article's works, in its order, at the addresses of January 2016.

    It chose between three libraries and only named six more, and what it said to do "then" is not a choice.
    """
    text = (root / "tests" / "article_of_2016.tsv").read_text(encoding="utf-8")
    works = [line.split("\t") for line in text.splitlines()[1:]]
    for section in catalogue.stages:
        listed = [entry for entry in section.entries if entry.is_in("2016")]
        article = [(role, url) for step, role, url, _ in works if step == str(section.number)]
        assert [str(entry.role) for entry in listed] == [role for role, _ in article], section.part.id
        for entry, (_, url) in zip(listed, article, strict=True):
            assert url in {entry.url, *entry.target.formerly, getattr(entry.target, "repository", None)}, entry.id


@pytest.mark.parametrize("edition", ["today", "2016"])
def test_every_step_says_where_to_start(catalogue: Catalogue, edition: str) -> None:
    for section in catalogue.steps:
        starts = [entry.id for entry in section.entries if entry.start and entry.is_in(edition)]
        assert len(starts) == 1, section.part.id


@pytest.mark.parametrize("edition", ["today", "2016"])
def test_every_step_asks_three_to_five_questions(
    catalogue: Catalogue, pages: dict[str, html.HtmlElement], edition: str
) -> None:
    for section in catalogue.steps:
        questions = pages[f"steps/{section.part.id}"].xpath(
            "//h2[contains(., 'Check yourself')]/following-sibling::ol[1]/li"
        )
        asked = [item for item in questions if item.get("data-pg-edition") in (None, edition)]
        assert 3 <= len(asked) <= 5, section.part.id


@pytest.mark.parametrize("edition", ["today", "2016"])
def test_every_step_has_two_or_three_goals(catalogue: Catalogue, edition: str) -> None:
    for section in catalogue.steps:
        assert isinstance(section.part, Step)
        assert 2 <= sum(is_for(goal, edition) for goal in section.part.goals) <= 3, section.part.id


def test_every_step_has_prose_of_its_own(catalogue: Catalogue) -> None:
    assert {f"steps/{section.part.id}.md" for section in catalogue.stages} <= catalogue.prose


def test_every_address_of_the_catalogue_is_on_the_page_of_its_entry(
    catalogue: Catalogue, pages: dict[str, html.HtmlElement]
) -> None:
    linked = {address: set(page.xpath("//a/@href")) for address, page in pages.items()}
    for section in (*catalogue.stages, *catalogue.topics):
        expected = {url for entry in section.all_entries for url in addresses(entry.target)}
        assert not expected - linked[address_of(section)], section.part.id
    assert not {url for library in catalogue.libraries for url in addresses(library)} - linked["libraries"]
    assert not {source.url for source in catalogue.path.sources if source.url} - linked["credits"]


def addresses(target: Resource | Library) -> Iterator[str]:
    """Give the addresses of an entry or a library that a reader may want today: of what is gone, only the copy."""
    if not (target.archived and target.status and target.status.state == EntryState.GONE):
        yield target.url
    if target.archived:
        yield target.archived


def address_of(section: Section) -> str:
    return f"{'topics' if section.number is None else 'steps'}/{section.part.id}"


def test_every_former_address_is_told(catalogue: Catalogue, pages: dict[str, html.HtmlElement]) -> None:
    texts = {page.text_content() for page in pages.values()}
    targets = {entry.id: entry.target for entry in catalogue.entries} | {
        library.id: library for library in catalogue.libraries
    }
    for target in targets.values():
        for url in target.formerly:
            assert any(url in text for text in texts), url


def test_every_creator_is_credited(catalogue: Catalogue, pages: dict[str, html.HtmlElement]) -> None:
    credited = set(pages["credits"].xpath("//dt/text()"))
    assert {name for entry in catalogue.entries for name in entry.creators} <= credited


def test_every_concept_and_library_can_be_pointed_at(catalogue: Catalogue, pages: dict[str, html.HtmlElement]) -> None:
    assert {concept.id for concept in catalogue.concepts} <= set(pages["concepts"].xpath("//@id"))
    assert {library.id for library in catalogue.libraries} <= set(pages["libraries"].xpath("//@id"))


def test_the_readme_and_ci_run_the_same_tests(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    assert f"{TEST_LINE}\n" in blocks
    assert TEST_LINE in (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_flagship_is_in_canonical_style(root: Path) -> None:
    data = (root / "resources.yaml").read_bytes()
    assert formatted("resources.yaml", data, field_order) == data
