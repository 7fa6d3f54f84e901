"""The report for GitHub Actions: an annotation on each line that needs action.

GitHub shows at most ten annotations of each level for a step (docs.github.com, "Usage limits" of workflow commands), so
a last line says how many there are.
"""

from __future__ import annotations

from pathgen.links.report import TO_ACT_ON, LinkReport, diagnostics, notices
from pathgen.reports import github

_SHOWN = 10


def report(run: LinkReport) -> str:
    """Return a workflow command for each place that needs action, one a line; empty if there are none."""
    groups = [*(diagnostics(run.of(verdict)) for verdict in TO_ACT_ON), notices(run)]
    commands = "".join(github.report(group, ()) for group in groups)
    if all(len(group) <= _SHOWN for group in groups):
        return commands
    total = sum(map(len, groups))
    return commands + f"{total} places need action; GitHub shows the first {_SHOWN} of each level.\n"
