"""A text of the starter that `pathgen new` wrote is still there, so readers would see it.

The starter explains in each text what belongs there. Once you write your own, or delete the field or the entry, the
warning is gone.

Bad:

    steps:
      - id: dough
        title: Dough
        resources:
          - {title: Kneading, url: "https://example.org/a", why: "What readers get from it here, in your own words."}

Good:

    steps:
      - id: dough
        title: Dough
        resources:
          - {title: Kneading, url: "https://example.org/a", why: Shows when to stop.}
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files as package_files
from typing import Any

import yaml

from pathgen.catalogue.model import Part
from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Diagnostic, Location, Severity

CODE = "placeholder"
SEVERITY = Severity.WARNING

_SCAFFOLD = package_files("pathgen.scaffold")
_STARTERS = (_SCAFFOLD.joinpath("starter"), *_SCAFFOLD.joinpath("translations").iterdir())
_FEWEST_WORDS = 4
"""Texts of fewer words, such as "Further reading", may be what somebody means to write."""
_FIELDS = ("title", "summary", "audience", "goals", "why")
_HELP = "write your own, or delete what you do not need"


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield the parts of the catalogue whose texts are those of the starter."""
    entries = (entry.written for entry in catalogue.entries)
    parts: tuple[Part, ...] = (catalogue.path, *(section.part for section in catalogue.sections), *entries)
    for part in parts:
        fields = [name for name in _FIELDS if _texts().intersection(_listed(getattr(part, name, None)))]
        if fields:
            message = f"the text of the starter is still here: {', '.join(f'`{name}`' for name in fields)}"
            yield Diagnostic(CODE, SEVERITY, part.span(fields[0]), message, _HELP)


def of_page(file: str, name: str, text: str) -> Iterator[Diagnostic]:
    """Yield that a page, ``name`` below ``content/``, is still that of the starter."""
    for starter in (starter.joinpath("content", *name.split("/")) for starter in _STARTERS):
        if starter.is_file() and starter.read_text(encoding="utf-8").split() == text.split():
            place = Location(file, 1, 1, 1, 1)
            yield Diagnostic(CODE, SEVERITY, place, "the text of the starter is still on this page", _HELP)


def _listed(value: Any) -> list[str]:
    """Return the texts of a field, which may be a list of goals."""
    return [value] if isinstance(value, str) else [goal.text for goal in value or ()]


@cache
def _texts() -> frozenset[str]:
    """Return the texts of the starter's catalogue."""

    def below(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for item in value.values() if isinstance(value, dict) else value:
                yield from below(item)

    catalogues = [yaml.safe_load(starter.joinpath("resources.yaml").read_bytes()) for starter in _STARTERS]
    return frozenset(text for text in below(catalogues) if len(text.split()) >= _FEWEST_WORDS)
