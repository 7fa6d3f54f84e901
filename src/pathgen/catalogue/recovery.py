"""Going on in spite of a mistake: taking it out of the values, so that the rest can be validated."""

from __future__ import annotations

from typing import Any

from pathgen.diagnostics import Span
from pathgen.yamldoc.parse import Tree, span_of

# What a part that needs a field gets in its place, told apart by where the part starts.
_STAND_INS: dict[str | int, Any] = {
    "id": lambda at: f"unnamed.{at}",
    "ref": lambda at: f"unnamed.{at}",
    "title": lambda at: f"Untitled {at}",
    "name": lambda at: f"Unnamed {at}",
    "question": lambda _: "?",
    "url": lambda at: f"https://unknown.invalid/{at}",
    "path": lambda _: {"title": "Untitled"},
}


def mend(tree: Tree, path: tuple[Any, ...], *, required: bool) -> None:
    """Take what is wrong out of the values and the marks; stand in for it where an entry needs the field."""
    value, marks = tree.value, tree.marks
    for at, step in enumerate(path[:-1]):
        below = value[step] if isinstance(value, list) or step in value else None
        if not isinstance(below, dict | list):  # a value read as a list or mapping of one: take out the whole
            path = path[: at + 1]
            break
        children = marks[2]
        value, marks = below, children[step] if isinstance(value, list) else children[step][2]
    if not path:
        return
    last = path[-1]
    if isinstance(value, list):
        del value[last], marks[2][last]
        return
    value.pop(last, None)
    marks[2].pop(last, None)
    if required and last in _STAND_INS and (last != "id" or "title" not in value or "url" not in value):
        value[last] = stand_in = _STAND_INS[last](_name_of(span_of(tree.source, tree.marks, path[:-1])))
        if isinstance(stand_in, dict):
            marks[2][last] = (marks[0], marks[0], (marks[0], marks[0], {}))


def _name_of(span: Span) -> str:
    """Tell a place from every other of the catalogue."""
    number, start = span.order
    return f"{number}.{start}" if number else str(start)
