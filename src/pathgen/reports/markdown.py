"""The report as Markdown, for an issue, a pull request or the summary of a workflow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from pathgen.diagnostics import Diagnostic
from pathgen.escape import github_markdown
from pathgen.reports.text import summary


def report(diagnostics: Sequence[Diagnostic], files: Sequence[str]) -> str:
    """Give how many there are, and a table of them."""
    found = f"\n{table(sorted(diagnostics, key=attrgetter('place')))}" if diagnostics else ""
    return f"{github_markdown(summary(diagnostics, files))}\n{found}"


def table(diagnostics: Iterable[Diagnostic]) -> str:
    """Give a table of diagnostics in their order: where, what, and what to do."""
    found = ((str(one.span), f"{one.severity} {one.code}: {one.message}", one.help) for one in diagnostics)
    return rows(("where", "what", "to do"), found)


def rows(heads: Sequence[str], values: Iterable[Sequence[str]]) -> str:
    """Give a table in which no sign of a value has a meaning."""
    lines = (" | ".join(map(github_markdown, row)) for row in values)
    return "\n".join([f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *(f"| {line} |" for line in lines), ""])
