"""The report for CI systems is JUnit's XML, as the strictest reader accepts it."""

from __future__ import annotations

from pathlib import Path

from junitparser import JUnitXml
from lxml import etree
from sample_diagnostics import FORGERY, HOSTILE_NAME, MISSPELT, SECOND_ID

from pathgen.reports.junit import report

JENKINS = etree.XMLSchema(etree.parse(Path(__file__).parent / "links" / "junit-10.xsd"))


def test_an_error_is_a_failure_and_a_warning_is_skipped() -> None:
    written = report([MISSPELT, SECOND_ID], ["resources.yaml"])
    JENKINS.assertValid(etree.fromstring(written.encode()))
    suite = next(iter(JUnitXml.fromstring(written.encode())))
    assert (suite.tests, suite.failures, suite.skipped) == (2, 1, 1)
    failed, skipped = suite
    assert failed.name == "duplicate-id resources.yaml:5:9"
    assert failed.result[0].message == "the id 'a' is already used at line 3"
    assert "help: write a different id here\nresources.yaml:3:9: first used here" in failed.result[0].text
    assert skipped.result[0].message == "warning: there is no field `titel` here; did you mean `title`?"


def test_a_clean_file_passes() -> None:
    written = report([], ["resources.yaml", "steps/a.yaml"])
    JENKINS.assertValid(etree.fromstring(written.encode()))
    suites = JUnitXml.fromstring(written.encode())
    assert (suites.tests, suites.failures) == (2, 0)
    assert [suite.name for suite in suites] == ["resources.yaml", "steps/a.yaml"]


def test_a_hostile_text_acts_on_nothing() -> None:
    written = report([FORGERY], [HOSTILE_NAME])
    JENKINS.assertValid(etree.fromstring(written.encode()))
    assert all(line.isprintable() for line in written.splitlines())
    assert "##[" not in written
