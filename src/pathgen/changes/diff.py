"""What changes for readers from one catalogue to another.

Which thing is which, `match` finds out. Entries are compared in the section that lists them: an entry that left one
section and is new in another has moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from pathgen.catalogue.fields import CHANGED_FIELDS, CHANGED_FIELDS_OF_PLACE
from pathgen.catalogue.model import Also, Goal, Library, Requirement, SelfCheck, Step
from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.changes.match import Matches

Thing = TypeVar("Thing", bound=Hashable)

_OF_PATH = ("title", "summary", "audience", "assumes", "outcomes", "licence", "language")
_OF_LIBRARY = (
    *("name", "url", "repository", "status", "successor", "use_instead", "why", "editions"),
    *("archived", "parent", "licence", "languages", "origin", "released", "gpu"),
)
_OF_SECTION = {"topic": ("title", "summary", "collected"), "step": ("title", "summary", "goals", "self_check")}
_OF_CONCEPT = ("title", "summary", "step", "requires")


class Change(NamedTuple):
    """One change: ``kind`` is added, removed, moved, renamed (another id), changed (a field) or reordered.

    ``what`` is path, edition, track, kind, step, topic, entry, library or concept; ``section`` the id of the step or
    topic that an entry is listed in. ``before`` and ``after`` are the values of ``field``, the ids of a renamed thing,
    the sections that a moved one was and is in (``None``: in none), or the ids of those that changed their order.
    """

    kind: str
    what: str
    id: str
    title: str
    section: str | None = None
    field: str | None = None
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Changes:
    """Two catalogues (``None`` where there was none before) and what changed between them, in the path's order."""

    before: Catalogue | None
    now: Catalogue
    all: tuple[Change, ...]
    paths: Mapping[str, Changes] = field(default_factory=dict)
    """Those of each of the other paths of its site, by their folders."""
    gone: Mapping[str, Catalogue] = field(default_factory=dict)
    """The paths that its site has no more, by their folders."""


def compare(before: Catalogue | None, now: Catalogue) -> Changes:
    """Return what changes for readers, in each path of a site; without a catalogue before, everything is new."""
    then = before.paths if before else {}
    return Changes(
        before,
        now,
        tuple(_Comparison(before, now).all()),
        {folder: compare(then.get(folder), path) for folder, path in now.paths.items()},
        {folder: path for folder, path in then.items() if folder not in now.paths},
    )


class Place(NamedTuple):
    """Where an entry is listed: ``number`` counts from 0 where a section lists the same more than once."""

    section: str
    id: str
    number: int


