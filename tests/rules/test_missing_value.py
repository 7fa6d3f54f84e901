from __future__ import annotations

import pytest
from snippets import diagnose, messages


@pytest.mark.parametrize(
    ("snippet", "expected"),
    [
        ("topics:\n  - id: a\n    title:", "3:11 `title` has no value"),
        ("topics:\n  - id: a\n    title: ''", "3:12 `title` has no value"),
        ("topics:\n  - id: a\n    title: A\n    summary:\n    prose: a.md", "4:13 `summary` has no value"),
    ],
)
def test_a_field_with_nothing_behind_it_is_reported(snippet: str, expected: str) -> None:
    [found] = diagnose("missing-value", snippet)
    assert f"{found.span.line}:{found.span.column} {found.message}" == expected
    assert found.help == "write a value after the colon, or delete the line"


@pytest.mark.parametrize("title", ["null", "~", "no", "0"])
def test_words_that_yaml_takes_for_nothing_are_text(title: str) -> None:
    assert messages("missing-value", f"topics: [{{id: a, title: {title}}}]") == []


def test_an_empty_list_is_a_value() -> None:
    assert messages("missing-value", "topics: []") == []
