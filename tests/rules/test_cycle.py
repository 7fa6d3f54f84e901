from __future__ import annotations

import pytest
from snippets import diagnose, messages

from pathgen.catalogue.model import Part
from pathgen.catalogue.rules.cycle import GraphEdge, cycles

PART = Part()


def names_of_cycles(graph: dict[str, str]) -> list[str]:
    """Find the cycles of a graph of one-letter names, given as ``{"a": "bc"}``."""
    edges = {name: [GraphEdge(target, PART, ()) for target in targets] for name, targets in graph.items()}
    return ["".join(names) for names, _ in cycles(edges)]


@pytest.mark.parametrize(
    ("graph", "found"),
    [
        ({}, []),
        ({"a": "b", "b": "c", "c": ""}, []),
        ({"a": "bc", "b": "d", "c": "d", "d": ""}, []),
        ({"a": "x"}, []),
        ({"a": "a"}, ["a"]),
        ({"a": "b", "b": "a"}, ["ab"]),
        ({"a": "b", "b": "c", "c": "a"}, ["abc"]),
        ({"a": "b", "b": "c", "c": "b"}, ["bc"]),
        ({"a": "b", "b": "ac", "c": "b"}, ["ab", "bc"]),
        ({"a": "b", "b": "a", "c": "dab", "d": "c"}, ["ab", "cd"]),
        ({"a": "bb", "b": "a"}, ["ab"]),
    ],
)
def test_each_cycle_is_found_once(graph: dict[str, str], found: list[str]) -> None:
    assert names_of_cycles(graph) == found


def test_a_long_chain_is_no_trouble() -> None:
    chain = {str(n): [GraphEdge(str(n + 1), PART, ())] for n in range(100_000)}
    assert list(cycles(chain)) == []
    chain["100000"] = [GraphEdge("0", PART, ())]
    [(names, edges)] = cycles(chain)
    assert len(names) == len(edges) == 100_001


def test_the_whole_cycle_is_shown_where_it_closes() -> None:
    [found] = diagnose(
        "cycle",
        """
        concepts:
          - {id: a, title: A, requires: b}
          - {id: b, title: B, requires: [x, {id: c, because: of it}]}
          - {id: c, title: C, requires: [x, a]}
          - {id: x, title: X}
        """,
    )
    assert str(found.span) == "resources.yaml:4:37"
    assert found.message == "these concepts require each other in a circle: a → b → c → a"
    assert found.help == "remove one of the `requires` values in the circle: the one that matters least"
    assert [(place.line, place.column, word) for place, word in found.related] == [
        (2, 33, "a names b here"),
        (3, 42, "b names c here"),
    ]


def test_successors_parents_and_replacements_are_followed() -> None:
    assert messages(
        "cycle",
        """
        libraries:
          - {id: a, name: A, url: "https://example.org/a", successor: [c, b], parent: b}
          - {id: b, name: B, url: "https://example.org/b", successor: a}
          - {id: c, name: C, url: "https://example.org/c", parent: c, use_instead: c}
        topics:
          - id: t
            title: T
            resources:
              - {id: d, title: D, url: "https://example.org/d", replaced_by: t-e}
              - {title: E, url: "https://example.org/e", replaced_by: d}
        """,
    ) == [
        "3:63 these libraries succeed each other in a circle: a → b → a",
        "4:60 these libraries are each other's parents in a circle: c → c",
        "4:76 these libraries send readers to each other in a circle: c → c",
        "10:63 these entries replace each other in a circle: d → t-e → d",
    ]


def test_one_thing_may_lead_to_another_in_two_ways() -> None:
    assert (
        messages(
            "cycle",
            """
            libraries:
              - {id: a, name: A, url: "https://example.org/a", successor: b}
              - {id: b, name: B, url: "https://example.org/b", parent: a}
            concepts:
              - {id: a, title: A, requires: [b, c]}
              - {id: b, title: B, requires: c}
              - {id: c, title: C}
            """,
        )
        == []
    )


def test_a_long_cycle_is_shown_without_its_middle() -> None:
    concepts = "".join(f"  - {{id: c{n}, title: C, requires: c{(n + 1) % 20}}}\n" for n in range(20))
    [message] = messages("cycle", "concepts:\n" + concepts)
    assert message.endswith("c0 → c1 → c2 → c3 → c4 → c5 → (8 more) → c14 → c15 → c16 → c17 → c18 → c19 → c0")
