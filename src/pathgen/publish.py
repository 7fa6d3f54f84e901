"""Publish a folder of files in one step: whoever looks, or comes after a crash, finds the old ones or the new ones."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from pathgen.files import as_pathgen_error, aside, differences, flush, replace_in, sole_writer, write_new

_HERE = -100
"""Linux: paths count from the current folder (AT_FDCWD in fcntl.h)."""
_SWAP = 2
"""The flag to swap two names: RENAME_EXCHANGE of renameat2(2) on Linux, RENAME_SWAP of renamex_np(2) on macOS."""


def publish(folder: Path, tree: Mapping[str, bytes]) -> list[str]:
    """Make a folder contain exactly these files, in one step, and return the names of those that changed.

    The files are put together beside the folder, those that did not change as second names of the old ones; then the
    two folders are swapped. Where that cannot be done, as in a folder that is mounted, the files are replaced one by
    one.

    Raises:
        PathgenError: something cannot be written; the folder is unchanged, unless the files are replaced one by one.
    """
    folder = folder.resolve()  # of a link, what it leads to is replaced
    with as_pathgen_error(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with sole_writer(folder.parent):
            changed, stale, names = differences(folder, tree)
            if not names:
                return []
            try:
                with aside(folder.parent) as new:
                    _put_together(new / "new", folder, tree, frozenset(changed))
                    _swap(new / "new", folder)
            except OSError:
                folder.mkdir(exist_ok=True)
                with sole_writer(folder):
                    replace_in(folder, {name: tree[name] for name in changed}, stale, is_durable=True)
            flush([folder.parent])
    return names


def _put_together(new: Path, folder: Path, tree: Mapping[str, bytes], changed: frozenset[str]) -> None:
    """Write a folder with these files; those that did not change keep the bytes and the times that they have."""
    folders = {new, *((new / name).parent for name in tree)}
    for path in sorted(folders):
        path.mkdir(parents=True, exist_ok=True)
    write_new({new / name: tree[name] for name in changed})
    for name in tree:
        old = folder / name
        if name not in changed:
            _add_name(old, new / name)
        elif old.is_file() and not old.is_symlink():
            shutil.copymode(old, new / name)
    if folder.exists():
        shutil.copymode(folder, new)
    flush(folders)


def _add_name(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:  # not every file system has second names
        shutil.copy2(old, new)


def _swap(new: Path, folder: Path) -> None:
    """Put a new folder in the place of another, which gets the new one's name; at no time there is none.

    Windows and some network file systems cannot swap two names: there, there is none for a moment.
    """
    if not folder.exists():
        new.rename(folder)
    elif not _exchange(new, folder):
        old = new.with_name("old")
        folder.rename(old)
        try:
            new.rename(folder)
        except BaseException:
            old.rename(folder)
            raise


def _exchange(one_folder: Path, other: Path) -> bool:
    """Swap the names of two folders; return whether the system can."""
    if sys.platform == "win32":
        return False
    import ctypes  # noqa: PLC0415 - loads slowly

    system = ctypes.CDLL(None)
    names = os.fsencode(one_folder), os.fsencode(other)
    if hasattr(system, "renamex_np"):
        return bool(system.renamex_np(*names, _SWAP) == 0)
    return hasattr(system, "renameat2") and system.renameat2(_HERE, names[0], _HERE, names[1], _SWAP) == 0
