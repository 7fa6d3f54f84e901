"""Files as they were at a git revision: read from git's objects, without a checkout."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from pathgen.catalogue.text import MAX_BYTES
from pathgen.errors import PathgenError

_GIT_SECONDS = 60

Read = Callable[[str, str], bytes | None]
"""Reads a file: of a commit and the path from the catalogue's folder; ``None`` where it is not there."""


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
    raise PathgenError(
        f"there is no git revision {revision!r} here; where a clone is shallow, fetch all of it (fetch-depth: 0)"
    )


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
