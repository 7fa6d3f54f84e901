"""An address contains parameters that track where readers come from.

Newsletters and share buttons add `utm_source`, `fbclid`, `gclid` and the like. They follow readers around and make one
page look like two, and the page is the same without them. Only `url` is checked: the addresses in `formerly` are
history.

Bad:

    topics:
      - id: basics
        title: Basics
        resources:
          - title: A page
            url: https://example.org/a?page=2&utm_source=newsletter

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - title: A page
            url: https://example.org/a?page=2
"""

from __future__ import annotations

from collections.abc import Iterator

from pathgen.catalogue.model import Credit, Library, Resource
from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Diagnostic, Severity, quote
from pathgen.urls import split, tracking_parameters, untracked

CODE = "tracking-parameters"


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield the tracking parameters in the `url` of every entry, library and source."""
    written = (resource for _, resource in catalogue.written)
    parts: tuple[Credit | Library | Resource, ...] = (*catalogue.path.sources, *catalogue.libraries, *written)
    for part in parts:
        if part.url and "?" in part.url:
            yield from _look(part, part.url)


def _look(part: Credit | Library | Resource, url: str) -> Iterator[Diagnostic]:
    found = list(tracking_parameters(split(url).query or ""))
    if not found:
        return
    names = sorted({name for _, name in found})
    message = f"the address contains the tracking parameter {quote(', '.join(names))}"
    start = url.index("?") + 1 + found[0][0]
    span = part.span("url").within(url, start, start + len(found[0][1]))
    yield Diagnostic(CODE, Severity.ERROR, span, message, f"write {untracked(url)}")
