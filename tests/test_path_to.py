"""The shortest way to a concept, compared with trying out every way on small catalogues."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathgen.catalogue.load import parse
from pathgen.catalogue.resolve import Catalogue, Entry
from pathgen.errors import PathgenError
from pathgen.learner.shortest_path import (
    ASSUMED,
    ASSUMED_WHOLE,
    CandidateEntry,
    PathFinder,
    ShortestPath,
    cheapest_cover,
    concept_called,
    needs_of,
)

OFF = dict.fromkeys(["concept-order", "cycle", "one-start", "replaced-entry"], "off")


def catalogue_of(concepts: dict[str, str], steps: list[list[dict[str, Any]]], **more: Any) -> Catalogue:
    """Make a catalogue: concepts as ``{id: "ids it requires"}``, and a step for each list of entries."""
    document = {
        "path": {"title": "A path"},
        "rules": OFF,
        "concepts": [
            {"id": concept, "title": f"About {concept}", "requires": needs.split()}
            for concept, needs in concepts.items()
        ],
        "steps": [
            {"id": f"step-{number}", "title": f"Step {number}", "resources": [_entry(entry) for entry in entries]}
            for number, entries in enumerate(steps, 1)
        ],
        **more,
    }
    loaded = parse("a.yaml", json.dumps(document).encode())
    assert loaded.catalogue is not None
    assert loaded.is_valid, loaded.diagnostics
    return loaded.catalogue


def _entry(said: dict[str, Any]) -> dict[str, Any]:
    if "ref" in said:
        return said
    return {"title": said["id"].upper(), "url": f"https://example.org/{said['id']}", **said}


def way(found: ShortestPath) -> list[str]:
    """Write a way in short: ``["a: x y", "b: z"]``."""
    return [f"{lesson.entry.id}: {' '.join(concept.id for concept in lesson.teaches)}" for lesson in found.lessons]


CHAIN = {"x": "", "y": "x", "z": "y"}


def to(catalogue: Catalogue, concept: str, done: set[str] | None = None, **chosen: Any) -> ShortestPath:
    known = {id_ for entry in catalogue.entries if entry.id in (done or ()) for id_ in entry.teaches}
    return PathFinder(catalogue, **chosen).path_to(catalogue.concept[concept], known)


# --- what counts -------------------------------------------------------------------------------------------------


def test_least_time_wins_over_fewest_entries() -> None:
    quick = [{"id": name, "teaches": name.replace("a", ""), "minutes": "5"} for name in ("ax", "ay", "az")]
    book = {"id": "book", "teaches": ["x", "y", "z"], "minutes": "40h"}
    assert way(to(catalogue_of(CHAIN, [[*quick, book]]), "z")) == ["ax: x", "ay: y", "az: z"]
    assert way(to(catalogue_of(CHAIN, [[*quick, {**book, "minutes": "14"}]]), "z")) == ["book: x y z"]


def test_of_ways_of_the_same_time_the_one_with_the_fewest_entries_wins() -> None:
    quick = [{"id": name, "teaches": name.replace("a", ""), "minutes": "5"} for name in ("ax", "ay", "az")]
    catalogue = catalogue_of(CHAIN, [[*quick, {"id": "book", "teaches": ["x", "y", "z"], "minutes": "15"}]])
    assert way(to(catalogue, "z")) == ["book: x y z"]


def test_an_unknown_time_is_an_hour_and_forty_for_a_whole_book() -> None:
    assert (ASSUMED, ASSUMED_WHOLE) == ((60, 60), (2400, 2400))
    entries = [{"id": "slow", "teaches": "x", "minutes": "61"}, {"id": "unknown", "teaches": "x"}]
    assert way(to(catalogue_of({"x": ""}, [entries]), "x")) == ["unknown: x"]
    entries[0]["minutes"] = "30-89"
    assert way(to(catalogue_of({"x": ""}, [entries]), "x")) == ["slow: x"]
    book = {"id": "book", "teaches": "x", "kind": "book"}
    chapter = {"id": "chapter", "teaches": "x", "minutes": "39h"}
    assert way(to(catalogue_of({"x": ""}, [[book, chapter]]), "x")) == ["chapter: x"]
    assert way(to(catalogue_of({"x": ""}, [[{**book, "part": "chapter 1"}, chapter]]), "x")) == ["book: x"]


def test_an_optional_entry_has_to_save_half_of_the_time_of_an_essential_one() -> None:
    core = {"id": "core", "teaches": "x", "minutes": "60"}
    for minutes, taken in (("31", "core"), ("29", "video")):
        video = {"id": "video", "teaches": "x", "minutes": minutes, "role": "optional"}
        assert way(to(catalogue_of({"x": ""}, [[video, core]]), "x")) == [f"{taken}: x"]


@pytest.mark.parametrize(("minutes", "longest"), [("61", "b"), ("60", None), ("unknown", None)])
def test_an_entry_of_more_than_half_of_the_time_is_named(minutes: str, longest: str | None) -> None:
    steps = [[{"id": "a", "teaches": "x", "minutes": "60"}, {"id": "b", "teaches": "y", "minutes": minutes}]]
    found = to(catalogue_of({"x": "", "y": "x"}, steps), "y")
    assert (found.longest.id if found.longest else None) == longest
    assert to(catalogue_of({"x": ""}, [[steps[0][0]]]), "x").longest is None


def test_of_ways_of_the_same_time_the_core_of_the_path_wins_and_then_its_beginning() -> None:
    entries = [
        {"id": name, "teaches": "x", "role": role}
        for name, role in zip("abc", ("optional", "core", "core"), strict=True)
    ]
    assert way(to(catalogue_of({"x": ""}, [entries]), "x")) == ["b: x"]


def test_what_is_needed_comes_first_and_else_the_path_decides() -> None:
    steps = [[{"id": "late", "teaches": "z"}, {"id": "first", "teaches": "x"}], [{"id": "second", "teaches": "y"}]]
    assert way(to(catalogue_of(CHAIN, steps), "z")) == ["first: x", "second: y", "late: z"]
    loose = catalogue_of({"x": "", "y": "", "z": "x y"}, steps)
    assert way(to(loose, "z")) == ["first: x", "second: y", "late: z"]


def test_entries_that_need_each_other_keep_the_order_of_the_path() -> None:
    concepts = {"a": "", "b": "a", "c": "b", "d": "c", "e": "d"}
    entries = [
        {"id": "last", "teaches": "e"},
        {"id": "inner", "teaches": ["b", "c"]},
        {"id": "outer", "teaches": ["a", "d"]},
    ]
    assert way(to(catalogue_of(concepts, [entries]), "e")) == ["inner: b c", "outer: a d", "last: e"]


def test_what_nothing_teaches_is_told_and_only_to_what_is_taught_there_is_a_way() -> None:
    catalogue = catalogue_of(CHAIN, [[{"id": "c", "teaches": "z"}, {"id": "a", "teaches": "x"}]])
    found = to(catalogue, "z")
    assert (way(found), [concept.id for concept in found.untaught], found.is_taught) == (["a: x", "c: z"], ["y"], True)
    assert (to(catalogue, "y").is_taught, way(to(catalogue, "y"))) == (False, [])


def test_what_is_done_is_known_with_all_that_it_needs() -> None:
    catalogue = catalogue_of(
        CHAIN, [[{"id": name, "teaches": concept} for name, concept in zip("abc", "xyz", strict=True)]]
    )
    assert way(to(catalogue, "z", {"b"})) == ["c: z"]
    assert way(to(catalogue, "z", {"a"})) == ["b: y", "c: z"]
    known = to(catalogue, "z", {"c"})
    assert (known.is_known, known.lessons, known.is_taught) == (True, (), True)


def test_only_what_the_reader_of_an_edition_and_a_track_sees_is_listed() -> None:
    catalogue = catalogue_of(
        {"x": ""},
        [
            [
                {"id": "old", "teaches": "x", "editions": "2016", "minutes": "1"},
                {"id": "flax", "teaches": "x", "track": "flax", "minutes": "3"},
                {"id": "wool", "teaches": "x", "track": "wool", "minutes": "4"},
            ]
        ],
        editions=[{"id": "2016", "title": "2016"}, {"id": "today", "title": "Today", "default": "yes"}],
        tracks=[{"id": "flax", "title": "Flax"}, {"id": "wool", "title": "Wool"}, {"id": "silk", "title": "Silk"}],
    )
    assert way(to(catalogue, "x")) == ["flax: x"]
    assert way(to(catalogue, "x", edition="2016")) == ["old: x"]
    assert way(to(catalogue, "x", track="wool")) == ["wool: x"]
    assert way(to(catalogue, "x", track="silk")) == ["flax: x"]
    assert way(to(catalogue, "x", {"old"})) == []


def test_what_is_gone_without_a_copy_leads_nowhere() -> None:
    gone = {"id": "gone", "teaches": "x", "status": "gone 2020"}
    copied = {**gone, "id": "copied", "archived": "https://web.archive.org/web/2019/https://example.org/copied"}
    assert way(to(catalogue_of({"x": ""}, [[gone, copied]]), "x")) == ["copied: x"]
    catalogue = catalogue_of({"x": ""}, [[{"id": "dead", "teaches": "x"}]])
    assert not to(catalogue, "x", lost={"https://example.org/dead"}).is_taught


def test_a_part_listed_elsewhere_teaches_what_it_teaches_there() -> None:
    steps = [[{"id": "book", "teaches": "x", "minutes": "2h"}], [{"ref": "book", "teaches": ["x", "y"], "part": "2"}]]
    found = to(catalogue_of({"x": "", "y": "x"}, steps), "y")
    assert [(lesson.entry.part, lesson.section.part.id) for lesson in found.lessons] == [("2", "step-2")]


def test_a_circle_of_concepts_has_an_end() -> None:
    catalogue = catalogue_of({"x": "y", "y": "x"}, [[{"id": "a", "teaches": "x"}, {"id": "b", "teaches": "y"}]])
    assert way(to(catalogue, "x")) == ["b: y", "a: x"]


def test_a_long_chain_is_followed_to_its_end() -> None:
    concepts = {f"c{at}": f"c{at - 1}" if at else "" for at in range(700)}
    catalogue = catalogue_of(concepts, [[{"id": f"e{at}", "teaches": f"c{at}"} for at in range(700)]])
    found = to(catalogue, "c699")
    assert [lesson.entry.id for lesson in found.lessons] == [f"e{at}" for at in range(700)]
    assert not found.is_shortest


# --- names -------------------------------------------------------------------------------------------------------


def test_a_concept_is_called_by_its_id_a_former_id_or_its_title() -> None:
    catalogue = catalogue_of({"chain-rule": ""}, [])
    concept = catalogue.concepts[0].model_copy(update={"aliases": ("chaining",)})
    catalogue = replace(catalogue, concepts=(concept,))
    for name in ("chain-rule", "chaining", "About chain-rule", "about CHAIN-rule"):
        assert concept_called(catalogue, name) == concept


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("derivatve", "did you mean `derivative` or `second-derivative`?"),
        ("rule", "did you mean `chain-rule`?"),
        ("sourdough", "the page `concepts/` of the site lists them"),
        ("x" * 10_000, "the page `concepts/` of the site lists them"),
    ],
)
def test_an_unknown_concept_is_told_with_the_nearest_names(name: str, message: str) -> None:
    catalogue = catalogue_of({"derivative": "", "second-derivative": "", "chain-rule": ""}, [])
    with pytest.raises(PathgenError, match="there is no concept") as raised:
        concept_called(catalogue, name)
    assert message in str(raised.value)


# --- compared with every way -------------------------------------------------------------------------------------


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Make up to six concepts, each requiring earlier ones, and up to nine entries that teach some of them."""
    names = "uvwxyz"[: draw(st.integers(1, 6))]
    concepts = {
        name: " ".join(draw(st.lists(st.sampled_from(names[:at]), unique=True, max_size=2))) if at else ""
        for at, name in enumerate(names)
    }
    lesson = st.tuples(
        st.lists(st.sampled_from(names), unique=True, max_size=3),
        st.sampled_from(["unknown", "10", "30-90", "60", "5h"]),
        st.sampled_from(["core", "optional", "reference"]),
    )
    lessons = draw(st.lists(lesson, max_size=9))
    cut = draw(st.integers(0, len(lessons)))
    entries = [
        {"id": f"e{at}", "teaches": teaches, "minutes": minutes, "role": role}
        for at, (teaches, minutes, role) in enumerate(lessons)
    ]
    return catalogue_of(concepts, [entries[:cut], entries[cut:]])


