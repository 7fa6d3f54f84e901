"""The shortest way to a concept: the fewest entries that teach it and everything it needs, in an order to take them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from pathgen.catalogue.did_you_mean import nearest
from pathgen.catalogue.model import Concept, Resource
from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.catalogue.values import Duration, EntryState, Role
from pathgen.errors import PathgenError
from pathgen.learner.alternatives import alternative_groups, on_track

ASSUMED = Duration(60, 60)
"""What an entry of unknown time counts as where two ways have the same number of entries."""
SHORTEST, MOST_SUGGESTED = 3, 3
"""How long a word has to be to be looked for in titles, and how many concepts may have been meant."""
MOST_NEEDED = 200
"""The most concepts, and the most entries that teach them, for which the shortest way is looked for."""
MOST_STATES = 50_000
"""How many partial ways are looked at before the shortest one so far is taken; a real catalogue needs some hundred."""


@dataclass(frozen=True, slots=True)
class PathEntry:
    """An entry to take, in its step or topic, and the concepts that are new there, what is needed first."""

    section: Section
    entry: Entry
    teaches: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class ShortestPath:
    """The lessons that lead to a concept, in order; none where it is known, or nothing teaches what it takes."""

    concept: Concept
    lessons: tuple[PathEntry, ...]
    untaught: tuple[Concept, ...]
    """What it takes and no entry teaches, maybe the concept itself."""
    is_known: bool
    """Whether something that was done teaches the concept already."""
    is_shortest: bool
    """Whether every shorter way was ruled out; false only where there are very many."""

    @property
    def entries(self) -> list[Entry]:
        """The entries to take, in order."""
        return [lesson.entry for lesson in self.lessons]

    @property
    def is_taught(self) -> bool:
        """Whether the way ends at the concept."""
        return self.concept not in self.untaught


class PathFinder:
    """Leads a reader of an edition and a track to any concept.

    ``edition`` is the default one where none is named; ``track`` prefers a library, ``None`` none. ``lost`` are the
    addresses that are known to lead to nothing.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        edition: str | None = None,
        track: str | None = None,
        lost: Collection[str] = (),
    ) -> None:
        default = catalogue.default_edition
        self.catalogue = catalogue
        self.edition = edition or (default.id if default else None)
        self.lessons = [
            (top, entry)
            for top in catalogue.tops
            for section in top.walk()
            for choice in on_track(alternative_groups(self._read(section.entries)), track)
            for entry in choice.entries
            if entry.teaches and entry.url not in lost and not _is_gone(entry)
        ]
        self._teachers: dict[str, list[int]] = {}
        for at, (_, entry) in enumerate(self.lessons):
            for concept in dict.fromkeys(entry.teaches):
                self._teachers.setdefault(concept, []).append(at)

    def _read(self, entries: Iterable[Entry]) -> list[Entry]:
        return [entry for entry in entries if self.edition is None or entry.is_in(self.edition)]

    def path_to(self, concept: Concept, done: Collection[str] = ()) -> ShortestPath:
        """Find the shortest way to a concept for who has done some entries (their ids).

        The shortest has the fewest entries; of those it takes the least time; of those it keeps to the core of the
        path, and to its beginning. What was done is not listed, and what it teaches, with all that needs, is known.
        """
        known = known_by(self.catalogue, done)
        takes = needs_of(self.catalogue, concept, known)
        bits = {one: 1 << at for at, one in enumerate(takes)}
        offers = [
            CandidateEntry(self._mask(at, bits), _cost(self.lessons[at][1], at), at) for at in self._teaching(takes)
        ]
        wanted = reduce(or_, (offer.mask for offer in offers), 0)
        taken, is_shortest = cheapest_cover(offers, wanted)
        return ShortestPath(
            concept,
            self._in_order(taken, takes),
            tuple(self.catalogue.concept[one] for one, bit in bits.items() if not bit & wanted),
            concept.id in known,
            is_shortest,
        )

    def teaching(self, concepts: Iterable[str]) -> list[Entry]:
        """List the entries that teach any of some concepts, in the order of the path."""
        return [self.lessons[at][1] for at in self._teaching(concepts)]

    def _teaching(self, concepts: Iterable[str]) -> list[int]:
        return sorted({at for one in concepts for at in self._teachers.get(one, ())})

    def _mask(self, at: int, bits: dict[str, int]) -> int:
        return reduce(or_, (bits.get(one, 0) for one in self.lessons[at][1].teaches))

    def _in_order(self, taken: Sequence[CandidateEntry], takes: dict[str, int]) -> tuple[PathEntry, ...]:
        """Put what teaches a need before what needs it, and else keep the order of the path.

        Of entries that need each other (each teaches something early and something late) the first of the path leads.
        """
        concepts = [self.catalogue.concept[one] for one in takes]
        taken = sorted(taken, key=lambda one: one.at)
        asked = [reduce(or_, (takes[one.id] for one in _of(concepts, offer.mask))) & ~offer.mask for offer in taken]
        behind = [sum(1 << at for at, one in enumerate(taken) if one.mask & needs) for needs in asked]
        learned = 0
        lessons = []
        for offer in (taken[at] for at in _needed_first(behind)):
            lessons.append(PathEntry(*self.lessons[offer.at], tuple(_of(concepts, offer.mask & ~learned))))
            learned |= offer.mask
        return tuple(lessons)


