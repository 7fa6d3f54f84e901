"""The concept map: a column for each step, a box for each concept, an arrow from what is needed to what needs it.

Within a column, needs are drawn as a tree: a concept stands below one that it needs, a little to the right. Between
columns, an arrow that skips a column gets a lane of its own there, between the boxes; the arrows of one concept share
their lanes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import fmean

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
"""As much as fits on a line of a box, in the text's size (``pathgen.css``): 12.5 units."""
NARROW, WIDE = "fijlrtI .,:'()/-", "mwMW&"
"""Letters of less than half, and of more than three quarters, of the text's size."""
SWEEPS = 12


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
    """What keeps together in a column: a tree of concepts, or the lane of a concept of an earlier column."""

    ids: list[str]
    depths: list[int]
    parents: dict[str, str] = field(default_factory=dict)
    lane_of: str = ""
    offsets: list[float] = field(default_factory=list)
    height: float = LANE
    top: float = 0.0


Say = Callable[..., str]
"""Gives a text by its name and values, in the language of the site (``i18n/messages.py``)."""


def concept_map(catalogue: Catalogue, say: Say) -> ConceptMap:
    """Lay the map out: steps from left to right, and within a step what is needed above what needs it."""
    concepts = catalogue.concept
    homes = catalogue.homes
    stages = {section.part.id: at for at, section in enumerate(catalogue.stages)}
    shown = sorted({homes.get(one, "") for one in concepts}, key=lambda step: stages.get(step, len(stages)))
    column = {one: shown.index(homes.get(one, "")) for one in concepts}
    edges = _telling(concepts)
    lines = {one.id: _lines(short(one.title)) for one in concepts.values()}
    blocks = [_blocks([one for one in concepts.values() if column[one.id] == at], edges, lines) for at in _up_to(shown)]
    _add_lanes(blocks, edges, column)
    _place(blocks, edges, column)

    widths = [NODE_WIDTH + INDENT * max((max(one.depths) for one in each), default=0) for each in blocks]
    lefts = [MARGIN + sum(widths[:at]) + at * GUTTER for at in _up_to(shown)]
    nodes = {
        one: MapNode(
            one,
            concepts[one].title,
            lines[one],
            lefts[at] + INDENT * depth,
            TOP + block.top + offset,
            _height(lines[one]),
            _in_words(concepts[one], concepts, say),
        )
        for at, each in enumerate(blocks)
        for block in each
        if not block.lane_of
        for one, depth, offset in zip(block.ids, block.depths, block.offsets, strict=True)
    }
    lanes = {(block.lane_of, at): TOP + block.top + LANE / 2 for at, each in enumerate(blocks) for block in each}
    hung = {edge for each in blocks for block in each for edge in block.parents.items()}
    drawing = _Drawing(nodes, hung, column, lefts, widths, lanes)
    return ConceptMap(
        width=lefts[-1] + widths[-1] + GUTTER if lefts else 0,
        height=max((node.y + node.height for node in nodes.values()), default=TOP) + MARGIN,
        columns=[
            (_heading(catalogue, step, say), step or "none", left) for step, left in zip(shown, lefts, strict=True)
        ],
        nodes=list(nodes.values()),
        edges=[drawing.edge(start, end) for start, end in edges],
    )


def _up_to(items: list[str]) -> range:
    return range(len(items))


def _heading(catalogue: Catalogue, step: str, say: Say) -> str:
    number = next((section.number for section in catalogue.stages if section.part.id == step), None)
    if number is None:
        return say("concepts.map.other")
    return say("concepts.map.step", number=number) if number else say("concepts.map.before")


def _in_words(concept: Concept, concepts: dict[str, Concept], say: Say) -> str:
    needs = [concepts[one.id].title for one in concept.requires if one.id in concepts]
    if not needs:
        return say("concepts.map.no_needs", title=concept.title)
    return say("concepts.map.needs", title=concept.title, needs=say("concepts.map.comma").join(needs))


# --- what is drawn -----------------------------------------------------------------------------------------------


