"""A YAML file in its canonical style: order of keys, quotes, indentation; its meaning and its comments stay.

How it works. The tree of a file says what its values are, and its marks where each key and value was written. Whatever
lies between two of them is whitespace, punctuation and comments. So the text is divided into regions, one for each key
of a mapping and each item of a list:

    # a comment above the key        <- a region starts where the one before it ends,
    key: value  # one after it          so it includes the comments above its key,
      # one that is indented deeper  <- and below a block those that are indented deeper than its keys

A region is written again from its value (never by changing its text), its comments are put where they were, and the
regions of a mapping are sorted by the order of keys that the caller passes in. What remains below the last region (the
tail) belongs to the block as a whole and stays at its end.

Not all YAML can be taken apart like that: a value of several lines, a comment inside brackets, keys that do not line
up. Then `Odd` is raised, and the smallest region around it that is in the right column already is copied byte for
byte (docs/decisions/0015). Nothing depends on having thought of every such case: the result is read again, and must
have the same values and the same comments.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from pathgen.diagnostics import Severity
from pathgen.errors import PathgenError
from pathgen.yamldoc.cut_off import cut_off_text
from pathgen.yamldoc.decode import encoding_of, read
from pathgen.yamldoc.parse import COMPOSITE, Spans, Tree, content_end, is_block, last_text
from pathgen.yamldoc.scalars import scalar

LONGEST_LINE = 160
"""The longest line, in characters, on which a list of texts is written in brackets."""
LONGEST_ITEM = 60
"""The longest text in such a list, in characters: names, not sentences."""

FieldOrder = Callable[[str, Mapping[str, Any]], list[str]]
"""Returns the keys of a mapping in the order in which they are written; the text is the key that the mapping, or the
list that it is an item of, is the value of (nothing for the whole file)."""

AFTER = re.compile(r"[ ]*(#[^\n]*)?(?:\n|\Z)")
_COLON = re.compile(r"[ ]*:[ ]+")
COLON_END = re.compile(r"[ ]*:[ ]*(#[^\n]*)?\n")
_IGNORED = re.compile(r"(?:[ ]*(?:#[^\n]*)?\n)*(?:[ ]*(?:#[^\n]*)?)?")


class Odd(Exception):  # noqa: N818 - no error: the item stays as it is
    """Something is written in a way that is not rewritten."""


def formatted(
    file: str, data: bytes, order: FieldOrder, *, tree: Tree | None = None, reads_again: bool = True
) -> bytes:
    """Return the bytes of a file in canonical style.

    The result is read again before it is returned, unless the caller only wants to know whether it differs.
    ``tree`` is what was read of these bytes, if that is known.

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
    try:
        result = _Formatter(tree, order).whole() if tree else plain
    except Odd:
        return data
    if tree is None or result == plain:
        return data
    if reads_again:
        _, again, found = read(file, result.encode())
        is_sound = all(problem.severity is Severity.WARNING for problem in found)
        if again is None or not is_sound or again.value != tree.value or comments(again) != comments(tree):
            raise PathgenError(f"{file} cannot be formatted without changing its meaning, so it was not changed")
    return in_encoding_of(data, result.replace("\n", line_end))


def is_of_text(data: bytes, text: str) -> bool:
    """Whether these are the bytes of a text that was read from a file in their encoding."""
    return in_encoding_of(data, text) == data


def in_encoding_of(data: bytes, text: str) -> bytes:
    """Return a text in the encoding of a file, with the byte-order mark that the file has."""
    bom, encoding = encoding_of(data)
    return bom + text.encode(encoding)


