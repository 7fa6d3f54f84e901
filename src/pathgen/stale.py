"""What wants a curator's look: superseded, dead, never checked, long not looked at, old, or without a copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

from pathgen.catalogue.model import Resource
from pathgen.catalogue.resolve import Catalogue, Entry
from pathgen.catalogue.values import EntryState, Role
from pathgen.diagnostics import Diagnostic, Severity
from pathgen.reports.characters import visible

CODES = ("link-dead", "link-failing", "superseded-core", "link-unchecked", "not-reviewed", "old", "no-copy")
"""The findings, the most pressing first."""
FEW = 10
"""How many of a sort are shown where not all are asked for."""


@dataclass(frozen=True, slots=True)
class Ages:
    """From when on something is old: days since a check and since a look, years since it appeared."""

    checked_days: int = 30
    reviewed_days: int = 730
    years: int = 10


def stale(catalogue: Catalogue, checked: Mapping[str, tuple[str, str]], ages: Ages, today: date) -> list[Diagnostic]:
    """List what wants a look, the most pressing first; ``checked`` is ``{address: (verdict, day of the check)}``.

    Where ``checked`` is empty no check was made at all, and nothing is said of single links. What is superseded counts
    in the edition that readers get first: another may keep it as it was.
    """
    first = catalogue.default_edition.id if catalogue.default_edition else ""
    found = [one for entry in catalogue.entries for one in _of(entry, first, checked, ages, today)]
    return sorted(found, key=lambda one: (CODES.index(one.code), one.place))


def _of(
    entry: Entry, edition: str, checked: Mapping[str, tuple[str, str]], ages: Ages, today: date
) -> Iterator[Diagnostic]:
    if entry.replaced_by and entry.role is Role.CORE and entry.is_in(edition):
        what = f"{entry.title!r} is core, and {entry.replaced_by[0]!r} is named to use instead"
        yield _found("superseded-core", entry, what, "make it optional, or list the other one in its place")
    if not isinstance(entry.written, Resource) or (entry.status and entry.status.state is EntryState.GONE):
        return
    resource = entry.written
    verdict, day = checked.get(entry.url, ("", ""))
    if verdict == "dead":
        yield _found(
            "link-dead", entry, f"the link of {entry.title!r} is dead", "replace it, or set status and archived"
        )
    elif verdict == "failing":
        what = f"the link of {entry.title!r} could not be reached on {day}"
        yield _found("link-failing", entry, what, "nothing yet: it may come back")
    elif checked and (not day or date.fromisoformat(day) < today - timedelta(days=ages.checked_days)):
        since = f"was last checked on {day}" if day else "was never checked"
        yield _found("link-unchecked", entry, f"the link of {entry.title!r} {since}", "run `pathgen check-links`")
    looked = resource.reviewed or resource.added
    limit = (today - timedelta(days=ages.reviewed_days)).isoformat()
    if looked is None or looked < limit[: len(looked)]:  # a date may be a year alone
        what = f"nobody is known to have looked at {entry.title!r}" + (f" since {looked}" if looked else "")
        yield _found("not-reviewed", entry, what, "look at it, and set `reviewed` to the day")
    if entry.year and entry.year < today.year - ages.years:
        what = f"{entry.title!r} is of {entry.year}"
        yield _found("old", entry, what, "see whether it still holds, or set status: historic")
    if not resource.archived:
        what = f"{entry.title!r} has no archived copy"
        yield _found("no-copy", entry, what, "set `archived`, or have it kept: `pathgen archive`")


def _found(code: str, entry: Entry, message: str, help_: str) -> Diagnostic:
    return Diagnostic(code, Severity.NOTICE, entry.span(), message, help_)


def text(found: list[Diagnostic], *, shows_all: bool) -> str:
    """Show them by sort, a line each; the first of each sort where not all are asked for."""
    lines: list[str] = []
    for code, group in groupby(found, key=attrgetter("code")):
        ones = list(group)
        shown = ones if shows_all else ones[:FEW]
        lines += ["", f"{code}: {len(ones):,}; {ones[0].help}"]
        lines += [f"  {visible(str(one.span))} {visible(one.message)}" for one in shown]
        if len(shown) < len(ones):
            lines.append(f"  … and {len(ones) - len(shown):,} more (--all shows them)")
    return "\n".join(lines[1:]) + "\n" if lines else "Nothing wants a look.\n"
