"""How many entries a catalogue has of each kind, and how long its steps take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pathgen.catalogue.model import Edition, LinkPolicy
from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.diagnostics import quote
from pathgen.i18n.labels import Total, total
from pathgen.learner.route import needed, time_of_route
from pathgen.links.policy import ignoring
from pathgen.terminal import fitting, visible, width

UNKNOWN = "unknown"
_LEAST_NAME = 10
"""The columns that a name gets, however narrow the terminal is."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """``counts`` are ``{category: {value: count}}``; an entry without the value counts as ``unknown``.

    ``times`` say how long the required entries of each step take in ``edition``, the one that readers get first, and
    ``time`` how long all of them take without the preparation: both as on the home page.
    """

    counts: Mapping[str, Mapping[str, int]]
    edition: Edition | None
    times: Mapping[str, Total]
    time: Total


class Marks(NamedTuple):
    """What bars, cut names and ranges are written with."""

    bar: str
    shade: str
    cut: str
    dash: str


DRAWN, ASCII = Marks("█", "░", "…", "–"), Marks("#", "-", "...", "-")


@dataclass(frozen=True, slots=True)
class _Row:
    """A line: a number, what it is of, how long the bar is at least and at most (parts of the longest), and a note."""

    number: str
    name: str
    least: float = 0.0
    most: float = 0.0
    note: str = ""


def statistics(catalogue: Catalogue, verdicts: Mapping[str, str]) -> Statistics:
    """Count entries by step, topic, kind, level, language, access, year, status and state of the link, each entry once.

    ``verdicts`` is ``{address: verdict of the last check}``; libraries are counted by licence and status. Of each
    other path of a site only the number of entries is counted, by its folder.
    """
    edition = catalogue.default_edition
    names = _names(catalogue.stages)
    times = {
        section.part.id: total(group.entries[0] for group in needed(section, edition.id if edition else None))
        for section in catalogue.stages
    }
    return Statistics(
        _counts(catalogue, verdicts),
        edition,
        {names[name]: time for name, time in times.items()},
        time_of_route(catalogue),
    )


def _counts(catalogue: Catalogue, verdicts: Mapping[str, str]) -> dict[str, dict[str, int]]:
    entries = [entry for entry in catalogue.entries if not entry.is_reference]
    return {
        "total": {
            "steps": len(catalogue.steps),
            "topics": len(catalogue.topics),
            "concepts": len(catalogue.concepts),
            "libraries": len(catalogue.libraries),
            "entries": len(entries),
        },
        "path": {
            folder: sum(not entry.is_reference for entry in path.entries) for folder, path in catalogue.paths.items()
        },
        "step": _sizes(catalogue.stages),
        "topic": _sizes(catalogue.topics),
        "kind": _counted(entry.kind for entry in entries),
        "level": _counted(entry.level for entry in entries),
        "language": _counted(entry.language for entry in entries),
        "access": _counted(entry.access for entry in entries),
        "year": dict(sorted(_counted(entry.year for entry in entries).items())),
        "status": _counted(_state(entry) for entry in entries),
        "link": _counted(_link(entry.url, verdicts, catalogue.link_policy) for entry in entries),
        "licence of libraries": _counted(library.licence for library in catalogue.libraries),
        "status of libraries": _counted(lib.status.state if lib.status else None for lib in catalogue.libraries),
    }


def _names(sections: Sequence[Section]) -> dict[str, str]:
    """Return a name for each section, its title or, if two have the same, its id: ``{id: name}``."""
    titles = Counter(section.part.title for section in sections)
    return {
        part.id: part.title if titles[part.title] == 1 else part.id for part in (section.part for section in sections)
    }


def _sizes(sections: Sequence[Section]) -> dict[str, int]:
    names = _names(sections)
    return {names[section.part.id]: len(section.all_entries) for section in sections}


def _state(entry: Entry) -> str:
    return str(entry.status.state) if entry.status else "active"


def _link(url: str, verdicts: Mapping[str, str], policies: Sequence[LinkPolicy]) -> str:
    return "ignored" if ignoring(url, policies) else verdicts.get(url, "never checked")


def _counted(values: Iterable[object]) -> dict[str, int]:
    """Count values, the most frequent first."""
    return dict(Counter(UNKNOWN if value is None else str(value) for value in values).most_common())


def document(found: Statistics) -> dict[str, Any]:
    """Return what programs read: ``{"schema": 1, category: {value: count}, "minutes": {"edition", "all", "step"}}``.

    Minutes of all steps and of each are ``{"low", "high", "unknown"}``: the known times added up, and how many entries
    have none.
    """
    edition = found.edition.id if found.edition else None
    times = {name: time.numbers for name, time in found.times.items()}
    return {"schema": 1, **found.counts, "minutes": {"edition": edition, "all": found.time.numbers, "step": times}}


def text(found: Statistics, marks: Marks, columns: int | None) -> str:
    """Show statistics in plain columns, with bars where a terminal has so many ``columns``; nothing is coloured."""
    lines: list[str] = []
    for head, rows in _tables(found, marks):
        lines += ["", head, *_lines(rows, marks, columns)]
    return "\n".join(lines[1:]) + "\n"


def _tables(found: Statistics, marks: Marks) -> Iterator[tuple[str, list[_Row]]]:
    for category, counts in found.counts.items():
        if not counts:
            continue
        most = float("inf") if category == "total" else max(counts.values()) or 1
        rows = [_Row(f"{count:,}", name, count / most, count / most) for name, count in counts.items()]
        yield "In all" if category == "total" else f"By {category}", rows
        if category == "step":
            where = f" in the edition {quote(found.edition.title)}" if found.edition else ""
            yield visible(f"Time that the steps take{where}"), list(_of_times(found, marks))


def _of_times(found: Statistics, marks: Marks) -> Iterator[_Row]:
    """Return a row for each step, its bar full up to the fastest reader and shaded up to the slowest; then a total."""
    most = max(time.high for time in found.times.values()) or 1
    for name, time in found.times.items():
        yield _Row(_spent(time, marks), name, time.low / most, time.high / most, _untold(time))
    yield _Row(_spent(found.time, marks), "all steps together", note=_untold(found.time))


def _spent(time: Total, marks: Marks) -> str:
    return str(time).replace(DRAWN.dash, marks.dash) if time.count else "nothing"


def _untold(time: Total) -> str:
    return f"{time.unknown:,} without a time" if time.unknown else ""


def _lines(rows: Sequence[_Row], marks: Marks, columns: int | None) -> Iterator[str]:
    # The number comes first, because a line that starts with a name could be a command to a CI service.
    numbers = max(7, *(len(row.number) for row in rows))
    notes = max(len(row.note) for row in rows)
    names = max(width(visible(row.name)) for row in rows)
    bar = 0
    if columns is not None:
        left = columns - numbers - 4 - (notes and notes + 2)
        names = min(names, max(left // 2, _LEAST_NAME))
        bar = max(left - names - 2, 0)
    for row in rows:
        name = _cut(visible(row.name), names, marks.cut)
        drawn = _drawn(row, bar, marks)
        shown = f"  {row.number:>{numbers}}  {name}{' ' * (names - width(name))}"
        yield f"{shown}{f'  {drawn:{bar}}' if bar else ''}  {row.note}".rstrip()


def _drawn(row: _Row, columns: int, marks: Marks) -> str:
    """Draw a bar; what there is at all shows as one column at least."""
    whole = max(round(row.most * columns), int(row.most > 0 and columns > 0))
    full = whole if row.least == row.most else round(row.least * columns)
    return marks.bar * full + marks.shade * (whole - full)


def _cut(name: str, columns: int, mark: str) -> str:
    if width(name) <= columns:
        return name
    return name[: fitting(name, columns - len(mark))] + mark
