"""Rows with a name for each value, as in CSV and JSON Lines: from entries to rows, and from rows to a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pathgen.catalogue.fields import ENTRY_FIELDS
from pathgen.catalogue.model import Resource
from pathgen.convert.export_context import ExportContext
from pathgen.convert.import_list import DEEPEST, ImportedGroup, ImportedLink, ImportedList, line
from pathgen.diagnostics import shorten

FIELDS = tuple(field.name for field in ENTRY_FIELDS)
"""The names of a row, after ``topic``."""
TOPIC = "topic"
DESCRIPTION = "description"
BETWEEN_TOPICS = " > "
_SEVERAL = frozenset(field.name for field in ENTRY_FIELDS if field.is_several)
_OTHER_NAMES = {
    "name": "title", "link": "url", "href": "url", "address": "url", "author": "creators", "authors": "creators",
    "creator": "creators", "category": TOPIC, "folder": TOPIC, "section": TOPIC, "tag": TOPIC, "tags": TOPIC,
    "notes": DESCRIPTION, "note": DESCRIPTION, "comment": DESCRIPTION, "summary": DESCRIPTION, "excerpt": DESCRIPTION,
    "type": "kind", "date": "year",
}  # fmt: skip
"""The names that other programs use for these columns."""
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
                elif isinstance(value, tuple):
                    value = [*value]
                if value not in (None, "", [], False):
                    row[name] = value
            yield row


class Table:
    """Adds rows to a list, in the topics that they name."""

    def __init__(self, imported: ImportedList) -> None:
        self.imported = imported
        self.groups: dict[tuple[str, ...], ImportedGroup] = {(): imported.top}

    def add(self, row: Mapping[str, Any], at: int) -> None:
        """Add a row, and report each value that is not valid."""
        named = {self.name(key): value for key, value in reversed([*row.items()]) if key}
        title, url = self.text(named.pop("title", "")), self.text(named.pop("url", ""))
        topic, words = self.text(named.pop(TOPIC, "")), self.text(named.pop(DESCRIPTION, ""))
        if not url:
            self.imported.report(at, "this row has no `url`: not imported")
            return
        link = ImportedLink(title, url, at, words)
        for name in FIELDS:
            if name not in _OF_A_CATALOGUE and named.get(name) not in (None, "", []):
                self.field(link, name, named.pop(name))
        left = [f"{key}: {self.text(value)}" for key, value in named.items() if value not in (None, "", [])]
        link.words = " · ".join(filter(None, [link.words, *reversed(left)]))
        self.imported.put(link, self.group(topic, at))

    @staticmethod
    def name(key: str) -> str:
        """Return the schema's name of a column."""
        key = str(key).strip().lower().replace(" ", "_")
        return _OTHER_NAMES.get(key, key)

    @staticmethod
    def text(value: Any) -> str:
        """Return a value as one line of text."""
        return line(", ".join(map(str, value)) if isinstance(value, list) else str(value)) if value is not None else ""

    def field(self, link: ImportedLink, name: str, value: Any) -> None:
        """Set a field of a link. A value that the schema refuses is reported, and kept in the description."""
        given: str | list[str] = "yes" if value is True else self.text(value)
        if name in _SEVERAL:
            parts = value if isinstance(value, list) else str(value).split(";")
            given = [text for part in parts if (text := self.text(part))]
        try:
            _CHECKS[name].validate_python(given)
        except ValidationError:
            shown = self.text(given)
            self.imported.report(link.at, f"`{name}` cannot be {shorten(shown)!r}: kept in the comment")
            link.words = " · ".join(filter(None, [link.words, f"{name}: {shown}"]))
        else:
            link.fields[name] = given

    def group(self, topic: str, at: int) -> ImportedGroup:
        """Return the group of a topic such as ``Above > Below``; it is added if it is new."""
        path = tuple(filter(None, map(str.strip, topic.split(BETWEEN_TOPICS.strip(), DEEPEST - 1))))
        for depth in range(1, len(path) + 1):
            if path[:depth] not in self.groups:
                group = ImportedGroup(path[depth - 1], at)
                self.imported.put(group, self.groups[path[: depth - 1]])
                self.groups[path[:depth]] = group
        return self.groups[path]
