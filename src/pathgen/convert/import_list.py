"""What an importer makes of a list that someone else wrote: topics with links, and what it could not understand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

from pathgen import diagnostics
from pathgen.diagnostics import Diagnostic, Severity, Source, Span
from pathgen.errors import PathgenError
from pathgen.yamldoc.decode import encoding_of
from pathgen.yamldoc.parse import LIST, MAPPING, MAX_VALUES

DEEPEST = 6
"""The most levels of topics, as many as Markdown has headings: what is nested deeper stands in the sixth."""
LONGEST_WORDS = 2_000
"""The most characters that are kept of what a list says of a link."""
MOST_TOLD = 20_000
"""The most problems that are told one by one; of more it is told how many there are."""
NOT_TAKEN = "not-imported"
"""The code of what an importer says."""
LONGEST_RECORD = 1_000_000
"""The most characters of a row or record: its texts are lines, and each of its signs takes time."""
_LEAST = MAPPING + 2 * 2
"""How many values (as ``catalogue.tree`` counts) an entry, or a topic, has at least."""
_SPACE = re.compile(r"\s+")


class TooMuchError(PathgenError):
    """A list holds more than a catalogue has room for, as ``diagnostic`` tells."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(f"{diagnostic.span}: {diagnostic.message}; {diagnostic.help}")
        self.diagnostic = diagnostic


