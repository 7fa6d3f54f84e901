from __future__ import annotations

import pytest
from snippets import messages

from pathgen.yamldoc.parse import MAX_DEPTH


def nested(levels: int) -> str:
    """Nest lists in the mapping that a file is."""
    return "topics: " + "[" * (levels - 1) + "]" * (levels - 1)


@pytest.mark.parametrize("levels", [MAX_DEPTH + 1, 10_000])
def test_the_level_that_is_too_deep_is_reported(levels: int) -> None:
    assert messages("too-deep", nested(levels)) == ["1:40 nested more than 32 levels deep"]


def test_a_bracket_that_is_never_closed_is_reported_where_it_gets_too_deep() -> None:
    assert messages("too-deep", "topics: " + "[" * 1_000_000) == ["1:40 nested more than 32 levels deep"]


def test_the_deepest_level_is_read() -> None:
    assert messages("too-deep", nested(MAX_DEPTH)) == []
