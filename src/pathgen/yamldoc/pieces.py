"""A YAML file taken apart into pieces, one for each key and each item, with the comments that belong to it.

The pieces have the regions of the formatter (``format.py``), and keep their lines as they were written. A piece is a
block of further pieces, or a single one: a text, a value in brackets, or whatever is written in an unusual way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pathgen.yamldoc.format import AFTER, COLON_END, Odd, column_of, dash_of, region_end, regions
from pathgen.yamldoc.parse import Spans, Tree, is_block


@dataclass(frozen=True, eq=False)
class YamlPiece:
    """A key with its value, an item of a list, or a whole file; lines are as in the file, from its column on."""

    name: str
    """The key; empty for an item, which is known by its ``value``."""
    value: Any
    column: int
    """How many characters are before the key or the dash."""
    lines: tuple[str, ...]
    above: tuple[str, ...] = ()
    """The comments and blank lines above it."""
    head: str = ""
    """The first line of a block (``steps:  # a comment``), or the dash of an item with the space after it."""
    deeper: int = 0
    """How much deeper the pieces of a block are than the block."""
    pieces: tuple[YamlPiece, ...] | None = None
    """The parts of a block; ``None`` for anything else."""
    below: tuple[str, ...] = ()
    """The comments below the last of them."""
    parts: tuple[str, str, str] = ("", "", "")
    """Of a value on one line: what is before it, the value, and the comment after it."""

    @cached_property
    def written(self) -> tuple[str, ...]:
        """What is written, whatever the column."""
        return tuple(shifted((*self.above, *self.lines), -self.column))

    @property
    def is_list(self) -> bool:
        """Whether it is a block whose pieces are items."""
        return self.pieces is not None and isinstance(self.value, list)


_Block = tuple[tuple[YamlPiece, ...], tuple[str, ...]]
"""The pieces of a block, and the comments below them."""


def shifted(lines: Iterable[str], by: int) -> Iterator[str]:
    """Yield lines moved to the right, or to the left as far as there are spaces."""
    for line in lines:
        if by >= 0:
            yield " " * by + line if line.strip() else ""
        else:
            yield line[min(-by, len(line) - len(line.lstrip(" "))) :] if line.strip() else ""


def pieces_of(tree: Tree) -> YamlPiece:
    """Return a file in pieces.

    Raises:
        Odd: its top level is not a block that can be taken apart.
    """
    return _Reader(tree.source.text).whole(tree)


class _Reader:
    """Finds the pieces of a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def whole(self, tree: Tree) -> YamlPiece:
        text, children = self.text, tree.marks[2]
        if not children or text[tree.marks[0]] == "{":
            raise Odd
        start = next(iter(children.values()))[0]
        head = text[:start]
        # A comment at the very top is about the file; only what follows its last blank line is about the first key.
        split = head.rfind("\n\n") + 2 if "\n\n" in head else len(head)
        pieces, below = self.mapping(tree.value, tree.marks, split, len(text))
        lines = tuple(text.removesuffix("\n").split("\n"))
        above = tuple(head[:split].removesuffix("\n").split("\n")) if split else ()
        return YamlPiece("", tree.value, 0, lines, above, pieces=pieces, below=below)

    def mapping(self, value: Any, marks: Spans, start: int, end: int) -> _Block:
        placed = [(marks[2][key][0], marks[2][key][2]) for key in value]
        if not placed:
            raise Odd
        column = column_of(self.text, placed[0][0])
        if any(column_of(self.text, offset) != column for offset, _ in placed):
            raise Odd
        stop = region_end(self.text, placed[-1][1], end, column)
        found = []
        for key, (above, below) in zip(value, regions(self.text, placed, start, stop, column), strict=True):
            key_start, key_stop, mark = marks[2][key]
            line_start = max(key_start - column, above)
            if self.text[line_start:key_start].strip(" "):
                raise Odd
            gap = self.gap(above, line_start)
            found.append(self.field(key, value[key], (key_start, key_stop, mark), (gap, below), column))
        return tuple(found), self.gap(stop, end)

    def field(self, key: str, value: Any, marks: Any, around: tuple[tuple[str, ...], int], column: int) -> YamlPiece:
        start, stop, mark = marks
        above, end = around
        lines = self.lines(start, end, column)
        if is_block(self.text, mark):
            colon = COLON_END.match(self.text, stop)
            block = self.block(value, mark, colon.end(), end) if colon else None
            if colon is None or block is None:
                return YamlPiece(key, value, column, lines, above)
            pieces, below = block
            head = self.text[start : colon.end()].rstrip()
            deeper = pieces[0].column - column
            return YamlPiece(key, value, column, lines, above, head, deeper, pieces, below)
        return YamlPiece(key, value, column, lines, above, parts=self.on_one_line(start, mark, end))

    def items(self, value: Any, marks: Spans, start: int, end: int) -> _Block:
        placed = [(dash_of(self.text, mark), mark) for mark in marks[2]]
        if not placed:
            raise Odd
        column = column_of(self.text, placed[0][0])
        for dash, mark in placed:
            between = self.text[dash + 1 : mark[0]]
            if column_of(self.text, dash) != column or between.strip(" ") or not between:
                raise Odd
            if self.text[dash - column : dash].strip(" "):
                raise Odd
        stop = region_end(self.text, placed[-1][1], end, column)
        found = []
        areas = regions(self.text, placed, start, stop, column)
        for item, (dash, mark), (above, below) in zip(value, placed, areas, strict=True):
            found.append(self.item(item, mark, dash, (self.gap(above, dash - column), below), column))
        return tuple(found), self.gap(stop, end)

    def item(self, value: Any, mark: Spans, dash: int, around: tuple[tuple[str, ...], int], column: int) -> YamlPiece:
        above, end = around
        lines = self.lines(dash, end, column)
        if not is_block(self.text, mark):
            return YamlPiece("", value, column, lines, above, parts=self.on_one_line(dash, mark, end))
        block = self.block(value, mark, mark[0], end) if isinstance(value, dict) else None
        if block is None:
            return YamlPiece("", value, column, lines, above)
        return YamlPiece("", value, column, lines, above, self.text[dash : mark[0]], mark[0] - dash, *block)

    def block(self, value: Any, mark: Spans, start: int, end: int) -> _Block | None:
        """Return the pieces of a block; ``None`` for one that cannot be taken apart."""
        try:
            return (self.mapping if isinstance(value, dict) else self.items)(value, mark, start, end)
        except Odd:
            return None

    def gap(self, start: int, end: int) -> tuple[str, ...]:
        """Return the lines of comments and blank lines between two pieces."""
        if start == end:
            return ()
        lines = self.text[start:end].split("\n")
        if not lines[-1].strip():
            lines.pop()
        if any(line.strip() and not line.lstrip().startswith("#") for line in lines):
            raise Odd
        return tuple(line.rstrip() for line in lines)

    def lines(self, start: int, end: int, column: int) -> tuple[str, ...]:
        return tuple(f"{' ' * column}{self.text[start:end].removesuffix(chr(10))}".split("\n"))

    def on_one_line(self, start: int, mark: Spans, end: int) -> tuple[str, str, str]:
        """Return what is before a value, the value and its comment; nothing where it has several lines."""
        comment = AFTER.match(self.text, mark[1])
        if comment is None or comment.end() != end or "\n" in self.text[start : mark[1]]:
            return "", "", ""
        return self.text[start : mark[0]], self.text[mark[0] : mark[1]], (comment[1] or "").rstrip()
