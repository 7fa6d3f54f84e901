"""The resolved catalogue: defaults applied, references followed, ids derived."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from pathgen.catalogue.ids import carried_check_ids, carried_entry_ids, check_id, derived_id, former_ids_of
from pathgen.catalogue.model import (
    Also,
    Concept,
    Defaults,
    Edition,
    File,
    KindOfCatalogue,
    Library,
    LinkPolicy,
    Path,
    Reference,
    Resource,
    Step,
    Topic,
    Track,
)
from pathgen.catalogue.values import Access, AddedKind, Duration, Kind, Level, Role, Setting, Status
from pathgen.diagnostics import Source, Span
from pathgen.today import latest_today


@dataclass(frozen=True, slots=True)
class Entry:
    """A resource in one of the places that list it: written there in full, or referred to with ``ref``."""

    id: str
    target: Resource | Library
    written: Resource | Reference
    role: Role
    part: str | None
    start: bool
    pick: bool
    track: str | None
    editions: tuple[str, ...]
    minutes: Duration | None
    open_ended: bool
    teaches: tuple[str, ...]
    why: str | None
    kind: Kind | AddedKind | None
    level: Level | None
    language: str
    access: Access | None
    is_reference: bool
    """Whether its home is elsewhere; the home of what is written in `entries` is the first place that refers to it."""

    @property
    def title(self) -> str:
        """Its title, or the library's name."""
        return self.target.name if isinstance(self.target, Library) else self.target.title

    @property
    def url(self) -> str:
        """Its address."""
        return self.target.url

    @property
    def creators(self) -> tuple[str, ...]:
        """Who made it."""
        return self.target.origin if isinstance(self.target, Library) else self.target.creators

    @property
    def year(self) -> int | None:
        """The year it was published."""
        return self.target.released if isinstance(self.target, Library) else self.target.year

    @property
    def licence(self) -> str | None:
        """Its licence."""
        return self.target.licence

    @property
    def tags(self) -> tuple[str, ...]:
        """The words to find it by."""
        return self.target.tags if isinstance(self.target, Resource) else ()

    @property
    def also(self) -> Also | None:
        """Its other addresses."""
        return self.target.also if isinstance(self.target, Resource) else None

    @property
    def status(self) -> Status | None:
        """Its status, if the catalogue has one."""
        return self.target.status

    @property
    def added(self) -> str | None:
        """When it was added to the catalogue, if that is written."""
        return self.target.added if isinstance(self.target, Resource) else None

    @property
    def reviewed(self) -> str | None:
        """When a curator last looked at it, if that is written."""
        return self.target.reviewed if isinstance(self.target, Resource) else None

    @property
    def archived(self) -> str | None:
        """The address of an archived copy."""
        return self.target.archived

    @property
    def replaced_by(self) -> tuple[str, ...]:
        """The ids of what to use instead."""
        if isinstance(self.target, Library):
            return self.target.replaced_by
        return (self.target.replaced_by,) if self.target.replaced_by else ()

    def span(self, *path: str | int) -> Span:
        """Return where a field is written in this place."""
        return self.written.span(*path)

    def is_in(self, edition: str) -> bool:
        """Whether a reader of this edition sees it."""
        return not self.editions or edition in self.editions


@dataclass(frozen=True, slots=True)
class Section:
    """A step, topic or subtopic with its entries; ``number`` counts steps from 1 (preparation is 0)."""

    part: Step | Topic
    entries: tuple[Entry, ...]
    sections: tuple[Section, ...] = ()
    number: int | None = None

    def walk(self) -> Iterator[Section]:
        """Yield this section and all below it, in order."""
        yield self
        for below in self.sections:
            yield from below.walk()

    @property
    def all_entries(self) -> list[Entry]:
        """Its entries and those of the sections below it."""
        return [entry for section in self.walk() for entry in section.entries]

    @property
    def page(self) -> str:
        """The path of its page below ``docs/`` and, unless it names another, of its prose below ``content/``."""
        return self.page_under(self.part.id)

    @property
    def former_ids(self) -> list[str]:
        """What it was called."""
        return former_ids_of(self.part)

    def page_under(self, id_: str, *, as_other: bool = False) -> str:
        """Return the path that its page has under an id, ``as_other``: as a topic if it is a step, and otherwise."""
        folder = "steps" if (self.number is None) is as_other else "topics"
        return f"{folder}/{'index/index' if id_ == 'index' else id_}.md"  # the folder has a page called index

    def prose_among(self, known: Container[str]) -> str | None:
        """Return its prose among known pages: the page that it names, else that of its id or of a former one."""
        ids = (self.part.id, *self.part.aliases)
        return self.part.prose or next((page for id_ in ids if (page := self.page_under(id_)) in known), None)


