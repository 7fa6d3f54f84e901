"""Concepts require each other, or libraries or entries succeed each other, in a circle.

A reader who wants to learn one of the concepts could never start, because each requires another one first. A reader who
looks for the successor of a library, or for the replacement of an entry, would go round in circles.

Bad:

    concepts:
      - {id: derivative, title: Derivative, requires: chain-rule}
      - {id: chain-rule, title: Chain rule, requires: derivative}

Good:

    concepts:
      - {id: derivative, title: Derivative}
      - {id: chain-rule, title: Chain rule, requires: derivative}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pathgen.catalogue.model import Part
from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Diagnostic, Severity

CODE = "cycle"
MOST_SHOWN = 12
"""A longer cycle is shown without its middle."""


class GraphEdge(NamedTuple):
    """An edge to the id ``target``, written in the field ``path`` of ``part``."""

    target: str
    part: Part
    path: tuple[str | int, ...]


Graph = dict[str, list[GraphEdge]]


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield the cycles of concepts, libraries and entries."""
    required: Graph = {}
    successors: Graph = {}
    advice: Graph = {}
    parents: Graph = {}
    replacements: Graph = {}
    for concept in catalogue.concepts:
        edges = [GraphEdge(need.id, need, ("id",)) for need in concept.requires]
        required.setdefault(concept.id, []).extend(edges)
    for library in catalogue.libraries:
        for graph, field in ((successors, "successor"), (advice, "use_instead")):
            edges = [GraphEdge(name, library, (field, index)) for index, name in enumerate(getattr(library, field))]
            graph.setdefault(library.id, []).extend(edges)
        if library.parent:
            parents.setdefault(library.id, []).append(GraphEdge(library.parent, library, ("parent",)))
    for entry_id, resource in catalogue.written:
        if resource.replaced_by:
            edge = GraphEdge(resource.replaced_by, resource, ("replaced_by",))
            replacements.setdefault(entry_id, []).append(edge)
    for graph, field, problem in (
        (required, "requires", "these concepts require each other"),
        (successors, "successor", "these libraries succeed each other"),
        (advice, "use_instead", "these libraries send readers to each other"),
        (parents, "parent", "these libraries are each other's parents"),
        (replacements, "replaced_by", "these entries replace each other"),
    ):
        for names, edges in cycles(graph):
            yield _diagnose(problem, field, names, edges)


def _diagnose(problem: str, field: str, names: list[str], edges: list[GraphEdge]) -> Diagnostic:
    shown = names
    if len(names) > MOST_SHOWN:
        half = MOST_SHOWN // 2
        shown = [*names[:half], f"({len(names) - 2 * half} more)", *names[-half:]]
    message = f"{problem} in a circle: {' → '.join((*shown, names[0]))}"
    *others, last = edges
    related = tuple(
        (edge.part.span(*edge.path), f"{name} names {edge.target} here")
        for name, edge in zip(names, others[:MOST_SHOWN], strict=False)
    )
    help_ = f"remove one of the `{field}` values in the circle: the one that matters least"
    return Diagnostic(CODE, Severity.ERROR, last.part.span(*last.path), message, help_, related)


def cycles(graph: Graph) -> Iterator[tuple[list[str], list[GraphEdge]]]:
    """Yield the cycles of a graph: the ids in each, and the edges from each id to the next.

    A depth-first search with its own stack, as a chain may be longer than Python's stack allows. Every edge back to an
    id on the current walk closes a cycle, and no edge is followed twice, so no cycle is found twice.
    """
    done: set[str] = set()
    for root in graph:
        if root in done:
            continue
        walk = [root]
        taken: list[GraphEdge] = []
        position = {root: 0}
        waiting = [iter(graph[root])]
        while waiting:
            edge = next(waiting[-1], None)
            if edge is None:
                waiting.pop()
                left = walk.pop()
                done.add(left)
                del position[left]
                if taken:
                    taken.pop()
            elif edge.target in position:
                start = position[edge.target]
                yield walk[start:], [*taken[start:], edge]
            elif edge.target in graph and edge.target not in done:
                position[edge.target] = len(walk)
                walk.append(edge.target)
                taken.append(edge)
                waiting.append(iter(graph[edge.target]))
