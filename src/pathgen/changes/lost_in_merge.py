"""What a merge lost: the files of a catalogue compared with both sides of git's merge, and with their base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from pathgen.catalogue.ignored import without_ignored
from pathgen.catalogue.load import Loaded
from pathgen.catalogue.names_of_items import names_of_item
from pathgen.catalogue.rules.lost_in_merge import CODE, SEVERITY
from pathgen.catalogue.values import Setting
from pathgen.diagnostics import Diagnostic, Severity, Span, quote
from pathgen.errors import PathgenError
from pathgen.files import read_bytes
from pathgen.git import git, reading
from pathgen.yamldoc.decode import read
from pathgen.yamldoc.format import in_flow_style
from pathgen.yamldoc.parse import Tree, span_of

_SIDES = 2
_MOST = 1_000
"""How many commits since a revision are looked at: a pull request has fewer."""
_Path = tuple[str | int, ...]


class _Item(NamedTuple):
    """An item of a list, and where it is in the values of its file."""

    value: dict[str, Any]
    path: _Path


class _Items(dict[tuple[str, str], _Item]):
    """The items of a file by what identifies them."""

    def same(self, item: _Item) -> _Item | None:
        """Return the item that has the id or address of another."""
        found = (self.get(name) for name in _names(item.value))
        return next(filter(None, found), None)


def with_lost_in_merge(loaded: Loaded, path: Path, revision: str | None = None) -> Loaded:
    """Return a catalogue with what merges lost among its diagnostics.

    These are the merge that is going on, and the last commit if it is one, or all since a revision.
    """
    now = loaded.catalogue
    setting = now.rules.get(CODE, Setting(SEVERITY)) if now else Setting.OFF
    if now is None or setting is Setting.OFF:
        return loaded
    try:
        found = [*dict.fromkeys(_lost(path.resolve().parent, path.parent, loaded.files, revision))]
    except PathgenError:  # without git, nothing was merged
        return loaded
    return loaded.with_more(replace(lost, severity=Severity(setting)) for lost in without_ignored(found, now.sources))


def _lost(folder: Path, shown: Path, files: Sequence[str], revision: str | None) -> Iterator[Diagnostic]:
    merges = [*_merges(folder, revision)]
    if not merges:
        return
    trees = {file: tree for file in files if (tree := _tree(file, read_bytes(Path(file))))}
    in_files = {file: _items_of(tree) for file, tree in trees.items()}
    everywhere = _Items({name: item for items in in_files.values() for name, item in items.items()})
    with reading(folder) as read_at:
        for merge in merges:
            base = (git(folder, "merge-base", *merge.sides) or b"-").decode().strip()
            for file, tree in trees.items():
                name = Path(file).relative_to(shown).as_posix()
                versions = [read_at(commit, name) or b"" for commit in merge.sides]
                result = tree.source.text.encode() if merge.commit is None else read_at(merge.commit, name) or b""
                if result in versions or not all(versions):
                    continue
                before = _items_of(_tree(file, read_at(base, name) or b""))
                merged = _items_of(_tree(file, result)) if merge.commit else _Items()
                left, right = (_items_of(_tree(file, version)) for version in versions)
                for side, other in ((left, right), (right, left)):
                    yield from _missing(tree, in_files[file], _Versions(side, other, before, merged, everywhere))


class _Merge(NamedTuple):
    """The two commits of a merge, and the commit that it made, if it is not going on."""

    sides: list[str]
    commit: str | None


def _merges(folder: Path, revision: str | None) -> Iterator[_Merge]:
    other = git(folder, "rev-parse", "--verify", "--quiet", "MERGE_HEAD")
    if other:
        yield _Merge([(git(folder, "rev-parse", "HEAD") or b"").decode().strip(), other.decode().split()[0]], None)
        return
    which = ["--max-count=1", "HEAD"] if revision is None else [f"--max-count={_MOST}", f"{revision}..HEAD"]
    for line in (git(folder, "rev-list", "--parents", *which, "--") or b"").decode().splitlines():
        commit, *parents = line.split()
        if len(parents) == _SIDES:
            yield _Merge(parents, commit)


class _Versions(NamedTuple):
    """The items of a side, of the other side, of their base, of the merge commit (if made), and of all files now."""

    side: _Items
    other: _Items
    base: _Items
    merged: _Items
    everywhere: _Items


def _missing(tree: Tree, in_file: _Items, versions: _Versions) -> Iterator[Diagnostic]:
    """Yield the items and fields of a side that are not in the file, unless the other side deleted them.

    What the merge commit has was not lost in the merge, and what is in another file now is not lost.
    """
    for item in {id(item.value): item for item in versions.side.values()}.values():
        now, theirs, old, merged = (
            found.same(item) for found in (in_file, versions.other, versions.base, versions.merged)
        )
        if now is None:
            if not merged and not versions.everywhere.same(item) and (old is None or theirs is not None):
                title = str(item.value.get("title") or next(iter(_names(item.value)))[1])
                message = f"{quote(title)} was lost in a merge: a side of it has it"
                yield _diagnostic(Span(tree.source, 0, 0), message, "write it again; `git log -p` shows it")
            continue
        for field, value in item.value.items():
            is_deleted = old is not None and field in old.value and theirs is not None and field not in theirs.value
            if field not in now.value and not is_deleted and not (merged and field in merged.value):
                span = span_of(tree.source, tree.marks, (*now.path, next(iter(_names(now.value)))[0]))
                written = f"{field}: {in_flow_style(value)}" if isinstance(value, str) else field
                yield _diagnostic(span, f"`{field}` of this was lost in a merge", f"write `{written}` again")


def _diagnostic(span: Span, message: str, help_: str) -> Diagnostic:
    return Diagnostic(CODE, SEVERITY, span, message, help_)


def _tree(file: str, data: bytes) -> Tree | None:
    return read(file, data)[1] if data else None


def _items_of(tree: Tree | None) -> _Items:
    return _Items(_walk(tree.value, ())) if tree else _Items()


def _walk(value: Any, path: _Path) -> Iterator[tuple[tuple[str, str], _Item]]:
    if isinstance(value, list):
        for number, item in enumerate(value):
            if isinstance(item, dict):
                yield from ((name, _Item(item, (*path, number))) for name in _names(item))
            yield from _walk(item, (*path, number))
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _walk(below, (*path, key))


def _names(item: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the id and the address of an item."""
    return [name for name in names_of_item(item).items() if name[0] in ("id", "url")]
