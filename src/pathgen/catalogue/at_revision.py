"""A catalogue as it was at a git revision, and the commits that touched it: read from git's objects, no checkout."""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, NamedTuple

from pathgen.catalogue.includes import fault, is_named, patterns_of
from pathgen.catalogue.load import Loaded, parse
from pathgen.catalogue.shared_entries import shelf_above
from pathgen.errors import PathgenError
from pathgen.yamldoc import decode
from pathgen.yamldoc.decode import MAX_BYTES
from pathgen.yamldoc.known import Known

_GIT_SECONDS = 60
_MAY_INCLUDE = re.compile(rb"""\binclude["']?\s*:""")

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


def commits(folder: Path, name: str, since: str | None = None, most: int | None = None) -> list[Commit]:
    """List the commits that touched a catalogue, the newest first: those of the main line, where merges count as one.

    Files that it and the paths of its site include today count, too. ``since`` is a commit that is left out with its
    ancestors; no more than ``most`` are listed. The last one may be where a shallow clone ends.

    Raises:
        PathgenError: there is no git, no repository, or no commit in it.
    """
    head = commit_of(folder, "HEAD")
    with reading(folder) as read:
        patterns = _all_patterns(folder, read, head, name)
    files = [f":(literal){name}", *(f":(glob){one}" for one in patterns if not fault(one))]
    limit = [] if most is None else [f"--max-count={most}"]
    line = [head, *([f"^{since}"] if since else []), "--", *files]
    found = git(folder, "rev-list", "--first-parent", "--timestamp", *limit, *line)
    edge = _edge(folder)
    return [
        Commit(one, f"{datetime.fromtimestamp(int(moment), UTC):%Y-%m-%dT%H:%M:%SZ}", one in edge)
        for moment, one in (entry.split() for entry in (found or b"").decode().splitlines())
    ]


def _edge(folder: Path) -> frozenset[str]:
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


def catalogue_at(folder: Path, read: Read, commit: str, name: str, known: Known) -> Loaded | None:
    """Read a catalogue at a commit, without asking the rules; ``None`` where there was none.

    What cannot be read of it is left out, and told by the diagnostics. What the site above it shares is read as it is
    now.
    """
    data = read(commit, name)
    if data is None:
        return None
    shelf = shelf_above(folder / name)
    others = included_at(folder, read, commit, name)
    if others is None:
        return parse(name, data, known=known, rules=(), shelf=shelf)
    with TemporaryDirectory() as temporary:
        write_out(Path(temporary), read, commit, others)
        return parse(str(Path(temporary, name)), data, known=known, rules=(), shelf=shelf)


def included_at(folder: Path, read: Read, commit: str, name: str) -> list[str] | None:
    """List the files that a catalogue includes at a commit, and those that the paths among them include.

    ``None`` where it includes none, told at a glance.
    """
    patterns = _all_patterns(folder, read, commit, name)
    return [one for one in names_at(folder, commit) if is_named(one, patterns)] if patterns else None


def _all_patterns(folder: Path, read: Read, commit: str, name: str) -> list[str]:
    """Give the patterns by which a catalogue includes files at a commit, and those of the paths among these."""
    patterns = _patterns(name, read(commit, name) or b"")
    further: list[str] = []
    for path in names_at(folder, commit) if patterns else ():
        if (below := posixpath.dirname(path)) and is_named(path, patterns):
            further += (f"{below}/{pattern}" for pattern in _patterns(path, read(commit, path) or b""))
    return patterns + further


def _patterns(name: str, data: bytes) -> list[str]:
    if not _MAY_INCLUDE.search(data):
        return []
    _, tree, _ = decode.read(name, data)
    return [pattern for _, pattern in patterns_of(tree.value)] if tree else []


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
