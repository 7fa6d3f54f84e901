"""One editor for YAML files: a few edits, each of which changes what it says it changes and nothing else.

An edit names a place by the span of a value in the text that was read. `Document` looks the span up in the tree of the
file, replaces or inserts characters there, and makes the same change to the values of the tree. Every other byte stays:
comments, line ends, encoding. In the end the new text is read again, and must have exactly those values and every
comment that it had. New text is written as its neighbours are; where the whole file was formatted, it is formatted
afterwards, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from pathgen.diagnostics import Source, Span
from pathgen.errors import PathgenError
from pathgen.yamldoc.decode import read
from pathgen.yamldoc.format import (
    FieldOrder,
    column_of,
    comments,
    dash_of,
    deeper_end,
    formatted,
    in_encoding_of,
    in_flow_style,
    lines_of,
)
from pathgen.yamldoc.parse import COMPOSITE, Spans, build, content_end, is_block, span_of
from pathgen.yamldoc.scalars import quoted, scalar

_BETWEEN = re.compile(r"[\s,\[\]{}]*")
_KEY = re.compile(r"[\s,{]*[\"']?[a-z_]+[\"']?\s*:\s*")
_DASHES = re.compile(r"[ ]*(?:-[ ]+)*")


@dataclass(frozen=True, slots=True)
class SetValue:
    """Replace the text at ``span``, which is the value of ``key``; its quotes stay what they are."""

    span: Span
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class AddKey:
    """Add a key to a mapping, after the key whose value is at ``span``."""

    span: Span
    key: str
    value: Any
    """A text, or a list of texts, of mappings or of lines (``Lines``)."""


@dataclass(frozen=True, slots=True)
class InsertItems:
    """Insert items into the list at ``span``, after the item numbered ``after``, or at its end.

    A text in the place of a list becomes the first item.
    """

    span: Span
    key: str
    value: Any
    """A list of texts or of mappings, or its items as lines."""
    after: int | None = None


@dataclass(frozen=True, slots=True)
class ToBlockStyle:
    """Write each key of the mapping in braces at ``span`` on its own line; each value stays as it was written."""

    span: Span


@dataclass(frozen=True, slots=True)
class ToMapping:
    """Make a mapping of the text at ``span``, which is an item of a list: it becomes the value of ``key``."""

    span: Span
    key: str
    more: Mapping[str, Any]
    """The other keys, with texts or lists of texts."""


Edit = SetValue | AddKey | InsertItems | ToBlockStyle | ToMapping


class Lines(tuple[str, ...]):
    """The items of a list as lines of YAML in block style, with their comments and without indentation."""

    __slots__ = ()


class UnusualFormError(PathgenError):
    """Something is written in a way that only a person can edit."""

    def __init__(self, why: str = "its entry is written in an unusual way; edit it by hand") -> None:
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Characters of a text (offsets from 0, the end exclusive) to be replaced, and by what."""

    start: int
    end: int
    text: str


def replaced(text: str, edits: Iterable[TextEdit]) -> str:
    """Return a text with all edits made; of several at one place, the first comes first."""
    pieces, offset = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += [text[offset : edit.start], edit.text]
        offset = edit.end
    return "".join([*pieces, text[offset:]])


class _Node(NamedTuple):
    """A value of the tree: its container, its key or number there, its marks, its path."""

    container: Any
    step: Any
    mark: Spans
    path: tuple[str | int, ...]
    is_inside: bool
    """Whether it is inside brackets or braces."""

    @property
    def value(self) -> Any:
        return self.container[self.step]


