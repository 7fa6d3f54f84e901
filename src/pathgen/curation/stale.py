"""What wants a curator's look, in the order in which it matters to a reader.

First comes what a step starts with, as a newcomer who finds a dead page there goes no further. Within each sort it is
what the steps of the first edition require, what else they list, the topics, and last what only other editions have.
Whatever is told is told no more once the curator has done what the line says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from pathgen.catalogue.model import Library, LinkPolicy, Resource
from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.catalogue.values import EntryState, LibraryState, Role
from pathgen.diagnostics import Diagnostic, Location, Severity, Span, quote
from pathgen.forges.store import Kept, RepositoryFacts, facts_for
from pathgen.i18n.labels import plural
from pathgen.links.policy import ignoring, policies_of
from pathgen.reports.markdown import table
from pathgen.reports.text import place
from pathgen.terminal import visible

_START = "start"
CODES = {
    _START: "a step starts with what is dead, superseded or old",
    "link-dead": "readers reach nothing",
    "superseded-core": "a step requires what has something better in its place",
    "link-failing": "it could not be reached the last time",
    "library-archived": "its repository is archived, and the catalogue does not say so",
    "library-quiet": "its repository has not changed for long",
    "library-ended": "a library has ended, and readers are not told what to use instead",
    "old": "readers may learn what no longer holds",
    "link-unchecked": "nobody knows whether the link is alive",
    "not-reviewed": "nobody has looked at it for long",
    "no-copy": "readers will have nothing when the page goes",
}
"""The findings and what each means, in the order in which they matter to a reader."""
FEW = 10
"""How many of a sort are shown where not all are asked for."""
_BAD_STARTS = frozenset({"link-dead", "superseded-core", "old"})
_NO_FACTS: Kept = {}


@dataclass(frozen=True, slots=True)
class Ages:
    """From when on something is old: days since a check, a look or a library's last change, years since it appeared."""

    checked_days: int = 30
    reviewed_days: int = 730
    changed_days: int = 730
    years: int = 10


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known besides the catalogue; of the days (ISO 8601) what lies before one is old."""

    checked: Mapping[str, tuple[str, str]]
    kept: Kept
    policies: Sequence[LinkPolicy]
    checked_since: str
    reviewed_since: str
    changed_since: str
    year: int

    def is_old_look(self, day: str | None) -> bool:
        """Whether a look at something is too long ago to count; a date may be a year alone."""
        return day is None or day < self.reviewed_since[: len(day)]


class _Reach(IntEnum):
    """Which readers come by something, the most first."""

    REQUIRED = 0
    STEP = 1
    TOPIC = 2
    OTHER_EDITION = 3


@dataclass(slots=True)
class _Standing:
    """Where something stands in the first edition: what requires it, and the steps that start with it."""

    reach: _Reach = _Reach.OTHER_EDITION
    required: tuple[Entry, ...] = ()
    starts: tuple[tuple[Section, Entry], ...] = ()


class _Found(NamedTuple):
    code: str
    span: Span
    what: str
    help: str


def stale(
    catalogue: Catalogue,
    checked: Mapping[str, tuple[str, str]],
    ages: Ages,
    today: date,
    kept: Kept = _NO_FACTS,
) -> list[Diagnostic]:
    """List what wants a look in all paths of a site, what matters most to a reader first.

    ``checked`` is ``{address: (verdict, day of the check)}``; where it is empty no check was made at all, and nothing
    is said of single links, as nothing ever is of hosts that ``link_policy`` ignores. ``kept`` is what hosts of
    repositories said. What is superseded counts in the edition that readers get first: another may keep it as it was.
    """
    known = _Known(
        checked,
        kept,
        _ignoring_policies(catalogue),
        checked_since=_before(today, ages.checked_days),
        reviewed_since=_before(today, ages.reviewed_days),
        changed_since=_before(today, ages.changed_days),
        year=today.year - ages.years,
    )
    standings = _standings(catalogue)
    found: list[tuple[tuple[int, int, tuple[int, Location]], Diagnostic]] = []
    order = {code: number for number, code in enumerate(CODES)}
    for name, part, path in catalogue.parts():
        span = part.span()
        standing = standings[span]
        told = [*_of_links(name, part, span, known)]
        if isinstance(part, Library):
            told += _of_library(part, path, standing, known)
        else:
            told += _of_resource(part, span, standing, known)
        for one in _placed(told, part, standing):
            place = (span.source.number, one.span.location)
            found.append(((order[one.code], standing.reach, place), one))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _before(today: date, days: int) -> str:
    return (today - timedelta(days=days)).isoformat()


def not_checked(catalogue: Catalogue) -> dict[str, int]:
    """Count the links of entries and libraries that ``link_policy`` says to ignore, by its hosts."""
    policies = _ignoring_policies(catalogue)
    urls = {url for _, part, _ in catalogue.parts() for _, url in _addresses(part)} if policies else set()
    return Counter(policy.host for url in sorted(urls) if (policy := ignoring(url, policies)))


def _ignoring_policies(catalogue: Catalogue) -> Sequence[LinkPolicy]:
    """Give the policies where any ignores a host; a nearer one may take a host out again."""
    policies = policies_of(catalogue)
    return policies if any(one.ignore for one in policies) else ()


def _addresses(part: Resource | Library) -> Iterator[tuple[str, str]]:
    """Give the addresses that a reader may follow, with what each is."""
    yield "link", part.url
    if isinstance(part, Library) and part.repository and part.repository != part.url:
        yield "repository", part.repository


def _title(part: Resource | Library) -> str:
    return part.name if isinstance(part, Library) else part.title


# --- who meets it ------------------------------------------------------------------------------------------------


def _standings(site: Catalogue) -> dict[Span, _Standing]:
    """Find where each resource and library stands in all paths of a site, by where it is written."""
    standings = defaultdict[Span, _Standing](_Standing)
    for catalogue in site.whole.values():
        edition = catalogue.default_edition.id if catalogue.default_edition else None
        for library in catalogue.libraries:
            if edition is None or not library.editions or edition in library.editions:
                standings[library.span()].reach = _Reach.TOPIC
        for section in catalogue.sections:
            for entry in section.entries:
                if edition is None or entry.is_in(edition):
                    _stand(standings[entry.target.span()], section, entry)
    return standings


def _stand(standing: _Standing, section: Section, entry: Entry) -> None:
    if section.number is None:
        standing.reach = min(standing.reach, _Reach.TOPIC)
        return
    standing.reach = min(standing.reach, _Reach.REQUIRED if entry.role is Role.CORE else _Reach.STEP)
    if entry.start:
        standing.starts += ((section, entry),)
    elif entry.role is Role.CORE:
        standing.required += (entry,)


def _placed(found: Sequence[_Found], part: Resource | Library, standing: _Standing) -> Iterator[Diagnostic]:
    """Tell what is found of something; where a step starts with it, what is worst at the place where it does."""
    title = quote(_title(part))
    for code, span, what, help_ in found:
        if code not in _BAD_STARTS or not standing.starts:
            yield Diagnostic(code, Severity.NOTICE, span, f"{title} {what}", help_)
            continue
        for section, entry in standing.starts:
            message = f"{title}, with which the step {quote(section.part.title)} starts, {what}"
            yield Diagnostic(_START, Severity.NOTICE, entry.span(), message, f"{help_}, or start with another")


# --- what is found of it -----------------------------------------------------------------------------------------


def _of_links(name: str, part: Resource | Library, span: Span, known: _Known) -> Iterator[_Found]:
    """Tell what the last checks of its links say; a link known gone is not checked."""
    if part.status and part.status.state == EntryState.GONE:
        return
    for what, url in _addresses(part):
        verdict, day = known.checked.get(url, ("", ""))
        if not known.checked or (verdict not in ("dead", "failing") and day >= known.checked_since):
            continue
        if ignoring(url, known.policies):
            continue
        again = f"run `pathgen check-links --only {name}`"
        if verdict == "dead" and part.archived:
            yield _Found(
                "link-dead", part.span(), f"has a dead {what}, and an archived copy", "find where it lives now"
            )
        elif verdict == "dead":
            mend = f"{again.removesuffix('`')} --archive --fix` for an archived copy, or replace it"
            yield _Found("link-dead", span, f"has a dead {what}, and no archived copy", mend)
        elif verdict == "failing":
            yield _Found("link-failing", span, f"has a {what} that could not be reached on {day}", again)
        else:
            when = f"was last checked on {day}" if day else "was never checked"
            yield _Found("link-unchecked", span, f"has a {what} that {when}", again)


def _of_resource(resource: Resource, span: Span, standing: _Standing, known: _Known) -> Iterator[_Found]:
    state = resource.status.state if resource.status else EntryState.ACTIVE
    if resource.replaced_by:
        yield from _superseded(resource.replaced_by, span, standing)
    if state == EntryState.GONE:
        if not resource.archived:
            mend = "set `archived` to a copy, or replace it"
            yield _Found("link-dead", span, f"is gone ({resource.status}), and has no archived copy", mend)
        elif standing.starts:
            yield _Found("link-dead", span, f"is gone ({resource.status})", "replace it")
        return
    if state == EntryState.HISTORIC:
        if standing.starts:
            yield _Found("old", span, f"is kept as history ({resource.status})", "replace it")
    elif known.is_old_look(looked := resource.reviewed or resource.added):
        yield _not_looked_at(resource, span, looked, known, standing)
    if not resource.archived:
        yield _no_copy(span)


def _not_looked_at(resource: Resource, span: Span, looked: str | None, known: _Known, standing: _Standing) -> _Found:
    since = f"was last reviewed in {looked}" if looked else "was never reviewed"
    if resource.year and resource.year < known.year and standing.reach is not _Reach.OTHER_EDITION:
        mend = "see whether it holds, and set `reviewed` to the day or `status: historic`"
        return _Found("old", span, f"is of {resource.year}, and {since}", mend)
    return _Found("not-reviewed", span, since, "look at it, and set `reviewed` to the day")


def _of_library(library: Library, path: Catalogue, standing: _Standing, known: _Known) -> Iterator[_Found]:
    status, span = library.status, library.span()
    facts = facts_for(library.repository, known.kept) or facts_for(library.url, known.kept) if known.kept else None
    if library.successor:
        yield from _superseded(library.successor[0], span, standing)
    if library.has_ended:
        if not path.living_successors(library):
            ended = f"has ended ({status}), and " + (
                "so have its successors" if library.successor else "has no successor"
            )
            yield _Found("library-ended", span, ended, "name a library that lives in `successor`, if there is one")
    elif facts and facts.archived:
        said = f"the catalogue says {status}" if status else "the catalogue says nothing"
        yield _Found("library-archived", span, f"has an archived repository, and {said}", "write `status: archived`")
    else:
        yield from _of_living_library(library, span, facts, known)
    if not library.archived:
        yield _no_copy(span)


def _of_living_library(library: Library, span: Span, facts: RepositoryFacts | None, known: _Known) -> Iterator[_Found]:
    """Tell of a library that nobody has changed, or that nobody has looked at for long."""
    said = library.status.date if library.status else None
    looked = max(filter(None, (said, facts.day if facts else None)), default=None)
    is_kept_as_it_is = library.status is not None and library.status.state == LibraryState.MAINTENANCE
    if facts and facts.changed and facts.changed < known.changed_since and not is_kept_as_it_is:
        if known.is_old_look(said):
            mend = f"see whether anybody looks after it, and write `status` with the day, such as `active {facts.day}`"
            yield _Found("library-quiet", span, f"was last changed on {facts.changed}", mend)
    elif known.is_old_look(looked):
        since = f"was last reviewed in {looked}" if looked else "was never reviewed"
        mend = "run `pathgen refresh`, or write `status` with the day, such as `active 2026-11`"
        yield _Found("not-reviewed", span, since, mend)


def _superseded(instead: str, span: Span, standing: _Standing) -> Iterator[_Found]:
    what = f"is required, and {quote(instead)} is named to use instead"
    mend = "make it optional, or list the other one in its place"
    for at in [span] if standing.starts else [entry.span() for entry in standing.required]:
        yield _Found("superseded-core", at, what, mend)


def _no_copy(span: Span) -> _Found:
    return _Found("no-copy", span, "has no archived copy", "set `archived` to one, or have it kept: `pathgen archive`")


# --- how it is shown ---------------------------------------------------------------------------------------------


def text(found: Sequence[Diagnostic], *, shows_all: bool) -> str:
    """Show them by sort, a line each; the first of each sort where not all are asked for."""
    lines: list[str] = []
    for code, ones, left in _sorts(found, shows_all=shows_all):
        lines += ["", f"{code} ({len(ones) + left:,}): {CODES[code]}"]
        lines += [f"  {place(one.span)}: {visible(one.message)}: {visible(one.help)}" for one in ones]
        if left:
            lines.append(f"  … and {left:,} more (--all shows them)")
    return "\n".join(lines[1:]) + "\n" if lines else "Nothing wants a look.\n"


def markdown(found: Sequence[Diagnostic], *, shows_all: bool) -> str:
    """Show them for an issue or the summary of a workflow: a table for each sort, cut as the text is."""
    parts = []
    for code, ones, left in _sorts(found, shows_all=shows_all):
        more = f"\n… and {left:,} more\n" if left else ""
        parts.append(f"## {code} ({len(ones) + left:,}): {CODES[code]}\n\n{table(ones)}{more}")
    return "\n".join(parts) or "Nothing wants a look.\n"


def _sorts(found: Sequence[Diagnostic], *, shows_all: bool) -> Iterator[tuple[str, list[Diagnostic], int]]:
    """Give each sort with those of it that are shown, and how many are left."""
    for code, group in groupby(found, key=attrgetter("code")):
        ones = list(group)
        shown = ones if shows_all else ones[:FEW]
        yield code, shown, len(ones) - len(shown)


def told_not_checked(hosts: Mapping[str, int]) -> str:
    """Say which links nobody checks, as the catalogue says so."""
    named = ", ".join(list(hosts)[:FEW]) + (f" and {len(hosts) - FEW:,} more hosts" if len(hosts) > FEW else "")
    return f"{plural(sum(hosts.values()), 'link')} not checked, as link_policy ignores the host: {visible(named)}"
