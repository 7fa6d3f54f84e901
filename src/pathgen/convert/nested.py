"""Nested values, as in JSON and YAML: lists, mappings with lists in them, and groups of any depth.

A mapping with an address is an entry. One without, but with lists below it, is a group: its title, name or category is
what the group is called. A key above a list is a group of its own (``{"Videos": [{…}]}``), unless it only says that
there is a list (``items``, ``links``) or is the only one below a title. ``projects.yaml`` of best-of lists is put in
order first (https://github.com/best-of-lists/best-of-generator).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from pathgen.convert.columns import ADDRESSES, DESCRIPTION, FIELDS, PRIVATE, TOPIC, meaning_of
from pathgen.convert.given_values import addresses_in
from pathgen.convert.import_list import DEEPEST, ImportedGroup, ImportedLink, ImportedList
from pathgen.convert.table import Table, text_of

Path = tuple[str | int, ...]
"""Where a value is: keys of mappings, and numbers of lists."""
_HOLDS = {
    "items", "links", "resources", "entries", "children", "list", "content", "contents", "data", "results", "records",
    "bookmarks", "roots", "feeds", "nodes", "elements", "values", "rows", "sites", "websites", "urls", "awesome",
}  # fmt: skip
"""Keys that only say that something is below them."""
_OF_ENTRIES = {*FIELDS, DESCRIPTION, PRIVATE} - {"title", "url"}
_IS_ADDRESS = re.compile(r"(?i)https?://\S+$")
_REPOSITORIES = {"github_id": "https://github.com/{}", "gitlab_id": "https://gitlab.com/{}"}
"""Where the repositories of a best-of list are."""
_PACKAGES = {"pypi_id": "pypi", "npm_id": "npm", "conda_id": "conda", "maven_id": "maven"}
"""The packages of a best-of list, as https://libraries.io calls where they are: it has a page for each."""


class Nested:
    """Reads the values of a file into a list; ``offset`` returns where the value of a path is written."""

    def __init__(self, imported: ImportedList, offset: Callable[[Path], int] = lambda _: 0) -> None:
        self.imported = imported
        self.table = Table(imported)
        self.offset = offset

    def read(self, value: Any) -> None:
        """Read everything in a value, which is not nested too deep to recurse."""
        if isinstance(value, Mapping) and isinstance(value.get("projects"), list):
            value = _best_of(value)
        elif isinstance(value, list):
            value = [_watched(item) if _is_of_takeout(item) else item for item in value]
        self._read(value, (), self.imported.top)
        self.table.finish()

    def _read(self, value: Any, path: Path, into: ImportedGroup) -> None:
        if isinstance(value, list):
            for number, item in enumerate(value):
                self._read(item, (*path, number), into)
        elif isinstance(value, Mapping):
            self._mapping(value, path, into)
        elif isinstance(value, str) and _IS_ADDRESS.match(value.strip()):
            self.imported.put(ImportedLink("", value.strip(), self.offset(path)), into)
        elif value not in (None, ""):
            message = f"items without an address are not imported: {_name(path)}{text_of(value)[:60]}"
            self.imported.report(self.offset(path), message)

    def _mapping(self, value: Mapping[Any, Any], path: Path, into: ImportedGroup) -> None:
        below = {key: part for key, part in value.items() if _is_below(str(key), part)}
        if _is_entry(value, below):
            self.table.add({key: part for key, part in value.items() if key not in below}, self.offset(path), into)
        named = {meaning_of(str(key)): part for key, part in reversed([*value.items()]) if key not in below}
        title = text_of(named.get("title") or named.get(TOPIC) or "")
        if not below and not _is_entry(value, below):
            self._pairs(value, path, into)
        if title and below:
            into = self._group(title, path, into, text_of(named.get(DESCRIPTION, "")))
        is_only = len(below) == 1 and bool(title)
        for key, part in below.items():
            is_named = isinstance(part, Mapping) and any(meaning_of(str(name)) == "title" for name in part)
            plain = str(key).lower()
            holds = plain in _HOLDS or is_named or is_only
            self._read(part, (*path, key), into if holds else self._group(str(key), (*path, key), into))

    def _pairs(self, value: Mapping[Any, Any], path: Path, into: ImportedGroup) -> None:
        """Read a mapping from titles to addresses; one with no address at all is reported."""
        pairs = {str(key): part for key, part in value.items() if isinstance(part, str) and _IS_ADDRESS.match(part)}
        for key, url in pairs.items():
            self.imported.put(ImportedLink(key, url, self.offset((*path, key))), into)
        if not pairs and path and isinstance(path[-1], int):
            self.table.add(value, self.offset(path), into)

    def _group(self, title: str, path: Path, into: ImportedGroup, words: str = "") -> ImportedGroup:
        if len(path) > DEEPEST * 4:
            return into
        group = ImportedGroup(title.replace("_", " ") if title.islower() else title, self.offset(path), words=words)
        self.imported.put(group, into)
        return group


