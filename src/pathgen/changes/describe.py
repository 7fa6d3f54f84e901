"""What changed, in words: the same for each format, which passes in how it escapes a text of the catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from pathgen.catalogue.model import Step
from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.catalogue.values import Access, AddedKind, Duration, Kind, Level, Role
from pathgen.changes.diff import Change, Changes
from pathgen.diagnostics import shorten
from pathgen.i18n.labels import Total, labels_of
from pathgen.i18n.messages import ENGLISH, messages_of
from pathgen.learner.route import time_of_route

NOTHING = "nothing changes for readers"
UNREADABLE = "cannot be compared: the catalogue before or after it cannot be read"
_NAMED = 3
"""The most things that a summary names; more are counted."""
_LONG = 200
"""A longer title or reason is cut."""
_OF_NO_SECTION = frozenset({"edition", "track", "kind", "library", "concept"})
_VALUES = {Access: "words.access", Kind: "words.kinds", Level: "words.levels", Role: "changes.roles"}
"""The names of the texts for the values of each closed list."""
_MARKED = {"pick": ("changes.no_pick", "changes.pick"), "start": ("changes.no_start", "changes.start")}
"""The names of the texts that say that an entry lost a mark, and that it got it."""


class Sentence(NamedTuple):
    """A change in words; ``title`` names the thing that changed, so that a page can make a link of it."""

    before: str
    title: str
    after: str


class ChangeGroup(NamedTuple):
    """A part of the path that something changes in; ``section`` is the id of a step or topic."""

    heading: str
    section: str | None
    changes: list[Change]


def minutes_of(catalogue: Catalogue | None, language: str = ENGLISH) -> Total:
    """Return how long the essentials of the default edition take."""
    return time_of_route(catalogue, words=labels_of(language)) if catalogue else Total()


class ChangeDescriptions:
    """Describes changes; ``shown`` escapes a text of the catalogue for the output format.

    It describes them for readers of a site in ``language``, and without one for a curator: in English, with the values
    as they are written in a catalogue.
    """

    def __init__(self, changes: Changes, shown: Callable[[str], str], language: str | None = None) -> None:
        self._changes = changes
        self._shown = shown
        self._language = language
        self._say = messages_of(language or ENGLISH)
        self._sections: dict[str, Section] = {}
        self._tops: dict[str, Section] = {}
        self._titles: dict[str, str] = {}
        self._entries = {entry.id: entry for entry in changes.now.entries}
        for catalogue in (version for version in (changes.before, changes.now) if version):
            for named in (catalogue.concepts, catalogue.editions, catalogue.tracks):
                self._titles |= {part.id: part.title for part in named}
            self._titles |= {section.part.id: section.part.title for section in catalogue.sections}
            self._titles |= {library.id: library.name for library in catalogue.libraries}
            self._titles |= {entry.id: entry.title for entry in catalogue.entries}
            for top in catalogue.tops:
                for section in top.walk():
                    self._sections[section.part.id] = section
                    self._tops[section.part.id] = top

    def time(self) -> str | None:
        """Say how the time for the essentials changes: ``total 41 h → 42 h``."""
        before, now = (minutes_of(version, self._say.language) for version in (self._changes.before, self._changes.now))
        if self._changes.before is None or (before.low, before.high) == (now.low, now.high):
            return None
        if str(before) == str(now):
            difference = (now.low + now.high - before.low - before.high) // 2
            return self._say("changes.time_by", now=now, difference=f"{difference:+d}") if difference else None
        return self._say("changes.time", before=before, now=now)

    def summary(self) -> str:
        """Say it in one line: ``adds 2 to Step 5; Caffe is now discontinued; total 41 h → 42 h``.

        What changes in the other paths of a site comes last: ``adds the path Vision (vision/)``.
        """
        return self._say("concepts.semicolon").join([*self._own(), *self._of_paths()]) or NOTHING

    def _own(self) -> Iterator[str]:
        fates = [change for change in self._changes.all if change.field == "status"]
        fates = fates if len(fates) <= _NAMED else []
        yield from (said for kind in ("added", "removed", "moved") for said in self._counted(kind))
        yield from map(self.line, fates)
        yield from self._others(change for change in self._changes.all if change not in fates)
        yield from filter(None, [self.time()])

    def _of_paths(self) -> Iterator[str]:
        paths = self._changes.paths
        added = {folder: changes.now for folder, changes in paths.items() if changes.before is None}
        for kind, those in (("added", added), ("removed", self._changes.gone)):
            if those:
                yield self._several(kind, "path", [self._path(folder, changes) for folder, changes in those.items()])
        kept = [
            (self._path(folder, changes.now), self._of(changes))
            for folder, changes in paths.items()
            if folder not in added
        ]
        said = [(place, summary) for place, words in kept if (summary := words.summary()) != NOTHING]
        if len(said) > _NAMED:
            yield self._things("changed", "path", len(said))
        else:
            yield from (self._say("changes.within", place=place, what=summary) for place, summary in said)

    def paths(self) -> Iterator[tuple[str, list[ChangeGroup], ChangeDescriptions]]:
        """Yield each other path of the site that changed: its heading, its groups and its descriptions."""
        for folder, changes in self._changes.paths.items():
            words = self._of(changes)
            if groups := words.groups():
                yield self._path(folder, changes.now), groups, words

    def _of(self, changes: Changes) -> ChangeDescriptions:
        return ChangeDescriptions(changes, self._shown, self._language)

    def _path(self, folder: str, catalogue: Catalogue) -> str:
        title = self._shown(shorten(catalogue.path.title))
        return self._say("changes.path", title=title, folder=f"{self._shown(folder)}/")

    def groups(self) -> list[ChangeGroup]:
        """Return each part of the path that changed, with its changes."""
        found: dict[str, ChangeGroup] = {}
        for change in self._changes.all:
            heading, section = self._heading(change)
            found.setdefault(heading, ChangeGroup(heading, section, [])).changes.append(change)
        return [*found.values()]

    def added(self, change: Change) -> Entry | None:
        """Return the entry that a change adds; ``None`` for any other change."""
        return self._entries.get(change.id) if (change.kind, change.what) == ("added", "entry") else None

    def line(self, change: Change) -> str:
        """Return the sentence for a change."""
        return "".join(self.sentence(change))

    def sentence(self, change: Change) -> Sentence:
        """Return the sentence for a change, with the title of what changed apart."""
        match change.kind:
            case "moved" if change.before:
                return self._around(
                    "thing", self._thing(change), "changes.moved_from", place=self._place(change.before)
                )
            case "added" | "removed" | "moved":
                return self._around("thing", self._thing(change), f"changes.kinds.{change.kind}")
            case "reordered":
                return Sentence(self._say(f"changes.orders.{change.what}", names=self._named(change.after)), "", "")
            case _ if change.field in ("title", "name"):
                now = self._title(self._long(change.after))
                return self._around("title", now, "changes.called", before=self._long(change.before))
        name, values = self._changed(change)
        thing = self._thing(change) if change.what == "entry" else self._title(self._shown(change.title))
        return self._around("thing", thing, name, **values)

    def _around(self, at: str, thing: Sentence, name: str, **values: object) -> Sentence:
        """Return a message around a thing, or around its title."""
        before, after = self._say.around(at, name, **{at: "".join(thing)}, **values)
        return Sentence(before + thing.before, thing.title, thing.after + after)

    def _title(self, title: str) -> Sentence:
        return Sentence("", self._say.apart(title), "")

    def _thing(self, change: Change) -> Sentence:
        """Name a thing: ``step First``, and an entry by its title between quotes alone."""
        title = self._long(change.title) if change.what == "entry" else self._shown(change.title)
        return self._around("title", self._title(title), f"changes.things.{change.what}", count=1)

    def _changed(self, change: Change) -> tuple[str, dict[str, str]]:
        """Return the name of the text that says how a thing changed, with its values."""
        before, now = change.before, change.after
        match change.field:
            case None:
                return "changes.id", {"before": self._shown(before), "now": self._shown(now)}
            case "status" if now:
                name = "changes.state_since" if now.date else "changes.state"
                return name, {"state": self._say(f"changes.states.{now.state}"), "date": now.date or ""}
            case "status":
                state = self._say(f"changes.states.{before.state}") if self._language else before.state
                return "changes.no_state", {"state": state}
            case "url" | "archived":
                copy = "changes.no_copy" if now is None else "changes.another_copy" if before else "changes.copy"
                return "changes.address" if change.field == "url" else copy, {"address": self._long(now or "")}
            case "start" | "pick":
                return _MARKED[change.field][bool(now)], {}
        return self._field(change, self._say(f"changes.fields.{change.field}"))

    def _field(self, change: Change, field: str) -> tuple[str, dict[str, str]]:
        match change.field:
            case "why" | "summary" if change.after:
                return "changes.another", {"field": field, "text": self._long(change.after)}
            case "goals" | "self_check" | "assumes" | "outcomes":
                return "changes.other", {"field": field}
        none = self._say("changes.all" if change.field == "editions" else "changes.none")
        before, now = self._value(change.before, none), self._value(change.after, none)
        return "changes.value", {"field": field, "before": before, "now": now}

    def _value(self, value: object, none: str) -> str:
        if value is None or value == ():
            return none
        if isinstance(value, bool):
            return self._say("libraries.yes" if value else "libraries.no")
        if isinstance(value, Duration):
            return labels_of(self._say.language).duration(value)
        if isinstance(value, tuple):
            return self._say("words.comma").join(self._value(item, none) for item in value)
        if self._language and isinstance(value, (Access, Kind, Level, Role)):
            return self._say(f"{_VALUES[type(value)]}.{value}")
        title = value.label if isinstance(value, AddedKind) else self._titles.get(str(value), str(value))
        return self._shown(shorten(title))

    def _heading(self, change: Change) -> tuple[str, str | None]:
        """Return the heading of the part that a change is in, and its id if it is a step or topic."""
        place = change.section or (change.id if change.what in ("step", "topic") else "")
        if change.what not in _OF_NO_SECTION and place in self._sections:
            return self._place(place, full=True), place
        return self._say(f"changes.headings.{change.what if change.what in _OF_NO_SECTION else 'path'}"), None

    def _place(self, section: str, *, full: bool = False) -> str:
        """Name a section: ``Step 5``, in full with its title, or a topic's title behind that of the one above."""
        found, top = self._sections[section], self._tops[section]
        title = self._shown(found.part.title)
        if found.number and isinstance(found.part, Step):
            return self._say("step.name" if full else "changes.step", number=found.number, title=title)
        return title if found is top else self._say("changes.below", above=self._shown(top.part.title), title=title)

    def _long(self, text: str) -> str:
        return self._shown(shorten(text, _LONG))

    def _named(self, ids: Sequence[str]) -> str:
        """Return the names of some things, or how many they are."""
        if len(ids) > _NAMED:
            return self._say.number(len(ids))
        titles = (self._long(self._titles.get(id_, id_)) for id_ in ids)
        return self._say("words.comma").join(
            self._say("changes.things.entry", count=1, title=title) for title in titles
        )

    def _counted(self, kind: str) -> Iterator[str]:
        """Yield how many entries this happens to in each section, and the names of what else it happens to."""
        places: Counter[str] = Counter()
        others: dict[str, list[str]] = {}
        for change in self._changes.all:
            if change.kind == kind and change.what == "entry":
                places[change.section or ""] += 1
            elif change.kind == kind:
                others.setdefault(change.what, []).append(self._shown(shorten(change.title)))
        yield from (self._several(kind, thing, titles) for thing, titles in others.items())
        if len(places) > _NAMED:
            entries = self._say("changes.counts.entry", count=places.total())
            yield self._say(f"changes.spread.{kind}", entries=entries, count=len(places))
        else:
            for place, count in places.items():
                yield self._say(f"changes.counted.{kind}", count=count, place=self._place(place))

    def _several(self, kind: str, thing: str, titles: Sequence[str]) -> str:
        """Return what happens to some things: by their names, or how many they are."""
        if len(titles) > _NAMED:
            return self._things(kind, thing, len(titles))
        named = self._say("words.comma").join(titles)
        things = self._say(f"changes.things.{thing}", count=len(titles), title=named)
        return self._say(f"changes.kinds.{kind}", thing=things)

    def _things(self, kind: str, thing: str, count: int) -> str:
        return self._say(f"changes.kinds.{kind}", thing=self._say(f"changes.counts.{thing}", count=count))

    def _others(self, changes: Iterable[Change]) -> Iterator[str]:
        """Yield how many things of each kind change in another way."""
        changed = {(change.what, change.id) for change in changes if change.kind in ("changed", "renamed")}
        for thing, count in sorted(Counter(thing for thing, _ in changed).items()):
            yield self._say("changes.path_changed") if thing == "path" else self._things("changed", thing, count)
        if any(change.kind == "reordered" for change in self._changes.all):
            yield self._say("changes.reordered")
