"""The report for CI systems that read JUnit's XML: a test case for each link.

The form is the one that Jenkins and GitLab read (github.com/testmoapp/junitxml describes it).
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pathgen.links.reasons import sentence
from pathgen.links.report import Report, is_mended
from pathgen.links.verdict import Result, Verdict
from pathgen.reports.characters import visible

_FAILURES = (Verdict.DEAD, Verdict.FAILING)
_SKIPPED = (Verdict.UNKNOWN, Verdict.SKIPPED)


def report(run: Report) -> str:
    """Give one suite: dead and failing links are failures, those that nothing could be told of are skipped."""
    failures, skipped = len(run.of(*_FAILURES)), len(run.of(*_SKIPPED))
    counts = {"tests": str(len(run.results)), "failures": str(failures), "errors": "0", "skipped": str(skipped)}
    seconds = f"{sum(one.seconds for one in run.results):.3f}"
    suites = Element("testsuites", {"name": "pathgen check-links", **counts, "time": seconds})
    suite = SubElement(suites, "testsuite", {"name": visible(run.catalogue), **counts, "time": seconds})
    for one in run.results:
        _case(suite, one)
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _case(suite: Element, one: Result) -> None:
    place = one.uses[0] if one.uses else None
    attributes = {
        "name": visible(one.url),
        "classname": visible(place.id) if place else "",
        "time": f"{one.seconds:.3f}",
    }
    if place:
        attributes |= {"file": visible(place.span.file), "line": str(place.span.line)}
    case = SubElement(suite, "testcase", attributes)
    told = visible(sentence(one))
    if one.verdict in _FAILURES and not is_mended(one):
        failure = SubElement(case, "failure", {"message": told, "type": one.reason})
        failure.text = "\n".join(visible(f"{use.span}: {use.id}") for use in one.uses)
    elif one.verdict in _SKIPPED:
        SubElement(case, "skipped", {"message": f"{one.verdict}: {told}"})
