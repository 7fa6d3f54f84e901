"""The order in which the fields of a catalogue are written: that of the schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pathgen.catalogue.model import (
    Also,
    Concept,
    Credit,
    Defaults,
    Edition,
    File,
    Goal,
    KindOfCatalogue,
    Library,
    LinkPolicy,
    Part,
    Path,
    Reference,
    Requirement,
    Resource,
    SelfCheck,
    Step,
    Topic,
    Track,
)

_PARTS: dict[str, type[Part]] = {
    "": File,
    "also": Also,
    "concepts": Concept,
    "defaults": Defaults,
    "editions": Edition,
    "entries": Resource,
    "goals": Goal,
    "kinds": KindOfCatalogue,
    "libraries": Library,
    "link_policy": LinkPolicy,
    "path": Path,
    "preparation": Step,
    "requires": Requirement,
    "resources": Resource,
    "self_check": SelfCheck,
    "sources": Credit,
    "steps": Step,
    "subtopics": Topic,
    "topics": Topic,
    "tracks": Track,
}
"""The part that is the value of a field, or the item of its list; the whole file is the value of no field."""


def _fields_of(part: type[Part]) -> tuple[str, ...]:
    return tuple(sorted(part.model_fields, key=lambda name: name != "id"))


_ALL: tuple[type[Part], ...] = (Reference, *_PARTS.values())
_ORDERS = {part: {name: number for number, name in enumerate(_fields_of(part))} for part in _ALL}
FIELDS = _fields_of(Resource)
"""The fields of an entry in the order in which they are written: its id first."""


def field_order(name: str, value: Mapping[str, Any]) -> list[str]:
    """Return the keys of the mapping below the field ``name`` in the order in which they are written."""
    if name == "rules":
        return sorted(value)
    part = _PARTS.get(name)
    if part is None or (part is File and "include" in value):
        return [*value]  # the order of a catalogue's lists means something around ``include``
    order = _ORDERS[Reference if part is Resource and "ref" in value else part]
    return sorted(value, key=lambda key: order.get(key, len(order)))