def concept_called(catalogue: Catalogue, name: str) -> Concept:
    """Find a concept by its id, an id it once had, or its title.

    Raises:
        PathgenError: there is none of that name; those of nearly that name, or with it in their title, are told.
    """
    titles = {one.title.casefold(): one for one in catalogue.concepts[::-1]}
    ids = {alias: one for one in catalogue.concepts for alias in one.aliases} | catalogue.concept
    found = ids.get(name) or titles.get(name.casefold())
    if found:
        return found
    close = [one for one in catalogue.concepts if len(name) >= SHORTEST and name.casefold() in one.title.casefold()]
    close = close or [ids.get(one) or titles[one] for one in nearest(name, [*ids, *titles], MOST_SUGGESTED)]
    meant = dict.fromkeys(f"`{one.id}`" for one in close[:MOST_SUGGESTED])
    hint = f"did you mean {' or '.join(meant)}?" if meant else "the page `concepts/` of the site lists them"
    raise PathgenError(f"there is no concept {name!r}; {hint}")


def known_by(catalogue: Catalogue, done: Collection[str]) -> set[str]:
    """Give the concepts that a reader knows who has done some entries (their ids), of whatever edition and track."""
    return {concept for entry in catalogue.entries if entry.id in done for concept in entry.teaches} if done else set()


def _is_gone(entry: Entry) -> bool:
    """Whether the catalogue says that an entry cannot be read any more, in a copy neither."""
    target = entry.target
    is_gone = entry.status is not None and entry.status.state == EntryState.GONE
    return is_gone and isinstance(target, Resource) and not target.archived


# --- what it takes -----------------------------------------------------------------------------------------------


def needs_of(catalogue: Catalogue, concept: Concept, known: Collection[str] = ()) -> dict[str, int]:
    """Give a concept and all that it needs and the reader does not know, what is needed first.

    ``{concept: all that it needs in turn, as bits}``: the first concept is bit 0. Of a circle, which is a mistake of
    the catalogue, one has to come first.
    """
    found: dict[str, int] = {}
    bits: dict[str, int] = {}
    entered = set(known)
    waiting = [] if concept.id in entered else [concept.id]
    while waiting:
        one = waiting[-1]
        entered.add(one)
        needs = [need.id for need in catalogue.concept[one].requires if need.id in catalogue.concept]
        ahead = next((need for need in needs if need not in entered), None)
        if ahead:
            waiting.append(ahead)
            continue
        bits[one] = 1 << len(bits)
        found[one] = reduce(or_, (bits[need] | found[need] for need in needs if need in found), 0)
        waiting.pop()
    return found


def _of(concepts: Sequence[Concept], mask: int) -> list[Concept]:
    """Give the concepts whose bits are set."""
    return [one for at, one in enumerate(concepts) if mask >> at & 1]


def _needed_first(behind: Sequence[int]) -> list[int]:
    """Sort places so that each comes behind those it is to stand behind (as bits), directly or not.

    Those of a circle stay together, in their order.
    """
    all_behind = [mask | 1 << at for at, mask in enumerate(behind)]
    for between in range(len(behind)):  # Warshall, 1962: the transitive closure
        for at, mask in enumerate(all_behind):
            if mask >> between & 1:
                all_behind[at] |= all_behind[between]
    ordered: list[int] = []
    left = list(range(len(behind)))
    waiting = (1 << len(behind)) - 1
    while left:
        ordered.append(min(left, key=lambda at: (all_behind[at] & waiting).bit_count()))
        left.remove(ordered[-1])
        waiting ^= 1 << ordered[-1]
    return ordered


