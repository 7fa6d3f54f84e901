"""How many entries a catalogue has of each sort."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.reports.characters import visible, width

Statistics = Mapping[str, Mapping[str, int]]
"""``{sort: {value: count}}``; what an entry does not say is counted as ``unknown``."""
UNKNOWN = "unknown"
_BAR = 30
_NAME = 40


def statistics(catalogue: Catalogue, verdicts: Mapping[str, str]) -> Statistics:
    """Count entries, each once, by step, topic, kind, level, language, access, year, status and state of the link.

    ``verdicts`` tells what the last check said of each address; libraries are counted by licence and status.
    """
    entries = [entry for entry in catalogue.entries if not entry.is_reference]
    return {
        "total": {
            "steps": len(catalogue.steps),
            "topics": len(catalogue.topics),
            "concepts": len(catalogue.concepts),
            "libraries": len(catalogue.libraries),
            "entries": len(entries),
        },
        "step": _sizes(catalogue.stages),
        "topic": _sizes(catalogue.topics),
        "kind": _counted(entry.kind for entry in entries),
        "level": _counted(entry.level for entry in entries),
        "language": _counted(entry.language for entry in entries),
        "access": _counted(entry.access for entry in entries),
        "year": dict(sorted(_counted(entry.year for entry in entries).items())),
        "status": _counted(_state(entry) for entry in entries),
        "link": _counted(verdicts.get(entry.url, "never checked") for entry in entries),
        "licence of libraries": _counted(library.licence for library in catalogue.libraries),
        "status of libraries": _counted(one.status.state if one.status else None for one in catalogue.libraries),
    }


def _sizes(sections: Sequence[Section]) -> dict[str, int]:
    """Count the entries of sections by their titles, and by their ids where two have the same."""
    titles = Counter(section.part.title for section in sections)
    return {
        section.part.title if titles[section.part.title] == 1 else section.part.id: len(section.all_entries)
        for section in sections
    }


def _state(entry: Entry) -> str:
    return str(entry.status.state) if entry.status else "active"


def _counted(values: Iterable[object]) -> dict[str, int]:
    """Count values, the most frequent first."""
    return dict(Counter(UNKNOWN if value is None else str(value) for value in values).most_common())


def text(found: Statistics, bar: str) -> str:
    """Show statistics with bars for a terminal; ``bar`` is what a bar is made of."""
    lines: list[str] = []
    for sort, counts in found.items():
        if not counts:
            continue
        most = max(counts.values()) or 1
        names = {name: _cut(visible(name)) for name in counts}
        column = max(map(width, names.values()))
        lines += ["", f"By {sort}" if sort != "total" else "In all"]
        for name, count in counts.items():
            drawn = "" if sort == "total" else f"  {bar * max(round(count * _BAR / most), count > 0)}"
            padding = " " * (column - width(names[name])) if drawn else ""
            # The count comes first, as a line that begins with a name could be a command to a CI service.
            lines.append(f"  {count:>7,}  {names[name]}{padding}{drawn}")
    return "\n".join(lines[1:]) + "\n"


def _cut(name: str) -> str:
    return name if width(name) <= _NAME else name[: _NAME - 1] + "…"
