from __future__ import annotations

import pytest
from snippets import diagnose

from pathgen.catalogue.load import parse


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
            (
                "no field is close to it; "
                "the fields here are editions, minutes, open_ended, part, pick, ref, role, start, teaches, track, why"
            ),
        ),
        (
            "editions: [{id: a, title: A, licence: b}]",
            "1:30 there is no field `licence` here",
            (
                "`licence` is a field of `path` and an entry and a library: check how far the line is indented; "
                "the fields here are default, id, summary, title"
            ),
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


ENTRY = "topics: [{{id: a, title: A, resources: [{{title: B, url: 'https://example.org', {}}}]}}]"


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("author: C", "creators"),
        ("by: C", "creators"),
        ("autors: C", "creators"),
        ("note: C", "why"),
        ("description: C", "why"),
        ("summary: C", "why"),
        ("type: book", "kind"),
        ("format: video", "kind"),
        ("date: 2019", "year"),
        ("date: 2019-05-01", "added"),
        ("time: 20", "minutes"),
        ("duration: 20", "minutes"),
        ("mins: 20", "minutes"),
        ("optional: yes", "role"),
        ("difficulty: easy", "level"),
        ("lang: en", "language"),
        ("language_: en", "language"),
        ("Year: 2019", "year"),
        ("replaced-by: b", "replaced_by"),
        ("replacedBy: b", "replaced_by"),
        ("yaer: 2019", "year"),
    ],
)
def test_another_word_for_a_field_leads_to_it(written: str, field: str) -> None:
    [found] = diagnose("unknown-field", ENTRY.format(written))
    assert found.help == f"did you mean `{field}`?"


@pytest.mark.parametrize("written", ["topic: C", "rating: 5", "isbn: 1", "colour: red", "x: y", "prereqs: C"])
def test_a_name_that_no_field_is_close_to_gets_no_guess(written: str) -> None:
    [found] = diagnose("unknown-field", ENTRY.format(written))
    assert "did you mean" not in found.help
    assert "; the fields here are access, added" in found.help


@pytest.mark.parametrize("entry", ["{Title: B, URL: 'https://example.org'}", "{name: B, link: 'https://example.org'}"])
def test_a_field_that_has_to_be_there_under_another_name_is_one_slip(entry: str) -> None:
    snippet = f"Topics: [{{id: a, title: A, resources: [{entry}, {{title: C, url: D}}]}}]\npath: {{title: T}}"
    found = parse("resources.yaml", snippet.encode()).diagnostics
    assert [item.code for item in found] == ["unknown-field", "unknown-field", "unknown-field", "bad-url"]


def test_of_two_names_for_one_field_the_second_is_not_read() -> None:
    found = parse("resources.yaml", b"path: {Title: T, TITLE: U}").diagnostics
    assert [(item.code, item.span.column) for item in found] == [("unknown-field", 8), ("unknown-field", 18)]


def test_the_field_of_another_place_says_where_it_belongs() -> None:
    [found] = diagnose("unknown-field", "url: https://example.org")
    assert found.help.startswith("`url` is a field of an entry and a library: check how far the line is indented")


def test_a_field_of_another_part_is_not_taken_for_one_that_is_like_it() -> None:
    text = 'libraries: [{id: a, name: A, url: "https://example.org/a", reviewed: 2024}]'
    [found] = diagnose("unknown-field", text)
    assert found.help.startswith("`reviewed` is a field of an entry: check how far the line is indented")
