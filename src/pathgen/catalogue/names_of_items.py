"""What identifies an item of a catalogue's lists, whatever else of it changes."""

from __future__ import annotations

from typing import Any

from pathgen.urls import same_page

_KINDS = ("id", "ref", "url", "name", "title", "question")
"""The fields that identify an entry, step, topic, library, person or question, the surest first."""


def names_of_item(item: Any) -> dict[str, str]:
    """Return what identifies an item: ``{kind: name}``, the surest kind first; addresses are those of their pages."""
    if isinstance(item, str):
        return {"text": item}
    if not isinstance(item, dict):
        return {}
    found = {kind: item[kind] for kind in _KINDS if isinstance(item.get(kind), str) and item[kind]}
    if "url" in found:
        found["url"] = same_page(found["url"])
    return found
