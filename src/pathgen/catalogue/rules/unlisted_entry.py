"""An entry of `entries` is in no step or topic, so no reader sees it.

The entries of `entries` are shown where a step or topic refers to them with `ref`, in the same path or in another path
of the site. If several projects share a file of entries and each lists only some of them, turn this rule off
(`rules: {unlisted-entry: off}`).

Bad:

    entries:
      - {id: a-page, title: A page, url: "https://example.org/a"}

Good:

    entries:
      - {id: a-page, title: A page, url: "https://example.org/a"}
    topics:
      - id: reading
        title: Reading
        resources:
          - ref: a-page
"""

from __future__ import annotations

from collections.abc import Iterator

from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Diagnostic, Severity, Source, Span, quote

CODE = "unlisted-entry"
SEVERITY = Severity.WARNING
NEEDS_ALL = True


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield the entries of `entries` that no step or topic lists."""
    listed = {_place(entry.target.span()) for path in catalogue.whole.values() for entry in path.entries}
    for entry_id, resource in catalogue.shared:
        if _place(resource.span()) not in listed:
            message = f"no step or topic lists {quote(resource.title)}"
            span = resource.span("id" if resource.id else "title")
            yield Diagnostic(CODE, SEVERITY, span, message, f"write `ref: {entry_id}` in a step or topic")


def _place(span: Span) -> tuple[Source, int]:
    """Return what identifies an entry: its place, as each path of a site has its own copy of a shared entry."""
    return span.source, span.start
