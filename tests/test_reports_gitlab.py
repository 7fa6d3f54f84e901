"""The report for GitLab has what its documentation requires, and fingerprints that survive an edit above them."""

from __future__ import annotations

import json
from typing import Any

from sample_diagnostics import CATALOGUE, FORGERY, HOSTILE_NAME, MISSPELT, SECOND_ID, span

from pathgen.diagnostics import Diagnostic, Severity, Source, Span
from pathgen.reports.gitlab import report

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def findings(*diagnostics: Diagnostic) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(report(diagnostics, ["resources.yaml"]))
    return found


def test_each_diagnostic_has_the_required_fields() -> None:
    clash, misspelt = findings(MISSPELT, SECOND_ID)
    assert clash | {"fingerprint": ""} == {
        "description": "the id 'a' is already used at line 3. write a different id here",
        "check_name": "duplicate-id",
        "fingerprint": "",
        "severity": "major",
        "location": {"path": "resources.yaml", "lines": {"begin": 5, "end": 5}},
    }
    assert misspelt["severity"] == "minor"
    for found in (clash, misspelt):
        assert found["severity"] in SEVERITIES
        assert len(found["fingerprint"]) == 64


def test_a_line_above_changes_no_fingerprint() -> None:
    below = Source("resources.yaml", f"# a new line\n{CATALOGUE.text}")
    before = Diagnostic("bad-value", Severity.ERROR, span("titel"), "at line 6")
    after = Diagnostic("bad-value", Severity.ERROR, span("titel", below), "at line 7")
    assert findings(before)[0]["fingerprint"] == findings(after)[0]["fingerprint"]


def test_no_two_fingerprints_are_equal() -> None:
    twice = [Diagnostic("bad-value", Severity.NOTICE, span("titel"), "first"), MISSPELT, MISSPELT]
    other = Diagnostic("bad-value", Severity.NOTICE, Span(Source("b.yaml", CATALOGUE.text), 0, 4), "first")
    there = Diagnostic("bad-value", Severity.NOTICE, other.span.location, "where no text is at hand")
    assert len({found["fingerprint"] for found in findings(*twice, other, there)}) == 5


def test_a_clean_report_is_an_empty_array() -> None:
    assert report([], ["resources.yaml"]) == "[]\n"


def test_a_hostile_text_acts_on_nothing() -> None:
    output = report([FORGERY], [HOSTILE_NAME])
    assert "##[" not in output
    assert all(line.isprintable() for line in output.splitlines())
    assert "\x1b" not in json.loads(output)[0]["description"]
