"""What the newest commits changed for readers, in words, as the page of the changes and its feed tell it.

To compare two versions costs as much as to read a catalogue. So what was found is kept in ``build/`` by the commit's
id, and the next build asks git for the list of commits and compares what is new in it. What is kept is plain text,
which is escaped like any other; a file of another version of pathgen, of other texts, or a damaged one, is as good as
none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field, TypeAdapter

from pathgen import files
from pathgen.catalogue.at_revision import commits
from pathgen.catalogue.resolve import Catalogue
from pathgen.changes.describe import NOTHING, ChangeDescriptions
from pathgen.changes.history import Version, versions
from pathgen.errors import PathgenError
from pathgen.git import Commit
from pathgen.i18n.labels import upper_first
from pathgen.i18n.messages import messages_of
from pathgen.site.code_digest import code_digest
from pathgen.site.page_urls import page_of

MOST = 50
"""How many commits that touched the catalogue are looked at."""
MOST_LINES = 100
"""Of a commit that changes more, the rest is counted."""
_LARGE = 10**9
"""More changes than any commit has."""
_REMEMBERED = "changes.json"


class ChangeLine(NamedTuple):
    """A change in words around the title of what changed, and which thing that is: ``what`` as in a ``Change``."""

    before: str
    title: str
    after: str
    what: str
    id: str


class ChangeSection(NamedTuple):
    """A part of the path that something changed in; ``section`` is the id of a step or topic."""

    heading: str
    section: str | None
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class ChangesOfCommit:
    """What a commit changed for readers, in one line and in many; the first version of a catalogue has the one only."""

    summary: str = ""
    """Empty where nothing changed for readers, or nobody can tell."""
    parts: tuple[ChangeSection, ...] = ()
    left: Annotated[int, Field(ge=0, le=_LARGE)] = 0
    """How many changes more there are."""

    @property
    def count(self) -> int:
        """How many changes are told."""
        return sum(len(part.lines) for part in self.parts)


class Revision(NamedTuple):
    """A commit and what it changed."""

    commit: Commit
    told: ChangesOfCommit


@dataclass(frozen=True, slots=True)
class _Memory:
    """What was told of each commit, by its id; ``key`` names what told it, in which texts, and of which catalogue."""

    key: str
    told: Mapping[str, ChangesOfCommit] = field(default_factory=dict)


_MEMORY = TypeAdapter(_Memory)


def newest_changes(path: Path, build: Path, language: str) -> tuple[Revision, ...]:
    """Tell of the newest commits that changed a catalogue for readers, the newest first, in a language.

    There are none without a git repository, or where a shallow clone holds no commit with the one before it.

    Raises:
        PathgenError: what was found cannot be written into ``build``.
    """
    key = f"{code_digest()}\n{path.name}\n{messages_of(language).identity}"
    memory = _recall(build / _REMEMBERED, sha256(key.encode()).hexdigest())
    try:
        found = [one for one in commits(path.resolve().parent, path.name, most=MOST) if not one.is_edge]
        unknown = [number for number, one in enumerate(found, 1) if one.id not in memory.told]
        # As far as the last one that is not known, as each is compared with the one behind it.
        new = {one.commit.id: _tell(one, language) for one in versions(path, found[: max(unknown, default=0)])}
    except PathgenError:
        return ()
    told = {one.id: new.get(one.id) or memory.told[one.id] for one in found}
    if told != memory.told:
        files.write(build / _REMEMBERED, _MEMORY.dump_json(_Memory(memory.key, told)))
    return tuple(Revision(one, told[one.id]) for one in found if told[one.id].summary)


def _recall(file: Path, key: str) -> _Memory:
    try:
        memory = _MEMORY.validate_json(file.read_bytes())
    except (OSError, ValueError):
        return _Memory(key)
    return memory if memory.key == key else _Memory(key)


def _tell(version: Version, language: str) -> ChangesOfCommit:
    changes = version.changes
    if changes is None:
        return ChangesOfCommit()
    words = ChangeDescriptions(changes, str, language)
    summary = words.summary()
    if summary == NOTHING:
        return ChangesOfCommit()
    if not any(one.field == "status" and summary.startswith(words.line(one)) for one in changes.all):
        summary = upper_first(summary)  # a title keeps its first letter
    if changes.before is None:
        return ChangesOfCommit(summary)
    parts = []
    left = MOST_LINES
    for heading, section, group in words.groups():
        lines = tuple(ChangeLine(*words.sentence(one), one.what, one.id) for one in group[:left])
        left -= len(lines)
        if lines:
            parts.append(ChangeSection(heading, section, lines))
    return ChangesOfCommit(summary, tuple(parts), max(0, len(changes.all) - MOST_LINES))


Places = Mapping[str, Mapping[str, tuple[str, str]]]
"""Where each thing stands: ``{what: {id: (page, anchor)}}``, with the ids that it once had."""


def places_of(catalogue: Catalogue) -> Places:
    """Find where what may have changed stands on the site today."""
    libraries = {
        one: ("libraries.md", library.id) for library in catalogue.libraries for one in (library.id, *library.aliases)
    }
    written = [(one, target) for one, target in catalogue.written if one in catalogue.pages]
    entries = {one: (page_of(catalogue, own), own) for own, target in written for one in (own, *target.aliases)}
    sections = {
        one: (page_of(catalogue, top), "" if section is top else section.part.id)
        for top in catalogue.tops
        for section in top.walk()
        for one in (section.part.id, *section.part.aliases)
    }
    concepts = {
        one: ("concepts.md", concept.id) for concept in catalogue.concepts for one in (concept.id, *concept.aliases)
    }
    return {
        "entry": entries | libraries,
        "library": libraries,
        "step": sections,
        "topic": sections,
        "concept": concepts,
    }
