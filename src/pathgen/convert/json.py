"""The whole catalogue as JSON, as it is written and not as it is resolved: what is exported so, imports unchanged.

A list of objects, or JSON Lines, is taken as a table: a row for each entry.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pathgen.catalogue.model import File
from pathgen.catalogue.resolve import Catalogue
from pathgen.convert.export_context import ExportContext
from pathgen.convert.import_list import ImportedList
from pathgen.convert.table import Table
from pathgen.diagnostics import Severity
from pathgen.yamldoc.parse import MAX_DEPTH, MAX_VALUES

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]|[^\s\[\]{}:,"]++')
_LINE = re.compile(r"\S[^\n]*")
_HELP = "give a catalogue of `pathgen export --format json`, or a list of objects with a title and a url"


def write(given: ExportContext) -> bytes:
    """Write everything that the file says, whatever edition is asked for."""
    file = as_written(given.catalogue)
    return file.model_dump_json(exclude_unset=True, indent=1).encode() + b"\n"


def as_written(catalogue: Catalogue) -> File:
    """Put together again what a catalogue was resolved from."""
    parts = {
        "path": catalogue.path,
        "rules": catalogue.rules,
        "editions": catalogue.editions,
        "tracks": catalogue.tracks,
        "concepts": catalogue.concepts,
        "preparation": catalogue.preparation.part if catalogue.preparation else None,
        "steps": tuple(section.part for section in catalogue.steps),
        "libraries": catalogue.libraries,
        "topics": tuple(section.part for section in catalogue.topics),
        "entries": tuple(resource for _, resource in catalogue.shared),
        "link_policy": catalogue.link_policy,
    }
    return File.model_construct(**{name: part for name, part in parts.items() if part})  # type: ignore[arg-type]


def read(made: ImportedList) -> None:
    """Read a catalogue, or a list of entries."""
    text = made.source.text
    try:
        value = _value(made, text, 0)
    except RecursionError:
        made.report(0, "this is nested too deep", _HELP, Severity.ERROR)
        return
    except ValueError as error:
        if text.lstrip()[:1] == "{" and "\n" in text.strip():
            _read_lines(made)
        else:
            at = getattr(error, "pos", 0)
            made.report(min(at, len(text)), f"this is not JSON: {getattr(error, 'msg', error)}", _HELP, Severity.ERROR)
        return
    if isinstance(value, dict) and "path" in value and "schema" not in value:  # which the site's catalogue.json has
        made.whole = _without_nulls(value)
    elif isinstance(value, list) or (isinstance(value, dict) and "url" in value):
        _read_rows(made, value if isinstance(value, list) else [value])
    else:
        made.report(0, "this is neither a catalogue nor a list of entries", _HELP, Severity.ERROR)


def _value(made: ImportedList, text: str, at: int) -> Any:
    """Read the text at a place as a value, where it is no larger or deeper than a catalogue: all of it would be built.

    Raises:
        RecursionError: it is deeper.
        TooMuchError: it is larger.
        ValueError: it is no JSON.
    """
    depth = 0
    for count, token in enumerate(_TOKEN.finditer(text)):
        sign = text[token.start()]
        depth += (sign in "[{") - (sign in "]}")
        if depth > MAX_DEPTH:
            raise RecursionError
        if count == MAX_VALUES:
            made.refuse(at + token.start(), f"this holds more than the {MAX_VALUES:,} values of a catalogue")
        if depth <= 0:
            break  # what else there is, the reader of JSON refuses
    return json.loads(text)


def _without_nulls(value: Any) -> Any:
    """Leave out what is nothing; the nesting is that of a text that JSON's reader took."""
    if isinstance(value, dict):
        return {key: _without_nulls(one) for key, one in value.items() if one is not None}
    return [_without_nulls(one) for one in value] if isinstance(value, list) else value


def _read_rows(made: ImportedList, values: list[Any]) -> None:
    table = Table(made)
    for number, value in enumerate(values, 1):
        if isinstance(value, dict):
            table.add(value, 0)
        else:
            made.report(0, f"item {number} of the list is no object: not taken")


def _read_lines(made: ImportedList) -> None:
    table = Table(made)
    for found in _LINE.finditer(made.source.text):
        text, at = found[0], found.start()
        try:
            value = _value(made, text, at)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            table.add(value, at)
        else:
            made.report(at, "this line is no object of JSON: not taken")
