"""The report for people: links that need action, with place and advice; then those not checked; then counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from pathgen.links.reasons import REASONS, sentence
from pathgen.links.report import TO_ACT_ON, LinkReport, diagnostics, has_copy, notices
from pathgen.links.verdict import Result, Verdict
from pathgen.reports import text as problems
from pathgen.terminal import visible


def report(run: LinkReport, *, colour: bool = False) -> str:
    """Return everything worth a look, the most severe first; links that are ok are only counted."""
    groups = [*(diagnostics(run.of(verdict)) for verdict in TO_ACT_ON), notices(run)]
    parts = [problems.told(group, colour=colour) for group in groups]
    parts += [_with_copy(run), _unknown(run), _skipped(run), f"{visible(run.catalogue)}: {run.counts}\n"]
    return "\n".join(part for part in parts if part)


def _with_copy(run: LinkReport) -> str:
    lines = [f"  {visible(result.url)}" for result in run.results if has_copy(result)]
    return _block("Dead, with an archived copy in the catalogue:", lines)


def _unknown(run: LinkReport) -> str:
    """List the links that could not be checked, by reason."""
    lines: list[str] = []
    for reason, group in _by_reason(run.of(Verdict.UNKNOWN)):
        lines.append(f"  {reason}: {len(group)}")
        lines += [f"    {_where(result)}: {visible(result.url)} ({visible(sentence(result))})" for result in group]
    return _block("Could not be checked (not counted as broken):", lines)


def _skipped(run: LinkReport) -> str:
    counts = [f"  {REASONS[reason].message}: {len(group)}" for reason, group in _by_reason(run.of(Verdict.SKIPPED))]
    return _block("Not checked:", counts)


def _by_reason(results: Sequence[Result]) -> Iterator[tuple[str, list[Result]]]:
    by_reason = attrgetter("reason")
    return ((reason, list(group)) for reason, group in groupby(sorted(results, key=by_reason), key=by_reason))


def _block(heading: str, lines: Sequence[str]) -> str:
    return "\n".join([heading, *lines, ""]) if lines else ""


def _where(result: Result) -> str:
    return visible(str(result.uses[0].span)) if result.uses else "?"
