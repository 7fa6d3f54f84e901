"""Whether a page would come out as it stands: told from what it is made of, without rendering it.

A page of entries is made of the text of its own section, and of little beyond: what stands outside all sections, and
where every entry is and what it is called. A digest of these is its key. Anything else that a template of ours starts
to use belongs into the key; tests/site/test_freshness.py edits every field and compares with a full render.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable
from pathlib import Path

from pathgen import files
from pathgen.catalogue.model import Library
from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.site.link_health import LinkHealth

_REMEMBERED = "pages.json"


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is rendered when asked; while ``key`` is the same it comes out the same (``None``: cannot tell)."""

    render: Callable[[], bytes]
    key: str | None = None


class Keys:
    """Makes the keys of a catalogue's pages.

    ``known`` is what prose can link to, ``health`` what is known of the addresses.
    """

    def __init__(self, catalogue: Catalogue, known: Iterable[str], health: LinkHealth) -> None:
        self.catalogue = catalogue
        where = [(entry.id, entry.title, catalogue.pages[entry.id].part.id) for entry in _written(catalogue)]
        stages = [(section.part.id, section.part.title, section.number) for section in catalogue.stages]
        around = (*known, *_outside(catalogue))
        self.base = _digest(
            _package(), *around, repr((where, stages, sorted(catalogue.homes.items()), health.ended, health.failed))
        )

    def of(self, *made_of: object) -> str:
        """Make the key of a page from the plain values that it shows."""
        return _digest(self.base, repr(made_of))

    def of_section(self, section: Section, prose: str) -> str:
        """Make the key of a step's or topic's page from its text, its prose and the sections it refers to."""
        referred = {
            self.catalogue.pages[entry.id].part.id: self.catalogue.pages[entry.id]
            for entry in section.all_entries
            if entry.is_reference and not isinstance(entry.target, Library)
        }
        return _digest(self.base, prose, _text(section), *map(_text, referred.values()))


def _written(catalogue: Catalogue) -> Iterable[Entry]:
    return (entry for entry in catalogue.entries if not entry.is_reference)


def _text(section: Section) -> str:
    span = section.part.span()
    return span.source.text[span.start : span.end]


def _outside(catalogue: Catalogue) -> list[str]:
    """Cut the sections out of the text of the catalogue's files."""
    spans = sorted((section.part.span() for section in catalogue.tops), key=lambda one: one.order)
    left = []
    for source in catalogue.sources:
        here = [span for span in spans if span.source is source]
        starts = [0, *(span.end for span in here)]
        ends = [*(span.start for span in here), len(source.text)]
        left += [source.text[start:end] for start, end in zip(starts, ends, strict=True)]
    return left


def fresh_pages(build: Path, pages: Mapping[str, Page]) -> dict[str, str]:
    """Find the pages that stand in ``build/docs/`` as they would be rendered: ``{path: digest of the file}``."""
    try:
        remembered = json.loads((build / _REMEMBERED).read_bytes())
        known = {name: (key, digest) for name, (key, digest) in remembered.items() if name in pages}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
    return {
        name: digest
        for name, (key, digest) in known.items()
        if key == pages[name].key and digest == _digest_of(build / "docs" / name)
    }


def remember_pages(build: Path, pages: Mapping[str, Page], made: Mapping[str, bytes], fresh: Mapping[str, str]) -> None:
    """Write down the keys of the pages and what was rendered for them."""
    remembered = {
        name: (page.key, fresh[name] if name in fresh else sha256(made[name]).hexdigest())
        for name, page in pages.items()
        if page.key
    }
    files.write(build / _REMEMBERED, json.dumps(remembered, indent=1).encode())


def made_by(*what: str) -> str:
    """Name what this version of pathgen makes of something; an edited one makes something else."""
    return _digest(_package(), *what)


def _digest_of(file: Path) -> str:
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _digest(*parts: str) -> str:
    total = sha256()
    for part in parts:
        total.update(sha256(part.encode()).digest())
    return total.hexdigest()


@cache
def _package() -> str:
    """Tell this version of pathgen from any other, an edited one included."""
    return _digest(*(file.read_text(encoding="utf-8") for file in _files(package_files("pathgen"))))


def _files(folder: Traversable) -> Iterable[Traversable]:
    for one in sorted(folder.iterdir(), key=lambda item: item.name):
        if one.is_dir() and one.name != "__pycache__":
            yield from _files(one)
        elif one.name.endswith((".py", ".j2", ".yaml")):
            yield one
