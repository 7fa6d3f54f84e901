"""What a curator has to do, as a Markdown list to tick in a pull request or an issue that is kept up to date.

An item has two lines: the first says what it is about and identifies the item in the next list; the second says where
it is and what to do, which changes as lines of a file move.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, count
from pathlib import PurePath
from urllib.parse import quote

from pathgen.curation.stale import FEW
from pathgen.diagnostics import Diagnostic, Location, Span
from pathgen.escape import github_markdown
from pathgen.forges import audit
from pathgen.links.report import OTHER_TITLE, LinkReport, diagnostics, notices
from pathgen.links.verdict import Verdict

MOST_BYTES = 60_000
"""GitHub accepts 65,536 characters. Bytes are counted, which are never fewer; the text before the list needs room."""
_PLACES = 3
"""How many places of an item are named."""
_HEADS = {
    audit.GONE: "Repositories that their host cannot find",
    audit.MOVED: "Renamed repositories",
    audit.ARCHIVED: "Archived repositories",
    "library-ended": "Ended libraries with none named to use instead",
    audit.STATUS: "The catalogue says otherwise",
    audit.LICENCE: "The catalogue says otherwise",
    audit.NO_LICENCE: "The catalogue says otherwise",
    OTHER_TITLE: "The catalogue says otherwise",
    "start": "What a step starts with",
    "superseded-core": "Superseded, and still core",
    "library-quiet": f"Libraries without a change for a long time, {FEW} at a time",
    "not-reviewed": f"Not reviewed for a long time, {FEW} at a time",
    "old": f"Old, {FEW} at a time",
}
"""The group of each code, in order; a code that is not here needs nobody, or is reported as a link."""
_A_FEW_AT_A_TIME = {_HEADS[code] for code in ("library-quiet", "not-reviewed", "old")}


def grouped(links: LinkReport, others: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """Return what a curator has to do in groups, the most urgent first: ``{head: diagnostics}``."""
    groups = {
        "Dead links": diagnostics(links.of(Verdict.DEAD)),
        "Moved links": diagnostics(links.of(Verdict.MOVED)),
        **{head: [] for head in _HEADS.values()},
    }
    for diagnostic in (*others, *notices(links)):
        if diagnostic.code in _HEADS:
            groups[_HEADS[diagnostic.code]].append(diagnostic)
    return {head: found for head, found in groups.items() if found}


def checklist(groups: Mapping[str, Sequence[Diagnostic]], shown_at: str | None, before: str) -> str:
    """Return the groups as a list to tick, short enough for GitHub; what was ticked in the list ``before`` still is.

    ``shown_at`` is the address below which the files are shown; places link to it, or are only named without it.
    """
    if not groups:
        return "There is nothing to do.\n"
    ticked = {line[6:].strip() for line in before.splitlines() if line[:6].lower() == "- [x] "}
    listed = {head: list(_items(found, shown_at, ticked)) for head, found in groups.items()}
    frames = {head: (f"## {head} ({len(items):,})\n\n", _more(len(items)) + "\n") for head, items in listed.items()}
    left = MOST_BYTES - sum(_bytes("".join(frame)) for frame in frames.values())
    parts = []
    for head, items in listed.items():
        may = _a_few(items) if head in _A_FEW_AT_A_TIME else items
        lengths = [length for length in accumulate(map(_bytes, may)) if length <= left]
        left -= lengths[-1] if lengths else 0
        parts.append(frames[head][0] + "".join(may[: len(lengths)]) + _more(len(items) - len(lengths)))
    return "\n".join(parts)


def _a_few(items: Sequence[str]) -> list[str]:
    """Return the first open items and all ticked ones, so that a ticked one does not take the place of another."""
    opened = count()
    return [item for item in items if item.startswith("- [x]") or next(opened) < FEW]


def _items(found: Sequence[Diagnostic], shown_at: str | None, ticked: set[str]) -> Iterator[str]:
    """Yield an item for each distinct message, with all its places."""
    spans = defaultdict[tuple[str, str], list[Span | Location]](list)
    for diagnostic in found:
        spans[diagnostic.message, diagnostic.help].append(diagnostic.span)
    for (message, help_), places in spans.items():
        title = github_markdown(message)
        where = ", ".join(_place(span, shown_at) for span in places[:_PLACES])
        more = f" and {len(places) - _PLACES:,} more" if len(places) > _PLACES else ""
        yield f"- [{'x' if title in ticked else ' '}] {title}\n  {where}{more}: {github_markdown(help_)}\n"


def _place(span: Span | Location, shown_at: str | None) -> str:
    file = PurePath(span.file).as_posix()
    named = github_markdown(f"{file}:{span.line}")
    return f"[{named}]({shown_at}/{quote(file)}#L{span.line})" if shown_at else named


def _more(count: int) -> str:
    return f"\n… and {count:,} more.\n" if count else ""


def _bytes(text: str) -> int:
    return len(text.encode())
