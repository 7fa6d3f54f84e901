"""Rows with a name for each value, as in CSV and JSON Lines: from entries to rows, and from rows to a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pathgen.catalogue import value_names
from pathgen.catalogue.fields import ENTRY_FIELDS
from pathgen.catalogue.ids import slug
from pathgen.catalogue.model import Also, Resource
from pathgen.convert import given_values
from pathgen.convert.columns import ADDRESSES, DESCRIPTION, FIELDS, PRIVATE, TOPIC, meaning_of
from pathgen.convert.export_context import ExportContext
from pathgen.convert.given_values import address_of_video, addresses_in, creators, is_file
from pathgen.convert.import_list import DEEPEST, NO_PAGE, ImportedGroup, ImportedLink, ImportedList, line
from pathgen.diagnostics import Severity, shorten

BETWEEN_TOPICS = " > "
_SEVERAL = frozenset(field.name for field in ENTRY_FIELDS if field.is_several)
_EMPTY: tuple[Any, ...] = (None, "", [], {})
_OF_A_READER = {
    "unread",
    "read",
    "archive",
    "archived",
    "done",
    "todo",
    "to do",
    "not started",
    "in progress",
    "complete",
}
"""What a column `status` says of the owner of a list; of the page it would say ``gone`` or ``historic``."""
_OF_A_PROGRAM = {"archive", "starred", "unread", "unsorted"}
"""Folders of Instapaper and Raindrop that are no topics."""
_OF_NOTION = re.compile(r"\s*\(https://www\.notion\.so/[^\s()]*\)")
"""The address of a page in somebody's Notion, which follows the name that a column takes from it."""
_SEVERAL_TOPICS = re.compile(r"(?<=[^\d\s]),(?=[^\d\s])")
"""The comma between the choices of a cell, as Airtable writes it; a space follows that of a title."""
_MOST_NAMES = 12
_NOTHING = {
    "archived": {"false", "no"},
    "kind": {"bookmark", "link", "page", "url", "webpage", "website"},
    "role": {"core", "reference"},
}
"""Values that say nothing: everything here is a page, has a role, and most repositories are not archived."""
_SILENT = {"access", "archived", "kind", "level"}
"""Fields that other lists use in another sense: their values are kept in the comment, and no problem."""
_READERS: dict[str, Callable[[Any], str | list[str]]] = {
    "access": value_names.access, "archived": given_values.address, "formerly": given_values.addresses_in,
    "id": given_values.id_, "language": value_names.language, "level": value_names.level,
    "tags": given_values.split_tags, "year": given_values.year,
}  # fmt: skip
"""How the values of fields are read that people write in several ways."""
_OF_A_CATALOGUE = frozenset(field.name for field in ENTRY_FIELDS if field.is_local)
"""Fields that refer to parts of the catalogue a table comes from: they are kept in the comment."""
_CHECKS: dict[str, TypeAdapter[Any]] = {
    name: TypeAdapter(field.rebuild_annotation()) for name, field in Resource.model_fields.items()
}


def rows(given: ExportContext) -> Iterator[dict[str, Any]]:
    """Yield a row for each entry in each section that lists it, with everything resolved and without empty values."""
    for section, titles in given.sections():
        topic = BETWEEN_TOPICS.join(titles)
        for entry in given.entries(section):
            row: dict[str, Any] = {TOPIC: topic}
            for name in FIELDS:
                value = getattr(entry, name, None)
                if value is None:
                    value = getattr(entry.target, name, None)
                if name == "minutes" and value:
                    value = f"{value[0]}-{value[1]}" if value[0] != value[1] else str(value[0])
                elif name == "status" and value:
                    value = str(value)
                elif isinstance(value, Also):
                    value = value.given
                elif isinstance(value, tuple):
                    value = [*value]
                if value not in (None, "", [], {}, False):
                    row[name] = value
            yield row


def has_addresses(names: Iterable[str], columns: Mapping[str, str]) -> bool:
    """Whether one of the columns is known to have the addresses of entries."""
    return "url" in columns or any(meaning_of(name) in ("url", *ADDRESSES) for name in names)


