"""The current edition recommends a library that is no longer maintained.

A newcomer who installs it has to use old versions of everything else, and finds nobody to ask. It can stay in the
edition of its time, but the edition that readers see first should list libraries that work today. In a catalogue
without editions, the rule checks the core entries of the steps.

Bad:

    editions:
      - {id: today, title: Today, default: yes}
    libraries:
      - {id: pylearn2, name: Pylearn2, url: "https://example.org/p", status: discontinued 2016}
    steps:
      - id: practice
        title: Practice
        resources:
          - {ref: pylearn2, editions: today}

Good:

    editions:
      - {id: today, title: Today, default: yes}
      - {id: "2016", title: The path of 2016}
    libraries:
      - {id: pylearn2, name: Pylearn2, url: "https://example.org/p", status: discontinued 2016}
    steps:
      - id: practice
        title: Practice
        resources:
          - {ref: pylearn2, editions: "2016"}
"""

from __future__ import annotations

from collections.abc import Iterator

from pathgen.catalogue.model import Library, Part
from pathgen.catalogue.resolve import Catalogue, Entry
from pathgen.catalogue.values import Role
from pathgen.diagnostics import Diagnostic, Severity, Span, quote

CODE = "discontinued-library"


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield the ended libraries in the default edition, or in the core entries of a catalogue without editions."""
    edition = catalogue.default_edition.id if catalogue.default_edition else None
    if edition is not None:
        for library in catalogue.libraries:
            if library.has_ended and edition in library.editions:
                span = library.span("editions", library.editions.index(edition))
                yield _diagnose(catalogue, library, span, f"belongs to the edition {quote(edition)}")
    tracks = {
        track.id: catalogue.library[track.library] for track in catalogue.tracks if track.library in catalogue.library
    }
    dead = {name: library for name, library in tracks.items() if library.has_ended}
    for stage in catalogue.stages:
        for entry in stage.entries:
            if entry.role is not Role.REFERENCE:
                yield from _in_step(catalogue, entry, edition, dead)
    for topic in catalogue.topics:
        for entry in topic.all_entries:
            if edition in entry.editions:
                yield from _tracked(catalogue, entry, dead)


def _in_step(catalogue: Catalogue, entry: Entry, edition: str | None, dead: dict[str, Library]) -> Iterator[Diagnostic]:
    recommended = entry.role is Role.CORE if edition is None else entry.is_in(edition)
    if not recommended:
        return
    if not isinstance(entry.target, Library):
        yield from _tracked(catalogue, entry, dead)
    elif entry.target.has_ended and (edition is None or _is_named(entry, edition)):
        yield _diagnose(catalogue, entry.target, entry.span("ref"), "is recommended here")


def _is_named(entry: Entry, edition: str) -> bool:
    """Whether the edition is named where the library is listed; its own `editions` are reported at the library."""
    return edition in entry.editions and edition not in entry.target.editions


def _tracked(catalogue: Catalogue, entry: Entry, dead: dict[str, Library]) -> Iterator[Diagnostic]:
    if entry.track in dead and not isinstance(entry.target, Library):
        problem = f"is the library of the track {quote(entry.track)}, to which this entry belongs"
        yield _diagnose(catalogue, dead[entry.track], _place(entry, "track"), problem)


def _place(entry: Entry, field: str) -> Span:
    """Return where an entry gets a value: in this place, where it is written, or (for a default) its title."""
    for part in (entry.written, entry.target):
        if field in part.model_fields_set:
            return part.span(field)
    return entry.span("title")


def _diagnose(catalogue: Catalogue, library: Library, span: Span, problem: str) -> Diagnostic:
    message = f"{quote(library.name)} ({library.status}) {problem}"
    successor = next(iter(catalogue.living_replacements(library)), None)
    name = f"{successor.name} (`{successor.id}`)" if successor else "a library that is maintained"
    help_ = f"list {name} instead, or move this to an older edition with `editions`"
    return Diagnostic(CODE, Severity.ERROR, span, message, help_, ((_status(library), "its status"),))


def _status(library: Part) -> Span:
    return library.span("status")
