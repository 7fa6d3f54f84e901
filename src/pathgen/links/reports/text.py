"""The report for people: what to act on with its place and how to mend it, then what could not be told, then counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pathgen.links.reasons import REASONS, sentence
from pathgen.links.report import TO_ACT_ON, LinkReport, diagnostics, is_mended, notices
from pathgen.links.verdict import Result, Verdict
from pathgen.reports import text as problems
from pathgen.terminal import visible


def report(run: LinkReport, *, colour: bool = False) -> str:
    """Tell everything that is worth a look, the gravest first, and nothing of what is well."""
    found = [*(diagnostics(run.of(verdict)) for verdict in TO_ACT_ON), notices(run)]
    parts = [problems.told(of_one, colour=colour) for of_one in found]
    parts += [_mended(run), _untold(run), _skipped(run), f"{visible(run.catalogue)}: {run.counts}\n"]
    return "\n".join(part for part in parts if part)


def _mended(run: LinkReport) -> str:
    mended = [one for one in run.results if is_mended(one)]
    return _block("Dead, with an archived copy in the catalogue:", [f"  {visible(one.url)}" for one in mended])


def _untold(run: LinkReport) -> str:
    """List what cannot be told, reason by reason."""
    lines: list[str] = []
    for reason, group in _by_reason(run.of(Verdict.UNKNOWN)):
        lines.append(f"  {reason}: {len(group)}")
        lines += [f"    {_where(one)}: {visible(one.url)} ({visible(sentence(one))})" for one in group]
    return _block("Could not be told, and no reason for alarm:", lines)


def _skipped(run: LinkReport) -> str:
    counts = [f"  {REASONS[reason].says}: {len(group)}" for reason, group in _by_reason(run.of(Verdict.SKIPPED))]
    return _block("Not checked:", counts)


def _by_reason(results: Sequence[Result]) -> Iterator[tuple[str, list[Result]]]:
    ordered = sorted(results, key=lambda one: one.reason)
    return ((reason, list(group)) for reason, group in groupby(ordered, key=lambda one: one.reason))


def _block(head: str, lines: Sequence[str]) -> str:
    return "\n".join([head, *lines, ""]) if lines else ""


def _where(one: Result) -> str:
    return visible(str(one.uses[0].span)) if one.uses else "?"