def costs(entries: tuple[Entry, ...] | list[Entry]) -> tuple[int, int]:
    return sum(
        (2 if entry.role in ("optional", "reference") else 1) * sum(entry.minutes or ASSUMED) for entry in entries
    ), len(entries)


@given(catalogues(), st.data())
@settings(deadline=None)
def test_no_other_way_is_shorter_and_each_entry_stands_behind_what_it_needs(
    catalogue: Catalogue, data: st.DataObject
) -> None:
    concept = data.draw(st.sampled_from(catalogue.concepts))
    found = PathFinder(catalogue).path_to(concept)
    needed = set(needs_of(catalogue, concept))
    taught = {taught_concept for entry in catalogue.entries for taught_concept in entry.teaches}
    assert {missing.id for missing in found.untaught} == needed - taught
    assert [taught_concept.id for lesson in found.lessons for taught_concept in lesson.teaches] == list(
        dict.fromkeys(taught_concept.id for lesson in found.lessons for taught_concept in lesson.teaches)
    )
    wanted = needed & taught if found.is_taught else set()
    assert {taught_concept.id for lesson in found.lessons for taught_concept in lesson.teaches} == wanted

    ways = (
        taken
        for count in range(len(catalogue.entries) + 1)
        for taken in combinations(catalogue.entries, count)
        if wanted <= {taught_concept for entry in taken for taught_concept in entry.teaches}
    )
    assert found.is_shortest
    assert costs(found.entries) == min(map(costs, ways))

    places = {entry.id: at for at, entry in enumerate(found.entries)}
    reached = {entry.id: everything_behind(catalogue, entry, found.entries) for entry in found.entries}
    for entry_id, behind in reached.items():
        assert all(places[other] < places[entry_id] for other in behind if entry_id not in reached[other])


