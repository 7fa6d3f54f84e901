"""A concept is needed for an essential entry, and no essential entry teaches it; or no entry at all teaches it.

The essentials of a step are its entries with the role `core`: readers who take only these should meet every concept
that a later one builds on. In a catalogue with editions that must be so in each of them. What the preparation covers
counts as known, whatever the role of its entries.

Bad:

    concepts:
      - {id: derivative, title: Derivative}
      - {id: chain-rule, title: Chain rule, requires: derivative}
    steps:
      - id: first
        title: First step
        resources:
          - {title: A page, url: "https://example.org/a", teaches: derivative, role: optional}
          - {title: Another page, url: "https://example.org/b", teaches: chain-rule}

Good:

    concepts:
      - {id: derivative, title: Derivative}
      - {id: chain-rule, title: Chain rule, requires: derivative}
    steps:
      - id: first
        title: First step
        resources:
          - {title: A page, url: "https://example.org/a", teaches: derivative}
          - {title: Another page, url: "https://example.org/b", teaches: chain-rule}
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from pathgen.catalogue.model import Concept, Requirement
from pathgen.catalogue.resolve import Catalogue, Entry
from pathgen.catalogue.values import Role
from pathgen.diagnostics import Diagnostic, Severity, quote

CODE = "untaught-concept"
SEVERITY = Severity.WARNING
NEEDS_ALL = True


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield the concepts that nothing teaches, and the requirements that the essentials of an edition do not meet."""
    taught = {concept for entry in catalogue.entries for concept in entry.teaches}
    for concept in catalogue.concepts:
        if concept.id not in taught:
            help_ = f"write `teaches: {concept.id}` for an entry that teaches it"
            yield Diagnostic(CODE, SEVERITY, concept.span("id"), f"no entry teaches {quote(concept.id)}", help_)
    editions: list[str | None] = [edition.id for edition in catalogue.editions] or [None]
    readers = [_readers(catalogue, edition) for edition in editions]
    for concept in catalogue.concepts:
        for need in concept.requires:
            if need.id in taught:
                yield from _unmet(readers, concept, need)


class _Readers(NamedTuple):
    """Those who take only the essentials of an edition, and what they meet."""

    edition: str | None
    teachers: Mapping[str, Entry]
    """The first essential that teaches each concept."""
    known: Collection[str]
    """The concepts that these and the preparation teach."""


def _readers(catalogue: Catalogue, edition: str | None) -> _Readers:
    teachers: dict[str, Entry] = {}
    for stage in catalogue.stages:
        for entry in stage.entries:
            if entry.role is Role.CORE and (edition is None or entry.is_in(edition)):
                for concept in entry.teaches:
                    teachers.setdefault(concept, entry)
    prepared = catalogue.preparation.entries if catalogue.preparation else ()
    before = {concept for entry in prepared if edition is None or entry.is_in(edition) for concept in entry.teaches}
    home = catalogue.preparation.part.id if catalogue.preparation else None
    at_home = {concept.id for concept in catalogue.concepts if home and concept.step == home}
    return _Readers(edition, teachers, teachers.keys() | before | at_home)


def _unmet(readers: Iterable[_Readers], concept: Concept, need: Requirement) -> Iterator[Diagnostic]:
    """Report a requirement once, with every edition in which no essential meets it."""
    needing = [each for each in readers if concept.id in each.teachers and need.id not in each.known]
    if not needing:
        return
    names = [quote(each.edition) for each in needing if each.edition is not None]
    where = f" in the edition{'s' if len(names) > 1 else ''} {' and '.join(names)}" if names else ""
    message = f"{quote(concept.id)} requires {quote(need.id)}, which no essential entry teaches{where}"
    help_ = (
        f"write `teaches: {need.id}` for an entry with the role core that teaches it, set that role for one that "
        "does, or delete the requirement"
    )
    related = ((needing[0].teachers[concept.id].span("teaches"), f"{concept.id} is taught here"),)
    yield Diagnostic(CODE, SEVERITY, need.span("id"), message, help_, related)
