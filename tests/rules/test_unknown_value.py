from __future__ import annotations

import pytest
from snippets import diagnose, messages

ENTRY = "topics: [{id: a, title: A, resources: [{title: B, url: 'https://b.example', %s}]}]"


@pytest.mark.parametrize(
    ("field", "column", "message", "help_"),
    [
        (
            "kind: artical",
            83,
            "`kind` cannot be 'artical'",
            "did you mean `article`? (or add it to the catalogue's `kinds`: `- {id: artical, title: …}`)",
        ),
        ("role: x", 83, "`role` cannot be 'x'", "write one of: core, optional, alternative, reference"),
        ("role: extra", 83, "`role` cannot be 'extra'", "did you mean `optional`?"),
        ("status: dead", 85, "`status` cannot be 'dead'", "did you mean `gone`?"),
        ("level: Beginner", 84, "`level` cannot be 'Beginner'", "did you mean `beginner`?"),
        ("access: [free]", 85, "`access` cannot be a list or mapping", "write one of: free, registration, paid"),
        ("status: dead 2016", 85, "`status` cannot be 'dead 2016'", "write one of: active, historic, gone, paywalled"),
    ],
)
def test_a_word_that_is_not_in_the_list_is_reported(field: str, column: int, message: str, help_: str) -> None:
    [found] = diagnose("unknown-value", ENTRY % field)
    assert (found.span.line, found.span.column, found.message, found.help) == (1, column, message, help_)


@pytest.mark.parametrize("field", ["kind: q-and-a", "role: core", "status: gone 2019-03"])
def test_a_word_of_the_list_is_fine(field: str) -> None:
    assert messages("unknown-value", ENTRY % field) == []


def test_a_rule_is_set_to_one_of_three_words() -> None:
    assert messages("unknown-value", "rules: {cycle: no}") == ["1:16 `cycle` cannot be 'no'"]
