"""The changes for a comment on a pull request, and the history for a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pathgen.changes.describe import UNREADABLE, ChangeDescriptions
from pathgen.changes.history import Version
from pathgen.changes.since import ChangeReport
from pathgen.escape import github_markdown

MOST = 60_000
"""How many characters are written: GitHub takes 65,536 in a comment."""


def report(told: ChangeReport) -> str:
    """Give a summary in bold, and a list for each part of the path; of very many changes the first."""
    words = ChangeDescriptions(told.changes, github_markdown)
    lines = [f"**What changes for readers:** {words.summary()}"]
    if told.note:
        lines += ["", f"Note: {github_markdown(told.note)}"]
    size = sum(map(len, lines))
    left = 0
    for title, groups, own in (("", words.groups(), words), *words.paths()):
        head = ["", f"### {title}"] if title else []
        for group in groups:
            head += ["", f"**{group.heading}**", ""]
            for change in group.changes:
                line = f"- {own.line(change)}"
                size += len(line) + 1 + sum(len(one) + 1 for one in head)
                if size > MOST:
                    left += 1
                    continue
                lines += [*head, line]
                head = []
    if left:
        lines += ["", f"… and {left:,} more"]
    return "\n".join(lines) + "\n"


def log(versions: Iterable[Version]) -> Iterator[str]:
    """Give an item of a list for each version."""
    for one in versions:
        said = ChangeDescriptions(one.changes, github_markdown).summary() if one.changes else UNREADABLE
        yield f"- {one.commit.day} (`{one.commit.short}`): {said}\n"
