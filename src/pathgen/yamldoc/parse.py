"""Parsing YAML into two parallel trees: plain values, and marks that say where each was written.

One pass over libyaml's event stream guards and builds both. The stream does not recurse (libyaml's composer does, and
crashes the interpreter on deep nesting), and nothing is resolved: every scalar stays the text its author wrote, so
``no``, ``1:30`` and ``1.10`` are those characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, NoReturn

import yaml

from pathgen.diagnostics import Diagnostic, Severity, Source, Span, quote, shorten
from pathgen.yamldoc.cut_off import cut_off_places, cut_off_text, how_to_keep

MAX_DEPTH = 32
"""The deepest nesting read: the schema needs 10."""
MAX_VALUES = 800_000
"""The most keys and values read: 10,000 entries of fifteen fields each have about 500,000, counted as below."""
MAPPING, LIST = 10, 3
"""How many values a mapping or list counts for, by the time that processing it takes; an item counts as two."""
MAX_LENGTH = 10_000
"""The longest value read, in characters: a catalogue's texts are lines, and its prose lives in files of its own."""
MAX_KEYS = 1_000
"""The most keys of a mapping: the schema's largest has 25."""
MAX_SAME = 1_000
"""The most problems of a kind that are reported: whoever has more needs a program to fix them."""

Spans = Sequence[Any]
"""Where a value was written: ``(start, end)`` of a scalar, ``(start, end, children)`` of a mapping or sequence.

The children of a mapping are ``{key: (start of key, end of key, marks of value)}``, those of a sequence a list of
marks. A fourth item is where the text begins that these offsets, and all below them, are counted from; a fifth is
the source that they count in, where it differs from the one around them. Plain sequences, as a catalogue of 10,000
entries has 150,000 of them.
"""
COMPOSITE = 3
"""The least length of a mapping's or sequence's marks."""

# What YAML 1.2.2 §5.1 calls not printable, the byte-order mark inside a text, and the three line ends of Unicode: they
# end a line for libyaml and for no editor, and are left over from a copy or a wrong encoding.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_Parser = getattr(yaml, "CLoader", yaml.Loader)


class Tree(NamedTuple):
    """A YAML document: its text, its plain values (``dict``, ``list``, ``str``) and their marks."""

    source: Source
    value: Any
    marks: Spans
    is_whole: bool = True
    """Whether nothing had to be left out."""


class ParseError(Exception):
    """A text cannot be parsed; ``diagnostic`` says why.

    The parser stopped at the offset ``stopped``, in something that starts at ``opened``, if that is known.
    """

    def __init__(self, code: str, span: Span, message: str, help_: str) -> None:
        self.diagnostic = Diagnostic(code, Severity.ERROR, span, message, help_)
        self.stopped = span.start
        self.opened: int | None = None


def span_of(source: Source, marks: Spans, path: Sequence[str | int], shift: int = 0) -> Span:
    """Return the place of the value at ``path``, or of the closest value around it that was written."""
    for step in path:
        if len(marks) < COMPOSITE:
            break
        children = marks[2]
        if isinstance(step, str) and isinstance(children, dict) and step in children:
            marks = children[step][2]
        elif isinstance(step, int) and isinstance(children, list) and step < len(children):
            marks = children[step]
        else:
            break
        source, shift = frame_of(source, marks, shift)
    return Span(source, marks[0] + shift, marks[1] + shift)


def key_span_of(source: Source, marks: Spans, path: Sequence[str | int], shift: int = 0) -> Span:
    """Return the place of the key (not the value) that ``path`` ends in."""
    for step in path[:-1]:
        marks = marks[2][step][2] if isinstance(marks[2], dict) else marks[2][step]
        source, shift = frame_of(source, marks, shift)
    start, end, _ = marks[2][path[-1]]
    return Span(source, start + shift, end + shift)


def frame_of(source: Source, marks: Spans, shift: int) -> tuple[Source, int]:
    """Return the source that marks count in, and from where; those around them count in ``source`` from ``shift``."""
    if len(marks) == COMPOSITE + 2:
        return marks[COMPOSITE + 1], marks[COMPOSITE]
    return source, shift + (marks[COMPOSITE] if len(marks) > COMPOSITE else 0)


