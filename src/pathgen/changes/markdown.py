"""The changes for a comment on a pull request, and the history for a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pathgen.changes.describe import UNREADABLE, ChangeDescriptions
from pathgen.changes.history import Version
from pathgen.changes.lost_ids import LOST, in_words, lost_ids
from pathgen.changes.since import ChangeReport
from pathgen.escape import github_markdown

MOST = 60_000
"""The most characters written: a comment on GitHub can have 65,536."""
MOST_LOST = 50
"""The most lost ids that are listed: one command writes the lines for all."""


def report(given: ChangeReport) -> str:
    """Return a summary in bold, and a list for each part of the path; cut off after ``MOST`` characters."""
    words = ChangeDescriptions(given.changes, github_markdown)
    lines = [f"**What changes for readers:** {words.summary()}"]
    if given.note:
        lines += ["", f"Note: {github_markdown(given.note)}"]
    lost = [*in_words(lost_ids(given.changes), github_markdown)]
    if lost:
        lines += ["", f"**{LOST}**", "", *(f"- {line}" for line in lost[:MOST_LOST])]
        lines += [f"- … and {len(lost) - MOST_LOST:,} more"] if len(lost) > MOST_LOST else []
    size = sum(map(len, lines))
    left = 0
    for title, groups, descriptions in (("", words.groups(), words), *words.paths()):
        head = ["", f"### {title}"] if title else []
        for group in groups:
            head += ["", f"**{group.heading}**", ""]
            for change in group.changes:
                line = f"- {descriptions.line(change)}"
                size += len(line) + 1 + sum(len(text) + 1 for text in head)
                if size > MOST:
                    left += 1
                    continue
                lines += [*head, line]
                head = []
    if left:
        lines += ["", f"… and {left:,} more"]
    return "\n".join(lines) + "\n"


def log(versions: Iterable[Version]) -> Iterator[str]:
    """Yield a list item for each version."""
    for version in versions:
        said = ChangeDescriptions(version.changes, github_markdown).summary() if version.changes else UNREADABLE
        yield f"- {version.commit.day} (`{version.commit.short}`): {said}\n"
