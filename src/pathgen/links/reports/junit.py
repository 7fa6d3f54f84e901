"""The report for CI systems that read JUnit's XML: a test case for each link.

It has only what the schema that Jenkins reads allows (junit-10.xsd of its xUnit plugin), as strict readers refuse
anything else. So the places where a link is written are in the text of its failure.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pathgen.links.reasons import sentence
from pathgen.links.report import LinkReport, has_copy
from pathgen.links.verdict import Result, Verdict
from pathgen.terminal import visible

_FAILURES = (Verdict.DEAD, Verdict.FAILING)
_SKIPPED = (Verdict.UNKNOWN, Verdict.SKIPPED)


def report(run: LinkReport) -> str:
    """Return one suite: dead and failing links are failures, unknown and skipped links are skipped."""
    failures, skipped = len(run.of(*_FAILURES)), len(run.of(*_SKIPPED))
    counts = {"tests": str(len(run.results)), "failures": str(failures), "errors": "0"}
    counts["time"] = f"{sum(result.seconds for result in run.results):.3f}"
    suites = Element("testsuites", {"name": "pathgen check-links", **counts})
    suite = SubElement(suites, "testsuite", {"name": visible(run.catalogue), **counts, "skipped": str(skipped)})
    for result in run.results:
        _add_case(suite, result)
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _add_case(suite: Element, result: Result) -> None:
    owner = visible(result.uses[0].id) if result.uses else ""
    attributes = {"name": visible(result.url), "classname": owner, "time": f"{result.seconds:.3f}"}
    case = SubElement(suite, "testcase", attributes)
    message = visible(sentence(result))
    if result.verdict in _FAILURES and not has_copy(result):
        failure = SubElement(case, "failure", {"message": message, "type": result.reason})
        failure.text = "\n".join(visible(f"{use.span}: {use.id}") for use in result.uses)
    elif result.verdict in _SKIPPED:
        SubElement(case, "skipped", {"message": f"{result.verdict}: {message}"})