class Table:
    """Adds rows to a list, in the topics that they name."""

    def __init__(self, imported: ImportedList) -> None:
        self.imported = imported
        self.groups: dict[tuple[str, ...], ImportedGroup] = {(): imported.top}
        self.count = 0
        self.private: dict[str, None] = {}
        """The columns that are left out."""

    def add(self, row: Mapping[Any, Any], at: int, into: ImportedGroup | None = None) -> None:
        """Add a row to the topic that it names, or to ``into``, and report each value that is not valid.

        Columns of the same meaning are joined; the first address is that of the entry, the others are its ``also``.
        """
        self.count += 1
        found = _Row(self.imported, row, at)
        self.private |= found.private
        link = found.link(self.count)
        if link:
            group = self.group(found.topics, at) if found.topics or into is None else into
            self.imported.put(link, group)

    def finish(self) -> None:
        """Report the columns that were left out, once."""
        if self.private:
            names = ", ".join(shorten(name) for name in [*self.private][:_MOST_NAMES])
            more = f" and {len(self.private) - _MOST_NAMES} more" if len(self.private) > _MOST_NAMES else ""
            message = f"about its owner, not about the pages, so not imported: {names}{more}"
            help_ = "to import a column anyway, name its field: --column why=NAME"
            self.imported.note(0, message, help_, Severity.NOTICE)

    def group(self, titles: Sequence[str], at: int) -> ImportedGroup:
        """Return the group of a topic with the titles of those above it; it is added if it is new."""
        path = tuple(filter(None, map(line, titles)))
        path = (*path[: DEEPEST - 1], BETWEEN_TOPICS.join(path[DEEPEST - 1 :]))[: len(path)]
        for depth in range(1, len(path) + 1):
            if path[:depth] not in self.groups:
                group = ImportedGroup(path[depth - 1], at)
                self.imported.put(group, self.groups[path[: depth - 1]])
                self.groups[path[:depth]] = group
        return self.groups[path]