def framed_at(source: Source, marks: Spans, path: Sequence[str | int]) -> Spans:
    """Return the marks of the list or mapping at ``path``, ready to be put anywhere among those of the tree."""
    shift = 0
    for step in path:
        key: Any = step
        marks = marks[2][key] if isinstance(marks[2], list) else marks[2][key][2]
        source, shift = frame_of(source, marks, shift)
    return (marks[0], marks[1], marks[2], shift, source)


def framed(marks: Spans, source: Source) -> Spans:
    """Return marks that count in ``source``, ready to be put among those of another."""
    children = marks[2] if len(marks) >= COMPOSITE else {}
    return (marks[0], marks[1], children, *reversed(frame_of(source, marks, 0)))


def is_block(text: str, mark: Spans) -> bool:
    """Whether a value is a mapping or list without braces or brackets."""
    return len(mark) >= COMPOSITE and text[mark[0]] not in "[{"


def last_text(text: str, mark: Spans) -> Spans:
    """Return the marks of the last text, list or mapping in brackets that a value ends with."""
    while is_block(text, mark) and mark[2]:
        mark = [*mark[2].values()][-1][2] if isinstance(mark[2], dict) else mark[2][-1]
    return mark


def content_end(text: str, mark: Spans) -> int:
    """Return where the last text in a value ends: the marks of a block end only where the next token starts."""
    last = last_text(text, mark)
    start: int = last[0]
    return start + len(text[start : last[1]].rstrip())


def build(source: Source, found: list[Diagnostic]) -> tuple[Any, Spans]:
    """Build values and marks from a text; add to ``found`` what is wrong but can be read past.

    Raises:
        ParseError: the text is not YAML, too deep, too large, or more than data.
    """
    return _Builder(source, found).build(source.text)


def first_error(source: Source) -> ParseError | None:
    """Return the first error in the syntax of a text, and build nothing: several times as fast as ``build``."""
    parser = _Parser(source.text)
    try:
        if hasattr(parser, "raw_parse"):
            parser.raw_parse()
        else:
            while parser.get_event() is not None:
                pass
    except yaml.YAMLError as error:
        return _syntax_error(source, error)
    return None


