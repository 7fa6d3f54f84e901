"""Two parts of the catalogue have the same id, so a reference to it is ambiguous.

An id is permanent: it is part of the addresses to which readers link, and the key under which their browser stores
their progress. Steps, topics, libraries and entries share one set of ids, as each can be an address on the site.
Concepts, editions, tracks and kinds each have a set of their own. Former ids (`aliases`) count too. An entry without an
id gets one that is made from its step or topic and its title.

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

from pathgen.catalogue.ids import check_id
from pathgen.catalogue.model import Concept, Library, Part, Resource, SelfCheck, Step, Topic
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
    before = catalogue.before
    known = {_name(use) for uses in _sets(before) for use in uses} if before else set()
    for uses in _sets(catalogue):
        yield from _clashes(uses, known)


def _sets(catalogue: Catalogue) -> Iterator[Iterable[IdUse]]:
    yield _uses_on_the_site(catalogue)
    yield (use for concept in catalogue.concepts for use in _id_and_aliases(concept))
    yield _uses_of_questions(catalogue)
    yield (IdUse(edition.id, edition) for edition in catalogue.editions)
    yield (IdUse(track.id, track) for track in catalogue.tracks)
    yield (IdUse(kind.id, kind) for kind in catalogue.kinds)


def _uses_of_questions(catalogue: Catalogue) -> Iterator[IdUse]:
    """Yield the ids of questions, each once, as a step may ask the same twice, and all of their aliases."""
    asked: set[str] = set()
    for section in catalogue.stages:
        for check in section.part.self_check if isinstance(section.part, Step) else ():
            id_ = check_id(section.part.id, check.question)
            if id_ not in asked:
                asked.add(id_)
                yield IdUse(id_, check, ("question",))
            yield from _aliases(check)


def _uses_on_the_site(catalogue: Catalogue) -> Iterator[IdUse]:
    for section in catalogue.sections:
        yield IdUse(section.part.id, section.part)
        yield from (use for use in _aliases(section.part) if use.id != section.part.id)  # an address as a step or topic
    for library in catalogue.libraries:
        yield from _id_and_aliases(library)
    for entry_id, resource in catalogue.written:
        yield IdUse(entry_id, resource, ("id",) if resource.id else ("title",))
        yield from _aliases(resource)


def _id_and_aliases(part: Step | Topic | Library | Concept) -> Iterator[IdUse]:
    yield IdUse(part.id, part)
    yield from _aliases(part)


def _aliases(part: Step | Topic | Library | Concept | Resource | SelfCheck) -> Iterator[IdUse]:
    for index, alias in enumerate(part.aliases):
        yield IdUse(alias, part, ("aliases", index))


def _name(use: IdUse) -> tuple[str, str]:
    fields = ("title", "name", "question")
    return use.id, next(str(getattr(use.part, field)) for field in fields if hasattr(use.part, field))


def _clashes(uses: Iterable[IdUse], known: set[tuple[str, str]]) -> Iterator[Diagnostic]:
    """Yield the ids that are used again; where it is known what there was before, what is new is the second."""
    by_id: dict[str, list[IdUse]] = {}
    for use in uses:
        by_id.setdefault(use.id, []).append(use)
    for same in by_id.values():
        if len(same) > 1:
            first, *others = sorted(same, key=lambda use: (_name(use) not in known, use.span.order))
            for use in others:
                yield _clash(first, use, is_new=bool(known))


def _clash(first: IdUse, use: IdUse, *, is_new: bool) -> Diagnostic:
    derived = ", made from the title," if use.is_derived else ""
    line = first.span.line_as_seen_from(use.span)
    message = f"the id {quote(use.id)}{derived} is already used at {line}"
    other = "" if is_new or use.path[0] == "aliases" else f", or at {line} if that one is new"
    lost = cut_off_text(use.span.source.text, use.span.start, use.span.end)
    if lost and use.is_derived:
        written = use.span.source.text[use.span.start : use.span.end]
        title = written.strip("'\"")
        help_ = f"the title is cut off at the #; {how_to_keep(title, lost, is_quoted=title != written)}"
    elif lost and use.path == ("id",):
        help_ = f"the id is cut off at the #, which starts a comment; write a different id here{other}"
    elif use.is_derived:
        help_ = f"add an `id` to this entry{other}"
    elif use.path[0] == "aliases":
        help_ = "delete it here, as an id can lead to one place only"
    else:
        help_ = f"write a different id here{other}"
    word = "first used here" if not first.is_derived else "first made from this title"
    return Diagnostic(CODE, Severity.ERROR, use.span, message, help_, ((first.span, word),))
