"""Problems that a curator chose to ignore: ``# pathgen: ignore[rule] why`` on the line, or alone on the line above it.

In prose, where a rule speaks of it, the comment is one of HTML: ``<!-- pathgen: ignore[unused-prose] a draft -->``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pathgen.catalogue.did_you_mean import did_you_mean
from pathgen.catalogue.rules import RULES
from pathgen.diagnostics import Diagnostic, Severity, Source, Span, quote
from pathgen.errors import PathgenError
from pathgen.files import read_bytes
from pathgen.yamldoc.format import scalar_spans
from pathgen.yamldoc.parse import ParseError, build

CODE = "bad-ignore"
UNUSED = "unused-prose"
"""The only rule about prose that a site can be built with."""
_COMMENT = re.compile(r"#[ \t]*pathgen:[ \t]*ignore\b[ \t]*(?:\[(?P<codes>[^\]\n]*)\])?[ \t]*(?P<why>[^\n]*)")
_IN_PROSE = re.compile(r"<!--\s*pathgen:\s*ignore\b\s*(?:\[(?P<codes>[^\]]*)\])?\s*(?P<why>.*?)\s*-->", re.DOTALL)
_NEEDED = frozenset({"bad-url", "cycle", "dangling-reference", "duplicate-id", "duplicate-key"})
"""Rules that a project can turn down, but without which part of a page would lead nowhere or be left out."""


@dataclass(frozen=True, slots=True)
class IgnoreComment:
    """A comment that asks to ignore the problems of some rules on a line."""

    span: Span
    codes: tuple[str, ...]
    why: str
    line: int

    def covers(self, found: Diagnostic) -> bool:
        """Whether a problem is ignored: without a reason, none is."""
        if not self.why or found.code not in self.codes or not _may_be_ignored(found.code):
            return False
        return found.span.file == self.span.file and found.span.line == self.line


def without_ignored(
    found: Iterable[Diagnostic], sources: Sequence[Source], ran: Collection[str] | None = None
) -> Iterator[Diagnostic]:
    """Yield the problems that no comment ignores.

    With ``ran``, the codes of the rules that were run, also yield what is wrong with the comments in ``sources``: one
    whose rule found nothing is not needed.
    """
    comments = [comment for source in sources for comment in _comments_of(source)]
    prose: dict[str, list[IgnoreComment]] = {}
    used = set[tuple[int, str]]()
    for diagnostic in found:
        file = diagnostic.span.file
        if file.endswith(".md") and file not in prose:
            prose[file] = [*_comments_in_prose(file)]
        covering = [comment for comment in (*comments, *prose.get(file, ())) if comment.covers(diagnostic)]
        used |= {(id(comment), diagnostic.code) for comment in covering}
        if not covering:
            yield diagnostic
    for comment in comments if ran is not None else ():
        unneeded = [code for code in comment.codes if ran and code in ran and (id(comment), code) not in used]
        yield from _faults(comment, unneeded)


def faults_in_prose(file: str, *, is_used: bool) -> Iterator[Diagnostic]:
    """Yield what is wrong with such comments in a page of prose; ``is_used``: the page is a part of the site."""
    for comment in _comments_in_prose(file):
        yield from _faults(comment, [UNUSED] if is_used else [])
        for code in comment.codes:
            if code != UNUSED and _may_be_ignored(code) and any(rule.code == code for rule in RULES):
                yield _bad(comment, f"{quote(code)} is not a rule about prose", "delete it from the comment")


def _faults(comment: IgnoreComment, unneeded: Sequence[str]) -> Iterator[Diagnostic]:
    """Yield what is wrong with a comment."""
    codes = [rule.code for rule in RULES]
    if not comment.codes:
        yield _bad(comment, "this comment names no rule", "write `# pathgen: ignore[rule] why`")
    elif not comment.why:
        yield _bad(comment, "this comment says no reason, so nothing is ignored", "write the reason after the bracket")
    for code in comment.codes:
        if code not in codes:
            help_ = did_you_mean(code, codes) or "`pathgen rules` lists the rules"
            yield _bad(comment, f"there is no rule {quote(code)}", help_)
        elif not _may_be_ignored(code):
            yield _bad(
                comment, f"{quote(code)} cannot be ignored, as the catalogue is not usable with it", "fix the problem"
            )
        elif code in unneeded and comment.why:
            yield _bad(comment, f"{quote(code)} is not found on this line (any more)", "delete the comment")


@cache
def _may_be_ignored(code: str) -> bool:
    return code != CODE and code not in _NEEDED and not any(rule.fatal for rule in RULES if rule.code == code)


def _bad(comment: IgnoreComment, message: str, help_: str) -> Diagnostic:
    return Diagnostic(CODE, Severity.WARNING, comment.span, message, help_)


def _comments_of(source: Source) -> Iterator[IgnoreComment]:
    """Yield the comments of a YAML file; a text with the same words is left out."""
    matches = [*_COMMENT.finditer(source.text)]
    if not matches:
        return
    try:
        _, marks = build(source, [])
    except ParseError:
        return
    texts = [*scalar_spans(marks)]
    for match in matches:
        if not any(start <= match.start() < end for start, end in texts):
            yield _comment(source, match, r"[ \t]*#[^\n]*\n|[ \t\r]*\n")


def _comments_in_prose(file: str) -> Iterator[IgnoreComment]:
    try:
        source = Source(file, read_bytes(Path(file)).decode("utf-8", "replace"))
    except PathgenError:
        return
    for match in _IN_PROSE.finditer(source.text):
        yield _comment(source, match, r"[ \t\r]*\n")


def _comment(source: Source, match: re.Match[str], skipped: str) -> IgnoreComment:
    """Return a comment; alone on its line, it is about the next line that is not blank or a comment."""
    text = source.text
    line_start = text.rfind("\n", 0, match.start()) + 1
    line, _ = source.position(match.start())
    if not text[line_start : match.start()].strip() and source.file.endswith(".md"):
        line = 1 if line == 1 else _next_line(source, match.end(), skipped)
    elif not text[line_start : match.start()].strip():
        line = _next_line(source, match.end(), skipped)
    codes = tuple(code.strip() for code in (match["codes"] or "").split(",") if code.strip())
    end = match.start() + len(match[0].rstrip())
    return IgnoreComment(Span(source, match.start(), end), codes, match["why"].strip(), line)


def _next_line(source: Source, end: int, skipped: str) -> int:
    place = source.text.find("\n", end) + 1 or len(source.text)
    while match := re.compile(skipped).match(source.text, place):
        place = match.end()
    return source.position(place)[0]
