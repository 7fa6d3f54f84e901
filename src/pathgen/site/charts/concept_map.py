"""The concept map: a column for each step, a box for each concept, an arrow from what is needed to what needs it.

Within a column, needs are drawn as a tree: a concept is placed below one that it needs, a little to the right. Between
columns, an arrow that skips a column gets a lane of its own there, between the boxes; the arrows of one concept share
their lanes.

This is a layered drawing (Sugiyama, Tagawa and Toda, 1981) whose layers are given: the steps. :func:`concept_map` goes
through these passes:

1. Reduce: draw only the needs that no chain of other needs implies (:func:`_direct_needs`, a transitive reduction).
   The list below the map names all of them.
2. Group: join the concepts of a column into blocks, one for each tree of needs (:func:`_blocks`). What is inside a
   block is fixed from here on, so that the later passes move few things.
3. Route: add a thin block, a lane, to each column that an arrow skips (:func:`_add_lanes`), so that it runs between
   boxes.
4. Place: order and stack the blocks of each column (:func:`_place`). In sweeps from left to right and back, each block
   asks for the height at which its arrows would be level on average (:func:`_wish`, the barycentre heuristic, which
   keeps crossings few). Given the order, ``stack.stacked`` finds the tops that minimise the sum of the squared
   distances from these wishes. The number of sweeps is fixed: there is no test of convergence, and none is needed.
5. Draw: turn the blocks into boxes, and the edges into SVG paths (:class:`_Drawing`).

Invariants, to be kept by any change: every concept is in exactly one block of the column of its
step; blocks of a column do not overlap and keep ``GAP`` between them; where no cycle of needs forbids it, arrows inside
a column lead down; and the same catalogue always makes the same map, because every order starts from the order in the
catalogue and every sort is stable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import fmean
from unicodedata import east_asian_width

from pathgen.catalogue.model import Concept
from pathgen.catalogue.resolve import Catalogue
from pathgen.i18n.labels import short
from pathgen.site.charts.stack import stacked

# Units of the SVG's own coordinates; one is a CSS pixel where the chart is not scaled.
NODE_WIDTH = 110
LINE_HEIGHT = 15
PADDING = 11
INDENT = 11
STEM = 4
GUTTER = 26
ARRIVAL = 5
"""How far from the middle of a box an arrow ends where others leave."""
HEAD = 5
"""How far before a box an arrow has to run straight, for its head to lie straight."""
GAP = 9
LANE = 2
TOP = 40
MARGIN = 2
LINE = 8.4
"""How much text fits on a line of a box, in ems of the text's size (``pathgen.css``: 12.5 units)."""
NARROW, WIDE = "fijlrtI .,:'()/-", "mwMW&"
"""Letters of less than half, and of more than three quarters, of the text's size."""
_OPENING, _CLOSING = (
    r"\u3008\u300a\u300c\u300e\u3010\uff08",
    r"\u3001\u3002\u3009\u300b\u300d\u300f\u3011\u30fc\uff01\uff09\uff0c\uff1a\uff1b\uff1f",
)
_SIGN = r"\u3040-\u30fb\u30fd-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf" ?(?:[{_OPENING}]*[{_SIGN}][{_CLOSING}]*|[{_OPENING}]+|[^ {_OPENING}{_SIGN}]+)")
"""What stays on a line: a word, or a sign of Chinese or Japanese with the marks that may not start or end a line."""
SWEEPS = 12
"""How often the columns are ordered and stacked, alternately from left to right and back."""


