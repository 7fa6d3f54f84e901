from __future__ import annotations

import pytest
from snippets import diagnose, messages

ENTRY = '{title: A, url: "https://example.org/a"}'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("steps: [{id: one, title: One}]", "1:14 the step 'one' has no entries and no page of prose"),
        ("preparation: {id: one, title: One}", "1:19 the step 'one' has no entries and no page of prose"),
        ("topics: [{id: one, title: One}]", "1:15 the topic 'one' has no entries and no page of prose"),
        (
            f"topics: [{{id: one, title: One, resources: [{ENTRY}], subtopics: [{{id: two, title: Two}}]}}]",
            "1:104 the topic 'two' has no entries and no page of prose",
        ),
    ],
)
def test_a_section_with_nothing_in_it_is_reported(text: str, message: str) -> None:
    assert messages("empty-section", text, ("steps/other.md",)) == [message]


@pytest.mark.parametrize(
    "text",
    [
        f"steps: [{{id: one, title: One, resources: [{ENTRY}]}}]",
        "steps: [{id: prose, title: Prose}]",
        "steps: [{id: one, title: One, prose: steps/prose.md}]",
        f"topics: [{{id: one, title: One, subtopics: [{{id: two, title: Two, resources: [{ENTRY}]}}]}}]",
        "topics: [{id: one, title: One, resources: [{ref: nowhere}]}]",
        f"steps: [{{id: one, title: One, entries: [{ENTRY}]}}]",  # an unknown field, which is reported
        f"steps: [{{title: One, resources: [{ENTRY}, {{}}]}}, {{title: Two}}]",  # ids are missing
    ],
)
def test_a_section_with_entries_or_prose_is_not(text: str) -> None:
    assert diagnose("empty-section", text, ("steps/prose.md",)) == []
