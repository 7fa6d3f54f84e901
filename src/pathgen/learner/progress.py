"""What a reader has done: the ticks that the site keeps and exports, and how they outlive an edited catalogue.

``assets/ticks.js`` is the same in the browser; a test compares them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from pathgen.catalogue.model import Resource, Step
from pathgen.catalogue.resolve import Catalogue
from pathgen.errors import PathgenError

FORMAT, VERSION = "pathgen-progress", 1
"""What an exported file says it is."""


class Tick(NamedTuple):
    """What the reader said last of an entry or a question, and when."""

    at: datetime
    done: bool


class Progress:
    """The ticks of one reader, under the ids that the catalogue has now."""

    def __init__(self, catalogue: Catalogue, ticks: Mapping[str, Tick] | None = None) -> None:
        renamed, self._replaces = former(catalogue)
        self._known: dict[str, Tick] = {}
        for written, tick in (ticks or {}).items():
            one = renamed.get(written, written)
            self._known[one] = max(tick, self._known.get(one, tick))

    def is_done(self, one: str) -> bool:
        """Tell whether something is ticked; what has no word of its own, if something it stands in for is."""
        asked = [one]
        for name in asked:
            own = self._known.get(name)
            if own and own.done:
                return True
            if own is None:
                asked += [was for was in self._replaces.get(name, ()) if was not in asked]
        return False


def former(catalogue: Catalogue) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Give what ids were once, ``{former id: id}``, and what entries stand in for, ``{id: [ids of replaced ones]}``."""
    written = {entry.id: entry.target for entry in catalogue.entries}
    replaces: dict[str, list[str]] = {}
    for one, target in written.items():
        if isinstance(target, Resource) and target.replaced_by:
            replaces.setdefault(target.replaced_by, []).append(one)
    renamed = {alias: one for one, target in written.items() for alias in target.aliases}
    for step in (section.part for section in catalogue.stages if isinstance(section.part, Step)):
        for check in step.self_check:
            renamed |= {check_id(alias, check.question): check_id(step.id, check.question) for alias in step.aliases}
    return renamed, replaces


def check_id(step: str, question: str) -> str:
    """Name a question for the ticks: by what it asks, as questions have no id and may change places."""
    return f"{step}/{sha256(question.encode()).hexdigest()[:8]}"


def read_progress(name: str, data: bytes) -> dict[str, Tick]:
    """Read a file that the site exported; a tick that is damaged is left out, as the site leaves it out.

    Raises:
        PathgenError: the file is something else.
    """
    try:
        document = json.loads(data)
        ticks = document["ticks"].items() if (document["format"], document["version"]) == (FORMAT, VERSION) else None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        ticks = None
    if ticks is None:
        raise PathgenError(f"{name} is no progress file; the site's progress page exports one")
    read = {one: _tick(said) for one, said in ticks}
    return {one: tick for one, tick in read.items() if tick}


def _tick(said: object) -> Tick | None:
    match said:
        case {"done": bool(done), "at": str(at)}:
            try:
                when = datetime.fromisoformat(at)
            except ValueError:
                return None
            return Tick(when if when.tzinfo else when.replace(tzinfo=UTC), done)
    return None