@dataclass(frozen=True, slots=True)
class MapNode:
    """A concept: its box, and its title on several lines."""

    id: str
    title: str
    lines: tuple[str, ...]
    x: float
    y: float
    height: float
    words: str

    @property
    def middle(self) -> float:
        """Where arrows come in and go out."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class MapEdge:
    """An arrow as an SVG path, and the two concepts it joins."""

    path: str
    start: str
    end: str
    is_far: bool
    """Whether it skips a column."""


@dataclass(frozen=True, slots=True)
class ConceptMap:
    """The chart: its size, the heading of each column with its left edge, boxes and arrows."""

    width: float
    height: float
    columns: list[tuple[str, str, float]]
    nodes: list[MapNode]
    edges: list[MapEdge]
    node_width: int = NODE_WIDTH
    line_height: int = LINE_HEIGHT


@dataclass(slots=True, eq=False)
class _Block:
    """Boxes that move together in a column: a tree of concepts, or the lane of a concept of an earlier column.

    ``ids`` and ``depths`` (how far each concept is indented) are in the order from top to bottom; ``parents`` maps a
    concept to the one it hangs on; ``offsets`` are the boxes' distances below ``top``, which :func:`_place` sets.
    """

    ids: list[str]
    depths: list[int]
    parents: dict[str, str] = field(default_factory=dict)
    lane_of: str = ""
    offsets: list[float] = field(default_factory=list)
    height: float = LANE
    top: float = 0.0


Say = Callable[..., str]
"""Returns a message by its key and values, in the language of the site (``i18n/messages.py``)."""


def concept_map(catalogue: Catalogue, say: Say) -> ConceptMap:
    """Return the map: steps from left to right, and within a step what is needed above what needs it."""
    concepts = catalogue.concept
    homes = catalogue.homes
    stages = {section.part.id: index for index, section in enumerate(catalogue.stages)}
    steps = sorted({homes.get(id_, "") for id_ in concepts}, key=lambda step: stages.get(step, len(stages)))
    column = {id_: steps.index(homes.get(id_, "")) for id_ in concepts}
    edges = _direct_needs(concepts)
    lines = {concept.id: _lines(short(concept.title)) for concept in concepts.values()}
    members = [[concept for concept in concepts.values() if column[concept.id] == index] for index in range(len(steps))]
    blocks = [_blocks(concepts_of_step, edges, lines) for concepts_of_step in members]
    _add_lanes(blocks, edges, column)
    _place(blocks, edges, column)

    widths = [NODE_WIDTH + INDENT * max((max(block.depths) for block in stack), default=0) for stack in blocks]
    lefts = [MARGIN + sum(widths[:index]) + index * GUTTER for index in range(len(steps))]
    nodes = {
        id_: MapNode(
            id_,
            concepts[id_].title,
            lines[id_],
            lefts[index] + INDENT * depth,
            TOP + block.top + offset,
            _height(lines[id_]),
            _in_words(concepts[id_], concepts, say),
        )
        for index, stack in enumerate(blocks)
        for block in stack
        if not block.lane_of
        for id_, depth, offset in zip(block.ids, block.depths, block.offsets, strict=True)
    }
    lanes = {
        (block.lane_of, index): TOP + block.top + LANE / 2 for index, stack in enumerate(blocks) for block in stack
    }
    hung = {edge for stack in blocks for block in stack for edge in block.parents.items()}
    drawing = _Drawing(nodes, hung, column, lefts, widths, lanes)
    return ConceptMap(
        width=lefts[-1] + widths[-1] + GUTTER if lefts else 0,
        height=max((node.y + node.height for node in nodes.values()), default=TOP) + MARGIN,
        columns=[
            (_heading(catalogue, step, say), step or "none", left) for step, left in zip(steps, lefts, strict=True)
        ],
        nodes=list(nodes.values()),
        edges=[drawing.edge(start, end) for start, end in edges],
    )


def _heading(catalogue: Catalogue, step: str, say: Say) -> str:
    number = next((section.number for section in catalogue.stages if section.part.id == step), None)
    if number is None:
        return say("concepts.map.other")
    return say("concepts.map.step", number=number) if number else say("concepts.map.before")


def _in_words(concept: Concept, concepts: dict[str, Concept], say: Say) -> str:
    needs = [concepts[need.id].title for need in concept.requires if need.id in concepts]
    if not needs:
        return say("concepts.map.no_needs", title=concept.title)
    return say("concepts.map.needs", title=concept.title, needs=say("concepts.map.comma").join(needs))


# --- which needs are drawn, and how the titles break -------------------------------------------------------------


def _in_order_of_need(concepts: Iterable[Concept], by_id: dict[str, Concept]) -> list[Concept]:
    """Return the concepts so that each follows what it requires, else as written; a cycle is left as written."""
    done: dict[str, Concept] = {}
    waiting = list(concepts)
    while waiting:
        ready = [item for item in waiting if all(need.id in done or need.id not in by_id for need in item.requires)]
        ready = ready or waiting  # what is left is in a cycle of needs, or needs such a concept
        done |= {concept.id: concept for concept in ready}
        waiting = [concept for concept in waiting if concept.id not in done]
    return list(done.values())


def _direct_needs(concepts: dict[str, Concept]) -> list[tuple[str, str]]:
    """Return the edges ``(needed, needing)`` that no chain of other needs implies, so that the map stays readable.

    ``above`` has all that a concept needs, directly or not. It is complete when it is read, because the concepts come
    in the order of need.
    """
    above: dict[str, set[str]] = {}
    ordered = _in_order_of_need(concepts.values(), concepts)
    for concept in ordered:
        direct = {need.id for need in concept.requires}
        above[concept.id] = direct.union(*(above.get(need, set()) for need in direct))
    return [
        (need.id, concept.id)
        for concept in ordered
        for need in concept.requires
        if need.id in concepts
        and not any(need.id in above.get(other.id, ()) for other in concept.requires if other.id != need.id)
    ]


def _lines(title: str) -> tuple[str, ...]:
    """Return a title broken into lines; a word that is longer than a line gets a line of its own.

    Chinese and Japanese are broken between any two signs, but not before one that ends a part of a sentence.
    """
    lines = [""]
    for word in _WORD.findall(" ".join(title.split())):
        if lines[-1] and _width(lines[-1] + word) > LINE:
            lines.append(word.lstrip())
        else:
            lines[-1] += word
    return tuple(lines)


def _width(text: str) -> float:
    """Return the most ems that a text may take: as in DejaVu Sans, the widest font that systems set a page in."""
    return sum(
        0.36 if letter in NARROW else 0.93 if letter in WIDE else 1 if east_asian_width(letter) in "FW" else 0.65
        for letter in text
    )


def _height(lines: tuple[str, ...]) -> float:
    return PADDING + LINE_HEIGHT * len(lines)


# --- where the boxes and lanes are placed ------------------------------------------------------------------------


def _blocks(members: list[Concept], edges: list[tuple[str, str]], lines: dict[str, tuple[str, ...]]) -> list[_Block]:
    """Return the trees of a column: a concept hangs on the last of its needs in the same column.

    Its other needs in the column are drawn as arrows around the boxes. Only a need of a lower rank can be a parent, so
    that even a cycle of needs makes trees.
    """
    ordered = [concept.id for concept in _in_order_of_need(members, {concept.id: concept for concept in members})]
    rank = {id_: index for index, id_ in enumerate(ordered)}
    inner = [(start, end) for start, end in edges if start in rank and end in rank]
    parent = {end: start for start, end in sorted(inner, key=lambda edge: rank[edge[0]]) if rank[start] < rank[end]}

    children: dict[str, list[str]] = {}
    for id_ in ordered:
        if id_ in parent:
            children.setdefault(parent[id_], []).append(id_)
    trees: dict[str, list[str]] = {}  # each concept and all below it, from top to bottom
    for id_ in reversed(ordered):  # after all below it
        below = [trees.pop(child) for child in children.get(id_, ())]
        trees[id_] = [id_, *(name for subtree in _needed_first(below, inner) for name in subtree)]

    blocks = []
    for ids in _needed_first([trees[id_] for id_ in ordered if id_ not in parent], inner):
        depths: dict[str, int] = {}
        for id_ in ids:
            depths[id_] = depths[parent[id_]] + 1 if id_ in parent else 0
        block = _Block(ids, list(depths.values()), {id_: parent[id_] for id_ in ids if id_ in parent})
        y = 0.0
        for id_ in ids:
            block.offsets.append(y)
            y += _height(lines[id_]) + GAP
        block.height = y - GAP
        blocks.append(block)
    return blocks


def _needed_first(groups: list[list[str]], edges: list[tuple[str, str]]) -> list[list[str]]:
    """Return the groups so that arrows between them lead down, where that is possible; else in the order given.

    Takes the first group that needs nothing of the groups still waiting, again and again; in a cycle, the first one.
    """
    ordered: list[list[str]] = []
    waiting = list(groups)
    while waiting:
        group_of = {id_: index for index, group in enumerate(waiting) for id_ in group}
        needy = {
            group_of[end]
            for start, end in edges
            if start in group_of and end in group_of and group_of[start] != group_of[end]
        }
        first = next((index for index in range(len(waiting)) if index not in needy), 0)
        ordered.append(waiting.pop(first))
    return ordered


def _add_lanes(blocks: list[list[_Block]], edges: list[tuple[str, str]], column: dict[str, int]) -> None:
    """Add a lane for each concept to the columns that its arrows skip, as far as its furthest arrow runs."""
    furthest: dict[str, int] = {}
    for start, end in edges:
        furthest[start] = max(furthest.get(start, 0), column[end])
    for start, last in furthest.items():
        for index in range(column[start] + 1, last):
            blocks[index].append(_Block([], [0], lane_of=start))


def _place(blocks: list[list[_Block]], edges: list[tuple[str, str]], column: dict[str, int]) -> None:
    """Order the blocks of each column by what they are joined to, and set their tops as near to it as there is room.

    Every column gets the room of the fullest one, so that the map is as low as it can be.
    """
    gaps = [GAP * (len(stack) - 1) for stack in blocks]
    room = max((sum(block.height for block in stack) + gap for stack, gap in zip(blocks, gaps, strict=True)), default=0)
    joined = _joined(blocks, edges, column)
    inner = [(start, end) for start, end in edges if column[start] == column[end]]
    for sweep in range(SWEEPS):
        for stack in blocks if sweep % 2 == 0 else blocks[::-1]:
            # The wishes are those of before this column moves: its blocks may be joined to each other.
            wishes = {id(block): _wish(block, joined) for block in stack}
            stack.sort(key=lambda block, wishes=wishes: wishes[id(block)] + block.height / 2)  # type: ignore[misc]
            # Lanes keep the places that the wishes put them in; the trees share out the other places so that their
            # arrows lead down.
            trees = iter(_needed_first([block.ids for block in stack if not block.lane_of], inner))
            by_ids = {tuple(block.ids): block for block in stack if not block.lane_of}
            stack[:] = [block if block.lane_of else by_ids[tuple(next(trees))] for block in stack]
            tops = stacked([block.height for block in stack], [wishes[id(block)] for block in stack], GAP, room)
            for block, top in zip(stack, tops, strict=True):
                block.top = top


_Port = tuple[_Block, float]
"""A block, and how far below its top an arrow meets it."""


def _joined(
    blocks: list[list[_Block]], edges: list[tuple[str, str]], column: dict[str, int]
) -> dict[int, list[tuple[float, _Port]]]:
    """Return for each block, by identity: how far below its top an arrow leaves it, and the port at the other end.

    An arrow that skips columns counts as a chain from lane to lane, so that each of its parts is level where it can be.
    """
    nodes: dict[str, _Port] = {}
    lanes: dict[tuple[str, int], _Port] = {}
    for index, stack in enumerate(blocks):
        for block in stack:
            if block.lane_of:
                lanes[block.lane_of, index] = (block, LANE / 2)
            for id_, offset in zip(block.ids, block.offsets, strict=False):
                nodes[id_] = (block, offset + PADDING)
    joined: dict[int, list[tuple[float, _Port]]] = {}
    for start, end in edges:
        stops = [nodes[start], *(lanes[start, index] for index in range(column[start] + 1, column[end])), nodes[end]]
        for near, far in pairwise(stops):
            joined.setdefault(id(near[0]), []).append((near[1], far))
            joined.setdefault(id(far[0]), []).append((far[1], near))
    return joined


def _wish(block: _Block, joined: dict[int, list[tuple[float, _Port]]]) -> float:
    """Return the top at which a block's arrows would be level on average; where it is now, if it has none."""
    tops = [other.top + port - leaves for leaves, (other, port) in joined.get(id(block), ()) if other is not block]
    return fmean(tops) if tops else block.top


