"""The result of reading a list that someone else wrote: topics with links, and the problems found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from pathgen import diagnostics
from pathgen.diagnostics import Diagnostic, Severity, Source, Span
from pathgen.errors import PathgenError
from pathgen.yamldoc.decode import encoding_of
from pathgen.yamldoc.parse import LIST, MAPPING, MAX_VALUES

DEEPEST = 6
"""The most levels of topics, as many as Markdown has headings. Anything nested deeper goes into the sixth level."""
LONGEST_WORDS = 2_000
"""The most characters kept of the description of a link."""
MOST_PROBLEMS = 20_000
"""The most problems that are listed. Of any further ones only the number is reported."""
NOT_TAKEN = "not-imported"
"""The code of all diagnostics of an importer."""
NO_PAGE = "not the address of a web page, so not imported: {}"
RELATIVE = "if it is relative, say where it starts: --base https://host/folder/"
LONGEST_RECORD = 1_000_000
"""The most characters of a row or record. No real one is as long, and each character takes time."""
_LEAST = MAPPING + 2 * 2
"""The fewest values that an entry or a topic has, counted as ``yamldoc.parse`` counts them."""
_NOT_OF_WINDOWS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d]")
_SPACE = re.compile(r"\s+")


class TooMuchError(PathgenError):
    """A list has more entries than a catalogue can have; ``diagnostic`` says where."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(f"{diagnostic.span}: {diagnostic.message}; {diagnostic.help}")
        self.diagnostic = diagnostic


@dataclass(slots=True)
class ImportedLink:
    """A link of the list: ``at`` is its offset in characters, ``words`` is its description in the list.

    ``fields`` has its other fields, by their names in the catalogue's schema.
    """

    title: str
    url: str
    at: int
    words: str = ""
    fields: dict[str, str | list[str]] = field(default_factory=dict)
    also: dict[str, list[str]] = field(default_factory=dict)
    """Its other addresses by what is there, as the field ``also`` has them."""


@dataclass(slots=True)
class ImportedGroup:
    """A heading or folder of the list, with the links and groups below it."""

    title: str
    at: int = 0
    links: list[ImportedLink] = field(default_factory=list)
    groups: list[ImportedGroup] = field(default_factory=list)
    words: str = ""
    """What the list says of the group: the text or quote below its heading."""
    origin: ImportedList | None = None
    """The list that it was read from, if another one than the group around it."""


@dataclass(slots=True)
class ImportedList:
    """A list as an importer read it.

    ``top`` is the list itself: its title, the links above the first heading, and the headings. ``problems`` has every
    link that was not imported and every line that could not be read; one of severity ``ERROR`` stops the import.
    ``whole`` is set instead if the file is a whole catalogue: its values, as in YAML.
    """

    source: Source
    top: ImportedGroup
    problems: list[Diagnostic] = field(default_factory=list)
    whole: dict[str, Any] | None = None
    base: str = ""
    """The address that relative links of the list start from."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """The columns of a table that have another name than their field: ``{"url": "Website"}``."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """The kinds that the catalogue it is added to has of its own, by their ids and titles: ``{"food": "recipe"}``."""
    added_kinds: dict[str, str] | None = None
    """The kinds that a table's column ``kind`` adds to a new catalogue, with their titles; ``None`` for others."""
    values: int = 0
    """How many values the catalogue would have if each problem were an entry."""
    unlisted: int = 0
    """How many problems are not listed in ``problems``."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The problems, and a last diagnostic with the number of any that are not listed."""
        if not self.unlisted:
            return tuple(self.problems)
        end = Span(self.source, len(self.source.text), len(self.source.text))
        message = f"{self.unlisted:,} more problems are not shown"
        return *self.problems, Diagnostic(NOT_TAKEN, Severity.WARNING, end, message, "split the list")

    def put(self, part: ImportedLink | ImportedGroup, into: ImportedGroup) -> None:
        """Add a link or a group to a group.

        Raises:
            TooMuchError: the list has more entries than a catalogue can have.
        """
        if isinstance(part, ImportedLink):
            lists = (*part.fields.values(), *part.also.values())
            self.count(part.at, _LEAST + sum(map(_values, lists)))
            into.links.append(part)
        else:
            self.count(part.at)
            into.groups.append(part)

    def report(
        self, at: int, message: str, help_: str = "", severity: Severity = Severity.WARNING, end: int | None = None
    ) -> None:
        """Add a problem at an offset of the list.

        Raises:
            TooMuchError: the list has more entries than a catalogue can have.
        """
        if severity is not Severity.ERROR:
            self.count(at)
        self.note(at, message, help_, severity, end)

    def note(
        self, at: int, message: str, help_: str = "", severity: Severity = Severity.WARNING, end: int | None = None
    ) -> None:
        """Add a problem with a link or group that is in the list already, and so was counted when it was put there."""
        if severity is not Severity.ERROR and len(self.problems) >= MOST_PROBLEMS:
            self.unlisted += 1
            return
        end = min(at + 1, len(self.source.text)) if end is None else end
        self.problems.append(Diagnostic(NOT_TAKEN, severity, Span(self.source, at, end), message, help_))

    def refuse(self, at: int, message: str, help_: str = "split the list, and import each part") -> NoReturn:
        """Raise ``TooMuchError`` at an offset of the list, which is too long or too large to read on."""
        raise TooMuchError(Diagnostic(NOT_TAKEN, Severity.ERROR, Span(self.source, at, at), message, help_))

    def count(self, at: int, values: int = _LEAST) -> None:
        """Count something that may be an entry or a topic, even if it turns out not to be one.

        Raises:
            TooMuchError: the list has more entries than a catalogue can have.
        """
        self.values += values
        if self.values <= MAX_VALUES:
            return
        problems = len(self.problems) + self.unlisted
        if problems * _LEAST * 2 > MAX_VALUES:
            self.refuse(at, f"{problems:,} places before this could not be imported", "check that --format is right")
        skipped = f" ({problems:,} places before this could not be imported)" if problems else ""
        self.refuse(at, f"a catalogue cannot have more entries than the list has before this{skipped}")


