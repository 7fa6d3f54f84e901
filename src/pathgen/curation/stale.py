"""Entries and libraries that need a curator's attention, in the order in which they matter to a reader.

What a step starts with comes first, as a newcomer who finds a dead page there goes no further. Within each category
come the entries that the steps of the first edition require, their other entries, the topics, and last what only other
editions have. A finding disappears once the curator has done what its line says.
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
    _START: "a step starts with something dead, superseded or old",
    "link-dead": "readers cannot reach the page",
    "superseded-core": "a step requires something that has been superseded",
    "link-failing": "it could not be reached at the last check",
    "library-archived": "its repository is archived, unlike the catalogue says",
    "library-quiet": "its repository has not changed for a long time",
    "library-ended": "a library has ended, and none is named to use instead",
    "old": "readers may learn what is no longer true",
    "link-unchecked": "the link has not been checked recently",
    "not-reviewed": "it has not been reviewed recently",
    "no-copy": "there is no copy if the page disappears",
}
"""The findings and what each means, in the order in which they matter to a reader."""
FEW = 10
"""How many of each category are shown unless all are asked for."""
_BAD_STARTS = frozenset({"link-dead", "superseded-core", "old"})
_NO_FACTS: Kept = {}


@dataclass(frozen=True, slots=True)
class Ages:
    """When something is old: days since a check, a review or a library's last change; years since it appeared."""

    checked_days: int = 30
    reviewed_days: int = 730
    changed_days: int = 730
    years: int = 10


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known besides the catalogue. Anything before one of the days (ISO 8601) is old."""

    checked: Mapping[str, tuple[str, str]]
    kept: Kept
    policies: Sequence[LinkPolicy]
    checked_since: str
    reviewed_since: str
    changed_since: str
    year: int

    def is_old_review(self, day: str | None) -> bool:
        """Whether a review is missing or too long ago; a date may be a year alone."""
        return day is None or day < self.reviewed_since[: len(day)]


class _Reach(IntEnum):
    """Which readers see something, the largest group first."""

    REQUIRED = 0
    STEP = 1
    TOPIC = 2
    OTHER_EDITION = 3


@dataclass(slots=True)
class _Usage:
    """How the first edition uses something: the entries that require it, and the steps that start with it."""

    reach: _Reach = _Reach.OTHER_EDITION
    required: tuple[Entry, ...] = ()
    starts: tuple[tuple[Section, Entry], ...] = ()


class _Found(NamedTuple):
    code: str
    span: Span
    message: str
    help: str


def stale(
    catalogue: Catalogue,
    checked: Mapping[str, tuple[str, str]],
    ages: Ages,
    today: date,
    kept: Kept = _NO_FACTS,
) -> list[Diagnostic]:
    """Return what needs attention in all paths of a site, what matters most to a reader first.

    ``checked`` is ``{address: (verdict, day of the check)}``. If it is empty, no links were checked and none is
    reported; links to hosts that ``link_policy`` ignores never are. ``kept`` is what the hosts of repositories said.
    Superseded entries count only in the edition that readers get first: another may keep them.
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
    usages = _usages(catalogue)
    found: list[tuple[tuple[int, int, tuple[int, Location]], Diagnostic]] = []
    order = {code: number for number, code in enumerate(CODES)}
    for name, part, path in catalogue.parts():
        span = part.span()
        usage = usages[span]
        findings = [*_link_findings(name, part, span, known)]
        if isinstance(part, Library):
            findings += _library_findings(part, path, usage, known)
        else:
            findings += _resource_findings(part, span, usage, known)
        for diagnostic in _placed(findings, part, usage):
            place = (span.source.number, diagnostic.span.location)
            found.append(((order[diagnostic.code], usage.reach, place), diagnostic))
    return [diagnostic for _, diagnostic in sorted(found, key=lambda pair: pair[0])]


def _before(today: date, days: int) -> str:
    return (today - timedelta(days=days)).isoformat()


def not_checked(catalogue: Catalogue) -> dict[str, int]:
    """Return how many links of entries and libraries ``link_policy`` ignores: ``{host: count}``."""
    policies = _ignoring_policies(catalogue)
    urls = {url for _, part, _ in catalogue.parts() for _, url in _addresses(part)} if policies else set()
    return Counter(policy.host for url in sorted(urls) if (policy := ignoring(url, policies)))


def _ignoring_policies(catalogue: Catalogue) -> Sequence[LinkPolicy]:
    """Return the policies if any of them ignores a host; a more specific one may stop ignoring it."""
    policies = policies_of(catalogue)
    return policies if any(policy.ignore for policy in policies) else ()


