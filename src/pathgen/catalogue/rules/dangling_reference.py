"""Something is named that the catalogue does not hold.

An entry that refers to a misspelt id would be missing from its step without a word, and a library's successor would
lead nowhere. This rule looks at `ref`, `replaced_by`, `track`, `editions`, `teaches`, `requires`, the `step` of a
concept, the `library` of a track, the `parent` and `successor` of a library, `prose` pages, and the rules named under
`rules`. An id that something once had (`aliases`) is known to old links only: the catalogue itself uses today's.

Bad:

    topics:
      - id: basics
        title: Basics
        resources:
          - {id: a-page, title: A page, url: "https://example.org/a"}
      - id: reading
        title: Reading
        resources:
          - ref: a-pag

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - {id: a-page, title: A page, url: "https://example.org/a"}
      - id: reading
        title: Reading
        resources:
          - ref: a-page
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pathgen.catalogue.did_you_mean import did_you_mean
from pathgen.catalogue.model import Defaults, Library, Part, Reference, Resource, Step, Topic
from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Diagnostic, Severity, quote

CODE = "dangling-reference"
MOST_LISTED = 10
"""With more names than this the help does not list them all."""
MOST_COMPARED = 40_000
"""The most names compared to find out what was meant: this many take about a second."""

Names = dict[str, str]
"""What something of one sort can be called, and its id: the same, or another where the name is an alias."""


class Mention(NamedTuple):
    """A name that stands for something of a sort, in the field ``path`` of ``part``."""

    part: Part
    path: tuple[str | int, ...]
    name: str
    sort: str


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Look up every name that the catalogue mentions."""
    known = _known(catalogue)
    listed = {id(entry.target) for entry in catalogue.entries}
    unseen = {own for own, resource in catalogue.shelf if id(resource) not in listed}
    compared = 0
    for mention in _mentions(catalogue):
        names = known[mention.sort]
        if mention.name in unseen and mention.path == ("replaced_by",) and id(mention.part) in listed:
            yield _unlisted(mention)
        if names.get(mention.name) == mention.name or _is_stand_in(mention):
            continue
        help_ = _of_a_path(mention) if _is_shared(mention, catalogue) else ""
        if mention.name not in names and not help_ and compared <= MOST_COMPARED:
            compared += len(names)
            help_ = did_you_mean(mention.name, names)
        yield _dangling(mention, known, help_)


def _is_stand_in(mention: Mention) -> bool:
    """Whether the reader put the name there, as none could be read; it has said so already."""
    return mention.name.startswith("unnamed.") and mention.part.span(*mention.path) == mention.part.span()


def _is_shared(mention: Mention, catalogue: Catalogue) -> bool:
    """Whether it stands in an entry that a path takes from its site, and so outside the path's folder."""
    folder = Path(catalogue.sources[0].file).resolve().parent
    return not Path(mention.part.span().file).resolve().is_relative_to(folder)


def _of_a_path(mention: Mention) -> str:
    if mention.path == ("replaced_by",):
        return f"write `ref: {mention.name}` in each path that lists this entry"
    return f"each path has {mention.sort}s of its own: write `{_field(mention)}` beside the `ref` there, and not here"


def _dangling(mention: Mention, known: dict[str, Names], help_: str) -> Diagnostic:
    name, sort, names = mention.name, mention.sort, known[mention.sort]
    if name in names:
        message, help_ = f"the {sort} {quote(name)} has another id now", f"write {names[name]}"
    else:
        message = f"there is no {sort} {quote(name)}"
        others = [other for other, them in known.items() if name in them and other != sort]
        if others and not help_:
            help_ = f"{name} is the name of another thing: {others[0]}"
        elif not names and not help_:
            help_ = f"the catalogue has none: add it, or delete `{_field(mention)}` here"
        elif not help_ and len(names) <= MOST_LISTED:
            help_ = f"known here: {', '.join(names)}"
    span = mention.part.span(*mention.path)
    return Diagnostic(CODE, Severity.ERROR, span, message, help_ or f"add it, or delete `{_field(mention)}` here")


def _unlisted(mention: Mention) -> Diagnostic:
    span = mention.part.span(*mention.path)
    message = f"no step or topic lists {quote(mention.name)}, so no reader can be led there"
    return Diagnostic(CODE, Severity.ERROR, span, message, f"write `ref: {mention.name}` where it belongs")


def _field(mention: Mention) -> str:
    return next(str(step) for step in mention.path if isinstance(step, str))


def _known(catalogue: Catalogue) -> dict[str, Names]:
    """Gather what there is of each sort, under the word that messages use for it."""
    libraries = _names((library.id, library) for library in catalogue.libraries)
    return {
        "entry or library": libraries | _names(catalogue.written),
        "library": libraries,
        "concept": _names((concept.id, concept) for concept in catalogue.concepts),
        "step": _names((stage.part.id, stage.part) for stage in catalogue.stages),
        "edition": {edition.id: edition.id for edition in catalogue.editions},
        "track": {track.id: track.id for track in catalogue.tracks},
        "page below content/": {page: page for page in sorted(catalogue.prose)},
    }


def _names(parts: Iterable[tuple[str, Part]]) -> Names:
    parts = list(parts)
    aliases = {alias: own for own, part in parts for alias in getattr(part, "aliases", ())}
    return aliases | {own: own for own, _ in parts}


def _mentions(catalogue: Catalogue) -> Iterator[Mention]:
    yield from _in_defaults(catalogue.path.defaults)
    for track in catalogue.tracks:
        if track.library:
            yield Mention(track, ("library",), track.library, "library")
    for concept in catalogue.concepts:
        if concept.step:
            yield Mention(concept, ("step",), concept.step, "step")
        for need in concept.requires:
            yield Mention(need, ("id",), need.id, "concept")
    for library in catalogue.libraries:
        yield from _in_library(library)
    for section in catalogue.sections:
        yield from _in_section(section.part)
    for _, resource in catalogue.shelf:
        yield from _in_item(resource)


def _in_defaults(defaults: Defaults) -> Iterator[Mention]:
    if defaults.track:
        yield Mention(defaults, ("track",), defaults.track, "track")
    for index, edition in enumerate(defaults.editions):
        yield Mention(defaults, ("editions", index), edition, "edition")


def _in_library(library: Library) -> Iterator[Mention]:
    if library.parent:
        yield Mention(library, ("parent",), library.parent, "library")
    for index, successor in enumerate(library.successor):
        yield Mention(library, ("successor", index), successor, "library")
    for index, edition in enumerate(library.editions):
        yield Mention(library, ("editions", index), edition, "edition")


def _in_section(part: Step | Topic) -> Iterator[Mention]:
    yield from _in_defaults(part.defaults)
    if part.prose:
        yield Mention(part, ("prose",), part.prose, "page below content/")
    for item in part.resources:
        yield from _in_item(item)


def _in_item(item: Resource | Reference) -> Iterator[Mention]:
    if isinstance(item, Reference):
        yield Mention(item, ("ref",), item.ref, "entry or library")
    elif item.replaced_by:
        yield Mention(item, ("replaced_by",), item.replaced_by, "entry or library")
    if item.track:
        yield Mention(item, ("track",), item.track, "track")
    for index, edition in enumerate(item.editions):
        yield Mention(item, ("editions", index), edition, "edition")
    for index, concept in enumerate(item.teaches):
        yield Mention(item, ("teaches", index), concept, "concept")
