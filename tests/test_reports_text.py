from __future__ import annotations

import re
import unicodedata
from textwrap import dedent

import pytest
from sample_diagnostics import FORGERY, HOSTILE_NAME, MISSPELT, SECOND_ID, span

from pathgen.diagnostics import Diagnostic, Severity, Source
from pathgen.reports.text import report


def excerpt(text: str, part: str) -> list[str]:
    """Give the source line and the carets of a problem with a part of a text."""
    diagnostic = Diagnostic("some-rule", Severity.ERROR, span(part, Source("a.yaml", text)), "it is wrong")
    return report([diagnostic], ["a.yaml"]).splitlines()[1:3]


def test_each_problem_is_shown_where_it_stands_in_the_order_of_the_file() -> None:
    assert report([MISSPELT, SECOND_ID], ["resources.yaml"]) == dedent("""\
        resources.yaml:5:9: error[duplicate-id] the id 'a' is already used at line 3
          5 |   - id: a
            |         ^
          help: write a different id here
          resources.yaml:3:9: first used here
          3 |   - id: a
            |         ^

        resources.yaml:6:5: warning[unknown-field] there is no field `titel` here
          6 |     titel: B
            |     ^^^^^
          help: did you mean `title`?

        1 error, 1 warning in resources.yaml
        """)


@pytest.mark.parametrize(
    ("found", "files", "summary"),
    [
        ([], ["resources.yaml"], "resources.yaml: no problems\n"),
        ([], ["a.yaml", "b.yaml"], "2 files: no problems\n"),
        ([SECOND_ID, SECOND_ID], ["a.yaml", "resources.yaml"], "2 errors in 2 files\n"),
        ([MISSPELT] * 1000, ["resources.yaml"], "1,000 warnings in resources.yaml\n"),
    ],
)
def test_the_last_line_counts(found: list[Diagnostic], files: list[str], summary: str) -> None:
    assert report(found, files).endswith(summary)


@pytest.mark.parametrize(
    ("text", "part", "shown"),
    [
        ("title: 深層学習 入門", "入門", ["  1 | title: 深層学習 入門", "    |                 ^^^^"]),
        ("title: e\u0301cole x", "x", ["  1 | title: e\u0301cole x", "    |              ^"]),
        ("\ttitle: x", "title", ["  1 |  title: x", "    |  ^^^^^"]),
        ("title: \u202ex", "x", ["  1 | title: \\u202ex", "    |              ^"]),
        ("title: ", "", ["  1 | title:", "    | ^"]),
        ("why: |\n  one\n  two\n", "|\n  one\n  two", ["  1 | why: |", "    |      ^"]),
        ("a: b\r\nc: d\r\n", "c: d\r\n", ["  2 | c: d", "    | ^^^^"]),
        ("\n" * 99 + "url: x", "x", ["  100 | url: x", "      |      ^"]),
    ],
    ids=["wide", "combining", "tab", "escaped", "nothing", "several lines", "CRLF", "line 100"],
)
def test_carets_stand_under_what_they_mark(text: str, part: str, shown: list[str]) -> None:
    assert excerpt(text, part) == shown


def test_a_long_line_is_cut_to_what_is_around_the_mark() -> None:
    line, carets = excerpt("url: " + "a" * 5_000 + "HERE" + "b" * 5_000, "HERE")
    assert line == "  1 | …" + "a" * 40 + "HERE" + "b" * 55 + "…"
    assert carets == "    | " + " " * 41 + "^^^^"


def test_a_long_mark_ends_with_its_line() -> None:
    line, carets = excerpt("url: " + "日" * 100, "日" * 100)
    assert line == "  1 | url: " + "日" * 47 + "…"
    assert carets == "    |      " + "^" * 94


def test_a_line_that_just_fits_is_whole() -> None:
    assert excerpt("x" * 100, "x" * 100) == ["  1 | " + "x" * 100, "    | " + "^" * 100]


def test_nothing_from_a_file_acts_on_the_terminal() -> None:
    output = report([FORGERY], [HOSTILE_NAME])
    assert {unicodedata.category(character) for character in output.replace("\n", "")}.isdisjoint(
        {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    assert r"\x1b]0;owned\x07 \u202e\u2066" in output
    assert len(output.splitlines()) == 9


def test_nothing_from_a_file_is_a_command_to_a_log() -> None:
    output = report([FORGERY], [HOSTILE_NAME])
    assert [line for line in output.splitlines() if line.lstrip().startswith("::")] == []
    assert re.findall(r"##\w*\[", output) == []
    assert report([], ["::error::x"]) == "./::error::x: no problems\n"


def test_colours_are_there_only_when_asked_for() -> None:
    plain, coloured = report([SECOND_ID], ["a"]), report([SECOND_ID], ["a"], colour=True)
    assert "\x1b[1;31merror[duplicate-id]\x1b[0m" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain
