"""Entries and kinds that the paths of one site share: the site's catalogue has them, and its paths refer to them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pathgen.catalogue.ids import derived_id
from pathgen.catalogue.includes import include, is_named, patterns_of, put_list
from pathgen.diagnostics import Source
from pathgen.errors import PathgenError
from pathgen.files import part_of, read_bytes
from pathgen.yamldoc.decode import read
from pathgen.yamldoc.parse import Spans, Tree, framed

FILE = "resources.yaml"
"""The file name of a site's catalogue, which a path looks for in the folders above it."""
_LIST = "entries"
_KINDS = "kinds"


class SharedEntries(NamedTuple):
    """The `entries` of a site's catalogue, to which each of its paths can refer, and its `kinds`."""

    items: Mapping[str, tuple[Any, Spans]]
    """The plain values and marks of the entries by id."""
    kinds: Mapping[str, tuple[Any, Spans]]
    """The same of the kinds."""
    sources: tuple[Source, ...]
    """The files in which they are written."""


def shared_entries_of(tree: Tree, sources: tuple[Source, ...]) -> SharedEntries:
    """Return the shared entries of a catalogue after its included files were merged into it."""
    return SharedEntries(_named(tree, _LIST), _named(tree, _KINDS), sources)


def _named(tree: Tree, name: str) -> dict[str, tuple[Any, Spans]]:
    items = tree.value.get(name)
    if not isinstance(items, list):
        return {}
    marks = tree.marks[2][name][2][2]
    named = {_id_of(item): (item, framed(mark, tree.source)) for item, mark in zip(items, marks, strict=True)}
    return {id_: both for id_, both in named.items() if id_}


def add_shared_entries(tree: Tree, shelf: SharedEntries) -> tuple[Source, ...]:
    """Add the kinds that a path does not define, and the entries that it refers to as well; return their files."""
    defined: set[str] = set()
    wanted: dict[str, None] = {}
    for item in _mappings(tree.value):
        if isinstance(ref := item.get("ref"), str):
            wanted[ref] = None
        elif "url" in item and isinstance(name := item.get("id"), str):
            defined.add(name)
    taken = [shelf.items[ref] for ref in wanted if ref in shelf.items and ref not in defined]
    named = _named(tree, _KINDS)
    kinds = [both for id_, both in shelf.kinds.items() if id_ not in named]
    for name, shared in ((_KINDS, kinds), (_LIST, taken)):
        if shared:
            items, marks = map(list, zip(*shared, strict=True))
            part = Tree(shelf.sources[0], {name: items}, (0, 0, {name: (0, 0, (0, 0, marks))}))
            put_list(tree, name, [part], is_behind=True)
    return shelf.sources if kinds or taken else ()


def shared_entries_above(path: Path, instead: Mapping[Path, bytes] | None = None) -> SharedEntries | None:
    """Return the shared entries of the site to which the path at ``path`` belongs; ``None`` if it belongs to none.

    ``instead`` has the future bytes of some of the site's files, as for ``include``.
    """
    tree = _tree_above(path, instead or {})
    return shared_entries_of(tree, tuple(include(tree, None, instead or {}).sources)) if tree else None


def beside(path: Path, name: str) -> Path:
    """Return where a file beside a catalogue is: in its folder, else in that of the site to which it belongs.

    Raises:
        PathgenError: it is a link that leads out of that folder.
    """
    file = part_of(path.parent, name)
    return file if file.exists() else part_of(site_above(path) or path.parent, name)


def site_above(path: Path) -> Path | None:
    """Return the folder of the site to which the path at ``path`` belongs; ``None`` if it belongs to none."""
    tree = _tree_above(path, {})
    return Path(tree.source.file).parent if tree else None


def _tree_above(path: Path, instead: Mapping[Path, bytes]) -> Tree | None:
    """Return the catalogue of the site around the one at ``path``; its name is relative if ``path`` is."""
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
    written, title = item.get("id"), item.get("title")
    return written if isinstance(written, str) else derived_id(_LIST, title) if isinstance(title, str) else ""


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every mapping of plain values, at any depth."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            yield item
        waiting += item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
