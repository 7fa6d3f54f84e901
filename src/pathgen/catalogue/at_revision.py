"""A catalogue at a git revision, and the commits that changed it: read from git's objects, without a checkout."""

from __future__ import annotations

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
    with its ancestors; at most ``most`` are returned. The last one may be where a shallow clone ends.

    Raises:
        PathgenError: git is not installed, or there is no repository or no commit.
    """
    head = commit_of(folder, "HEAD")
    with reading(folder) as read:
        patterns = _all_patterns(folder, read, head, name)
    files = [f":(literal){name}", *(f":(glob){pattern}" for pattern in patterns if not fault(pattern))]
    limit = [] if most is None else [f"--max-count={most}"]
    line = [head, *([f"^{since}"] if since else []), "--", *files]
    found = git(folder, "rev-list", "--first-parent", "--timestamp", *limit, *line)
    edge = shallow_edge(folder)
    return [
        Commit(
            commit, f"{datetime.fromtimestamp(min(int(moment), _LAST_SECOND), UTC):%Y-%m-%dT%H:%M:%SZ}", commit in edge
        )
        for moment, commit in (row.split() for row in (found or b"").decode().splitlines())
    ]


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
