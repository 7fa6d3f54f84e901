"""Fetch a page for its metadata, with the requests of the link checker and their limits."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from random import Random

from pathgen.add.html_metadata import hints_of_oembed, hints_of_page
from pathgen.add.metadata import Hint, hint
from pathgen.add.pdf_metadata import hints_of_pdf
from pathgen.http.client import ANCHOR_BYTES, Fetcher, Request
from pathgen.http.exchange import Exchange
from pathgen.links.check_steps import CheckPlan, check_steps
from pathgen.links.evidence import Evidence
from pathgen.links.judge import judge
from pathgen.links.reasons import REASONS
from pathgen.links.scheduler import Steps
from pathgen.links.settings import Settings
from pathgen.links.verdict import Verdict

_MOST_BYTES = 16 * 1024 * 1024
"""The most bytes that are read of a document, unpacked: enough for most papers and books, and any article."""
_OEMBED_BYTES = 64 * 1024
_HTML = ("text/html", "application/xhtml+xml", "")


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """The metadata of a page; ``warning`` says what is wrong with its address, if anything."""

    hints: list[Hint] = field(default_factory=list)
    warning: str = ""
    final: str = ""
    """The address after all redirects."""


def fetch_page(url: str, settings: Settings) -> FetchedPage:
    """Return the metadata of a page; of one that cannot be read, only a warning."""
    with closing(Fetcher(settings.guard, pools=2, per_host=1, ca_file=settings.ca_file)) as fetcher:
        plan = CheckPlan(url, settings.timeout, 0, lambda _url, _first: {})
        evidence = _answered(check_steps(plan, Random()), fetcher)  # noqa: S311 - these numbers are not secret
        found = judge(evidence)
        if found.verdict not in (Verdict.OK, Verdict.MOVED):
            reason = REASONS[found.reason].with_status(evidence.visits[-1].last.status)
            return FetchedPage(warning=f"{reason}{f' ({found.detail})' if found.detail else ''}")
        last = evidence.visits[-1].last
        moved = hint("url", found.suggestion, "where it has moved") if found.verdict is Verdict.MOVED else []
        return FetchedPage([*moved, *_hints(_whole(last, fetcher, settings), fetcher, settings)], final=last.url)


def _answered(conversation: Steps, fetcher: Fetcher) -> Evidence:
    """Run the steps of one check to the end and return the evidence; no other link waits for this host."""
    answer: Exchange | None = None
    while True:
        try:
            step = conversation.send(answer)
        except StopIteration as end:
            evidence: Evidence = end.value
            return evidence
        answer = fetcher.exchange(step) if isinstance(step, Request) else None


def _whole(last: Exchange, fetcher: Fetcher, settings: Settings) -> Exchange:
    """Return the answer with the whole document, as the check reads only as much as it needs."""
    if last.is_whole and last.body:
        return last
    return fetcher.exchange(Request(last.url, settings.timeout, bytes=_MOST_BYTES, any_kind=True))


def _hints(answer: Exchange, fetcher: Fetcher, settings: Settings) -> list[Hint]:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/pdf" or answer.body.startswith(b"%PDF-"):
        return hints_of_pdf(answer.body) if answer.is_whole else []
    if kind not in _HTML:
        return []
    found, oembed = hints_of_page(answer.body[:ANCHOR_BYTES], answer.headers.get("content-type", ""), answer.url)
    if oembed:
        answered = fetcher.exchange(Request(oembed, settings.timeout, bytes=_OEMBED_BYTES, any_kind=True))
        found += hints_of_oembed(answered.body) if answered.status == 200 else []  # noqa: PLR2004
    return found
