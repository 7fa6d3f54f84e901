"""The report as Markdown, for an issue, a pull request or the summary of a workflow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from pathgen.diagnostics import Diagnostic
from pathgen.escape import github_markdown
from pathgen.reports.text import summary


def report(diagnostics: Sequence[Diagnostic], files: Sequence[str]) -> str:
    """Return how many there are, and a table of them."""
    found = f"\n{table(sorted(diagnostics, key=attrgetter('place')))}" if diagnostics else ""
    return f"{github_markdown(summary(diagnostics, files))}\n{found}"


def table(diagnostics: Iterable[Diagnostic]) -> str:
    """Return a table of diagnostics in the order given: where, what, and what to do."""
    values = ((str(found.span), f"{found.severity} {found.code}: {found.message}", found.help) for found in diagnostics)
    return rows(("where", "what", "to do"), (map(github_markdown, row) for row in values))


def rows(heads: Sequence[str], cells: Iterable[Iterable[str]]) -> str:
    """Return a table of cells that are Markdown already, without a bare `|`."""
    lines = (" | ".join(row) for row in cells)
    return "\n".join([f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *(f"| {line} |" for line in lines), ""])
