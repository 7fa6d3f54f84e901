"""The lines of a text that is not YAML yet: their parts, and where the keys and items around one start."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from pathgen.diagnostics import shorten

ABOVE = 200
"""How many lines above a slip are looked at for its neighbours."""
NEAR = 10
"""How many lines above it a bracket may have been opened."""
_SPACE = r"(?:[^\S\r\n]|[\u200b\u2060])"
KEY = r"[A-Za-z_][\w-]*"
_PARTS = re.compile(
    rf"(?P<indent>{_SPACE}*)(?P<dash>(?:-{_SPACE}+)*)(?:(?P<key>{KEY}){_SPACE}*:(?:{_SPACE}+|$))?(?P<value>.*)"
)
_COMMENT = re.compile(r"\s+#(?=\s|$)")


class TextLines:
    r"""The lines of a text, which only ``\n`` ends, numbered from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(end.end() for end in re.finditer("\n", text))]

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, number: int) -> str:
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end].rstrip("\r\n")

    def number(self, offset: int) -> int:
        """Return the number of the line that has an offset."""
        return bisect_right(self.starts, offset) - 1

    def above(self, number: int) -> Iterator[int]:
        """Yield the numbers of the lines above one that have more than a comment, upwards."""
        for before in range(number - 1, max(-1, number - ABOVE), -1):
            if self[before].strip() and not self[before].lstrip().startswith("#"):
                yield before

    @cached_property
    def keys(self) -> Counter[str]:
        """How many lines of the text have each word as a key."""
        return Counter(re.findall(rf"^\s*(?:- +)*({KEY}):(?=\s)", self.text, re.MULTILINE))

    def parts(self, number: int) -> re.Match[str]:
        """Return a line by its parts; every line has them."""
        found = _PARTS.match(self[number])
        assert found is not None, "the pattern matches every text"  # noqa: S101 - for mypy
        return found

    def item_keys(self, number: int) -> frozenset[str]:
        """Return the keys of the item that starts in a line."""
        first = self.parts(number)
        column = len(first["indent"]) + len(first["dash"])
        keys = set(re.findall(rf"[{{,]\s*({KEY}): ", first["value"]) if first["value"].startswith("{") else ())
        for below in range(number, self.group_end(number)):
            parts = self.parts(below)
            if parts["key"] and len(parts["indent"]) + len(parts["dash"]) == column:
                keys.add(parts["key"])
        return frozenset(keys)

    def usual_key(self, number: int) -> str | None:
        """Return the key with which an item above or below a line starts, in the same column."""
        indent = self.parts(number)["indent"]
        others = (*islice(self.above(number), ABOVE), *range(number + 1, min(len(self), number + ABOVE)))
        items = (self.parts(line) for line in others)
        return next((item["key"] for item in items if item["dash"] and item["key"] and item["indent"] == indent), None)

    def group_end(self, number: int, *, with_siblings: bool = False) -> int:
        """Return the number of the line after those that belong to one: indented deeper, or as it is, too."""
        indent = indent_of(self[number])
        for below in range(number + 1, len(self)):
            line = self[below]
            deeper = indent_of(line) - indent
            if line.strip() and (deeper < 0 or (deeper == 0 and not with_siblings)):
                return below
        return len(self)

    def item_end(self, number: int, column: int, last: int) -> int:
        """Return the number of the line before ``last`` where another item starts, if one belongs in a column."""
        others = (below for below in range(number + 1, last) if indent_of(self[below]) <= column)
        return next((below for below in others if self.parts(below)["dash"]), last)


def indent_of(line: str) -> int:
    """Return how many spaces a line starts with."""
    return len(line) - len(line.lstrip(" "))


def white_at_start(line: str) -> str:
    """Return the white space that a line starts with."""
    return line[: len(line) - len(line.lstrip())]


def without_comment(value: str) -> str:
    """Return a value without the comment after it."""
    comment = _COMMENT.search(value)
    return (value[: comment.start()] if comment else value).rstrip()


def open_brackets(text: str) -> int:
    """Return how many more brackets a text opens than it closes."""
    return len(re.findall(r"[\[{]", text)) - len(re.findall(r"[\]}]", text))


def is_in_brackets(lines: TextLines, number: int) -> bool:
    """Whether a bracket that is opened in a line, or not far above it, is not closed at the end of the line."""
    depth = 0
    for line in (number, *islice(lines.above(number), NEAR)):
        value = lines.parts(line)["value"]
        depth += open_brackets(value)
        if value[:1] in ("[", "{"):
            return depth > 0
    return False


def columns_above(lines: TextLines, number: int, *, is_dash: bool) -> list[int]:
    """Return the columns, from 0, in which the keys (or dashes) above a line start, the nearest first."""
    return [column for column, _ in neighbours_above(lines, number, is_dash=is_dash)]


def neighbours_above(lines: TextLines, number: int, *, is_dash: bool) -> list[tuple[int, int]]:
    """Return those columns, each with the number of its line: of what is still open there."""
    found: dict[int, int] = {}
    lowest = len(lines.text)
    for above in lines.above(number):
        parts = lines.parts(above)
        indent = len(parts["indent"])
        if indent > lowest or not (parts["key"] or parts["dash"]):
            continue
        lowest = indent
        dashes = [indent + dash.start() for dash in re.finditer("-", parts["dash"])]
        columns = dashes if is_dash else [indent + len(parts["dash"])] if parts["key"] else []
        for column in columns:
            found.setdefault(column, above)
        if lowest == 0 and found:
            break
    return [*found.items()]


def columns_below(lines: TextLines, number: int) -> Iterator[int]:
    """Yield the column of what starts below the line before, if that is a key without a value."""
    for above in lines.above(number):
        parts = lines.parts(above)
        if parts["key"] and not parts["value"]:
            yield len(parts["indent"]) + len(parts["dash"]) + 2
        return


def first_word(line: str) -> str:
    """Return the first word of a line, with which a message names it."""
    words = line.replace("- ", "").split()
    return shorten(words[0].removesuffix(":"), 30) if words else "-"


def spaces(count: int) -> str:
    """Return a number of spaces in words."""
    return "no space" if count == 0 else "1 space" if count == 1 else f"{count} spaces"


def so_many_lines(count: int) -> str:
    """Return a number of lines in words, as they follow ``the``."""
    return "line" if count == 1 else f"{count} lines"


def is_text(line: str) -> bool:
    """Whether a line is neither an item nor a key: words that go on with those above."""
    parts = _PARTS.match(line)
    return (
        bool(line.strip())
        and parts is not None
        and not (parts["key"] or parts["dash"])
        and line.lstrip()[0] not in "#-"
    )


def column_of_text(lines: TextLines, number: int) -> int:
    """Return the column, from 0, than which the text of a line has to be indented deeper."""
    parts = lines.parts(number)
    return len(parts["indent"]) + (len(parts["dash"]) if parts["key"] else 0)
