"""Lists as people write them: each keeps its titles, structure and words when it is imported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from pathgen.catalogue.load import parse
from pathgen.catalogue.resolve import Catalogue, Section
from pathgen.convert import imported
from pathgen.convert.to_catalogue import catalogue_of


def written(text: str) -> str:
    """Return the YAML of a list in Markdown."""
    return catalogue_of(imported("awesome", "list.md", text.encode()), "list")


def catalogue(text: str) -> Catalogue:
    """Return the catalogue of a list in Markdown; it is valid."""
    loaded = parse("resources.yaml", written(text).encode())
    assert loaded.is_valid, loaded.diagnostics
    assert loaded.catalogue
    return loaded.catalogue


def titles(text: str) -> dict[str, str]:
    """Return the title of each entry by the end of its address."""
    return {entry.url.removeprefix("https://example.org/"): entry.title for entry in catalogue(text).entries}


def outline(text: str) -> list[str]:
    """Return the titles of topics and entries, each indented below the topic that it is in."""
    return [*_outline(catalogue(text).topics, "")]


def _outline(sections: Sequence[Section], indent: str) -> Iterator[str]:
    for section in sections:
        yield f"{indent}{section.part.title}:"
        yield from (f"{indent}  {entry.title}" for entry in section.entries)
        yield from _outline(section.sections, f"{indent}  ")


def test_a_rule_above_text_is_no_metadata() -> None:
    text = (
        "# L\n\n## A\n\n- [One](https://example.org/1)\n\n---\n### B\n\n- [Two](https://example.org/2)\n\n---\n\n## C\n"
    )
    assert outline(f"{text}- [Three](https://example.org/3)\n") == ["A:", "  One", "  B:", "    Two", "C:", "  Three"]
    assert outline("---\n\n# L\n## A\n- [One](https://example.org/1)\n\n---\n") == ["A:", "  One"]


@pytest.mark.parametrize(
    "front",
    ['---\nlayout: page\ntitle: "Looms"\n---\n', "---\r\ntitle: Looms\r\n---\r\n", "+++\ntitle = 'Looms'\n+++\n"],
)
def test_front_matter_gives_the_title(front: str) -> None:
    listed = imported("awesome", "list.md", f"{front}\n## A\n- [Öne](https://example.org/1) - é\n- none".encode())
    assert listed.top.title == "Looms"
    assert [group.title for group in listed.top.groups] == ["A"]
    assert [listed.source.text[problem.span.start :] for problem in listed.problems] == ["none"]


def test_brackets_of_an_address_are_balanced() -> None:
    stack = "https://example.org/Stack_(type)"
    for text in (f"- {stack}", f"- <{stack}>", f"- A stack ({stack}), as it is", f"- [A stack]({stack})"):
        assert [entry.url for entry in catalogue(f"## A\n{text}\n").entries] == [stack]


def test_joiners_and_marks_are_written_as_they_are() -> None:
    title = "می\u200cخواستم \u200fالعربية\u200e 👩\u200d💻"
    assert f"title: {title}\n" in written(f"## A\n- [{title}](https://example.org/1)\n")
    assert "\\U0000202e" in written("## A\n- [a \u202eb](https://example.org/1)\n")  # turns all that follows around
