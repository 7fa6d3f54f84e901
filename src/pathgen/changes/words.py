"""What changed, in words: the same for each format, which says how a stranger's text is written in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from pathgen.catalogue.model import Step
from pathgen.catalogue.resolve import Catalogue, Section
from pathgen.catalogue.route import route
from pathgen.catalogue.values import Duration, Status
from pathgen.changes.compare import Change, Changes
from pathgen.diagnostics import shorten
from pathgen.site.words import Total, total, words_of

NOTHING = "nothing changes for readers"
UNREADABLE = "cannot be compared: the catalogue before or after it cannot be read"
_NAMED = 3
"""The most things that a summary names; more are counted."""
_LONG = 200
"""A longer title or reason is cut."""
_CALLED = {
    "assumes": "requirements",
    "minutes": "time",
    "replaced_by": "what to use instead",
    "self_check": "questions",
    "successor": "what to use instead",
    "why": "reason",
}
_STATES = {"maintenance": "only maintained"}
_LISTS = {"edition": "Editions", "track": "Tracks", "library": "Libraries", "concept": "Concepts"}


class Sentence(NamedTuple):
    """A change in words; ``title`` names the thing that changed, so that a page can make a link of it."""

    before: str
    title: str
    after: str


class Group(NamedTuple):
    """A part of the path that something changes in; ``section`` is the id of a step or topic."""

    heading: str
    section: str | None
    changes: list[Change]


def minutes_of(catalogue: Catalogue | None) -> Total:
    """Add up what the steps of the default edition take, as the home page does."""
    return total(stop.entry for stop in route(catalogue) if stop.section.number) if catalogue else Total()


class Words:
    """Says some changes; ``shown`` writes a text of the catalogue so that it is nothing but text."""

    def __init__(self, changes: Changes, shown: Callable[[str], str]) -> None:
        self._changes = changes
        self._shown = shown
        self._sections: dict[str, Section] = {}
        self._tops: dict[str, Section] = {}
        self._titles: dict[str, str] = {}
        for catalogue in (one for one in (changes.before, changes.now) if one):
            for named in (catalogue.concepts, catalogue.editions, catalogue.tracks):
                self._titles |= {one.id: one.title for one in named}
            self._titles |= {section.part.id: section.part.title for section in catalogue.sections}
            self._titles |= {one.id: one.name for one in catalogue.libraries}
            self._titles |= {entry.id: entry.title for entry in catalogue.entries}
            for top in catalogue.tops:
                for section in top.walk():
                    self._sections[section.part.id] = section
                    self._tops[section.part.id] = top

    def time(self) -> str | None:
        """Say how the time for the essentials changes: ``total 41 h → 42 h``."""
        before, now = minutes_of(self._changes.before), minutes_of(self._changes.now)
        if self._changes.before is None or (before.low, before.high) == (now.low, now.high):
            return None
        if str(before) == str(now):
            difference = (now.low + now.high - before.low - before.high) // 2
            return f"total {now} ({difference:+d} min)" if difference else None
        return f"total {before} → {now}"

    def summary(self) -> str:
        """Say it in one line: ``adds 2 to Step 5; Caffe is now discontinued; total 41 h → 42 h``.

        What changes in the other paths of a site comes last: ``adds the path Vision (vision/)``.
        """
        return "; ".join([*self._own(), *self._of_paths()]) or NOTHING

    def _own(self) -> Iterator[str]:
        fates = [one for one in self._changes.all if one.field == "status"]
        fates = fates if len(fates) <= _NAMED else []
        yield from self._counted("added", "adds", "to")
        yield from self._counted("removed", "removes", "from")
        yield from self._counted("moved", "moves", "to")
        yield from map(self.line, fates)
        yield from self._others(one for one in self._changes.all if one not in fates)
        yield from filter(None, [self.time()])

    def _of_paths(self) -> Iterator[str]:
        paths = self._changes.paths
        added = {folder: one.now for folder, one in paths.items() if one.before is None}
        for verb, those in (("adds", added), ("removes", self._changes.gone)):
            named = ", ".join(self._path(folder, one) for folder, one in those.items())
            if those:
                several = f"{len(those):,} paths" if len(those) > _NAMED else f"the paths {named}"
                yield f"{verb} {several if len(those) > 1 else f'the path {named}'}"
        said = {folder: Words(one, self._shown).summary() for folder, one in paths.items() if folder not in added}
        said = {folder: what for folder, what in said.items() if what != NOTHING}
        if len(said) > _NAMED:
            yield f"changes {len(said):,} paths"
        else:
            yield from (f"{self._path(folder, paths[folder].now)}: {what}" for folder, what in said.items())

    def paths(self) -> Iterator[tuple[str, list[Group], Words]]:
        """Give each of the other paths of a site that something changes in: its heading, the groups, and its words."""
        for folder, one in self._changes.paths.items():
            words = Words(one, self._shown)
            if groups := words.groups():
                yield self._path(folder, one.now), groups, words

    def _path(self, folder: str, catalogue: Catalogue) -> str:
        return f"{self._shown(shorten(catalogue.path.title))} ({self._shown(folder)}/)"

    def groups(self) -> list[Group]:
        """Give each part of the path that something changes in, with the changes in it."""
        found: dict[str, Group] = {}
        for one in self._changes.all:
            heading, section = self._heading(one)
            found.setdefault(heading, Group(heading, section, [])).changes.append(one)
        return [*found.values()]

    def line(self, one: Change) -> str:
        """Say one change."""
        return "".join(self.sentence(one))

    def sentence(self, one: Change) -> Sentence:
        """Say one change, with the title of what changed apart."""
        open_, title, close = self._title(one)
        what = "" if one.what == "entry" else f"{one.what} "
        match one.kind:
            case "added" | "removed":
                return Sentence(f"{'adds' if one.kind == 'added' else 'removes'} {what}{open_}", title, close)
            case "moved":
                where = f" here from {self._place(one.before)}" if one.before else ""
                return Sentence(f"moves {what}{open_}", title, close + where)
            case "renamed":
                ids = f": its id is {self._shown(one.after)}, which was {self._shown(one.before)}"
                return Sentence(open_, title, close + ids)
            case "reordered":
                return Sentence(f"changes the order of {_several(one.what)}: {self._named(one.after)}", "", "")
            case _ if one.field in ("title", "name"):
                now = self._shown(shorten(one.after, _LONG))
                return Sentence(f"{self._quoted(one.before)} is now called “", now, "”")
        return Sentence(open_, title, close + self._changed(one))

    def _title(self, one: Change) -> Sentence:
        """Write the title of what changed: that of an entry between quotes."""
        if one.what == "entry":
            return Sentence("“", self._shown(shorten(one.title, _LONG)), "”")
        return Sentence("", self._shown(one.title), "")

    def _changed(self, one: Change) -> str:
        """Say what is said behind its title of a thing of which a field changed."""
        field = _CALLED.get(one.field or "", (one.field or "").replace("_", " "))
        match one.field:
            case "status":
                return f" {_status(one.before, one.after)}"
            case "url" | "archived":
                return f" has {self._address(one)}"
            case "why" | "summary" if one.after:
                return f" has another {field}: {self._quoted(one.after)}"
            case "goals" | "self_check" | "assumes" | "outcomes":
                return f" has other {field}"
            case "start":
                return f" is {'now' if one.after else 'no longer'} where to start"
        none = "all" if one.field == "editions" else "none"
        return f": {field} {self._value(one.before, none)} → {self._value(one.after, none)}"

    def _address(self, one: Change) -> str:
        if one.after is None:
            return "no archived copy any more"
        what = "address" if one.field == "url" else "archived copy"
        return f"{'another' if one.before else 'an'} {what}: {self._shown(shorten(one.after, _LONG))}"

    def _value(self, value: object, none: str) -> str:
        if value is None or value == ():
            return none
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, Duration):
            return words_of("en").duration(value)
        if isinstance(value, tuple):
            return ", ".join(self._value(one, none) for one in value)
        return self._shown(shorten(self._titles.get(str(value), str(value))))

    def _heading(self, one: Change) -> tuple[str, str | None]:
        """Name the part of the path that a change is in, and give its id where it is a step or topic."""
        if one.what in _LISTS:
            return _LISTS[one.what], None
        place = one.section or (one.id if one.what in ("step", "topic") else "")
        return (self._place(place, full=True), place) if place in self._sections else ("The path", None)

    def _place(self, section: str, *, full: bool = False) -> str:
        """Name a section: ``Step 5``, in full with its title, or a topic's title behind that of the one above."""
        found, top = self._sections[section], self._tops[section]
        title = self._shown(found.part.title)
        if found.number and isinstance(found.part, Step):
            return f"Step {found.number}. {title}" if full else f"Step {found.number}"
        return title if found is top else f"{self._shown(top.part.title)} / {title}"

    def _quoted(self, text: str) -> str:
        return f"“{self._shown(shorten(text, _LONG))}”"

    def _named(self, ids: Sequence[str]) -> str:
        """Name some things, or count them where they are many."""
        if len(ids) > _NAMED:
            return f"{len(ids):,}"
        return ", ".join(self._quoted(self._titles.get(one, one)) for one in ids)

    def _counted(self, kind: str, verb: str, towards: str) -> Iterator[str]:
        """Say of how many entries this is true in each section; what else it is true of is named."""
        places: Counter[str] = Counter()
        others: dict[str, list[str]] = {}
        for one in self._changes.all:
            if one.kind == kind and one.what == "entry":
                places[one.section or ""] += 1
            elif one.kind == kind:
                others.setdefault(one.what, []).append(self._shown(shorten(one.title)))
        for what, titles in others.items():
            named = f"{what if len(titles) == 1 else _several(what)} {', '.join(titles)}"
            yield f"{verb} {named if len(titles) <= _NAMED else _things(len(titles), what)}"
        if len(places) > _NAMED:
            yield f"{verb} {_things(places.total(), 'entry')} {towards} {len(places):,} steps and topics"
        else:
            yield from (f"{verb} {count:,} {towards} {self._place(place)}" for place, count in places.items())

    def _others(self, changes: Iterable[Change]) -> Iterator[str]:
        """Count the things of which something else changes."""
        counts = Counter(
            what for what, _ in {(one.what, one.id) for one in changes if one.kind in ("changed", "renamed")}
        )
        yield from (f"changes {_things(count, what)}" for what, count in sorted(counts.items()))
        if any(one.kind == "reordered" for one in self._changes.all):
            yield "changes the order"


def _status(before: Status | None, now: Status | None) -> str:
    if now is None:
        return f"is no longer said to be {before.state if before else ''}"
    return f"is now {_STATES.get(now.state, now.state)}" + (f" ({now.date})" if now.date else "")


def _things(count: int, what: str) -> str:
    if what == "path":
        return "the path's title or summary"
    return f"1 {what}" if count == 1 else f"{count:,} {_several(what)}"


def _several(what: str) -> str:
    return f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
