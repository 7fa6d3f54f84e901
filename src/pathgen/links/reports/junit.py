"""The report for CI systems that read JUnit's XML: a test case for each link.

Nothing is in it but what the schema of Jenkins' readers has (junit-10.xsd of its xUnit plugin), as strict ones refuse
what they do not know; where a link is written stands in the text of its failure.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pathgen.links.reasons import sentence
from pathgen.links.report import LinkReport, is_mended
from pathgen.links.verdict import Result, Verdict
from pathgen.terminal import visible

_FAILURES = (Verdict.DEAD, Verdict.FAILING)
_SKIPPED = (Verdict.UNKNOWN, Verdict.SKIPPED)


def report(run: LinkReport) -> str:
    """Give one suite: dead and failing links are failures, those that nothing could be told of are skipped."""
    failures, skipped = len(run.of(*_FAILURES)), len(run.of(*_SKIPPED))
    counts = {"tests": str(len(run.results)), "failures": str(failures), "errors": "0"}
    counts["time"] = f"{sum(one.seconds for one in run.results):.3f}"
    suites = Element("testsuites", {"name": "pathgen check-links", **counts})
    suite = SubElement(suites, "testsuite", {"name": visible(run.catalogue), **counts, "skipped": str(skipped)})
    for one in run.results:
        _case(suite, one)
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _case(suite: Element, one: Result) -> None:
    owner = visible(one.uses[0].id) if one.uses else ""
    named = {"name": visible(one.url), "classname": owner, "time": f"{one.seconds:.3f}"}
    case = SubElement(suite, "testcase", named)
    told = visible(sentence(one))
    if one.verdict in _FAILURES and not is_mended(one):
        failure = SubElement(case, "failure", {"message": told, "type": one.reason})
        failure.text = "\n".join(visible(f"{use.span}: {use.id}") for use in one.uses)
    elif one.verdict in _SKIPPED:
        SubElement(case, "skipped", {"message": f"{one.verdict}: {told}"})
