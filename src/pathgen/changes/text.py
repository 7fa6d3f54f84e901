"""The changes for a terminal."""

from __future__ import annotations

from pathgen.changes.since import Report
from pathgen.changes.words import Words
from pathgen.reports.characters import visible


def report(told: Report) -> str:
    """Give a summary, and a line for each change; nothing in it acts on the terminal it is shown in."""
    words = Words(told.changes, visible)
    lines = [f"Note: {visible(told.note)}", ""] if told.note else []
    lines.append(words.summary())
    for heading, changes in words.groups():
        lines += ["", heading, *(f"  {line}" for line in changes)]
    return "\n".join(lines) + "\n"
