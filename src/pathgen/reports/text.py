"""The report for people: each problem with its line, carets under it and how to fix it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from pathgen.diagnostics import Diagnostic, Location, Severity, Span
from pathgen.terminal import cells, fitting, visible, width

MAX_COLUMNS = 100
"""The widest piece of a source line that is shown: of a longer line, the piece around what is marked."""
BEFORE = 40
"""How many columns are shown before what is marked, on a line that is cut at its start."""

_Paint = Callable[[str, str], str]
_BOLD, _RED, _YELLOW, _CYAN = "1", "1;31", "1;33", "36"  # SGR parameters (ECMA-48 §8.3.117)
_COLOURS = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW, Severity.NOTICE: _CYAN}


def report(diagnostics: Sequence[Diagnostic], files: Sequence[str], *, colour: bool = False) -> str:
    """Return each diagnostic, and then how many there are."""
    return "\n".join(filter(None, [told(diagnostics, colour=colour), summary(diagnostics, files) + "\n"]))


def told(diagnostics: Sequence[Diagnostic], *, colour: bool = False) -> str:
    """Return the diagnostics, sorted by place, with an empty line between them."""
    paint = _coloured if colour else _plain
    return "\n".join(
        "\n".join(_lines(diagnostic, paint)) + "\n" for diagnostic in sorted(diagnostics, key=attrgetter("place"))
    )


def _plain(text: str, _: str) -> str:
    return text


def _coloured(text: str, colour: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m"


def _lines(diagnostic: Diagnostic, paint: _Paint) -> Iterator[str]:
    colour = _COLOURS[diagnostic.severity]
    head = paint(f"{diagnostic.severity}[{diagnostic.code}]", colour)
    yield f"{paint(place(diagnostic.span), _BOLD)}: {head} {visible(diagnostic.message)}"
    if isinstance(diagnostic.span, Span):
        yield from _excerpt(diagnostic.span, paint, colour)
    if diagnostic.help:
        yield f"  {paint('help', _CYAN)}: {visible(diagnostic.help)}"
    for span, word in diagnostic.related:
        yield f"  {paint(place(span), _BOLD)}: {visible(word)}"
        yield from _excerpt(span, paint, _CYAN)


def place(span: Span | Location) -> str:
    """Return a place as text; a line starting with it cannot be a command in a GitHub log (``::error::…``)."""
    return f"{_name(span.file)}:{span.line}:{span.column}"


def _name(file: str) -> str:
    return f"./{visible(file)}" if file.lstrip().startswith(":") else visible(file)


def _excerpt(span: Span, paint: _Paint, colour: str) -> Iterator[str]:
    """Yield the line on which a span starts, and marks under the part of the span that is on it."""
    text, start = span.source.text, span.start
    line, column = span.source.position(start)
    first = max(start - column + 1, start - MAX_COLUMNS)
    last = text.find("\n", start, start + MAX_COLUMNS)
    piece = text[first : last if last >= 0 else start + MAX_COLUMNS]
    shown = cells(piece.rstrip("\r").replace("\t", " "))
    left, right = shown[: start - first], shown[start - first :]
    is_cut = first > start - column + 1 or fitting(left, MAX_COLUMNS - BEFORE // 2) < len(left)
    if is_cut:
        left = ["…", *left[len(left) - fitting(reversed(left), BEFORE) :]]
    before = "".join(left)
    fits = fitting(right, MAX_COLUMNS - width(before))
    marked = "".join(right[: min(fits, max(span.end - start, 1))]).rstrip()
    after = "…" if fits < len(right) or (last < 0 and start + MAX_COLUMNS < len(text)) else ""
    gutter = " " * len(str(line))
    yield f"  {line} | {before}{''.join(right[:fits])}{after}".rstrip()
    yield f"  {gutter} | {' ' * width(before)}{paint('^' * max(width(marked), 1), colour)}"


def summary(diagnostics: Sequence[Diagnostic], files: Sequence[str]) -> str:
    """Return how many there are of each severity, and where."""
    where = _name(files[0]) if len(files) == 1 else f"{len(files)} files"
    counts = [(sum(found.severity is severity for found in diagnostics), severity) for severity in Severity]
    shown = ", ".join(f"{count:,} {severity}{'s' * (count > 1)}" for count, severity in counts if count)
    return f"{shown} in {where}" if shown else f"{where}: no problems"
