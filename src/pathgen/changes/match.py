"""Which thing of an older catalogue is which of today's, where its id changed.

An alias names it. Otherwise something that only one thing of each side has: an address, a title, a name, a prose page;
and a step or topic is the one that has most of its entries. What is only like another is a guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from pathgen.catalogue.ids import check_id
from pathgen.catalogue.model import Library, Resource, SelfCheck, Step
from pathgen.catalogue.resolve import Catalogue, Section
from pathgen.urls import same_page

ALIKE = 0.75
"""How alike two titles are that may name the same thing; 1 means the same letters."""
REWORDED = 0.85
"""How alike two questions of a step are that surely ask the same."""
MOST_COMPARED = 10_000
"""The most pairs of texts that are compared: this many take about a second."""

Signs = Callable[[Any], Iterable[Hashable]]
"""Returns what identifies a thing."""
Words = Callable[[Any], tuple[Hashable, str]]
"""Returns where a thing is, and its words, which are compared with those of things in the same place."""


class Guess(NamedTuple):
    """A thing of before that may be one of today, by their ids."""

    kind: str
    before: str
    now: str


class AskedIn(NamedTuple):
    """A question, and the step that asks it."""

    step: str
    check: SelfCheck


class Matches:
    """The ids of today by those of before, for each kind of thing."""

    def __init__(self, before: Catalogue | None, now: Catalogue) -> None:
        former = before.former_ids if before else {}
        resources = _Pairs(_resources(before), _resources(now), former, now.former_ids)
        resources.by(_address)
        resources.by(_addresses)
        libraries = _Pairs.of_parts(before.libraries if before else (), now.libraries)
        libraries.by(_address)
        libraries.by(_addresses)
        libraries.by(lambda library: [_plain(library.name)])
        self.resources, self.libraries = resources.found, libraries.found
        sections = _Pairs.of_parts(before.sections if before else (), now.sections)
        sections.by(lambda section: [(type(section.part), _plain(section.part.title))])
        sections.by(lambda section: [section.part.prose] if section.part.prose else [])
        self._by_most_entries(sections)
        self.sections = sections.found
        lists = _lists(before, self.sections) | _lists(now, {})
        resources.by(lambda resource: [(lists.get(id(resource)), _plain(resource.title))])
        concepts = _Pairs.of_parts(before.concepts if before else (), now.concepts)
        concepts.by(lambda concept: [_plain(concept.title)])
        self.concepts = concepts.found
        checks = _Pairs(_checks(before), _checks(now), former, now.former_ids)
        checks.by(lambda asked: [_plain(asked.check.question)])
        checks.by(lambda asked: [(self._step(asked), _plain(asked.check.answer))] if asked.check.answer else [])
        for old, new in checks.alike(lambda asked: (self._step(asked), asked.check.question), REWORDED):
            checks.take(old, new)
        self.checks = checks.found
        self._left: tuple[tuple[str, _Pairs, Words], ...] = (
            ("section", sections, lambda section: (type(section.part).__name__, section.part.title)),
            ("library", libraries, lambda library: ("", library.name)),
            ("entry", resources, lambda resource: (lists.get(id(resource)), resource.title)),
            ("concept", concepts, lambda concept: ("", concept.title)),
            ("question", checks, lambda asked: (self._step(asked), asked.check.question)),
        )

    def guesses(self) -> Iterator[Guess]:
        """Yield what may be the same, of what has no match."""
        for kind, pairs, words in self._left:
            yield from (Guess(kind, old, new) for old, new in pairs.alike(words, ALIKE))

    def _step(self, asked: AskedIn) -> str:
        return self.sections.get(asked.step, asked.step)

    def _by_most_entries(self, sections: _Pairs) -> None:
        """Match the sections that have more than half of each other's entries."""
        before, now = sections.left()
        if not before or not now:
            return
        names = self.libraries | self.resources
        places: dict[str, list[str]] = {}
        for new, section in now.items():
            for entry in section.entries:
                places.setdefault(entry.id, []).append(new)
        for old, section in before.items():
            ids = {names.get(entry.id, entry.id) for entry in section.entries}
            for new, count in Counter(new for id_ in ids for new in places.get(id_, ())).most_common(1):
                if 2 * count > max(len(ids), len(now[new].entries)):
                    sections.take(old, new)