def _in_order_of_need(concepts: Iterable[Concept], by_id: dict[str, Concept]) -> list[Concept]:
    """Sort so that each concept comes behind what it requires, else as written; a cycle is left as written."""
    done: dict[str, Concept] = {}
    waiting = list(concepts)
    while waiting:
        ready = [one for one in waiting if all(need.id in done or need.id not in by_id for need in one.requires)]
        ready = ready or waiting
        done |= {one.id: one for one in ready}
        waiting = [one for one in waiting if one.id not in done]
    return list(done.values())


def _telling(concepts: dict[str, Concept]) -> list[tuple[str, str]]:
    """Give the needs that no chain of other needs implies already, so that the map stays readable."""
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
    """Break a title over as many lines as it needs; a word that is longer than a line keeps its own."""
    lines = [""]
    for word in title.split():
        if lines[-1] and _width(f"{lines[-1]} {word}") > LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(lines)


def _width(text: str) -> float:
    """Guess how long a text is at most, in its size: as in DejaVu Sans, the widest font that systems set a page in."""
    return sum(0.36 if sign in NARROW else 0.93 if sign in WIDE else 0.65 for sign in text)


def _height(lines: tuple[str, ...]) -> float:
    return PADDING + LINE_HEIGHT * len(lines)


# --- where it stands ---------------------------------------------------------------------------------------------


def _blocks(members: list[Concept], edges: list[tuple[str, str]], lines: dict[str, tuple[str, ...]]) -> list[_Block]:
    """Make the trees of a column: a concept hangs on the last of its needs that stands in the same column."""
    here = [concept.id for concept in _in_order_of_need(members, {one.id: one for one in members})]
    rank = {one: at for at, one in enumerate(here)}
    inner = [(start, end) for start, end in edges if start in rank and end in rank]
    parent = {end: start for start, end in sorted(inner, key=lambda edge: rank[edge[0]]) if rank[start] < rank[end]}

    def tree(one: str) -> list[str]:
        below = [tree(child) for child in here if parent.get(child) == one]
        return [one, *(each for part in _needed_first(below, inner) for each in part)]

    blocks = []
    for ids in _needed_first([tree(one) for one in here if one not in parent], inner):
        depths: dict[str, int] = {}
        for one in ids:
            depths[one] = depths[parent[one]] + 1 if one in parent else 0
        block = _Block(ids, list(depths.values()), {one: parent[one] for one in ids if one in parent})
        y = 0.0
        for one in ids:
            block.offsets.append(y)
            y += _height(lines[one]) + GAP
        block.height = y - GAP
        blocks.append(block)
    return blocks


def _needed_first(groups: list[list[str]], edges: list[tuple[str, str]]) -> list[list[str]]:
    """Sort groups so that arrows between them lead down, where that is possible."""
    ordered: list[list[str]] = []
    waiting = list(groups)
    while waiting:
        inside = {one: at for at, group in enumerate(waiting) for one in group}
        needy = {
            inside[end] for start, end in edges if start in inside and end in inside and inside[start] != inside[end]
        }
        first = next((at for at in range(len(waiting)) if at not in needy), 0)
        ordered.append(waiting.pop(first))
    return ordered


def _add_lanes(blocks: list[list[_Block]], edges: list[tuple[str, str]], column: dict[str, int]) -> None:
    """Give each concept a lane in the columns that its arrows skip."""
    furthest: dict[str, int] = {}
    for start, end in edges:
        furthest[start] = max(furthest.get(start, 0), column[end])
    for start, last in furthest.items():
        for at in range(column[start] + 1, last):
            blocks[at].append(_Block([], [0], lane_of=start))


