"""An earlier look at what moved: a new address is offered only when two looks a day apart saw it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from command import pathgen

from pathgen.links.history import FILE


def look(folder: Path, *options: str) -> None:
    """Check the links of a folder, as a run of today would, after one of two days ago that saw the same."""
    pathgen("check-links", *options, "--fail-on", "never", cwd=folder)
    seen_earlier(folder)


def seen_earlier(folder: Path, file: str = FILE) -> None:
    """Write into a history that every new address was seen two days earlier, too."""
    with closing(sqlite3.connect(folder / file)) as database:
        earlier = "strftime('%Y-%m-%dT%H:%M:%SZ', checked_at, '-2 days')"
        database.execute(f"UPDATE link SET moved_since = {earlier} WHERE suggestion IS NOT NULL")  # noqa: S608 - ours
        database.commit()