def without(value: Any, is_nothing: Callable[[Any], bool]) -> Any:
    """Return a value whose mappings lack what says nothing. It is not too deep to recurse: its parser limits that."""
    if isinstance(value, dict):
        return {key: without(below, is_nothing) for key, below in value.items() if not is_nothing(below)}
    return [without(item, is_nothing) for item in value] if isinstance(value, list) else value


def _is_below(key: str, value: Any) -> bool:
    """Whether a value has entries below it, and is not a field of the entry that it is a part of."""
    meaning = meaning_of(key)
    if meaning in _OF_ENTRIES:
        return False
    if meaning in ADDRESSES and isinstance(value, list):
        value = [part for part in value if isinstance(part, Mapping)]
    return _has_parts(value)


def _has_parts(value: Any) -> bool:
    """Whether a value has entries below it: mappings, or addresses."""
    if isinstance(value, Mapping):
        return any(_has_parts(part) or _is_address(part) for part in value.values()) or _is_entry(value, {})
    return isinstance(value, list) and any(isinstance(part, Mapping) or _is_address(part) for part in value)


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and bool(_IS_ADDRESS.match(value.strip()))


def _is_entry(value: Mapping[Any, Any], below: Mapping[Any, Any]) -> bool:
    """Whether a mapping has an address of its own, under a name for one."""
    return any(
        meaning_of(str(key)) in ("url", *ADDRESSES) and bool(addresses_in(part, meaning_of(str(key))))
        for key, part in value.items()
        if key not in below and isinstance(part, str | list)
    )


def _name(path: Path) -> str:
    number = next((part for part in reversed(path) if isinstance(part, int)), None)
    return "" if number is None else f"number {number + 1}: "


def _is_of_takeout(item: Any) -> bool:
    return isinstance(item, Mapping) and {"title", "products", "activityControls"} <= item.keys()


def _watched(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item of ``watch-history.json`` in YouTube's Takeout; in English, its title starts with "Watched"."""
    channels = item.get("subtitles") or ()
    return {
        "title": text_of(item.get("title")).removeprefix("Watched "),
        "url": item.get("titleUrl", ""),
        "creators": [text_of(channel.get("name")) for channel in channels if isinstance(channel, Mapping)],
        "kind": "video",
    }


def _best_of(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the projects of a best-of list below their categories, in the order of the categories."""
    found: dict[str, dict[str, Any]] = {}
    for category in value.get("categories") or ():
        if isinstance(category, Mapping):
            name = text_of(category.get("category"))
            found[name] = {
                "title": text_of(category.get("title")) or name,
                "description": text_of(category.get("subtitle")),
                "items": [],
            }
    for project in value["projects"]:
        if isinstance(project, Mapping):
            category = text_of(project.get("category")) or "others"
            group = found.setdefault(category, {"title": category.capitalize(), "items": []})
            group["items"].append(dict(_of_project(project)))
    return [*found.values()]


def _of_project(project: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the values of a project by names of our own: its addresses, one for all packages, and the rest."""
    repositories = [address.format(project[name]) for name, address in _REPOSITORIES.items() if project.get(name)]
    package = next((name for name in _PACKAGES if project.get(name)), "")
    homepage = project.get("homepage")
    yield "url", homepage or next(iter(repositories), None)
    yield "code", [url for url in repositories if homepage]
    if package:
        yield "package", _page_of(_PACKAGES[package], text_of(project[package]))
    for name, value in project.items():
        if name not in (*_REPOSITORIES, package, "category", "homepage", "ignore", "show", "resource", "group_id"):
            yield name, value


def _page_of(where: str, package: str) -> str:
    """Return the address of the page of a package; the id of one of conda starts with its channel."""
    name = package.rpartition("/")[2] if where == "conda" else package
    return f"https://libraries.io/{where}/{quote(name, safe='@:')}"
