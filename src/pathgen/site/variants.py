"""The reader's choice of an edition and a track: the texts of a page for each choice, and the styles that show them.

The page contains all of them; the styles show what was chosen before anything is painted, and no script has to count
again. The page's root says what was chosen: ``data-edition`` and ``data-track`` (``assets/early.js``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

from pathgen.catalogue.model import Concept, Track
from pathgen.catalogue.resolve import Catalogue

FILE = "assets/choice.css"


def editions_of(catalogue: Catalogue) -> list[str]:
    """Return the ids of editions, the default one first; ``[""]`` where there are none."""
    editions = sorted(catalogue.editions, key=lambda edition: edition is not catalogue.default_edition)
    return [edition.id for edition in editions] or [""]


def tracks_of(catalogue: Catalogue) -> list[str]:
    """Return the ids of tracks, after ``""`` for none."""
    return ["", *(track.id for track in catalogue.tracks)]


def editions_with(catalogue: Catalogue, track: str) -> list[str]:
    """Return the editions in which a step lists something for a track; all of them where no step does in any."""
    entries = [entry for section in catalogue.steps for entry in section.entries if entry.track == track]
    editions = editions_of(catalogue)
    return [edition for edition in editions if any(entry.is_in(edition) for entry in entries)] or editions


@dataclass(frozen=True, slots=True)
class Variant:
    """A text, and the choices (``edition/track``, separated by spaces) whose readers it is for."""

    text: str
    choices: str


def by_choice(catalogue: Catalogue, say: Callable[[str, str], str], edition: str | None = None) -> list[Variant]:
    """Return the texts of a page for each choice; a text that several share is listed once, the default one first.

    ``edition`` limits the choices to those of one edition.
    """
    found: dict[str, list[str]] = {}
    for chosen, track in product(editions_of(catalogue) if edition is None else [edition], tracks_of(catalogue)):
        found.setdefault(say(chosen, track), []).append(f"{chosen}/{track}")
    return [Variant(text, " ".join(choices)) for text, choices in found.items()]


def taught_in(catalogue: Catalogue, step: str, editions: Iterable[str]) -> list[tuple[str, list[Concept]]]:
    """Return the concepts of a step for the readers of each edition: once, under ``""``, where all meet the same."""
    found = []
    for edition in editions:
        homes = catalogue.homes_in(edition)
        found.append((edition, [concept for concept in catalogue.concepts if homes.get(concept.id) == step]))
    if all(concepts == found[0][1] for _, concepts in found):
        return [("", concepts) for _, concepts in found[:1] if concepts]
    return [(edition, concepts) for edition, concepts in found if concepts]


def choice_styles(catalogue: Catalogue) -> bytes:
    """Return ``assets/choice.css``."""
    rules = [rule for edition in catalogue.editions for rule in _of_edition(edition.id)]
    rules += [rule for track in catalogue.tracks for rule in _of_track(track)]
    rules += [rule for pair in product(editions_of(catalogue), tracks_of(catalogue)) for rule in _of_choice(*pair)]
    return "".join(f"{rule}\n" for rule in rules).encode()


def _of_edition(edition: str) -> list[str]:
    """Hide what belongs to other editions, and its headings in the table of contents."""
    root = f'[data-edition="{edition}"]'
    return [
        f'{root} [data-pg-edition]:not([data-pg-edition~="{edition}"]) {{ display: none; }}',
        f'{root} .md-nav__item:has(> [href^="#edition-"]:not([href="#edition-{edition}"])) {{ display: none; }}',
    ]


def _of_track(track: Track) -> list[str]:
    """Hide what serves other libraries, in parts that require something of this one (see ``choices.on_track``)."""
    same, other = f'[data-pg-track="{track.id}"]', f'[data-pg-track]:not([data-pg-track="{track.id}"])'
    part = f'[data-track="{track.id}"] [data-pg-part]:has(:is(.pg-entry--core, .pg-entry--alternative){same})'
    fitting = f".pg-entry:not({other})"
    return [
        f"{part} {other}, {part} .pg-choice:not(:has({fitting})) {{ display: none; }}",
        f"{part} .pg-choice:not(:has({fitting} ~ {fitting})) > .pg-choice__head {{ display: none; }}",
        f"{part} .pg-choice > .pg-entries {{ display: flex; flex-direction: column; }}",
        f"{part} .pg-choice > .pg-entries > {same} {{ order: -1; }}",
    ]


def _of_choice(edition: str, track: str) -> list[str]:
    """Show only the text for this choice, of those that :func:`by_choice` returned."""
    root = ":root" + (f'[data-edition="{edition}"]' if edition else "")
    root += f'[data-track="{track}"]' if track else ":not([data-track])"
    mine = f'[data-pg-when~="{edition}/{track}"]'
    return [
        f"{root} {mine}[hidden] {{ display: revert; }}",
        f"{root} [data-pg-when]:not({mine}) {{ display: none; }}",
    ]
