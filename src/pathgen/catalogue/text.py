"""From the bytes of a stranger's YAML file to plain values, and to marks that tell where each was written.

One pass over libyaml's event stream guards and builds both trees. The stream does not recurse (libyaml's composer
does, and crashes the interpreter on deep nesting), and nothing is resolved: every scalar stays the text its author
wrote, so ``no``, ``1:30`` and ``1.10`` are those characters.
"""

from __future__ import annotations

import codecs
import re
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from pathgen.diagnostics import Diagnostic, Severity, Source, Span
from pathgen.errors import PathgenError

MAX_BYTES = 16 * 1024 * 1024
"""The largest file read: a catalogue of 10,000 entries takes about 4 MB."""
MAX_DEPTH = 32
"""The deepest nesting read: the schema needs 10."""
MAX_VALUES = 250_000
"""The most keys and values read: a catalogue of 10,000 entries has about 150,000."""
CONTAINER = 3
"""How many values a mapping or list counts for: the fields that one may lack, each of which is a problem to hold."""
MAX_LENGTH = 10_000
"""The longest value read, in characters: a catalogue's texts are lines, and its prose lives in files of its own."""
MAX_SAME = 1_000
"""The most problems of a kind that are told: whoever made more of them mends them with a program."""

Marks = tuple[Any, ...]
"""Where a value stands: ``(start, end)`` of a scalar, ``(start, end, children)`` of a mapping or sequence.

The children of a mapping are ``{key: (start of key, end of key, marks of value)}``, those of a sequence a list of
marks. A plain tuple, as a catalogue of 10,000 entries has 150,000 of them.
"""
COMPOSITE = 3
"""The length of a mapping's or sequence's marks."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What YAML 1.2.2 §5.1 calls not printable, and the byte-order mark inside a text.
_CONTROL = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_Parser = getattr(yaml, "CLoader", yaml.Loader)


class Tree(NamedTuple):
    """A YAML document: its text, its plain values (``dict``, ``list``, ``str``) and their marks."""

    source: Source
    value: Any
    marks: Marks


def read_bytes(path: Path) -> bytes:
    """Read a file, at most one byte more than is accepted, so that a huge one costs nothing.

    Raises:
        PathgenError: the file cannot be read.

    """
    try:
        if stat.S_ISREG(path.stat().st_mode):
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"cannot read {path}: {(error.strerror or str(error)).lower()}"
        raise PathgenError(message) from error
    raise PathgenError(f"cannot read {path}: it is not a file")  # a folder, or a pipe that may never end


def read(file: str, data: bytes) -> tuple[Source, Tree | None, list[Diagnostic]]:
    """Read the bytes of ``file``; the tree is ``None`` where a diagnostic says that nothing can be made of them."""
    source, problem = _decode(file, data)
    if problem is None:
        problem = _control_character(source)
    if problem is not None:
        return source, None, [problem]
    found: list[Diagnostic] = []
    try:
        value, marks = _build(source, found)
    except _Refused as refused:
        return source, None, [*found, refused.diagnostic]
    if not isinstance(value, dict):
        what = "a list" if isinstance(value, list) else "a single value" if value else "empty"
        message = f"the file is {what}, not a catalogue"
        help_ = "a catalogue is a mapping that starts with `path:`"
        span = Span(source, 0, 0) if not value else Span(source, marks[0], marks[0] + 1)
        return source, None, [*found, Diagnostic("not-a-catalogue", Severity.ERROR, span, message, help_)]
    return source, Tree(source, value, marks), found


def span_of(source: Source, marks: Marks, path: Sequence[str | int]) -> Span:
    """Find the place of the value at ``path``, or of the closest value around it that was written."""
    for step in path:
        if len(marks) != COMPOSITE:
            break
        children = marks[2]
        if isinstance(step, str) and isinstance(children, dict) and step in children:
            marks = children[step][2]
        elif isinstance(step, int) and isinstance(children, list) and step < len(children):
            marks = children[step]
        else:
            break
    return Span(source, marks[0], marks[1])


def key_span_of(source: Source, marks: Marks, path: Sequence[str | int]) -> Span:
    """Find the place of the key (not the value) that ``path`` ends in."""
    for step in path[:-1]:
        marks = marks[2][step][2] if isinstance(marks[2], dict) else marks[2][step]
    start, end, _ = marks[2][path[-1]]
    return Span(source, start, end)


class _Refused(Exception):  # noqa: N818 - a signal inside this file, never shown
    def __init__(self, code: str, span: Span, message: str, help_: str) -> None:
        self.diagnostic = Diagnostic(code, Severity.ERROR, span, message, help_)


def _decode(file: str, data: bytes) -> tuple[Source, Diagnostic | None]:
    if len(data) > MAX_BYTES:
        source = Source(file, "")
        message = f"the file is larger than {MAX_BYTES // 2**20} MB"
        span = Span(source, 0, 0)
        return source, Diagnostic("too-large", Severity.ERROR, span, message, "split the catalogue into several paths")
    encoding = "utf-8"
    for bom, name in _BOMS:
        if data.startswith(bom):
            data, encoding = data[len(bom) :], name
            break
    else:  # YAML 1.2.2 §5.2: the place of the first NUL tells UTF-16 from UTF-8, as files start with ASCII
        if len(data) > 1 and b"\0" in data[:2] and data[:2] != b"\0\0":
            encoding = "utf-16-be" if data[0] == 0 else "utf-16-le"
    try:
        return Source(file, data.decode(encoding)), None
    except UnicodeDecodeError as error:
        source = Source(file, data.decode(encoding, errors="replace"))
        start = len(data[: error.start].decode(encoding, errors="replace"))
        message = f"byte {data[error.start]:#04x} is not {encoding.upper()} text"
        help_ = "save the file as UTF-8"
        return source, Diagnostic("encoding", Severity.ERROR, Span(source, start, start + 1), message, help_)


def _control_character(source: Source) -> Diagnostic | None:
    match = _CONTROL.search(source.text)
    if match is None:
        return None
    span = Span(source, match.start(), match.end())
    message = f"the file holds the control character U+{ord(match[0]):04X}"
    return Diagnostic("control-character", Severity.ERROR, span, message, "delete it")


def _event_span(source: Source, event: Any) -> Span:
    return Span(source, event.start_mark.index, event.end_mark.index)


def _syntax_error(source: Source, error: Any) -> _Refused:
    """Put libyaml's complaint into words that say what to do."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    at = min(mark.index, len(source.text)) if mark else 0
    problem = getattr(error, "problem", None) or "this is not YAML"
    if source.text.startswith("\t", at):
        problem = "tab"
    elif getattr(error, "context", None) == "while scanning a quoted scalar" and error.context_mark:
        problem, at = "quote", error.context_mark.index  # where it opens, not the end of the file
    known = (
        ("tab", "a tab stands where YAML wants spaces", "indent with spaces"),
        ("quote", "this quote is never closed", "close it with the sign that opened it"),
        ("that cannot start any token", "this sign cannot start a value", "put the value in quotes"),
        ("mapping values are not allowed", "a `: ` stands inside a value", "put the value in quotes"),
        ("could not find expected ':'", "a key has no `:` behind it", "write `key: value`"),
        ("did not find expected '-'", "this does not line up with the list around it", "line the items up"),
        ("did not find expected key", "this does not line up with the keys around it", "line the keys up"),
        ("did not find expected ',' or", "a bracket is never closed, or a comma is missing", "close the bracket"),
    )
    unknown = (problem, problem, "see the lines above it for a slip in indentation or quoting")
    _, message, help_ = next((known_one for known_one in known if known_one[0] in problem), unknown)
    return _Refused("yaml-syntax", Span(source, at, min(at + 1, len(source.text))), message, help_)


