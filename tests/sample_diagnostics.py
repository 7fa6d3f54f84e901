"""Makes places and diagnostics of a text for the tests of reports."""

from __future__ import annotations

from pathgen.diagnostics import Diagnostic, Severity, Source, Span

CATALOGUE = Source(
    "resources.yaml", "path: {title: My path}\ntopics:\n  - id: a\n    title: A\n  - id: a\n    titel: B\n"
)


def span(part: str, source: Source = CATALOGUE, *, after: str = "") -> Span:
    """Find the place of a part of a text, the first one behind ``after``."""
    start = source.text.index(part, source.text.index(after))
    return Span(source, start, start + len(part))


SECOND_ID = Diagnostic(
    "duplicate-id",
    Severity.ERROR,
    span("a", after="A\n  - id: "),
    "the id 'a' is already used at line 3",
    "write a different id here",
    ((span("a", after="- id: "), "first used here"),),
)
MISSPELT = Diagnostic(
    "unknown-field", Severity.WARNING, span("titel"), "there is no field `titel` here", "did you mean `title`?"
)

HOSTILE_NAME = "::error::a\x1b[2J\n##[error]\u202e\x85,b:%0A\u2028.yaml"
HOSTILE_TEXT = (
    "x\x1b]0;owned\x07 \u202e\u2066 ::error file=a::b ##[error]c ##vso[task] %0A::set-env name=A::b \r::add-mask::d\n"
)
HOSTILE = Source(HOSTILE_NAME, f"{HOSTILE_TEXT}{HOSTILE_TEXT}")
FORGERY = Diagnostic(
    "bad-url",
    Severity.ERROR,
    Span(HOSTILE, 2, 30),
    HOSTILE_TEXT,
    HOSTILE_TEXT,
    ((Span(HOSTILE, len(HOSTILE_TEXT), len(HOSTILE_TEXT) + 9), HOSTILE_TEXT),),
)
"""A diagnostic of a file that tries to steer the terminal and the log of a pull request."""
