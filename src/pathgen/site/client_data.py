"""What the pages' scripts need to know about the path: ``assets/path.json``.

All choices are worked out in advance: a script only looks up the result, and counts.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pathgen.catalogue.ids import check_id
from pathgen.catalogue.model import Step, is_for
from pathgen.catalogue.resolve import Catalogue, Section
from pathgen.i18n.labels import labels_of
from pathgen.i18n.messages import messages_of
from pathgen.learner.alike import alike
from pathgen.learner.progress import former
from pathgen.learner.route import RouteStop, onward, route
from pathgen.site.page_urls import page_of, place
from pathgen.site.variants import editions_of, tracks_of

FILE = "assets/path.json"
_Indexes = dict[str, dict[str, list[int]]]


def path_data(catalogue: Catalogue) -> bytes:
    """Return the data of the path that scripts need, as JSON.

    ``{"title", "language": tag, "texts": {…}, "edition": default id, "editions": [{"id", "title"}],
    "tracks": [{"id", "title"}],
    "steps": [{"id", "url" from the home page, "title", "number", "checks": {edition: [id]}}],
    "entries": [{"id", "title", "part", "url", "step": index, "minutes": [low, high] or null, "level",
    "teaches": [concept], "facts": their line, "why", "instead": [ids that would do as well],
    "open_ended": true or absent, "by": the makers if another title is like this one, else absent}],
    "routes": {edition: {track: [index of an entry]}}, with ``""`` for no edition and no track,
    "onward": the same of longer works,
    "concepts": {id: {"title", "requires": [id]}},
    "renamed": {former id: id}, "replaces": {id: [ids that it replaces]}}``
    """
    texts = messages_of(catalogue.path.language)
    entries = _Entries(catalogue)
    renamed, replaces = former(catalogue)
    data = {
        "title": catalogue.path.title,
        "language": texts.language,
        "texts": {**texts.of_scripts, "levels": texts.part("words.levels")},
        "edition": editions_of(catalogue)[0],
        "editions": [{"id": edition.id, "title": edition.title} for edition in catalogue.editions],
        "tracks": [{"id": track.id, "title": track.title} for track in catalogue.tracks],
        "steps": [_step(catalogue, section) for section in catalogue.stages],
        "routes": entries.by_choice(route),
        "onward": entries.by_choice(onward),
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
    """The stops of all routes and the longer works, each listed once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.steps = {section.part.id: index for index, section in enumerate(catalogue.stages)}
        self.labels = labels_of(catalogue.path.language)
        self.alike = alike(catalogue)
        self.listed: list[dict[str, Any]] = []
        self._known: dict[str, int] = {}

    def by_choice(self, stops: Callable[[Catalogue, str | None, str | None], list[RouteStop]]) -> _Indexes:
        """Return the indexes of the stops for the readers of each edition and track."""
        return {
            edition: {
                track: [self._index(stop) for stop in stops(self.catalogue, edition or None, track or None)]
                for track in tracks_of(self.catalogue)
            }
            for edition in editions_of(self.catalogue)
        }

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
            "facts": " · ".join(text for _, text in self.labels.facts(entry, self.catalogue.path.language)),
            "why": entry.why,
            "instead": [entry.id for entry in stop.instead],
            **({"open_ended": True} if entry.open_ended else {}),
            **({"by": self.labels.people(entry.creators)} if entry.id in self.alike and entry.creators else {}),
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
