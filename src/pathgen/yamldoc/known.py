"""Reading several versions of a large catalogue: the parts that they share are parsed once.

A part is one item of a long top-level list, such as a topic; its values and marks are kept by a digest of its text.
This is only a shorter way to the same trees: where a text cannot be split by its lines, or anything is wrong with a
part, the whole text is parsed in one pass, which reports the mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from pathgen.diagnostics import Diagnostic, Source
from pathgen.yamldoc.parse import ParseError, Spans, build

LONG = 20_000
"""Lists of fewer characters are parsed whole: splitting them saves nothing."""

# A top-level key with its value on the lines below; the start of a list's item; any other line of the top level.
_LINE = re.compile(r"^(?:(?P<key>[a-z_]+):[ \t]*(?:#.*)?|(?P<indent> *)- .*|(?P<other>[^\s#].*))$", re.MULTILINE)


class KnownPart(NamedTuple):
    """An item of a top-level list: the list's key, and where its lines start and end."""

    key: str
    start: int
    end: int


class Known:
    """The parts parsed last, in memory.

    They are shared: what is repaired while one version is read stays repaired, and is reported for that version only.
    """

    def __init__(self) -> None:
        self._parts: dict[str, tuple[Any, Spans]] = {}
        self._used: set[str] = set()
        self._is_sound = True

    def build(self, source: Source) -> tuple[Any, Spans] | None:
        """Return what ``parse.build`` does; ``None`` where the text has to be parsed whole."""
        parts = _parts(source.text)
        if not parts:
            return None
        try:
            value, marks = _sound(Source(source.file, _without(source.text, parts)))
            for part in parts:
                text = source.text[part.start : part.end]
                # A mapping in block style ends where the next token starts: after the indent of the next item.
                indent = text[: text.index("-")]
                text += indent if source.text.startswith(indent, part.end) else ""
                digest = sha256(text.encode()).hexdigest()
                self._used.add(digest)
                if digest not in self._parts:
                    self._parts[digest] = _item(Source(source.file, text))
                item, mark = self._parts[digest]
                start, end, place = marks[2][part.key]
                if value[part.key] == "":
                    value[part.key] = []
                    dash = text.index("-") + part.start
                    marks[2][part.key] = (start, end, place := (dash, part.end, []))
                if not isinstance(value[part.key], list):
                    return None
                value[part.key].append(item)
                place[2].append((*mark, part.start))
        except (ParseError, _Unsound):
            self._is_sound = False
            return None
        return value, marks

    def forget_the_rest(self) -> None:
        """Forget the parts that no file has had since this was last called; none while one of them has a mistake."""
        if self._is_sound:
            self._parts = {digest: part for digest, part in self._parts.items() if digest in self._used}
        self._used = set()
        self._is_sound = True


class _Unsound(Exception):  # noqa: N818 - a signal inside this file
    """A part is not what its lines promised."""


def _sound(source: Source) -> tuple[Any, Spans]:
    """Build a text in which nothing is wrong."""
    found: list[Diagnostic] = []
    built = build(source, found)
    if found:
        raise _Unsound
    return built


def _item(source: Source) -> tuple[Any, Spans]:
    """Parse the lines of one part, which are a list of one mapping."""
    values, marks = _sound(source)
    if not isinstance(values, list) or len(values) != 1 or not isinstance(values[0], dict):
        raise _Unsound
    return values[0], marks[2][0]


def _without(text: str, parts: list[KnownPart]) -> str:
    """Blank the parts out, so that what stays keeps its place."""
    kept = []
    at = 0
    for part in parts:
        kept += [text[at : part.start], "\n" * (part.end - part.start)]
        at = part.end
    return "".join([*kept, text[at:]])


def _parts(text: str) -> list[KnownPart]:
    """Take the long top-level lists of a text apart by their lines; nothing where a key comes twice."""
    lists: dict[str, list[KnownPart]] = {}
    for key, items in _lists(text):
        if key in lists:
            return []
        lists[key] = items
    return [part for items in lists.values() for part in items if items[-1].end - items[0].start >= LONG]


def _lists(text: str) -> Iterator[tuple[str, list[KnownPart]]]:
    key: str | None = None
    starts: list[int] = []
    indent = 0
    for line in _LINE.finditer(text):
        if line["indent"] is not None:
            if key is not None and (not starts or len(line["indent"]) == indent):
                indent = len(line["indent"])
                starts.append(line.start())
            continue
        if key is not None and starts:
            yield key, _items(key, starts, line.start())
        key, starts = line["key"], []
    if key is not None and starts:
        yield key, _items(key, starts, len(text))


def _items(key: str, starts: list[int], end: int) -> list[KnownPart]:
    return [KnownPart(key, *bounds) for bounds in zip(starts, [*starts[1:], end], strict=True)]