def _values(value: str | list[str]) -> int:
    """Return how many values a field's name and value are, counted as ``yamldoc.parse`` counts them."""
    return 2 if isinstance(value, str) else 1 + LIST + 2 * len(value)


def decoded(file: str, data: bytes) -> ImportedList:
    """Return a list with its text and no links yet.

    Where most of what is not ASCII is not valid UTF-8 the text is read as Windows-1252, in which older programs save
    (https://encoding.spec.whatwg.org/#windows-1252); else invalid bytes are reported once, and read as ``\ufffd``.
    """
    bom, encoding = encoding_of(data)
    data = data[len(bom) :]
    try:
        return ImportedList(Source(file, data.decode(encoding)), ImportedGroup(""))
    except UnicodeDecodeError as error:
        text = data.decode(encoding, errors="replace")
        at = len(data[: error.start].decode(encoding, errors="replace"))
        wrong = text.count("\ufffd")
        is_of_windows = (
            not bom and wrong > len(re.findall("[^\x00-\x7f\ufffd]", text)) and not _NOT_OF_WINDOWS.search(data)
        )
        imported = ImportedList(Source(file, data.decode("cp1252") if is_of_windows else text), ImportedGroup(""))
        if is_of_windows:
            imported.report(at, "the file is not UTF-8: read as Windows-1252", severity=Severity.NOTICE)
        else:
            imported.report(at, f"the file is not valid {encoding.upper()} text from here on", "save it as UTF-8")
        return imported


def is_sound(imported: ImportedList) -> bool:
    """Whether a list has the types that it declares: an importer of another package may have put in anything."""
    level = [imported.top]
    for _ in range(DEEPEST + 1):
        parts: list[ImportedGroup | ImportedLink] = [*level, *(link for group in level for link in group.links)]
        if not all(isinstance(part.title, str) and part.at in range(len(imported.source.text) + 1) for part in parts):
            return False
        if not all(_is_sound(link) for group in level for link in group.links):
            return False
        level = [below for group in level for below in group.groups]
    is_whole = imported.whole is None or isinstance(imported.whole, dict)
    return not level and is_whole and all(map(diagnostics.is_sound, imported.problems))


def _is_sound(link: ImportedLink) -> bool:
    return all(isinstance(text, str) for text in (link.url, link.words, *link.fields)) and all(
        isinstance(value, str | list) for value in link.fields.values()
    )


def line(text: str) -> str:
    """Return a text as one line, with single spaces."""
    return _SPACE.sub(" ", text).strip()


def pieces_of(imported: ImportedList, begin: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text with their offsets, split before each match of ``begin`` (a regular expression).

    It is for parsers that report no offsets: a tag has the offset of its part. Comments are not split, as a parser
    that waits for the end of a comment starts over with each part it is fed. (libxml reads no comment of more
    than 10 MB, and starts over with each character after that.)

    Raises:
        TooMuchError: a comment is longer than ``LONGEST_RECORD``.
    """
    text, at = imported.source.text, 0
    for found in re.finditer(rf"(?is:<!--.*?(?:--!?>|\Z))|({begin})", text):
        if found[1] is None:
            if found.end() - found.start() > LONGEST_RECORD:
                imported.refuse(
                    found.start(), f"this comment has more than {LONGEST_RECORD:,} characters", "end it with -->"
                )
            continue
        yield at, text[at : found.start()]
        at = found.start()
    yield at, text[at:]


class LineOffsets:
    """The offsets at which lines start, for parsers that report line numbers. The text is read once, in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.number, self.at = 1, 0

    def start(self, number: int) -> int:
        """Return the offset of line ``number``, counted from 1. It must not be smaller than in the call before."""
        while self.number < number:
            end = self.text.find("\n", self.at)
            if end < 0:
                break
            self.number, self.at = self.number + 1, end + 1
        return self.at
