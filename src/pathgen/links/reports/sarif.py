"""The report for code scanning: SARIF 2.1.0, with the reasons as its rules."""

from __future__ import annotations

from pathgen.links.reasons import REASONS
from pathgen.links.report import TO_ACT_ON, LinkReport, diagnostics
from pathgen.reports import sarif


def report(run: LinkReport) -> str:
    """Return one run, with a result for each place that needs action."""
    rules = [
        {
            "id": code,
            "shortDescription": {"text": sarif.message(reason.with_status())},
            "help": {"text": sarif.message(reason.advice or reason.with_status())},
        }
        for code, reason in REASONS.items()
        if reason.verdict in TO_ACT_ON
    ]
    return sarif.log(rules, diagnostics(run.of(*TO_ACT_ON)), [run.catalogue])
