"""What needs a person, as a list to tick in the Markdown of a pull request or an issue that is kept up to date.

An item is two lines: what it is about, by which it is known again, then where it stands and what to do, as lines of a
file move.
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
"""GitHub takes 65,536 characters. Bytes are counted, which are never fewer; what stands before the list needs room."""
_PLACES = 3
"""How many of the places of an item are named."""
_HEADS = {
    audit.GONE: "Repositories that their host does not know",
    audit.MOVED: "Renamed repositories",
    audit.ARCHIVED: "Archived repositories",
    "library-ended": "Libraries that ended, and nothing to use instead",
    audit.STATUS: "The catalogue says otherwise",
    audit.LICENCE: "The catalogue says otherwise",
    audit.NO_LICENCE: "The catalogue says otherwise",
    OTHER_TITLE: "The catalogue says otherwise",
    "start": "What a step starts with",
    "superseded-core": "Superseded, and still core",
    "library-quiet": f"Libraries that nobody changed for long, {FEW} at a time",
    "not-reviewed": f"Not looked at for long, {FEW} at a time",
    "old": f"Old, {FEW} at a time",
}
"""The groups by the codes that they hold, in order; what is not here needs no person, or is told as a link."""
_A_FEW_AT_A_TIME = {_HEADS[code] for code in ("library-quiet", "not-reviewed", "old")}


def grouped(links: LinkReport, others: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """Sort what needs a person into groups, the most pressing first: ``{head: diagnostics}``."""
    groups = {
        "Dead links": diagnostics(links.of(Verdict.DEAD)),
        "Moved links": diagnostics(links.of(Verdict.MOVED)),
        **{head: [] for head in _HEADS.values()},
    }
    for one in (*others, *notices(links)):
        if one.code in _HEADS:
            groups[_HEADS[one.code]].append(one)
    return {head: found for head, found in groups.items() if found}


def checklist(groups: Mapping[str, Sequence[Diagnostic]], shown_at: str | None, before: str) -> str:
    """Write the groups as a list to tick, within what GitHub takes; what was ticked in the list ``before`` still is.

    ``shown_at`` is the address below which the files are shown, to which places lead; without it they are only
    named.
    """
    if not groups:
        return "Nothing needs a person.\n"
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
    """Give the first that are open, and all that are ticked: one that is done takes no other's place."""
    opened = count()
    return [one for one in items if one.startswith("- [x]") or next(opened) < FEW]


def _items(found: Sequence[Diagnostic], shown_at: str | None, ticked: set[str]) -> Iterator[str]:
    """Write an item for each thing that is said, with all the places of which it is said."""
    spans = defaultdict[tuple[str, str], list[Span | Location]](list)
    for one in found:
        spans[one.message, one.help].append(one.span)
    for (message, help_), places in spans.items():
        what = github_markdown(message)
        where = ", ".join(_place(span, shown_at) for span in places[:_PLACES])
        more = f" and {len(places) - _PLACES:,} more" if len(places) > _PLACES else ""
        yield f"- [{'x' if what in ticked else ' '}] {what}\n  {where}{more}: {github_markdown(help_)}\n"


def _place(span: Span | Location, shown_at: str | None) -> str:
    file = PurePath(span.file).as_posix()
    named = github_markdown(f"{file}:{span.line}")
    return f"[{named}]({shown_at}/{quote(file)}#L{span.line})" if shown_at else named


def _more(count: int) -> str:
    return f"\n… and {count:,} more.\n" if count else ""


def _bytes(text: str) -> int:
    return len(text.encode())
