"""What an importer makes of a list that someone else wrote: topics with links, and what it could not understand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pathgen import diagnostics
from pathgen.catalogue.text import encoding_of
from pathgen.diagnostics import Diagnostic, Severity, Source, Span

DEEPEST = 6
"""The most levels of topics, as many as Markdown has headings: what is nested deeper stands in the sixth."""
LONGEST_WORDS = 2_000
"""The most characters that are kept of what a list says of a link."""
MOST_TOLD = 20_000
"""The most problems that are told: a list with more is no list."""
NOT_TAKEN = "not-imported"
"""The code of what an importer says."""
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Link:
    """A link of the list: ``at`` is where it stands, in characters; ``words`` is what the list says of it.

    ``fields`` holds what else is known, by the names of the catalogue's schema.
    """

    title: str
    url: str
    at: int
    words: str = ""
    fields: dict[str, str | list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Group:
    """A heading or folder of the list with what stands below it."""

    title: str
    at: int = 0
    links: list[Link] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


@dataclass(slots=True)
class Imported:
    """A list as it was understood.

    ``top`` is the list itself: its title, the links that stand below no heading, and the headings. ``problems`` names
    every link that is not in it, and every line that was not understood; one that is an error stops the import.
    ``whole`` is set instead where the file is a whole catalogue: its values, as in YAML.
    """

    source: Source
    top: Group
    problems: list[Diagnostic] = field(default_factory=list)
    whole: dict[str, Any] | None = None

    def tell(
        self, at: int, message: str, help_: str = "", severity: Severity = Severity.WARNING, end: int | None = None
    ) -> None:
        """Add a problem at a place of the list; the last of too many says that there are more."""
        if len(self.problems) >= MOST_TOLD and severity is not Severity.ERROR:
            return
        if len(self.problems) == MOST_TOLD - 1 and severity is not Severity.ERROR:
            message, help_ = f"… and maybe more: only the first {MOST_TOLD:,} are told", "take the list apart"
        end = min(at + 1, len(self.source.text)) if end is None else end
        self.problems.append(Diagnostic(NOT_TAKEN, severity, Span(self.source, at, end), message, help_))


def decoded(file: str, data: bytes) -> Imported:
    """Begin with the bytes of a list: its text, in which what is not text is told once and shown as ``\ufffd``."""
    bom, encoding = encoding_of(data)
    data = data[len(bom) :]
    try:
        return Imported(Source(file, data.decode(encoding)), Group(""))
    except UnicodeDecodeError as error:
        made = Imported(Source(file, data.decode(encoding, errors="replace")), Group(""))
        at = len(data[: error.start].decode(encoding, errors="replace"))
        made.tell(at, f"here and maybe further on, the file is not {encoding.upper()} text", "save it as UTF-8")
        return made


def is_sound(made: Imported) -> bool:
    """Whether a catalogue can be made of a list as it was understood; another package's importer may do anything."""
    level = [made.top]
    for _ in range(DEEPEST + 1):
        parts: list[Group | Link] = [*level, *(link for group in level for link in group.links)]
        if not all(isinstance(one.title, str) and one.at in range(len(made.source.text) + 1) for one in parts):
            return False
        if not all(_is_sound(link) for group in level for link in group.links):
            return False
        level = [below for group in level for below in group.groups]
    is_whole = made.whole is None or isinstance(made.whole, dict)
    return not level and is_whole and all(map(diagnostics.is_sound, made.problems))


def _is_sound(link: Link) -> bool:
    return all(isinstance(text, str) for text in (link.url, link.words, *link.fields)) and all(
        isinstance(value, str | list) for value in link.fields.values()
    )


def line(text: str) -> str:
    """Write a text as one line."""
    return _SPACE.sub(" ", text).strip()


class Lines:
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
