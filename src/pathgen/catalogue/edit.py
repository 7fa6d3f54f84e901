"""Edits of a catalogue as splices: some characters are replaced, and every other byte stays as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pathgen.catalogue.load import Loaded, parse
from pathgen.catalogue.model import Part
from pathgen.catalogue.shared_entries import shared_entries_above
from pathgen.diagnostics import Span
from pathgen.errors import PathgenError
from pathgen.files import read_bytes
from pathgen.yamldoc.decode import encoding_of, read
from pathgen.yamldoc.scalars import quoted

# What needs no quotes anywhere in YAML, within brackets too (YAML 1.2.2 §7.3.3), and is no number, word or date.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9/:._~?=&%+;@!$()*'#-]*[A-Za-z0-9/_~=&%+;@$)*-]")
_WORDS = re.compile(
    r"(?!(?:y|n|yes|no|on|off|true|false|null)$)[A-Za-z][A-Za-z0-9+.-]*(?: [A-Za-z0-9][A-Za-z0-9.-]*)*", re.IGNORECASE
)
_KEY = re.compile(r"^([ ]*(?:-[ ]+)*)[\"']?[A-Za-z_]+[\"']?[ ]*:[ ]+$")


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Characters of a text to be replaced, and by what."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class FieldEdit(TextEdit):
    """A replacement by which ``field`` is to have ``value`` afterwards."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class ManualEdit:
    """A value that ``field``, at ``span``, should have and a person has to write, and why."""

    span: Span
    field: str
    value: str
    why: str = "its entry has an unusual form; write it there"

    def __str__(self) -> str:
        return f"{self.span}: {self.field}: {self.value} is not written: {self.why}"


def set_value(span: Span, field: str, value: str) -> FieldEdit:
    """Replace a value, quoted as the old one was where it may be."""
    old = span.source.text[span.start : span.end]
    end = span.end - (len(old) - len(old.rstrip()))  # a block scalar ends behind its last line break
    return FieldEdit(span.start, end, _written(value, old[:1]), field, value)


def add_field(part: Part, after: str, field: str, value: str) -> FieldEdit | ManualEdit:
    """Add a field to a part behind another, as its neighbours are written."""
    whole, before = part.span(), part.span(after)
    text = before.source.text
    quote = text[before.start : before.start + 1]
    if text[whole.start : whole.start + 1] == "{":
        return FieldEdit(before.end, before.end, f", {field}: {_written(value, quote)}", field, value)
    key = _KEY.match(text[text.rfind("\n", 0, before.start) + 1 : before.start])
    if key is None or "\n" in text[before.start : before.end]:
        return ManualEdit(before, field, value)
    indent = " " * len(key[1])
    end = text.find("\n", before.end)
    line_end = "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"
    if end < 0:
        return FieldEdit(len(text), len(text), f"{line_end}{indent}{field}: {_written(value, quote)}", field, value)
    line = f"{indent}{field}: {_written(value, quote)}{line_end}"
    return FieldEdit(end + 1, end + 1, line, field, value)


def add_value(part: Part, after: str, field: str, values: Sequence[str]) -> list[FieldEdit]:
    """Add values at the end of a list, or the list behind another field; none where they stand unusually."""
    known = getattr(part, field)
    if not values or not known:
        made = [add_field(part, after, field, value) for value in values[:1]]
        return [one for one in made if isinstance(one, FieldEdit)]
    whole, last = part.span(field), part.span(field, len(known) - 1)
    text, at = whole.source.text, len(known)
    if text[whole.start] == "[":
        return [
            FieldEdit(last.end, last.end, f", {_written(value, '')}", str(at + number), value)
            for number, value in enumerate(values)
        ]
    begin = text.rfind("\n", 0, last.start) + 1
    if text[begin : last.start].lstrip(" ") == "- ":
        end = len(text) if (found := text.find("\n", last.end)) < 0 else found
        line = text[begin : last.start]
        return [
            FieldEdit(end, end, f"\n{line}{_written(value, '')}", str(at + number), value)
            for number, value in enumerate(values)
        ]
    return []


def _written(value: str, quote: str) -> str:
    if quote == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if quote != '"' and (_PLAIN.fullmatch(value) or _WORDS.fullmatch(value)):
        return value
    return quoted(value)


def apply(data: bytes, splices: Sequence[TextEdit]) -> bytes:
    """Put splices into a file, all at once, in its own encoding."""
    bom, encoding = encoding_of(data)
    text = data[len(bom) :].decode(encoding)
    for splice in sorted(splices, key=lambda one: (one.start, one.end), reverse=True):
        text = text[: splice.start] + splice.text + text[splice.end :]
    return bom + text.encode(encoding)


def apply_text(data: bytes, text: str) -> bytes:
    """Give a file another text in the encoding, and with the byte-order mark, that it has."""
    bom, encoding = encoding_of(data)
    return bom + text.encode(encoding)


def edited(
    file: str, data: bytes, splices: Sequence[FieldEdit], prose: frozenset[str] = frozenset(), main: str | None = None
) -> bytes:
    """Edit a catalogue and read it again: it must be valid, and hold what was meant and nothing else new.

    ``main`` is the catalogue's own file, where ``file`` is one that it includes.

    Raises:
        PathgenError: it does not; the text says why.
    """
    made = apply(data, splices)
    loaded = read_again(main or file, file, made, prose)
    wrong = next((one for one in loaded.diagnostics if one.severity == "error"), None)
    if wrong:
        raise PathgenError(f"the edit would make {wrong.span} wrong: {wrong.message}")
    before, after = _values(file, data), _values(file, made)
    changed = sorted((str(path[-1]), value) for path, value in after.items() if before.get(path) != value)
    if changed != sorted((one.field, one.value) for one in splices) or before.keys() - after.keys():
        raise PathgenError(f"the edit would change more of {file} than was meant, so nothing was changed")
    return made


def read_again(main: str, file: str, made: bytes, prose: frozenset[str]) -> Loaded:
    """Read a catalogue as it would be if one of its files, its own or one that it includes, had other bytes."""
    instead = {} if main == file else {Path(file).resolve(): made}
    shelf = shared_entries_above(Path(main), instead)
    return parse(main, read_bytes(Path(main)) if instead else made, prose, instead=instead, shelf=shelf)


def _values(file: str, data: bytes) -> dict[tuple[str | int, ...], str]:
    _, tree, _ = read(file, data)
    return dict(_flat(tree.value, ())) if tree else {}


def _flat(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """List every text of a tree with its path."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in below:
        yield from _flat(one, (*path, key))
    if isinstance(value, str):
        yield path, value