@dataclass(slots=True)
class ImportedLink:
    """A link of the list: ``at`` is where it stands, in characters; ``words`` is what the list says of it.

    ``fields`` holds what else is known, by the names of the catalogue's schema.
    """

    title: str
    url: str
    at: int
    words: str = ""
    fields: dict[str, str | list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class ImportedGroup:
    """A heading or folder of the list with what stands below it."""

    title: str
    at: int = 0
    links: list[ImportedLink] = field(default_factory=list)
    groups: list[ImportedGroup] = field(default_factory=list)


@dataclass(slots=True)
class ImportedList:
    """A list as it was understood.

    ``top`` is the list itself: its title, the links that stand below no heading, and the headings. ``problems`` names
    every link that is not in it, and every line that was not understood; one that is an error stops the import.
    ``whole`` is set instead where the file is a whole catalogue: its values, as in YAML.
    """

    source: Source
    top: ImportedGroup
    problems: list[Diagnostic] = field(default_factory=list)
    whole: dict[str, Any] | None = None
    values: int = 0
    """How many values a catalogue of it would have, if each problem were an entry."""
    untold: int = 0
    """How many problems there are that ``problems`` does not name."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All there is to tell: the problems, and how many more there are."""
        if not self.untold:
            return tuple(self.problems)
        end = Span(self.source, len(self.source.text), len(self.source.text))
        message = f"{self.untold:,} more problems are not told: there are too many"
        return *self.problems, Diagnostic(NOT_TAKEN, Severity.WARNING, end, message, "take the list apart")

    def put(self, one: ImportedLink | ImportedGroup, into: ImportedGroup) -> None:
        """Add a link or a heading.

        Raises:
            TooMuchError: there is no room in a catalogue for what the list holds.
        """
        if isinstance(one, ImportedLink):
            self.count(one.at, _LEAST + sum(map(_values, one.fields.values())))
            into.links.append(one)
        else:
            self.count(one.at)
            into.groups.append(one)

    def tell(
        self, at: int, message: str, help_: str = "", severity: Severity = Severity.WARNING, end: int | None = None
    ) -> None:
        """Add a problem at a place of the list.

        Raises:
            TooMuchError: there is no room in a catalogue for what the list holds.
        """
        if severity is not Severity.ERROR:
            self.count(at)
        self.note(at, message, help_, severity, end)

    def note(
        self, at: int, message: str, help_: str = "", severity: Severity = Severity.WARNING, end: int | None = None
    ) -> None:
        """Add a problem with a link or a heading that was put in; of too many problems only the number is kept."""
        if severity is not Severity.ERROR and len(self.problems) >= MOST_TOLD:
            self.untold += 1
            return
        end = min(at + 1, len(self.source.text)) if end is None else end
        self.problems.append(Diagnostic(NOT_TAKEN, severity, Span(self.source, at, end), message, help_))

    def refuse(self, at: int, message: str, help_: str = "take the list apart, and import each part") -> NoReturn:
        """Stop at a place of the list: what comes is too much to be understood at all."""
        raise TooMuchError(Diagnostic(NOT_TAKEN, Severity.ERROR, Span(self.source, at, at), message, help_))

    def count(self, at: int, values: int = _LEAST) -> None:
        """Count something that may be an entry or a topic, also where it turns out to be none.

        Raises:
            TooMuchError: there is no room in a catalogue for what the list holds.
        """
        self.values += values
        if self.values <= MAX_VALUES:
            return
        told = len(self.problems) + self.untold
        if told * _LEAST * 2 > MAX_VALUES:
            self.refuse(at, f"{told:,} places before this are not taken", "look whether --format is right")
        but = f" ({told:,} places in it are not taken)" if told else ""
        self.refuse(at, f"what stands before this is all that a catalogue has room for{but}")


def _values(value: str | list[str]) -> int:
    """Count a field's name and value as ``catalogue.tree`` does."""
    return 2 if isinstance(value, str) else 1 + LIST + 2 * len(value)


def decoded(file: str, data: bytes) -> ImportedList:
    """Begin with the bytes of a list: its text, in which what is not text is told once and shown as ``\ufffd``."""
    bom, encoding = encoding_of(data)
    data = data[len(bom) :]
    try:
        return ImportedList(Source(file, data.decode(encoding)), ImportedGroup(""))
    except UnicodeDecodeError as error:
        made = ImportedList(Source(file, data.decode(encoding, errors="replace")), ImportedGroup(""))
        at = len(data[: error.start].decode(encoding, errors="replace"))
        made.tell(at, f"here and maybe further on, the file is not {encoding.upper()} text", "save it as UTF-8")
        return made


def is_sound(made: ImportedList) -> bool:
    """Whether a catalogue can be made of a list as it was understood; another package's importer may do anything."""
    level = [made.top]
    for _ in range(DEEPEST + 1):
        parts: list[ImportedGroup | ImportedLink] = [*level, *(link for group in level for link in group.links)]
        if not all(isinstance(one.title, str) and one.at in range(len(made.source.text) + 1) for one in parts):
            return False
        if not all(_is_sound(link) for group in level for link in group.links):
            return False
        level = [below for group in level for below in group.groups]
    is_whole = made.whole is None or isinstance(made.whole, dict)
    return not level and is_whole and all(map(diagnostics.is_sound, made.problems))


def _is_sound(link: ImportedLink) -> bool:
    return all(isinstance(text, str) for text in (link.url, link.words, *link.fields)) and all(
        isinstance(value, str | list) for value in link.fields.values()
    )


def line(text: str) -> str:
    """Write a text as one line."""
    return _SPACE.sub(" ", text).strip()


def pieces_of(made: ImportedList, begin: str) -> Iterator[tuple[int, str]]:
    """Cut a text before everything that begins so, for parsers that do not tell where it stands; give each its offset.

    What stands in a comment is left whole: a parser that waits for the end of one begins anew with each piece, and
    libxml, which reads none of more than 10 MB, with each sign.

    Raises:
        TooMuchError: a comment does not end for too long.
    """
    text, at = made.source.text, 0
    for found in re.finditer(rf"(?is:<!--.*?(?:--!?>|\Z))|({begin})", text):
        if found[1] is None:
            if found.end() - found.start() > LONGEST_RECORD:
                made.refuse(
                    found.start(), f"this comment has more than {LONGEST_RECORD:,} characters", "end it with -->"
                )
            continue
        yield at, text[at : found.start()]
        at = found.start()
    yield at, text[at:]


class LineOffsets:
    """Where the lines of a text start, for parsers that tell a line's number: asked in order, it reads once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.number, self.at = 1, 0

    def start(self, number: int) -> int:
        """Give the offset of a line, counted from 1; numbers never fall."""
        while self.number < number:
            end = self.text.find("\n", self.at)
            if end < 0:
                break
            self.number, self.at = self.number + 1, end + 1
        return self.at
