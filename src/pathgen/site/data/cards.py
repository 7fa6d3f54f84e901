"""The picture that is shown with a link to a page: one for each step, and one for the rest of the site.

Drawn as SVG by a template (``card.svg.j2``) and turned into PNG without a browser and without a network. The letters
are FiraGO's (Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari, Thai, Georgian); any other letter is taken from the
fonts of the machine that builds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import resvg_py
from jinja2 import Environment

from pathgen import files
from pathgen.catalogue.resolve import Catalogue
from pathgen.escape import xml
from pathgen.i18n.messages import messages_of
from pathgen.site.charts.concept_map import NARROW, WIDE
from pathgen.site.page_urls import page_of, place

WIDTH, HEIGHT = 1200, 630
"""What Facebook, LinkedIn and Twitter show whole (1.91 to 1)."""
MARGIN = 80
_RENDERER = resvg_py.__version__
_FAMILY = "FiraGO"
_SIZES = (92, 80, 70, 60, 52)
"""Sizes of a title, from the largest; a long one gets a smaller size before it gets another line."""
_ROOM = 300
"""How high a title may be."""
_LEADING = 1.18
_UNDER_SIZE = 34
_MOST_LETTERS = 250
"""More than fit in a card; the rest of a text is not even looked at."""
_MOST_STATIONS = 15
_WORD = re.compile(
    r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]|\S+?(?=[\u2e80-\u9fff\uac00-\ud7af]|\s|$)|\s+"
)
"""A word, a space, or a letter of a script that is written without spaces (CJK), after which a line may end."""
_ELSEWHERE = re.compile(
    r"[^\0-\u052f\u0590-\u06ff\u0750-\u077f\u0900-\u097f\u0e00-\u0e7f\u10a0-\u10ff\u1e00-\u20cf\u2100-\u22ff]"
)
"""A letter that FiraGO does not have."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a picture says; ``number`` is a step's, of ``steps``, ``over`` and ``under`` the lines around the title."""

    file: str
    title: str
    path: str
    over: str = ""
    under: str = ""
    number: int | None = None
    steps: int = 0

    @property
    def words(self) -> str:
        """The picture in words, for those who do not see it."""
        return ". ".join(filter(None, (self.path, self.over, self.title if self.title != self.path else "")))


def shown_on(catalogue: Catalogue) -> dict[str, Card]:
    """Return the card of each page by the page's address; all other pages use that of the home page."""
    path, say = catalogue.path, messages_of(catalogue.path.language)
    steps = len(catalogue.steps)
    found = {"": Card("assets/cards/path.png", path.title, path.title, under=path.summary or "", steps=steps)}
    for section in catalogue.stages:
        number = section.number or 0
        over = say("machines.step", number=number, steps=steps) if number else say("machines.before")
        file = f"assets/cards/{section.part.id}.step.png"  # no id has the other card's name
        found[place(page_of(catalogue, section))] = Card(
            file, section.part.title, path.title, over, path.title, number, steps
        )
    return found


def pictures(catalogue: Catalogue, jinja: Environment, kept: Path) -> dict[str, bytes]:
    """Return the picture of each card: ``{path below docs/: PNG}``.

    Drawing one takes a tenth of a second, so ``kept`` is a folder with the pictures of the last build, each named after
    the digest of what it was drawn from.
    """
    direction = messages_of(catalogue.path.language).direction
    found, now_kept = {}, {}
    for card in shown_on(catalogue).values():
        drawing = svg(card, jinja, direction)
        name = sha256(f"{_RENDERER}{drawing}".encode()).hexdigest() + ".png"
        picture = kept / name
        now_kept[name] = found[card.file] = picture.read_bytes() if picture.is_file() else png(drawing)
    files.sync(kept, now_kept, is_durable=True)  # as the next build takes a picture of the right name as it is
    return found


