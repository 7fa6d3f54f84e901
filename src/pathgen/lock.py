"""Locks between runs of pathgen, on a file or a folder: however a process ends, its locks end with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pathgen.errors import PathgenError


@contextmanager
def locked(path: Path) -> Iterator[bool]:
    """Have other runs that lock the same file or folder wait; yield whether it could be locked.

    Some network file systems have no locks, and Windows has none of folders: there, nobody waits.

    Raises:
        PathgenError: the path cannot be opened.
    """
    if sys.platform == "win32" and path.is_dir():
        yield False
        return
    try:
        descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    except OSError as error:
        raise PathgenError(f"cannot write {path}: {(error.strerror or str(error)).lower()}") from error
    try:
        yield _is_locked(descriptor)
    finally:
        os.close(descriptor)


def _is_locked(descriptor: int) -> bool:
    """Wait for a lock, which closing the file ends; return whether there is one."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - not on every system

        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
            except OSError:  # it gives up after ten seconds
                continue
            return True
    import fcntl  # noqa: PLC0415 - not on every system

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError:
        return False
    return True
