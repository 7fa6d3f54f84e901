"""A step marks more than one entry as the one to start with.

`start` shows newcomers where to begin; with two of them, they have to choose again. Entries of different editions do
not conflict, as a reader sees one edition at a time.

Bad:

    steps:
      - id: first
        title: First step
        resources:
          - {title: A page, url: "https://example.org/a", start: yes}
          - {title: Another page, url: "https://example.org/b", start: yes}

Good:

    steps:
      - id: first
        title: First step
        resources:
          - {title: A page, url: "https://example.org/a", start: yes}
          - {title: Another page, url: "https://example.org/b"}
"""

from __future__ import annotations

from collections.abc import Iterator

from pathgen.catalogue.model import Edition
from pathgen.catalogue.resolve import Catalogue, Entry
from pathgen.diagnostics import Diagnostic, Severity, quote

CODE = "one-start"


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield the second and later starts of each step, for the readers of each edition."""
    for stage in catalogue.stages:
        starts = [entry for entry in stage.entries if entry.start]
        reported: set[int] = set()
        for edition in catalogue.editions or (None,):
            seen = [entry for entry in starts if edition is None or entry.is_in(edition.id)]
            for entry in seen[1:]:
                if id(entry) not in reported:
                    reported.add(id(entry))
                    yield _second(seen[0], entry, edition)


def _second(first: Entry, entry: Entry, edition: Edition | None) -> Diagnostic:
    before, span = first.span("start"), entry.span("start")
    reader = f" in the edition {quote(edition.id)}" if edition else ""
    message = f"this step already starts with {quote(first.title)}{reader}, at {before.line_as_seen_from(span)}"
    help_ = "delete `start` from one of the two"
    return Diagnostic(CODE, Severity.ERROR, span, message, help_, ((before, "the first start"),))
