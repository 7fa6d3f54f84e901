"""Which works have such similar titles that only their makers distinguish them, as in "Neural networks"."""

from __future__ import annotations

import re

from pathgen.catalogue.resolve import Catalogue, Entry


def alike(catalogue: Catalogue) -> set[str]:
    """Return the ids of entries of the steps whose title starts another work's title, or starts with it, word by word.

    Parts of the same work, that is of the same people, are not meant: what distinguishes them is the part.
    """
    by_title: dict[tuple[str, ...], list[Entry]] = {}
    for entry in (entry for section in catalogue.stages for entry in section.entries):
        by_title.setdefault(_words(entry), []).append(entry)
    found: set[str] = set()
    for words, same in by_title.items():
        start = [entry for length in range(1, len(words) + 1) for entry in by_title.get(words[:length], ())]
        for entry in same:
            for other in start:
                if other.creators != entry.creators:
                    found |= {entry.id, other.id}
    return found


def _words(entry: Entry) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", entry.title.casefold()))
