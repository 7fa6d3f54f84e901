"""One run of the link checker: choose what is asked, ask it, remember it, and give a result for every link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from pathgen.links.due import Choice, in_order, is_fresh
from pathgen.links.history import History, Past
from pathgen.links.link import Link
from pathgen.links.settings import Settings
from pathgen.links.verdict import Result, Verdict


@dataclass(slots=True)
class Progress:
    """How far a run is: the results so far, and how many links are asked for in all."""

    total: int
    results: list[Result] = field(default_factory=list)
    was_interrupted: bool = False


def run(
    links: Sequence[Link],
    choice: Choice,
    settings: Settings,
    history: History | None,
    *,
    is_offline: bool,
    show: Callable[[Progress], None],
) -> Progress:
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
    progress = Progress(len(wanted))
    if wanted:
        _ask(in_order(wanted, past), past, settings, progress, history=history, show=show)
    for result in _without_a_network(progress.results):
        if history:
            history.remember(result)
        results[result.url] = result
    results = {result.url: result for result in progress.results} | results
    rest = [_skipped(link, "interrupted") for link in wanted if link.url not in results]
    progress.results = [*results.values(), *rest]
    return progress


def _ask(
    links: Sequence[Link],
    past: dict[str, Past],
    settings: Settings,
    progress: Progress,
    *,
    history: History | None,
    show: Callable[[Progress], None],
) -> None:
    from pathgen.links.check import check  # noqa: PLC0415 - where all is fresh, nothing waits for the HTTP stack

    spelled: dict[str, list[Link]] = {}
    for link in links:
        spelled.setdefault(link.request, []).append(link)
    others = {first.url: rest for first, *rest in spelled.values()}
    with closing(check([first for first, *_ in spelled.values()], past, settings)) as found:
        try:
            for checked in found:
                if checked is not None:
                    known = checked.result
                    for result in (known, *(_as_spelled(known, link) for link in others[known.url])):
                        progress.results.append(result)
                        if history and result.checked_at:
                            history.remember(result, *checked.of_page)
                show(progress)
        except KeyboardInterrupt:
            progress.was_interrupted = True


def _without_a_network(results: list[Result]) -> list[Result]:
    """Find the names that are called dead where not a single one was found: it is the network that is missing."""
    asked = [one for one in results if one.verdict is not Verdict.SKIPPED]
    if len(asked) < _ENOUGH or any(one.reason not in ("no-such-name", "name-trouble") for one in asked):
        return []
    return [replace(one, verdict=Verdict.FAILING, reason="no-network") for one in asked if one.reason == "no-such-name"]


_ENOUGH = 10
"""So many names that do not exist, and none that does, say that there is no network."""


def _copy(link: Link) -> str | None:
    return next((use.copy for use in link.uses if use.copy), None)


def _as_spelled(result: Result, link: Link) -> Result:
    """Give what was found of an address to one that is written otherwise and asked by the same request."""
    return replace(result, url=link.url, uses=link.uses, archived=_copy(link))


def _skipped(link: Link, reason: str) -> Result:
    detail = link.detail if reason == link.skipped else ""
    return Result(link.url, Verdict.SKIPPED, reason, archived=_copy(link), uses=link.uses, detail=detail)


def _from_history(link: Link, past: Past) -> Result:
    archived = _copy(link) or past.result.archived
    return replace(past.result, uses=link.uses, from_history=True, archived=archived)
