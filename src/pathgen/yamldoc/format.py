"""A catalogue in its canonical style: order of fields, quotes, indentation; its meaning and its comments stay.

The marks of the tree say where each key and value stands, and what lies between them is comments and blank lines.
An item written too oddly to be rewritten surely stays byte for byte as it is (docs/decisions/0015).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from pathgen.catalogue.edit import apply_text
from pathgen.catalogue.field_order import fields_of
from pathgen.catalogue.model import (
    Concept,
    Credit,
    Defaults,
    Edition,
    File,
    Library,
    LinkPolicy,
    Part,
    Path,
    Reference,
    Requirement,
    Resource,
    SelfCheck,
    Step,
    Topic,
    Track,
)
from pathgen.errors import PathgenError
from pathgen.yamldoc.decode import read
from pathgen.yamldoc.parse import COMPOSITE, Spans, Tree
from pathgen.yamldoc.scalars import quoted, scalar

LONGEST_LINE = 160
"""The longest line, in characters, on which a list of texts stands in brackets."""
LONGEST_ITEM = 60
"""The longest text in such a list, in characters: names, not sentences."""

_PARTS: dict[str, type[Part]] = {
    "concepts": Concept,
    "defaults": Defaults,
    "editions": Edition,
    "entries": Resource,
    "libraries": Library,
    "link_policy": LinkPolicy,
    "path": Path,
    "preparation": Step,
    "requires": Requirement,
    "resources": Resource,
    "self_check": SelfCheck,
    "sources": Credit,
    "steps": Step,
    "subtopics": Topic,
    "topics": Topic,
    "tracks": Track,
}
"""What stands below a field: the part that it is, or a list of."""
_ALL: tuple[type[Part], ...] = (File, Reference, *_PARTS.values())
_ORDERS = {part: {name: at for at, name in enumerate(fields_of(part))} for part in _ALL}
_AFTER = re.compile(r"[ ]*(#[^\n]*)?(?:\n|\Z)")
_NO_TEXT = re.compile(r"y|n|yes|no|on|off|true|false|[-+.0-9][-+.0-9_:eExXoTZ]*", re.IGNORECASE)
"""What other readers of YAML take for a truth, a number or a date where no quotes say that it is a text (YAML 1.1)."""
_COLON = re.compile(r"[ ]*:[ ]+")
_COLON_END = re.compile(r"[ ]*:[ ]*(#[^\n]*)?\n")
_IGNORED = re.compile(r"(?:[ ]*(?:#[^\n]*)?\n)*(?:[ ]*(?:#[^\n]*)?)?")


class _Odd(Exception):  # noqa: N818 - no error: the item stays as it is
    """Something is written in a way that is not rewritten."""


def formatted(file: str, data: bytes, *, tree: Tree | None = None, reads_again: bool = True) -> bytes:  # noqa: PLR0911 - each a case that stays as it is
    """Give the bytes of a valid catalogue, or of a file that it includes, in canonical style.

    What was made is read again before it is given, but for a caller who only wants to know whether it is another.
    ``tree`` is what was read of these bytes, where that is known.

    Raises:
        PathgenError: the result would not say the same with the same comments.
    """
    if tree is None:
        _, tree, _ = read(file, data)
    if tree is None:
        return data
    text = tree.source.text
    line_end = "\r\n" if "\r" in text else "\n"
    plain = text.replace("\r\n", "\n")
    if "\r" in plain or (line_end == "\r\n" and text.count("\n") != text.count("\r\n")) or "\t" in plain:
        return data  # line ends of several kinds, or tabs: which of them belong to a value takes a second look
    if plain != text:
        _, tree, _ = read(file, plain.encode())
        if tree is None:
            return data
    try:
        made = _Formatter(tree).whole()
    except _Odd:
        return data
    if made == plain:
        return data
    if not reads_again:
        return apply_text(data, made.replace("\n", line_end))
    _, again, found = read(file, made.encode())
    if again is None or found or again.value != tree.value or _comments(again) != _comments(tree):
        raise PathgenError(f"{file} cannot be formatted without changing what it says, so it stays as it is")
    return apply_text(data, made.replace("\n", line_end))


class _Formatter:
    """Writes a tree anew, region by region of its text."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.text = tree.source.text

    def whole(self) -> str:
        children = self.tree.marks[2]
        if not children or self.text[self.tree.marks[0]] == "{":
            raise _Odd
        start = next(iter(children.values()))[0]
        head = self.text[:start]
        if not _IGNORED.fullmatch(head) or self.column(start):
            raise _Odd
        # What stands at the very top speaks of the file; only what follows its last blank line speaks of the first key.
        split = head.rfind("\n\n") + 2 if "\n\n" in head else len(head)
        body = self.mapping(self.tree.value, self.tree.marks, split, len(self.text), 0, part=File)
        return head[:split] + "\n".join(body) + ("\n" if body else "")

    # --- regions: where an item begins with its comments, and where it ends --------------------------------------

    def column(self, at: int) -> int:
        return at - self.text.rfind("\n", 0, at) - 1

    def gap(self, start: int, end: int) -> list[str]:
        """Give the lines of comments and blank lines that a region is made of."""
        if start == end:
            return []
        lines = self.text[start:end].split("\n")
        if lines and not lines[-1].strip():
            lines.pop()
        lines = [line.strip() for line in lines]
        if any(line and not line.startswith("#") for line in lines):
            raise _Odd
        return lines

    def split(self, start: int, end: int, column: int) -> int:
        """Tell where the lines that stand deeper than a column, and so belong to what is above them, end."""
        at = after = start
        while at < end:
            line_end = self.text.find("\n", at, end) + 1 or end
            line = self.text[at:line_end]
            if line.strip():
                if len(line) - len(line.lstrip()) <= column:
                    break
                after = line_end
            at = line_end
        return after

    def last(self, mark: Spans) -> int:
        """Give the end of the last text in a value: a block's own mark ends where the next one starts."""
        while len(mark) >= COMPOSITE and self.text[mark[0]] not in "[{":
            below = mark[2]
            if not below:
                break
            mark = [*below.values()][-1][2] if isinstance(below, dict) else below[-1]
        raw = self.text[mark[0] : mark[1]]
        if raw.startswith(("|", ">")) and "+" in raw.partition("\n")[0]:
            raise _Odd  # the blank lines below it are a part of it
        end: int = mark[0] + len(raw.rstrip())
        return end

    def behind(self, mark: Spans) -> int:
        """Give the start of the line behind a value."""
        match = _AFTER.match(self.text, self.last(mark))
        if match is None:
            raise _Odd
        return match.end()

    def regions(self, marks: list[tuple[int, Spans]], start: int, end: int, column: int) -> Iterator[tuple[int, int]]:
        """Divide a block among its items, each with the comments above it and those below it that stand deeper."""
        for at, (_, mark) in enumerate(marks):
            stop = end
            if at + 1 < len(marks):
                behind = self.behind(mark)
                is_block = len(mark) >= COMPOSITE and self.text[mark[0]] not in "[{"
                stop = self.split(behind, marks[at + 1][0], column) if is_block else behind
            yield start, stop
            start = stop

    # --- what is written -----------------------------------------------------------------------------------------

    def mapping(
        self, value: Any, marks: Spans, start: int, end: int, indent: int, *, part: type[Part] | None, name: str = ""
    ) -> list[str]:
        keys = [*value]
        placed = [(marks[2][key][0], marks[2][key][2]) for key in keys]
        column = self.column(placed[0][0])
        if any(self.column(at) != column for at, _ in placed):
            raise _Odd
        end, tail = self.tail(placed[-1][1], end, column)
        regions = dict(zip(keys, self.regions(placed, start, end, column), strict=True))
        written: list[str] = []
        for key in _ordered(value, part, name):
            region = regions[key]
            lead = self.gap(region[0], self.line_of(marks[2][key][0], region[0]))
            written += _indented(lead, indent)
            try:
                written += self.field(key, value[key], marks[2][key], region[1], indent, part=part)
            except _Odd:
                if column != indent:
                    raise
                written += (" " * indent + self.text[marks[2][key][0] : region[1]].rstrip("\n")).split("\n")
        return written + _indented(tail, indent)

    def line_of(self, at: int, least: int) -> int:
        """Give the start of the line of a key, or the key itself where the region starts on its line."""
        return max(self.text.rfind("\n", 0, at) + 1, least)

    def tail(self, mark: Spans, end: int, column: int) -> tuple[int, list[str]]:
        """Cut off what stands below the last item and belongs to the whole block."""
        behind = self.behind(mark)
        is_block = len(mark) >= COMPOSITE and self.text[mark[0]] not in "[{"
        stop = self.split(behind, end, column) if is_block else behind
        return stop, self.gap(stop, end)

    def field(self, key: str, value: Any, marks: Any, end: int, indent: int, *, part: type[Part] | None) -> list[str]:
        _, stop, mark = marks
        head = f"{' ' * indent}{_key(key)}:"
        if len(mark) >= COMPOSITE and self.text[mark[0]] not in "[{":
            colon = _COLON_END.match(self.text, stop)
            if colon is None:
                raise _Odd
            comment = f"  {colon[1].rstrip()}" if colon[1] else ""
            below = _PARTS.get(key) if part else None
            if isinstance(value, dict):
                return [head + comment, *self.mapping(value, mark, colon.end(), end, indent + 2, part=below, name=key)]
            if not comment and self.is_bare(value, colon.end(), end) and _fits(value, head):
                return [f"{head} {_in_brackets(value)}"]
            return [head + comment, *self.items(value, mark, colon.end(), end, indent + 2, part=below)]
        colon = _COLON.match(self.text, stop)
        if colon is None or colon.end() != mark[0]:
            raise _Odd
        comment = self.comment(mark, end)
        written = self.value(value, mark)
        if _is_of_texts(value) and not comment and not _fits(value, head):
            return [head, *(f"{' ' * indent}  - {scalar(one)}" for one in value)]
        return [f"{head} {written}{comment}"]

    def comment(self, mark: Spans, end: int) -> str:
        """Give the comment behind a value that ends its line."""
        match = _AFTER.match(self.text, mark[1])
        if match is None or match.end() != end:
            raise _Odd
        return f"  {match[1].rstrip()}" if match[1] else ""

    def value(self, value: Any, mark: Spans, *, in_brackets: bool = False) -> str:
        """Write a text, or a list or mapping in brackets, on one line."""
        raw = self.text[mark[0] : mark[1]]
        if "\n" in raw or raw.startswith(("|", ">")):
            raise _Odd
        if isinstance(value, str):
            made = scalar(value, in_brackets=in_brackets)
            if raw[:1] in ("'", '"') and _NO_TEXT.fullmatch(made):
                made = quoted(value)
            return raw if not raw or (made.startswith('"') and raw.startswith('"')) else made
        self.no_comment(mark)
        if _is_of_texts(value):
            return _in_brackets(value)
        if isinstance(value, list):
            return f"[{', '.join(self.value(*one, in_brackets=True) for one in zip(value, mark[2], strict=True))}]"
        pairs = (
            (scalar(key, in_brackets=True), self.value(one, mark[2][key][2], in_brackets=True))
            for key, one in value.items()
        )
        return "{" + ", ".join(f"{key}: {one}".rstrip() for key, one in pairs) + "}"

    def no_comment(self, mark: Spans) -> None:
        if any(_comments_in(self.text, mark)):
            raise _Odd

    def is_bare(self, value: list[Any], start: int, end: int) -> bool:
        """Tell whether a block list holds texts of a line each, and neither comments nor anything else."""
        lines = [line for line in self.text[start:end].split("\n") if line.strip()]
        return _is_of_texts(value) and len(lines) == len(value) and "#" not in self.text[start:end]

    def items(
        self, value: list[Any], marks: Spans, start: int, end: int, indent: int, *, part: type[Part] | None
    ) -> list[str]:
        """Write the items of a block list."""
        dashes = [self.text.rfind("-", 0, mark[0] + (not self.text[mark[0] : mark[1]])) for mark in marks[2]]
        placed = list(zip(dashes, marks[2], strict=True))
        column = self.column(dashes[0])
        for dash, mark in placed:
            if self.column(dash) != column or self.text[dash + 1 : mark[0]].strip(" ") or mark[0] <= dash + 1:
                raise _Odd
            if self.text[dash - column : dash].strip(" "):
                raise _Odd
        end, tail = self.tail(placed[-1][1], end, column)
        written: list[str] = []
        for one, (dash, mark), region in zip(value, placed, self.regions(placed, start, end, column), strict=True):
            written += _indented(self.gap(region[0], dash - column), indent)
            try:
                lines = self.item(one, mark, region[1], indent, part=part)
            except _Odd:
                if column != indent:
                    raise
                lines = (" " * indent + self.text[dash : region[1]].rstrip("\n")).split("\n")
            written += lines
        return written + _indented(tail, indent)

    def item(self, value: Any, mark: Spans, end: int, indent: int, *, part: type[Part] | None) -> list[str]:
        if len(mark) < COMPOSITE or self.text[mark[0]] in "[{":
            return [f"{' ' * indent}- {self.value(value, mark)}{self.comment(mark, end)}"]
        if not isinstance(value, dict):
            raise _Odd
        own = Reference if part is Resource and "ref" in value else part
        lines = self.mapping(value, mark, mark[0], end, indent + 2, part=own)
        first = next(at for at, line in enumerate(lines) if line and not line.lstrip().startswith("#"))
        above = [" " * indent + line.strip() if line else "" for line in lines[:first]]
        return [*above, f"{' ' * indent}- {lines[first][indent + 2 :]}", *lines[first + 1 :]]