def svg(card: Card, jinja: Environment, direction: str) -> str:
    """Return a card as SVG."""
    size, lines = _fit(_short(card.title), WIDTH - 2 * MARGIN)
    # The renderer takes the direction of a line from nothing but its own marks (Unicode Bidirectional Algorithm, X2).
    turned = "\u202b{}\u202c".format if direction == "rtl" else str
    stations = card.steps if 1 < card.steps <= _MOST_STATIONS else 0
    return jinja.get_template("card.svg.j2").render(
        card=card,
        width=WIDTH,
        height=HEIGHT,
        margin=MARGIN,
        size=size,
        leading=round(size * _LEADING),
        lines=[turned(line) for line in lines],
        over=turned(_short(card.over)),
        under=[turned(line) for line in _under(_short(card.under), 1 if card.over else 2)],
        under_size=_UNDER_SIZE,
        stations=[MARGIN + 14 + (WIDTH - 2 * MARGIN - 28) * index / (stations - 1) for index in range(stations)],
        is_rtl=direction == "rtl",
        family=_FAMILY,
    )


def png(drawing: str) -> bytes:
    """Return a drawing as PNG: the same bytes on every machine if FiraGO has all its letters.

    Letters that no font of the machine has are left out, as they would all be the same box.
    """
    if not _ELSEWHERE.search(drawing):
        return _drawn(drawing)
    picture = _drawn(drawing, with_fonts_of_machine=True)
    if picture == _drawn(_ELSEWHERE.sub("\U0010fffd", drawing), with_fonts_of_machine=True):
        return _drawn(_ELSEWHERE.sub("", drawing))
    return picture


def _drawn(drawing: str, *, with_fonts_of_machine: bool = False) -> bytes:
    with TemporaryDirectory(prefix="pathgen-") as folder:
        files = [Path(folder, name) for name in _fonts()]
        for file in files:
            file.write_bytes(_fonts()[file.name])
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=drawing,
                font_files=list(map(str, files)),
                font_family=_FAMILY,
                skip_system_fonts=not with_fonts_of_machine,
            )
        )


@cache
def _fonts() -> Mapping[str, bytes]:
    """Unpack the fonts, which takes a moment: not before a card has to be drawn."""
    from pymupdf_fonts import FiraGO_Bold, FiraGO_Regular  # noqa: PLC0415

    return {"bold.ttf": FiraGO_Bold.fontbuffer, "regular.ttf": FiraGO_Regular.fontbuffer}


# --- how a title fills its place ---------------------------------------------------------------------------------


def _short(text: str) -> str:
    return xml(text)[:_MOST_LETTERS]


def _fit(title: str, width: float) -> tuple[int, list[str]]:
    """Find the largest size in which a title fits, and its lines; in the smallest one it is cut."""
    for size in _SIZES:
        lines = _lines(title, width / size)
        if len(lines) * size * _LEADING <= _ROOM:
            return size, lines
    most = int(_ROOM / (_SIZES[-1] * _LEADING))
    return _SIZES[-1], [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), width / _SIZES[-1])]


def _under(text: str, most: int) -> list[str]:
    """Break the text below a title into at most so many lines."""
    ems = (WIDTH - 2 * MARGIN) / _UNDER_SIZE
    lines = _lines(text, ems)
    last = _cut(" ".join(lines[most - 1 :]), ems)
    return [*lines[: most - 1], *([last] if last else [])]


def _lines(title: str, ems: float) -> list[str]:
    """Break a title into lines of so many ems, within a word only where it is longer than a line."""
    lines = [""]
    for word in _WORD.findall(title):
        for part in _parts(word, ems):
            if _ems(lines[-1] + part.rstrip()) > ems:
                lines.append("")
            lines[-1] += part if lines[-1] else part.lstrip()
    return [line.rstrip() for line in lines if line.strip()]


def _parts(word: str, ems: float) -> list[str]:
    """Cut a word into parts that fit on a line."""
    parts = [""]
    for letter in word:
        if parts[-1] and _ems(parts[-1] + letter) > ems:
            parts.append("")
        parts[-1] += letter
    return parts


def _cut(text: str, ems: float) -> str:
    """Shorten a line that is too long."""
    if _ems(text) <= ems:
        return text
    while text and _ems(text + "…") > ems:
        text = text[:-1]
    return text.rstrip() + "…"


def _ems(text: str) -> float:
    """Return about how wide bold text is, in ems; rather too much than too little."""
    return sum(map(_em, text))


@cache
def _em(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Cf"):
        return 0
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return 1
    if letter in NARROW:
        return 0.36
    return 0.95 if letter in WIDE else 0.7 if letter.isupper() else 0.6
