"""Compare the catalogue with the facts of its repositories: propose missing fields, and report where they differ.

Every finding is a diagnostic, with the edits that would apply it; a finding without edits needs a person. Nothing that
the curator wrote is overwritten, except the address of a renamed repository.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pathgen.catalogue.edit import FieldEdit, add_field, add_items, set_value
from pathgen.catalogue.model import Library, Resource
from pathgen.catalogue.resolve import Catalogue
from pathgen.catalogue.values import EntryState, LibraryState
from pathgen.diagnostics import Diagnostic, Severity, quote
from pathgen.forges.clients import Forge, Repository, licence_id, renamed_url, repository_of
from pathgen.forges.store import Kept, RepositoryFacts

MOVED = "repository-moved"
ARCHIVED = "repository-archived"
NO_SUCCESSOR = "no-successor"
GONE = "repository-gone"
STATUS = "status-differs"
LICENCE = "licence-differs"
NO_LICENCE = "licence-unsaid"
_CHECK_BOTH = "check which of the two is right"


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic, and the edits that apply it together; none if a person has to decide."""

    diagnostic: Diagnostic
    edits: tuple[FieldEdit, ...] = ()


def named(catalogue: Catalogue, hosts: tuple[Forge, ...]) -> list[Repository]:
    """Return every repository that the paths of a site link to, each once, in the order of the catalogue."""
    found = {
        repository.key: repository for _, part, _ in catalogue.parts() for _, repository in _addresses(part, hosts)
    }
    return list(found.values())


def compare(catalogue: Catalogue, hosts: tuple[Forge, ...], kept: Kept, gone: Collection[str]) -> list[Finding]:
    """Return a finding for each fact that the paths of a site lack, or say otherwise."""
    return [found for _, part, _ in catalogue.parts() for found in _compared(part, hosts, kept, gone)]


def _addresses(part: Library | Resource, hosts: tuple[Forge, ...]) -> Iterator[tuple[str, Repository]]:
    """Yield the fields of a part that link to a repository, ``repository`` first."""
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
            message = f"{repository.host.name} has no public repository {quote(repository.name)}"
            help_text = "find its new address, or replace it"
            yield Finding(Diagnostic(GONE, Severity.WARNING, part.span(field), message, help_text))
    first = next(((field, kept[repository.key]) for field, repository in found if repository.key in kept), None)
    if first is not None and isinstance(part, Library):
        yield from _of_library(part, *first)
    elif first is not None and isinstance(part, Resource):
        yield from _of_resource(part, *first)


def _moves(part: Library | Resource, found: list[tuple[str, Repository]], kept: Kept) -> Iterator[Finding]:
    """Yield findings that write the new address of each renamed repository, and add the old one to ``formerly``."""
    edits: list[FieldEdit] = []
    former: list[str] = []
    diagnostics: list[Diagnostic] = []
    for field, repository in found:
        facts = kept.get(repository.key)
        if facts is None or not repository.has_moved(facts):
            continue
        old = str(getattr(part, field))
        new = renamed_url(old, repository, facts)
        edits.append(set_value(part, field, new))
        if old not in part.formerly and old not in former:
            former.append(old)
        message = f"the repository is now {facts.name}"
        diagnostics.append(Diagnostic(MOVED, Severity.NOTICE, part.span(field), message, f"write {new}"))
    if former:
        edits.append(add_items(part, "formerly", former, behind="url"))
    for number, diagnostic in enumerate(diagnostics):
        yield Finding(diagnostic, () if number else tuple(edits))


def _of_library(library: Library, field: str, facts: RepositoryFacts) -> Iterator[Finding]:
    yield from _of_licence(library, field, facts)  # before the status, as the fields are in this order
    status, span = library.status, library.span("status" if library.status else field)
    if facts.archived and status is None:
        value = f"archived {facts.changed[:7]}" if facts.changed else "archived"
        diagnostic = Diagnostic(ARCHIVED, Severity.NOTICE, span, "the repository is archived", f"write status: {value}")
        yield Finding(diagnostic, (add_field(library, "url", "status", value),))
    elif facts.archived and status and not library.has_ended:
        message = f"the catalogue says {status}, but the repository is archived"
        yield Finding(Diagnostic(STATUS, Severity.WARNING, span, message, _CHECK_BOTH))
    elif not facts.archived and status and status.state == LibraryState.ARCHIVED:
        message = f"the catalogue says {status}, but the repository is not archived"
        yield Finding(Diagnostic(STATUS, Severity.WARNING, span, message, _CHECK_BOTH))
    if facts.archived and not library.replaced_by:
        message = f"{library.name} is archived, and the catalogue names no library to use instead"
        help_text = (
            "name a library in `use_instead`, if there is one; in `successor`, if it continues this library's work"
        )
        yield Finding(Diagnostic(NO_SUCCESSOR, Severity.NOTICE, library.span("name"), message, help_text))


def _of_licence(library: Library, field: str, facts: RepositoryFacts) -> Iterator[Finding]:
    if facts.licence is None:
        return
    if library.licence is None:
        message, help_text = f"the repository's licence is {facts.licence}", f"write licence: {facts.licence}"
        diagnostic = Diagnostic(NO_LICENCE, Severity.NOTICE, library.span(field), message, help_text)
        yield Finding(diagnostic, (add_field(library, "url", "licence", facts.licence),))
        return
    written = licence_id(library.licence)
    if written and _without_version_suffix(written) != _without_version_suffix(facts.licence):
        message = f"the catalogue says {written}, but the repository's licence is {facts.licence}"
        yield Finding(Diagnostic(LICENCE, Severity.WARNING, library.span("licence"), message, _CHECK_BOTH))


def _without_version_suffix(licence: str) -> str:
    """Return a licence without ``-only`` or ``-or-later``, as hosts do not distinguish the two."""
    return licence.removesuffix("-only").removesuffix("-or-later")


def _of_resource(resource: Resource, field: str, facts: RepositoryFacts) -> Iterator[Finding]:
    has_status = resource.status is not None and resource.status.state != EntryState.ACTIVE
    if facts.archived and not has_status:
        since = f" (last change {facts.changed})" if facts.changed else ""
        help_text = "if it is outdated, set status: historic or replaced_by; if it is just finished, change nothing"
        message = f"the repository is archived{since}"
        yield Finding(Diagnostic(ARCHIVED, Severity.NOTICE, resource.span(field), message, help_text))
