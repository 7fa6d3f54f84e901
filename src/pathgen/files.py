"""Files: read within a bound, and written so that a reader, or a crash, never meets half of one."""

from __future__ import annotations

import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import copymode
from tempfile import TemporaryDirectory

from pathgen.errors import PathgenError

MAX_BYTES = 16 * 1024 * 1024
"""The largest file read: a catalogue of 10,000 entries takes about 4 MB."""


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """Read a file, at most one byte more than is accepted, so that a huge one costs nothing.

    Raises:
        PathgenError: the file cannot be read.
    """
    name = str(path).replace("\n", r"\x0a")  # one line, whatever a file is called
    try:
        if stat.S_ISREG(path.stat().st_mode):
            with path.open("rb") as file:
                return file.read(most + 1)
    except OSError as error:
        message = f"cannot read {name}: {(error.strerror or str(error)).lower()}"
        raise PathgenError(message) from error
    raise PathgenError(f"cannot read {name}: it is not a file")  # a folder, or a pipe that may never end


def write(path: Path, data: bytes) -> bool:
    """Replace a file in one step if its bytes differ; tell whether they did.

    What is there and is no file, such as /dev/stdout or a pipe, is written to as it stands.

    Raises:
        PathgenError: it cannot be written.
    """
    if path.exists() and not path.is_file():
        with _telling(path):
            path.write_bytes(data)
        return True
    return bool(_replace(path.parent, {path.name: data}, stale=()))


def read_tree(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder: ``{relative path with /: bytes}``; links are not followed out of it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def sync(folder: Path, tree: Mapping[str, bytes], keep: Collection[str] = ()) -> list[str]:
    """Make a folder hold exactly these files: write what differs, delete what is stale; give what changed.

    What ``keep`` names stays as it is.

    Raises:
        PathgenError: something cannot be written; unless that shows only at the end, the folder is as it was.
    """
    wanted = tree.keys() | keep
    there = [path for path in folder.rglob("*") if path.is_symlink() or path.is_file()]
    stale = [path for path in there if path.is_symlink() or path.relative_to(folder).as_posix() not in wanted]
    return _replace(folder, tree, stale)


def _replace(folder: Path, tree: Mapping[str, bytes], stale: Collection[Path]) -> list[str]:
    """Write aside what differs, then delete what is stale, then put what was written in its place.

    Nothing is deleted after something took its place: where capitals do not count, both may have one name.
    """
    changed = [name for name, data in tree.items() if not _holds(folder / name, data)]
    if not changed and not stale:
        return []
    with _telling(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".pathgen-") as aside:
            parts = [Path(aside, str(number)) for number in range(len(changed))]
            for part, name in zip(parts, changed, strict=True):
                part.write_bytes(tree[name])
                if _is_own_file(folder / name):
                    copymode(folder / name, part)  # what nobody else may read stays so
            for path in stale:
                _remove(path, folder)
            for part, name in zip(parts, changed, strict=True):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                part.replace(folder / name)
    return [*changed, *(name for path in stale if (name := path.relative_to(folder).as_posix()) not in changed)]


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PathgenError(
            f"cannot write {error.filename or path}: {(error.strerror or str(error)).lower()}"
        ) from error


def _holds(path: Path, data: bytes) -> bool:
    return _is_own_file(path) and path.read_bytes() == data


def _is_own_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _remove(path: Path, folder: Path) -> None:
    """Delete a file, and the folders below ``folder`` that it leaves empty."""
    path.unlink()
    for parent in path.parents:
        if parent == folder or any(parent.iterdir()):
            break
        parent.rmdir()
