"""Reading a large catalogue again after an edit: the parts that did not change are not read anew.

A part is one item of a long top-level list, such as a topic. Told by a digest of its text, its values and marks are
kept in a file. This is only a shorter way to the same trees: where a text cannot be taken apart by its lines, or
anything at all is wrong with a part, the whole is read in the one pass that knows how to say so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from pathgen.diagnostics import Diagnostic, Source
from pathgen.yamldoc.parse import ParseError, Spans, build

LONG = 20_000
"""Lists of fewer characters are read whole: they take less time than their files would."""

# A top-level key with its value on the lines below; the start of a list's item; any other line of the top level.
_LINE = re.compile(r"^(?:(?P<key>[a-z_]+):[ \t]*(?:#.*)?|(?P<indent> *)- .*|(?P<other>[^\s#].*))$", re.MULTILINE)


class Part(NamedTuple):
    """An item of a top-level list: the list's key, and where its lines start and end."""

    key: str
    start: int
    end: int


class Known:
    """The parts read before, one file each in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._used: set[str] = set()
        self._is_sound = True

    def build(self, source: Source) -> tuple[Any, Spans] | None:
        """Do what ``tree.build`` does; ``None`` where the text has to be read whole."""
        parts = _parts(source.text)
        if not parts:
            return None
        try:
            value, marks = _sound(Source(source.file, _without(source.text, parts)))
            for part in parts:
                text = source.text[part.start : part.end]
                # A mapping in block style ends where the next token starts: behind the indent of the next item.
                indent = text[: text.index("-")]
                text += indent if source.text.startswith(indent, part.end) else ""
                digest = sha256(text.encode()).hexdigest()
                self._used.add(digest)
                item, mark = self._recall(digest) or self._learn(digest, Source(source.file, text))
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

    def _recall(self, digest: str) -> tuple[Any, Spans] | None:
        try:
            item, mark = json.loads((self.folder / f"{digest}.json").read_bytes())
        except (OSError, ValueError, TypeError):
            return None
        return item, mark

    def _learn(self, digest: str, source: Source) -> tuple[Any, Spans]:
        values, marks = _sound(source)
        if not isinstance(values, list) or len(values) != 1 or not isinstance(values[0], dict):
            raise _Unsound
        self._keep(digest, (values[0], marks[2][0]))
        return values[0], marks[2][0]

    def _keep(self, digest: str, part: tuple[Any, Spans]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{digest}.json").write_text(json.dumps(part), encoding="utf-8")

    def forget_the_rest(self) -> None:
        """Forget the parts that no file has had since this was last asked; none while something is wrong with one."""
        if self._is_sound:
            self._forget_all_but(self._used)
        self._used = set()
        self._is_sound = True

    def _forget_all_but(self, used: set[str]) -> None:
        for file in self.folder.glob("*.json"):
            if file.stem not in used:
                file.unlink(missing_ok=True)


class KnownForNow(Known):
    """The parts read last by this program, in memory: for reading a catalogue at one revision after another.

    The parts are shared: what is mended in one reading is mended in the next, and told in the first only.
    """

    def __init__(self) -> None:
        super().__init__(Path())
        self._parts: dict[str, tuple[Any, Spans]] = {}

    def _recall(self, digest: str) -> tuple[Any, Spans] | None:
        return self._parts.get(digest)

    def _keep(self, digest: str, part: tuple[Any, Spans]) -> None:
        self._parts[digest] = part

    def _forget_all_but(self, used: set[str]) -> None:
        self._parts = {digest: part for digest, part in self._parts.items() if digest in used}


class _Unsound(Exception):  # noqa: N818 - a signal inside this file
    """A part is not what its lines promised."""


def _sound(source: Source) -> tuple[Any, Spans]:
    """Build a text in which nothing is wrong."""
    found: list[Diagnostic] = []
    built = build(source, found)
    if found:
        raise _Unsound
    return built


def _without(text: str, parts: list[Part]) -> str:
    """Blank the parts out, so that what stays keeps its place."""
    kept = []
    at = 0
    for part in parts:
        kept += [text[at : part.start], "\n" * (part.end - part.start)]
        at = part.end
    return "".join([*kept, text[at:]])


def _parts(text: str) -> list[Part]:
    """Take the long top-level lists of a text apart by their lines; nothing where a key comes twice."""
    lists: dict[str, list[Part]] = {}
    for key, items in _lists(text):
        if key in lists:
            return []
        lists[key] = items
    return [part for items in lists.values() for part in items if items[-1].end - items[0].start >= LONG]


def _lists(text: str) -> Iterator[tuple[str, list[Part]]]:
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


def _items(key: str, starts: list[int], end: int) -> list[Part]:
    return [Part(key, *bounds) for bounds in zip(starts, [*starts[1:], end], strict=True)]
