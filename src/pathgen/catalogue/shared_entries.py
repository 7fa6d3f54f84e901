"""A path that is one of several in a site: the catalogue that includes it, and the entries that it takes from there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pathgen.catalogue.includes import include, is_named, patterns_of, put_list
from pathgen.catalogue.resolve import derived_id
from pathgen.diagnostics import Source
from pathgen.errors import PathgenError
from pathgen.files import read_bytes
from pathgen.yamldoc.decode import read
from pathgen.yamldoc.parse import Spans, Tree, framed

FILE = "resources.yaml"
"""The name by which the catalogue of a site is found from a path in it."""
_LIST = "entries"


class SharedEntries(NamedTuple):
    """What stands in the `entries` of a site's catalogue, for each of its paths to refer to."""

    items: Mapping[str, tuple[Any, Spans]]
    """The plain values and marks by id."""
    sources: tuple[Source, ...]
    """The files in which they were written."""


def shared_entries_of(tree: Tree, sources: tuple[Source, ...]) -> SharedEntries:
    """Take note of the shared entries of a catalogue whose included files were put in."""
    items = tree.value.get(_LIST)
    if not isinstance(items, list):
        return SharedEntries({}, ())
    marks = tree.marks[2][_LIST][2][2]
    named = {_id_of(item): (item, framed(mark, tree.source)) for item, mark in zip(items, marks, strict=True)}
    return SharedEntries({own: both for own, both in named.items() if own}, sources)


def add_shared_entries(tree: Tree, shelf: SharedEntries) -> tuple[Source, ...]:
    """Put what a path refers to and does not say itself among its own shared entries; give the files it stands in."""
    own: set[str] = set()
    wanted: dict[str, None] = {}
    for item in _mappings(tree.value):
        if isinstance(ref := item.get("ref"), str):
            wanted[ref] = None
        elif "url" in item and isinstance(name := item.get("id"), str):
            own.add(name)
    taken = [shelf.items[ref] for ref in wanted if ref in shelf.items and ref not in own]
    if not taken:
        return ()
    items, marks = map(list, zip(*taken, strict=True))
    lent = Tree(shelf.sources[0], {_LIST: items}, (0, 0, {_LIST: (0, 0, (0, 0, marks))}))
    put_list(tree, _LIST, [lent], is_behind=True)
    return shelf.sources


def shared_entries_above(path: Path, instead: Mapping[Path, bytes] | None = None) -> SharedEntries | None:
    """Read the shared entries of the site that the catalogue at ``path`` is a path of; ``None`` where it is of none.

    ``instead`` is what some of the site's files are to become, as ``include`` takes it.
    """
    tree = _tree_above(path, instead or {})
    return shared_entries_of(tree, tuple(include(tree, None, instead or {}).sources)) if tree else None


def beside(path: Path, name: str) -> Path:
    """Tell where a file that stands beside a catalogue is: for a path that has none, where its site keeps it."""
    own = path.parent / name
    return own if own.exists() else (site_above(path) or path.parent) / name


def site_above(path: Path) -> Path | None:
    """Give the folder of the site that the catalogue at ``path`` is a path of; ``None`` where it is of none."""
    tree = _tree_above(path, {})
    return Path(tree.source.file).parent if tree else None


def _tree_above(path: Path, instead: Mapping[Path, bytes]) -> Tree | None:
    """Read the catalogue of the site around the one at ``path``; it is named from where that is named from."""
    for folder in path.resolve().parent.parents:
        site = folder / FILE
        try:
            if not site.is_file():
                continue
            seen = site if path.is_absolute() else Path(os.path.relpath(site))
            _, tree, _ = read(str(seen), instead[site] if site in instead else read_bytes(site))
        except PathgenError:
            continue
        patterns = [pattern for _, pattern in patterns_of(tree.value)] if tree else []
        if tree and is_named(path.resolve().relative_to(folder).as_posix(), patterns):
            return tree
    return None


def _id_of(item: Any) -> str:
    if not isinstance(item, dict):
        return ""
    own, title = item.get("id"), item.get("title")
    return own if isinstance(own, str) else derived_id(_LIST, title) if isinstance(title, str) else ""


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Give every mapping of plain values, at any depth."""
    open_ = [value]
    while open_:
        one = open_.pop()
        if isinstance(one, dict):
            yield one
        open_ += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