# --- how the arrows run ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Everything placed: the columns' left edges and widths, and the heights of the lanes by concept and column."""

    nodes: dict[str, MapNode]
    hung: set[tuple[str, str]]
    """The concepts that hang on another of their column, with that one."""
    column: dict[str, int]
    lefts: list[int]
    widths: list[int]
    lanes: dict[tuple[str, int], float]

    def edge(self, start: str, end: str) -> MapEdge:
        """Return one arrow: a stem inside a tree, a curve around its column, or a line through the lanes."""
        source, target = self.nodes[start], self.nodes[end]
        first, last = self.column[start], self.column[end]
        if first == last:
            hangs = (end, start) in self.hung
            path = _stem(source, target) if hangs else self._around(source, target, first)
            return MapEdge(path, start, end, is_far=not hangs)
        path = f"M{source.x + NODE_WIDTH:g} {source.middle:g}"
        y = source.middle
        for index in range(first + 1, last + 1):
            to = target.middle if index == last else self.lanes[start, index]
            right, left = self.lefts[index - 1] + self.widths[index - 1], self.lefts[index] - HEAD
            middle = (right + left) / 2
            path += f"H{right:g}C{middle:g} {y:g} {middle:g} {to:g} {left:g} {to:g}"
            y = to
        return MapEdge(f"{path}H{target.x - 1:g}", start, end, is_far=last > first + 1)

    def _around(self, source: MapNode, target: MapNode, column: int) -> str:
        """Return a path from the right of a box to the right of another one in the same column."""
        out = self.lefts[column] + self.widths[column] + GUTTER / 2
        x1, x2 = source.x + NODE_WIDTH, target.x + NODE_WIDTH + 1
        y1, y2 = source.middle, target.middle + (ARRIVAL if source.y > target.y else -ARRIVAL)
        return f"M{x1:g} {y1:g}C{out:g} {y1:g} {out:g} {y2:g} {x2:g} {y2:g}"


def _stem(source: MapNode, target: MapNode) -> str:
    """Return a path down from below a box, and to the right into one that hangs on it."""
    x, y = source.x + STEM, target.middle
    return f"M{x:g} {source.y + source.height:g}V{y - 4:g}Q{x:g} {y:g} {x + 4:g} {y:g}H{target.x - 1:g}"
