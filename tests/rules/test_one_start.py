from __future__ import annotations

import pytest
from snippets import diagnose, messages

STEP = """
steps:
  - id: first
    title: First
    resources:
      - {{title: A, url: "https://example.org/a", start: {}}}
      - {{title: B, url: "https://example.org/b", start: {}}}
"""
EDITIONS = "editions: [{id: today, title: Today}, {id: '2016', title: Then}]\n"


def test_a_second_start_is_reported_with_the_first() -> None:
    [found] = diagnose("one-start", STEP.format("yes", "yes"))
    assert (found.span.line, found.span.column) == (6, 57)
    assert found.message == "this step already starts with 'A', at line 5"
    assert found.help == "delete `start` from one of the two"
    assert [(place.line, place.column) for place, _ in found.related] == [(5, 57)]


@pytest.mark.parametrize(
    ("a", "b", "edition"),
    [
        ("yes", "yes", "today"),
        ("yes", "yes, editions: '2016'", "2016"),
        ("yes, editions: ['2016', today]", "yes, editions: today", "today"),
    ],
)
def test_starts_that_a_reader_of_one_edition_sees_clash_once(a: str, b: str, edition: str) -> None:
    assert messages("one-start", STEP.format(a, b) + EDITIONS) == [
        f"6:57 this step already starts with 'A' in the edition {edition!r}, at line 5"
    ]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("yes", "no"),
        ("no", "no"),
        ("yes, editions: '2016'", "yes, editions: today"),
    ],
)
def test_one_start_for_each_reader_is_fine(a: str, b: str) -> None:
    assert messages("one-start", STEP.format(a, b) + EDITIONS) == []


def test_the_third_start_is_reported_too_and_a_reference_counts() -> None:
    snippet = STEP.format("yes", "yes") + "      - {ref: first-a, start: yes}"
    assert messages("one-start", snippet) == [
        "6:57 this step already starts with 'A', at line 5",
        "7:31 this step already starts with 'A', at line 5",
    ]


def test_two_steps_have_a_start_each() -> None:
    second = "  - {id: second, title: Second, resources: [{ref: first-a, start: yes}]}"
    assert messages("one-start", STEP.format("yes", "no") + second) == []
