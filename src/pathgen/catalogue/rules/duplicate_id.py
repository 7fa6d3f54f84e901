"""Two parts of the catalogue have the same id, so a reference to it is ambiguous.

An id is permanent: it is part of the addresses to which readers link, and the key under which their browser stores
their progress. Steps, topics, libraries and entries share one set of ids, as each can be an address on the site.
Concepts, editions and tracks each have a set of their own. Former ids (`aliases`) count too. An entry without an id
gets one that is made from its step or topic and its title.

Bad:

    topics:
      - id: basics
        title: Basics
        resources:
          - {id: intro, title: A page, url: "https://example.org/a"}
          - {id: intro, title: Another page, url: "https://example.org/b"}

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - {id: intro, title: A page, url: "https://example.org/a"}
          - {id: second-intro, title: Another page, url: "https://example.org/b"}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pathgen.catalogue.model import Concept, Library, Part, Resource, Step, Topic
from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Diagnostic, Severity, Span, quote
from pathgen.yamldoc.cut_off import cut_off_text, how_to_keep

CODE = "duplicate-id"


class IdUse(NamedTuple):
    """An id, and the field ``path`` of ``part`` in which it is written."""

    id: str
    part: Part
    path: tuple[str | int, ...] = ("id",)

    @property
    def is_derived(self) -> bool:
        """Whether the id is made from a title."""
        return self.path == ("title",)

    @property
    def span(self) -> Span:
        """Where it is written."""
        return self.part.span(*self.path)


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield the clashes within each set of ids."""
    yield from _clashes(_uses_on_the_site(catalogue))
    yield from _clashes(use for concept in catalogue.concepts for use in _id_and_aliases(concept))
    yield from _clashes(IdUse(edition.id, edition) for edition in catalogue.editions)
    yield from _clashes(IdUse(track.id, track) for track in catalogue.tracks)


def _uses_on_the_site(catalogue: Catalogue) -> Iterator[IdUse]:
    for section in catalogue.sections:
        yield from _id_and_aliases(section.part)
    for library in catalogue.libraries:
        yield from _id_and_aliases(library)
    for entry_id, resource in catalogue.written:
        yield IdUse(entry_id, resource, ("id",) if resource.id else ("title",))
        yield from _aliases(resource)


def _id_and_aliases(part: Step | Topic | Library | Concept) -> Iterator[IdUse]:
    yield IdUse(part.id, part)
    yield from _aliases(part)


def _aliases(part: Step | Topic | Library | Concept | Resource) -> Iterator[IdUse]:
    for index, alias in enumerate(part.aliases):
        yield IdUse(alias, part, ("aliases", index))


def _clashes(uses: Iterable[IdUse]) -> Iterator[Diagnostic]:
    by_id: dict[str, list[IdUse]] = {}
    for use in uses:
        by_id.setdefault(use.id, []).append(use)
    for same in by_id.values():
        if len(same) > 1:
            first, *others = sorted(same, key=lambda use: use.span.order)
            for use in others:
                yield _clash(first, use)


def _clash(first: IdUse, use: IdUse) -> Diagnostic:
    derived = ", made from the title," if use.is_derived else ""
    message = f"the id {quote(use.id)}{derived} is already used at {first.span.line_as_seen_from(use.span)}"
    lost = cut_off_text(use.span.source.text, use.span.start, use.span.end) if use.is_derived else ""
    if lost:
        title = use.span.source.text[use.span.start : use.span.end]
        help_ = f"the title is cut off at the #; {how_to_keep(title, lost)}"
    elif use.is_derived:
        help_ = "add an `id` to this entry"
    elif use.path[0] == "aliases":
        help_ = "delete it here, as an id can lead to one place only"
    else:
        help_ = "write a different id here"
    word = "first used here" if not first.is_derived else "first made from this title"
    return Diagnostic(CODE, Severity.ERROR, use.span, message, help_, ((first.span, word),))