class _Formatter:
    """Writes the text of a tree again, region by region."""

    def __init__(self, tree: Tree, order: FieldOrder) -> None:
        self.tree = tree
        self.text = tree.source.text
        self.order = order

    def whole(self) -> str:
        children = self.tree.marks[2]
        if not children or self.text[self.tree.marks[0]] == "{":
            raise Odd
        start = next(iter(children.values()))[0]
        head = self.text[:start]
        if not _IGNORED.fullmatch(head) or self.column(start):
            raise Odd
        # A comment at the very top is about the file; only what follows its last blank line is about the first key.
        split = head.rfind("\n\n") + 2 if "\n\n" in head else len(head)
        body = self.mapping(self.tree.value, self.tree.marks, split, len(self.text), 0, name="")
        return head[:split] + "\n".join(body) + ("\n" if body else "")

    # --- regions: where an item with its comments starts, and where it ends ---------------------------------------

    def column(self, offset: int) -> int:
        return column_of(self.text, offset)

    def gap(self, start: int, end: int) -> list[str]:
        """Return the lines of comments and blank lines that a region is made of."""
        if start == end:
            return []
        lines = self.text[start:end].split("\n")
        if lines and not lines[-1].strip():
            lines.pop()
        lines = [line.strip() for line in lines]
        if any(line and not line.startswith("#") for line in lines):
            raise Odd
        return lines

    # --- what is written -----------------------------------------------------------------------------------------

    def mapping(self, value: Any, marks: Spans, start: int, end: int, indent: int, *, name: str) -> list[str]:
        """Return the lines of a mapping in block style, which is the value of ``name``."""
        placed = [(marks[2][key][0], marks[2][key][2]) for key in value]
        column = self.column(placed[0][0])
        if any(self.column(offset) != column for offset, _ in placed):
            raise Odd
        end, tail = self.tail(placed[-1][1], end, column)
        areas = dict(zip(value, regions(self.text, placed, start, end, column), strict=True))
        written: list[str] = []
        for key in self.order(name, value):
            above, stop = areas[key]
            key_start = marks[2][key][0]
            line_start = max(key_start - self.column(key_start), above)  # the first key of an item starts its region
            written += _indented(self.gap(above, line_start), indent)
            try:
                written += self.field(key, value[key], marks[2][key], stop, indent)
            except Odd:
                if column != indent:
                    raise
                written += (" " * indent + self.text[key_start:stop].rstrip("\n")).split("\n")
        return written + _indented(tail, indent)

    def tail(self, mark: Spans, end: int, column: int) -> tuple[int, list[str]]:
        """Return where the last item ends, and the lines below it that belong to the whole block."""
        stop = region_end(self.text, mark, end, column)
        return stop, self.gap(stop, end)

    def field(self, key: str, value: Any, marks: Any, end: int, indent: int) -> list[str]:
        """Return the lines of a key and its value."""
        _, stop, mark = marks
        head = f"{' ' * indent}{_key(key)}:"
        if is_block(self.text, mark):
            colon = COLON_END.match(self.text, stop)
            if colon is None:
                raise Odd
            comment = f"  {colon[1].rstrip()}" if colon[1] else ""
            if isinstance(value, dict):
                return [head + comment, *self.mapping(value, mark, colon.end(), end, indent + 2, name=key)]
            if not comment and self.is_bare(value, colon.end(), end) and _fits(value, head):
                return [f"{head} {in_brackets(value)}"]
            return [head + comment, *self.items(value, mark, colon.end(), end, indent + 2, name=key)]
        colon = _COLON.match(self.text, stop)
        if colon is None or colon.end() != mark[0]:
            raise Odd
        comment = self.comment(mark, end)
        written = self.value(value, mark)
        if _is_of_texts(value) and not comment and not _fits(value, head):
            return [head, *(f"{' ' * indent}  - {scalar(text)}" for text in value)]
        return [f"{head} {written}{comment}"]

    def comment(self, mark: Spans, end: int) -> str:
        """Return the comment after a value that ends its line."""
        match = AFTER.match(self.text, mark[1])
        if match is None or match.end() != end or cut_off_text(self.text, *mark[:2]):
            raise Odd
        return f"  {match[1].rstrip()}" if match[1] else ""

    def value(self, value: Any, mark: Spans, *, is_inside: bool = False) -> str:
        """Write a text, or a list or mapping in brackets, on one line."""
        raw = self.text[mark[0] : mark[1]]
        if "\n" in raw or raw.startswith(("|", ">")):
            raise Odd
        if isinstance(value, str):
            written = scalar(value, in_brackets=is_inside, was_quoted=raw[:1] in ("'", '"'))
            return raw if not raw or (written.startswith('"') and raw.startswith('"')) else written
        if any(_comments_in(self.text, mark)):
            raise Odd
        if isinstance(value, list):
            if _is_of_texts(value):
                return in_brackets(value)
            items = (self.value(item, below, is_inside=True) for item, below in zip(value, mark[2], strict=True))
            return f"[{', '.join(items)}]"
        pairs = (
            f"{scalar(key, in_brackets=True)}: {self.value(item, mark[2][key][2], is_inside=True)}".rstrip()
            for key, item in value.items()
        )
        return f"{{{', '.join(pairs)}}}"

    def is_bare(self, value: list[Any], start: int, end: int) -> bool:
        """Whether a block list consists of texts of a line each, without comments."""
        lines = [line for line in self.text[start:end].split("\n") if line.strip()]
        return _is_of_texts(value) and len(lines) == len(value) and "#" not in self.text[start:end]

    def items(self, value: list[Any], marks: Spans, start: int, end: int, indent: int, *, name: str) -> list[str]:
        """Return the lines of a list in block style."""
        placed = [(dash_of(self.text, mark), mark) for mark in marks[2]]
        column = self.column(placed[0][0])
        for dash, mark in placed:
            if self.column(dash) != column or self.text[dash + 1 : mark[0]].strip(" ") or mark[0] <= dash + 1:
                raise Odd
            if self.text[dash - column : dash].strip(" "):
                raise Odd
        end, tail = self.tail(placed[-1][1], end, column)
        written: list[str] = []
        areas = regions(self.text, placed, start, end, column)
        for item, (dash, mark), (above, stop) in zip(value, placed, areas, strict=True):
            written += _indented(self.gap(above, dash - column), indent)
            try:
                lines = self.item(item, mark, stop, indent, name=name)
            except Odd:
                if column != indent:
                    raise
                lines = (" " * indent + self.text[dash:stop].rstrip("\n")).split("\n")
            written += lines
        return written + _indented(tail, indent)

    def item(self, value: Any, mark: Spans, end: int, indent: int, *, name: str) -> list[str]:
        if not is_block(self.text, mark):
            return [f"{' ' * indent}- {self.value(value, mark)}{self.comment(mark, end)}"]
        if not isinstance(value, dict):
            raise Odd
        lines = self.mapping(value, mark, mark[0], end, indent + 2, name=name)
        # Another key may be the first one now: the comments above it go above the dash.
        first = next(number for number, line in enumerate(lines) if line and not line.lstrip().startswith("#"))
        above = [" " * indent + line.strip() if line else "" for line in lines[:first]]
        return [*above, f"{' ' * indent}- {lines[first][indent + 2 :]}", *lines[first + 1 :]]


