"""The shortest path to a concept: the least time for it and everything it needs, with an order to take the entries in.

Three steps, each a function of its own:

1. ``needs_of`` collects the concept and everything it requires that the reader does not know.
2. ``cheapest_cover`` chooses the entries that teach all of these at the lowest cost. This is the weighted set cover
   problem, solved by branch and bound. Sets of concepts are bits of an ``int``, which makes "what is still missing"
   one operation.
3. ``_in_order`` sorts the chosen entries so that each comes after those that teach what it needs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from pathgen.catalogue.did_you_mean import nearest
from pathgen.catalogue.model import Concept, Resource
from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.catalogue.values import Duration, EntryState, Kind, Role
from pathgen.errors import PathgenError
from pathgen.learner.alternatives import alternative_groups, on_track
from pathgen.learner.route import edition_read

ASSUMED = Duration(60, 60)
"""The time of an entry without an estimate, where paths are compared."""
ASSUMED_WHOLE = Duration(40 * 60, 40 * 60)
"""The same for a whole book or course, so that it never looks shorter than a chapter."""
SHORTEST, MOST_SUGGESTED = 3, 3
"""How long a word has to be to be searched for in titles, and how many concepts are suggested."""
MOST_NEEDED = 200
"""The most concepts, and the most entries that teach them, for which the search runs; more get the greedy result."""
MOST_STATES = 50_000
"""How many partial paths the search visits before it returns the best so far; real catalogues need a few hundred."""


@dataclass(frozen=True, slots=True)
class PathEntry:
    """An entry to take, in its step or topic, and the concepts that it teaches first, those that others need first."""

    section: Section
    entry: Entry
    teaches: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class ShortestPath:
    """The entries that lead to a concept, in order; none if it is known, or if no entry teaches it."""

    concept: Concept
    lessons: tuple[PathEntry, ...]
    untaught: tuple[Concept, ...]
    """What it needs and no entry teaches, perhaps the concept itself."""
    is_known: bool
    """Whether the reader knows the concept."""
    is_shortest: bool
    """Whether every shorter path was ruled out; false only if there are too many to try."""

    @property
    def entries(self) -> list[Entry]:
        """The entries to take, in order."""
        return [lesson.entry for lesson in self.lessons]

    @property
    def is_taught(self) -> bool:
        """Whether the path ends at the concept."""
        return self.concept not in self.untaught

    @property
    def longest(self) -> Entry | None:
        """The entry, of several, that takes more than half of the time."""
        times = {entry.id: sum(counted_time(entry)) for entry in self.entries}
        whole = sum(times.values())
        long = (entry for entry in self.entries if entry.minutes and 2 * times[entry.id] > whole > times[entry.id])
        return next(long, None)


class PathFinder:
    """Finds the shortest path to any concept for a reader of an edition and a track.

    ``edition`` defaults to the catalogue's default edition; ``track`` prefers a library, ``None`` prefers none.
    ``lost`` are the addresses that are known to be dead. ``skipped`` are the ids of entries that the reader does not
    want: each is left out if others teach all that it teaches.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        edition: str | None = None,
        track: str | None = None,
        lost: Collection[str] = (),
        skipped: Collection[str] = (),
    ) -> None:
        self.catalogue = catalogue
        self.edition = edition_read(catalogue, edition)
        lessons = [
            (top, entry)
            for top in catalogue.tops
            for section in top.walk()
            for group in on_track(alternative_groups(self._in_edition(section.entries)), track)
            for entry in group.entries
            if entry.teaches and entry.url not in lost and not _is_gone(entry)
        ]
        wanted = {concept for _, entry in lessons if entry.id not in skipped for concept in entry.teaches}
        self.lessons = [
            (top, entry) for top, entry in lessons if entry.id not in skipped or not wanted.issuperset(entry.teaches)
        ]
        self._teachers: dict[str, list[int]] = {}
        for index, (_, entry) in enumerate(self.lessons):
            for concept in dict.fromkeys(entry.teaches):
                self._teachers.setdefault(concept, []).append(index)

    def _in_edition(self, entries: Iterable[Entry]) -> list[Entry]:
        return [entry for entry in entries if self.edition is None or entry.is_in(self.edition)]

    def path_to(self, concept: Concept, known: Collection[str] = ()) -> ShortestPath:
        """Return the shortest path to a concept for a reader who knows some concepts (their ids).

        It takes the least time, where that of an entry that the path can do without counts twice; of such paths it has
        the fewest entries, the most core ones, the earliest. Where no entry teaches the concept there is no path to it.
        With what is known, everything that it needs counts as known.
        """
        needs = needs_of(self.catalogue, concept, known)
        bits = {id_: 1 << index for index, id_ in enumerate(needs)}
        candidates = [
            CandidateEntry(self._mask(index, bits), _cost(self.lessons[index][1], index), index)
            for index in self._teaching(needs)
        ]
        taught = reduce(or_, (candidate.mask for candidate in candidates), 0)
        leads_there = taught & bits.get(concept.id, 0)
        chosen, is_shortest = cheapest_cover(candidates, taught) if leads_there else ([], True)
        return ShortestPath(
            concept,
            self._in_order(chosen, needs),
            tuple(self.catalogue.concept[id_] for id_, bit in bits.items() if not bit & taught),
            concept.id in known,
            is_shortest,
        )

    def teaching(self, concepts: Iterable[str]) -> list[Entry]:
        """Return the entries that teach any of some concepts, in the order of the path."""
        return [self.lessons[index][1] for index in self._teaching(concepts)]

    def _teaching(self, concepts: Iterable[str]) -> list[int]:
        return sorted({index for concept in concepts for index in self._teachers.get(concept, ())})

    def _mask(self, index: int, bits: dict[str, int]) -> int:
        return reduce(or_, (bits.get(concept, 0) for concept in self.lessons[index][1].teaches))

    def _in_order(self, chosen: Sequence[CandidateEntry], needs: dict[str, int]) -> tuple[PathEntry, ...]:
        """Return the chosen entries so that each comes after those that teach what it needs, else in path order.

        Where entries need each other (each teaches something early and something late), path order decides.
        """
        concepts = [self.catalogue.concept[id_] for id_ in needs]
        chosen = sorted(chosen, key=lambda candidate: candidate.number)
        # What each entry needs and does not teach itself, as bits of concepts …
        required = [
            reduce(or_, (needs[concept.id] for concept in _concepts_in(candidate.mask, concepts))) & ~candidate.mask
            for candidate in chosen
        ]
        # … and the entries that teach any of it, as bits of positions in ``chosen``.
        before = [sum(1 << index for index, other in enumerate(chosen) if other.mask & mask) for mask in required]
        learned = 0
        entries = []
        for candidate in (chosen[index] for index in _sorted_by_need(before)):
            new = _concepts_in(candidate.mask & ~learned, concepts)
            entries.append(PathEntry(*self.lessons[candidate.number], tuple(new)))
            learned |= candidate.mask
        return tuple(entries)


