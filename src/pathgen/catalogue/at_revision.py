"""A catalogue at a git revision, and the commits that changed it: read from git's objects, without a checkout."""

from __future__ import annotations

import os
import posixpath
import re
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pathgen.catalogue.includes import fault, is_named, patterns_of
from pathgen.catalogue.load import Loaded, parse
from pathgen.catalogue.shared_entries import shared_entries_above
from pathgen.git import Commit, Read, commit_of, git, names_at, reading, shallow_edge, write_out
from pathgen.yamldoc import decode
from pathgen.yamldoc.known import Known

_MAY_INCLUDE = re.compile(rb"""\binclude["']?\s*:""")


_LAST_SECOND = 253_402_300_799
"""The last second of the year 9999, after which Python has no dates; git accepts any number in a commit."""


def commits(folder: Path, name: str, since: str | None = None, most: int | None = None) -> list[Commit]:
    """Return the commits of the main line that changed a catalogue, the newest first; a merge counts as one.

    Changes of files that it, or a path of its site, includes today count too. ``since`` is a commit that is left out
    with its ancestors; at most ``most`` are returned. Those from before it was renamed, within its
    folder, count too. The last one may be where a shallow clone ends.

    Raises:
        PathgenError: git is not installed, or there is no repository or no commit.
    """
    end = commit_of(folder, "HEAD")
    found: list[Commit] = []
    while most is None or len(found) < most:
        renamed = _renaming(folder, end, name)
        until = [since, renamed and f"{renamed[0]}^"]
        found += _commits(folder, end, name, [f"^{commit}" for commit in until if commit], most and most - len(found))
        if renamed is None:
            break
        if found and found[-1].id == renamed[0]:
            found[-1] = found[-1]._replace(former=renamed[1])
        end, name = f"{renamed[0]}^", renamed[1]
    return found


def _commits(folder: Path, end: str, name: str, without: list[str], most: int | None) -> list[Commit]:
    """Return the commits that changed a catalogue of this name, the newest first, from one on and without others."""
    with reading(folder) as read:
        patterns = _all_patterns(folder, read, end, name)
    files = [f":(literal){name}", *(f":(glob){pattern}" for pattern in patterns if not fault(pattern))]
    limit = [] if most is None else [f"--max-count={most}"]
    found = git(folder, "rev-list", "--first-parent", "--timestamp", *limit, end, *without, "--", *files)
    edge = shallow_edge(folder)
    return [
        Commit(commit, _moment(int(seconds)), commit in edge, name, name)
        for seconds, commit in (row.split() for row in (found or b"").decode().splitlines())
    ]


def _moment(seconds: int) -> str:
    return f"{datetime.fromtimestamp(min(seconds, _LAST_SECOND), UTC):%Y-%m-%dT%H:%M:%SZ}"


def _renaming(folder: Path, end: str, name: str) -> tuple[str, str] | None:
    """Return the last commit in which a catalogue got its name, and the name before; ``None`` if it had no other."""
    asked = (
        "log",
        "-s",
        "--first-parent",
        "-m",
        "--diff-filter=A",
        "--no-renames",
        "--format=%H",
        "--max-count=1",
        end,
    )
    added = (git(folder, *asked, "--", f":(literal){name}") or b"").decode().strip()
    moved = git(folder, "diff-tree", "-r", "-M", "-z", "--relative", "--diff-filter=R", f"{added}^", added)
    fields = [os.fsdecode(field) for field in (moved or b"").split(b"\0")] if added else []
    # Each is `:modes and ids R100`, the former name, the new one (git-diff-tree, "Raw output format").
    return next(((added, before) for before, now in zip(fields[1::3], fields[2::3], strict=False) if now == name), None)


def catalogue_at(folder: Path, read: Read, commit: str, name: str, known: Known) -> Loaded | None:
    """Return a catalogue at a commit, without running the rules; ``None`` if it was not there.

    Parts that cannot be read are left out, and the diagnostics name them. Entries that the site above shares with it
    are read as they are now.
    """
    data = read(commit, name)
    if data is None:
        return None
    shelf = shared_entries_above(folder / name)
    others = included_at(folder, read, commit, name)
    if others is None:
        return parse(name, data, known=known, rules=(), shelf=shelf)
    with TemporaryDirectory() as temporary:
        write_out(Path(temporary), read, commit, others)
        return parse(str(Path(temporary, name)), data, known=known, rules=(), shelf=shelf)


def included_at(folder: Path, read: Read, commit: str, name: str) -> list[str] | None:
    """Return the files that a catalogue includes at a commit, and those that the paths among them include.

    ``None`` if it has no `include`, which costs no parsing to find out.
    """
    patterns = _all_patterns(folder, read, commit, name)
    return [name for name in names_at(folder, commit) if is_named(name, patterns)] if patterns else None


def _all_patterns(folder: Path, read: Read, commit: str, name: str) -> list[str]:
    """Return the `include` patterns of a catalogue at a commit, and those of the paths that it includes."""
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
