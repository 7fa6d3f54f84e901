"""The argument of every exporter: a project's catalogue, and which edition and track to export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.site.print_html import Selection
from pathgen.site.render import Project


@dataclass(frozen=True, slots=True)
class ExportContext:
    """A catalogue with the selected edition and track; an empty string means all of them."""

    project: Project
    catalogue: Catalogue
    selection: Selection
    edition: str = ""
    track: str = ""

    def entries(self, section: Section) -> list[Entry]:
        """Return the entries of a section that are in the selected edition and track."""
        return [
            entry
            for entry in section.entries
            if (not self.edition or entry.is_in(self.edition)) and (not self.track or entry.track in (None, self.track))
        ]

    def sections(self) -> Iterator[tuple[Section, tuple[str, ...]]]:
        """Yield every section in order, with the titles of the sections above it and its own title last."""
        stack: list[tuple[Section, tuple[str, ...]]] = [
            (top, (top.part.title,)) for top in reversed(self.catalogue.tops)
        ]
        while stack:
            section, titles = stack.pop()
            yield section, titles
            stack += [(below, (*titles, below.part.title)) for below in reversed(section.sections)]
