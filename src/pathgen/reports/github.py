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
    """Give one command a line for each diagnostic; nothing where there are none."""
    return "".join(_command(one) for one in sorted(diagnostics, key=attrgetter("place")))


def _command(one: Diagnostic) -> str:
    file, line, column, end_line, end_column = one.span.location
    properties = {
        "file": PurePath(file).as_posix(),
        "line": str(line),
        "endLine": str(end_line),
        "col": str(column),
        "endColumn": str(end_column),
        "title": one.code,
    }
    if end_line != line:  # GitHub refuses columns of an annotation over several lines
        del properties["col"], properties["endColumn"]
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    lines = [one.message]
    if one.help:
        lines.append(f"help: {one.help}")
    lines += [f"{place}: {word}" for place, word in one.related]
    return f"::{one.severity} {told}::{_data(lines)}\n"


def _data(lines: Sequence[str]) -> str:
    return "\n".join(visible(line) for line in lines).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data([text]).replace(":", "%3A").replace(",", "%2C")
