"""The changes, and the history, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pathgen.changes.describe import UNREADABLE, ChangeDescriptions
from pathgen.changes.history import Version
from pathgen.changes.lost_ids import LOST, in_words, lost_ids
from pathgen.changes.since import ChangeReport
from pathgen.terminal import visible


def report(given: ChangeReport) -> str:
    """Return a summary, and a line for each change, without control characters that a terminal would act on."""
    words = ChangeDescriptions(given.changes, visible)
    lines = [f"Note: {visible(given.note)}", ""] if given.note else []
    lines.append(words.summary())
    for group in words.groups():
        lines += ["", group.heading, *(f"  {words.line(change)}" for change in group.changes)]
    for heading, groups, descriptions in words.paths():
        lines += ["", heading]
        for group in groups:
            lines += ["", f"  {group.heading}", *(f"    {descriptions.line(change)}" for change in group.changes)]
    lost = [*in_words(lost_ids(given.changes), visible)]
    if lost:
        lines += ["", LOST, *(f"  {line}" for line in lost)]
    return "\n".join(lines) + "\n"


def log(versions: Iterable[Version]) -> Iterator[str]:
    """Yield a line for each version: ``2026-01-31 1a2b3c4 adds 2 to Step 5``."""
    for version in versions:
        said = ChangeDescriptions(version.changes, visible).summary() if version.changes else UNREADABLE
        yield f"{version.commit.day} {version.commit.short} {said}\n"
