"""``catalogue.json``: the catalogue with everything resolved, for programs.

``content/documentation/catalogue-json.md`` explains it, and ``catalogue_schema.py`` describes it as a JSON Schema. A
field may be added; one is never renamed or dropped without another number in ``schema``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pathgen.catalogue.fields import FIELDS_OF_JSON
from pathgen.catalogue.model import Concept, Library, Step, Topic
from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.catalogue.values import Status
from pathgen.site.link_health import LinkHealth, LinkState
from pathgen.site.page_urls import page_of, place

FILE = "catalogue.json"
SCHEMA = 1
"""The version of the file's shape."""


def catalogue_json(catalogue: Catalogue, health: LinkHealth) -> bytes:
    """Return the catalogue as JSON; every ``page`` is an address relative to the file itself."""
    path = catalogue.path
    document = {
        "schema": SCHEMA,
        "path": {
            **{name: getattr(path, name) for name in ("title", "summary", "audience", "licence", "language")},
            "assumes": path.assumes,
            "outcomes": path.outcomes,
            "sources": [source.model_dump() for source in path.sources],
        },
        "paths": [
            {
                "title": path_catalogue.path.title,
                "summary": path_catalogue.path.summary,
                "catalogue": f"{folder}/{FILE}",
            }
            for folder, path_catalogue in catalogue.paths.items()
        ],
        "links_checked": health.last_check or None,
        "editions": [
            {
                "id": edition.id,
                "title": edition.title,
                "summary": edition.summary,
                "default": edition is catalogue.default_edition,
            }
            for edition in catalogue.editions
        ],
        "tracks": [{"id": track.id, "title": track.title, "library": track.library} for track in catalogue.tracks],
        "kinds": [{"id": kind.id, "title": kind.title} for kind in catalogue.kinds],
        "concepts": [_concept(concept, catalogue) for concept in catalogue.concepts],
        "steps": [_step(section, catalogue) for section in catalogue.stages],
        "topics": [_topic(section, place(page_of(catalogue, section))) for section in catalogue.topics],
        "entries": [_entry(entry, section, catalogue, health.found) for section, entry in _listed(catalogue)],
        "libraries": [_library(library, health.found) for library in catalogue.libraries],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _listed(catalogue: Catalogue) -> list[tuple[Section, Entry]]:
    return [(section, entry) for section in catalogue.sections for entry in section.entries]


def _concept(concept: Concept, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "id": concept.id,
        "title": concept.title,
        "summary": concept.summary,
        "page": place("concepts.md", concept.id),
        "step": catalogue.homes.get(concept.id),
        "requires": [{"id": need.id, "because": need.because} for need in concept.requires],
        "taught_by": list(dict.fromkeys(entry.id for _, entry in catalogue.taught_by[concept.id])),
        "aliases": concept.aliases,
    }


def _step(section: Section, catalogue: Catalogue) -> dict[str, Any]:
    step = section.part
    assert isinstance(step, Step)  # noqa: S101 - a stage is a step
    return {
        "id": step.id,
        "number": section.number,
        "title": step.title,
        "summary": step.summary,
        "page": place(page_of(catalogue, section)),
        "goals": [goal.text for goal in step.goals],
        "goals_editions": [goal.editions for goal in step.goals],
        "self_check": [
            {"question": check.question, "answer": check.answer, "see": check.see, "editions": check.editions}
            for check in step.self_check
        ],
        "aliases": step.aliases,
    }


def _topic(section: Section, page: str) -> dict[str, Any]:
    topic = section.part
    assert isinstance(topic, Topic)  # noqa: S101 - no stage is below a topic
    return {
        "id": topic.id,
        "title": topic.title,
        "summary": topic.summary,
        "collected": topic.collected,
        "page": page,
        "aliases": topic.aliases,
        "subtopics": [_topic(below, f"{page.partition('#')[0]}#{below.part.id}") for below in section.sections],
    }


def _entry(entry: Entry, section: Section, catalogue: Catalogue, found: Mapping[str, LinkState]) -> dict[str, Any]:
    values = {field.name: _value(entry, field.name) for field in FIELDS_OF_JSON}
    values["aliases"] = catalogue.former_ids.get(entry.id, ())
    return {
        **{name: values.pop(name) for name in ("id", "title", "url")},
        "page": place(page_of(catalogue, entry), entry.id),
        "section": section.part.id,
        "reference": entry.is_reference,
        **values,
        "link": _link(found.get(entry.url)),
    }


def _value(entry: Entry, name: str) -> Any:
    """Return the value of a field where the entry is listed; ``None`` where what it refers to has no such field."""
    if name == "status":
        return _status(entry.status)
    if name == "also":
        return entry.also.given if entry.also else {}
    return getattr(entry, name) if hasattr(entry, name) else getattr(entry.target, name, None)


def _library(library: Library, found: Mapping[str, LinkState]) -> dict[str, Any]:
    same = ("id", "name", "url", "repository", "number", "parent", "languages", "licence", "origin", "released")
    more = ("successor", "use_instead", "gpu", "why", "archived", "formerly", "editions", "aliases")
    return {
        **{name: getattr(library, name) for name in same},
        "page": place("libraries.md", library.id),
        "status": _status(library.status),
        **{name: getattr(library, name) for name in more},
        "link": _link(found.get(library.url)),
    }


def _status(status: Status | None) -> dict[str, str | None] | None:
    return {"state": status.state, "date": status.date} if status else None


def _link(found: LinkState | None) -> dict[str, str | None] | None:
    if found is None:
        return None
    return {name: getattr(found, name) for name in ("verdict", "since", "checked", "seen", "moved_to")}
