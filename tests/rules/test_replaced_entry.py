from __future__ import annotations

import pytest
from snippets import diagnose, messages

EDITIONS = """
editions: [{id: today, title: Today}, {id: "2016", title: Then}]
"""
STEP = """
steps:
  - id: first
    title: First
    resources:
      - {id: old, title: Old, url: "https://example.org/a", replaced_by: newer%s}
      - {id: newer, title: Newer, url: "https://example.org/b", replaced_by: newest, editions: "2016"}
      - {id: newest, title: Newest, url: "https://example.org/c"}
"""


@pytest.mark.parametrize("editions", ["", ", editions: today", ", editions: ['2016', today]"])
def test_an_entry_of_the_default_edition_that_is_replaced_is_reported(editions: str) -> None:
    [found] = diagnose("replaced-entry", EDITIONS + STEP % editions)
    assert (found.span.line, found.span.column) == (7, 74)
    assert found.message == "the edition 'today' lists 'Old', which has been replaced"
    assert found.help == "list `newest` instead (`ref: newest`), and move this one to an older edition with `editions`"


def test_history_is_left_alone() -> None:
    assert messages("replaced-entry", EDITIONS + STEP % ", editions: '2016'") == []


def test_without_editions_nothing_is_reported() -> None:
    assert messages("replaced-entry", (STEP % "").replace(', editions: "2016"', "")) == []


def test_a_reference_is_reported_where_it_stands() -> None:
    preparation = "preparation: {id: before, title: Before, resources: [{ref: old, editions: today}]}"
    [found] = diagnose("replaced-entry", EDITIONS + STEP % ", editions: '2016'" + preparation)
    assert (found.span.line, found.span.column) == (10, 60)
    assert [(place.line, place.column, word) for place, word in found.related] == [
        (7, 74, "its replacement is named here")
    ]


def test_a_topic_is_looked_at_where_it_names_the_edition() -> None:
    topic = STEP.replace("steps:", "topics:")
    assert messages("replaced-entry", EDITIONS + topic % "") == []
    assert messages("replaced-entry", EDITIONS + topic % ", editions: today") == [
        "7:74 the edition 'today' lists 'Old', which has been replaced"
    ]


def test_replacements_in_a_circle_end() -> None:
    snippet = (STEP % "").replace("replaced_by: newest", "replaced_by: old")
    [found] = diagnose("replaced-entry", EDITIONS + snippet)
    assert found.help.startswith("list `newer` instead")
