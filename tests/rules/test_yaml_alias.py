from __future__ import annotations

import pytest
from snippets import diagnose, messages


@pytest.mark.parametrize(
    ("snippet", "expected"),
    [
        ("topics: &a []\nsteps: *a", "1:9 the anchor 'a' is not read"),
        ("a: &a [lol]\nb: &b [*a, *a]", "1:4 the anchor 'a' is not read"),
        ("<<: *a", "1:5 the alias 'a' is not read"),
        ("a: &b c\nd: *b", "1:4 the anchor 'b' is not read"),
    ],
)
def test_anchors_and_aliases_are_refused(snippet: str, expected: str) -> None:
    assert messages("yaml-alias", snippet) == [expected]


@pytest.mark.parametrize("title", ["'*a'", "R&D", "A & B", "a *b*"])
def test_their_signs_may_stand_in_a_value(title: str) -> None:
    assert messages("yaml-alias", f"topics: [{{id: a, title: {title}}}]") == []


@pytest.mark.parametrize("title", ["*a", "&a b", "*a* b"])
def test_a_sign_that_no_other_belongs_to_is_part_of_a_text(title: str) -> None:
    text = f"topics:\n  - id: a\n    title: {title}\n"
    [found] = diagnose("yaml-alias", text) + diagnose("yaml-syntax", text)
    assert found.help == f'put the value in quotes: `title: "{title}"`'
