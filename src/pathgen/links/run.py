"""One run of the link checker: choose what is asked, ask it, remember it, and give a result for every link."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from pathgen.errors import PathgenError
from pathgen.http.request_url import to_request_url
from pathgen.links.history import History, LinkRecord
from pathgen.links.link import Link
from pathgen.links.select import LinkSelection, in_order, is_fresh
from pathgen.links.settings import Settings
from pathgen.links.verdict import Result, Verdict


@dataclass(slots=True)
class RunProgress:
    """How far a run is: the results so far, and how many links are asked for in all."""

    total: int
    results: list[Result] = field(default_factory=list)
    was_interrupted: bool = False
    memory: HistoryWriter = field(default_factory=lambda: HistoryWriter(None))


class HistoryWriter:
    """What a run keeps in its history, if it has one: each result at once, and after a failure nothing more.

    Names that are not found are held back until any host answers: it may be that there is no network.
    """

    def __init__(self, history: History | None) -> None:
        self.failure = ""
        """Why the rest of the run is not kept."""
        self._history = history
        self._held: list[Callable[[History], None]] | None = []

    def keep(self, result: Result, of_page: tuple[str, str | None, str | None, str | None]) -> None:
        """Keep a result and what is remembered of its page."""
        if self._held is None:
            self._keep(lambda history: history.remember(result, *of_page))
            return
        self._held.append(lambda history: history.remember(result, *of_page))
        if not _is_lost(result):
            self.release()

    def keep_copy(self, url: str, archived: str) -> None:
        """Keep the archived copy that was found of a link."""
        self._keep(lambda history: history.remember_copy(url, archived))

    def release(self) -> None:
        """Keep what was held back."""
        held, self._held = self._held or [], None
        for keep in held:
            self._keep(keep)

    def _keep(self, keep: Callable[[History], None]) -> None:
        if self._history is None or self.failure:
            return
        try:
            keep(self._history)
        except PathgenError as error:
            self.failure = str(error)


def run(
    links: Sequence[Link],
    choice: LinkSelection,
    settings: Settings,
    history: History | None,
    *,
    is_offline: bool,
    show: Callable[[RunProgress], None],
) -> RunProgress:
    """Check links; ``show`` is called now and then with how far the run is.

    A run that is interrupted gives what was found until then, and skips the rest.
    """
    past = history.recall() if history else {}
    results: dict[str, Result] = {}
    wanted: list[Link] = []
    now = datetime.now(UTC)
    for link in links:
        known = past.get(link.url)
        reason = link.skipped or choice.against(link)
        if reason:
            results[link.url] = _skipped(link, reason)
        elif known and (is_offline or is_fresh(known, choice.max_age, now)):
            results[link.url] = _from_history(link, known)
        elif is_offline:
            results[link.url] = _skipped(link, "offline")
        else:
            wanted.append(link)
    progress = RunProgress(len(wanted), memory=HistoryWriter(history))
    if wanted:
        _ask(in_order(wanted, past), past, settings, progress, show=show)
    without = _without_a_network(progress.results, past)
    if not without:
        progress.memory.release()
    results |= {result.url: result for result in without}
    results = {result.url: result for result in progress.results} | results
    rest = [_skipped(link, "interrupted") for link in wanted if link.url not in results]
    progress.results = [*results.values(), *rest]
    return progress


def _ask(
    links: Sequence[Link],
    past: dict[str, LinkRecord],
    settings: Settings,
    progress: RunProgress,
    *,
    show: Callable[[RunProgress], None],
) -> None:
    from pathgen.links.check import check  # noqa: PLC0415 - where all is fresh, nothing waits for the HTTP stack

    spelled: dict[str, list[Link]] = {}
    for link in links:
        spelled.setdefault(link.request, []).append(link)
    others = {first.url: rest for first, *rest in spelled.values()}
    try:
        with closing(check([first for first, *_ in spelled.values()], past, settings)) as found:
            for checked in found:
                if checked is not None:
                    known = checked.result
                    for result in (known, *(_as_spelled(known, link) for link in others[known.url])):
                        progress.results.append(result)
                        if result.checked_at:
                            progress.memory.keep(result, checked.of_page)
                show(progress)
    except KeyboardInterrupt:
        progress.was_interrupted = True


def _is_lost(result: Result) -> bool:
    """Whether a result may say more of our network than of a server: none was spoken to."""
    return result.status is None and result.reason in _LOST


def _without_a_network(results: list[Result], past: Mapping[str, LinkRecord]) -> list[Result]:
    """Correct the results of a run in which no host was found at all, though some were there before, or may be.

    Nothing is kept of them: what fails for want of a network is not on its way to be dead.
    """
    asked = [one for one in results if one.verdict is not Verdict.SKIPPED and one.reason != "bad-address"]
    if not all(map(_is_lost, asked)):
        return []
    expected = [one for one in asked if one.url not in past or past[one.url].result.verdict is not Verdict.DEAD]
    if len({to_request_url(one.url).host for one in expected}) < _ENOUGH:
        return []
    return [replace(one, verdict=Verdict.FAILING, reason="no-network", detail="") for one in expected]


_LOST = frozenset({"no-such-name", "name-trouble", "unreachable", "long-failing"})
_ENOUGH = 10
"""So many hosts that are not found, and none that is, say that there is no network."""


def _copy(link: Link) -> str | None:
    return next((use.copy for use in link.uses if use.copy), None)


def _as_spelled(result: Result, link: Link) -> Result:
    """Give what was found of an address to one that is written otherwise and asked by the same request."""
    return replace(result, url=link.url, uses=link.uses, archived=_copy(link))


def _skipped(link: Link, reason: str) -> Result:
    detail = link.detail if reason == link.skipped else ""
    return Result(link.url, Verdict.SKIPPED, reason, archived=_copy(link), uses=link.uses, detail=detail)


def _from_history(link: Link, past: LinkRecord) -> Result:
    archived = _copy(link) or past.result.archived
    return replace(past.result, uses=link.uses, from_history=True, archived=archived)
