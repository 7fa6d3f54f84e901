"""The command ``pathgen path-to``: the shortest way to a concept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from pathgen.catalogue.resolve import Entry, Section
from pathgen.catalogue.shared_entries import beside
from pathgen.catalogue.values import EntryState
from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.known_history import show_problem
from pathgen.cli.options import (
    catalogue_argument,
    done_option,
    format_option,
    load_valid,
    one_of,
    progress_of,
    show_diagnostics,
)
from pathgen.i18n.labels import plural, total
from pathgen.learner.shortest_path import PathFinder, ShortestPath, assumed_time, concept_called
from pathgen.links.history import FILE
from pathgen.reports.json import dumps
from pathgen.site.link_health import LinkHealth, health_of
from pathgen.terminal import visible, width

COLUMNS = 80
_COMMAND = re.compile("^:(?=:)")
SCHEMA = 1
"""The version of the JSON's shape."""


@click.command()
@click.argument("concept")
@catalogue_argument
@click.option("--edition", help="The edition to follow.  [default: the one that readers get first]")
@click.option("--track", help="The track, that is the library, to prefer.  [default: none]")
@done_option
@format_option(["text", "json"], "The format of the list.")
def command(
    *,
    concept: str,
    catalogue: Path,
    edition: str | None,
    track: str | None,
    done: Path | None,
    form: str,
) -> int:
    """List the entries that teach CONCEPT (an id or a title) and all that it needs in the least time, in order.

    Exit status: 0 listed, 1 no entry teaches it or the catalogue has errors, 2 the command cannot run.
    """
    loaded, path = load_valid(catalogue)
    show_diagnostics(loaded, catalogue)
    edition = one_of((edition.id for edition in path.editions), edition, "edition")
    track = one_of((track.id for track in path.tracks), track, "track")
    health = health_of(path, beside(catalogue, FILE))
    show_problem(health.problem)
    progress = progress_of(path, done)
    skipped = {entry.id for entry in path.entries if progress.is_skipped(entry.id)}
    finder = PathFinder(path, edition, track, {line.url for line in health.lost}, skipped)
    found = finder.path_to(concept_called(path, concept), progress.known())
    report = dumps(_document(found, finder.edition, track)) if form == "json" else _text(found, health)
    click.echo(report, nl=False)
    return ExitStatus.OK if found.is_taught else ExitStatus.FINDINGS


# --- for programs ------------------------------------------------------------------------------------------------


def _document(found: ShortestPath, edition: str | None, track: str | None) -> dict[str, Any]:
    """Return the path as plain values; ``minutes`` is ``[low, high]``, or null without a time estimate."""
    return {
        "schema": SCHEMA,
        "concept": found.concept.id,
        "title": found.concept.title,
        "edition": edition,
        "track": track,
        "known": found.is_known,
        "shortest": found.is_shortest,
        "longest": found.longest and found.longest.id,
        "untaught": [concept.id for concept in found.untaught],
        "entries": [
            {
                "id": lesson.entry.id,
                "title": lesson.entry.title,
                "part": lesson.entry.part,
                "url": lesson.entry.url,
                "section": lesson.section.part.id,
                "step": lesson.section.number,
                "role": lesson.entry.role,
                "minutes": lesson.entry.minutes,
                "teaches": [concept.id for concept in lesson.teaches],
            }
            for lesson in found.lessons
        ],
    }


# --- for people --------------------------------------------------------------------------------------------------


def _text(found: ShortestPath, health: LinkHealth) -> str:
    return "".join(f"{line}\n" for line in _lines(found, health))


def _lines(found: ShortestPath, health: LinkHealth) -> Iterator[str]:
    yield from _wrapped(found.concept.title)
    if found.is_known:
        yield from ("", "You know it: you said so, or have done something that teaches it.")
        return
    if found.concept.summary:
        yield from _wrapped(found.concept.summary)
    if found.lessons:
        yield ""
        yield from _wrapped(_how_much(found))
    margin = len(str(len(found.lessons))) + 3
    for number, lesson in enumerate(found.lessons, 1):
        entry = lesson.entry
        title = f"{entry.title}, {entry.part}" if entry.part else entry.title
        yield ""
        yield from _wrapped(title, margin, f"{number:{margin - 2}}. ")
        yield from _wrapped(f"{_place(lesson.section)} · {total([entry])} · {entry.role}", margin)
        yield from _wrapped(f"teaches {'; '.join(concept.title for concept in lesson.teaches)}", margin)
        yield " " * margin + visible(_address(entry, health))
    if found.untaught:
        yield ""
        yield from _wrapped(f"No entry teaches: {'; '.join(concept.title for concept in found.untaught)}.")


def _address(entry: Entry, health: LinkHealth) -> str:
    """Return the address of the entry, or of its archived copy if its own no longer works."""
    if ended := health.ended.get(entry.url):
        return ended.copy or entry.url
    is_gone = entry.status and entry.status.state == EntryState.GONE
    return (is_gone and entry.target.archived) or entry.url


def _how_much(found: ShortestPath) -> str:
    time = total(found.entries)
    words = f"{'The shortest way' if found.is_shortest else 'A short way, maybe not the shortest'}: "
    words += f"{plural(time.count, 'entry', 'entries')}, {time}"
    if time.unknown:
        words += f", and {time.unknown} of unknown time" if time.high else ""
        assumed = dict.fromkeys(f"{assumed_time(each).low // 60} h" for each in found.entries if each.minutes is None)
        words += f" (counted as {' or '.join(assumed)} where ways are compared)"
    most = f" More than half of this time is one entry: {found.longest.title}." if found.longest else ""
    return f"{words}.{most}"


def _place(section: Section) -> str:
    return f"Step {section.number}, {section.part.title}" if section.number else section.part.title


def _wrapped(text: str, margin: int = 0, first: str = "") -> Iterator[str]:
    """Yield the lines of a text, wrapped to the width of the report; a longer word has a line of its own.

    No line starts with ``::``, which a GitHub log would read as a command.
    """
    line = first or " " * margin
    for word in (_COMMAND.sub(r"\\x3a", part) for part in visible(text).split()):
        if width(line) > margin and width(line) + 1 + width(word) > COLUMNS:
            yield line
            line = " " * margin
        line += f" {word}" if width(line) > margin else word
    yield line
