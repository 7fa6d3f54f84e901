from __future__ import annotations

import json

from sample_diagnostics import FORGERY, HOSTILE_NAME, MISSPELT, SECOND_ID

from pathgen.reports.json import report


def test_the_report_is_one_object_with_each_diagnostic_in_order() -> None:
    first = {"file": "resources.yaml", "line": 3, "column": 9, "end_line": 3, "end_column": 10}
    assert json.loads(report([MISSPELT, SECOND_ID], ["resources.yaml"])) == {
        "schema": 1,
        "summary": {"errors": 1, "warnings": 1},
        "diagnostics": [
            {
                "code": "duplicate-id",
                "severity": "error",
                "file": "resources.yaml",
                "line": 5,
                "column": 9,
                "end_line": 5,
                "end_column": 10,
                "message": "the id 'a' is already used at line 3",
                "help": "write a different id here",
                "related": [{**first, "message": "first used here"}],
            },
            {
                "code": "unknown-field",
                "severity": "warning",
                "file": "resources.yaml",
                "line": 6,
                "column": 5,
                "end_line": 6,
                "end_column": 10,
                "message": "there is no field `titel` here",
                "help": "did you mean `title`?",
                "related": [],
            },
        ],
    }


def test_a_clean_report_has_no_diagnostics() -> None:
    clean = {"schema": 1, "summary": {"errors": 0, "warnings": 0}, "diagnostics": []}
    assert json.loads(report([], ["resources.yaml"])) == clean


def test_a_hostile_text_comes_through_whole_and_acts_on_nothing() -> None:
    output = report([FORGERY], [HOSTILE_NAME])
    assert output.isascii()
    assert output.replace("\n", "").isprintable()
    assert "##" not in output
    [diagnostic] = json.loads(output)["diagnostics"]
    assert (diagnostic["file"], diagnostic["message"]) == (HOSTILE_NAME, FORGERY.message)
