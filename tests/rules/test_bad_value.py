from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from snippets import diagnose, messages

from pathgen.catalogue.json_schema import json_schema

ENTRY = "topics: [{id: a, title: A, resources: [{title: B, url: 'https://b.example', %s}]}]"


@pytest.mark.parametrize(
    ("field", "message", "help_"),
    [
        ("year: soon", "`year` 'soon' is not a whole number", "write digits only"),
        ("year: 16", "`year` '16' is out of range", "write a number greater than or equal to 1000"),
        ("start: maybe", "`start` 'maybe' is neither yes nor no", "write yes or no"),
        (
            "minutes: long",
            "`minutes` 'long' is not valid",
            "write minutes, hours or a range: 40, 2h, 2h-4h, 30-60; or unknown",
        ),
        (
            "minutes: 4h-2h",
            "`minutes` '4h-2h' is not valid",
            "write a time above 0, and a range from the shorter to the longer, such as 30-60",
        ),
        ("added: 5.1.2016", "`added` '5.1.2016' is not a valid date", "write 2016, 2016-01 or 2016-01-05"),
        (
            "language: english!",
            "`language` 'english!' is not a valid language tag",
            "write a tag such as en or zh-Hans",
        ),
        (
            "id: ../../x",
            "`id` '../../x' is not a valid id",
            "use lower-case letters and digits with `-` between them, such as step-by-step",
        ),
        ("why: [a]", "`why` is not a single line of text", "write one value"),
        ("minutes: 40 min", "`minutes` '40 min' is not valid", "did you mean `40`?"),
        ("minutes: 1:30", "`minutes` '1:30' is not valid", "did you mean `1h30`?"),
        (
            "also: https://b.example",
            "`also` 'https://b.example' is not a mapping",
            "write what is there: `also: {video: https://b.example}`",
        ),
        ("minutes: [40]", "`minutes` is not a single line of text", "write one value"),
        ("minutes: []", "`minutes` is not a single line of text", "write one value"),
        ("minutes: [60, 30]", "`minutes` is not a single line of text", "write one value"),
        ("minutes: {low: 30, high: 60}", "`minutes` is not a single line of text", "write one value"),
        ("status: []", "`status` is not a single line of text", "write one value"),
        ("status: {state: bogus}", "`status` is not a single line of text", "write one value"),
        ("creators: {a: b}", "`creators` is not a list", "write a list: one `- ` line for each item"),
    ],
)
def test_a_value_that_is_not_of_its_form_is_reported(field: str, message: str, help_: str) -> None:
    [found] = diagnose("bad-value", ENTRY % field)
    assert (found.span.line, found.message, found.help) == (1, message, help_)
    assert found.span.column == 77 + len(field.partition(" ")[0]) + 1


@pytest.mark.parametrize(
    "field",
    [
        "year: 1998",
        "start: yes",
        "minutes: 40",
        "minutes: 1h30-4h",
        "minutes: unknown",
        "added: 2016-01",
        "language: zh-Hans",
        "id: a.b-1",
        "why: no",
        "creators: Ada",
    ],
)
def test_a_value_of_its_form_is_read(field: str) -> None:
    assert messages("bad-value", ENTRY % field) == []


LISTS = {"Library": "libraries", "Resource": "topics", "Topic": "topics"}
"""The list that a part with dates is written in; a part that is not here fails the test below."""


def dated() -> Iterator[tuple[str, str, str]]:
    """Yield every field of the schema that has a date: its part, its name, and what is written before the date."""
    for part, described in json_schema()["$defs"].items():
        for name, field in described.get("properties", {}).items():
            if "-31" in field.get("pattern", ""):
                yield part, name, f"{field['examples'][0]} " if "examples" in field else ""


def written(part: str, name: str, value: str) -> str:
    """Return a catalogue with one such field."""
    title = "name" if part == "Library" else "title"
    address = "" if part == "Topic" else "url: 'https://b.example', "
    item = f"{{id: b, {title}: B, {address}{name}: {value}}}"
    if part == "Resource":
        return f"topics: [{{id: a, title: A, resources: [{item}]}}]"
    return f"{LISTS[part]}: [{item}]"


DATED = [*dated()]


def test_there_are_dates_of_entries_libraries_and_topics() -> None:
    assert {(part, name) for part, name, _ in DATED} == {
        ("Resource", "added"), ("Resource", "reviewed"), ("Resource", "status"), ("Library", "status"),
        ("Topic", "collected"),
    }  # fmt: skip


@pytest.mark.parametrize(("part", "name", "word"), DATED)
@pytest.mark.parametrize(
    ("date", "help_"),
    [
        ("2024-02-30", "there is no such day: February 2024 has 29 days"),
        ("2023-02-29", "there is no such day: February 2023 has 28 days"),
        ("1900-02-29", "there is no such day: February 1900 has 28 days"),
        ("2024-04-31", "there is no such day: April 2024 has 30 days"),
        ("2024-01-00", "there is no such day: January 2024 has 31 days"),
        ("2024-13", "there is no such month; write 01 to 12, as in 2016-01"),
        ("2024-00-10", "there is no such month; write 01 to 12, as in 2016-01"),
    ],
)
def test_a_day_that_does_not_exist_is_refused_in_every_field(
    part: str, name: str, word: str, date: str, help_: str
) -> None:
    [found] = diagnose("bad-value", written(part, name, word + date))
    assert (found.message, found.help) == (f"`{name}` '{word}{date}' is not valid", help_)


