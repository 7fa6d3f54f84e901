"""The report for GitHub Actions: an annotation on each line to act on.

A step shows ten annotations of each level at most (docs.github.com, "Usage limits" of workflow commands), so a last
line tells how many there are.
"""

from __future__ import annotations

from pathgen.links.report import TO_ACT_ON, LinkReport, diagnostics, notices
from pathgen.reports import github

_SHOWN = 10


def report(run: LinkReport) -> str:
    """Give one command a line for each place to act on; nothing where there are none."""
    found = [*(diagnostics(run.of(verdict)) for verdict in TO_ACT_ON), notices(run)]
    more = sum(len(of_one) for of_one in found) if any(len(of_one) > _SHOWN for of_one in found) else 0
    told = "".join(github.report(of_one, ()) for of_one in found)
    return told + (f"{more} places are to be acted on; GitHub shows the first {_SHOWN} of each kind.\n" if more else "")
