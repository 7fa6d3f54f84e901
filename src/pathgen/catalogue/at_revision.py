"""A catalogue as it was at a git revision, and the commits that touched it: read from git's objects, no checkout."""

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
    edge = shallow_edge(folder)
    return [
        Commit(one, f"{datetime.fromtimestamp(int(moment), UTC):%Y-%m-%dT%H:%M:%SZ}", one in edge)
        for moment, one in (entry.split() for entry in (found or b"").decode().splitlines())
    ]


def catalogue_at(folder: Path, read: Read, commit: str, name: str, known: Known) -> Loaded | None:
    """Read a catalogue at a commit, without asking the rules; ``None`` where there was none.

    What cannot be read of it is left out, and told by the diagnostics. What the site above it shares is read as it is
    now.
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
