from __future__ import annotations

import pytest
from snippets import messages


@pytest.mark.parametrize(
    ("snippet", "expected"),
    [
        ("topics: &a []\nsteps: *a", "1:9 the anchor 'a' is not read"),
        ("topics: *a", "1:9 the alias 'a' is not read"),
        ("a: &a [lol]\nb: &b [*a, *a]", "1:4 the anchor 'a' is not read"),
        ("<<: *a", "1:5 the alias 'a' is not read"),
        ("a: &b c", "1:4 the anchor 'b' is not read"),
    ],
)
def test_anchors_and_aliases_are_refused(snippet: str, expected: str) -> None:
    assert messages("yaml-alias", snippet) == [expected]


@pytest.mark.parametrize("title", ["'*a'", "R&D", "A & B", "a *b*"])
def test_their_signs_may_stand_in_a_value(title: str) -> None:
    assert messages("yaml-alias", f"topics: [{{id: a, title: {title}}}]") == []
