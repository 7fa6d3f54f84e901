"""A digest of pathgen's own code, by which what one version kept on disk is not taken for another's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable


@cache
def code_digest() -> str:
    """Return what tells this version of pathgen from any other, an edited one included."""
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