@dataclass(frozen=True)
class Catalogue:
    """A catalogue with everything resolved; immutable, and each part knows where it is written in the file."""

    sources: tuple[Source, ...]
    """The files that it was read from: the catalogue's file, and those that it includes."""
    path: Path
    rules: dict[str, Setting]
    editions: tuple[Edition, ...]
    tracks: tuple[Track, ...]
    concepts: tuple[Concept, ...]
    preparation: Section | None
    steps: tuple[Section, ...]
    libraries: tuple[Library, ...]
    topics: tuple[Section, ...]
    prose: frozenset[str]
    """The Markdown files below ``content/``, as relative paths with ``/``."""
    kinds: tuple[KindOfCatalogue, ...] = ()
    link_policy: tuple[LinkPolicy, ...] = ()
    shared: tuple[tuple[str, Resource], ...] = ()
    """The entries of `entries`, with their ids; no step or topic may list some of them."""
    paths: Mapping[str, Catalogue] = field(default_factory=dict)
    """The paths of its site that have a catalogue of their own, by their folders."""
    before: Catalogue | None = None
    """The catalogue at an earlier revision, where one was named."""
    today: date = field(default_factory=latest_today, compare=False)
    """The day with which its dates are compared, and up to which the site shows what still goes on."""

    @cached_property
    def stages(self) -> tuple[Section, ...]:
        """The preparation, where there is one, and the steps."""
        return (self.preparation, *self.steps) if self.preparation else self.steps

    @cached_property
    def tops(self) -> tuple[Section, ...]:
        """The sections that have a page of their own: the stages and the topics."""
        return (*self.stages, *self.topics)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every step, topic and subtopic, in the order of the file's schema."""
        return tuple(section for top in self.tops for section in top.walk())

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry where it is listed, references included."""
        return tuple(entry for section in self.sections for entry in section.entries)

    @cached_property
    def written(self) -> tuple[tuple[str, Resource], ...]:
        """Every resource with its id, once, where it is written in full."""
        listed = [(entry.id, entry.written) for entry in self.entries if isinstance(entry.written, Resource)]
        return (*listed, *self.shared)

    @cached_property
    def whole(self) -> Mapping[str, Catalogue]:
        """The catalogue itself and those of the other paths of its site, by the prefix of their ids and files there."""
        return {"": self} | {f"{folder}/": path for folder, path in self.paths.items()}

    def parts(self) -> Iterator[tuple[str, Resource | Library, Catalogue]]:
        """Yield every resource and library of the site once: its id there, itself, and the first path that lists it."""
        listed = [
            (scope + entry.id, entry.target, path)
            for scope, path in self.whole.items()
            for entry in path.entries
            if not entry.is_reference
        ]
        libraries = [
            (scope + library.id, library, path) for scope, path in self.whole.items() for library in path.libraries
        ]
        unlisted = [
            (scope + entry_id, resource, path)
            for scope, path in self.whole.items()
            for entry_id, resource in path.shared
        ]
        seen: set[Span] = set()
        for part_id, part, path in (*listed, *libraries, *unlisted):
            if (span := part.span()) not in seen:  # entries that paths share are written once
                seen.add(span)
                yield part_id, part, path

    @cached_property
    def pages(self) -> dict[str, Section]:
        """The section whose page is the home of each entry, by the entry's id."""
        return {entry.id: top for top in self.tops for entry in top.all_entries if not entry.is_reference}

    @cached_property
    def former_ids(self) -> Mapping[str, tuple[str, ...]]:
        """The former ids of entries, libraries and questions: ``{id: former ids}``.

        They are those that are written as `aliases`, and those that were made from a former id of a step or topic. Each
        leads to one thing: an id of today wins, then one that is written.
        """
        parts = [section.part for section in self.sections]
        homes = {id(entry.written): top.part for top in self.tops for entry in top.all_entries}
        checks = [(part, check) for part in parts if isinstance(part, Step) for check in part.self_check]
        written = {library.id: library.aliases for library in self.libraries}
        written |= {entry_id: resource.aliases for entry_id, resource in self.written}
        carried = {
            entry_id: carried_entry_ids(resource, page)
            for entry_id, resource in self.written
            if (page := homes.get(id(resource)))
        }
        for step, check in checks:
            written.setdefault(check_id(step.id, check.question), check.aliases)
            carried.setdefault(check_id(step.id, check.question), carried_check_ids(check, step))
        taken = {name for part in parts for name in (part.id, *part.aliases)} | written.keys()
        found: dict[str, list[str]] = {}
        for source in (written, carried):
            for id_, names in source.items():
                for name in names:
                    if name not in taken:
                        taken.add(name)
                        found.setdefault(id_, []).append(name)
        return {id_: tuple(names) for id_, names in found.items()}

    @cached_property
    def library(self) -> dict[str, Library]:
        """The libraries by id."""
        return {library.id: library for library in self.libraries}

    @cached_property
    def _titles(self) -> dict[str, str]:
        names = {library.id: library.name for library in self.libraries}
        return {entry.id: entry.title for entry in self.entries} | names

    def title_of(self, part_id: str) -> str:
        """Return the title of an entry or the name of a library; the id where there is none."""
        return self._titles.get(part_id, part_id)

    def track_title(self, track: str | None) -> str:
        """Return the title of a track, ``""`` for no track."""
        return next((known.title for known in self.tracks if known.id == track), track or "")

    @cached_property
    def edition(self) -> dict[str, Edition]:
        """The editions by id."""
        return {edition.id: edition for edition in self.editions}

    @cached_property
    def concept(self) -> dict[str, Concept]:
        """The concepts by id."""
        return {concept.id: concept for concept in self.concepts}

    @cached_property
    def homes(self) -> dict[str, str]:
        """The step that each concept belongs to: the one it names, else the first with an entry that teaches it.

        ``{concept id: step id}``; a concept of no step is left out.
        """
        homes: dict[str, str] = {}
        for section in self.stages:
            for entry in section.entries:
                for concept in entry.teaches:
                    homes.setdefault(concept, section.part.id)
        return homes | {concept.id: concept.step for concept in self.concepts if concept.step}

    def homes_in(self, edition: str) -> dict[str, str]:
        """Return the step where readers of an edition meet each concept: its home, or the first step that teaches it.

        A concept that only other editions teach is left out; without an edition (``""``), these are the homes.
        """
        teaching: dict[str, list[str]] = {}
        known: set[str] = set()
        for section in self.stages:
            for entry in section.entries:
                known.update(entry.teaches)
                for concept in entry.teaches if entry.is_in(edition) else ():
                    teaching.setdefault(concept, []).append(section.part.id)
        return {
            concept: home if not edition or home in (steps := teaching.get(concept, [home])) else steps[0]
            for concept, home in self.homes.items()
            if not edition or concept in teaching or concept not in known
        }

    @cached_property
    def taught_by(self) -> dict[str, list[tuple[Section, Entry]]]:
        """The entries that teach each concept, with their step or topic, in the order of the path; maybe none."""
        found: dict[str, list[tuple[Section, Entry]]] = {concept.id: [] for concept in self.concepts}
        for top in self.tops:
            for entry in top.all_entries:
                for concept in entry.teaches:
                    found.setdefault(concept, []).append((top, entry))
        return found

    def living_replacements(self, library: Library) -> list[Library]:
        """Return the maintained libraries to use instead of one: each once, the nearest first.

        In place of one that has ended as well come those to use instead of that.
        """
        found: list[Library] = []
        seen = {library.id}
        queue = list(library.replaced_by)
        for name in queue:
            replacement = self.library.get(name)
            if replacement is None or name in seen:
                continue
            seen.add(name)
            if replacement.has_ended:
                queue += replacement.replaced_by
            else:
                found.append(replacement)
        return found

    @cached_property
    def default_edition(self) -> Edition | None:
        """The edition that readers get first: the one marked so, else the first."""
        marked = [edition for edition in self.editions if edition.default]
        return next(iter((*marked, *self.editions)), None)


