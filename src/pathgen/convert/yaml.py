"""Lists in YAML: of any shape that ``nested`` reads, or a whole catalogue."""

from __future__ import annotations

from dataclasses import replace

from pathgen.convert.import_list import NOT_TAKEN, ImportedList
from pathgen.convert.nested import Nested, Path, without
from pathgen.diagnostics import Diagnostic
from pathgen.yamldoc.parse import ParseError, build, span_of

_NOTHING = {"null", "~", "Null", "NULL", ""}
"""How YAML writes that there is no value (YAML 1.2.2 §10.3)."""


def read(imported: ImportedList) -> None:
    """Read a catalogue, or a list with its groups; what can be read past is reported."""
    found: list[Diagnostic] = []
    try:
        value, marks = build(imported.source, found)
    except ParseError as error:
        found.append(error.diagnostic)
        value = None
    imported.problems += [replace(problem, code=NOT_TAKEN) for problem in found]
    if value is None:
        return
    value = without(value, lambda below: isinstance(below, str) and below in _NOTHING)
    if isinstance(value, dict) and "path" in value and "projects" not in value:
        imported.whole = value
        return

    def offset(path: Path) -> int:
        return span_of(imported.source, marks, path).start

    Nested(imported, offset).read(value)