_key = lru_cache(maxsize=1_000)(scalar)
"""Writes a key: there are few, and each comes again with every entry."""


# --- how new values are written --------------------------------------------------------------------------------------


def lines_of(value: Mapping[str, Any] | Sequence[Any], indent: str = "") -> Iterator[str]:
    """Return the lines of a mapping or list in block style, with short lists of texts in brackets."""
    pairs = value.items() if isinstance(value, Mapping) else ((None, item) for item in value)
    for key, below in pairs:
        head = f"{indent}-" if key is None else f"{indent}{scalar(str(key))}:"
        if not isinstance(below, Mapping | list) or not below or (_is_of_texts(below) and _fits(below, head)):
            yield f"{head} {in_flow_style(below, is_inside=False)}"
        elif key is None:
            first, *others = lines_of(below, f"{indent}  ")
            yield f"{head} {first[len(indent) + 2 :]}"
            yield from others
        else:
            yield head
            yield from lines_of(below, f"{indent}  ")


def in_flow_style(value: Any, *, is_inside: bool = True) -> str:
    """Return a value on one line; ``is_inside`` says whether it is inside brackets or braces."""
    if isinstance(value, Mapping):
        pairs = (f"{scalar(str(key), in_brackets=True)}: {in_flow_style(below)}" for key, below in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(in_flow_style, value))}]"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int | float) else scalar(str(value), in_brackets=is_inside)


