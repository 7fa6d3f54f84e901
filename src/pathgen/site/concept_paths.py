"""Where each concept is taught, and the shortest way to it, for the readers of each edition and track."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.learner.shortest_path import MOST_NEEDED, PathFinder, ShortestPath, needs_of
from pathgen.site.variants import tracks_of


@dataclass(frozen=True, slots=True)
class ConceptPath:
    """A path, and the choices (``edition/track``, separated by spaces) whose readers it is the shortest for."""

    found: ShortestPath
    choices: str


class ConceptPaths:
    """The paths and entries that the page of concepts shows; ``lost`` are the addresses of dead links."""

    def __init__(self, catalogue: Catalogue, lost: Collection[str]) -> None:
        self.catalogue = catalogue
        self._guide = cache(lambda edition, track: PathFinder(catalogue, edition or None, track or None, lost))

    def to(self, concept: str, edition: str) -> list[ConceptPath]:
        """Return the different paths of an edition, that of most readers first; none where one is too long."""
        wanted = self.catalogue.concept[concept]
        needs = needs_of(self.catalogue, wanted)
        if len(needs) > MOST_NEEDED:
            return []
        # Tracks seldom change a path: search only once for tracks whose concepts are taught by the same entries.
        found: dict[tuple[int, ...], ShortestPath] = {}
        ways: dict[tuple[int, ...], tuple[ShortestPath, list[str]]] = {}
        for track in tracks_of(self.catalogue):
            guide = self._guide(edition, track)
            teaching = tuple(map(id, guide.teaching(needs)))
            way = found[teaching] = found.get(teaching) or guide.path_to(wanted)
            _, choices = ways.setdefault(tuple(map(id, way.entries)), (way, []))
            choices.append(f"{edition}/{track}")
        return [ConceptPath(way, " ".join(choices)) for way, choices in ways.values()]

    def taught(self, concept: str, edition: str) -> list[list[tuple[Section, Entry]]]:
        """Return the entries that teach a concept in an edition, each with the places where it is listed."""
        places: dict[str, list[tuple[Section, Entry]]] = {}
        for top, entry in self.catalogue.taught_by[concept]:
            if not edition or entry.is_in(edition):
                places.setdefault(entry.id, []).append((top, entry))
        return list(places.values())
