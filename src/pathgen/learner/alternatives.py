"""Which entries of a step are alternatives to each other, so that a reader takes one, and which fit the reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pathgen.catalogue.resolve import Entry
from pathgen.catalogue.values import Kind, Role

_LONG = {Kind.BOOK, Kind.BOOK_CHAPTER, Kind.COURSE}


@dataclass(frozen=True, slots=True)
class AlternativeGroup:
    """One entry, or several of which a reader takes one: the first is the default."""

    entries: tuple[Entry, ...]

    @property
    def is_open(self) -> bool:
        """Whether there is something to choose."""
        return len(self.entries) > 1

    @property
    def is_required(self) -> bool:
        """Whether the path needs one of these; it needs the entry to start with, whatever its role."""
        return self.entries[0].role in (Role.CORE, Role.ALTERNATIVE) or self.has_start

    @property
    def has_start(self) -> bool:
        """Whether the entry to start with is among these."""
        return any(entry.start for entry in self.entries)


def alternative_groups(entries: Iterable[Entry]) -> list[AlternativeGroup]:
    """Return the entries in groups; an alternative joins the last core or alternative entry before it.

    The entry to start with (`start`) is the first of its group, and its group the first of all. Pages, route and plan
    all come through this function, so they start alike.
    """
    found: list[list[Entry]] = []
    open_group: list[Entry] | None = None
    for entry in entries:
        if entry.role is Role.ALTERNATIVE and open_group is not None:
            open_group.append(entry)
            continue
        found.append([entry])
        if entry.role in (Role.CORE, Role.ALTERNATIVE):
            open_group = found[-1]
    groups = [AlternativeGroup(tuple(sorted(group, key=_is_later))) for group in found]
    return sorted(groups, key=lambda group: not group.has_start)


def _is_later(entry: Entry) -> bool:
    return not entry.start


def on_track(groups: Sequence[AlternativeGroup], track: str | None) -> list[AlternativeGroup]:
    """Return the groups without the entries for other libraries; those for the reader's come first in their group.

    Of a book and a course, the default stays first if it is for any library: only the curator chooses between the two.
    If no required entry of a step is for the reader's library, all groups stay as they are: something has to teach
    what the step teaches.
    """
    required = [entry for group in groups if group.is_required for entry in group.entries]
    if track is None or not any(entry.track == track for entry in required):
        return list(groups)
    found = []
    for group in groups:
        fitting = [entry for entry in group.entries if entry.track in (None, track)]
        if fitting:
            first = fitting[0]
            found.append(
                AlternativeGroup(tuple(sorted(fitting, key=lambda entry: not _goes_first(entry, first, track))))
            )
    return found


def _goes_first(entry: Entry, default: Entry, track: str) -> bool:
    """Whether an entry is for the reader's library, and does not swap a book for any library for a course."""
    is_other_work = entry.kind is not default.kind and not _LONG.isdisjoint((entry.kind, default.kind))
    return entry.track == track and (default.track is not None or not is_other_work)