def everything_behind(catalogue: Catalogue, entry: Entry, entries: list[Entry]) -> set[str]:
    """Return the entries that teach what an entry needs but does not teach, and what those need in turn."""
    found: set[str] = set()
    waiting = [entry]
    while waiting:
        current = waiting.pop()
        needs = {need for concept in current.teaches for need in needs_of(catalogue, catalogue.concept[concept])}
        more = [other for other in entries if needs.difference(current.teaches) & set(other.teaches)]
        waiting += [other for other in more if other.id not in found]
        found |= {other.id for other in more}
    return found - {entry.id}


@given(st.lists(st.tuples(st.integers(1, 255), st.integers(1, 9)), min_size=1, max_size=10))
@settings(deadline=None)
def test_the_cheapest_cover_is_the_cheapest_of_all(given_offers: list[tuple[int, int]]) -> None:
    offers = [CandidateEntry(mask, cost, at) for at, (mask, cost) in enumerate(given_offers)]

    def union(taken: tuple[CandidateEntry, ...] | list[CandidateEntry]) -> int:
        total = 0
        for candidate in taken:
            total |= candidate.mask
        return total

    wanted = union(offers)
    taken, is_certain = cheapest_cover(offers, wanted)
    every = (some for count in range(len(offers) + 1) for some in combinations(offers, count) if union(some) == wanted)
    assert is_certain
    assert union(taken) == wanted
    assert sum(candidate.cost for candidate in taken) == min(
        sum(candidate.cost for candidate in some) for some in every
    )
