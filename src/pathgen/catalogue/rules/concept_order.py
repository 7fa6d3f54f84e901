"""A concept is taught before another concept that it requires.

Readers who take the steps in order should always know what the next step builds on. A concept belongs to the step that
it names, or else to the first step with an entry that teaches it. It must not come before a concept that it requires:
not in an earlier step, and not, within one step, in an earlier entry of the same edition.

Bad:

    concepts:
      - {id: derivative, title: Derivative, step: second}
      - {id: chain-rule, title: Chain rule, step: first, requires: derivative}
    steps:
      - {id: first, title: First step}
      - {id: second, title: Second step}

Good:

    concepts:
      - {id: derivative, title: Derivative, step: first}
      - {id: chain-rule, title: Chain rule, step: second, requires: derivative}
    steps:
      - {id: first, title: First step}
      - {id: second, title: Second step}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pathgen.catalogue.model import Concept, Requirement
from pathgen.catalogue.resolve import Catalogue, Entry
from pathgen.diagnostics import Diagnostic, Severity, Span, quote

CODE = "concept-order"


class TaughtConcept(NamedTuple):
    """An entry that teaches a concept, and its position in its stage."""

    order: int
    entry: Entry


Lessons = dict[tuple[str, int, str | None], TaughtConcept]
"""The first entry that teaches a concept, by concept, number of the stage and edition (``None``: no editions)."""


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Compare the position of each concept with those of the concepts that it requires."""
    lessons = _lessons(catalogue)
    first: dict[str, tuple[int, TaughtConcept]] = {}
    for (concept_id, stage, _), lesson in lessons.items():
        first.setdefault(concept_id, (stage, lesson))
    numbers = {stage.part.id: number for number, stage in enumerate(catalogue.stages)}
    homes: dict[str, tuple[int, Span]] = {}
    for concept in catalogue.concepts:
        if concept.step in numbers:
            homes[concept.id] = numbers[concept.step], concept.span("step")
        elif concept.step is None and concept.id in first:
            stage, lesson = first[concept.id]
            homes[concept.id] = stage, lesson.entry.span("teaches")
    for concept in catalogue.concepts:
        for need in concept.requires:
            if concept.id in homes and need.id in homes:
                (stage, span), (needed, needed_span) = homes[concept.id], homes[need.id]
                if stage < needed:
                    places = (span, needed_span)
                    yield _step_too_early(concept, need, catalogue.stages[needed].part.title, places)
                elif stage == needed:
                    yield from _within_step(catalogue, lessons, stage, concept, need)


def _lessons(catalogue: Catalogue) -> Lessons:
    lessons: Lessons = {}
    editions = [edition.id for edition in catalogue.editions]
    for number, stage in enumerate(catalogue.stages):
        for order, entry in enumerate(stage.entries):
            seen_in = [edition for edition in editions if entry.is_in(edition)] if editions else [None]
            for concept in entry.teaches:
                for edition in seen_in:
                    lessons.setdefault((concept, number, edition), TaughtConcept(order, entry))
    return lessons


def _step_too_early(concept: Concept, need: Requirement, later: str, places: tuple[Span, Span]) -> Diagnostic:
    message = f"{quote(concept.id)} requires {quote(need.id)}, which comes later, in the step {quote(later)}"
    help_ = f"move {need.id} to an earlier step or {concept.id} to a later one, or delete the requirement"
    related = ((places[0], f"{concept.id} comes here"), (places[1], f"{need.id} comes here"))
    return Diagnostic(CODE, Severity.ERROR, need.span("id"), message, help_, related)


def _within_step(
    catalogue: Catalogue, lessons: Lessons, stage: int, concept: Concept, need: Requirement
) -> Iterator[Diagnostic]:
    """Compare the first entries that teach the two in this step, edition by edition."""
    editions: list[str | None] = [edition.id for edition in catalogue.editions]
    for edition in editions or [None]:
        first = lessons.get((concept.id, stage, edition))
        needed = lessons.get((need.id, stage, edition))
        if first and needed and first.order < needed.order:
            reader = f" in the edition {quote(edition)}" if edition else ""
            message = f"{quote(concept.id)} requires {quote(need.id)}, which is taught after it{reader}"
            help_ = (
                f"list the entry that teaches {need.id} before {quote(first.entry.title)}, or delete the requirement"
            )
            related = (
                (first.entry.span("teaches"), f"{concept.id} is taught here"),
                (needed.entry.span("teaches"), f"{need.id} is taught here"),
            )
            yield Diagnostic(CODE, Severity.ERROR, need.span("id"), message, help_, related)
            return
