"""What the newest commits changed for readers, in words, for the page of changes and its feed.

Comparing two versions costs as much as reading a catalogue. So the result is kept in ``build/`` by the commit's
id, and the next build asks git for the list of commits and compares what is new in it. What is kept is plain text,
which is escaped like any other; a file of another version of pathgen, of other texts, or a damaged one, is
ignored.
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
from pathgen.errors import NoHistoryError
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
    """A change in words around the title of what changed; ``kind`` is the ``what`` of a ``Change``."""

    before: str
    title: str
    after: str
    kind: str
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
    """Empty where nothing changed for readers, or where the versions cannot be compared."""
    parts: tuple[ChangeSection, ...] = ()
    left: Annotated[int, Field(ge=0, le=_LARGE)] = 0
    """How many more changes there are."""

    @property
    def count(self) -> int:
        """How many changes are listed."""
        return sum(len(part.lines) for part in self.parts)


class Revision(NamedTuple):
    """A commit and what it changed."""

    commit: Commit
    changes: ChangesOfCommit


@dataclass(frozen=True, slots=True)
class _Memory:
    """The changes of each commit, by its id; ``key`` names the code, texts and catalogue that they were made from."""

    key: str
    changes: Mapping[str, ChangesOfCommit] = field(default_factory=dict)


_MEMORY = TypeAdapter(_Memory)


def newest_changes(path: Path, build: Path, language: str) -> tuple[Revision, ...]:
    """Return the newest commits that changed a catalogue for readers, newest first, described in a language.

    There are none without a git repository, or where a shallow clone has no commit together with the one before it.

    Raises:
        PathgenError: git refuses to read the history, or the result cannot be written into ``build``.
    """
    key = f"{code_digest()}\n{path.name}\n{messages_of(language).identity}"
    memory = _recall(build / _REMEMBERED, sha256(key.encode()).hexdigest())
    try:
        found = [commit for commit in commits(path.resolve().parent, path.name, most=MOST) if not commit.is_edge]
        unknown = [number for number, commit in enumerate(found, 1) if commit.id not in memory.changes]
        # As far as the last one that is not known, because each is compared with the one after it in the list.
        compared = versions(path, found[: max(unknown, default=0)])
        new = {version.commit.id: _describe(version, language) for version in compared}
    except NoHistoryError:
        return ()
    changes = {commit.id: new.get(commit.id) or memory.changes[commit.id] for commit in found}
    if changes != memory.changes:
        files.write(build / _REMEMBERED, _MEMORY.dump_json(_Memory(memory.key, changes)))
    return tuple(Revision(commit, changes[commit.id]) for commit in found if changes[commit.id].summary)


def _recall(file: Path, key: str) -> _Memory:
    try:
        memory = _MEMORY.validate_json(file.read_bytes())
    except (OSError, ValueError):
        return _Memory(key)
    return memory if memory.key == key else _Memory(key)


def _describe(version: Version, language: str) -> ChangesOfCommit:
    changes = version.changes
    if changes is None:
        return ChangesOfCommit()
    words = ChangeDescriptions(changes, str, language)
    summary = words.summary()
    if summary == NOTHING:
        return ChangesOfCommit()
    if not any(change.field == "status" and summary.startswith(words.line(change)) for change in changes.all):
        summary = upper_first(summary)  # a title keeps its first letter
    if changes.before is None:
        return ChangesOfCommit(summary)
    parts = []
    left = MOST_LINES
    for heading, section, group in words.groups():
        lines = tuple(ChangeLine(*words.sentence(change), change.what, change.id) for change in group[:left])
        left -= len(lines)
        if lines:
            parts.append(ChangeSection(heading, section, lines))
    return ChangesOfCommit(summary, tuple(parts), max(0, len(changes.all) - MOST_LINES))


Places = Mapping[str, Mapping[str, tuple[str, str]]]
"""Where each thing is shown: ``{kind: {id: (page, anchor)}}``, with its former ids."""


def places_of(catalogue: Catalogue) -> Places:
    """Return where each thing that may have changed is shown on the site today."""
    former = catalogue.former_ids
    libraries = {
        id_: ("libraries.md", library.id)
        for library in catalogue.libraries
        for id_ in (library.id, *former.get(library.id, ()))
    }
    written = [id_ for id_, _ in catalogue.written if id_ in catalogue.pages]
    entries = {name: (page_of(catalogue, id_), id_) for id_ in written for name in (id_, *former.get(id_, ()))}
    sections = {
        id_: (page_of(catalogue, top), "" if section is top else section.part.id)
        for top in catalogue.tops
        for section in top.walk()
        for id_ in (section.part.id, *section.part.aliases)
    }
    concepts = {
        id_: ("concepts.md", concept.id) for concept in catalogue.concepts for id_ in (concept.id, *concept.aliases)
    }
    return {
        "entry": entries | libraries,
        "library": libraries,
        "step": sections,
        "topic": sections,
        "concept": concepts,
    }
