"""The report for code scanning: SARIF 2.1.0 (OASIS Standard with errata 01), with every rule's documentation."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from pathgen import __version__
from pathgen.catalogue.rules import RULES, Rule
from pathgen.diagnostics import Diagnostic, Location, Severity, Span
from pathgen.reports.json import dumps

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.NOTICE: "note"}
"""The levels that SARIF calls otherwise (§3.27.10)."""


def report(diagnostics: Sequence[Diagnostic], files: Sequence[str]) -> str:
    """Give one run with a result for each diagnostic, and the files it read as artifacts."""
    return log([_rule(rule) for rule in RULES], diagnostics, files)


def log(rules: Sequence[dict[str, Any]], diagnostics: Sequence[Diagnostic], files: Sequence[str]) -> str:
    """Give the log of one run with these rules (reportingDescriptor objects, §3.49)."""
    driver = {"name": "pathgen", "semanticVersion": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "artifacts": [{"location": _artifact(file)} for file in files],
        "columnKind": "unicodeCodePoints",
        "results": [_result(one) for one in sorted(diagnostics, key=attrgetter("place"))],
    }
    return dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    first, _, _ = rule.doc.partition("\n")
    return {
        "id": rule.code,
        "shortDescription": {"text": message(first)},
        "help": {"text": message(rule.doc), "markdown": rule.doc},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(one: Diagnostic) -> dict[str, Any]:
    text = f"{one.message}\n{one.help}" if one.help else one.message
    result = {
        "ruleId": one.code,
        "level": _LEVELS.get(one.severity, one.severity),
        "message": {"text": message(text)},
        "locations": [{"physicalLocation": _location(one.span)}],
    }
    if one.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _location(span), "message": {"text": message(word)}}
            for number, (span, word) in enumerate(one.related, 1)
        ]
    return result


def message(text: str) -> str:
    """Keep a text what it is: braces would be placeholders (§3.11.5), ``[…](…)`` an embedded link (§3.11.6)."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _location(span: Span | Location) -> dict[str, Any]:
    """Give a place: lines and columns count characters from 1, the end column is the one behind (§3.30)."""
    file, line, column, end_line, end_column = span.location
    return {
        "artifactLocation": _artifact(file),
        "region": {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column},
    }


def _artifact(file: str) -> dict[str, str]:
    """Give a file's address, relative to the folder that the command ran in unless it was named absolutely."""
    path = PurePath(file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix(), errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}