class _Row:
    """The values of a row by what they mean: ``{meaning: {column: value}}``, in the order of the columns."""

    def __init__(self, imported: ImportedList, row: Mapping[Any, Any], at: int) -> None:
        self.imported, self.at = imported, at
        self.row = {str(name): value for name, value in row.items() if name and value not in _EMPTY}
        self.named: dict[str, dict[str, Any]] = {}
        self.private: dict[str, None] = {}
        self.words: list[str] = []
        if "Item Type" in self.row and self.row.pop("Notes", None):  # Zotero's notes of its owner
            self.private["Notes"] = None
        asked = {column: field for field, column in imported.columns.items()}
        for name, value in self.row.items():
            meaning = asked.get(name) or meaning_of(name)
            if isinstance(value, str):
                value = _OF_NOTION.sub("", value)  # noqa: PLW2901 - the value of the column
            if meaning == PRIVATE or is_file(value) or (meaning == "status" and text_of(value).lower() in _OF_A_READER):
                self.private[name] = None
            else:
                self.named.setdefault(meaning, {})[name] = value
        self.topics = self._topics()

    def _topics(self) -> list[str]:
        found: list[str] = []
        for column, value in self.named.pop(TOPIC, {}).items():
            if column.lower() == "folder" and text_of(value).lower() in _OF_A_PROGRAM:
                continue
            first, *others = value if isinstance(value, list) else _SEVERAL_TOPICS.split(str(value))
            found += re.split(r"\s+[>/»]\s+", text_of(first))
            if others:
                self.named.setdefault("tags", {})[TOPIC] = others
        return found

    def link(self, number: int) -> ImportedLink | None:
        """Return the entry of the row, which is the one with that number; ``None`` without any address."""
        addresses = self._addresses()
        titles = [*self.named.pop("title", {}).values()] or self._first_text()
        title = text_of(titles[0]) if titles else ""
        if not addresses:
            shown = f": {shorten(title)}" if title else ""
            self.imported.report(self.at, f"rows without an address are not imported: number {number}{shown}")
            return None
        (_, url), *others = addresses
        link = ImportedLink(title, url, self.at)
        for name, other in others:
            link.also.setdefault(name, []).append(other)
        described = [text_of(value) for value in (*titles[1:], *self.named.pop(DESCRIPTION, {}).values())]
        if len(self.named.get("creators", ())) > 1 and (publisher := self.named["creators"].pop("Publisher", "")):
            self.words.append(f"Publisher: {text_of(publisher)}")
        for name, values in self.named.items():
            if name in FIELDS and name not in _OF_A_CATALOGUE:
                self._field(link, name, values)
            else:
                said = {column: text_of(value) for column, value in values.items()}
                self.words += [
                    f"{column}: {text}" for column, text in said.items() if text not in _NOTHING.get(name, ())
                ]
        link.words = " · ".join(filter(None, [*described, *self.words]))
        return link

    def _addresses(self) -> list[tuple[str, str]]:
        """Return every address with what is there, that of the entry first."""
        found: list[tuple[str, str]] = []
        for name in ("url", "also", *ADDRESSES, ""):
            for column, value in [*self.named.get(name, {}).items()]:
                is_known = bool(name) or not isinstance(value, str) or re.match(r"https?://\S+$", value.strip())
                urls = addresses_in(value, name or "url", self.imported.base) if is_known else []
                if name == "also":
                    found += _also(value)
                elif name == "url" and not urls:
                    self._not_an_address(column, value)
                else:
                    found += [(self._place(name, column, number), url) for number, url in enumerate(urls)]
                if urls or name in ("url", "also"):
                    del self.named[name][column]
        return found

    def _place(self, name: str, column: str, number: int) -> str:
        if name and name != "url":
            return name
        meant = meaning_of(column)
        return meant if meant in ADDRESSES and number == 0 else "other"

    def _not_an_address(self, column: str, value: Any) -> None:
        if column.lower() == "video id" and (url := address_of_video(text_of(value))):
            self.named.setdefault("video", {})[column] = url
            self.named.setdefault("kind", {})[column] = "video"
        elif column == "page":  # CSL: the pages of an article
            self.words.append(f"{column}: {text_of(value)}")
        else:
            self.imported.report(self.at, NO_PAGE.format(shorten(text_of(value))))

    def _first_text(self) -> list[Any]:
        """Return the value of the first column if it has no meaning: where nothing is called so, it is the title."""
        first = next(iter(self.row), "")
        return [self.named[""].pop(first)] if first in self.named.get("", {}) else []

    def _field(self, link: ImportedLink, name: str, values: Mapping[str, Any]) -> None:
        """Set a field of a link. A value that the schema refuses is reported, and kept in the description."""
        several: list[str] = []
        for column, value in values.items():
            given = self._given(name, column, value)
            if name in _SEVERAL and isinstance(given, list):
                several += [text for text in given if text not in several]
            elif given and name not in link.fields and self._is_valid(name, given):
                link.fields[name] = given
            elif name == "id" or text_of(value).lower() in _NOTHING.get(name, ()):
                continue
            elif not given or not self._is_valid(name, given):
                self.words.append(f"{column}: {text_of(value)}")
                if name not in _SILENT:
                    self.imported.report(
                        self.at, f"`{name}` cannot be this, so kept in the comment: {shorten(text_of(value))}"
                    )
        if several and is_valid(name, several):
            link.fields[name] = several

    def _is_valid(self, name: str, value: str | list[str]) -> bool:
        kinds = (*self.imported.kinds.values(), *(self.imported.added_kinds or ()))
        return is_valid(name, value) or (name == "kind" and value in kinds)

    def _kind(self, column: str, value: Any) -> str:
        """Return a kind; one that we do not know is added if the column is called as in a table of ours."""
        if kind := self.imported.kinds.get(slug(text_of(value))):
            return kind
        kind, added = value_names.kind(value), self.imported.added_kinds
        if column == "kind" and added is not None and not kind and slug(str(value)) == value:
            added[value] = value.replace("-", " ").capitalize()
            return str(value)
        return kind

    def _given(self, name: str, column: str, value: Any) -> str | list[str]:
        """Return a value as the schema has it."""
        if name == "kind":
            return self._kind(column, value)
        if name in _READERS:
            return _READERS[name](value)
        if name == "creators":
            return creators(value, is_last_first="Item Type" in self.row)
        if name == "minutes":
            return value_names.minutes(value, column)
        if name in _SEVERAL:
            parts = value if isinstance(value, list) else str(value).split(";")
            return [text for part in parts if (text := text_of(part))]
        return "yes" if value is True else text_of(value)


def text_of(value: Any) -> str:
    """Return a value as one line of text."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {text_of(below)}" for key, below in value.items())
    return line(", ".join(map(text_of, value)) if isinstance(value, list) else str(value)) if value is not None else ""


def is_valid(name: str, value: str | list[str]) -> bool:
    """Whether a field can have a value."""
    try:
        _CHECKS[name].validate_python(value)
    except ValidationError:
        return False
    return True


def _also(value: Any) -> list[tuple[str, str]]:
    """Return other addresses as they are exported: a mapping, or ``code: https://…; slides: https://…``."""
    pairs = value.items() if isinstance(value, Mapping) else (part.split(": ", 1) for part in str(value).split("; "))
    return [(name, url) for name, *urls in pairs if name in ADDRESSES for url in addresses_in(urls)]
