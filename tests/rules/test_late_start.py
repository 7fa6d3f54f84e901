from __future__ import annotations

import pytest
from snippets import diagnose

STEP = """\
editions: [{{id: new, title: New}}, {{id: old, title: Old}}]
tracks: [{{id: a, title: A}}, {{id: b, title: B}}]
steps:
  - id: first
    title: First
    resources:
      - {{title: One, url: "https://example.org/1"{0}}}
      - {{title: Two, url: "https://example.org/2"{1}}}
"""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", ", start: yes"),
        (", role: optional", ", start: yes"),
        (", editions: old", ", start: yes"),
        (", track: a", ", start: yes"),
        (", track: a, editions: [new, old]", ", start: yes, track: a, editions: new"),
    ],
)
def test_a_start_after_another_entry_is_reported(first: str, second: str) -> None:
    [found] = diagnose("late-start", STEP.format(first, second))
    assert (found.span.line, found.message) == (8, "the entry to start with comes after 'One'")
    assert found.help == "move 'Two' to the top of the step, or mark the entry to start with instead"
    assert found.severity == "warning"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (", start: yes", ""),
        ("", ""),
        ("", ", start: no"),
        (", editions: old", ", start: yes, editions: new"),
        (", track: a", ", start: yes, track: b"),
        (", start: yes", ", start: yes"),
    ],
)
def test_a_start_that_its_readers_see_first_is_not(first: str, second: str) -> None:
    assert diagnose("late-start", STEP.format(first, second)) == []
