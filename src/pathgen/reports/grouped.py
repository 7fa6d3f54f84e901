"""The report for people on many places of few kinds: each kind once, with how often, the first places and the fix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from pathgen.diagnostics import Diagnostic, Span
from pathgen.reports.text import place, summary
from pathgen.reports.text import report as report_each
from pathgen.terminal import visible

PLACES = 3
"""The most places that are shown of a kind."""
_EXCERPT = 80


def report(diagnostics: Sequence[Diagnostic], files: Sequence[str]) -> str:
    """Return each kind of diagnostic with its first places, and then how many there are of each severity.

    The kind is what a message says before its first ``: ``; the rest of it is about the place.
    """
    kinds: dict[tuple[str, ...], list[Diagnostic]] = {}
    for found in sorted(diagnostics, key=attrgetter("place")):
        kinds.setdefault((found.severity, found.code, _parts(found)[0]), []).append(found)
    if all(len(group) == 1 for group in kinds.values()):
        return report_each(diagnostics, files)
    shown = ["\n".join(_lines(group)) + "\n" for group in kinds.values()]
    return "\n".join([*shown, summary(diagnostics, files) + "\n"])


def _parts(found: Diagnostic) -> tuple[str, str]:
    kind, _, rest = found.message.partition(": ")
    return kind, rest


def _lines(group: Sequence[Diagnostic]) -> Iterator[str]:
    first = group[0]
    count = f" ({len(group):,} times)" if len(group) > 1 else ""
    yield f"{first.severity}[{first.code}]: {visible(_parts(first)[0])}{count}"
    for found in group[:PLACES]:
        yield f"  {place(found.span)}: {visible(_parts(found)[1]) or _line_at(found)}".rstrip(": ")
    if len(group) > PLACES:
        yield f"  and {len(group) - PLACES:,} more; --verbose shows them all"
    if first.help:
        yield f"  help: {visible(first.help)}"


def _line_at(found: Diagnostic) -> str:
    """Return the line that a diagnostic is about from its place on, cut where it is long."""
    if not isinstance(found.span, Span):
        return ""
    text, start = found.span.source.text, found.span.start
    end = text.find("\n", start, start + _EXCERPT)
    return visible(text[start : end if end >= 0 else start + _EXCERPT].strip())
