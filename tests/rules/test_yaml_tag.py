from __future__ import annotations

import pytest
from snippets import diagnose, messages


@pytest.mark.parametrize(
    ("snippet", "tag", "column"),
    [
        ("topics: !!python/object/apply:os.system [echo]", "tag:yaml.org,2002:python/object/apply:os.system", 9),
        ("topics: !!str a", "tag:yaml.org,2002:str", 9),
        ("topics: !own {a: b}", "!own", 9),
        ("!!str topics: []", "tag:yaml.org,2002:str", 1),
    ],
)
def test_tags_are_refused(snippet: str, tag: str, column: int) -> None:
    [found] = diagnose("yaml-tag", snippet)
    assert (found.message, found.span.line, found.span.column) == (f"the tag {tag!r} is not read", 1, column)
    assert found.help == "delete it: the field decides the type"


def test_an_exclamation_mark_may_stand_in_a_value() -> None:
    assert messages("yaml-tag", "topics: [{id: a, title: Networks! !!}, {id: b, title: '!!str'}]") == []


def test_an_exclamation_mark_may_start_a_text_in_quotes() -> None:
    [found] = diagnose("yaml-tag", "topics: [{id: a, title: A}, {id: b, title: !important text}]")
    assert 'title: "!important text"' in found.help
