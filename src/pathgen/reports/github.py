"""The report for GitHub Actions: workflow commands, which become annotations on the lines of a pull request.

The form ``::error file=…,line=…::message`` and its escapes are those of GitHub's own toolkit (``actions/toolkit``,
``packages/core/src/command.ts``) and are read by the runner (``actions/runner``, ``ActionCommand.cs``).
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from pathlib import PurePath

from pathgen.diagnostics import Diagnostic
from pathgen.terminal import visible


def report(diagnostics: Sequence[Diagnostic], _files: Sequence[str]) -> str:
    """Return a command for each diagnostic, one a line; empty if there are none."""
    return "".join(_command(diagnostic) for diagnostic in sorted(diagnostics, key=attrgetter("place")))


def _command(diagnostic: Diagnostic) -> str:
    file, line, column, end_line, end_column = diagnostic.span.location
    properties = {
        "file": PurePath(file).as_posix(),
        "line": str(line),
        "endLine": str(end_line),
        "col": str(column),
        "endColumn": str(end_column),
        "title": diagnostic.code,
    }
    if end_line != line:  # GitHub refuses columns of an annotation over several lines
        del properties["col"], properties["endColumn"]
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    lines = [diagnostic.message]
    if diagnostic.help:
        lines.append(f"help: {diagnostic.help}")
    lines += [f"{place}: {word}" for place, word in diagnostic.related]
    return f"::{diagnostic.severity} {written}::{_data(lines)}\n"


def _data(lines: Sequence[str]) -> str:
    return "\n".join(visible(line) for line in lines).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data([text]).replace(":", "%3A").replace(",", "%2C")
