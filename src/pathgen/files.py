"""Files: read up to a limit, and written so that neither a reader nor a crash ever leaves half a file."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pathgen.errors import ChangedMeanwhileError, PathgenError
from pathgen.lock import locked

MAX_BYTES = 16 * 1024 * 1024
"""The largest file read: a catalogue of 10,000 entries takes about 4 MB."""
MAX_MEDIA_BYTES = 100 * 1024 * 1024
"""The largest file of a folder: GitHub refuses larger ones (docs.github.com, "About large files on GitHub")."""
_ASIDE = ".pathgen-new-"
"""How folders are called whose files are not complete; the next run deletes those of a run that was killed."""
_WRITERS = 16
"""How many files are flushed to the disk at the same time: it takes as long for all as for a few."""


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
        with as_pathgen_error(path):
            path.write_bytes(data)
        return True
    with as_pathgen_error(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with sole_writer(path.parent):
        return _write(path, data)


def _write(path: Path, data: bytes) -> bool:
    if has(path, data):
        return False
    replace_in(path.parent, {path.name: data}, stale=(), is_durable=True)
    return True


class FileChange(NamedTuple):
    """The bytes that an edit of a file was made for (``None``: there was no such file), and the edited ones."""

    before: bytes | None
    after: bytes


def replace(path: Path, change: FileChange) -> None:
    """Replace a file in one step if it still contains the bytes that the new ones were made from.

    Other edits by pathgen in its folder wait, so that none comes between the look and the replacement. Windows cannot
    lock a folder: there, two edits within the same millisecond can still meet.

    Raises:
        ChangedMeanwhileError: it contains others.
        PathgenError: it cannot be read or written.
    """
    with sole_writer(path.parent):
        if change.before is None:
            if os.path.lexists(path):
                raise ChangedMeanwhileError(str(path))
        elif read_bytes(path, len(change.before)) != change.before:
            raise ChangedMeanwhileError(str(path))
        _write(path, change.after)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder: ``{relative path with /: bytes}``; links are left out. It may not exist.

    Raises:
        PathgenError: something in it cannot be read, or is too large.
    """
    tree = {}
    for name in names_below(folder):
        tree[name] = read_bytes(folder / name, MAX_MEDIA_BYTES)
        if len(tree[name]) > MAX_MEDIA_BYTES:
            raise PathgenError(f"{folder / name}: larger than {MAX_MEDIA_BYTES // 2**20} MB")
    return tree


def names_below(folder: Path) -> list[str]:
    """Return the files below a folder, relative to it with ``/``, sorted; links are left out. It may not exist.

    Raises:
        PathgenError: a folder cannot be read.
    """
    found: list[str] = []
    folders = [""]
    while folders:
        below = folders.pop()
        with as_pathgen_error(folder / below, "read"):
            try:
                entries = [*os.scandir(folder / below)]
            except FileNotFoundError:  # it does not exist, or was deleted meanwhile
                continue
            folders += (f"{below}{entry.name}/" for entry in entries if entry.is_dir(follow_symlinks=False))
            found += (f"{below}{entry.name}" for entry in entries if entry.is_file(follow_symlinks=False))
    return sorted(found, key=lambda name: name.split("/"))


def part_of(folder: Path, name: str) -> Path:
    """Return the path of a part of a project, which may be a link to another part, and may not exist.

    Raises:
        PathgenError: it is a link that leads out of the folder: whoever shared the project may have put it there, and
            the files that it leads to are not theirs.
    """
    path = folder / name
    try:
        is_inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link that leads in a circle, for Python before 3.13
        is_inside = False
    if not is_inside:
        raise PathgenError(f"{path} is a link that leads out of its folder; put the files themselves there")
    return path


