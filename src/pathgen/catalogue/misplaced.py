"""Items and fields that are read as parts of something else, as they start a few columns beside where they belong.

YAML accepts them: an entry in the column of the steps is a step. The fields show what was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from pathgen.catalogue.recovery import value_at
from pathgen.catalogue.validation_errors import Loc, fields_at, kind_at, path_of
from pathgen.diagnostics import Diagnostic, Severity, Span
from pathgen.yamldoc.parse import Tree, framed_at, key_span_of, span_of
from pathgen.yamldoc.slips.slip_fix import how_to_move
from pathgen.yamldoc.slips.text_lines import TextLines


class _Misplaced(NamedTuple):
    """An item or field, the list or item that it belongs to, and what is said of it (of fields, at the first)."""

    path: Loc
    target: Loc
    diagnostic: Diagnostic | None


def put_in_place(tree: Tree, errors: Iterable[Any]) -> list[Diagnostic]:
    """Move what is misplaced to the end of where it belongs; return what is wrong with it."""
    unknown = [path_of(error["loc"]) for error in errors if error["type"] == "extra_forbidden"]
    items = [*_items(tree, unknown)]
    fields = [] if items else [*_fields(tree, unknown)]
    moved = []
    for item in items:
        mark = framed_at(tree.source, tree.marks, item.path)
        moved.append((*_list_at(tree, item.target), value_at(tree, item.path), mark))
    for item in reversed(items):
        values, marks = _list_at(tree, item.path[:-1])
        del values[item.path[-1]], marks[item.path[-1]]
    for values, marks, value, mark in moved:
        values.append(value)
        marks.append(mark)
    for field in fields:
        _move_field(tree, field)
    return [found.diagnostic for found in (*items, *fields) if found.diagnostic]


def _list_at(tree: Tree, path: Loc) -> tuple[Any, Any]:
    """Return the items of a list and their marks; a key without a value becomes an empty list."""
    above = value_at(tree, path[:-1])
    if above[path[-1]] == "":
        above[path[-1]] = []
        marks = framed_at(tree.source, tree.marks, path[:-1])[2]
        start, end, mark = marks[path[-1]]
        marks[path[-1]] = (start, end, (*mark, []))
    return above[path[-1]], framed_at(tree.source, tree.marks, path)[2]


def _move_field(tree: Tree, field: _Misplaced) -> None:
    key, value = (span(tree.source, tree.marks, field.path) for span in (key_span_of, span_of))
    name = field.path[-1]
    written = value_at(tree, field.path)
    *_, marks, shift, _ = framed_at(tree.source, tree.marks, field.target)
    mark = (
        framed_at(tree.source, tree.marks, field.path)
        if isinstance(written, dict | list)
        else (value.start - shift, value.end - shift)
    )
    marks[name] = (key.start - shift, key.end - shift, mark)
    value_at(tree, field.target)[name] = value_at(tree, field.path[:-1]).pop(name)
    del framed_at(tree.source, tree.marks, field.path[:-1])[2][name]


def _items(tree: Tree, unknown: Iterable[Loc]) -> Iterator[_Misplaced]:
    """Yield the items with unknown fields that have nothing but the fields of another list's items."""
    items = dict.fromkeys(path[:-1] for path in unknown if len(path) > 1 and isinstance(path[-2], int))
    for path in sorted(items, key=lambda path: span_of(tree.source, tree.marks, path).order):
        for target in (*_lists_above(tree, path, items), *_lists_around(path)):
            found = _explain_item(tree, path, target) if set(value_at(tree, path)) <= fields_at(target) else None
            if found:
                yield _Misplaced(path, target, found)
                break


def _lists_above(tree: Tree, path: Loc, misplaced: Iterable[Loc]) -> Iterator[Loc]:
    """Yield the lists that the item above one ends with, the outermost first: an item too far left belongs to one."""
    number = int(path[-1]) - 1
    while (*path[:-1], number) in misplaced:
        number -= 1
    above: Loc = (*path[:-1], number)
    while number >= 0 and isinstance(item := value_at(tree, above), dict) and item:
        field = [*item][-1]
        below = item[field]
        if isinstance(below, list) or below == "":
            yield (*above, field)
        number = len(below) - 1 if isinstance(below, list) else -1
        above = (*above, field, number)


