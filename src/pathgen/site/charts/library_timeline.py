"""The lives of the libraries: a bar for each, from its first release to its end, grouped by what continued them."""

from __future__ import annotations

from dataclasses import dataclass

from pathgen.catalogue.model import Library
from pathgen.catalogue.resolve import Catalogue
from pathgen.i18n.labels import Labels, labels_of
from pathgen.i18n.messages import Messages

# Units of the SVG's own coordinates; one is a CSS pixel where the chart is not scaled.
WIDEST_YEAR = 80
GROUP_HEIGHT = 40
HEADING = 28
"""How far the line of a group's heading is below the top of the group."""
TOP = 20
BAR_HEIGHT = 10
YEAR_LABEL = 44
LETTER = 7
"""About how wide a letter of a name is."""
ARROW_ROOM = 24


@dataclass(frozen=True, slots=True)
class Layout:
    """How the chart is drawn for a width of screen."""

    name: str
    width: int
    label_width: int
    row_height: int
    names_above: bool
    """Whether names are above the bars, where they need no room of their own; successors are then named, not drawn."""


LAYOUTS = (Layout("wide", 1160, 132, 22, names_above=False), Layout("narrow", 358, 4, 34, names_above=True))


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text at a bar."""

    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One library's life; ``y`` is the middle of the bar. The first label is its name."""

    id: str
    name: str
    x: float
    y: float
    width: float
    is_alive: bool
    words: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow from the end of one library to the bar of its successor."""

    path: str
    title: str


@dataclass(frozen=True, slots=True)
class LibraryTimeline:
    """The chart: its size, the years on its axis, the groups' headings and what is drawn in them."""

    name: str
    width: int
    height: int
    years: list[tuple[int, float]]
    groups: list[tuple[str, float]]
    bars: list[Bar]
    arrows: list[Arrow]


def library_timeline(catalogue: Catalogue) -> list[LibraryTimeline]:
    """Return the chart for wide and for narrow screens; an empty list where no library has a year of release."""
    shown = [library for library in catalogue.libraries if library.released]
    words = labels_of(catalogue.path.language)
    return [_drawn(catalogue, shown, layout, words) for layout in LAYOUTS] if shown else []


