"""Recovery from what is invalid: remove it or rename it, so that the rest of the file can be validated."""

from __future__ import annotations

from typing import Any

from pathgen.diagnostics import Span
from pathgen.yamldoc.parse import Tree, span_of

# The value that replaces a required field that is invalid; the position of its part makes it unique.
_PLACEHOLDERS: dict[str | int, Any] = {
    "id": lambda position: f"unnamed.{position}",
    "ref": lambda position: f"unnamed.{position}",
    "title": lambda position: f"Untitled {position}",
    "name": lambda position: f"Unnamed {position}",
    "question": lambda _: "?",
    "url": lambda position: f"https://unknown.invalid/{position}",
    "path": lambda _: {"title": "Untitled"},
}


def value_at(tree: Tree, path: tuple[Any, ...]) -> Any:
    """Return the value at a path that exists."""
    value = tree.value
    for step in path:
        value = value[step]
    return value


def rename(tree: Tree, path: tuple[Any, ...], name: str) -> None:
    """Rename a field in the values and the marks."""
    value, marks = tree.value, tree.marks
    for step in path[:-1]:
        value, marks = value[step], marks[2][step] if isinstance(value, list) else marks[2][step][2]
    value[name] = value.pop(path[-1])
    marks[2][name] = marks[2].pop(path[-1])


def make_title(tree: Tree, path: tuple[Any, ...]) -> None:
    """Make a title and a ``url`` of a field that is a title with its address."""
    rename(tree, path, "url")
    marks = tree.marks
    for step in path[:-1]:
        marks = marks[2][step] if isinstance(marks[2], list) else marks[2][step][2]
    start, end, _ = marks[2]["url"]
    value_at(tree, path[:-1])["title"] = str(path[-1])
    marks[2]["title"] = (start, end, (start, end))


def remove_invalid(tree: Tree, path: tuple[Any, ...], *, required: bool) -> None:
    """Remove what is invalid from the values and the marks; put a placeholder where an entry needs the field."""
    value, marks = tree.value, tree.marks
    for depth, step in enumerate(path[:-1]):
        below = value[step] if isinstance(value, list) or step in value else None
        if not isinstance(below, dict | list):  # a single value read as a list or mapping: remove it all
            path = path[: depth + 1]
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
    if required and last in _PLACEHOLDERS and (last != "id" or "title" not in value or "url" not in value):
        value[last] = placeholder = _PLACEHOLDERS[last](_name_of(span_of(tree.source, tree.marks, path[:-1])))
        if isinstance(placeholder, dict):
            marks[2][last] = (marks[0], marks[0], (marks[0], marks[0], {}))


def _name_of(span: Span) -> str:
    """Return a name for a position that no other position of the catalogue has."""
    number, start = span.order
    return f"{number}.{start}" if number else str(start)
