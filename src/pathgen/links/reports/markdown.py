"""The report as Markdown, for an issue that is updated after each run, or the summary of a workflow.

It contains no dates, so that the issue changes only when a result does.
"""

from __future__ import annotations

from collections.abc import Sequence

from pathgen.escape import github_link, github_markdown
from pathgen.links.reasons import advice, sentence
from pathgen.links.report import LinkReport
from pathgen.links.verdict import Result, Verdict
from pathgen.reports.markdown import rows

_HEADINGS = {
    Verdict.DEAD: "Dead",
    Verdict.FAILING: "Failing, not dead yet",
    Verdict.MOVED: "Moved permanently",
    Verdict.UNKNOWN: "Could not be checked (not counted as broken)",
}


def report(run: LinkReport) -> str:
    """Return the counts, a table for each verdict that needs action, and a folded one of what could not be checked."""
    parts = [f"{run.counts}."]
    for verdict, heading in _HEADINGS.items():
        found = run.of(verdict)
        if found and verdict is Verdict.UNKNOWN:
            parts.append(f"<details><summary>{heading} ({len(found)})</summary>\n\n{_table(found)}\n\n</details>")
        elif found:
            parts.append(f"## {heading} ({len(found)})\n\n{_table(found)}")
    with_notice = [result for result in run.results if result.notice]
    if with_notice:
        parts.append(f"## May be a different page now ({len(with_notice)})\n\n{_notice_table(with_notice)}")
    return "\n\n".join(parts) + "\n"


def _table(results: Sequence[Result]) -> str:
    found = (
        (_places(result), _link(result), github_markdown(sentence(result)), github_markdown(advice(result)))
        for result in results
    )
    return rows(("where", "link", "reason", "what to do"), found).rstrip()


def _notice_table(results: Sequence[Result]) -> str:
    found = ((_places(result), _link(result), github_markdown(result.notice)) for result in results)
    return rows(("where", "link", "notice"), found).rstrip()


def _link(result: Result) -> str:
    """Return the address as a link, by the title of the first entry that has it."""
    return github_link(next((use.title for use in result.uses if use.title), ""), result.url)


def _places(result: Result) -> str:
    return github_markdown(", ".join(str(use.span) for use in result.uses[:3]))
