"""Edits of a catalogue: what was edited is read again, and is valid."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pathgen.catalogue.field_order import field_order
from pathgen.catalogue.load import Loaded, parse
from pathgen.catalogue.model import Part
from pathgen.catalogue.shared_entries import shared_entries_above
from pathgen.errors import PathgenError
from pathgen.files import read_bytes
from pathgen.yamldoc.edit import AddKey, Document, Edit, InsertItems, Lines, SetValue

FieldEdit = SetValue | AddKey | InsertItems
"""An edit that sets a field, or adds to its list."""


def set_value(part: Part, field: str, value: str) -> SetValue:
    """Return the edit that changes the value of a field."""
    return SetValue(part.span(field), field, value)


def add_field(part: Part, after: str, field: str, value: str) -> AddKey:
    """Return the edit that adds a field to a part, after another."""
    return AddKey(part.span(after), field, value)


def add_items(
    part: Part, field: str, items: Any, *, behind: str = "", after: int | None = None
) -> AddKey | InsertItems:
    """Return the edit that inserts items into a list of a part, after the item numbered ``after`` or at its end.

    Where the list is missing, it goes after the field ``behind``: by default the last one above the subtopics. A new
    list of one text is written as that text.
    """
    if field in part.model_fields_set:
        return InsertItems(part.span(field), field, items, after)
    neighbours = (part.model_fields_set - {"subtopics"}) if field != "subtopics" else part.model_fields_set
    behind = behind or max(neighbours, key=lambda name: part.span(name).start)
    is_one_text = len(items) == 1 and isinstance(items[0], str) and not isinstance(items, Lines)
    return AddKey(part.span(behind), field, items[0] if is_one_text else items)


def edited(
    file: str, data: bytes, edits: Iterable[Edit], prose: frozenset[str] = frozenset(), main: str | None = None
) -> bytes:
    """Return the bytes of a catalogue's file with some edits made; the catalogue is valid with them.

    ``main`` is the catalogue's own file, where ``file`` is one that it includes.

    Raises:
        PathgenError: it is not, or the edits would change something else; the text says why.
    """
    document = Document(file, data, field_order)
    document.apply(*edits)
    result = document.result()
    loaded = read_again(main or file, file, result, prose)
    wrong = next((found for found in loaded.diagnostics if found.severity == "error"), None)
    if wrong:
        raise PathgenError(f"the edit would make {wrong.span} wrong: {wrong.message}")
    return result


def read_again(main: str, file: str, data: bytes, prose: frozenset[str]) -> Loaded:
    """Return a catalogue as it would be if one of its files, its own or one that it includes, had other bytes."""
    instead = {} if main == file else {Path(file).resolve(): data}
    shelf = shared_entries_above(Path(main), instead)
    return parse(main, read_bytes(Path(main)) if instead else data, prose, instead=instead, shelf=shelf)
