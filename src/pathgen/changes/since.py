"""A catalogue compared with itself at a revision."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pathgen.catalogue.at_revision import catalogue_at
from pathgen.catalogue.load import Loaded, load
from pathgen.changes.diff import Changes, compare
from pathgen.changes.lost_ids import with_lost_ids
from pathgen.errors import PathgenError
from pathgen.git import commit_of, reading
from pathgen.yamldoc.known import Known


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """What changed since a commit; ``note`` says if the catalogue at that commit was missing or invalid."""

    commit: str
    changes: Changes
    note: str | None


def load_since(path: Path, revision: str) -> Loaded:
    """Load a catalogue as ``load`` does; the rules know what is new since a revision, and former ids are compared.

    Raises:
        PathgenError: git, the repository, the revision or the file does not exist.
    """
    folder = path.resolve().parent
    commit = commit_of(folder, revision)
    with reading(folder) as read:
        before = catalogue_at(folder, read, commit, path.name, Known())
    return with_lost_ids(load(path, before=before.catalogue if before else None))


def changes_since(path: Path, revision: str, to: str | None = None) -> tuple[Loaded, ChangeReport | None]:
    """Compare a catalogue at a revision with the file as it is now, or with another revision.

    An invalid catalogue at the revision is compared as far as it can be read; if the newer one is invalid, the report
    is ``None``. At another revision (``to``) a catalogue is read, but not checked against the files around it.

    Raises:
        PathgenError: git, the repository, the revision or the file does not exist.
    """
    folder = path.resolve().parent
    known = Known()
    if to is None:
        # Now first: a mistake in a shared part is reported by the reading that meets it first.
        now: Loaded | None = load(path, known)
        commit = commit_of(folder, revision)
    else:
        commit, target = commit_of(folder, revision), commit_of(folder, to)
        with reading(folder) as read:
            now = catalogue_at(folder, read, target, path.name, known)
    if now is None:
        raise PathgenError(f"there is no {path} at {to!r}")
    if now.catalogue is None or not now.is_valid:
        return now, None
    with reading(folder) as read:
        before = catalogue_at(folder, read, commit, path.name, known)
    return now, ChangeReport(
        commit, compare(before.catalogue if before else None, now.catalogue), _note(before, revision)
    )


def _note(before: Loaded | None, revision: str) -> str | None:
    if before is None:
        return f"there was no catalogue of this name at {revision}: everything is new"
    if before.catalogue is None:
        return f"the catalogue at {revision} cannot be read: everything counts as new"
    if not before.is_valid:
        return f"the catalogue at {revision} has errors: what could not be read of it counts as new"
    return None