def in_brackets(value: Sequence[str]) -> str:
    """Return a list of texts in brackets."""
    return f"[{', '.join(scalar(text, in_brackets=True) for text in value)}]"


def _is_of_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) and item for item in value)


def _fits(value: Any, head: str) -> bool:
    """Whether a list of texts is short enough for brackets after its key."""
    return max(map(len, value)) <= LONGEST_ITEM and len(head) + 1 + len(in_brackets(value)) <= LONGEST_LINE


def _indented(lines: list[str], indent: int) -> list[str]:
    return [" " * indent + line if line else "" for line in lines]


# --- places in a text ------------------------------------------------------------------------------------------------


def column_of(text: str, offset: int) -> int:
    """Return how many characters are before an offset on its line."""
    return offset - text.rfind("\n", 0, offset) - 1


def dash_of(text: str, mark: Spans) -> int:
    """Return the offset of the dash of an item of a block list."""
    return text.rfind("-", 0, mark[0] + (mark[0] == mark[1]))


def region_end(text: str, mark: Spans, end: int, column: int) -> int:
    """Return the start of the first line below a value and the comments that belong to it."""
    start, stop, *_ = last_text(text, mark)
    raw = text[start:stop]
    if raw.startswith(("|", ">")) and "+" in raw.partition("\n")[0]:
        raise Odd  # the blank lines below it are a part of it
    match = AFTER.match(text, content_end(text, mark))
    if match is None:
        raise Odd
    return deeper_end(text, match.end(), end, column) if is_block(text, mark) else match.end()


def regions(
    text: str, marks: Sequence[tuple[int, Spans]], start: int, end: int, column: int
) -> Iterator[tuple[int, int]]:
    """Yield the region of each item of a block, with the comments above it and the deeper ones below it."""
    for (_, mark), (following, _) in pairwise(marks):
        stop = region_end(text, mark, following, column)
        yield start, stop
        start = stop
    yield start, end


def deeper_end(text: str, start: int, end: int, column: int) -> int:
    """Return where the lines end that are indented deeper than a column, and so belong to what is above them."""
    line_start = deeper = start
    while line_start < end:
        line_end = text.find("\n", line_start, end) + 1 or end
        line = text[line_start:line_end]
        if line.strip():
            if len(line) - len(line.lstrip()) <= column:
                break
            deeper = line_end
        line_start = line_end
    return deeper


def comments(tree: Tree) -> Counter[str]:
    """Return the comments of a file, and how often each is in it."""
    return Counter(_comments_in(tree.source.text, (0, len(tree.source.text), tree.marks[2])))


def _comments_in(text: str, marks: Spans) -> Iterator[str]:
    """Yield what starts with ``#`` between the texts of a value."""
    offset = marks[0]
    for start, end in (*scalar_spans(marks), (marks[1], marks[1])):
        for line in text[offset:start].split("\n"):
            _, sign, comment = line.partition("#")
            if sign:
                yield comment.rstrip()
        offset = end


def scalar_spans(marks: Spans) -> Iterator[tuple[int, int]]:
    """Yield where each key and each text of a value starts and ends."""
    below = marks[2]
    if isinstance(below, dict):
        for start, end, mark in below.values():
            yield start, end
            yield from scalar_spans(mark) if len(mark) >= COMPOSITE else ((mark[0], mark[1]),)
    else:
        for mark in below:
            yield from scalar_spans(mark) if len(mark) >= COMPOSITE else ((mark[0], mark[1]),)
