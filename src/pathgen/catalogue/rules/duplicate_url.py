"""Two entries lead to the same page, so a reader meets it twice as if it were new.

What is listed in two places is written once: the second place refers to it with `ref` and says there, in a `part` and
a `why` of its own, what it is good for. Then its title, its state and its address are kept true in one place, and a
reader who has read it sees that.

Two addresses are the same when they differ in nothing but `http` or `https`, `www.`, the usual port, a slash at the
end, capitals in the host or tracking parameters. The part behind `#` counts: two chapters of one page are two entries.

Bad:

    topics:
      - id: basics
        title: Basics
        resources:
          - {id: a-page, title: A page, url: "https://example.org/a"}
      - id: reading
        title: Reading
        resources:
          - {title: The same page, url: "http://www.example.org/a/"}

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - {id: a-page, title: A page, url: "https://example.org/a"}
      - id: reading
        title: Reading
        resources:
          - {ref: a-page, part: chapter 2}
"""

from __future__ import annotations

from collections.abc import Iterator

from pathgen.catalogue.model import Library, Resource
from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Diagnostic, Severity, quote
from pathgen.urls import normalised

CODE = "duplicate-url"

Use = tuple[str, Resource | Library]
"""An entry or library with its id."""


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Compare the addresses of all entries and libraries."""
    by_url: dict[str, list[Use]] = {}
    for library in catalogue.libraries:
        by_url.setdefault(normalised(library.url), []).append((library.id, library))
    for own, resource in catalogue.written:
        by_url.setdefault(normalised(resource.url), []).append((own, resource))
    for same in by_url.values():
        if len(same) > 1:
            first, *others = sorted(same, key=lambda use: use[1].span("url").order)
            for use in others:
                yield _clash(first, use)


def _clash(first: Use, use: Use) -> Diagnostic:
    (first_id, before), (own_id, part) = first, use
    span, first_span = part.span("url"), before.span("url")
    if isinstance(part, Resource):
        help_ = f"write `ref: {first_id}` here, with a `part` or `why` of its own"
    elif isinstance(before, Resource):
        help_ = f"write `ref: {own_id}` at {first_span.line_as_seen_from(span)}, and keep the library"
    else:
        help_ = "give each library the address of a page of its own"
    name = before.name if isinstance(before, Library) else before.title
    message = f"this address is already listed at {first_span.line_as_seen_from(span)}, as {quote(name)}"
    return Diagnostic(CODE, Severity.ERROR, span, message, help_, ((first_span, "first listed here"),))
