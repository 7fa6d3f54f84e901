"""Two tags differ only in how they are written.

Readers filter by tags, so each spelling is a choice of its own with a part of the entries. Capitals, hyphens, spaces
and a plural do not make another tag. The spelling that most entries have is the one to keep.

Bad:

    topics:
      - id: basics
        title: Basics
        resources:
          - {title: A page, url: "https://example.org/a", tags: [neural networks]}
          - {title: Another, url: "https://example.org/b", tags: [Neural-Network]}

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - {title: A page, url: "https://example.org/a", tags: [neural networks]}
          - {title: Another, url: "https://example.org/b", tags: [neural networks]}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Diagnostic, Severity, Span, quote

CODE = "similar-tags"
SEVERITY = Severity.WARNING
_SHORTEST_PLURAL = 4
"""Shorter words keep their last letter: `iOS` and `js` are no plurals."""


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield the places of each tag that is a rarer spelling of another."""
    spellings: dict[str, dict[str, list[Span]]] = {}
    for _, resource in catalogue.written:
        for index, tag in enumerate(resource.tags):
            spellings.setdefault(same_tag(tag), {}).setdefault(tag, []).append(resource.span("tags", index))
    for spelt in spellings.values():
        kept = max(spelt, key=lambda tag: len(spelt[tag]))
        for tag, spans in spelt.items():
            message = f"the tag {quote(tag)} is also spelt {quote(kept)}"
            yield from (Diagnostic(CODE, SEVERITY, span, message, f"write {kept}") for span in spans if tag != kept)


def same_tag(tag: str) -> str:
    """Return what is the same for all spellings of a tag."""
    plain = re.sub(r"[\s_/-]+", "", tag).casefold()
    return plain.removesuffix("s") if len(plain) > _SHORTEST_PLURAL and not plain.endswith("ss") else plain