class Document:
    """A file that is edited: ``apply`` its edits, then take its ``result``."""

    def __init__(self, file: str, data: bytes, order: FieldOrder) -> None:
        source, tree, _ = read(file, data)
        if tree is None:
            raise PathgenError(f"{file} cannot be read, so nothing was changed")
        self.file, self.data, self.order = file, data, order
        self.text, self.tree = source.text, tree
        self.is_formatted = formatted(file, data, order, tree=tree, reads_again=False) == data
        self.text_edits: list[TextEdit] = []
        self.added: tuple[str | int, ...] = ()
        """The path of the value that was added last."""

    def apply(self, *edits: Edit) -> None:
        """Make edits.

        Raises:
            UnusualFormError: a person has to make one, because of how its place is written.
            PathgenError: the file is not the one that the edits were meant for.
        """
        for edit in edits:
            node = self._nodes.get((edit.span.start, edit.span.end))
            if node is None or edit.span.source.text != self.text:
                raise PathgenError("the file changed meanwhile")
            match edit:
                case SetValue():
                    self._set_value(node, edit.value)
                case AddKey():
                    self._add_key(node, edit.key, edit.value)
                case InsertItems():
                    self._insert_items(node, edit.value, edit.after)
                case ToBlockStyle():
                    self._to_block_style(node, edit.span)
                case ToMapping():
                    self._to_mapping(node, edit.key, edit.more)

    def result(self) -> bytes:
        """Return the bytes of the edited file.

        Raises:
            PathgenError: it would not say what it said with the edits and nothing else.
        """
        data = in_encoding_of(self.data, replaced(self.text, self.text_edits))
        _, after, found = read(self.file, data)
        if found:
            raise PathgenError(f"this would be wrong in {self.file}: {found[0].message}; {found[0].help}")
        if after is None or after.value != self.tree.value or comments(self.tree) - comments(after):
            raise PathgenError(f"the edit would change more of {self.file} than was meant, so nothing was changed")
        return formatted(self.file, data, self.order, tree=after) if self.is_formatted else data

    def added_span(self, result: bytes) -> Span:
        """Return the place of the value that was added last, in the file as it is now."""
        _, tree, _ = read(self.file, result)
        assert tree is not None, "the result was read before"  # noqa: S101 - for mypy
        span = span_of(tree.source, tree.marks, self.added)
        return Span(span.source, span.start, span.start + len(span.source.text[span.start : span.end].rstrip()))

    @cached_property
    def _nodes(self) -> dict[tuple[int, int], _Node]:
        """Every value of the file by its place."""
        root = {"": self.tree.value}
        return {(node.mark[0], node.mark[1]): node for node in self._walk(_Node(root, "", self.tree.marks, (), False))}  # noqa: FBT003 - a named tuple

    def _walk(self, node: _Node) -> Iterator[_Node]:
        yield node
        if len(node.mark) < COMPOSITE:
            return
        is_inside = not is_block(self.text, node.mark)
        children = node.mark[2]
        marks = children.items() if isinstance(children, dict) else enumerate(children)
        for step, mark in marks:
            below = mark[2] if isinstance(children, dict) else mark
            yield from self._walk(_Node(node.value, step, below, (*node.path, step), node.is_inside or is_inside))

    # --- the edits -----------------------------------------------------------------------------------------------

    def _set_value(self, node: _Node, value: str) -> None:
        if not isinstance(node.value, str):
            raise UnusualFormError
        start, end = node.mark[0], content_end(self.text, node.mark)
        self._replace(start, end, self._as_neighbour(value, start, is_inside=node.is_inside))
        node.container[node.step] = value

    def _add_key(self, neighbour: _Node, key: str, value: Any) -> None:
        mapping, mark = neighbour.container, neighbour.mark
        if not isinstance(mapping, dict) or key in mapping or not neighbour.path:
            raise UnusualFormError
        parent = self._nodes_by_path[neighbour.path[:-1]].mark
        key_start = parent[2][neighbour.step][0]
        is_text = isinstance(value, str)
        if not is_block(self.text, parent):
            written = self._as_neighbour(value, mark[0], is_inside=True) if is_text else in_flow_style(_plain(value))
            self._replace(mark[1], mark[1], f", {key}: {written}")
        else:
            line_start = key_start - column_of(self.text, key_start)
            is_on_its_line = (
                is_block(self.text, mark) or "\n" not in self.text[key_start : content_end(self.text, mark)]
            )
            if not is_on_its_line or not _DASHES.fullmatch(self.text[line_start:key_start]):
                raise UnusualFormError
            indent = " " * (key_start - line_start)
            if is_text:
                lines = [f"{indent}{key}: {self._as_neighbour(value, mark[0])}"]
            elif isinstance(value, Lines):
                lines = [f"{indent}{key}:", *(f"{indent}  {line}" for line in value)]
            else:
                lines = [*lines_of({key: _plain(value)}, indent)]
            self._add_lines(self._below(mark, len(indent)), lines)
        mapping[key] = _plain(value)
        self.added = (*neighbour.path[:-1], key) if is_text else (*neighbour.path[:-1], key, 0)

    def _insert_items(self, node: _Node, value: Any, after: int | None) -> None:
        items, mark = node.value, node.mark
        if isinstance(items, str) and not isinstance(value, Lines):
            self._replace(mark[0], content_end(self.text, mark), in_flow_style([items, *value]))
            node.container[node.step] = [items, *value]
            self.added = (*node.path, 1)
            return
        if not isinstance(items, list):
            raise UnusualFormError
        number = len(items) if after is None else after + 1
        plain = _plain(value)
        if is_block(self.text, mark):
            neighbour = mark[2][number - 1]
            dash, start = dash_of(self.text, neighbour), neighbour[0]
            column, gap = column_of(self.text, dash), self.text[dash + 1 : start]
            if self.text[dash - column : dash].strip(" ") or not gap or gap.strip(" "):
                raise UnusualFormError(f"the list at {Span(self.tree.source, *mark[:2])} has an unusual form")
            if self.text.startswith("{", start) and not isinstance(value, Lines):
                lines: Iterable[str] = (f"- {in_flow_style(item, is_inside=False)}" for item in plain)
            else:
                lines = value if isinstance(value, Lines) else lines_of(plain)
            lines = [f"{' ' * column}{line[:1]}{gap}{line[2:]}" for line in lines]
            self._add_lines(self._below(neighbour, column), lines)
        elif node.is_inside or (not isinstance(value, Lines) and (items or isinstance(plain[0], str))):
            self._insert_in_brackets(node, plain, number)
        else:
            self._list_to_block_style(node, value if isinstance(value, Lines) else [*lines_of(plain)])
        items[number:number] = plain
        self.added = (*node.path, number)

    def _insert_in_brackets(self, node: _Node, plain: list[Any], number: int) -> None:
        written = [in_flow_style(item) for item in plain]
        marks = node.mark[2]
        if not marks:
            self._replace(node.mark[0], node.mark[1], f"[{', '.join(written)}]")
            return
        start, end, *_ = marks[number - 1]
        before = self.text[start - column_of(self.text, start) : start]
        glue = f",{self._line_end(start)}{before}" if before.isspace() else ", "  # a line for each, or all on one
        self._replace(end, end, "".join(glue + item for item in written))

    def _list_to_block_style(self, node: _Node, lines: Iterable[str]) -> None:
        """Write each item of a list in brackets on its own lines, below its key and the comment on its line."""
        key_start = self._nodes_by_path[node.path[:-1]].mark[2][node.step][0]
        indent = " " * (column_of(self.text, key_start) + 2)
        start, end, marks = node.mark
        old, offset = [], start
        for mark in marks:
            self._check_between(_BETWEEN, offset, mark[0], node)
            old.append(f"- {self.text[mark[0] : mark[1]]}")
            offset = mark[1]
        self._check_between(_BETWEEN, offset, end, node)
        self._replace(start - (self.text[start - 1] == " "), end, "")
        below = self.text.find("\n", end) + 1 or len(self.text)
        self._add_lines(below, [indent + line for line in (*old, *lines)])

    def _to_block_style(self, node: _Node, span: Span) -> None:
        start, end, marks = node.mark
        if node.is_inside or not re.fullmatch(r"[ ]*-[ ]+", self.text[start - column_of(self.text, start) : start]):
            raise PathgenError(
                f"{span}: this is in brackets; write it on lines of its own first, with a dash before it"
            )
        lines, offset = [], start
        for key, (_, _, mark) in marks.items():
            self._check_between(_KEY, offset, mark[0], node)
            lines.append(f"{key}: {self.text[mark[0] : mark[1]]}")
            offset = mark[1]
        self._check_between(_BETWEEN, offset, end, node)
        glue = self._line_end(start) + " " * column_of(self.text, start)
        self._replace(start, end, glue.join(lines))

    def _to_mapping(self, node: _Node, key: str, more: Mapping[str, Any]) -> None:
        start, end = node.mark[0], content_end(self.text, node.mark)
        if not isinstance(node.value, str) or not isinstance(node.container, list) or "\n" in self.text[start:end]:
            raise UnusualFormError
        if node.is_inside:
            self._replace(start, end, in_flow_style({key: node.value, **more}))
        else:
            column = column_of(self.text, start)
            self._replace(start, start, f"{key}: ")
            self._add_lines(self._below(node.mark, column), lines_of(_plain(more), " " * column))
        node.container[node.step] = {key: node.value, **_plain(more)}

    # --- the text ------------------------------------------------------------------------------------------------

    @cached_property
    def _nodes_by_path(self) -> dict[tuple[str | int, ...], _Node]:
        return {node.path: node for node in self._nodes.values()}

    def _replace(self, start: int, end: int, text: str) -> None:
        self.text_edits.append(TextEdit(start, end, text))

    def _as_neighbour(self, value: str, start: int, *, is_inside: bool = False) -> str:
        """Write a text in the quotes of the value that starts at a place; without any where that has none."""
        sign = self.text[start : start + 1]
        return quoted(value, sign) if sign in ("'", '"') else scalar(value, in_brackets=is_inside)

    def _below(self, mark: Spans, column: int) -> int:
        """Return the start of the first line below a value and the comments that belong to it."""
        start = self.text.find("\n", content_end(self.text, mark)) + 1 or len(self.text)
        return deeper_end(self.text, start, len(self.text), column) if is_block(self.text, mark) else start

    def _add_lines(self, start: int, lines: Iterable[str]) -> None:
        """Insert whole lines; a file that does not end with a line end is left like that."""
        line_end = self._line_end(start - 1)
        if self.text[start - 1] != "\n":
            self._replace(start, start, "".join(line_end + line for line in lines))
        else:
            self._replace(start, start, "".join(line + line_end for line in lines))

    def _line_end(self, near: int) -> str:
        r"""Return the line end that is used near a place: ``\n``, or ``\r\n``."""
        offset = self.text.find("\n", near)
        offset = offset if offset >= 0 else self.text.rfind("\n")
        return "\r\n" if offset > 0 and self.text[offset - 1] == "\r" else "\n"

    def _check_between(self, allowed: re.Pattern[str], start: int, end: int, node: _Node) -> None:
        if not allowed.fullmatch(self.text, start, end):
            span = Span(self.tree.source, *node.mark[:2])
            raise PathgenError(f"{span}: there is a comment within the brackets; write it on lines of its own first")


def _plain(value: Any) -> Any:
    """Return a new value as parsing it would."""
    if isinstance(value, Lines):
        values, _ = build(Source("", "\n".join(value)), [])
        return values
    if isinstance(value, Mapping):
        return {key: _plain(below) for key, below in value.items()}
    return value if isinstance(value, str) else [_plain(item) for item in value]
