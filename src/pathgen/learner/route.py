"""A reader's route through a path: the required entries of an edition and a track, in the order to take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.i18n.labels import Labels, Total, total
from pathgen.learner.alternatives import AlternativeGroup, alternative_groups, on_track


@dataclass(frozen=True, slots=True)
class RouteStop:
    """An entry that the reader takes, in its step; ``instead`` are the alternatives to it."""

    section: Section
    entry: Entry
    instead: tuple[Entry, ...] = ()


def edition_read(catalogue: Catalogue, edition: str | None) -> str | None:
    """Return the edition of a reader: the one that they chose, else the catalogue's default, if it has any."""
    default = catalogue.default_edition
    return edition or (default.id if default else None)


def route(catalogue: Catalogue, edition: str | None = None, track: str | None = None) -> list[RouteStop]:
    """Return the required entries, step by step; within a step its start, then so that what others need comes first.

    ``edition`` defaults to the catalogue's default edition; ``track`` prefers a library, ``None`` prefers none.
    """
    chosen = edition_read(catalogue, edition)
    return [stop for section in catalogue.stages for stop in _within(catalogue, section, chosen, track)]


def onward(catalogue: Catalogue, edition: str | None = None, track: str | None = None) -> list[RouteStop]:
    """Return the open-ended works of all steps, required or not: one of them goes on where the route ends."""
    chosen = edition_read(catalogue, edition)
    return [
        RouteStop(section, entry)
        for section in catalogue.stages
        for group in on_track(alternative_groups(_in_edition(section, chosen)), track)
        for entry in group.entries
        if entry.open_ended
    ]


def time_of_route(
    catalogue: Catalogue, edition: str | None = None, track: str | None = None, words: Labels | None = None
) -> Total:
    """Return how long the essentials take."""
    return total((stop.entry for stop in route(catalogue, edition, track)), words)


def time_of_path(
    catalogue: Catalogue, edition: str | None = None, track: str | None = None, words: Labels | None = None
) -> Total:
    """Return how long the essentials take, and that longer works follow: the figure of home, print, EPUB and plan."""
    essentials = {stop.entry.id: stop.entry for stop in route(catalogue, edition, track)}
    works = (stop.entry for stop in onward(catalogue, edition, track) if stop.entry.id not in essentials)
    return total(essentials.values(), words) + total(works)


def needed(section: Section, edition: str | None, track: str | None = None) -> list[AlternativeGroup]:
    """Return the required groups of a section, its start first, else as listed; each starts with its default."""
    groups = on_track(alternative_groups(_in_edition(section, edition)), track)
    return [group for group in groups if group.is_required]


def _in_edition(section: Section, edition: str | None) -> list[Entry]:
    return [entry for entry in section.entries if edition is None or entry.is_in(edition)]


def _within(catalogue: Catalogue, section: Section, edition: str | None, track: str | None) -> list[RouteStop]:
    """Return the stops of a step as the catalogue lists them, but after those that teach the concepts they need.

    Its start comes first even so: the curator who names it knows more than the concepts say.
    """
    left = [RouteStop(section, group.entries[0], group.entries[1:]) for group in needed(section, edition, track)]
    found: list[RouteStop] = []
    known: set[str] = set()
    while left:
        ready = (each for each in left if each.entry.start or not _missing(catalogue, each.entry, known, left))
        stop = next(ready, left[0])
        left.remove(stop)
        found.append(stop)
        known.update(stop.entry.teaches)
    return found


def _missing(catalogue: Catalogue, entry: Entry, known: set[str], left: Sequence[RouteStop]) -> set[str]:
    """Return the concepts that an entry needs and that another entry of the same step has yet to teach."""
    taught = [catalogue.concept[id_] for id_ in entry.teaches if id_ in catalogue.concept]
    needed = {need.id for concept in taught for need in concept.requires}
    coming = {id_ for stop in left if stop.entry is not entry for id_ in stop.entry.teaches}
    return (needed - known - set(entry.teaches)) & coming
