"""Which entries of a step stand beside each other, so that a reader takes one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pathgen.catalogue.resolve import Entry
from pathgen.catalogue.values import Role


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry, or several of which a reader takes one: the first is the one to take in doubt."""

    entries: tuple[Entry, ...]

    @property
    def is_open(self) -> bool:
        """Whether there is something to choose."""
        return len(self.entries) > 1

    @property
    def is_required(self) -> bool:
        """Whether the path needs one of these."""
        return self.entries[0].role in (Role.CORE, Role.ALTERNATIVE)


def choices(entries: Iterable[Entry]) -> list[Choice]:
    """Put each alternative with the entry it stands in for, which is the last one before it that is not optional."""
    found: list[list[Entry]] = []
    open_group: list[Entry] | None = None
    for entry in entries:
        if entry.role is Role.ALTERNATIVE and open_group is not None:
            open_group.append(entry)
            continue
        found.append([entry])
        if entry.role in (Role.CORE, Role.ALTERNATIVE):
            open_group = found[-1]
    return [Choice(tuple(group)) for group in found]