@pytest.mark.parametrize(("part", "name", "word"), DATED)
@pytest.mark.parametrize("date", ["2024-02-29", "2000-02-29", "2023-12-31", "2024-04-30", "2024-02", "1000"])
def test_a_day_that_exists_is_read_in_every_field(part: str, name: str, word: str, date: str) -> None:
    assert messages("bad-value", written(part, name, word + date)) == []


@pytest.mark.parametrize(
    ("tag", "help_"),
    [
        ("jp", "there is no language jp; did you mean ja?"),
        ("cn-TW", "there is no language cn; did you mean zh-TW?"),
        ("xx", "there is no language xx; write a tag such as en or zh-Hans"),
        ("english", "did you mean `en`?"),
        ("en-u-co-phonebk", "write a tag such as en or zh-Hans"),
        ("en-12", "write a tag such as en or zh-Hans"),
    ],
)
def test_a_language_that_no_browser_knows_is_refused(tag: str, help_: str) -> None:
    assert [found.help for found in diagnose("bad-value", ENTRY % f"language: {tag}")] == [help_]


@pytest.mark.parametrize("tag", ["ja", "zh-Hant-TW", "sr-Latn", "de-CH-1901", "es-419", "haw", "en-GB-oxendict"])
def test_a_language_that_looks_alike_is_read(tag: str) -> None:
    assert messages("bad-value", ENTRY % f"language: {tag}") == []


def host(name: str) -> dict[str, Any]:
    return {found.message: found.help for found in diagnose("bad-value", f"link_policy: [{{host: '{name}'}}]")}


def test_a_host_that_is_not_one_is_refused() -> None:
    for name in ("a..b", "-a.example", "a.example-", "a.example:8080", "https://a.example", "2001:db8:::1", "abc:"):
        [(message, help_)] = host(name).items()
        assert message.startswith(f"`host` '{name}' is not a valid host"), name
        assert help_.startswith("write a host name"), name
    for name in ("a.example", "_a.b.example", "127.0.0.1", "2001:db8::1", "localhost", "EXAMPLE.org"):
        assert host(name) == {}, name


def test_no_setting_turns_it_down() -> None:
    [found] = diagnose("bad-value", ENTRY % "year: soon" + "\nrules: {bad-value: off}")[:1]
    assert found.severity == "error"


def test_a_variable_that_is_not_meant_for_headers_is_not_sent() -> None:
    """A catalogue from somebody else could otherwise have any secret sent to a host of theirs."""
    text = "link_policy: [{host: a.example, headers: {X-A: 'x ${PATHGEN_HEADER_A} ${GITHUB_TOKEN}'}}]"
    [found] = diagnose("bad-value", text)
    assert found.message == "`X-A` 'x ${PATHGEN_HEADER_A} ${GITHUB_TOKEN}' is not valid"
    assert found.help.endswith("; write ${PATHGEN_HEADER_GITHUB_TOKEN}")
    assert not diagnose("bad-value", text.replace("GITHUB", "PATHGEN_HEADER"))


def test_a_date_in_another_format_is_no_id() -> None:
    [found] = diagnose("bad-value", "topics: [{id: a, title: A, collected: 5.1.2024}]")
    assert (found.message, found.help) == (
        "`collected` '5.1.2024' is not a valid date",
        "write 2016, 2016-01 or 2016-01-05",
    )


@pytest.mark.parametrize(
    ("item", "help_"),
    [
        ("https://example.org/a", "write a `title:` and `url: https://example.org/a` below one another"),
        ("Bread - https://example.org/a", 'write `title: "Bread"` and `url: https://example.org/a` below one another'),
        (
            "<a href=https://example.org/a>Bread</a>",
            'write `title: "Bread"` and `url: https://example.org/a` below one another',
        ),
        (
            "`Bread <https://example.org/a>`_",
            'write `title: "Bread"` and `url: https://example.org/a` below one another',
        ),
        ("Bread", "write `key: value` lines below it"),
    ],
)
def test_an_item_without_keys_is_told_by_what_it_holds(item: str, help_: str) -> None:
    [found] = diagnose("bad-value", f"topics: [{{id: a, title: A, resources: ['{item}']}}]")
    assert found.help == help_


@pytest.mark.parametrize(
    ("written", "help_"),
    [
        ("'a-1, b'", "write `teaches: [a-1, b]`"),
        ("(b)", "write `teaches: [b]`"),
        ("[a, 'b; c']", "write each as an item of the list: b, c"),
        ("[a, -b]", "write b"),
        ("[A b]", "write a-b; use lower-case letters and digits with `-` between them, such as step-by-step"),
    ],
)
def test_ids_written_together_are_items(written: str, help_: str) -> None:
    entry = f"{{title: B, url: 'https://example.org/b', teaches: {written}}}"
    [found] = diagnose("bad-value", f"topics: [{{id: a, title: A, resources: [{entry}]}}]")
    assert found.help == help_
