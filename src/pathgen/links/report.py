"""The results of one run, and those that need action."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pathgen.diagnostics import Diagnostic, Location, Severity
from pathgen.links.reasons import advice, sentence
from pathgen.links.verdict import Result, Verdict


class FailOn(StrEnum):
    """The least severe verdict that makes a run fail."""

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
"""The verdicts that a curator can do something about, the most severe first."""


OTHER_TITLE = "other-title"
"""The code of the notice that a link may now lead to a different page."""


@dataclass(frozen=True, slots=True)
class LinkReport:
    """The results of a run, in the order in which the links are written."""

    catalogue: str
    """The name of the catalogue's file."""
    results: tuple[Result, ...]

    @property
    def summary(self) -> dict[str, int]:
        """Return the number of links with each verdict."""
        return {verdict: sum(result.verdict is verdict for result in self.results) for verdict in Verdict}

    @property
    def counts(self) -> str:
        """Return the number of links, in all and for each verdict: ``12 links: 10 ok, 2 dead``."""
        links = "1 link" if len(self.results) == 1 else f"{len(self.results):,} links"
        by_verdict = ", ".join(f"{count:,} {verdict}" for verdict, count in self.summary.items() if count)
        return f"{links}: {by_verdict or 'none'}"

    def of(self, *verdicts: Verdict) -> list[Result]:
        """Return the results with one of the verdicts, without those that have an archived copy instead."""
        return [result for result in self.results if result.verdict in verdicts and not has_copy(result)]


def report_of(catalogue: str, results: Iterable[Result]) -> LinkReport:
    """Return a report sorted by where links are written, never by which server was fastest."""
    return LinkReport(catalogue, tuple(sorted(results, key=_place)))


def _place(result: Result) -> tuple[Location, str]:
    return min((use.span.location for use in result.uses), default=Location("", 0, 0, 0, 0)), result.url


def has_copy(result: Result) -> bool:
    """Whether a link is dead and every place that uses it already names an archived copy: nothing is left to do."""
    return result.verdict is Verdict.DEAD and bool(result.uses) and all(use.copy for use in result.uses)


def fails(report: LinkReport, fail_on: FailOn) -> bool:
    """Whether any link has a verdict at least as severe as ``fail_on``."""
    return bool(report.of(*_FAILS[fail_on]))


def diagnostics(results: Sequence[Result]) -> list[Diagnostic]:
    """Return a diagnostic for each place of each link that needs action."""
    return [found for result in results if result.verdict in _SEVERITIES for found in _diagnostics(result)]


def notices(run: LinkReport) -> list[Diagnostic]:
    """Return a diagnostic for each link with a notice: its page may be a different one now."""
    return [
        Diagnostic(
            OTHER_TITLE,
            Severity.NOTICE,
            use.span,
            f"{result.notice}: {result.url}",
            "check that this is still the page that you mean",
        )
        for result in run.results
        if result.notice
        for use in result.uses[:1]
    ]


def _diagnostics(result: Result) -> Iterator[Diagnostic]:
    if has_copy(result):
        return
    message = f"{result.verdict} link: {sentence(result)}: {result.url}"
    for use in result.uses:
        yield Diagnostic(result.reason, _SEVERITIES[result.verdict], use.span, message, advice(result))
