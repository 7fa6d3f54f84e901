from __future__ import annotations

import pytest
from snippets import diagnose, messages

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
