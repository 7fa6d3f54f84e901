"""The history of a catalogue: what each commit that touched it changed for readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from pathlib import Path

from pathgen.catalogue.at_revision import catalogue_at, commits
from pathgen.catalogue.load import Loaded
from pathgen.changes.diff import Changes, compare
from pathgen.git import Commit, commit_of, reading
from pathgen.yamldoc.known import Known


@dataclass(frozen=True, slots=True)
class Version:
    """A commit, and what it changed; ``None`` where the catalogue before or after it cannot be read."""

    commit: Commit
    changes: Changes | None


def history(path: Path, since: str | None = None) -> Iterator[Version]:
    """Yield the versions of a catalogue, the newest first.

    ``since`` is a revision, which is left out itself, or a day, whose commits are included. The commit at which a
    shallow clone ends is left out: what it changed is not known.

    Raises:
        PathgenError: git, the repository, a commit in it or the revision does not exist.
    """
    folder = path.resolve().parent
    day = _day(since)
    start = commit_of(folder, since) if since and not day else None
    found = takewhile(
        lambda commit: not commit.is_edge and commit.day >= (day or ""), commits(folder, path.name, start)
    )
    return versions(path, found)


def versions(path: Path, found: Iterable[Commit]) -> Iterator[Version]:
    """Compare a catalogue before and after each of some commits that touched it, the newest first, none left out.

    Raises:
        PathgenError: git cannot be run.
    """
    folder = path.resolve().parent
    known = Known()
    before: Loaded | None = None
    with reading(folder) as read:
        for at, commit in enumerate(found):
            # The parent of the commit behind this one: between the two, nothing touched the catalogue.
            after = before if at else catalogue_at(folder, read, commit.id, commit.name, known)
            before = catalogue_at(folder, read, f"{commit.id}^", commit.former, known)
            yield Version(commit, _changes(before, after))


def _changes(before: Loaded | None, after: Loaded | None) -> Changes | None:
    if after is None or after.catalogue is None or (before and before.catalogue is None):
        return None
    return compare(before.catalogue if before else None, after.catalogue)


def _day(written: str | None) -> str | None:
    """Return a text that is a day (``2026-01-31``); ``None`` for any other."""
    try:
        return written if written and re.fullmatch("[0-9-]{10}", written) and date.fromisoformat(written) else None
    except ValueError:
        return None
