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
"""The levels that have another name in SARIF (§3.27.10)."""


def report(diagnostics: Sequence[Diagnostic], files: Sequence[str]) -> str:
    """Return one run with a result for each diagnostic, and the files it read as artifacts."""
    return log([_rule(rule) for rule in RULES], diagnostics, files)


def log(rules: Sequence[dict[str, Any]], diagnostics: Sequence[Diagnostic], files: Sequence[str]) -> str:
    """Return the log of one run with these rules (reportingDescriptor objects, §3.49)."""
    driver = {"name": "pathgen", "semanticVersion": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "artifacts": [{"location": _artifact(file)} for file in files],
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic) for diagnostic in sorted(diagnostics, key=attrgetter("place"))],
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


def _result(diagnostic: Diagnostic) -> dict[str, Any]:
    text = f"{diagnostic.message}\n{diagnostic.help}" if diagnostic.help else diagnostic.message
    result = {
        "ruleId": diagnostic.code,
        "level": _LEVELS.get(diagnostic.severity, diagnostic.severity),
        "message": {"text": message(text)},
        "locations": [{"physicalLocation": _location(diagnostic.span)}],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _location(span), "message": {"text": message(word)}}
            for number, (span, word) in enumerate(diagnostic.related, 1)
        ]
    return result


def message(text: str) -> str:
    """Return a text escaped: braces would be placeholders (§3.11.5), ``[…](…)`` an embedded link (§3.11.6)."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _location(span: Span | Location) -> dict[str, Any]:
    """Return a place: lines and columns count characters from 1, the end column is exclusive (§3.30)."""
    file, line, column, end_line, end_column = span.location
    return {
        "artifactLocation": _artifact(file),
        "region": {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column},
    }


def _artifact(file: str) -> dict[str, str]:
    """Return a file's address, relative to the folder that the command ran in unless the file was named absolutely."""
    path = PurePath(file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix(), errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}
