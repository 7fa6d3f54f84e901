"""A step or a topic has nothing to read, watch or do.

Its page would be a title and no more. A page of prose (`content/steps/ID.md`, `content/topics/ID.md` or `prose`) is
enough, and so are entries of its subtopics.

Bad:

    topics:
      - id: basics
        title: Basics

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - {title: A page, url: "https://example.org/a"}
"""

from __future__ import annotations

from collections.abc import Iterator

from pathgen.catalogue.model import Topic
from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Diagnostic, Severity, quote

CODE = "empty-section"
SEVERITY = Severity.WARNING
NEEDS_ALL = True


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield every section without entries and prose, its own or in sections below it."""
    for section in catalogue.sections:
        if any(below.part.resources for below in section.walk()) or section.prose_among(catalogue.prose):
            continue
        kind = "topic" if isinstance(section.part, Topic) else "step"
        message = f"the {kind} {quote(section.part.id)} has no entries and no page of prose"
        help_ = f"add an entry below `resources:` of this {kind}, or write its page of prose"
        yield Diagnostic(CODE, SEVERITY, section.part.span("id"), message, help_)
