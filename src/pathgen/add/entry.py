"""Add an entry to a catalogue: find its section, similar entries and an id, and edit the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from pydantic import ValidationError

from pathgen.add.metadata import LONGEST, clean
from pathgen.catalogue.did_you_mean import did_you_mean, did_you_mean_or_list, nearest
from pathgen.catalogue.edit import add_items, read_again
from pathgen.catalogue.field_order import FIELDS, field_order
from pathgen.catalogue.ids import derived_id, slug
from pathgen.catalogue.model import Library, Resource
from pathgen.catalogue.resolve import Catalogue, Section
from pathgen.catalogue.rules.bad_url import url_problems
from pathgen.catalogue.validation_errors import diagnose
from pathgen.catalogue.values import AddedKind, Role, Validation
from pathgen.diagnostics import Diagnostic, Severity, Source, Span, quote
from pathgen.errors import ChangedMeanwhileError, PathgenError
from pathgen.files import read_bytes
from pathgen.urls import same_page, untracked
from pathgen.yamldoc.edit import Document
from pathgen.yamldoc.format import is_of_text
from pathgen.yamldoc.parse import MAX_LENGTH, Tree

LONGEST_ID = 60
"""Ids are typed by hand and appear in addresses, so only the first words of a title are used."""
ALIKE = 0.85
"""Titles this similar may be one work; "Deep Learning 1" and "Deep Learning 2" are not, so a person decides."""
MOST_ALIKE = 3
Fields = Mapping[str, str | Sequence[str]]
"""What a new entry says: ``{field: its text, or several}``."""
_STEP = re.compile(r"(?:step\s*)?(\d{1,3})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SimilarEntry:
    """An entry of the catalogue that is similar to a new one."""

    id: str
    title: str
    place: str
    how: str
    """What they have in common, in words."""
    is_same: bool
    """Whether it is certainly the same page, which may not be listed twice."""


def section_called(catalogue: Catalogue, name: str) -> Section:
    """Return the step, topic or subtopic with this id, former id or title, or the step with this number.

    Raises:
        PathgenError: nothing has that name; the text suggests the nearest.
    """
    sections = catalogue.sections
    by_name = {section.part.title.casefold(): section for section in reversed(sections)}
    by_name |= {alias: section for section in sections for alias in section.part.aliases}
    by_name |= {section.part.id: section for section in sections}
    number = _STEP.fullmatch(name)
    by_number = {section.number: section for section in catalogue.stages}
    found = by_name.get(name) or by_name.get(name.casefold()) or (by_number.get(int(number[1])) if number else None)
    if found:
        return found
    none = "name the file of one of its paths" if catalogue.paths else "the catalogue has none"
    hint = did_you_mean(name, by_name) or did_you_mean_or_list("", places(catalogue), none)
    raise PathgenError(f"there is no step or topic {quote(name)}; {hint}")


def places(catalogue: Catalogue) -> list[str]:
    """Return what a person may choose from: steps with their numbers, and topics, without subtopics."""
    return [f"{section.number} {section.part.id}" if section.number else section.part.id for section in catalogue.tops]


def similar_entries(catalogue: Catalogue, urls: set[str], title: str) -> Iterator[SimilarEntry]:
    """Yield the entries that lead, or once led, to the same page, and those with nearly the same title."""
    wanted = {same_page(url) for url in urls if url}
    parts: list[tuple[str, Resource | Library, str]] = [
        (library.id, library, library.name) for library in catalogue.libraries
    ]
    parts += [(id_, resource, resource.title) for id_, resource in catalogue.written]
    found: set[str] = set()
    for id_, part, name in parts:
        for field, addresses in _addresses(part):
            if id_ not in found and any(same_page(address) in wanted for address in addresses):
                found.add(id_)
                yield SimilarEntry(id_, name, str(part.span(field)), _HOW[field], is_same=field == "url")
    titles = {name.lower(): (id_, part, name) for id_, part, name in parts if id_ not in found}
    for close in nearest(title, titles, MOST_ALIKE, ALIKE) if title else ():
        id_, part, name = titles[close]
        place = str(part.span("name" if isinstance(part, Library) else "title"))
        yield SimilarEntry(id_, name, place, "has nearly the same title", is_same=False)


_HOW = {
    "url": "has this address",
    "formerly": "once had this address",
    "archived": "has this address as its archived copy",
    "also": "has this address as one of its others",
    "repository": "has this address as its repository",
}


def _addresses(part: Resource | Library) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "url", (part.url,)
    yield "formerly", part.formerly
    yield "archived", (part.archived,) if part.archived else ()
    if isinstance(part, Resource) and part.also:
        yield "also", tuple(url for _, _, url in part.also.addresses)
    if isinstance(part, Library) and part.repository:
        yield "repository", (part.repository,)


def id_for(catalogue: Catalogue, section: Section, title: str) -> str:
    """Return an id for an entry, made from its title, that nothing in the catalogue has or had."""
    taken = {name for id_, resource in catalogue.written for name in (id_, *resource.aliases)}
    for parts in (map(attrgetter("part"), catalogue.sections), catalogue.libraries, catalogue.concepts):
        taken |= {name for part in parts for name in (part.id, *part.aliases)}
    short = slug(title)
    if len(short) > LONGEST_ID:
        short = short[: LONGEST_ID + 1].rpartition("-")[0] or short[:LONGEST_ID]
    names = [short, derived_id(section.part.id, title), *(f"{short}-{number}" for number in range(2, 1000))]
    return next(name for name in names if name not in taken)


def wants_id(section: Section) -> bool:
    """Whether a new entry of the section needs an id: in a step always, elsewhere where all its neighbours have one."""
    resources = [entry.written for entry in section.entries if isinstance(entry.written, Resource)]
    return section.number is not None or (bool(resources) and all(resource.id for resource in resources))


def editions_for(catalogue: Catalogue, section: Section) -> tuple[str, ...]:
    """Return the editions of a new entry: the default edition if its neighbours name editions, else none."""
    first = catalogue.default_edition
    resources = [entry.written for entry in section.entries if isinstance(entry.written, Resource)]
    return (first.id,) if first and any(resource.editions for resource in resources) else ()


def language_of(catalogue: Catalogue, section: Section) -> str:
    """Return the language of an entry of this section that does not name one."""
    above = (section.part, *(top.part for top in catalogue.tops if section in top.walk()))
    language = next((part.defaults.language for part in above if part.defaults.language), None)
    return language or catalogue.path.defaults.language or catalogue.path.language


# --- one field ---------------------------------------------------------------------------------------------------


def read_field(catalogue: Catalogue, name: str, written: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """Return the cleaned value of a field, checked as the catalogue will check it.

    Raises:
        ValueError: the field cannot have this value; the text says why.
    """
    given = (written,) if isinstance(written, str) else written
    values = tuple(filter(None, (clean(text, MAX_LENGTH) for text in given)))
    if not values:
        return ""
    most = LONGEST.get(name, LONGEST_ADDRESS)
    if any(len(text) > most for text in values):
        raise ValueError(f"`{name}` is longer than {most:,} characters; shorten it")
    value = values[0] if isinstance(written, str) else values
    if name == "url":
        value = _address(values[0])
    try:
        kinds = {kind.id: AddedKind(kind.id, kind.title) for kind in catalogue.kinds}
        Resource.model_validate({"title": "T", "url": "https://a.example/", name: value}, context=Validation(1, kinds))
    except ValidationError as invalid:
        diagnostic = diagnose(Tree(Source("", ""), {}, (0, 0)), invalid.errors()[0])
        raise ValueError(f"{diagnostic.message}; {diagnostic.help}") from invalid
    if name in _KNOWN:
        kind, ids_of = _KNOWN[name]
        _look_up(kind, values, ids_of(catalogue))
    return value


def _address(written: str) -> str:
    """Return a checked address without its tracking parameters."""
    for fault in url_problems(written):
        raise ValueError(f"{fault.message}; {fault.help}")
    return untracked(written)


LONGEST_ADDRESS = 2000
"""The longest address that all browsers and servers accept."""
_KNOWN: Mapping[str, tuple[str, Callable[[Catalogue], list[str]]]] = {
    "teaches": ("concept", lambda catalogue: list(catalogue.concept)),
    "track": ("track", lambda catalogue: [track.id for track in catalogue.tracks]),
    "editions": ("edition", lambda catalogue: list(catalogue.edition)),
}
"""The fields that refer to another part of the catalogue: what that part is called, and the ids that exist."""


def _look_up(kind: str, names: Iterable[str], ids: list[str]) -> None:
    for name in names:
        if name not in ids:
            raise ValueError(f"there is no {kind} {quote(name)}; {did_you_mean_or_list(name, ids, most=20)}")


# --- the edit ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Edited:
    """A file with the new entry in it, not written yet."""

    file: Path
    before: bytes
    after: bytes
    place: Span
    """Where the new lines are in the edited file."""
    found: tuple[Diagnostic, ...]
    """The errors of the edited catalogue, and the warnings about the new entry."""

    @property
    def is_valid(self) -> bool:
        """Whether the edited catalogue has no errors."""
        return all(diagnostic.severity is not Severity.ERROR for diagnostic in self.found)


def add(catalogue: Catalogue, section: Section, fields: Fields, after: str = "") -> Edited:
    """Return the file with an entry added to the list of a section, after the entry ``after`` or those it is like.

    Raises:
        ChangedMeanwhileError: the file is no longer as it was when the catalogue was read.
        PathgenError: the entry cannot be added there.
    """
    file = section.part.span().file
    data = read_bytes(Path(file))
    if not is_of_text(data, section.part.span().source.text):
        raise ChangedMeanwhileError(file)
    document = Document(file, data, field_order)
    number = _index(section, after) if after else _place(section, fields)
    document.apply(add_items(section.part, "resources", [_entry(fields)], after=number))
    result = document.result()
    place = document.added_span(result)
    start, end = place.location[1:3], place.location[3:]
    loaded = read_again(catalogue.sources[0].file, file, result, catalogue.prose)
    found = tuple(
        diagnostic
        for diagnostic in loaded.diagnostics
        if diagnostic.severity is Severity.ERROR
        or (diagnostic.span.file == file and start <= diagnostic.span.location[1:3] < end)
    )
    return Edited(Path(file), data, result, place, found)


def _entry(fields: Fields) -> dict[str, str | list[str]]:
    """Return the fields of an entry as they are written: in the schema's order, a list of one item as text."""
    written = {name: fields[name] for name in FIELDS if fields.get(name)}
    return {
        name: value if isinstance(value, str) else value[0] if len(value) == 1 else [*value]
        for name, value in written.items()
    }


def _place(section: Section, fields: Fields) -> int | None:
    """Return the number of the entry to add another after; ``None`` for the end.

    It goes after the last one of its role and kind, or else of its role, and the alternatives to that. So two people
    who add different things to a list seldom write at one place, which git would take for a conflict.
    """
    role, kind = fields.get("role", Role.CORE), fields.get("kind")
    if role == Role.ALTERNATIVE:
        return None
    same = [number for number, entry in enumerate(section.entries) if entry.role == role]
    of_kind = [number for number in same if kind and section.entries[number].kind == kind]
    if not same:
        return None
    place = (of_kind or same)[-1]
    while place + 1 < len(section.entries) and section.entries[place + 1].role is Role.ALTERNATIVE:
        place += 1
    return place if place + 1 < len(section.entries) else None


def _index(section: Section, after: str) -> int:
    names = [entry.id for entry in section.entries]
    if after in names:
        return names.index(after)
    hint = did_you_mean(after, names) or "leave out --after to put it after those of its role and kind"
    raise PathgenError(f"there is no entry {quote(after)} in {section.part.id}; {hint}")
