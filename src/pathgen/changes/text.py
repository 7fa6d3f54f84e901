"""The changes, and the history, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pathgen.changes.describe import UNREADABLE, ChangeDescriptions
from pathgen.changes.history import Version
from pathgen.changes.since import ChangeReport
from pathgen.terminal import visible


def report(told: ChangeReport) -> str:
    """Give a summary, and a line for each change; nothing in it acts on the terminal it is shown in."""
    words = ChangeDescriptions(told.changes, visible)
    lines = [f"Note: {visible(told.note)}", ""] if told.note else []
    lines.append(words.summary())
    for group in words.groups():
        lines += ["", group.heading, *(f"  {words.line(one)}" for one in group.changes)]
    for heading, groups, own in words.paths():
        lines += ["", heading]
        for group in groups:
            lines += ["", f"  {group.heading}", *(f"    {own.line(one)}" for one in group.changes)]
    return "\n".join(lines) + "\n"


def log(versions: Iterable[Version]) -> Iterator[str]:
    """Give a line for each version: ``2026-01-31 1a2b3c4 adds 2 to Step 5``."""
    for one in versions:
        said = ChangeDescriptions(one.changes, visible).summary() if one.changes else UNREADABLE
        yield f"{one.commit.day} {one.commit.short} {said}\n"
