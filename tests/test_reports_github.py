from __future__ import annotations

from sample_diagnostics import CATALOGUE, FORGERY, HOSTILE_NAME, MISSPELT, SECOND_ID

from pathgen.diagnostics import Diagnostic, Severity, Span
from pathgen.reports.github import report


def test_each_diagnostic_is_a_command() -> None:
    clash, misspelt = report([MISSPELT, SECOND_ID], ["resources.yaml"]).splitlines()
    assert clash == (
        "::error file=resources.yaml,line=5,endLine=5,col=9,endColumn=10,title=duplicate-id"
        "::the id 'a' is already used at line 3%0Ahelp: write a different id here%0Aresources.yaml:3:9: first used here"
    )
    assert misspelt == (
        "::warning file=resources.yaml,line=6,endLine=6,col=5,endColumn=10,title=unknown-field"
        "::there is no field `titel` here%0Ahelp: did you mean `title`?"
    )


def test_a_place_over_several_lines_has_no_columns() -> None:
    diagnostic = Diagnostic("some-rule", Severity.ERROR, Span(CATALOGUE, 0, 30), "100 % wrong")
    assert report([diagnostic], ["resources.yaml"]) == (
        "::error file=resources.yaml,line=1,endLine=2,title=some-rule::100 %25 wrong\n"
    )


def test_nothing_is_said_of_a_clean_file() -> None:
    assert report([], ["resources.yaml"]) == ""


def test_a_hostile_file_gives_one_command_with_its_own_name_and_no_other() -> None:
    output = report([FORGERY], [HOSTILE_NAME])
    [line] = output.splitlines()
    assert line.isprintable()
    # As the runner reads it: ActionCommand.TryParseV2 of actions/runner.
    command, _, data = line.removeprefix("::").partition("::")
    name, _, properties = command.partition(" ")
    assert name == "error"
    assert [pair.partition("=")[0] for pair in properties.split(",")] == [
        "file",
        "line",
        "endLine",
        "col",
        "endColumn",
        "title",
    ]
    assert r"file=%3A%3Aerror%3A%3Aa\x1b[2J\x0a#\x23[error]\u202e\x85%2Cb%3A%250A\u2028.yaml" in properties
    assert "%250A::set-env" in data