def _lists_around(path: Loc) -> Iterator[Loc]:
    """Yield the lists around the list of an item, the innermost first: an item too far right belongs to one."""
    for end in range(len(path) - 2, 0, -1):
        if isinstance(path[end], int):
            yield path[:end]


def _fields(tree: Tree, unknown: Iterable[Loc]) -> Iterator[_Misplaced]:
    """Yield the unknown fields that the item above them can have, and does not have."""
    found = [(path, target) for path in unknown if (target := _item_above(tree, path))]
    for (_, target), group in groupby(found, key=lambda pair: (pair[0][:-1], pair[1])):
        paths = [path for path, _ in group]
        explained = _explain_fields(tree, paths, target)
        if explained:
            yield from (_Misplaced(path, target, explained if path is paths[0] else None) for path in paths)


def _item_above(tree: Tree, path: Loc) -> Loc | None:
    """Return the item that ends above a field and can have it."""
    place, item = path[:-1], value_at(tree, path[:-1])
    names = [*item]
    lists = (name for name in reversed(names[: names.index(path[-1])]) if isinstance(item[name], list))
    name = next(lists, None)
    while name is not None and isinstance(below := item[name], list) and below and _has_fields(below[-1]):
        place, item = (*place, name, len(below) - 1), below[-1]
        if path[-1] in fields_at(place) and path[-1] not in item:
            return place
        name = next(reversed(item), None)
    return None


def _has_fields(value: object) -> bool:
    """Whether a value is an item with a field, which shows the column of those that follow."""
    return isinstance(value, dict) and bool(value)


def _explain_fields(tree: Tree, paths: Sequence[Loc], target: Loc) -> Diagnostic | None:
    """Return what is wrong with fields, and how far to move them; ``None`` where their column is not the reason."""
    first, *_, last = (key_span_of(tree.source, tree.marks, path) for path in (paths[0], *paths))
    neighbour = key_span_of(tree.source, tree.marks, (*target, next(iter(value_at(tree, target)))))
    lines = TextLines(first.source.text)
    number, column = lines.number(first.start), first.column - 1
    if first.column == neighbour.column or lines[number][:column].strip() or neighbour.source is not first.source:
        return None
    message = f"this is a field of {kind_at(target[:-1])}, but it starts in column {first.column}"
    end = lines.item_end(number, neighbour.column - 1, lines.group_end(lines.number(last.start)))
    help_ = how_to_move(lines, range(number, end), neighbour.column - first.column, neighbour.line - 1)
    return Diagnostic("unknown-field", Severity.ERROR, first, message, help_)


def _explain_item(tree: Tree, path: Loc, target: Loc) -> Diagnostic | None:
    """Return what is wrong with an item, and how far to move it; ``None`` where its column is not the reason."""
    span = span_of(tree.source, tree.marks, path)
    lines = TextLines(span.source.text)
    column = _dash(span, lines)
    if value_at(tree, target):
        neighbour = span_of(tree.source, tree.marks, (*target, 0))
        wanted = _dash(neighbour, lines)
    else:
        neighbour = key_span_of(tree.source, tree.marks, target)
        wanted = neighbour.column + 1
    if column is None or wanted is None or wanted == column or neighbour.source is not span.source:
        return None
    message = f"this item has the fields of {kind_at(target)}, but it starts in column {column + 1}"
    number = lines.number(span.start)
    end = lines.item_end(number, wanted, lines.group_end(number))
    help_ = how_to_move(lines, range(number, end), wanted - column, neighbour.line - 1)
    at = Span(span.source, lines.starts[number] + column, span.start + 1)
    return Diagnostic("unknown-field", Severity.ERROR, at, message, help_)


def _dash(span: Span, lines: TextLines) -> int | None:
    """Return the column, from 0, of the dash before an item; ``None`` where it has none of its own."""
    before = lines.text[lines.starts[lines.number(span.start)] : span.start]
    return before.index("-") if before.strip() == "-" else None
