from __future__ import annotations

from snippets import diagnose

SHELF = """\
entries:
  - {id: new, title: New, url: "https://example.org/new"}
  - {id: old, title: Old, url: "https://example.org/old", replaced_by: new}
"""
LISTS = """\
topics:
  - {id: reading, title: Reading, resources: [%s]}
"""


def test_an_entry_that_nothing_lists_is_found_where_it_is_written() -> None:
    [found] = diagnose("unlisted-entry", SHELF + LISTS % "{ref: new}")
    assert found.message == "no step or topic lists 'Old'"
    assert found.help == "write `ref: old` in a step or topic"


def test_a_reader_is_led_to_nothing_unlisted() -> None:
    [found] = diagnose("dangling-reference", SHELF + LISTS % "{ref: old}")
    assert found.message == "no step or topic lists 'new', so readers cannot be sent there"
    assert diagnose("dangling-reference", SHELF + LISTS % "{ref: new}") == []