def _refuse_extras(source: Source, event: Any) -> None:
    """Refuse what makes YAML dangerous or more than data: aliases, anchors, tags."""
    span = _event_span(source, event)
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        what = "alias" if isinstance(event, yaml.AliasEvent) else "anchor"
        help_ = "write the value itself; to list an entry twice use `ref: id`"
        raise _Refused("yaml-alias", span, f"the {what} {event.anchor!r} is not read", help_)
    raise _Refused("yaml-tag", span, f"the tag {event.tag!r} is not read", "delete it: the field decides the type")


def _build(source: Source, found: list[Diagnostic]) -> tuple[Any, Marks]:  # noqa: C901, PLR0912, PLR0915 - see below
    """Build values and marks from the events, refusing what is too deep, too large or more than data.

    Written as one loop over locals: it runs once for each of some 100,000 values.
    """
    next_event = _Parser(source.text).get_event
    root: list[Any] = []
    root_marks: list[Any] = []
    # The open container: its values and marks, whether it is a mapping, and the key that waits for its value.
    values: Any = root
    marks: Any = root_marks
    in_mapping = False
    key: str | None = None
    key_start = key_end = 0
    stack: list[tuple[Any, Any, bool, str | None, int, int, int]] = []
    count = documents = 0
    start_container = {yaml.MappingStartEvent, yaml.SequenceStartEvent}
    while True:
        try:
            event: Any = next_event()
        except yaml.YAMLError as error:
            raise _syntax_error(source, error) from error
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                _refuse_extras(source, event)
            text = event.value
            start, end = event.start_mark.index, event.end_mark.index
            if end - start > MAX_LENGTH:
                help_ = "look for an unclosed quote, or put long prose into a file below content/"
                message = f"a value has more than {MAX_LENGTH:,} characters"
                raise _Refused("too-large", Span(source, start, end), message, help_)
            if event.style == '"' and _CONTROL.search(text):
                help_ = "delete the escape that makes it"
                span = Span(source, start, end)
                raise _Refused("control-character", span, "this text holds a control character", help_)
            if not in_mapping:
                values.append(text)
                marks.append((start, end))
            elif key is None:
                key, key_start, key_end = text, start, end
            else:
                if key in values:
                    _duplicate_key(source, found, key, (key_start, key_end), marks[key])
                else:
                    values[key] = text
                    marks[key] = (key_start, key_end, (start, end))
                key = None
            count += 1
        elif kind in start_container:
            if event.anchor is not None or event.tag is not None:
                _refuse_extras(source, event)
            if in_mapping and key is None:
                help_ = "a key is a plain word; put a value that starts with [ or { in quotes"
                raise _Refused("yaml-syntax", _event_span(source, event), "a key cannot be a list or mapping", help_)
            if len(stack) == MAX_DEPTH:
                help_ = "a catalogue needs no more than ten levels: look for an unclosed bracket"
                message = f"nested more than {MAX_DEPTH} levels deep"
                raise _Refused("too-deep", _event_span(source, event), message, help_)
            stack.append((values, marks, in_mapping, key, key_start, key_end, event.start_mark.index))
            in_mapping = kind is yaml.MappingStartEvent
            values, marks = ({}, {}) if in_mapping else ([], [])
            key = None
            count += CONTAINER
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            done, done_marks = values, marks
            values, marks, in_mapping, key, key_start, key_end, start = stack.pop()
            mark = (start, event.end_mark.index, done_marks)
            if not in_mapping:
                values.append(done)
                marks.append(mark)
            elif key in values:
                _duplicate_key(source, found, key, (key_start, key_end), marks[key])
            else:
                values[key] = done
                marks[key] = (key_start, key_end, mark)
            key = None
        elif kind is yaml.AliasEvent:
            _refuse_extras(source, event)
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                help_ = "keep one document a file: delete the `---`"
                raise _Refused("yaml-syntax", _event_span(source, event), "a second document starts here", help_)
        elif kind is yaml.StreamEndEvent:
            return (root[0], root_marks[0]) if root else ("", (0, 0))
        if count > MAX_VALUES:
            help_ = "split the catalogue into several paths"
            message = f"the file holds more than {MAX_VALUES:,} values"
            raise _Refused("too-large", _event_span(source, event), message, help_)


def _duplicate_key(
    source: Source, found: list[Diagnostic], key: str | None, place: tuple[int, int], first: tuple[int, int, Marks]
) -> None:
    span = Span(source, *place)
    if len(found) == MAX_SAME:
        raise _Refused(
            "duplicate-key", span, f"more than {MAX_SAME:,} keys are used twice", "mend the ones above first"
        )
    before = Span(source, first[0], first[1])
    message = f"the key `{key}` is already used at line {before.line}"
    related = ((before, "first used here"),)
    found.append(
        Diagnostic("duplicate-key", Severity.ERROR, span, message, "keep one of the two: the first is read", related)
    )
