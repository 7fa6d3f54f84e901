"""What an exporter is given: a project's catalogue, and the reader that it is written for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.site.print_html import Selection
from pathgen.site.render import Project


@dataclass(frozen=True, slots=True)
class ExportContext:
    """A catalogue with the edition and the track asked for; empty where none was, which means all."""

    project: Project
    catalogue: Catalogue
    selection: Selection
    edition: str = ""
    track: str = ""

    def entries(self, section: Section) -> list[Entry]:
        """Give the entries of a section that the reader asked for."""
        return [
            entry
            for entry in section.entries
            if (not self.edition or entry.is_in(self.edition)) and (not self.track or entry.track in (None, self.track))
        ]

    def sections(self) -> Iterator[tuple[Section, tuple[str, ...]]]:
        """Give every section with the titles above it and its own, in order."""
        stack: list[tuple[Section, tuple[str, ...]]] = [
            (top, (top.part.title,)) for top in reversed(self.catalogue.tops)
        ]
        while stack:
            section, titles = stack.pop()
            yield section, titles
            stack += [(below, (*titles, below.part.title)) for below in reversed(section.sections)]
