"""What the pages' scripts need to know about the path: ``assets/path.json``.

All choices are worked out in advance: a script only looks up the result, and counts.
"""

from __future__ import annotations

import json
from typing import Any

from pathgen.catalogue.ids import check_id
from pathgen.catalogue.model import Step, is_for
from pathgen.catalogue.resolve import Catalogue, Section
from pathgen.i18n.messages import messages_of
from pathgen.learner.progress import former
from pathgen.learner.route import RouteStop, route
from pathgen.site.page_urls import page_of, place
from pathgen.site.variants import editions_of, tracks_of

FILE = "assets/path.json"


def path_data(catalogue: Catalogue) -> bytes:
    """Return the data of the path that scripts need, as JSON.

    ``{"title", "language": tag, "texts": {…}, "edition": default id, "editions": [{"id", "title"}],
    "tracks": [{"id", "title"}],
    "steps": [{"id", "url" from the home page, "title", "number", "checks": {edition: [id]}}],
    "entries": [{"id", "title", "part", "url", "step": index, "minutes": [low, high] or null, "level",
    "teaches": [concept], "instead": [ids that would do as well], "open_ended": true or absent}],
    "routes": {edition: {track: [index of an entry]}}, with ``""`` for no edition and no track,
    "concepts": {id: {"title", "requires": [id]}},
    "renamed": {former id: id}, "replaces": {id: [ids that it replaces]}}``
    """
    texts = messages_of(catalogue.path.language)
    entries = _Entries(catalogue)
    editions, tracks = editions_of(catalogue), tracks_of(catalogue)
    renamed, replaces = former(catalogue)
    data = {
        "title": catalogue.path.title,
        "language": texts.language,
        "texts": {**texts.of_scripts, "levels": texts.part("words.levels")},
        "edition": editions[0],
        "editions": [{"id": edition.id, "title": edition.title} for edition in catalogue.editions],
        "tracks": [{"id": track.id, "title": track.title} for track in catalogue.tracks],
        "steps": [_step(catalogue, section) for section in catalogue.stages],
        "routes": {edition: {track: entries.indexes(edition, track) for track in tracks} for edition in editions},
        "entries": entries.listed,
        "concepts": {
            concept.id: {"title": concept.title, "requires": [need.id for need in concept.requires]}
            for concept in catalogue.concepts
        },
        "renamed": renamed,
        "replaces": replaces,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


class _Entries:
    """The stops of all routes, each listed once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.steps = {section.part.id: index for index, section in enumerate(catalogue.stages)}
        self.listed: list[dict[str, Any]] = []
        self._known: dict[str, int] = {}

    def indexes(self, edition: str, track: str) -> list[int]:
        return [self._index(stop) for stop in route(self.catalogue, edition or None, track or None)]

    def _index(self, stop: RouteStop) -> int:
        entry = stop.entry
        described = {
            "id": entry.id,
            "title": entry.title,
            "part": entry.part,
            "url": entry.url,
            "step": self.steps[stop.section.part.id],
            "minutes": entry.minutes,
            "level": entry.level,
            "teaches": entry.teaches,
            "instead": [entry.id for entry in stop.instead],
            **({"open_ended": True} if entry.open_ended else {}),
        }
        key = json.dumps(described)
        if key not in self._known:
            self._known[key] = len(self.listed)
            self.listed.append(described)
        return self._known[key]


def _step(catalogue: Catalogue, section: Section) -> dict[str, Any]:
    checks = section.part.self_check if isinstance(section.part, Step) else ()
    return {
        "id": section.part.id,
        "url": place(page_of(catalogue, section)),
        "title": section.part.title,
        "number": section.number,
        "checks": {
            edition: [check_id(section.part.id, check.question) for check in checks if is_for(check, edition)]
            for edition in editions_of(catalogue)
        },
    }