class _Comparison:
    """Compares two catalogues; for each kind of thing it has a map from the old ids to the new ones."""

    def __init__(self, before: Catalogue | None, now: Catalogue) -> None:
        self.before = before
        self.now = now
        matches = Matches(before, now)
        self.sections, self.concepts, self.libraries = matches.sections, matches.concepts, matches.libraries
        self.editions = _same_ids(before.editions if before else (), now.editions)
        self.tracks = _same_ids(before.tracks if before else (), now.tracks)
        self.targets = {**matches.resources, **matches.libraries}
        self.refer: dict[str, Mapping[str, str]] = {
            "replaced_by": self.targets,
            "successor": self.targets,
            "use_instead": self.targets,
            "teaches": self.concepts,
            "requires": self.concepts,
            "track": self.tracks,
            "editions": self.editions,
            "parent": self.libraries,
            "step": self.sections,
        }
        self.reported: set[tuple[str, str, Any, Any]] = set()

    def all(self) -> Iterator[Change]:
        before, now = self.before, self.now
        if before:
            yield from self._fields(Change("changed", "path", "path", now.path.title), before.path, now.path, _OF_PATH)
        yield from self._things("edition", before.editions if before else (), now.editions, self.editions, ("title",))
        yield from self._things("track", before.tracks if before else (), now.tracks, self.tracks, ("title",))
        kinds = before.kinds if before else ()
        yield from self._things("kind", kinds, now.kinds, _same_ids(kinds, now.kinds), ("title",))
        # Libraries are compared before entries, as a reference repeats the fields of its library.
        libraries = list(
            self._things("library", before.libraries if before else (), now.libraries, self.libraries, _OF_LIBRARY)
        )
        yield from self._all_sections()
        yield from self._entries()
        yield from libraries
        yield from self._things("concept", before.concepts if before else (), now.concepts, self.concepts, _OF_CONCEPT)

    def _things(
        self, thing: str, before: Sequence[Any], now: Sequence[Any], same: Mapping[str, str], fields: Sequence[str]
    ) -> Iterator[Change]:
        """Yield the changes of things that are not in a section."""
        then = {same[part.id]: part for part in before if part.id in same}
        yield from (Change("removed", thing, part.id, _title(part)) for part in before if part.id not in same)
        for part in now:
            if part.id not in then:
                yield Change("added", thing, part.id, _title(part))
                continue
            yield from self._compared(thing, then[part.id], part, fields)

    def _all_sections(self) -> Iterator[Change]:
        then, now = _sections(self.before), _sections(self.now)
        old_parents, parents = _parents(self.before), _parents(self.now)
        for id_, section in then.items():
            if id_ not in self.sections:
                yield Change("removed", _kind_of(section), id_, section.part.title)
        back = {new: old for old, new in self.sections.items()}
        for id_, section in now.items():
            thing = _kind_of(section)
            if id_ not in back:
                yield Change("added", thing, id_, section.part.title)
                continue
            yield from self._compared(thing, then[back[id_]].part, section.part, _OF_SECTION[thing])
            before = old_parents[back[id_]]
            parent = self.sections.get(before, before) if before else None
            if parent != parents[id_]:
                yield Change("moved", thing, id_, section.part.title, None, None, parent, parents[id_])
        for thing in ("step", "topic"):
            order = [self.sections[id_] for id_ in then if id_ in self.sections and _kind_of(then[id_]) == thing]
            moved = _out_of_order(order, [id_ for id_ in now if _kind_of(now[id_]) == thing])
            if moved:
                yield Change("reordered", thing, "", "", after=moved)

    def _entries(self) -> Iterator[Change]:
        """Yield the changes of the entries in each section; one that left a section and is new in another has moved."""
        then = {self._as_now(place): entry for place, entry in _places(self.before)}
        now = dict(_places(self.now))
        lost: dict[str, list[Place]] = {}
        for place in then:
            if place not in now:
                lost.setdefault(place.id, []).append(place)
        orders = _orders(then)
        for section, places in _orders(now).items():
            for place in places:
                entry = now[place]
                if place not in then and lost.get(place.id):
                    left = lost[place.id].pop(0)
                    then[place] = then[left]
                    if left.section != section:
                        yield Change("moved", "entry", place.id, entry.title, section, None, left.section, section)
                if place in then:
                    yield from self._entry(section, then[place], entry)
                else:
                    yield Change("added", "entry", place.id, entry.title, section)
            moved = _out_of_order(orders.get(section, []), places)
            if moved:
                yield Change("reordered", "entry", "", "", section, after=tuple(place.id for place in moved))
        for places in lost.values():
            yield from (Change("removed", "entry", place.id, then[place].title, place.section) for place in places)

    def _as_now(self, place: Place) -> Place:
        return Place(
            self.sections.get(place.section, place.section), self.targets.get(place.id, place.id), place.number
        )

    def _entry(self, section: str, before: Entry, now: Entry) -> Iterator[Change]:
        if before.id != now.id and not now.is_reference:
            yield Change("renamed", "entry", now.id, now.title, section, None, before.id, now.id)
        fields = (
            CHANGED_FIELDS_OF_PLACE if isinstance(now.target, Library) else CHANGED_FIELDS + CHANGED_FIELDS_OF_PLACE
        )
        yield from self._fields(Change("changed", "entry", now.id, now.title, section), before, now, fields)

    def _compared(self, thing: str, before: Any, now: Any, fields: Sequence[str]) -> Iterator[Change]:
        if before.id != now.id:
            yield Change("renamed", thing, now.id, _title(now), None, None, before.id, now.id)
        yield from self._fields(Change("changed", thing, now.id, _title(now)), before, now, fields)

    def _fields(self, change: Change, before: Any, now: Any, fields: Iterable[str]) -> Iterator[Change]:
        """Yield the changed fields. A reference repeats those of its target, so each change is yielded once."""
        for name in fields:
            then, after = _plain(_value(before, name, now)), _plain(getattr(now, name))
            if name in self.refer:
                then = _renamed(then, self.refer[name])
            if then != after and (key := (change.id, name, then, after)) not in self.reported:
                self.reported.add(key)
                yield change._replace(field=name, before=then, after=after)