def concept_called(catalogue: Catalogue, name: str) -> Concept:
    """Return the concept with an id, a former id or a title.

    Raises:
        PathgenError: there is none; the message suggests concepts with a similar name or with the name in their title.
    """
    titles = {concept.title.casefold(): concept for concept in catalogue.concepts[::-1]}
    ids = {alias: concept for concept in catalogue.concepts for alias in concept.aliases} | catalogue.concept
    found = ids.get(name) or titles.get(name.casefold())
    if found:
        return found
    is_long = len(name) >= SHORTEST
    close = [concept for concept in catalogue.concepts if is_long and name.casefold() in concept.title.casefold()]
    close = close or [ids.get(word) or titles[word] for word in nearest(name, [*ids, *titles], MOST_SUGGESTED)]
    meant = dict.fromkeys(f"`{concept.id}`" for concept in close[:MOST_SUGGESTED])
    hint = f"did you mean {' or '.join(meant)}?" if meant else "the page `concepts/` of the site lists them"
    raise PathgenError(f"there is no concept {name!r}; {hint}")


def _is_gone(entry: Entry) -> bool:
    """Whether the catalogue says that an entry is gone and has no archived copy."""
    target = entry.target
    is_gone = entry.status is not None and entry.status.state == EntryState.GONE
    return is_gone and isinstance(target, Resource) and not target.archived


