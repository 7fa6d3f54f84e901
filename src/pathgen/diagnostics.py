"""What is wrong in a curator's file: where, which rule, what, and how to fix it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

LONGEST_QUOTE = 60
"""The most characters of a value that a message repeats, so that there is room for the message."""
BLOCK = 4096
"""How many characters are between two places whose line number is stored."""


class Severity(StrEnum):
    """How bad a diagnostic is: an error makes the catalogue invalid, a warning or a notice does not."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, eq=False)
class Source:
    """A text file as it was read: its name for people, and its characters."""

    file: str
    text: str = field(repr=False)
    number: int = 0
    """Its place among the files of a catalogue, counted from 0."""

    @cached_property
    def _lines_before(self) -> list[int]:
        """Count the line ends before each block: an index of some kilobytes, where one of all lines took 600 MB."""
        counts = (self.text.count("\n", start, start + BLOCK) for start in range(0, len(self.text), BLOCK))
        return list(accumulate(counts, initial=0))

    def position(self, offset: int) -> tuple[int, int]:
        r"""Return line and column of a character, both counted from 1; only ``\n`` ends a line, as in editors."""
        block = offset // BLOCK
        line = self._lines_before[block] + self.text.count("\n", block * BLOCK, offset) + 1
        return line, offset - self.text.rfind("\n", 0, offset)


class Location(NamedTuple):
    """Where something is in a file: what a report says of a place, whether or not the text is at hand.

    Lines and columns count characters from 1; the end is exclusive.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def location(self) -> Location:
        """The location itself, as a span has one."""
        return self

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value is in a text: offsets count characters from 0 (end exclusive), lines and columns from 1."""

    source: Source
    start: int
    end: int

    @property
    def file(self) -> str:
        """The file's name as the user wrote it."""
        return self.source.file

    @property
    def line(self) -> int:
        """The line of the first character."""
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        """The column of the first character."""
        return self.source.position(self.start)[1]

    @property
    def location(self) -> Location:
        """The same place without the text."""
        return Location(self.file, *self.source.position(self.start), *self.source.position(self.end))

    @property
    def order(self) -> tuple[int, int]:
        """The key that sorts the places of a catalogue in the order in which they are read."""
        return self.source.number, self.start

    def line_as_seen_from(self, other: Span) -> str:
        """Return its line for a message about another place: ``line 4``, and its file where that is another."""
        return f"line {self.line}" if self.source is other.source else f"line {self.line} of {self.file}"

    def within(self, written: str, start: int, end: int) -> Span:
        """Return the place of the characters ``start`` to ``end`` of a value; all of it where quoting hides them."""
        at = self.source.text.find(written, self.start, self.end)
        return self if at < 0 else Span(self.source, at + start, at + end)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about a file; ``related`` lists other places that it mentions, each with a few words.

    Its place is a span where the text is at hand, so that a report can show it.
    """

    code: str
    severity: Severity
    span: Span | Location
    message: str
    help: str = ""
    related: tuple[tuple[Span, str], ...] = ()

    @property
    def place(self) -> tuple[Location, str]:
        """The key by which diagnostics are sorted: file, place, code."""
        return self.span.location, self.code


def is_sound(found: object) -> bool:
    """Whether something is a diagnostic that every report can show; what another package returns may be anything."""
    if not isinstance(found, Diagnostic) or not all(
        isinstance(pair, tuple) for pair in (found.related, *found.related)
    ):
        return False
    places = [found.span, *(span for span, _ in found.related)]
    texts = [found.code, found.message, found.help, *(word for _, word in found.related)]
    return (
        isinstance(found.severity, Severity)
        and all(isinstance(text, str) for text in texts)
        and all(isinstance(place, Location) or _is_in_its_text(place) for place in places)
    )


def _is_in_its_text(span: object) -> bool:
    return isinstance(span, Span) and 0 <= span.start <= span.end <= len(span.source.text)


def quote(written: str) -> str:
    """Return what a curator wrote in quotes, shortened so that a message stays on one line."""
    return repr(shorten(written))


def shorten(written: str, most: int = LONGEST_QUOTE) -> str:
    """Return what a curator wrote, cut to what fits into a message."""
    return written if len(written) <= most else written[: most - 1] + "…"
