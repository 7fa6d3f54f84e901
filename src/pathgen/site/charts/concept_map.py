"""The concept map: a column for each step, a node for each concept, an arrow from what is needed to what needs it."""

from __future__ import annotations

from dataclasses import dataclass

from pathgen.catalogue.model import Concept
from pathgen.catalogue.resolve import Catalogue
from pathgen.catalogue.teaching import home_of

# Units of the SVG's own coordinates; one is a CSS pixel where the chart is not scaled.
COLUMN_WIDTH = 152
NODE_WIDTH = 120
NODE_HEIGHT = 40
ROW_HEIGHT = 56
TOP = 56
MARGIN = 2
LINE = 18
"""About as many characters as fit on a line of a node."""


@dataclass(frozen=True, slots=True)
class Node:
    """A concept: the corner of its box, and its title on one or two lines."""

    id: str
    title: str
    lines: tuple[str, ...]
    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow as an SVG path, and the two concepts it joins."""

    path: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class ConceptMap:
    """The chart: its size, the heading of each column with the middle of it, nodes and arrows."""

    width: int
    height: int
    columns: list[tuple[str, str, float]]
    nodes: list[Node]
    edges: list[Edge]
    node_width: int = NODE_WIDTH


def concept_map(catalogue: Catalogue) -> ConceptMap:
    """Lay the map out: steps from left to right, and within a step what is needed above what needs it."""
    concepts = catalogue.concept
    homes = home_of(catalogue)
    order = {section.part.id: at for at, section in enumerate(catalogue.stages)}
    columns: dict[str, list[Concept]] = {}
    for concept in _in_order_of_need(list(concepts.values()), concepts):
        columns.setdefault(homes.get(concept.id, ""), []).append(concept)
    shown = sorted(columns, key=lambda step: order.get(step, len(order)))
    nodes: dict[str, Node] = {}
    headings = []
    titles = {section.part.id: section for section in catalogue.stages}
    for number, step in enumerate(shown):
        x = MARGIN + number * COLUMN_WIDTH
        section = titles.get(step)
        heading = ("Before" if section.number == 0 else f"Step {section.number}") if section else "Other"
        headings.append((heading, step, x + NODE_WIDTH / 2))
        for row, concept in enumerate(_untangled(columns[step], nodes)):
            needs = ", ".join(concepts[one.id].title for one in concept.requires if one.id in concepts)
            words = f"{concept.title}. Needs: {needs or 'nothing on this map'}."
            nodes[concept.id] = Node(concept.id, concept.title, _lines(concept.title), x, TOP + row * ROW_HEIGHT, words)
    rows = max((len(column) for column in columns.values()), default=0)
    return ConceptMap(
        width=2 * MARGIN + max(len(shown) - 1, 0) * COLUMN_WIDTH + NODE_WIDTH + 26,
        height=TOP + rows * ROW_HEIGHT + 8,
        columns=headings,
        nodes=list(nodes.values()),
        edges=[_edge(nodes[start], nodes[end]) for start, end in _telling(concepts) if {start, end} <= nodes.keys()],
    )


def _in_order_of_need(concepts: list[Concept], by_id: dict[str, Concept]) -> list[Concept]:
    """Sort so that each concept comes behind what it requires, else as written; a cycle is left as written."""
    done: dict[str, Concept] = {}
    waiting = concepts
    while waiting:
        ready = [one for one in waiting if all(need.id in done or need.id not in by_id for need in one.requires)]
        ready = ready or waiting
        done |= {one.id: one for one in ready}
        waiting = [one for one in waiting if one.id not in done]
    return list(done.values())


def _untangled(column: list[Concept], placed: dict[str, Node]) -> list[Concept]:
    """Order a column by how high its needs stand, never above a need of the same column."""
    within = {concept.id for concept in column}
    depth: dict[str, int] = {}
    for concept in column:
        depth[concept.id] = max(
            (depth.get(need.id, 0) + 1 for need in concept.requires if need.id in within), default=0
        )

    def height(concept: Concept) -> float:
        above = [placed[need.id].y for need in concept.requires if need.id in placed]
        return sum(above) / len(above) if above else 0.0

    return sorted(column, key=lambda one: (depth[one.id], height(one)))


def _telling(concepts: dict[str, Concept]) -> list[tuple[str, str]]:
    """Give the needs that no chain of other needs implies already, so that the map stays readable."""
    above: dict[str, set[str]] = {}
    for concept in _in_order_of_need(list(concepts.values()), concepts):
        direct = {need.id for need in concept.requires}
        above[concept.id] = direct.union(*(above.get(need, set()) for need in direct))
    return [
        (need.id, concept.id)
        for concept in concepts.values()
        for need in concept.requires
        if not any(need.id in above.get(other.id, ()) for other in concept.requires if other.id != need.id)
    ]


def _edge(start: Node, end: Node) -> Edge:
    """Draw from the right of one node to the left of the other; down the right side within a column."""
    x1, y1 = start.x + NODE_WIDTH, start.y + NODE_HEIGHT / 2
    y2 = end.y + NODE_HEIGHT / 2
    if start.x == end.x:
        bulge = x1 + 14 + min(abs(y2 - y1) / ROW_HEIGHT, 4) * 4
        return Edge(
            f"M{x1:g} {y1 + 6:g}C{bulge:g} {y1 + 6:g} {bulge:g} {y2 - 6:g} {x1 + 3:g} {y2 - 6:g}", start.id, end.id
        )
    x2 = end.x - 3
    middle = (x1 + x2) / 2 if end.x - start.x <= COLUMN_WIDTH else x2 - (COLUMN_WIDTH - NODE_WIDTH) / 2
    return Edge(f"M{x1:g} {y1:g}C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}", start.id, end.id)


def _lines(title: str) -> tuple[str, ...]:
    """Break a title over at most two lines, cut what does not fit, and drop what stands in brackets at its end."""
    short = title.split(" (", maxsplit=1)[0]
    if len(short) <= LINE:
        return (short,)
    words = short.split()
    first = words.pop(0)
    while words and len(first) + 1 + len(words[0]) <= LINE:
        first += f" {words.pop(0)}"
    rest = " ".join(words)
    lines = (first, rest) if rest else (first,)
    return tuple(line if len(line) <= LINE + 2 else line[:LINE] + "…" for line in lines)
