from __future__ import annotations

import pytest
from snippets import diagnose


@pytest.mark.parametrize(
    ("snippet", "expected", "help_"),
    [
        ("topcs: []", "1:1 there is no field `topcs` here", "did you mean `topics`?"),
        (
            "topics: [{id: a, titel: A, title: A}]",
            "1:18 there is no field `titel` here",
            "did you mean `title`?",
        ),
        (
            "steps: [{id: a, title: A, resources: [{ref: b, autor: C}]}]",
            "1:48 there is no field `autor` here",
            "the fields here are editions, minutes, part, ref, role, start, teaches, track, why",
        ),
        (
            "editions: [{id: a, title: A, licence: b}]",
            "1:30 there is no field `licence` here",
            "the fields here are default, id, summary, title",
        ),
    ],
)
def test_a_field_that_is_not_known_here_is_reported(snippet: str, expected: str, help_: str) -> None:
    [found] = diagnose("unknown-field", snippet)
    assert (f"{found.span.line}:{found.span.column} {found.message}", found.help) == (expected, help_)


def test_a_setting_turns_it_down_and_off() -> None:
    [found] = diagnose("unknown-field", "x: y\nrules: {unknown-field: warning}")
    assert found.severity == "warning"
    assert diagnose("unknown-field", "x: y\nrules: {unknown-field: off}") == []
