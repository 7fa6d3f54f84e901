"""What the hosts know against what the catalogue says: what is left open is proposed, the curator's words stay.

Every finding is a diagnostic at its place, with the edits that would write it; one that has none needs a person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pathgen.catalogue.edit import FieldEdit, add_field, add_items, set_value
from pathgen.catalogue.model import Library, Resource
from pathgen.catalogue.resolve import Catalogue
from pathgen.catalogue.values import EntryState, LibraryState
from pathgen.diagnostics import Diagnostic, Severity, quote
from pathgen.forges.clients import Forge, Repository, licence_id, moved, repository_of
from pathgen.forges.store import Kept, RepositoryFacts

MOVED = "repository-moved"
ARCHIVED = "repository-archived"
NO_SUCCESSOR = "no-successor"
GONE = "repository-gone"
STATUS = "status-differs"
LICENCE = "licence-differs"
NO_LICENCE = "licence-unsaid"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to act on, and the edits that do so together; none where a person has to."""

    diagnostic: Diagnostic
    edits: tuple[FieldEdit, ...] = ()


def named(catalogue: Catalogue, hosts: tuple[Forge, ...]) -> list[Repository]:
    """List every repository that the paths of a site lead to, each once, in the order in which they are listed."""
    found = {one.key: one for _, part, _ in catalogue.parts() for _, one in _addresses(part, hosts)}
    return list(found.values())


def compare(catalogue: Catalogue, hosts: tuple[Forge, ...], kept: Kept, gone: Collection[str]) -> list[Finding]:
    """Find what the paths of a site do not say yet, and where they say otherwise."""
    return [found for _, part, _ in catalogue.parts() for found in _compared(part, hosts, kept, gone)]


def _addresses(part: Library | Resource, hosts: tuple[Forge, ...]) -> Iterator[tuple[str, Repository]]:
    """Give the fields of a part that lead to a repository, the one for the source first."""
    urls = {"repository": part.repository} if isinstance(part, Library) else {}
    for field, url in {**urls, "url": part.url}.items():
        repository = repository_of(url, hosts) if url else None
        if repository:
            yield field, repository


def _compared(
    part: Library | Resource, hosts: tuple[Forge, ...], kept: Kept, gone: Collection[str]
) -> Iterator[Finding]:
    found = list(_addresses(part, hosts))
    yield from _moves(part, found, kept)
    for field, repository in found:
        if repository.key in gone:
            what = f"{repository.host.name} knows no repository {quote(repository.name)}, or shows it to no one"
            yield Finding(Diagnostic(GONE, Severity.WARNING, part.span(field), what, "see where it went"))
    first = next(((field, kept[one.key]) for field, one in found if one.key in kept), None)
    if first is not None and isinstance(part, Library):
        yield from _of_library(part, *first)
    elif first is not None and isinstance(part, Resource):
        yield from _of_resource(part, *first)


def _moves(part: Library | Resource, found: list[tuple[str, Repository]], kept: Kept) -> Iterator[Finding]:
    """Write the new address where a repository has another name now, and the old one as former."""
    edits: list[FieldEdit] = []
    former: list[str] = []
    told: list[Diagnostic] = []
    for field, repository in found:
        facts = kept.get(repository.key)
        if facts is None or not repository.has_moved(facts):
            continue
        old = str(getattr(part, field))
        new = moved(old, repository, facts)
        edits.append(set_value(part, field, new))
        if old not in part.formerly and old not in former:
            former.append(old)
        told.append(
            Diagnostic(MOVED, Severity.NOTICE, part.span(field), f"the repository is {facts.name} now", f"write {new}")
        )
    if former:
        edits.append(add_items(part, "formerly", former, behind="url"))
    for number, diagnostic in enumerate(told):
        yield Finding(diagnostic, () if number else tuple(edits))


def _of_library(library: Library, field: str, facts: RepositoryFacts) -> Iterator[Finding]:
    status, place = library.status, library.span("status" if library.status else field)
    if facts.archived and status is None:
        value = f"archived {facts.changed[:7]}" if facts.changed else "archived"
        told = Diagnostic(ARCHIVED, Severity.NOTICE, place, "the repository is archived", f"write status: {value}")
        yield Finding(told, (add_field(library, "url", "status", value),))
    elif facts.archived and status and not library.has_ended:
        what = f"the catalogue says {status}, and the repository is archived"
        yield Finding(Diagnostic(STATUS, Severity.WARNING, place, what, "see which of the two is true"))
    elif not facts.archived and status and status.state == LibraryState.ARCHIVED:
        what = f"the catalogue says {status}, and the repository is not archived"
        yield Finding(Diagnostic(STATUS, Severity.WARNING, place, what, "see which of the two is true"))
    if facts.archived and not library.successor:
        what = f"{library.name} is archived, and nothing is named to use instead"
        help_text = "name a library in successor, if there is one"
        yield Finding(Diagnostic(NO_SUCCESSOR, Severity.NOTICE, library.span("name"), what, help_text))
    yield from _of_licence(library, field, facts)


def _of_licence(library: Library, field: str, facts: RepositoryFacts) -> Iterator[Finding]:
    if facts.licence is None:
        return
    if library.licence is None:
        what, help_text = f"the repository's licence is {facts.licence}", f"write licence: {facts.licence}"
        told = Diagnostic(NO_LICENCE, Severity.NOTICE, library.span(field), what, help_text)
        yield Finding(told, (add_field(library, "url", "licence", facts.licence),))
        return
    said = licence_id(library.licence)
    if said and _plain(said) != _plain(facts.licence):
        what = f"the catalogue says {said}, and the repository's licence is {facts.licence}"
        told = Diagnostic(LICENCE, Severity.WARNING, library.span("licence"), what, "see which of the two is true")
        yield Finding(told)


def _plain(licence: str) -> str:
    """Leave out what hosts leave out: they tell ``GPL-3.0-only`` from ``GPL-3.0-or-later`` by neither name nor text."""
    return licence.removesuffix("-only").removesuffix("-or-later")


def _of_resource(resource: Resource, field: str, facts: RepositoryFacts) -> Iterator[Finding]:
    is_told = resource.status is not None and resource.status.state != EntryState.ACTIVE
    if facts.archived and not is_told:
        since = f" (last change {facts.changed})" if facts.changed else ""
        help_text = "set status: historic, or replaced_by, if it serves no more; nothing, if it is simply done"
        what = f"the repository is archived{since}"
        yield Finding(Diagnostic(ARCHIVED, Severity.NOTICE, resource.span(field), what, help_text))
