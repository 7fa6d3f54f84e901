"""A digest of pathgen's own code, so that no version uses what another one cached on disk."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable


@cache
def code_digest() -> str:
    """Return a digest that no other version of pathgen has, not even an edited copy."""
    total = sha256()
    for file in _sources(package_files("pathgen")):
        total.update(sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir() and item.name != "__pycache__":
            yield from _sources(item)
        elif item.name.endswith((".py", ".j2", ".yaml")):
            yield item
