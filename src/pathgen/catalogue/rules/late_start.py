"""The entry to start with comes after others of its step.

Readers take a list from the top. An entry marked with `start` further down sends them past entries that look as if they
came first. Entries of other editions or of another track do not count, as the same reader does not see them.

Bad:

    steps:
      - id: first
        title: First step
        resources:
          - {title: A page, url: "https://example.org/a"}
          - {title: Another page, url: "https://example.org/b", start: yes}

Good:

    steps:
      - id: first
        title: First step
        resources:
          - {title: Another page, url: "https://example.org/b", start: yes}
          - {title: A page, url: "https://example.org/a"}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from pathgen.catalogue.resolve import Catalogue, Entry
from pathgen.diagnostics import Diagnostic, Severity, quote

CODE = "late-start"
SEVERITY = Severity.WARNING


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield every start that has an entry before it for some reader."""
    editions = [edition.id for edition in catalogue.editions]
    for stage in catalogue.stages:
        for number, entry in enumerate(stage.entries):
            if entry.start and (other := _before(islice(stage.entries, number), entry, editions)):
                message = f"the entry to start with comes after {quote(other.title)}"
                help_ = f"move {quote(entry.title)} to the top of the step, or mark the entry to start with instead"
                related = ((other.span("title"), "this comes before it"),)
                yield Diagnostic(CODE, SEVERITY, entry.span("start"), message, help_, related)


def _before(earlier: Iterable[Entry], start: Entry, editions: list[str]) -> Entry | None:
    """Return the first entry that is seen with a start; ``None`` where one of them is a start too (``one-start``)."""
    first = None
    for entry in earlier:
        if _are_seen_together(entry, start, editions):
            if entry.start:
                return None
            first = first or entry
    return first


def _are_seen_together(first: Entry, second: Entry, editions: list[str]) -> bool:
    """Whether some reader sees both: of one edition, and of one track where both have one."""
    if first.track and second.track and first.track != second.track:
        return False
    return not editions or any(first.is_in(edition) and second.is_in(edition) for edition in editions)