def _addresses(part: Resource | Library) -> Iterator[tuple[str, str]]:
    """Yield the addresses that a reader may follow, each after what it is."""
    yield "link", part.url
    if isinstance(part, Library) and part.repository and part.repository != part.url:
        yield "repository", part.repository


def _title(part: Resource | Library) -> str:
    return part.name if isinstance(part, Library) else part.title


# --- who sees it -------------------------------------------------------------------------------------------------


def _usages(site: Catalogue) -> dict[Span, _Usage]:
    """Return how all paths of a site use each resource and library, by the span where it is written."""
    usages = defaultdict[Span, _Usage](_Usage)
    for catalogue in site.whole.values():
        edition = catalogue.default_edition.id if catalogue.default_edition else None
        for library in catalogue.libraries:
            if edition is None or not library.editions or edition in library.editions:
                usages[library.span()].reach = _Reach.TOPIC
        for section in catalogue.sections:
            for entry in section.entries:
                if edition is None or entry.is_in(edition):
                    _add_use(usages[entry.target.span()], section, entry)
    return usages


def _add_use(usage: _Usage, section: Section, entry: Entry) -> None:
    if section.number is None:
        usage.reach = min(usage.reach, _Reach.TOPIC)
        return
    usage.reach = min(usage.reach, _Reach.REQUIRED if entry.role is Role.CORE else _Reach.STEP)
    if entry.start:
        usage.starts += ((section, entry),)
    elif entry.role is Role.CORE:
        usage.required += (entry,)


def _placed(findings: Sequence[_Found], part: Resource | Library, usage: _Usage) -> Iterator[Diagnostic]:
    """Yield the findings about something; if a step starts with it, the worst ones at the place where it does."""
    title = quote(_title(part))
    for code, span, message, help_ in findings:
        if code not in _BAD_STARTS or not usage.starts:
            yield Diagnostic(code, Severity.NOTICE, span, f"{title} {message}", help_)
            continue
        for section, entry in usage.starts:
            start = f"{title}, with which the step {quote(section.part.title)} starts, {message}"
            yield Diagnostic(_START, Severity.NOTICE, entry.span(), start, f"{help_}, or start with another")


# --- what is found about it ----------------------------------------------------------------------------------------


def _link_findings(name: str, part: Resource | Library, span: Span, known: _Known) -> Iterator[_Found]:
    """Yield what the last checks of its links found; a link that is marked as gone is not checked."""
    if part.status and part.status.state == EntryState.GONE:
        return
    for kind, url in _addresses(part):
        verdict, day = known.checked.get(url, ("", ""))
        if not known.checked or (verdict not in ("dead", "failing") and day >= known.checked_since):
            continue
        if ignoring(url, known.policies):
            continue
        again = f"run `pathgen check-links --only {name}`"
        if verdict == "dead" and part.archived:
            yield _Found(
                "link-dead", part.span(), f"has a dead {kind}, and an archived copy", "look for its new address"
            )
        elif verdict == "dead":
            fix = f"{again.removesuffix('`')} --archive --fix` for an archived copy, or replace it"
            yield _Found("link-dead", span, f"has a dead {kind}, and no archived copy", fix)
        elif verdict == "failing":
            yield _Found("link-failing", span, f"has a {kind} that could not be reached on {day}", again)
        else:
            when = f"was last checked on {day}" if day else "was never checked"
            yield _Found("link-unchecked", span, f"has a {kind} that {when}", again)


def _resource_findings(resource: Resource, span: Span, usage: _Usage, known: _Known) -> Iterator[_Found]:
    state = resource.status.state if resource.status else EntryState.ACTIVE
    if resource.replaced_by:
        yield from _superseded(resource.replaced_by, span, usage)
    if state == EntryState.GONE:
        if not resource.archived:
            fix = "set `archived` to a copy, or replace it"
            yield _Found("link-dead", span, f"is gone ({resource.status}), and has no archived copy", fix)
        elif usage.starts:
            yield _Found("link-dead", span, f"is gone ({resource.status})", "replace it")
        return
    if state == EntryState.HISTORIC:
        if usage.starts:
            yield _Found("old", span, f"is kept as history ({resource.status})", "replace it")
    elif known.is_old_review(reviewed := resource.reviewed or resource.added):
        yield _not_reviewed(resource, span, reviewed, known, usage)
    if not resource.archived:
        yield _no_copy(span)


def _not_reviewed(resource: Resource, span: Span, reviewed: str | None, known: _Known, usage: _Usage) -> _Found:
    since = f"was last reviewed in {reviewed}" if reviewed else "was never reviewed"
    if resource.year and resource.year < known.year and usage.reach is not _Reach.OTHER_EDITION:
        fix = "check that it is still true, and set `reviewed` to today, or set `status: historic`"
        return _Found("old", span, f"is from {resource.year}, and {since}", fix)
    return _Found("not-reviewed", span, since, "review it, and set `reviewed` to today")


