"""Git, as a program of its own: commits, and files as they were at one, read from git's objects without a checkout."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from pathgen.errors import PathgenError
from pathgen.files import MAX_BYTES

_GIT_SECONDS = 60

Read = Callable[[str, str], bytes | None]
"""Reads a file: of a commit and the path from the catalogue's folder; ``None`` where it is not there."""


class Commit(NamedTuple):
    """A commit, when it was made (``2026-01-31T12:00:00Z``), and whether what was before it was not fetched."""

    id: str
    moment: str
    is_edge: bool

    @property
    def day(self) -> str:
        """The day it was made, in UTC: ``2026-01-31``."""
        return self.moment[:10]

    @property
    def short(self) -> str:
        """The beginning of its id, for people."""
        return self.id[:10]


def git(folder: Path, *arguments: str) -> bytes | None:
    """Run git in a folder; nothing where it fails.

    Raises:
        PathgenError: git cannot be run.
    """
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the git of the user
            capture_output=True,
            timeout=_GIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PathgenError(f"git is needed to find what changed, and cannot be run: {error}") from error
    return done.stdout if done.returncode == 0 else None


def commit_of(folder: Path, revision: str) -> str:
    """Find the commit that a revision names.

    Raises:
        PathgenError: there is no git, no repository, or no such revision.
    """
    found = git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found is not None:
        return found.decode().strip()
    if git(folder, "rev-parse", "--git-dir") is None:
        raise PathgenError(f"{folder} is in no git repository")
    raise PathgenError(
        f"there is no git revision {revision!r} here; where a clone is shallow, fetch all of it (fetch-depth: 0)"
    )


def shallow_edge(folder: Path) -> frozenset[str]:
    """Give the commits whose parents a shallow clone left out: git lists them in a file."""
    path = (git(folder, "rev-parse", "--git-path", "shallow") or b"").decode(errors="surrogateescape").rstrip("\n")
    try:
        return frozenset((folder / path).read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return frozenset()


@contextmanager
def reading(folder: Path) -> Iterator[Read]:
    """Read files at commits, all by one git.

    Raises:
        PathgenError: git cannot be run.
    """
    command = ["git", "-C", str(folder), "cat-file", "--batch"]
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError as error:
        raise PathgenError(f"git is needed to find what changed, and cannot be run: {error}") from error
    with process:
        if process.stdin is None or process.stdout is None:  # it is asked for pipes above
            raise AssertionError
        ask, answer = process.stdin, process.stdout

        def read(commit: str, path: str) -> bytes | None:
            if "\n" in path:
                return None
            try:
                ask.write(f"{commit}:./{path}\n".encode(errors="surrogateescape"))
                ask.flush()
            except OSError:  # it ended at once, as where there is no repository
                return None
            return _blob(answer)

        try:
            yield read
        finally:
            with suppress(OSError):  # what was not read by a git that ended is not told again as it is closed
                ask.close()


def _blob(answer: IO[bytes]) -> bytes | None:
    """Read git's answer: ``ID blob SIZE`` and the bytes, at most one more than is accepted; the rest is passed over."""
    head = answer.readline().split()
    if len(head) != len(("id", "kind", "size")) or not head[2].isdigit():
        return None
    size = int(head[2])
    data = answer.read(min(size, MAX_BYTES + 1))
    left = size + 1 - len(data)
    while left > 0 and (passed := answer.read(min(left, MAX_BYTES))):
        left -= len(passed)
    return data if head[1] == b"blob" else None


def names_at(folder: Path, commit: str) -> list[str]:
    """List the files in a folder at a commit, as they are seen from there: a stranger's tree may call one ``..``."""
    listed = (git(folder, "ls-tree", "-r", "-z", "--name-only", commit) or b"").split(b"\0")
    return [name for name in map(os.fsdecode, listed) if ".." not in name.split("/")]


def write_out(to: Path, read: Read, commit: str, names: Iterable[str]) -> None:
    """Write files of a commit into a folder: none outside it, as a stranger's tree may call one ``..``.

    One that this system cannot write is left out.
    """
    for name in names:
        path = to / name
        data = read(commit, name) if path.is_relative_to(to) and ".." not in path.parts else None
        if data is not None:
            with suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
