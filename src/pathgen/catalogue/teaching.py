"""Where the path teaches each concept."""

from __future__ import annotations

from pathgen.catalogue.resolve import Catalogue, Entry, Section


def home_of(catalogue: Catalogue) -> dict[str, str]:
    """Tell the step that each concept belongs to: the one it names, else the first with an entry that teaches it.

    ``{concept id: step id}``; a concept of no step is left out.
    """
    homes: dict[str, str] = {}
    for section in catalogue.stages:
        for entry in section.entries:
            for concept in entry.teaches:
                homes.setdefault(concept, section.part.id)
    return homes | {concept.id: concept.step for concept in catalogue.concepts if concept.step}


def taught_by(catalogue: Catalogue) -> dict[str, list[tuple[Section, Entry]]]:
    """List the entries that teach each concept, with their steps and topics, in the order of the path; maybe none."""
    found: dict[str, list[tuple[Section, Entry]]] = {concept.id: [] for concept in catalogue.concepts}
    for top in (*catalogue.stages, *catalogue.topics):
        for entry in top.all_entries:
            for concept in entry.teaches:
                found.setdefault(concept, []).append((top, entry))
    return found