class _Pairs:
    """Two sets of things by their ids, and the ids that surely are of one thing."""

    def __init__(
        self,
        before: Mapping[str, Any],
        now: Mapping[str, Any],
        former_before: Mapping[str, Iterable[str]],
        former_now: Mapping[str, Iterable[str]],
    ) -> None:
        self.before, self.now = before, now
        self.found = {id_: id_ for id_ in before if id_ in now}
        self._taken = set(self.found)
        if len(self.found) == len(before) or len(self.found) == len(now):
            return
        for new, names in former_now.items():
            for name in names:
                self.take(name, new)
        for old, names in former_before.items():
            for name in names:
                self.take(old, name)

    @classmethod
    def of_parts(cls, before: Iterable[Any], now: Iterable[Any]) -> _Pairs:
        """Return the pairs of things that have an id, and aliases, of their own."""
        things = [{_part(thing).id: thing for thing in side} for side in (before, now)]
        former = [{id_: _part(thing).aliases for id_, thing in side.items()} for side in things]
        return cls(*things, *former)

    def take(self, old: str, new: str) -> None:
        """Match two things, unless one of them is matched already."""
        if old in self.before and new in self.now and old not in self.found and new not in self._taken:
            self.found[old] = new
            self._taken.add(new)

    def left(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what has no match yet on each side."""
        return (
            {id_: thing for id_, thing in self.before.items() if id_ not in self.found},
            {id_: thing for id_, thing in self.now.items() if id_ not in self._taken},
        )

    def by(self, signs: Signs) -> None:
        """Match what has a sign that nothing else has on its side."""
        before, now = self.left()
        if before and now:
            old_ids, new_ids = _by_sign(before, signs), _by_sign(now, signs)
            for sign, old in old_ids.items():
                new = new_ids.get(sign, [])
                if len(old) == len(new) == 1:
                    self.take(old[0], new[0])

    def alike(self, words: Words, least: float) -> Iterator[tuple[str, str]]:
        """Yield what has no match yet and has words like those of something in the same place, each thing once."""
        before, now = self.left()
        if len(before) * len(now) > MOST_COMPARED:
            return
        said = {id_: words(thing) for id_, thing in now.items()}
        likeness = []
        for old, thing in before.items():
            place, text = words(thing)
            matcher = SequenceMatcher(b=_plain(text)[:200], autojunk=False)
            for new, (other_place, other) in said.items():
                if place == other_place:
                    matcher.set_seq1(_plain(other)[:200])
                    likeness.append((matcher.ratio(), old, new))
        seen: set[tuple[bool, str]] = set()
        for ratio, old, new in sorted(likeness, key=lambda found: -found[0]):
            if ratio >= least and not seen & {(True, old), (False, new)}:
                seen |= {(True, old), (False, new)}
                yield old, new


def _by_sign(things: Mapping[str, Any], signs: Signs) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = {}
    for id_, thing in things.items():
        for sign in dict.fromkeys(signs(thing)):
            found.setdefault(sign, []).append(id_)
    return found


def _part(thing: Any) -> Any:
    return thing.part if isinstance(thing, Section) else thing


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _address(part: Resource | Library) -> list[str]:
    return [same_page(part.url)]


def _addresses(part: Resource | Library) -> list[str]:
    repository = part.repository if isinstance(part, Library) else None
    return [same_page(url) for url in (part.url, *part.formerly, repository) if url]


def _resources(catalogue: Catalogue | None) -> dict[str, Resource]:
    return dict(reversed(catalogue.written)) if catalogue else {}


def _lists(catalogue: Catalogue | None, names: Mapping[str, str]) -> dict[int, str]:
    """Return the section that lists each resource first, by what it is called on the other side."""
    found: dict[int, str] = {}
    for section in catalogue.sections if catalogue else ():
        for entry in section.entries:
            found.setdefault(id(entry.target), names.get(section.part.id, section.part.id))
    return found


def _checks(catalogue: Catalogue | None) -> dict[str, AskedIn]:
    steps = [section.part for section in catalogue.stages] if catalogue else []
    return {
        check_id(step.id, check.question): AskedIn(step.id, check)
        for step in steps
        if isinstance(step, Step)
        for check in step.self_check
    }
