"""A new entry in a list, written as its neighbours are; every other byte of the file stays as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pathgen.catalogue.edit import TextEdit, apply
from pathgen.catalogue.model import Part, Resource, Step, Topic
from pathgen.diagnostics import Span
from pathgen.errors import PathgenError
from pathgen.yamldoc.decode import read
from pathgen.yamldoc.parse import Spans
from pathgen.yamldoc.scalars import scalar


def fields_of(part: type[Part]) -> tuple[str, ...]:
    """Give the fields of a part in the order in which they are written: its name first."""
    return tuple(sorted(part.model_fields, key=lambda name: name != "id"))


FIELDS = fields_of(Resource)
"""The fields of an entry in the order in which they are written: its name first."""
Fields = Mapping[str, str | Sequence[str]]
"""What a new entry says: ``{field: its text, or several}``."""

_DASH = re.compile(r"([ ]*)-([ ]+)$")


def _value(value: str | Sequence[str], *, in_brackets: bool = False) -> str:
    if isinstance(value, str):
        return scalar(value, in_brackets=in_brackets)
    if len(value) == 1:
        return scalar(value[0], in_brackets=in_brackets)
    return f"[{', '.join(scalar(one, in_brackets=True) for one in value)}]"


def _in_order(fields: Fields) -> Iterator[tuple[str, str | Sequence[str]]]:
    return ((name, fields[name]) for name in FIELDS if fields.get(name))


def _flow(fields: Fields) -> str:
    return "{" + ", ".join(f"{name}: {_value(value, in_brackets=True)}" for name, value in _in_order(fields)) + "}"


def _block(fields: Fields, indent: str, gap: str) -> list[str]:
    lines = [f"{name}: {_value(value)}" for name, value in _in_order(fields)]
    inner = " " * (len(indent) + 1 + len(gap))
    return [f"{indent}-{gap}{lines[0]}", *(inner + line for line in lines[1:])]


@dataclass(frozen=True, slots=True)
class Insertion:
    """An entry that goes into a section's list before the item at ``index``; ``start`` tells the section's place."""

    replacement: TextEdit
    fields: Fields
    index: int
    start: int


def insertion(section: Step | Topic, fields: Fields, after: int | None = None) -> Insertion:
    """Put an entry at the end of a section's list, or behind the item at ``after``.

    Raises:
        PathgenError: the list is written so unusually that a person has to do it.
    """
    count = len(section.resources)
    index = count if after is None else after + 1
    made = _behind(section, index - 1, fields) if count else _first(section, fields)
    return Insertion(made, fields, index, section.span().start)


def inserted(file: str, data: bytes, made: Insertion) -> bytes:
    """Make the insertion, read the file again, and see that it says what it said, with the entry and nothing else.

    Raises:
        PathgenError: it does not.
    """
    new = apply(data, [made.replacement])
    _, before, _ = read(file, data)
    _, after, _ = read(file, new)
    if before is not None and after is not None:
        section = _at(before.value, before.marks, made.start)
        items = section.setdefault("resources", [])
        items.insert(made.index, _plain(made.fields))
        if before.value == after.value:
            return new
    raise PathgenError(f"the entry cannot be written into {file} without changing more of it; write it by hand")


def _plain(fields: Fields) -> dict[str, Any]:
    """Give the values that a file with this entry holds."""
    return {
        name: value if isinstance(value, str) else value[0] if len(value) == 1 else list(value)
        for name, value in _in_order(fields)
    }


def _at(value: Any, marks: Spans, start: int) -> dict[str, Any]:
    """Find the mapping that starts at a place; nowhere, an empty one."""
    waiting = [(value, marks)]
    while waiting:
        one, mark = waiting.pop()
        if isinstance(one, dict):
            if mark[0] == start:
                return one
            waiting += [(one[key], mark[2][key][2]) for key in one]
        elif isinstance(one, list):
            waiting += zip(one, mark[2], strict=True)
    return {}


# --- where it goes -----------------------------------------------------------------------------------------------


def _behind(section: Step | Topic, index: int, fields: Fields) -> TextEdit:
    """Write an entry behind another of its list, in its style."""
    item, whole = section.resources[index], section.span("resources")
    text, span = whole.source.text, item.span()
    is_flow = text.startswith("{", span.start)
    line_start = text.rfind("\n", 0, span.start) + 1
    before = text[line_start : span.start]
    if text.startswith("[", whole.start):
        own_line = f"{_line_end(text, span.start)}{before}" if before.isspace() else " "
        return TextEdit(span.end, span.end, f",{own_line}{_flow(fields)}")
    dash = _DASH.fullmatch(before)
    if dash is None:
        raise PathgenError(f"the list at {whole} is written so that the entry has to be written by hand")
    lines = [f"{dash[1]}-{dash[2]}{_flow(fields)}"] if is_flow else _block(fields, dash[1], dash[2])
    return _lines(text, _end(item), lines)


def _first(section: Step | Topic, fields: Fields) -> TextEdit:
    """Write the first entry of a section."""
    whole = section.span()
    text = whole.source.text
    if "resources" in section.model_fields_set:
        return _into_empty(section.span("resources"), whole, fields)
    end = max(_end_of(section, field) for field in section.model_fields_set - {"subtopics"})
    if text.startswith("{", whole.start):
        return TextEdit(end, end, f", resources: [{_flow(fields)}]")
    if "subtopics" in section.model_fields_set and section.span("subtopics").start < end:
        raise PathgenError(
            f"the section at {whole} has a field behind its subtopics: write `resources: []` before them"
        )
    indent = " " * (whole.column - 1)
    return _lines(text, end, [f"{indent}resources:", *_block(fields, f"{indent}  ", " ")])


def _into_empty(empty: Span, whole: Span, fields: Fields) -> TextEdit:
    """Write the first entry into ``resources: []``."""
    text = empty.source.text
    if text.startswith("{", whole.start) or "\n" in text[empty.start : empty.end]:
        return TextEdit(empty.start, empty.end, f"[{_flow(fields)}]")
    start = text.rfind(":", 0, empty.start) + 1
    lines = _block(fields, " " * (whole.column + 1), " ")
    return TextEdit(start, empty.end, "".join(_line_end(text, start) + line for line in lines))


def _lines(text: str, end: int, lines: Sequence[str]) -> TextEdit:
    """Put whole lines behind the line on which a value ends."""
    at = text.find("\n", end)
    line_end = _line_end(text, end)
    if at < 0:
        return TextEdit(len(text), len(text), "".join(line_end + line for line in lines))
    return TextEdit(at + 1, at + 1, "".join(line + line_end for line in lines))


def _line_end(text: str, near: int) -> str:
    r"""Give the line end that is used here: ``\n``, or ``\r\n``."""
    at = text.find("\n", near)
    at = at if at >= 0 else text.rfind("\n")
    return "\r\n" if at > 0 and text[at - 1] == "\r" else "\n"


def _end(part: Part) -> int:
    """Find where the last value of a part ends; the marks of a block end only where the next thing starts."""
    span = part.span()
    if span.source.text.startswith("{", span.start):
        return span.end
    return max((_end_of(part, field) for field in part.model_fields_set), default=span.end)


def _end_of(part: Part, field: str) -> int:
    """Find where the value of a field ends."""
    value, span = getattr(part, field), part.span(field)
    text = span.source.text
    if isinstance(value, tuple) and value and not text.startswith("[", span.start):
        if isinstance(value[-1], Part):
            return _end(value[-1])
        span = part.span(field, len(value) - 1)
    elif isinstance(value, Part):
        return _end(value)
    return span.end - (len(text[span.start : span.end]) - len(text[span.start : span.end].rstrip()))
