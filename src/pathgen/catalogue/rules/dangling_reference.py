"""The catalogue refers to something that it does not contain.

An entry that refers to a misspelt id would silently be missing from its step, and a library's successor would lead
nowhere. The rule checks `ref`, `replaced_by`, `track`, `editions`, `teaches`, `requires`, the `step` of a concept, the
`library` of a track, the `parent`, `successor` and `use_instead` of a library, `prose` pages, and the rules named under
`rules`.
Former ids (`aliases`) only keep old links working: inside the catalogue, use the current id.

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
from pathgen.catalogue.model import Defaults, Goal, Library, Part, Reference, Resource, SelfCheck, Step, Topic
from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Diagnostic, Severity, quote

CODE = "dangling-reference"
MOST_LISTED = 10
"""If there are more names, the help does not list them."""
MOST_COMPARED = 40_000
"""The most names compared for a suggestion: this many take about a second."""

Names = dict[str, str]
"""The current id for every name of one kind: the name itself, or another id if the name is an alias."""


class Mention(NamedTuple):
    """The name of something of a kind, in the field ``path`` of ``part``."""

    part: Part
    path: tuple[str | int, ...]
    name: str
    kind: str


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield every name in the catalogue that refers to nothing."""
    known = _known(catalogue)
    listed = {id(entry.target) for entry in catalogue.entries}
    unseen = {entry_id for entry_id, resource in catalogue.shared if id(resource) not in listed}
    compared = 0
    for mention in _mentions(catalogue):
        names = known[mention.kind]
        if mention.name in unseen and mention.path == ("replaced_by",) and id(mention.part) in listed:
            yield _unlisted(mention)
        if names.get(mention.name) == mention.name or _is_placeholder(mention):
            continue
        help_ = _of_a_path(mention) if _is_shared(mention, catalogue) else ""
        if mention.name not in names and not help_ and compared <= MOST_COMPARED:
            compared += len(names)
            help_ = did_you_mean(mention.name, names)
        yield _dangling(mention, known, help_)


def _is_placeholder(mention: Mention) -> bool:
    """Whether the name replaces one that could not be read, which has been reported already."""
    return mention.name.startswith("unnamed.") and mention.part.span(*mention.path) == mention.part.span()


def _is_shared(mention: Mention, catalogue: Catalogue) -> bool:
    """Whether it is in an entry that the site shares with the path, and so outside the path's folder."""
    folder = Path(catalogue.sources[0].file).resolve().parent
    return not Path(mention.part.span().file).resolve().is_relative_to(folder)


def _of_a_path(mention: Mention) -> str:
    if mention.path == ("replaced_by",):
        return f"write `ref: {mention.name}` in each path that lists this entry"
    return f"each path has its own {mention.kind}s: write `{_field(mention)}` next to the `ref` there, not here"


def _dangling(mention: Mention, known: dict[str, Names], help_: str) -> Diagnostic:
    name, kind, names = mention.name, mention.kind, known[mention.kind]
    if name in names:
        message, help_ = f"the {kind} {quote(name)} has a new id", f"write {names[name]}"
    else:
        message = f"there is no {kind} {quote(name)}"
        others = [other for other, known_names in known.items() if name in known_names and other != kind]
        if others and not help_:
            help_ = f"{name} exists, but as something else: {others[0]}"
        elif not names and not help_:
            help_ = f"the catalogue has none: add one, or delete `{_field(mention)}` here"
        elif not help_ and len(names) <= MOST_LISTED:
            help_ = f"the catalogue has {', '.join(names)}"
    span = mention.part.span(*mention.path)
    return Diagnostic(CODE, Severity.ERROR, span, message, help_ or f"add it, or correct `{_field(mention)}` here")


def _unlisted(mention: Mention) -> Diagnostic:
    span = mention.part.span(*mention.path)
    message = f"no step or topic lists {quote(mention.name)}, so readers cannot be sent there"
    return Diagnostic(CODE, Severity.ERROR, span, message, f"write `ref: {mention.name}` in a step or topic")


def _field(mention: Mention) -> str:
    return next(str(step) for step in mention.path if isinstance(step, str))


def _known(catalogue: Catalogue) -> dict[str, Names]:
    """Return the names of each kind, under the word that messages use for the kind."""
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
    aliases = {alias: part_id for part_id, part in parts for alias in getattr(part, "aliases", ())}
    return aliases | {part_id: part_id for part_id, _ in parts}


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
    for _, resource in catalogue.shared:
        yield from _in_item(resource)


def _in_defaults(defaults: Defaults) -> Iterator[Mention]:
    if defaults.track:
        yield Mention(defaults, ("track",), defaults.track, "track")
    yield from _of_editions(defaults)


def _of_editions(part: Defaults | Library | Resource | Reference | Goal | SelfCheck) -> Iterator[Mention]:
    for index, edition in enumerate(part.editions):
        yield Mention(part, ("editions", index), edition, "edition")


def _in_library(library: Library) -> Iterator[Mention]:
    if library.parent:
        yield Mention(library, ("parent",), library.parent, "library")
    for field in ("successor", "use_instead"):
        for index, name in enumerate(getattr(library, field)):
            yield Mention(library, (field, index), name, "library")
    yield from _of_editions(library)


def _in_section(part: Step | Topic) -> Iterator[Mention]:
    yield from _in_defaults(part.defaults)
    if part.prose:
        yield Mention(part, ("prose",), part.prose, "page below content/")
    if isinstance(part, Step):
        for goal in part.goals:
            yield from _of_editions(goal)
        for question in part.self_check:
            yield from _of_editions(question)
            for index, name in enumerate(question.see):
                yield Mention(question, ("see", index), name, "entry or library")
    for item in part.resources:
        yield from _in_item(item)


def _in_item(item: Resource | Reference) -> Iterator[Mention]:
    if isinstance(item, Reference):
        yield Mention(item, ("ref",), item.ref, "entry or library")
    elif item.replaced_by:
        yield Mention(item, ("replaced_by",), item.replaced_by, "entry or library")
    if item.track:
        yield Mention(item, ("track",), item.track, "track")
    yield from _of_editions(item)
    for index, concept in enumerate(item.teaches):
        yield Mention(item, ("teaches", index), concept, "concept")
