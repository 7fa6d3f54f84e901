"""The state of a catalogue's links according to the history of link checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pathgen.catalogue.model import Library, Resource
from pathgen.catalogue.resolve import Catalogue
from pathgen.catalogue.values import EntryState
from pathgen.i18n.messages import Messages, messages_of
from pathgen.links.history import known_links
from pathgen.links.history_rows import LinkRecord
from pathgen.links.verdict import Verdict


@dataclass(frozen=True, slots=True)
class EndedLink:
    """An address that leads to nothing any more: since when (a date), why in a sentence, and a copy if there is one."""

    since: str
    why: str
    copy: str | None
    seen: str = ""
    """The date of the last check that found it alive; empty where none did."""


@dataclass(frozen=True, slots=True)
class FailedLink:
    """An address that the last check could not reach: why in a sentence, and when one could (a date, or empty)."""

    why: str
    seen: str


@dataclass(frozen=True, slots=True)
class LinkState:
    """What the last check said of an address: the verdict, and dates."""

    verdict: str
    since: str
    """Since when it has been as it is."""
    checked: str
    seen: str | None
    """When it was last seen alive."""
    moved_to: str | None
    """Where it redirects permanently, if it does."""


@dataclass(frozen=True, slots=True)
class HealthLine:
    """A line of the page about link health: an entry or a library."""

    id: str
    title: str
    url: str
    year: int | None
    since: str = ""
    why: str = ""
    copy: str | None = None


@dataclass(frozen=True, slots=True)
class LinkHealth:
    """The state of a catalogue's links; where they were never checked, ``last_check`` is empty and so is all else."""

    last_check: str = ""
    """The date of the newest check."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many addresses of entries and libraries got each verdict; ``skipped`` counts those never checked."""
    ended: Mapping[str, EndedLink] = field(default_factory=dict)
    """What is known of each dead address."""
    failed: Mapping[str, FailedLink] = field(default_factory=dict)
    """What is known of each address that may come back."""
    found: Mapping[str, LinkState] = field(default_factory=dict)
    """What the last check said of each address that was checked."""
    lost: tuple[HealthLine, ...] = ()
    """Entries and libraries without a living address: dead, or gone as the catalogue says, and no copy is known."""
    copied: tuple[HealthLine, ...] = ()
    """Those that can be read in a copy only."""
    failing: tuple[HealthLine, ...] = ()
    """Those that could not be reached the last time, and may come back."""
    problem: str = ""
    """Why some or all of the history is left out; empty if nothing is."""


def health_of(catalogue: Catalogue, history: Path) -> LinkHealth:
    """Return the state of a catalogue's links by a history; empty if there is none that can be read."""
    known = known_links(history)
    written = {target.url: (id_, target) for id_, target in _targets(catalogue)}
    found = {url: known.past[url] for url in written if url in known.past}
    if not found:
        return LinkHealth(problem=known.problem)
    since = {url: known.since.get(url) or record.result.checked_at or "" for url, record in found.items()}
    say = messages_of(catalogue.path.language)
    ended = {
        url: EndedLink(
            since[url][:10], _why(record, say), written[url][1].archived or record.result.archived, _seen(record)
        )
        for url, record in found.items()
        if _is_dead(record)
    }
    lines = {url: _line(name, target, ended.get(url), say) for url, (name, target) in written.items()}
    gone = [url for url, (_, target) in written.items() if url in ended or _is_gone(target)]
    return LinkHealth(
        last_check=max(record.result.checked_at or "" for record in found.values())[:10],
        counts=Counter(str(found[url].result.verdict if url in found else Verdict.SKIPPED) for url in written),
        ended=ended,
        failed={
            url: FailedLink(_why(record, say), _seen(record))
            for url, record in found.items()
            if record.result.verdict is Verdict.FAILING
        },
        found={url: _found(record, since[url]) for url, record in found.items()},
        lost=tuple(lines[url] for url in gone if not lines[url].copy),
        copied=tuple(lines[url] for url in gone if lines[url].copy),
        failing=tuple(
            HealthLine(name, _title(target), url, None, since[url][:10], _why(found[url], say))
            for url, (name, target) in written.items()
            if url in found and found[url].result.verdict is Verdict.FAILING
        ),
        problem=known.problem,
    )


def _found(past: LinkRecord, since: str) -> LinkState:
    result = past.result
    seen = past.last_ok[:10] if past.last_ok else None
    moved_to = result.suggestion or result.final_url if result.verdict is Verdict.MOVED else None
    return LinkState(str(result.verdict), since[:10], (result.checked_at or "")[:10], seen, moved_to)


def _targets(catalogue: Catalogue) -> Iterator[tuple[str, Resource | Library]]:
    """Yield what the site links to: each entry where it is written in full, and each library."""
    for entry in catalogue.entries:
        if not entry.is_reference:
            yield entry.id, entry.target
    for library in catalogue.libraries:
        yield library.id, library


def _line(name: str, target: Resource | Library, ended: EndedLink | None, say: Messages) -> HealthLine:
    year = target.released if isinstance(target, Library) else target.year
    since = ended.since if ended else str(target.status.date or "") if target.status else ""
    why = ended.why if ended else say("health.gone")
    return HealthLine(name, _title(target), target.url, year, since, why, ended.copy if ended else target.archived)


def _title(target: Resource | Library) -> str:
    return target.name if isinstance(target, Library) else target.title


def _is_gone(target: Resource | Library) -> bool:
    return isinstance(target, Resource) and target.status is not None and target.status.state == EntryState.GONE


def _is_dead(past: LinkRecord) -> bool:
    """Whether an address leads to nothing: if only the anchor is missing, the page is still there."""
    return past.result.verdict is Verdict.DEAD and past.result.reason != "missing-fragment"


def _seen(past: LinkRecord) -> str:
    return (past.last_ok or "")[:10]


def _why(past: LinkRecord, say: Messages) -> str:
    """Return the reason in a sentence of ours; what a server wrote is not shown on the site."""
    return say(f"health.reasons.{past.result.reason}", status=str(past.result.status))
