"""What a reader did and knows: the ticks that the site keeps and exports, and how they outlive an edited catalogue.

``assets/ticks.js`` does the same in the browser; a test compares them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any, NamedTuple

from pathgen.catalogue.model import Resource
from pathgen.catalogue.resolve import Catalogue
from pathgen.errors import PathgenError
from pathgen.files import read_bytes
from pathgen.learner.route import RouteStop

FORMAT, VERSION = "pathgen-progress", 1
"""What an exported file says it is."""
MAX_BYTES = 16_000_000
"""The largest progress file read: the site exports at most 4,000,000 characters of up to four bytes."""
MAX_TITLE = 200
"""The most characters of another path's title that are shown."""


_CONCEPT = "concept:"
"""What the name of a concept starts with among the ticks; ids of entries and questions have no colon."""


class Said(IntEnum):
    """What a reader says of an entry; of two that were said at the same time, the greater counts."""

    NOTHING, SKIPPED, IN_PROGRESS, DONE = range(4)


_WRITTEN = {"skipped": Said.SKIPPED, "in-progress": Said.IN_PROGRESS}


class Tick(NamedTuple):
    """What the reader said last of an entry, a question or a concept, and when."""

    at: datetime
    said: Said


class Progress:
    """The ticks of one reader, under the ids that the catalogue has now."""

    def __init__(self, catalogue: Catalogue, ticks: Mapping[str, Tick] | None = None) -> None:
        self._catalogue = catalogue
        renamed, self._replaces = former(catalogue)
        self._known: dict[str, Tick] = {}
        for written, tick in (ticks or {}).items():
            id_ = renamed.get(written, written)
            self._known[id_] = max(tick, self._known.get(id_, tick))

    def is_skipped(self, id_: str) -> bool:
        """Whether the reader does not want an entry."""
        return id_ in self._known and self._known[id_].said is Said.SKIPPED

    def known(self) -> set[str]:
        """Return the concepts that the reader says to know, and those that an entry which is done teaches."""
        said = {concept.id for concept in self._catalogue.concepts if self.is_done(_CONCEPT + concept.id)}
        return said.union(*(entry.teaches for entry in self._catalogue.entries if self.is_done(entry.id)))

    def is_left(self, stop: RouteStop) -> bool:
        """Whether a stop of a route is still to do: not skipped, and neither it nor an alternative to it is done."""
        is_done = any(self.is_done(entry.id) for entry in (stop.entry, *stop.instead))
        return not (is_done or self.is_skipped(stop.entry.id))

    def is_done(self, id_: str) -> bool:
        """Whether something is ticked; where nothing was said of it, whether something that it replaces is."""
        asked = [id_]
        for name in asked:
            tick = self._known.get(name)
            if tick and tick.said is Said.DONE:
                return True
            if tick is None:
                asked += [replaced for replaced in self._replaces.get(name, ()) if replaced not in asked]
        return False


def former(catalogue: Catalogue) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the former ids, ``{former id: id}``, and what entries replace, ``{id: [ids of replaced ones]}``."""
    written = {entry.id: entry.target for entry in catalogue.entries}
    replaces: dict[str, list[str]] = {}
    for id_, target in written.items():
        if isinstance(target, Resource) and target.replaced_by:
            replaces.setdefault(target.replaced_by, []).append(id_)
    renamed = {former: id_ for id_, names in catalogue.former_ids.items() for former in names}
    concepts = {_CONCEPT + alias: _CONCEPT + concept.id for concept in catalogue.concepts for alias in concept.aliases}
    return renamed | concepts, replaces


def load_progress(path: Path, catalogue: Catalogue) -> tuple[Progress, str]:
    """Return the progress in a file that the site exported.

    With it comes the title of the path that the file belongs to, where that is another one; files of old name none.

    Raises:
        PathgenError: the file cannot be read, is too large, or is not a progress file.
    """
    data = read_bytes(path, MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise PathgenError(f"{path} is larger than {MAX_BYTES // 1_000_000} MB, so it is not a progress file")
    document = _document(str(path), data)
    title = document.get("site")
    is_other = isinstance(title, str) and title != catalogue.path.title
    return Progress(catalogue, _ticks(document)), str(title)[:MAX_TITLE] if is_other else ""


def read_progress(name: str, data: bytes) -> dict[str, Tick]:
    """Return the ticks of a file that the site exported; a damaged one is left out, as the site leaves it out.

    Raises:
        PathgenError: it is not a progress file.
    """
    return _ticks(_document(name, data))


def _document(name: str, data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data)
        if (document["format"], document["version"]) == (FORMAT, VERSION) and isinstance(document["ticks"], dict):
            return dict(document)
    except (ValueError, LookupError, TypeError, RecursionError):
        pass
    raise PathgenError(f"{name} is not a progress file; export one on the site's progress page")


def _ticks(document: Mapping[str, Any]) -> dict[str, Tick]:
    read = {id_: _tick(value) for id_, value in document["ticks"].items()}
    return {id_: tick for id_, tick in read.items() if tick}


def _tick(value: object) -> Tick | None:
    match value:
        case {"done": bool(is_done), "at": str(written), **more}:
            said = Said.DONE if is_done else _WRITTEN.get(str(more.get("state")), Said.NOTHING)
            try:
                moment = datetime.fromisoformat(written)
            except ValueError:
                return None
            return Tick(moment if moment.tzinfo else moment.replace(tzinfo=UTC), said)
    return None