_key = lru_cache(maxsize=1_000)(scalar)
"""Writes a key: there are few, and each comes again with every entry."""


def _ordered(value: Mapping[str, Any], part: type[Part] | None, name: str) -> list[str]:
    """Put fields in the order of the schema; that of a catalogue's lists means something around ``include``."""
    if name == "rules":
        return sorted(value)
    if part is None or (part is File and "include" in value):
        return [*value]
    order = _ORDERS[part]
    return sorted(value, key=lambda key: order.get(key, len(order)))


def _is_of_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) and one for one in value)


def _in_brackets(value: list[str]) -> str:
    return f"[{', '.join(scalar(one, in_brackets=True) for one in value)}]"


def _fits(value: list[str], head: str) -> bool:
    """Tell whether a list of texts is short enough for brackets behind its key."""
    return max(map(len, value)) <= LONGEST_ITEM and len(head) + 1 + len(_in_brackets(value)) <= LONGEST_LINE


def _indented(lines: list[str], indent: int) -> list[str]:
    return [" " * indent + line if line else "" for line in lines]


def _comments(tree: Tree) -> Counter[str]:
    return Counter(_comments_in(tree.source.text, (0, len(tree.source.text), tree.marks[2])))


def _comments_in(text: str, marks: Spans) -> Iterator[str]:
    """List what begins with ``#`` between the texts of a value."""
    at = marks[0]
    for start, end in (*_scalars(marks), (marks[1], marks[1])):
        for line in text[at:start].split("\n"):
            _, sign, comment = line.partition("#")
            if sign:
                yield comment.rstrip()
        at = end


def _scalars(marks: Spans) -> Iterator[tuple[int, int]]:
    below = marks[2]
    if isinstance(below, dict):
        for start, end, mark in below.values():
            yield start, end
            yield from _scalars(mark) if len(mark) >= COMPOSITE else ((mark[0], mark[1]),)
    else:
        for mark in below:
            yield from _scalars(mark) if len(mark) >= COMPOSITE else ((mark[0], mark[1]),)
