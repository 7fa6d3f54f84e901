from __future__ import annotations

import pytest
from snippets import diagnose, messages

from pathgen.catalogue.load import parse


@pytest.mark.parametrize(
    ("snippet", "expected"),
    [
        ("topics: [{title: A}]", "1:10 `id` is missing"),
        ("topics: [{id: a}]", "1:10 `title` is missing"),
        ("topics: [{id: a, title: A, resources: [{title: B}]}]", "1:40 `url` is missing"),
        ("topics:\n  - id: a\n    title: A\n    resources:\n      - url: https://b.example", "5:9 `title` is missing"),
        ("libraries: [{id: a, url: 'https://a.example'}]", "1:13 `name` is missing"),
    ],
)
def test_what_cannot_be_done_without_is_reported(snippet: str, expected: str) -> None:
    [found] = diagnose("missing-field", snippet)
    assert f"{found.span.line}:{found.span.column} {found.message}" == expected
    assert found.help == f"add {found.message.split()[0][:-1]}:` here"


def test_the_path_cannot_be_done_without() -> None:
    [found] = parse("resources.yaml", b"topics: []").diagnostics
    assert (found.code, found.message) == ("missing-field", "`path` is missing")


def test_what_stands_in_for_the_path_has_a_place() -> None:
    catalogue = parse("resources.yaml", b"topics: []").catalogue
    assert catalogue is not None
    assert str(catalogue.path.span("title")) == "resources.yaml:1:1"


def test_an_id_of_an_entry_can() -> None:
    assert (
        messages("missing-field", "topics: [{id: a, title: A, resources: [{title: B, url: 'https://b.example'}]}]")
        == []
    )


def test_no_setting_turns_it_down() -> None:
    [found] = diagnose("missing-field", "topics: [{id: a}]\nrules: {missing-field: off}")
    assert found.severity == "error"
