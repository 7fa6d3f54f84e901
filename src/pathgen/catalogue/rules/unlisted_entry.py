"""An entry of `entries` is listed by no step or topic, so no reader sees it.

What stands in `entries` is shown where a step or topic refers to it with `ref`: one of the same path, or of another
path of its site. Where projects share a file of entries of which each lists some, they turn this rule off
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
    """Look at each entry that is written apart from the steps and topics."""
    listed = {_place(entry.target.span()) for one in catalogue.whole.values() for entry in one.entries}
    for own, resource in catalogue.shelf:
        if _place(resource.span()) not in listed:
            message = f"no step or topic lists {quote(resource.title)}"
            span = resource.span("id" if resource.id else "title")
            yield Diagnostic(CODE, SEVERITY, span, message, f"write `ref: {own}` where it belongs, or delete it")


def _place(span: Span) -> tuple[Source, int]:
    """Tell an entry by its place, as each path of a site makes its own of a shared one."""
    return span.source, span.start
