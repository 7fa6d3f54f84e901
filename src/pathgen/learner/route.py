"""A reader's way through a path: the entries that an edition and a track ask for, in the order to take them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.learner.alternatives import AlternativeGroup, alternative_groups, on_track


@dataclass(frozen=True, slots=True)
class RouteStop:
    """An entry that the reader takes, in its step; ``instead`` are those that would do as well."""

    section: Section
    entry: Entry
    instead: tuple[Entry, ...] = ()


def route(catalogue: Catalogue, edition: str | None = None, track: str | None = None) -> list[RouteStop]:
    """List what a reader cannot skip: step by step, and within a step so that what is needed comes first.

    ``edition`` is the default one where none is named; ``track`` prefers a library, ``None`` none.
    """
    default = catalogue.default_edition
    chosen = edition or (default.id if default else None)
    return [stop for section in catalogue.stages for stop in _within(catalogue, section, chosen, track)]


def needed(section: Section, edition: str | None, track: str | None = None) -> list[AlternativeGroup]:
    """List what a reader cannot skip in a section, as it is written; of each choice the first is the one to take."""
    entries = (entry for entry in section.entries if edition is None or entry.is_in(edition))
    return [group for group in on_track(alternative_groups(entries), track) if group.is_required]


def _within(catalogue: Catalogue, section: Section, edition: str | None, track: str | None) -> list[RouteStop]:
    """Order the stops of a step: as they are written, but behind what teaches the concepts that theirs need."""
    left = [RouteStop(section, group.entries[0], group.entries[1:]) for group in needed(section, edition, track)]
    found: list[RouteStop] = []
    known: set[str] = set()
    while left:
        stop = next((one for one in left if not _missing(catalogue, one.entry, known, left)), left[0])
        left.remove(stop)
        found.append(stop)
        known.update(stop.entry.teaches)
    return found


def _missing(catalogue: Catalogue, entry: Entry, known: set[str], left: Sequence[RouteStop]) -> set[str]:
    """Give the concepts that an entry needs and another one of the same step is still to teach."""
    needed = {need.id for one in entry.teaches if one in catalogue.concept for need in catalogue.concept[one].requires}
    coming = {one for stop in left if stop.entry is not entry for one in stop.entry.teaches}
    return (needed - known - set(entry.teaches)) & coming