def sync(folder: Path, tree: Mapping[str, bytes], *, is_durable: bool = False) -> list[str]:
    """Make a folder contain exactly these files, and return the names of those that changed.

    Files that differ are written, others are deleted. ``is_durable`` has the files on the disk before their names
    refer to them; it is not needed for what the next run compares again.

    Raises:
        PathgenError: something cannot be written; the folder is unchanged, unless that shows only at the end.
    """
    with as_pathgen_error(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with sole_writer(folder):
            found = differences(folder, tree)
            if found.names:
                replace_in(folder, {name: tree[name] for name in found.changed}, found.stale, is_durable=is_durable)
            return found.names


class Differences(NamedTuple):
    """How a folder differs from a tree of files."""

    changed: list[str]
    """The names of files that it lacks, or that have other bytes."""
    stale: list[Path]
    """What the tree lacks, and every link."""
    names: list[str]
    """The names of both."""


def differences(folder: Path, tree: Mapping[str, bytes]) -> Differences:
    """Compare a folder with a tree, ``{relative path with /: bytes}``; what a link leads to is never looked at."""
    existing = [path for path in folder.rglob("*") if path.is_symlink() or path.is_file()]
    links = {path for path in existing if path.is_symlink()}
    stale = [path for path in existing if path in links or path.relative_to(folder).as_posix() not in tree]
    changed = [
        name
        for name, data in tree.items()
        if not has(folder / name, data) or (links and not links.isdisjoint((folder / name).parents))
    ]
    gone = (path.relative_to(folder).as_posix() for path in stale)
    return Differences(changed, stale, list(dict.fromkeys((*changed, *gone))))


def replace_in(folder: Path, changed: Mapping[str, bytes], stale: Collection[Path], *, is_durable: bool) -> None:
    """Write changed files to a temporary folder, then delete stale ones, then move the new ones into place.

    Deletion comes first, as a stale and a new file may have one name where upper and lower case are the same.
    """
    with as_pathgen_error(folder / next(iter(changed)) if len(changed) == 1 else folder), aside(folder) as new:
        parts = {name: new / str(number) for number, name in enumerate(changed)}
        write_new({part: changed[name] for name, part in parts.items()}, is_durable=is_durable)
        for name, part in parts.items():
            if _is_regular(folder / name):
                shutil.copymode(folder / name, part)  # a private file stays private
        for path in stale:
            _remove(path, folder)
        for name, part in parts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            part.replace(folder / name)
        if is_durable:
            flush({(folder / name).parent for name in changed})


@contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Have other runs of pathgen that write into a folder wait, and delete what those left that were killed."""
    with locked(folder) as is_sole:
        for left in left_in(folder) if is_sole else ():
            shutil.rmtree(left, ignore_errors=True)  # which follows no link
        yield


def left_in(folder: Path) -> list[Path]:
    """Return what is left in a locked folder by runs that were killed."""
    return [*folder.glob(f"{_ASIDE}*")]


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """Yield a new folder within another for files that are not complete yet; at the end it is deleted."""
    with TemporaryDirectory(dir=folder, prefix=_ASIDE, ignore_cleanup_errors=True) as new:
        yield Path(new)


def write_new(files: Mapping[Path, bytes], *, is_durable: bool = True) -> None:
    """Write files that do not exist yet, into folders that do; ``is_durable``: they are on the disk at the end."""

    def write_one(path: Path) -> None:
        with path.open("xb") as file:
            file.write(files[path])
            if is_durable:
                file.flush()
                os.fsync(file.fileno())

    if len(files) == 1 or not is_durable:
        for path in files:
            write_one(path)
    else:
        with ThreadPoolExecutor(_WRITERS) as pool:
            [*pool.map(write_one, files)]


def flush(folders: Collection[Path]) -> None:
    """Have the names in folders on the disk; Windows offers no way to."""
    if sys.platform == "win32":
        return
    with ThreadPoolExecutor(min(_WRITERS, len(folders) or 1)) as pool:
        [*pool.map(_flush, folders)]


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def as_pathgen_error(path: Path, verb: str = "write") -> Iterator[None]:
    """Turn an error of the system into a PathgenError that names its file; ``path`` for a temporary one of ours."""
    try:
        yield
    except OSError as error:
        is_ours = error.filename is None or _ASIDE in str(error.filename)
        name = path if is_ours else error.filename
        raise PathgenError(f"cannot {verb} {name}: {(error.strerror or str(error)).lower()}") from error


def has(path: Path, data: bytes) -> bool:
    """Whether a path is a file, and no link, that contains exactly these bytes."""
    return _is_regular(path) and read_bytes(path, len(data)) == data


def _is_regular(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _remove(path: Path, folder: Path) -> None:
    """Delete a file, and the folders below ``folder`` that it leaves empty."""
    path.unlink()
    for parent in path.parents:
        if parent == folder or any(parent.iterdir()):
            break
        parent.rmdir()
