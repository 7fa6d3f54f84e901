"""What one run found of all links, and what is to be acted on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pathgen.diagnostics import Diagnostic, Severity
from pathgen.links.reasons import advice, sentence
from pathgen.links.verdict import Result, Verdict


class FailOn(StrEnum):
    """The least verdict that makes a run fail."""

    DEAD = "dead"
    FAILING = "failing"
    MOVED = "moved"
    NEVER = "never"


_FAILS = {
    FailOn.DEAD: (Verdict.DEAD,),
    FailOn.FAILING: (Verdict.DEAD, Verdict.FAILING),
    FailOn.MOVED: (Verdict.DEAD, Verdict.FAILING, Verdict.MOVED),
    FailOn.NEVER: (),
}
_SEVERITIES = {Verdict.DEAD: Severity.ERROR, Verdict.FAILING: Severity.WARNING, Verdict.MOVED: Severity.NOTICE}
TO_ACT_ON = tuple(_SEVERITIES)
"""The verdicts that a curator can do something about, the gravest first."""


OTHER_TITLE = "other-title"
"""The code of the notice that the page behind a link may be another than it was."""


@dataclass(frozen=True, slots=True)
class LinkReport:
    """The results of a run, in the order in which the links are written."""

    catalogue: str
    """The name of the catalogue's file."""
    results: tuple[Result, ...]

    @property
    def summary(self) -> dict[str, int]:
        """Count the links by verdict."""
        return {verdict: sum(one.verdict is verdict for one in self.results) for verdict in Verdict}

    @property
    def counts(self) -> str:
        """Say how many links there are, and how many got each verdict: ``12 links: 10 ok, 2 dead``."""
        links = "1 link" if len(self.results) == 1 else f"{len(self.results):,} links"
        return f"{links}: {', '.join(f'{count:,} {one}' for one, count in self.summary.items() if count) or 'none'}"

    def of(self, *verdicts: Verdict) -> list[Result]:
        """Give the links with one of some verdicts that are to be acted on, or looked at."""
        return [one for one in self.results if one.verdict in verdicts and not is_mended(one)]


def report_of(catalogue: str, results: Iterable[Result]) -> LinkReport:
    """Make a report; its order depends on where links are written, never on which server was the quickest."""
    return LinkReport(catalogue, tuple(sorted(results, key=_place)))


def _place(result: Result) -> tuple[str, int, str]:
    first = min(((use.span.file, use.span.start) for use in result.uses), default=("", 0))
    return *first, result.url


def is_mended(result: Result) -> bool:
    """Whether a link is dead, and every place that uses it already names an archived copy: nothing is left to do."""
    return result.verdict is Verdict.DEAD and bool(result.uses) and all(use.copy for use in result.uses)


def fails(report: LinkReport, fail_on: FailOn) -> bool:
    """Whether there is something to act on that is at least as grave as told."""
    return bool(report.of(*_FAILS[fail_on]))


def diagnostics(results: Sequence[Result]) -> list[Diagnostic]:
    """Turn what is to be acted on into diagnostics, one for each place."""
    return [found for one in results if one.verdict in _SEVERITIES for found in _diagnostics(one)]


def notices(run: LinkReport) -> list[Diagnostic]:
    """Turn what is to be looked at although the link is ok into diagnostics, one for each link."""
    return [
        Diagnostic(
            OTHER_TITLE, Severity.NOTICE, use.span, f"{one.notice}: {one.url}", "see whether it is what is meant"
        )
        for one in run.results
        if one.notice
        for use in one.uses[:1]
    ]


def _diagnostics(result: Result) -> Iterator[Diagnostic]:
    if is_mended(result):
        return
    message = f"{result.verdict}: {sentence(result)}: {result.url}"
    for use in result.uses:
        yield Diagnostic(result.reason, _SEVERITIES[result.verdict], use.span, message, advice(result))