# --- what is needed ----------------------------------------------------------------------------------------------


def needs_of(catalogue: Catalogue, concept: Concept, known: Collection[str] = ()) -> dict[str, int]:
    """Return a concept and everything that it needs and the reader does not know, what is needed first.

    ``{concept: all that it needs, directly or not, as bits}``: the first concept is bit 0. The walk is depth-first
    with a stack of its own, as a chain of concepts may be longer than Python's. In a cycle, which is a mistake of the
    catalogue, the concept that is reached first comes last.
    """
    found: dict[str, int] = {}
    bits: dict[str, int] = {}
    entered = set(known)
    waiting = [] if concept.id in entered else [concept.id]
    while waiting:
        current = waiting[-1]
        entered.add(current)
        needs = [need.id for need in catalogue.concept[current].requires if need.id in catalogue.concept]
        ahead = next((need for need in needs if need not in entered), None)
        if ahead:
            waiting.append(ahead)
            continue
        bits[current] = 1 << len(bits)
        found[current] = reduce(or_, (bits[need] | found[need] for need in needs if need in found), 0)
        waiting.pop()
    return found


def _concepts_in(mask: int, concepts: Sequence[Concept]) -> list[Concept]:
    """Return the concepts whose bits are set."""
    return [concept for index, concept in enumerate(concepts) if mask >> index & 1]


def _sorted_by_need(before: Sequence[int]) -> list[int]:
    """Return the positions so that each comes after those that ``before`` names for it (as bits), directly or not.

    A topological sort that always ends: next is the position with the fewest others still to come before it, which is
    none unless there is a cycle. So a cycle stays together, in the order of its positions.
    """
    all_before = [mask | 1 << index for index, mask in enumerate(before)]
    for between in range(len(before)):  # Warshall, 1962: the transitive closure
        for index, mask in enumerate(all_before):
            if mask >> between & 1:
                all_before[index] |= all_before[between]
    ordered: list[int] = []
    left = list(range(len(before)))
    waiting = (1 << len(before)) - 1
    while left:
        ordered.append(min(left, key=lambda index: (all_before[index] & waiting).bit_count()))
        left.remove(ordered[-1])
        waiting ^= 1 << ordered[-1]
    return ordered


# --- the least time that teaches it ------------------------------------------------------------------------------

# A cost is one integer with four parts, the most important in the highest bits: minutes, number of entries, role,
# position in the path. The parts are far enough apart that sums never carry over, so adding and comparing costs adds
# and compares them part by part.
_PLACE = 1
_RANK = 2**40
_ENTRY = 2**60
_MINUTE = 2**80
_RANKS = (Role.CORE, Role.ALTERNATIVE, Role.OPTIONAL, Role.REFERENCE)
_WHOLE = (Kind.BOOK, Kind.COURSE)


class CandidateEntry(NamedTuple):
    """What an entry teaches of what is wanted, as bits; its cost; and its position in the path."""

    mask: int
    cost: int
    number: int


def counted_time(entry: Entry) -> Duration:
    """Return the time that counts for an entry, where paths are compared."""
    return entry.minutes or assumed_time(entry)


def assumed_time(entry: Entry) -> Duration:
    """Return the time that counts for an entry without an estimate."""
    return ASSUMED_WHOLE if entry.open_ended or (entry.kind in _WHOLE and not entry.part) else ASSUMED


def _cost(entry: Entry, index: int) -> int:
    """Return what an entry costs.

    The time of what the path can do without counts twice: the reader takes the essentials in any case, so something
    else has to save at least half of their time to be worth its own. A part is shorter than its book, so it wins by
    its time alone, and a book without an estimate counts as long.
    """
    rank = _RANKS.index(entry.role)
    weight = 1 if entry.role in (Role.CORE, Role.ALTERNATIVE) else 2
    return weight * sum(counted_time(entry)) * _MINUTE + _ENTRY + rank * _RANK + index * _PLACE


