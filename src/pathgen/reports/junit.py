"""The report for CI systems that read JUnit's XML: a suite for each file, a test case for each problem in it.

It has only what the schema that Jenkins reads allows (junit-10.xsd of its xUnit plugin), as strict readers refuse
anything else. Errors are failures; warnings and notices are skipped, as the catalogue is valid with them. A file
without problems has a test case that passes.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pathgen.diagnostics import Diagnostic, Severity
from pathgen.terminal import visible


def report(diagnostics: Sequence[Diagnostic], files: Sequence[str]) -> str:
    """Return the suites in the order of the files, each with its problems in the order of their places."""
    found: dict[str, list[Diagnostic]] = {file: [] for file in files}
    for diagnostic in sorted(diagnostics, key=attrgetter("place")):
        found.setdefault(diagnostic.span.file, []).append(diagnostic)
    suites = Element("testsuites", {"name": "pathgen", **_counts([*found.values()])})
    for file, problems in found.items():
        skipped = sum(problem.severity is not Severity.ERROR for problem in problems)
        attributes = {"name": visible(file), **_counts([problems]), "skipped": str(skipped)}
        suite = SubElement(suites, "testsuite", attributes)
        for problem in problems:
            _add_case(suite, problem)
        if not problems:
            SubElement(suite, "testcase", {"name": "no problems", "classname": visible(file), "time": "0"})
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _counts(lists: Sequence[Sequence[Diagnostic]]) -> dict[str, str]:
    failures = sum(problem.severity is Severity.ERROR for problems in lists for problem in problems)
    tests = sum(max(len(problems), 1) for problems in lists)
    return {"tests": str(tests), "failures": str(failures), "errors": "0", "time": "0"}


def _add_case(suite: Element, problem: Diagnostic) -> None:
    where = visible(str(problem.span))
    names = {"name": f"{problem.code} {where}", "classname": visible(problem.span.file), "time": "0"}
    case = SubElement(suite, "testcase", names)
    message = visible(problem.message)
    if problem.severity is not Severity.ERROR:
        advice = f"; {visible(problem.help)}" if problem.help else ""
        SubElement(case, "skipped", {"message": f"{problem.severity}: {message}{advice}"})
        return
    failure = SubElement(case, "failure", {"message": message, "type": problem.code})
    lines = [where, f"help: {problem.help}" if problem.help else ""]
    lines += [f"{place}: {word}" for place, word in problem.related]
    failure.text = "\n".join(visible(line) for line in lines if line)