# --- the fewest entries that teach it ----------------------------------------------------------------------------

# A cost is one number, whose parts never carry into each other: costs are added, and compared part by part.
_PLACE = 1
_RANK = 2**40
_MINUTE = 2**60
_ENTRY = 2**110
_RANKS = (Role.CORE, Role.ALTERNATIVE, Role.OPTIONAL, Role.REFERENCE)


class CandidateEntry(NamedTuple):
    """What a lesson teaches of what is wanted, as bits; what it costs; and its place in the path."""

    mask: int
    cost: int
    at: int


def _cost(entry: Entry, at: int) -> int:
    return _ENTRY + sum(entry.minutes or ASSUMED) * _MINUTE + _RANKS.index(entry.role) * _RANK + at * _PLACE


def cheapest_cover(offers: Sequence[CandidateEntry], wanted: int) -> tuple[list[CandidateEntry], bool]:
    """Choose the offers that together hold all wanted bits at the least cost, and tell whether that is certain.

    This is the weighted set-cover problem: branch and bound, which ends with the best so far after ``MOST_STATES``.
    Each wanted bit has to be in some offer.
    """
    worth = _undominated(offers)
    taken = _greedy(worth, wanted)
    if max(wanted.bit_count(), len(worth)) > MOST_NEEDED:
        return taken, False
    search = _Search(worth, wanted, taken)
    search.run(wanted, 0, ())
    return search.best, search.looked <= MOST_STATES


def _undominated(offers: Sequence[CandidateEntry]) -> list[CandidateEntry]:
    """Leave out what another offer gives, and maybe more, for no more; the cheapest come first."""
    cheapest: dict[int, CandidateEntry] = {}
    for offer in sorted(offers, key=lambda one: one.cost):
        cheapest.setdefault(offer.mask, offer)
    if len(cheapest) > MOST_NEEDED:
        return list(cheapest.values())
    found: list[CandidateEntry] = []
    for offer in cheapest.values():
        if all(offer.mask & ~one.mask for one in found):
            found.append(offer)
    return found


def _greedy(offers: Sequence[CandidateEntry], wanted: int) -> list[CandidateEntry]:
    """Take what gives most of what is still wanted, again and again; then drop what the others give too."""
    taken: list[CandidateEntry] = []
    while wanted:
        taken.append(min(offers, key=lambda one: (-(one.mask & wanted).bit_count(), one.cost)))
        wanted &= ~taken[-1].mask
    for offer in sorted(taken, key=lambda one: -one.cost):
        others = reduce(or_, (one.mask for one in taken if one is not offer), 0)
        if not offer.mask & ~others:
            taken.remove(offer)
    return taken


class _Search:
    """The branch and bound: what was found so far, and how much was looked at."""

    def __init__(self, offers: list[CandidateEntry], wanted: int, best: list[CandidateEntry]) -> None:
        self.best = best
        self.least = sum(one.cost for one in best)
        self.looked = 0
        self._reached: dict[int, int] = {}
        bits = [1 << at for at in range(wanted.bit_length()) if wanted >> at & 1]
        givers = [(bit, [one for one in offers if one.mask & bit]) for bit in bits]
        # The scarcest first: few branches, and each of them settles more.
        self._givers = sorted(givers, key=lambda one: len(one[1]))
        number = {one: 1 << at for at, one in enumerate(offers)}
        self._sources = [(bit, sum(number[one] for one in each), each[0].cost) for bit, each in self._givers]

    def run(self, wanted: int, cost: int, taken: tuple[CandidateEntry, ...]) -> None:
        """Try every offer for the scarcest bit that is still wanted."""
        if not wanted:
            if cost < self.least:
                self.best, self.least = list(taken), cost
            return
        self.looked += 1
        if self.looked > MOST_STATES or self._reached.get(wanted, cost + 1) <= cost:
            return
        self._reached[wanted] = cost
        if cost + self._bound(wanted) >= self.least:
            return
        givers = next(each for bit, each in self._givers if bit & wanted)
        for offer in sorted(givers, key=lambda one: -(one.mask & wanted).bit_count()):
            self.run(wanted & ~offer.mask, cost + offer.cost, (*taken, offer))

    def _bound(self, wanted: int) -> int:
        """Tell what is spent at least: bits that no offer has in common take an offer each."""
        used = bound = 0
        for bit, sources, cost in self._sources:
            if bit & wanted and not sources & used:
                used |= sources
                bound += cost
        return bound
