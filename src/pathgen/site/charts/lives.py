"""The lives of the libraries: a bar each from first release to end, grouped by what they led to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pathgen.catalogue.model import Library
from pathgen.catalogue.resolve import Catalogue
from pathgen.site.words import library_state

# Units of the SVG's own coordinates; one is a CSS pixel where the chart is not scaled.
LABEL_WIDTH = 150
YEAR_WIDTH = 27
ROW_HEIGHT = 22
GROUP_GAP = 30
TOP = 30
BAR_HEIGHT = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One library's life; ``y`` is the middle of its row."""

    id: str
    name: str
    x: float
    y: float
    width: float
    is_alive: bool
    words: str
    onward: str
    """The successors in other groups, to be written behind the bar."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """From the end of one library to the bar of its successor."""

    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Lives:
    """The chart: its size, the years on its axis, the groups' headings and what is drawn in them."""

    width: int
    height: int
    years: list[tuple[int, float]]
    groups: list[tuple[str, float]]
    bars: list[Bar]
    arrows: list[Arrow]


def lives(catalogue: Catalogue) -> Lives | None:
    """Lay the chart out; ``None`` where no library says when it was first released."""
    shown = [library for library in catalogue.libraries if library.released]
    if not shown:
        return None
    today = max(int(catalogue.latest_date[:4]), *(library.released or 0 for library in shown))
    first = min(library.released or today for library in shown)
    bars: dict[str, Bar] = {}
    groups: list[tuple[str, float]] = []
    arrows: list[tuple[str, str]] = []
    y = float(TOP)
    for heading, members in _families(shown, catalogue.library):
        groups.append((heading, y + GROUP_GAP * 0.6))
        y += GROUP_GAP
        near = {library.id for library in members}
        for library in members:
            elsewhere = [catalogue.library[one].name for one in library.successor if one not in near]
            bars[library.id] = _bar(library, y + ROW_HEIGHT / 2, first, today, catalogue.library, elsewhere)
            arrows += [(library.id, one) for one in library.successor if one in near]
            y += ROW_HEIGHT
    step = 2 if today - first < 30 else 5  # noqa: PLR2004 - as many year labels as fit side by side
    years = [(year, _x(year, first)) for year in range(first + -first % step, today + 2, step)]
    return Lives(
        width=round(_x(today + 1, first)) + 12,
        height=round(y) + 10,
        years=years,
        groups=groups,
        bars=list(bars.values()),
        arrows=[_arrow(bars[start], bars[end]) for start, end in arrows],
    )


def _x(year: float, first: int) -> float:
    return LABEL_WIDTH + (year - first) * YEAR_WIDTH


def _bar(library: Library, y: float, first: int, today: int, by_id: dict[str, Library], elsewhere: list[str]) -> Bar:
    released = library.released or today
    is_alive = library.status is None or library.status.state in ("active", "maintenance")
    end = today if is_alive else max((library.status.year if library.status else None) or released, released)
    words = f"{library.name}: first released in {released}, {library_state(library, by_id)}"
    width = (end - released + 0.8) * YEAR_WIDTH
    return Bar(library.id, library.name, _x(released, first), y, width, is_alive, words, ", ".join(elsewhere))


def _families(libraries: list[Library], by_id: dict[str, Library]) -> list[tuple[str, list[Library]]]:
    """Group libraries by the one their line of successors (or, without any, of parents) ends in; large ones first."""
    families: dict[str, list[Library]] = {}
    for library in libraries:
        families.setdefault(_end_of_line(library, by_id), []).append(library)
    alone = [members[0] for members in families.values() if len(members) == 1]
    together = [
        (f"Led to {by_id[end].name}", sorted(members, key=lambda one: (one.id == end, one.released or 0)))
        for end, members in families.items()
        if len(members) > 1
    ]
    together.sort(key=lambda family: -len(family[1]))
    alone.sort(key=lambda one: one.released or 0)
    living = [one for one in alone if one.status is None or one.status.state in ("active", "maintenance")]
    ended = [one for one in alone if one not in living]
    return [*together, *((name, group) for name, group in (("Still alive", living), ("Ended", ended)) if group)]


def _end_of_line(library: Library, by_id: dict[str, Library]) -> str:
    seen = {library.id}
    here = library
    while True:
        onward: Iterable[str] = here.successor or ((here.parent,) if here.parent and _has_ended(here) else ())
        there = next((by_id[one] for one in onward if one in by_id), None)
        if there is None or there.id in seen:
            return here.id
        seen.add(there.id)
        here = there


def _has_ended(library: Library) -> bool:
    return library.status is not None and library.status.state in ("discontinued", "archived")


def _arrow(start: Bar, end: Bar) -> Arrow:
    """Draw from the end of a bar, over to the nearest part of its successor's bar, and down or up to it."""
    x = start.x + start.width
    target = max(min(x + 14, end.x + end.width - 6), end.x + 6)
    side = -BAR_HEIGHT / 2 - 1 if end.y > start.y else BAR_HEIGHT / 2 + 1
    turn = max(x, target) + 16
    path = f"M{x:g} {start.y:g}C{turn:g} {start.y:g} {target:g} {(start.y + end.y) / 2:g} {target:g} {end.y + side:g}"
    return Arrow(path, f"{start.name} was succeeded by {end.name}")
