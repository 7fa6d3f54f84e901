"""A title or a `why` has signs of Markdown, which readers see as they are written.

Titles and the reasons for entries are shown in many places, such as lists, cards and search, as plain text. So
`**Notes**` keeps its stars, and `[a page](https://example.org)` its brackets. Links belong in `url`, or in the prose of
the step. Signs that are no Markdown (`C*`, `2 * 3`, `*args`, `snake_case`, `__init__`) are fine, and so is code in
backticks. For links in titles see `title-hygiene`.

Bad:

    topics:
      - id: basics
        title: Basics
        resources:
          - {title: Sums, url: "https://example.org/a", why: It is *short*.}

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - {title: Sums, url: "https://example.org/a", why: It is short.}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pathgen.catalogue.model import Library, Part, Reference, Resource
from pathgen.catalogue.resolve import Catalogue
from pathgen.catalogue.rules.title_hygiene import is_target, titles
from pathgen.diagnostics import Diagnostic, Severity, quote

CODE = "markdown-as-text"
SEVERITY = Severity.WARNING

_MARKS = re.compile(
    r"(?P<code>(`+)[^`]+\2)|\[(?P<label>[^\[\]]+)\]\((?P<target>[^()\s]*)\)|"
    r"""(?<![^\s(\["'\u201c\u2018«])"""  # what comes before an emphasis (CommonMark §6.2, but only what is sure)
    r"(?:(?P<stars>\*{1,3})(?=\w)(?P<words>[^*]*?[\w.!?)])(?P=stars)"
    r"|(?P<lines>_{1,3})(?=\w)(?P<more>[^_]*?\s[^_]*?[\w.!?)])(?P=lines))"  # `_name_` and `__init__` may be code
    r"""(?![^\s)\]"'\u201d\u2019».,;:!?…])"""
)


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield emphasis in titles, and emphasis and links in reasons."""
    for part, field, text in titles(catalogue):
        yield from _of_text(part, field, text)
    for part, text in _reasons(catalogue):
        yield from _of_text(part, "why", text, has_links=True)


def _reasons(catalogue: Catalogue) -> Iterator[tuple[Part, str]]:
    resources = (resource for _, resource in catalogue.written)
    references = (entry.written for entry in catalogue.entries if isinstance(entry.written, Reference))
    parts: tuple[Library | Resource | Reference, ...] = (*catalogue.libraries, *resources, *references)
    for part in parts:
        if part.why:
            yield part, part.why


def _of_text(part: Part, field: str, text: str, *, has_links: bool = False) -> Iterator[Diagnostic]:
    """Yield at most one diagnostic; its help has the whole text without the marks."""
    found = [*_marks(text, has_links=has_links)]
    if not found:
        return
    start, end, _ = found[0]
    plain = text
    while marks := [*_marks(plain, has_links=has_links)]:  # those within others remain for the next round
        for mark_start, mark_end, words in reversed(marks):
            plain = plain[:mark_start] + words + plain[mark_end:]
    message = f"`{field}` is shown as it is written, with the signs of {quote(text[start:end])}"
    yield Diagnostic(CODE, SEVERITY, part.span(field).within(text, start, end), message, f"write: {plain}")


def _marks(text: str, *, has_links: bool) -> Iterator[tuple[int, int, str]]:
    """Yield each emphasis and link outside of code in order: its start, its end, and its words."""
    if not any(sign in text for sign in "*_["):
        return
    for match in _MARKS.finditer(text):
        if match["code"] or (match["target"] is not None and not (has_links and is_target(match["target"]))):
            continue
        yield match.start(), match.end(), match["label"] or match["words"] or match["more"]
