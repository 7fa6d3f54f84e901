"""The report as Markdown, for an issue that is kept up to date or the summary of a workflow.

Nothing in it changes with the day alone, so that the issue is touched only when there is news.
"""

from __future__ import annotations

from collections.abc import Sequence

from pathgen.links.reasons import advice, sentence
from pathgen.links.report import LinkReport
from pathgen.links.verdict import Result, Verdict
from pathgen.reports.markdown import rows

_HEADS = {
    Verdict.DEAD: "Dead",
    Verdict.FAILING: "Failing, not yet for long",
    Verdict.MOVED: "Moved for good",
    Verdict.UNKNOWN: "Could not be told",
}


def report(run: LinkReport) -> str:
    """Give the counts, a table for each verdict to act on, and what could not be told folded away."""
    parts = [f"{run.counts}."]
    for verdict, head in _HEADS.items():
        found = run.of(verdict)
        if found and verdict is Verdict.UNKNOWN:
            parts.append(f"<details><summary>{head} ({len(found)})</summary>\n\n{_table(found)}\n\n</details>")
        elif found:
            parts.append(f"## {head} ({len(found)})\n\n{_table(found)}")
    noticed = [one for one in run.results if one.notice]
    if noticed:
        parts.append(f"## Perhaps another page now ({len(noticed)})\n\n{_noticed(noticed)}")
    return "\n\n".join(parts) + "\n"


def _table(results: Sequence[Result]) -> str:
    found = ((_places(one), one.url, sentence(one), advice(one)) for one in results)
    return rows(("where", "link", "what", "to do"), found).rstrip()


def _noticed(results: Sequence[Result]) -> str:
    return rows(("where", "link", "what"), ((_places(one), one.url, one.notice) for one in results)).rstrip()


def _places(result: Result) -> str:
    return ", ".join(str(use.span) for use in result.uses[:3])
