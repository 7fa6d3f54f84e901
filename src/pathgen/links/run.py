"""One run of the link checker: select links, check them, write the history, and return a result for every link."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from pathgen.errors import PathgenError
from pathgen.http.clock import SYSTEM_CLOCK, Clock
from pathgen.http.request_url import host_of
from pathgen.links.history import History, unreadable_records
from pathgen.links.history_rows import LinkRecord
from pathgen.links.link import Link
from pathgen.links.offers import only_offered
from pathgen.links.select import LinkSelection, by_urgency, is_fresh
from pathgen.links.settings import Settings
from pathgen.links.verdict import Result, Verdict


@dataclass(slots=True)
class RunProgress:
    """How far a run is: the results so far, and how many links are to be checked in all."""

    total: int
    results: list[Result] = field(default_factory=list)
    was_interrupted: bool = False
    left_out: str = ""
    """A sentence about the records of the history that cannot be read; empty if there are none."""
    writer: HistoryWriter = field(default_factory=lambda: HistoryWriter(None))


class HistoryWriter:
    """Writes the results of a run into its history, if it has one: each immediately, and nothing more after a failure.

    Results that may come from a missing network wait until any server answers.
    """

    def __init__(self, history: History | None, failure: str = "") -> None:
        self.failure = failure
        """Why the rest of the run is not written."""
        self._history = history
        self._held_back: list[Callable[[History], None]] | None = []
        """The writes that wait; ``None`` once a server answered."""

    def add(self, result: Result, page_fields: tuple[str, str | None, str | None, str | None]) -> None:
        """Write a result and the fields of its page."""
        if self._held_back is None:
            self._write(lambda history: history.remember(result, *page_fields))
            return
        self._held_back.append(lambda history: history.remember(result, *page_fields))
        if _is_of_network(result) and not _may_be_our_network(result):
            self.release()

    def add_copy(self, url: str, archived: str) -> None:
        """Write the archived copy that was found for a link."""
        self._write(lambda history: history.remember_copy(url, archived))

    def release(self) -> None:
        """Write what waited."""
        held_back, self._held_back = self._held_back or [], None
        for write in held_back:
            self._write(write)

    def _write(self, write: Callable[[History], None]) -> None:
        if self._history is None or self.failure:
            return
        try:
            write(self._history)
        except PathgenError as error:
            self.failure = str(error)


def run(
    links: Sequence[Link],
    selection: LinkSelection,
    settings: Settings,
    history: History | None,
    *,
    is_offline: bool,
    show: Callable[[RunProgress], None],
    clock: Clock = SYSTEM_CLOCK,
) -> RunProgress:
    """Check links and return their results; ``show`` is called every tick with the progress.

    An interrupted run returns the results so far; the other links are skipped.

    Raises:
        NoNetworkError: no host was reached; nothing is written.
    """
    past, problem = _recalled(history)
    history = None if problem else history
    results: dict[str, Result] = {}
    selected: list[Link] = []
    now = datetime.fromtimestamp(clock.epoch(), UTC)
    for link in links:
        known = past.get(link.url)
        reason = link.skipped or selection.skip_reason(link)
        if reason:
            results[link.url] = _skipped(link, reason)
        elif known and (is_offline or is_fresh(known, selection.max_age, now)):
            results[link.url] = _from_history(link, known)
        elif is_offline:
            results[link.url] = _skipped(link, "offline")
        else:
            selected.append(link)
    progress = RunProgress(len(selected), writer=HistoryWriter(history, problem))
    progress.left_out = unreadable_records(history) if history else ""
    if selected:
        _check(by_urgency(selected, past), past, settings, progress, show=show, clock=clock)
    _refuse_missing_network(progress.results, past)
    progress.writer.release()
    results = {result.url: result for result in progress.results} | results
    rest = [_skipped(link, "interrupted") for link in selected if link.url not in results]
    progress.results = only_offered([*results.values(), *rest], past)
    return progress


def _recalled(history: History | None) -> tuple[dict[str, LinkRecord], str]:
    """Return the records of a history; none and the reason, if the file is damaged."""
    try:
        return history.recall() if history else {}, ""
    except PathgenError as error:
        return {}, str(error)


def _check(
    links: Sequence[Link],
    past: dict[str, LinkRecord],
    settings: Settings,
    progress: RunProgress,
    *,
    show: Callable[[RunProgress], None],
    clock: Clock,
) -> None:
    from pathgen.links.check import check  # noqa: PLC0415 - if all links are fresh, the HTTP stack is not loaded

    by_request: dict[str, list[Link]] = {}
    for link in links:
        by_request.setdefault(link.request, []).append(link)
    other_spellings = {first.url: rest for first, *rest in by_request.values()}
    try:
        with closing(check([first for first, *_ in by_request.values()], past, settings, clock)) as found:
            for checked in found:
                if checked is not None:
                    known = checked.result
                    for result in (known, *(_as_spelled(known, link) for link in other_spellings[known.url])):
                        progress.results.append(result)
                        if result.checked_at:
                            progress.writer.add(result, checked.page_fields)
                show(progress)
    except KeyboardInterrupt:
        progress.was_interrupted = True


def _may_be_our_network(result: Result) -> bool:
    """Whether a result may be due to our own network: no server was reached."""
    return result.status is None and result.reason in _NETWORK_REASONS


def _is_of_network(result: Result) -> bool:
    """Whether a result says anything about our network."""
    return result.verdict is not Verdict.SKIPPED and result.reason not in _OTHER_REASONS


def _refuse_missing_network(results: list[Result], past: Mapping[str, LinkRecord]) -> None:
    """Refuse a run in which no host was reached at all, though links were not dead before.

    Raises:
        NoNetworkError: this is the case; a failure for lack of a network must not count towards ``dead``.
    """
    checked = [*filter(_is_of_network, results)]
    if not all(map(_may_be_our_network, checked)):
        return
    known = {result.url: past[result.url].result.verdict for result in checked if result.url in past}
    hosts = {host_of(result.url) for result in checked if known.get(result.url) is not Verdict.DEAD}
    if len(hosts) >= _LEAST_HOSTS:
        from pathgen.links.network_watch import NoNetworkError  # noqa: PLC0415 - as above

        raise NoNetworkError(len(hosts))


_NETWORK_REASONS = frozenset({"no-such-name", "name-trouble", "unreachable", "long-failing"})
_OTHER_REASONS = frozenset({"bad-address", "private-address", "proxy", "internal-error"})
_LEAST_HOSTS = 10
"""If at least this many hosts were not reached, and none was, there is no network."""


def _copy(link: Link) -> str | None:
    return next((use.copy for use in link.uses if use.copy), None)


def _as_spelled(result: Result, link: Link) -> Result:
    """Return a result for a link that is spelled differently but makes the same request."""
    return replace(result, url=link.url, uses=link.uses, archived=_copy(link))


def _skipped(link: Link, reason: str) -> Result:
    detail = link.detail if reason == link.skipped else ""
    return Result(link.url, Verdict.SKIPPED, reason, archived=_copy(link), uses=link.uses, detail=detail)


def _from_history(link: Link, past: LinkRecord) -> Result:
    archived = _copy(link) or past.result.archived
    return replace(past.result, uses=link.uses, from_history=True, archived=archived)