class _Builder:
    """Builds both trees from the events; its methods run once for each of some 100,000 values."""

    def __init__(self, source: Source, found: list[Diagnostic]) -> None:
        self.source = source
        self.found = found
        self.cut_off = cut_off_places(source.text)
        self.count = 0
        self.documents = 0
        # The open container: its values and marks, whether it is a mapping, and the key that waits for its value.
        self.values: Any = []
        self.marks: Any = []
        self.in_mapping = False
        self.key: tuple[str, int, int] | None = None
        self.stack: list[tuple[Any, Any, bool, tuple[str, int, int] | None, int]] = []

    def build(self, text: str) -> tuple[Any, Spans]:
        handle = {
            yaml.MappingStartEvent: self.open,
            yaml.SequenceStartEvent: self.open,
            yaml.MappingEndEvent: self.close,
            yaml.SequenceEndEvent: self.close,
            yaml.AliasEvent: self.refuse_extras,
            yaml.DocumentStartEvent: self.document,
        }
        for event in self.events(text):
            kind = type(event)
            if kind is yaml.ScalarEvent:  # most events are: handled without a look-up
                self.scalar(event)
            elif kind in handle:
                handle[kind](event)
            if self.count > MAX_VALUES:
                message = f"the file contains more than {MAX_VALUES:,} values"
                self.refuse("too-large", event, message, "split the catalogue into several paths")
        return (self.values[0], self.marks[0]) if self.values else ("", (0, 0))

    def events(self, text: str) -> Iterator[Any]:
        next_event: Callable[[], Any] = _Parser(text).get_event
        try:
            while (event := next_event()) is not None:
                yield event
        except yaml.YAMLError as error:
            mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
            if mark and "maximum nesting depth" in str(error):
                # libyaml from 0.2.6 on looks 1,000 levels ahead before it reports the first, and stops: with the
                # text cut there it reports them, and the first that is too deep, or wrong in another way, is refused.
                _Builder(self.source, []).build(text[: mark.index])
            raise _syntax_error(self.source, error) from error

    def scalar(self, event: Any) -> None:
        text = event.value
        start, end = event.start_mark.index, event.end_mark.index
        self.count += 1
        if event.anchor is not None or event.tag is not None:
            self.refuse_extras(event)
        if end - start > MAX_LENGTH:
            help_ = "look for an unclosed quote, or put long prose into a file below content/"
            self.refuse("too-large", event, f"a value has more than {MAX_LENGTH:,} characters", help_)
        if event.style == '"' and CONTROL.search(text):
            help_ = "delete the escape sequence that produces it"
            self.refuse("control-character", event, "this text contains a control character", help_)
        if self.cut_off and text:  # nothing is a missing value, which says the same
            self.report_cut_off(text, start, end)
        if self.key is not None:
            self.add(text, (start, end))
        elif self.in_mapping:
            self.key = (text, start, end)
        else:
            self.count += 1  # a text in the place of an entry becomes a problem, which takes memory, too
            self.values.append(text)
            self.marks.append((start, end))

    def open(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self.refuse_extras(event)
        if self.in_mapping and self.key is None:
            help_ = "a key is a plain word; put a value that starts with [ or { in quotes"
            self.refuse("yaml-syntax", event, "a key cannot be a list or mapping", help_)
        if len(self.stack) == MAX_DEPTH:
            help_ = "a catalogue needs no more than ten levels: look for an unclosed bracket"
            self.refuse("too-deep", event, f"nested more than {MAX_DEPTH} levels deep", help_)
        self.stack.append((self.values, self.marks, self.in_mapping, self.key, event.start_mark.index))
        self.in_mapping = type(event) is yaml.MappingStartEvent
        self.values, self.marks = ({}, {}) if self.in_mapping else ([], [])
        self.count += MAPPING if self.in_mapping else LIST
        self.key = None

    def close(self, event: Any) -> None:
        done, done_marks = self.values, self.marks
        self.values, self.marks, self.in_mapping, self.key, start = self.stack.pop()
        self.add(done, (start, event.end_mark.index, done_marks))

    def add(self, value: Any, mark: Spans) -> None:
        """Put a value into the open container."""
        if self.key is None:
            self.values.append(value)
            self.marks.append(mark)
            return
        name, start, end = self.key
        self.key = None
        if name in self.values:
            self.duplicate_key(name, Span(self.source, start, end))
        elif len(self.values) == MAX_KEYS:
            help_ = "look for a list that lacks its `- `"
            span = Span(self.source, start, end)
            raise ParseError("too-large", span, f"a mapping has more than {MAX_KEYS:,} keys", help_)
        else:
            self.values[name] = value
            self.marks[name] = (start, end, mark)

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            help_ = "keep one document per file: delete the `---`"
            self.refuse("yaml-syntax", event, "a second document starts here", help_)

    def duplicate_key(self, name: str, span: Span) -> None:
        if len(self.found) == MAX_SAME:
            help_ = "fix the ones above first"
            raise ParseError("duplicate-key", span, f"more than {MAX_SAME:,} keys are used twice", help_)
        before = Span(self.source, *self.marks[name][:2])
        message = f"the key `{shorten(name)}` is already used at line {before.line}"
        help_ = "keep one of the two: only the first is used"
        related = ((before, "first used here"),)
        self.found.append(Diagnostic("duplicate-key", Severity.ERROR, span, message, help_, related))

    def report_cut_off(self, value: str, start: int, end: int) -> None:
        """Report a value that goes on after a ``#``, which starts a comment, or that starts with one."""
        colon = self.key[2] + 1 if self.key else -1
        hidden = end if end in self.cut_off else colon
        lost = cut_off_text(self.source.text, start, hidden) if hidden in self.cut_off else ""
        if not lost or len(self.found) >= MAX_SAME:
            return
        place = self.source.text.index("#", hidden)
        is_quoted = self.source.text[start] in "'\""
        where, help_ = (
            ("ends before", how_to_keep(value, lost, is_quoted=is_quoted))
            if hidden == end
            else ("starts after", how_to_keep(lost, value))
        )
        message = f"the value {where} {quote(lost)}, which is read as a comment"
        span = Span(self.source, place, place + len(lost))
        self.found.append(Diagnostic("cut-off-value", Severity.WARNING, span, message, help_))

    def refuse_extras(self, event: Any) -> NoReturn:
        """Refuse what makes YAML dangerous or more than data: aliases, anchors, tags."""
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            is_alias = isinstance(event, yaml.AliasEvent)
            kind = "alias" if is_alias else "anchor"
            fix = "write the value itself" if is_alias else "delete it, and write the value wherever it is needed"
            help_ = f"{fix}; to list an entry twice use `ref: id`"
            self.refuse("yaml-alias", event, f"the {kind} {event.anchor!r} is not read", help_)
        help_ = "delete it: the field decides the type"
        self.refuse("yaml-tag", event, f"the tag {event.tag!r} is not read", help_)

    def refuse(self, code: str, event: Any, message: str, help_: str) -> NoReturn:
        raise ParseError(code, Span(self.source, event.start_mark.index, event.end_mark.index), message, help_)


_COMPLAINTS = (
    ("that cannot start any token", "a value cannot start with this character", "put the value in quotes"),
    ("mapping values are not allowed", "a value contains `: `", "put the value in quotes"),
    ("could not find expected ':'", "a key has no `:` after it", "write `key: value`"),
    ("did not find expected '-'", "this does not line up with the list around it", "line the items up"),
    ("did not find expected key", "this does not line up with the keys around it", "line the keys up"),
    ("did not find expected ',' or", "a bracket is never closed, or a comma is missing", "close the bracket"),
    ("expected alphabetic or numeric", "a value cannot start with `*` or `&`", "put the value in quotes"),
    ("expected node content", "a value is missing here, or starts with `]`, `}` or `,`", "put the value in quotes"),
    ("comment or line break", "the text of `|` and `>` starts on the next line", "put the value in quotes"),
    ("mapping keys are not allowed", "a value cannot start with `? `", "put the value in quotes"),
    ("block sequence entries", "a value cannot start with `- `", "put the value in quotes"),
    ("escape", "a `\\` in double quotes starts an escape sequence", "write `\\\\` for the character itself"),
    ("hexdecimal number", "a `\\` in double quotes starts an escape sequence", "write `\\\\` for the character itself"),
    ("<document start>", "the file ends at `...` or `---` above", "delete that line, or what is below it"),
    ("directive", "a line cannot start with `%`", "put it in quotes"),
    ("end of stream", "the file ends inside a value", "close the quote or the bracket"),
    ("tag", "a value cannot start with `!`", "put the value in quotes"),
)
"""What libyaml says, in part, and what to say instead: what is wrong, and how to fix it."""
_UNKNOWN = ("", "this is not valid YAML", "look for a slip in indentation or quoting, here or in the line above")


def complaint(text: str, error: Any) -> tuple[int, str, str]:
    """Return where libyaml found an error, what is wrong, and how to fix it: never in the library's words."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    # The marks of composed nodes count from the start of the text, as those of the parser do.
    offset = min(mark.index, len(text)) if mark else 0
    problem = getattr(error, "problem", None) or ""
    _, message, help_ = next((complaint for complaint in _COMPLAINTS if complaint[0] in problem), _UNKNOWN)
    if text.startswith("\t", offset):
        message, help_ = "YAML needs spaces here, not a tab", "indent with spaces"
    elif getattr(error, "context", None) == "while scanning a quoted scalar" and error.context_mark:
        message, help_ = "this quote is never closed", "close it with the same character"
        offset = error.context_mark.index  # where it opens, not the end of the file
    return offset, message, help_


def _syntax_error(source: Source, error: Any) -> ParseError:
    """Return libyaml's complaint as an error that says what to do."""
    offset, message, help_ = complaint(source.text, error)
    span = Span(source, offset, min(offset + 1, len(source.text)))
    refused = ParseError("yaml-syntax", span, message, help_)
    stopped, opened = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if stopped:
        refused.stopped = min(stopped.index, len(source.text))
    if opened:
        refused.opened = opened.index
    return refused
