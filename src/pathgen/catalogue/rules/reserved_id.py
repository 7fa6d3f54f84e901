"""An id is one that a page uses itself, or that cannot be a folder on Windows.

Ids become anchors and folders of the site. A page cannot have an anchor twice: a link to it would lead to the wrong
place, so the site would not be built. Every page has `top`; a page of a step has `resources`, `self-check` and one
anchor for each edition; the pages of libraries and concepts have a few more. Steps and topics have folders, and Windows
has no folder called `con`, `prn`, `aux`, `nul`, `com1` or `lpt1`. Former ids (`aliases`) count too.

Bad:

    topics:
      - id: aux
        title: Auxiliary results

Good:

    topics:
      - id: auxiliary
        title: Auxiliary results
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pathgen.catalogue.model import Concept, Library, Resource, Step, Topic
from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Diagnostic, Severity, quote

CODE = "reserved-id"

_TOP = "top"
_USED = "is an anchor that the page has already"
_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
"""Names of devices, also before an extension (Microsoft: Naming Files, Paths, and Namespaces)."""
_OF_STEPS = re.compile("top|resources|self-check")
_OF_LIBRARIES = re.compile("top|compare|lives(?:-(?:title|text|arrow)-(?:wide|narrow))?")
_OF_CONCEPTS = re.compile("top|concepts|sources|pg-ready|map-(?:title|text|arrow)|step-.*")
"""Anchors of the pages that show concepts: the map, and the path on paper."""


@dataclass(frozen=True, slots=True)
class _Use:
    """An id, where it is written in a part, and the ids that it must not be."""

    part: Step | Topic | Library | Concept | Resource
    id: str
    path: tuple[str | int, ...]


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield the ids that are reserved where they are used."""
    editions = {f"edition-{edition.id}" for edition in catalogue.editions}
    for section in catalogue.sections:
        for use in _uses(section.part, section.part.id):
            if _WINDOWS.fullmatch(use.id):
                yield _reserved(use, "is a name that no folder has on Windows")
            elif use.id == _TOP:
                yield _reserved(use, _USED)
    for id_, resource in catalogue.written:
        for use in _uses(resource, id_):
            if _OF_STEPS.fullmatch(use.id) or use.id in editions:
                yield _reserved(use, _USED)
    for parts, reserved in ((catalogue.libraries, _OF_LIBRARIES), (catalogue.concepts, _OF_CONCEPTS)):
        for part in parts:
            yield from (_reserved(use, _USED) for use in _uses(part, part.id) if reserved.fullmatch(use.id))


def _uses(part: Step | Topic | Library | Concept | Resource, id_: str) -> Iterator[_Use]:
    yield _Use(part, id_, ("id",) if part.id else ("title",))
    for index, alias in enumerate(part.aliases):
        yield _Use(part, alias, ("aliases", index))


def _reserved(use: _Use, why: str) -> Diagnostic:
    derived = ", made from the title," if use.path == ("title",) else ""
    help_ = "add an `id` to this entry" if derived else "write a different id"
    return Diagnostic(CODE, Severity.ERROR, use.part.span(*use.path), f"the id {quote(use.id)}{derived} {why}", help_)
