"""What the pages' scripts have to know of the path: ``assets/path.json``, and the styles that show a reader's choice.

Every choice is made here, once: a script only looks up what was chosen, and counts.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from pathgen.catalogue.model import Resource
from pathgen.catalogue.resolve import Catalogue, Section
from pathgen.catalogue.route import Stop, route
from pathgen.site.texts import texts_of

FILE = "assets/path.json"
STYLES = "assets/choice.css"


def path_data(catalogue: Catalogue) -> bytes:
    """Give what scripts ask of the path, as JSON.

    ``{"language": tag, "texts": {…}, "edition": default id, "editions": [{"id", "title"}], "tracks": [{"id", "title"}],
    "steps": [{"id", "url" from the home page, "title", "number", "checks": [id]}],
    "entries": [{"id", "title", "url", "step": index, "minutes": [low, high] or null, "level", "teaches": [concept],
    "instead": [ids that would do as well]}],
    "routes": {edition: {track: [index of an entry]}}, with ``""`` for no edition and no track,
    "concepts": {id: {"title", "requires": [id]}},
    "renamed": {former id: id}, "replaces": {id: [ids that it stands in for]}}``
    """
    texts = texts_of(catalogue.path.language)
    default = catalogue.default_edition
    entries = _Entries(catalogue)
    tracks = ["", *(track.id for track in catalogue.tracks)]
    editions = [edition.id for edition in catalogue.editions] or [""]
    data = {
        "language": texts.language,
        "texts": texts.of_scripts,
        "edition": default.id if default else "",
        "editions": [{"id": one.id, "title": one.title} for one in catalogue.editions],
        "tracks": [{"id": one.id, "title": one.title} for one in catalogue.tracks],
        "steps": [_step(section) for section in catalogue.stages],
        "routes": {edition: {track: entries.indexes(edition, track) for track in tracks} for edition in editions},
        "entries": entries.listed,
        "concepts": {
            one.id: {"title": one.title, "requires": [need.id for need in one.requires]} for one in catalogue.concepts
        },
        **_former(catalogue),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


class _Entries:
    """The stops of all routes, each listed once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.steps = {section.part.id: at for at, section in enumerate(catalogue.stages)}
        self.listed: list[dict[str, Any]] = []
        self._known: dict[str, int] = {}

    def indexes(self, edition: str, track: str) -> list[int]:
        return [self._index(stop) for stop in route(self.catalogue, edition or None, track or None)]

    def _index(self, stop: Stop) -> int:
        entry = stop.entry
        said = {
            "id": entry.id,
            "title": entry.title,
            "url": entry.url,
            "step": self.steps[stop.section.part.id],
            "minutes": entry.minutes,
            "level": entry.level,
            "teaches": entry.teaches,
            "instead": [one.id for one in stop.instead],
        }
        key = json.dumps(said)
        if key not in self._known:
            self._known[key] = len(self.listed)
            self.listed.append(said)
        return self._known[key]


def _step(section: Section) -> dict[str, Any]:
    return {
        "id": section.part.id,
        "url": f"steps/{section.part.id}/",
        "title": section.part.title,
        "number": section.number,
        "checks": [check_id(section.part.id, check.question) for check in getattr(section.part, "self_check", ())],
    }


def _former(catalogue: Catalogue) -> dict[str, Any]:
    written = {entry.id: entry.target for entry in catalogue.entries if isinstance(entry.target, Resource)}
    replaces: dict[str, list[str]] = {}
    for one, target in written.items():
        if target.replaced_by:
            replaces.setdefault(target.replaced_by, []).append(one)
    renamed = {alias: one for one, target in written.items() for alias in target.aliases}
    return {"renamed": renamed, "replaces": replaces}


def check_id(step: str, question: str) -> str:
    """Name a question for the ticks: by what it asks, as questions have no id and may change places."""
    return f"{step}/{sha256(question.encode()).hexdigest()[:8]}"


def choice_styles(catalogue: Catalogue) -> bytes:
    """Write the styles by which the reader's edition and library are shown alone, before any script runs.

    The page's root says what the reader chose: ``data-edition`` and ``data-track`` (see ``assets/early.js``).
    """
    rules = [
        f'[data-edition="{edition.id}"] [data-pg-edition]:not([data-pg-edition="{edition.id}"])'
        for edition in catalogue.editions
    ]
    for track in catalogue.tracks:
        others = f'[data-pg-track]:not([data-pg-track="{track.id}"])'
        part = f'[data-track="{track.id}"] [data-pg-part]:has([data-pg-track="{track.id}"])'
        rules += [f"{part} {others}", f"{part} .pg-choice:not(:has(.pg-entry:not({others})))"]
    return "".join(f"{rule} {{ display: none; }}\n" for rule in rules).encode()