def _drawn(catalogue: Catalogue, shown: list[Library], layout: Layout, words: Labels) -> LibraryTimeline:
    axis = _Axis.of(shown, catalogue.today.year, layout)
    bars: dict[str, Bar] = {}
    groups: list[tuple[str, float]] = []
    arrows: list[tuple[str, str]] = []
    y = float(TOP)
    for heading, members in _families(shown, catalogue.library, words.say):
        groups.append((heading, y + HEADING))
        y += GROUP_HEIGHT
        near = set() if layout.names_above else {library.id for library in members}
        for library in members:
            y += layout.row_height
            bars[library.id] = _bar(library, y - BAR_HEIGHT, axis, catalogue, near, words=words)
            arrows += [(library.id, successor) for successor in library.successor if successor in near]
    return LibraryTimeline(
        name=layout.name,
        width=layout.width,
        height=round(y) + 6,
        years=axis.labels,
        groups=groups,
        bars=list(bars.values()),
        arrows=[_arrow(bars[start], bars[end], words.say) for start, end in arrows],
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """The years from the first release to today, and how wide one is."""

    layout: Layout
    first: int
    today: int
    year_width: float

    @classmethod
    def of(cls, libraries: list[Library], today: int, layout: Layout) -> _Axis:
        released = [library.released for library in libraries if library.released]
        today = max(today, *released)
        first = min(released)
        return cls(layout, first, today, min((layout.width - layout.label_width) / (today - first + 1), WIDEST_YEAR))

    def x(self, year: float) -> float:
        return round(self.layout.label_width + (year - self.first) * self.year_width, 1)

    @property
    def labels(self) -> list[tuple[int, float]]:
        """The years on the axis with their places, as many as fit side by side."""
        step = next(step for step in (1, 2, 5, 10, 20, 50, 1000) if step * self.year_width >= YEAR_LABEL)
        return [(year, self.x(year)) for year in range(self.first + -self.first % step, self.today + 1, step)]


def _bar(library: Library, y: float, axis: _Axis, catalogue: Catalogue, near: set[str], *, words: Labels) -> Bar:
    released = library.released or axis.today
    last = (
        axis.today
        if not library.has_ended
        else max((library.status.year if library.status else None) or released, released)
    )
    x, end = axis.x(released), axis.x(last + 0.8)
    by_id = catalogue.library
    elsewhere = words.say("words.comma").join(
        by_id[successor].name for successor in library.successor if successor in by_id and successor not in near
    )
    onward = f"→ {elsewhere}" if elsewhere else ""
    if axis.layout.names_above:
        labels = [_fitting(f"{library.name} {onward}".strip(), x, y - BAR_HEIGHT, axis.layout.width)]
    else:
        labels = [Label(library.name, round(x - 6, 1), y + 4.5, "end")]
        if onward:
            room = ARROW_ROOM if near.intersection(library.successor) else 6
            labels.append(Label(onward, round(end + room, 1), y + 4.5, "start"))
    state = words.library_state(library, catalogue.living_replacements(library))
    title = words.say("charts.life", name=library.name, year=str(released), state=state)
    return Bar(library.id, library.name, x, y, round(end - x, 1), not library.has_ended, title, tuple(labels))


def _fitting(text: str, x: float, y: float, width: int) -> Label:
    """Return a label that starts at ``x``, or ends at the right edge where it would not fit."""
    fits = x + len(text) * LETTER <= width
    return Label(text, x if fits else width, y, "start" if fits else "end")


def _families(libraries: list[Library], by_id: dict[str, Library], say: Messages) -> list[tuple[str, list[Library]]]:
    """Group libraries by the last in their line of successors; large groups first."""
    families: dict[str, list[Library]] = {}
    for library in libraries:
        families.setdefault(_end_of_line(library, by_id), []).append(library)
    alone = [members[0] for members in families.values() if len(members) == 1]
    together = [
        (by_id[end], sorted(members, key=lambda library: (library.id == end, library.released or 0)))
        for end, members in families.items()
        if len(members) > 1
    ]
    together.sort(key=lambda family: -len(family[1]))
    alone.sort(key=lambda library: library.released or 0)
    living = [library for library in alone if not library.has_ended]
    ended = [library for library in alone if library.has_ended]
    groups = [(say("charts.led_to", name=end.name), members) for end, members in together]
    groups += [(say("charts.alive"), living), (say("charts.ended"), ended)]
    return [group for group in groups if group[1]]


def _end_of_line(library: Library, by_id: dict[str, Library]) -> str:
    seen = {library.id}
    while True:
        successor = next((by_id[id_] for id_ in library.successor if id_ in by_id), None)
        if successor is None or successor.id in seen:
            return library.id
        seen.add(successor.id)
        library = successor


def _arrow(start: Bar, end: Bar, say: Messages) -> Arrow:
    """Return an arrow from the end of a bar to the nearest part of its successor's bar.

    A library that outlived its successor has no end to start from: there the arrow falls where the successor began.
    """
    x = start.x + start.width
    side = -BAR_HEIGHT / 2 - 1 if end.y > start.y else BAR_HEIGHT / 2 + 1
    if x > end.x + end.width:
        path = f"M{end.x + 6:g} {start.y - side:g}V{end.y + side:g}"
    else:
        target = max(min(x + 14, end.x + end.width - 6), end.x + 6)
        middle = (start.y + end.y) / 2
        path = (
            f"M{x:g} {start.y:g}C{max(x, target) + 16:g} {start.y:g} {target:g} {middle:g} {target:g} {end.y + side:g}"
        )
    return Arrow(path, say("charts.succeeded", start=start.name, end=end.name))
