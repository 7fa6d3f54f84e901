"""The creators of what a catalogue lists, and the former addresses."""

from __future__ import annotations

import unicodedata

from pathgen.catalogue.model import Library
from pathgen.catalogue.resolve import Catalogue


def works_by_creator(catalogue: Catalogue) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every creator with the ids and titles of their works, in the order of the alphabet (accents dropped)."""
    works: dict[str, dict[str, str]] = {}
    listed: list[tuple[str, str, tuple[str, ...]]] = [
        (entry.id, entry.title, entry.creators) for entry in catalogue.entries if not isinstance(entry.target, Library)
    ]
    listed += [(library.id, library.name, library.origin) for library in catalogue.libraries]
    for id_, title, names in listed:
        for name in names:
            works.setdefault(name, {}).setdefault(id_, title)
    return [(name, list(works[name].items())) for name in sorted(works, key=_sorting)]


def former_addresses(catalogue: Catalogue) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return what has moved: id, title and the addresses it once had, in the order of the catalogue."""
    moved = {entry.id: (entry.id, entry.title, entry.target.formerly) for entry in catalogue.entries}
    moved |= {library.id: (library.id, library.name, library.formerly) for library in catalogue.libraries}
    return [row for row in moved.values() if row[2]]


def _sorting(name: str) -> tuple[str, str]:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold(), name