def cheapest_cover(candidates: Sequence[CandidateEntry], wanted: int) -> tuple[list[CandidateEntry], bool]:
    """Return the candidates that together have all wanted bits at the lowest cost, and whether that is certain.

    The weighted set cover problem is NP-hard, so the search ends with the best result so far after ``MOST_STATES``.
    Each wanted bit has to be in some candidate.
    """
    useful = _undominated(candidates)
    chosen = _greedy(useful, wanted)  # an upper bound, without which branch and bound would prune nothing at first
    if max(wanted.bit_count(), len(useful)) > MOST_NEEDED:
        return chosen, False
    search = _Search(useful, wanted, chosen)
    search.run(wanted, 0, ())
    return search.best, search.visited <= MOST_STATES


def _undominated(candidates: Sequence[CandidateEntry]) -> list[CandidateEntry]:
    """Return the candidates, cheapest first, without those that a cheaper one makes useless."""
    cheapest: dict[int, CandidateEntry] = {}
    for candidate in sorted(candidates, key=lambda candidate: candidate.cost):
        cheapest.setdefault(candidate.mask, candidate)
    if len(cheapest) > MOST_NEEDED:
        return list(cheapest.values())
    found: list[CandidateEntry] = []
    for candidate in cheapest.values():
        if all(candidate.mask & ~kept.mask for kept in found):
            found.append(candidate)
    return found


def _greedy(candidates: Sequence[CandidateEntry], wanted: int) -> list[CandidateEntry]:
    """Return a cover: again and again the candidate with most of what is missing, then without the useless ones."""
    chosen: list[CandidateEntry] = []
    while wanted:
        chosen.append(min(candidates, key=lambda candidate: (-(candidate.mask & wanted).bit_count(), candidate.cost)))
        wanted &= ~chosen[-1].mask
    for candidate in sorted(chosen, key=lambda candidate: -candidate.cost):
        others = reduce(or_, (other.mask for other in chosen if other is not candidate), 0)
        if not candidate.mask & ~others:
            chosen.remove(candidate)
    return chosen


class _Search:
    """Branch and bound: the best cover so far, its cost, and how many partial covers were visited."""

    def __init__(self, candidates: list[CandidateEntry], wanted: int, best: list[CandidateEntry]) -> None:
        self.best = best
        self.lowest = sum(candidate.cost for candidate in best)
        self.visited = 0
        self._cost_at: dict[int, int] = {}
        """The lowest cost at which each set of missing bits was reached: a second visit at no less cost is useless."""
        bits = [1 << index for index in range(wanted.bit_length()) if wanted >> index & 1]
        teachers = [(bit, [candidate for candidate in candidates if candidate.mask & bit]) for bit in bits]
        # The bit with the fewest teachers first: few branches, and each of them decides more.
        self._teachers = sorted(teachers, key=lambda pair: len(pair[1]))
        number = {candidate: 1 << index for index, candidate in enumerate(candidates)}
        self._sources = [(bit, sum(number[each] for each in of), of[0].cost) for bit, of in self._teachers]
        """Of each bit: the candidates that have it, as bits, and the cost of the cheapest, which comes first."""

    def run(self, wanted: int, cost: int, chosen: tuple[CandidateEntry, ...]) -> None:
        """Try every candidate for the missing bit that has the fewest."""
        if not wanted:
            if cost < self.lowest:
                self.best, self.lowest = list(chosen), cost
            return
        self.visited += 1
        if self.visited > MOST_STATES or self._cost_at.get(wanted, cost + 1) <= cost:
            return
        self._cost_at[wanted] = cost
        if cost + self._bound(wanted) >= self.lowest:
            return
        teachers = next(candidates for bit, candidates in self._teachers if bit & wanted)
        for candidate in sorted(teachers, key=lambda candidate: -(candidate.mask & wanted).bit_count()):
            self.run(wanted & ~candidate.mask, cost + candidate.cost, (*chosen, candidate))

    def _bound(self, wanted: int) -> int:
        """Return a lower bound of the cost of what is missing: bits that share no candidate need one candidate each."""
        used = bound = 0
        for bit, sources, cost in self._sources:
            if bit & wanted and not sources & used:
                used |= sources
                bound += cost
        return bound