def resolve(file: File, sources: tuple[Source, ...], prose: frozenset[str]) -> Catalogue:
    """Return the catalogue that a valid file describes; a reference to an unknown id is left out."""
    flow = _Flow(file)
    return Catalogue(
        sources=sources,
        path=file.path,
        rules=file.rules,
        editions=file.editions,
        tracks=file.tracks,
        concepts=file.concepts,
        preparation=flow.section(file.preparation, flow.base, 0) if file.preparation else None,
        steps=tuple(flow.section(step, flow.base, number) for number, step in enumerate(file.steps, 1)),
        libraries=file.libraries,
        topics=tuple(flow.section(topic, flow.base) for topic in file.topics),
        prose=prose,
        kinds=file.kinds,
        link_policy=file.link_policy,
        shared=tuple((flow.ids[id(item)], item) for item in file.entries),
    )


class _Flow:
    """Finds the targets of references, and passes defaults from the path to steps or topics to entries."""

    def __init__(self, file: File) -> None:
        self.base = file.path.defaults
        self.language = file.path.language
        self.targets: dict[str, Resource | Library] = {library.id: library for library in file.libraries}
        self.ids: dict[int, str] = {}
        tops = (*((file.preparation,) if file.preparation else ()), *file.steps, *file.topics)
        for top in tops:
            self._name(top.resources, top.id)
            for topic in _below(top):
                self._name(topic.resources, top.id)
        self._name(file.entries, "entries")
        self.homeless = {id(item) for item in file.entries}

    def _name(self, items: Iterable[Resource | Reference], page: str) -> None:
        for item in items:
            if isinstance(item, Resource):
                entry_id = item.id or derived_id(page, item.title)
                self.ids[id(item)] = entry_id
                self.targets.setdefault(entry_id, item)

    def section(self, part: Step | Topic, above: Defaults, number: int | None = None) -> Section:
        defaults = _merge(above, part.defaults)
        role = defaults.role or (Role.CORE if isinstance(part, Step) else Role.REFERENCE)
        entries = (self._entry(item, defaults, role) for item in part.resources)
        below = part.subtopics if isinstance(part, Topic) else ()
        return Section(
            part,
            tuple(entry for entry in entries if entry is not None),
            tuple(self.section(topic, defaults) for topic in below),
            number,
        )

    def _entry(self, item: Resource | Reference, defaults: Defaults, role: Role) -> Entry | None:
        entry_id = item.ref if isinstance(item, Reference) else self.ids[id(item)]
        target = item if isinstance(item, Resource) else self.targets.get(entry_id)
        if target is None:
            return None
        resource = target if isinstance(target, Resource) else None
        is_home = isinstance(item, Resource) or id(target) in self.homeless
        self.homeless.discard(id(target))
        return Entry(
            id=entry_id if resource is None else self.ids[id(resource)],
            target=target,
            written=item,
            role=item.role or role,
            part=item.part or (resource.part if resource else None),
            start=item.start,
            pick=item.pick,
            track=item.track or (resource.track if resource else None) or defaults.track,
            editions=item.editions or target.editions or defaults.editions,
            minutes=item.minutes or (resource.minutes if resource else None),
            open_ended=item.open_ended or (resource is not None and resource.open_ended and not _is_limited(item)),
            teaches=item.teaches or (resource.teaches if resource else ()),
            why=item.why or target.why,
            kind=Kind.LIBRARY if resource is None else resource.kind or defaults.kind,
            level=(resource.level if resource else None) or defaults.level,
            language=(resource.language if resource else None) or defaults.language or self.language,
            access=(resource.access if resource else None) or defaults.access,
            is_reference=not is_home,
        )


def _is_limited(item: Resource | Reference) -> bool:
    """Whether a place says how much of a work that is written elsewhere it means."""
    return isinstance(item, Reference) and bool(item.part or item.minutes)


def _below(part: Step | Topic) -> Iterator[Topic]:
    """Yield the subtopics of a topic, at every depth, in order."""
    for topic in part.subtopics if isinstance(part, Topic) else ():
        yield topic
        yield from _below(topic)


def _merge(above: Defaults, below: Defaults) -> Defaults:
    if not below.model_fields_set:
        return above
    return above.model_copy(update={name: getattr(below, name) for name in below.model_fields_set})