def _place(blocks: list[list[_Block]], edges: list[tuple[str, str]], column: dict[str, int]) -> None:
    """Order the blocks of each column by what they are joined to, and move them as near to it as there is room."""
    gaps = [GAP * (len(each) - 1) for each in blocks]
    room = max((sum(block.height for block in each) + gap for each, gap in zip(blocks, gaps, strict=True)), default=0)
    joined = _joined(blocks, edges, column)
    inner = [(start, end) for start, end in edges if column[start] == column[end]]
    for sweep in range(SWEEPS):
        for each in blocks if sweep % 2 == 0 else blocks[::-1]:
            wishes = {id(block): _wish(block, joined) for block in each}
            each.sort(key=lambda block, wishes=wishes: wishes[id(block)] + block.height / 2)  # type: ignore[misc]
            trees = iter(_needed_first([block.ids for block in each if not block.lane_of], inner))
            by_ids = {tuple(block.ids): block for block in each if not block.lane_of}
            each[:] = [block if block.lane_of else by_ids[tuple(next(trees))] for block in each]
            tops = stacked([b.height for b in each], [wishes[id(b)] for b in each], GAP, room)
            for block, top in zip(each, tops, strict=True):
                block.top = top


_Port = tuple[_Block, float]
"""A block, and how far below its top an arrow meets it."""


def _joined(
    blocks: list[list[_Block]], edges: list[tuple[str, str]], column: dict[str, int]
) -> dict[int, list[tuple[float, _Port]]]:
    """For each block, by identity: how far below its top an arrow leaves it, and the port at the other end."""
    nodes: dict[str, _Port] = {}
    lanes: dict[tuple[str, int], _Port] = {}
    for at, each in enumerate(blocks):
        for block in each:
            if block.lane_of:
                lanes[block.lane_of, at] = (block, LANE / 2)
            for one, offset in zip(block.ids, block.offsets, strict=False):
                nodes[one] = (block, offset + PADDING)
    found: dict[int, list[tuple[float, _Port]]] = {}
    for start, end in edges:
        stops = [nodes[start], *(lanes[start, at] for at in range(column[start] + 1, column[end])), nodes[end]]
        for near, far in pairwise(stops):
            found.setdefault(id(near[0]), []).append((near[1], far))
            found.setdefault(id(far[0]), []).append((far[1], near))
    return found


def _wish(block: _Block, joined: dict[int, list[tuple[float, _Port]]]) -> float:
    """Tell at which top a block's arrows would be level."""
    tops = [there.top + port - own for own, (there, port) in joined.get(id(block), ()) if there is not block]
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
        """Draw one arrow."""
        one, other = self.nodes[start], self.nodes[end]
        first, last = self.column[start], self.column[end]
        if first == last:
            hangs = (end, start) in self.hung
            return MapEdge(
                _stem(one, other) if hangs else self._around(one, other, first), start, end, is_far=not hangs
            )
        path = f"M{one.x + NODE_WIDTH:g} {one.middle:g}"
        y = one.middle
        for at in range(first + 1, last + 1):
            to = other.middle if at == last else self.lanes[start, at]
            right, left = self.lefts[at - 1] + self.widths[at - 1], self.lefts[at] - HEAD
            middle = (right + left) / 2
            path += f"H{right:g}C{middle:g} {y:g} {middle:g} {to:g} {left:g} {to:g}"
            y = to
        return MapEdge(f"{path}H{other.x - 1:g}", start, end, is_far=last > first + 1)

    def _around(self, one: MapNode, other: MapNode, at: int) -> str:
        """Lead from the right of a box to the right of another one of the same column."""
        out = self.lefts[at] + self.widths[at] + GUTTER / 2
        x1, x2 = one.x + NODE_WIDTH, other.x + NODE_WIDTH + 1
        y1, y2 = one.middle, other.middle + (ARRIVAL if one.y > other.y else -ARRIVAL)
        return f"M{x1:g} {y1:g}C{out:g} {y1:g} {out:g} {y2:g} {x2:g} {y2:g}"


def _stem(one: MapNode, other: MapNode) -> str:
    """Lead down from below a box, and to the right into one that hangs on it."""
    x, y = one.x + STEM, other.middle
    return f"M{x:g} {one.y + one.height:g}V{y - 4:g}Q{x:g} {y:g} {x + 4:g} {y:g}H{other.x - 1:g}"
