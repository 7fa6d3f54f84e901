"""Two entries have the same address, so readers meet the same page twice as if it were new.

Write an entry once. In the second place, refer to it with `ref`, and use `part` and `why` to say what it is useful for
there. Then its title, status and address have to be updated in one place only, and readers who have done it once see
that they know it already.

Two addresses count as the same if they differ only in `http` or `https`, `www.`, the usual port, a slash at the end,
upper or lower case in the host, percent-encoding, `/./`, or tracking parameters; a video of YouTube (`youtu.be/ID`,
`watch?v=ID`), a paper of arXiv (`abs`, `pdf`, `v2`), a DOI and a GitHub repository count as one whichever of their
addresses is written. The part after `#` counts: two chapters of one page are two entries.

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
from pathgen.urls import same_page

CODE = "duplicate-url"

Use = tuple[str, Resource | Library]
"""An entry or library with its id."""


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield the entries and libraries whose address is already listed."""
    by_url: dict[str, list[Use]] = {}
    for library in catalogue.libraries:
        by_url.setdefault(same_page(library.url), []).append((library.id, library))
    for entry_id, resource in catalogue.written:
        by_url.setdefault(same_page(resource.url), []).append((entry_id, resource))
    known = _known(catalogue.before)
    for same in by_url.values():
        if len(same) > 1:
            first, *others = sorted(same, key=lambda use: (_name(use[1]) not in known, use[1].span("url").order))
            for use in others:
                yield _clash(first, use, is_new=catalogue.before is not None)


def _known(before: Catalogue | None) -> frozenset[tuple[str, str]]:
    """Return the names and addresses that were there before."""
    if before is None:
        return frozenset()
    return frozenset(
        (*map(_name, before.libraries), *(_name(resource) for _, resource in before.written)),
    )


def _name(part: Resource | Library) -> tuple[str, str]:
    return part.name if isinstance(part, Library) else part.title, same_page(part.url)


def _clash(first: Use, use: Use, *, is_new: bool) -> Diagnostic:
    (first_id, before), (use_id, part) = first, use
    span, first_span = part.span("url"), before.span("url")
    line = first_span.line_as_seen_from(span)
    if isinstance(part, Resource):
        help_ = f"write `ref: {first_id}` here instead of the title and address; its `part` and `why` can stay"
        if isinstance(before, Resource) and not is_new:
            help_ += f"; if the one at {line} is new, write `ref: {use_id}` there instead"
    elif isinstance(before, Resource):
        help_ = f"write `ref: {use_id}` at {line}, and keep the library"
    else:
        help_ = "write a different address for each library"
    message = f"this address is already listed at {line}, as {quote(_name(before)[0])}"
    return Diagnostic(CODE, Severity.ERROR, span, message, help_, ((first_span, "first listed here"),))