def _library_findings(library: Library, path: Catalogue, usage: _Usage, known: _Known) -> Iterator[_Found]:
    status, span = library.status, library.span()
    facts = facts_for(library.repository, known.kept) or facts_for(library.url, known.kept) if known.kept else None
    if library.replaced_by:
        yield from _superseded(library.replaced_by[0], span, usage)
    if library.has_ended:
        if not path.living_replacements(library):
            ended = f"has ended ({status}), and " + (
                "so have those to use instead" if library.replaced_by else "nothing is named to use instead"
            )
            yield _Found("library-ended", span, ended, "name a maintained library in `use_instead`, if there is one")
    elif facts and facts.archived:
        written = f"the catalogue says {status}" if status else "the catalogue has no status"
        yield _Found("library-archived", span, f"has an archived repository, and {written}", "write `status: archived`")
    else:
        yield from _maintained_library_findings(library, span, facts, known)
    if not library.archived:
        yield _no_copy(span)


def _maintained_library_findings(
    library: Library, span: Span, facts: RepositoryFacts | None, known: _Known
) -> Iterator[_Found]:
    """Yield the finding about a library that has not changed or has not been reviewed for a long time."""
    written = library.status.date if library.status else None
    reviewed = max(filter(None, (written, facts.day if facts else None)), default=None)
    is_in_maintenance = library.status is not None and library.status.state == LibraryState.MAINTENANCE
    if facts and facts.changed and facts.changed < known.changed_since and not is_in_maintenance:
        if known.is_old_review(written):
            fix = f"find out whether it is maintained, and write `status` with the day, such as `active {facts.day}`"
            yield _Found("library-quiet", span, f"was last changed on {facts.changed}", fix)
    elif known.is_old_review(reviewed):
        since = f"was last reviewed in {reviewed}" if reviewed else "was never reviewed"
        fix = "run `pathgen refresh`, or write `status` with the day, such as `active 2026-11`"
        yield _Found("not-reviewed", span, since, fix)


def _superseded(instead: str, span: Span, usage: _Usage) -> Iterator[_Found]:
    message = f"is required, and {quote(instead)} is named as its replacement"
    fix = "make it optional, or list the replacement in its place"
    for place_ in [span] if usage.starts else [entry.span() for entry in usage.required]:
        yield _Found("superseded-core", place_, message, fix)


def _no_copy(span: Span) -> _Found:
    return _Found(
        "no-copy", span, "has no archived copy", "set `archived` to one, or run `pathgen archive` to make one"
    )


# --- how it is shown ---------------------------------------------------------------------------------------------


def text(found: Sequence[Diagnostic], *, shows_all: bool) -> str:
    """Return them by category, a line each; the first of each category unless all are asked for."""
    lines: list[str] = []
    for code, shown, left in _categories(found, shows_all=shows_all):
        lines += ["", f"{code} ({len(shown) + left:,}): {CODES[code]}"]
        lines += [f"  {place(item.span)}: {visible(item.message)}: {visible(item.help)}" for item in shown]
        if left:
            lines.append(f"  … and {left:,} more (--all shows them)")
    return "\n".join(lines[1:]) + "\n" if lines else "Nothing needs attention.\n"


def markdown(found: Sequence[Diagnostic], *, shows_all: bool) -> str:
    """Return them for an issue or the summary of a workflow: a table for each category, cut as the text is."""
    parts = []
    for code, shown, left in _categories(found, shows_all=shows_all):
        more = f"\n… and {left:,} more\n" if left else ""
        parts.append(f"## {code} ({len(shown) + left:,}): {CODES[code]}\n\n{table(shown)}{more}")
    return "\n".join(parts) or "Nothing needs attention.\n"


def _categories(found: Sequence[Diagnostic], *, shows_all: bool) -> Iterator[tuple[str, list[Diagnostic], int]]:
    """Yield each category with the findings that are shown, and how many are not."""
    for code, group in groupby(found, key=attrgetter("code")):
        findings = list(group)
        shown = findings if shows_all else findings[:FEW]
        yield code, shown, len(findings) - len(shown)


def not_checked_text(hosts: Mapping[str, int]) -> str:
    """Return which links are not checked because of the catalogue's ``link_policy``."""
    named = ", ".join(list(hosts)[:FEW]) + (f" and {len(hosts) - FEW:,} more hosts" if len(hosts) > FEW else "")
    return f"{plural(sum(hosts.values()), 'link')} not checked, because link_policy ignores the host: {visible(named)}"
