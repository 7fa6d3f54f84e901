"""Git, run as a program: commits, and files at a commit, read from git's objects without a checkout."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from pathgen.errors import NoHistoryError, PathgenError
from pathgen.files import MAX_BYTES

_GIT_SECONDS = 60
_COMMAND = ("git", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false")
_ENVIRONMENT = {"LC_ALL": "C", "GIT_ALLOW_PROTOCOL": "none"}
"""Reasons are in English, and a repository's own settings, by anybody, run no program.

Git would start the one that watches files, the one that checks signatures, and, where a clone lacks an object, whatever
its settings say to fetch it with.
"""
_IS_PARTIAL = re.compile(rb"transport '[^'\n]*' not allowed")

Read = Callable[[str, str], bytes | None]
"""Returns a file's bytes, for a commit and a path from the catalogue's folder; ``None`` if it is not there."""


class Commit(NamedTuple):
    """A commit that changed a catalogue, and its time (``2026-01-31T12:00:00Z``)."""

    id: str
    moment: str
    is_edge: bool
    """Whether a shallow clone lacks its parents."""
    name: str
    """The name of the catalogue at this commit."""
    former: str
    """Its name before: another one if this commit renamed it."""

    @property
    def day(self) -> str:
        """Its day, in UTC: ``2026-01-31``."""
        return self.moment[:10]

    @property
    def short(self) -> str:
        """The first characters of its id, for people."""
        return self.id[:10]


def git(folder: Path, *arguments: str) -> bytes | None:
    """Return what git prints in a folder; ``None`` if it fails.

    Raises:
        PathgenError: git cannot be run, or needs what a partial clone lacks.
    """
    done = _run(folder, *arguments)
    if done.returncode != 0 and _IS_PARTIAL.search(done.stderr):
        raise PathgenError(
            "git cannot read the history: this clone has only a part of it; clone the repository without --filter"
        )
    return done.stdout if done.returncode == 0 else None


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            [*_COMMAND, "-C", str(folder), *arguments],
            capture_output=True,
            timeout=_GIT_SECONDS,
            check=False,
            env={**os.environ, **_ENVIRONMENT},
        )
    except OSError as error:
        raise NoHistoryError(f"git is needed to find changes, but it cannot be run: {error}") from error
    except subprocess.TimeoutExpired as error:
        raise PathgenError(f"git is needed to find changes, but it cannot be run: {error}") from error


def commit_of(folder: Path, revision: str) -> str:
    """Return the id of the commit that a revision names.

    Raises:
        NoHistoryError: git is not installed, or there is no repository or no such revision.
        PathgenError: git refuses to read the repository, such as that of another user; its reason is in the message.
    """
    found = git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found is not None:
        return found.decode().strip()
    asked = _run(folder, "rev-parse", "--git-dir")
    if asked.returncode == 0:
        raise NoHistoryError(
            f"there is no git revision {revision!r} here; if this is a shallow clone, fetch its history "
            "(fetch-depth: 0)"
        )
    reason = asked.stderr.decode(errors="replace").strip()
    if "not a git repository" in reason:
        raise NoHistoryError(f"{folder} is not in a git repository")
    raise PathgenError(
        "\n".join(
            ["git cannot read the history:", *(f"  {line.strip()}" for line in reason.split("\n") if line.strip())]
        )
    )


def shallow_edge(folder: Path) -> frozenset[str]:
    """Return the commits whose parents a shallow clone lacks, from the file in which git lists them."""
    path = (git(folder, "rev-parse", "--git-path", "shallow") or b"").decode(errors="surrogateescape").rstrip("\n")
    try:
        return frozenset((folder / path).read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return frozenset()


@contextmanager
def reading(folder: Path) -> Iterator[Read]:
    """Start one git process, and yield a function that reads files at commits from it.

    Raises:
        PathgenError: git cannot be run.
    """
    try:
        process = subprocess.Popen(
            [*_COMMAND, "-C", str(folder), "cat-file", "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_ENVIRONMENT},
        )
    except OSError as error:
        raise PathgenError(f"git is needed to find changes, but it cannot be run: {error}") from error
    with process:
        if process.stdin is None or process.stdout is None:  # never: both are pipes
            raise AssertionError
        request, answer = process.stdin, process.stdout

        def read(commit: str, path: str) -> bytes | None:
            if "\n" in path:
                return None
            try:
                request.write(f"{commit}:./{path}\n".encode(errors="surrogateescape"))
                request.flush()
            except OSError:  # git has ended, as it does outside a repository
                return None
            data = _blob(answer)
            if data is None:
                git(folder, "cat-file", "-e", f"{commit}:./{path}")  # which says if it is only not in the clone
            return data

        try:
            yield read
        finally:
            with suppress(OSError):  # closing a pipe that git no longer reads fails a second time
                request.close()


def _blob(answer: IO[bytes]) -> bytes | None:
    """Return the bytes of git's answer (``ID blob SIZE``, then the bytes): at most one more than is accepted."""
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
    """Return the files in a folder at a commit, relative to it; names with ``..`` in a stranger's tree are left out."""
    listed = (git(folder, "ls-tree", "-r", "-z", "--name-only", commit) or b"").split(b"\0")
    return [name for name in map(os.fsdecode, listed) if ".." not in name.split("/")]


def write_out(to: Path, read: Read, commit: str, names: Iterable[str]) -> None:
    """Write files of a commit into a folder, and none outside it: a stranger's tree may have names with ``..``.

    A file that this system cannot write is left out.
    """
    for name in names:
        path = to / name
        data = read(commit, name) if path.is_relative_to(to) and ".." not in path.parts else None
        if data is not None:
            with suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