def _title(part: Any) -> str:
    return str(part.name if isinstance(part, Library) else part.title)


def _kind_of(section: Section) -> str:
    return "step" if isinstance(section.part, Step) else "topic"


def _value(before: Any, name: str, now: Any) -> Any:
    """Return the value of a field before: a topic that was a step lacked what only topics have."""
    return getattr(before, name) if hasattr(before, name) else type(now).model_fields[name].default


def _plain(value: Any) -> Any:
    """Return a value without its place in the file: the ids of required concepts, the texts of goals and questions."""
    match value:
        case Also():
            return tuple(f"{name}: {url}" for name, _, url in value.addresses)
        case (Requirement(), *_):
            return tuple(need.id for need in value)
        case (Goal(), *_):
            return tuple(" ".join((goal.text, *goal.editions)) for goal in value)
        case (SelfCheck(), *_):
            return tuple(" ".join((check.question, check.answer or "", *check.editions)) for check in value)
    return value


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Return an id, or each of several ids, as it is now."""
    return tuple(names.get(id_, id_) for id_ in value) if isinstance(value, tuple) else names.get(value, value)


def _same_ids(before: Iterable[Any], now: Iterable[Any]) -> dict[str, str]:
    ids = {thing.id for thing in now}
    return {thing.id: thing.id for thing in before if thing.id in ids}


def _sections(catalogue: Catalogue | None) -> dict[str, Section]:
    return {section.part.id: section for section in catalogue.sections} if catalogue else {}


def _parents(catalogue: Catalogue | None) -> dict[str, str | None]:
    sections = catalogue.sections if catalogue else ()
    below: dict[str, str | None] = {child.part.id: above.part.id for above in sections for child in above.sections}
    return {section.part.id: below.get(section.part.id) for section in sections}


def _places(catalogue: Catalogue | None) -> Iterator[tuple[Place, Entry]]:
    for section in catalogue.sections if catalogue else ():
        counts: Counter[str] = Counter()
        for entry in section.entries:
            yield Place(section.part.id, entry.id, counts[entry.id]), entry
            counts[entry.id] += 1


def _orders(places: Iterable[Place]) -> dict[str, list[Place]]:
    """Return the places of each section, in order."""
    found: dict[str, list[Place]] = {}
    for place in places:
        found.setdefault(place.section, []).append(place)
    return found


def _out_of_order(before: Sequence[Thing], now: Sequence[Thing]) -> tuple[Thing, ...]:
    """Return the fewest things that must move to get the new order: all but a longest run that is in order in both.

    The run is a longest increasing subsequence of the old numbers, found by patience sorting in n log n.
    """
    number = {thing: index for index, thing in enumerate(before)}
    both = [thing for thing in dict.fromkeys(now) if thing in number]
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, thing in enumerate(both):
        length = bisect_left(tails, number[thing])
        previous.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [number[thing]]
        ends[length : length + 1] = [index]
    kept = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(index)
        index = previous[index]
    return tuple(thing for index, thing in enumerate(both) if index not in kept)
