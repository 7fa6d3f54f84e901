"""The changes for a comment on a pull request, and the history for a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pathgen.catalogue.resolve import Entry
from pathgen.changes.describe import UNREADABLE, ChangeDescriptions
from pathgen.changes.history import Version
from pathgen.changes.lost_ids import LOST, in_words, lost_ids
from pathgen.changes.since import ChangeReport
from pathgen.escape import github_link, github_markdown
from pathgen.i18n.labels import labels_of
from pathgen.i18n.messages import ENGLISH

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
                line = f"- {descriptions.line(change)}{_to_look_at(descriptions.added(change))}"
                size += len(line) + 1 + sum(len(text) + 1 for text in head)
                if size > MOST:
                    left += 1
                    continue
                lines += [*head, line]
                head = []
    if left:
        lines += ["", f"… and {left:,} more"]
    return "\n".join(lines) + "\n"


def _to_look_at(entry: Entry | None) -> str:
    """Return what a person who reviews a new entry needs: its address, its time, and why it is there."""
    if entry is None:
        return ""
    time = f" ({labels_of(ENGLISH).duration(entry.minutes)})" if entry.minutes else ""
    why = f"<br>{github_markdown(' '.join(entry.why.split()))}" if entry.why else ""
    return f"<br>{github_link('', entry.url)}{time}{why}"


def log(versions: Iterable[Version]) -> Iterator[str]:
    """Yield a list item for each version."""
    for version in versions:
        said = ChangeDescriptions(version.changes, github_markdown).summary() if version.changes else UNREADABLE
        yield f"- {version.commit.day} (`{version.commit.short}`): {said}\n"
