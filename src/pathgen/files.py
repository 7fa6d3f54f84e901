"""Files: read up to a limit, and written so that neither a reader nor a crash ever leaves half a file."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copymode
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pathgen.errors import ChangedMeanwhileError, PathgenError

MAX_BYTES = 16 * 1024 * 1024
"""The largest file read: a catalogue of 10,000 entries takes about 4 MB."""


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file: at most one more than ``most``, so that a huge file costs nothing.

    Raises:
        PathgenError: the file cannot be read.
    """
    name = str(path).replace("\n", r"\x0a")  # one line, even if a line break is in the name
    try:
        if stat.S_ISREG(path.stat().st_mode):
            with path.open("rb") as file:
                return file.read(most + 1)
    except OSError as error:
        message = f"cannot read {name}: {(error.strerror or str(error)).lower()}"
        raise PathgenError(message) from error
    raise PathgenError(f"cannot read {name}: it is not a file")  # but a folder, or a pipe that may never end


def write(path: Path, data: bytes) -> bool:
    """Replace a file in one step if its bytes differ; return whether they did.

    A path that is not a regular file, such as /dev/stdout or a pipe, is written to directly.

    Raises:
        PathgenError: it cannot be written.
    """
    if path.exists() and not path.is_file():
        with _as_pathgen_error(path):
            path.write_bytes(data)
        return True
    return bool(_replace(path.parent, {path.name: data}, stale=()))


class FileChange(NamedTuple):
    """The bytes that an edit of a file was made for (``None``: there was no such file), and the edited ones."""

    before: bytes | None
    after: bytes


def replace(path: Path, change: FileChange) -> None:
    """Replace a file in one step if it still contains the bytes that the new ones were made from.

    Raises:
        ChangedMeanwhileError: it contains others.
        PathgenError: it cannot be read or written.
    """
    with _sole_editor(path.parent):
        if change.before is None:
            if os.path.lexists(path):
                raise ChangedMeanwhileError(str(path))
        elif read_bytes(path, len(change.before)) != change.before:
            raise ChangedMeanwhileError(str(path))
        write(path, change.after)


@contextmanager
def _sole_editor(folder: Path) -> Iterator[None]:
    """Have other edits by pathgen in a folder wait, so that none comes between a look at a file and its replacement.

    Windows cannot lock a folder: there, two edits within the same millisecond can still meet.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415 - not on every system

    with _as_pathgen_error(folder):
        descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems have no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder: ``{relative path with /: bytes}``; symbolic links are left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def sync(folder: Path, tree: Mapping[str, bytes]) -> list[str]:
    """Make a folder contain exactly these files, and return the names of those that changed.

    Files that differ are written, others are deleted.

    Raises:
        PathgenError: something cannot be written; the folder is unchanged, unless that shows only at the end.
    """
    existing = [path for path in folder.rglob("*") if path.is_symlink() or path.is_file()]
    stale = [path for path in existing if path.is_symlink() or path.relative_to(folder).as_posix() not in tree]
    return _replace(folder, tree, stale)


def _replace(folder: Path, tree: Mapping[str, bytes], stale: Collection[Path]) -> list[str]:
    """Write changed files to a temporary folder, then delete stale ones, then move the new ones into place.

    Deletion comes first, as a stale and a new file may have one name where upper and lower case are the same.
    """
    changed = [name for name, data in tree.items() if not _has(folder / name, data)]
    if not changed and not stale:
        return []
    with _as_pathgen_error(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".pathgen-") as aside:
            parts = [Path(aside, str(number)) for number in range(len(changed))]
            for part, name in zip(parts, changed, strict=True):
                part.write_bytes(tree[name])
                if _is_regular(folder / name):
                    copymode(folder / name, part)  # a private file stays private
            for path in stale:
                _remove(path, folder)
            for part, name in zip(parts, changed, strict=True):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                part.replace(folder / name)
    return [*changed, *(name for path in stale if (name := path.relative_to(folder).as_posix()) not in changed)]


@contextmanager
def _as_pathgen_error(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PathgenError(
            f"cannot write {error.filename or path}: {(error.strerror or str(error)).lower()}"
        ) from error


def _has(path: Path, data: bytes) -> bool:
    return _is_regular(path) and path.read_bytes() == data


def _is_regular(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _remove(path: Path, folder: Path) -> None:
    """Delete a file, and the folders below ``folder`` that it leaves empty."""
    path.unlink()
    for parent in path.parents:
        if parent == folder or any(parent.iterdir()):
            break
        parent.rmdir()
