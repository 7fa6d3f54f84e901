"""The whole catalogue as JSON, as it is written in its files: it can be imported again unchanged.

JSON Lines are imported as a table, a row for each entry; any other JSON as ``nested`` reads it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pathgen.catalogue.model import File
from pathgen.catalogue.resolve import Catalogue
from pathgen.convert.export_context import ExportContext
from pathgen.convert.import_list import ImportedList
from pathgen.convert.nested import Nested, without
from pathgen.convert.table import Table
from pathgen.diagnostics import Severity
from pathgen.yamldoc.parse import MAX_DEPTH, MAX_VALUES

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]|[^\s\[\]{}:,"]++')
_LINE = re.compile(r"\S[^\n]*")
_HELP = "use a catalogue from `pathgen export --format json`, or objects with a title and a url"


def write(given: ExportContext) -> bytes:
    """Return everything in the catalogue, whatever edition is selected."""
    file = as_written(given.catalogue)
    return file.model_dump_json(exclude_unset=True, indent=1).encode() + b"\n"


def as_written(catalogue: Catalogue) -> File:
    """Return the parts from which a catalogue was resolved, as one file."""
    parts = {
        "path": catalogue.path,
        "rules": catalogue.rules,
        "editions": catalogue.editions,
        "tracks": catalogue.tracks,
        "kinds": catalogue.kinds,
        "concepts": catalogue.concepts,
        "preparation": catalogue.preparation.part if catalogue.preparation else None,
        "steps": tuple(section.part for section in catalogue.steps),
        "libraries": catalogue.libraries,
        "topics": tuple(section.part for section in catalogue.topics),
        "entries": tuple(resource for _, resource in catalogue.shared),
        "link_policy": catalogue.link_policy,
    }
    return File.model_construct(**{name: part for name, part in parts.items() if part})  # type: ignore[arg-type]


def read(imported: ImportedList) -> None:
    """Read a catalogue, a list of entries, or JSON Lines."""
    text = imported.source.text
    try:
        value = _value(imported, text, 0)
    except RecursionError:
        imported.report(0, "this is nested too deep", _HELP, Severity.ERROR)
        return
    except ValueError as error:
        if text.lstrip()[:1] == "{" and "\n" in text.strip():
            _read_lines(imported)
        else:
            at = getattr(error, "pos", 0)
            imported.report(
                min(at, len(text)), f"this is not JSON: {getattr(error, 'msg', error)}", _HELP, Severity.ERROR
            )
        return
    # The site's catalogue.json has a schema as well, and is not what was written.
    is_catalogue = isinstance(value, dict) and "path" in value and "schema" not in value
    value = without(value, lambda below: below is None)
    if is_catalogue:
        imported.whole = value
    else:
        Nested(imported).read(value)


def _value(imported: ImportedList, text: str, at: int) -> Any:
    """Return the JSON value of a text, which starts at the offset ``at`` of the list.

    Its size and depth are checked before it is parsed, as the parser would keep all of it in memory.

    Raises:
        RecursionError: it is nested deeper than a catalogue can be.
        TooMuchError: it has more values than a catalogue can have.
        ValueError: it is not JSON.
    """
    depth = 0
    for count, token in enumerate(_TOKEN.finditer(text)):
        sign = text[token.start()]
        depth += (sign in "[{") - (sign in "]}")
        if depth > MAX_DEPTH:
            raise RecursionError
        if count == MAX_VALUES:
            imported.refuse(
                at + token.start(), f"this has more than the {MAX_VALUES:,} values that a catalogue can have"
            )
        if depth <= 0:
            break  # the parser refuses anything after the value
    return json.loads(text)


def _read_lines(imported: ImportedList) -> None:
    table = Table(imported)
    for found in _LINE.finditer(imported.source.text):
        text, at = found[0], found.start()
        try:
            value = _value(imported, text, at)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            table.add(value, at)
        else:
            imported.report(at, "lines that are not JSON objects are not imported")
    table.finish()
