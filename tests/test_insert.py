"""A new entry is written as its neighbours are, and no other byte of the file changes."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathgen.catalogue.edit import add_items, edited
from pathgen.catalogue.load import parse
from pathgen.catalogue.resolve import Catalogue
from pathgen.yamldoc.parse import CONTROL

NEW = {"title": "New: a title", "url": "https://new.example/", "creators": ["A, B", "C"], "year": "2020"}
BLOCK = '- title: "New: a title"\n  url: https://new.example/\n  creators: ["A, B", C]\n  year: 2020\n'
FLOW = '{title: "New: a title", url: https://new.example/, creators: ["A, B", C], year: 2020}'


def catalogue(data: bytes) -> Catalogue:
    loaded = parse("x", data)
    assert loaded.is_valid, loaded.diagnostics
    assert loaded.catalogue
    return loaded.catalogue


def block(indent: int) -> str:
    return "".join(" " * indent + line for line in BLOCK.splitlines(keepends=True))


def with_new(data: bytes, section: str = "t", after: int | None = None) -> bytes:
    [part] = [place.part for place in catalogue(data).sections if place.part.id == section]
    return edited("x", data, [add_items(part, "resources", [NEW], after=after)])


HEAD = "path: {title: T}\ntopics:\n"
ONE = f"{HEAD}  - id: t\n    title: T\n"
LIST = f"{ONE}    resources:\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (  # comments and blank lines stay where they are
            f"{LIST}      - title: A\n        url: https://a.example/ # a\n\n# the end\n",
            f"{LIST}      - title: A\n        url: https://a.example/ # a\n{block(6)}\n# the end\n",
        ),
        (  # as neighbours are written: in brackets
            f"{LIST}    -  {{title: A, url: 'https://a.example/'}}\n",
            f"{LIST}    -  {{title: A, url: 'https://a.example/'}}\n    -  {FLOW}\n",
        ),
        (
            f"{ONE}    resources: [{{title: A, url: 'https://a.example/'}}]\n",
            f"{ONE}    resources: [{{title: A, url: 'https://a.example/'}}, {FLOW}]\n",
        ),
        (
            f"{ONE}    resources: [\n      {{title: A, url: 'https://a.example/'}},\n    ]\n",
            f"{ONE}    resources: [\n      {{title: A, url: 'https://a.example/'}},\n      {FLOW},\n    ]\n",
        ),
        (  # a last value of several lines, and of a list
            f"{LIST}      - url: https://a.example/\n        title: >-\n          A\n          b\n",
            f"{LIST}      - url: https://a.example/\n        title: >-\n          A\n          b\n{block(6)}",
        ),
        (
            f"{LIST}      - url: https://a.example/\n        title: A\n        creators:\n        - B\n# c\n",
            f"{LIST}      - url: https://a.example/\n        title: A\n        creators:\n        - B\n{block(6)}# c\n",
        ),
        (  # no list yet
            f"{ONE}    subtopics:\n      - id: u\n        title: U\n",
            f"{LIST}{block(6)}    subtopics:\n      - id: u\n        title: U\n",
        ),
        (f"{ONE}    resources: []\n", f"{LIST}{block(6)}"),
        (f"{ONE}", f"{LIST}{block(6)}"),
        (f"{ONE.rstrip()}", f"{LIST}{block(6).rstrip()}"),
        (
            f"{HEAD}  - {{id: t, title: T}}\n",
            f"{HEAD}  - {{id: t, title: T, resources: [{FLOW}]}}\n",
        ),
        (
            f"{HEAD}  - {{id: t, title: T, resources: [], }}\n",
            f"{HEAD}  - {{id: t, title: T, resources: [{FLOW}], }}\n",
        ),
    ],
)
def test_an_entry_is_written_as_its_neighbours_are(before: str, after: str) -> None:
    assert with_new(before.encode()).decode() == after


def test_an_entry_goes_behind_another() -> None:
    first, second = (
        f"      - title: {name}\n        url: https://{name}.example/\n        why: >\n          W\n" for name in "ab"
    )
    data = f"{LIST}{first}{second}".encode()
    assert with_new(data, after=0).decode() == f"{LIST}{first}{block(6)}{second}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encoding_and_line_ends_stay(encoding: str, line_end: str) -> None:
    def written(more: str) -> bytes:
        text = f"{LIST}      - title: Ä 中 😀\n        url: https://a.example/\n{more}"
        mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
        return mark + text.replace("\n", line_end).encode(encoding)

    assert with_new(written("")) == written(block(6))


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30)


@given(TEXTS.filter(lambda text: bool(text.strip()) and not CONTROL.search(text)), st.booleans())
def test_any_text_reads_back_as_it_was(text: str, is_flow: bool) -> None:  # noqa: FBT001 - one of two styles
    # The neighbour has an id, because the new entry may be titled "A" too, and would get the same id from it.
    neighbour = "id: first\n        title: A\n        url: https://a.example/"
    if is_flow:
        neighbour = "{id: first, title: A, url: 'https://a.example/'}"
    data = f"rules: {{title-hygiene: 'off'}}\n{ONE}    resources:\n      - {neighbour}\n".encode()
    [section] = catalogue(data).sections
    entry = {"title": text, "url": "https://b.example/", "creators": [text]}
    result = edited("x", data, [add_items(section.part, "resources", [entry])])
    assert result.startswith(data)
    assert catalogue(result).entries[1].target.title == text
