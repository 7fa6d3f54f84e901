"""A table for spreadsheets (RFC 4180): a row for each entry, below a row of column names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

from pathgen.convert.columns import FIELDS, TOPIC
from pathgen.convert.export_context import ExportContext
from pathgen.convert.import_list import LONGEST_RECORD, ImportedList, line
from pathgen.convert.table import Table, has_addresses, rows
from pathgen.diagnostics import Severity, quote, shorten
from pathgen.learner.study_plan.csv import as_text
from pathgen.yamldoc.parse import MAX_KEYS

_QUOTED_FORMULA = re.compile(r"'(?=[\s'\"]*[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""The apostrophe that keeps a spreadsheet from calculating a cell."""

_SEPARATOR = re.compile(r"sep=([,;|\t])[ \t]*\r?\n", re.IGNORECASE)
_ADDRESS = re.compile(r"(?i)<?https?://")
_MOST_NAMES = 20
_LINE = re.compile(r"[^\r\n]*+[\r\n]+|[^\r\n]++")
"""A line, with any blank lines after it."""


def write(given: ExportContext) -> bytes:
    """Return the table; several values in a cell are separated by ``; ``."""
    written = StringIO(newline="")
    table = csv.writer(written)
    names = (TOPIC, *FIELDS)
    table.writerow(names)
    for row in rows(given):
        table.writerow([as_text(_text(row.get(name, ""))) for name in names])
    return written.getvalue().encode()


def _text(value: object) -> str:
    if isinstance(value, dict):
        value = [f"{name}: {url}" for name, urls in value.items() for url in urls]
    return "; ".join(map(str, value)) if isinstance(value, list) else "yes" if value is True else str(value)


def read(imported: ImportedList) -> None:
    """Read a table whose first row has the column names; cells may also be separated by ``;`` or tabs."""
    lines = _Lines(imported)
    rows_ = _rows(imported, lines)
    at, names = next(rows_, (0, []))
    unknown = {*imported.columns.values()} - {*names}
    if unknown:
        help_ = f"the columns are {', '.join(map(shorten, names[:_MOST_NAMES]))}"
        imported.report(at, f"there is no column {', '.join(map(quote, sorted(unknown)))}", help_, Severity.ERROR)
        return
    table, is_known = Table(imported), has_addresses(names, imported.columns)
    for row_at, row in rows_:
        if not is_known and not any(map(_ADDRESS.match, row)):
            break
        is_known = True
        if len(row) > len(names):
            imported.report(row_at, "rows have more cells than there are columns")
        table.add(dict(zip(names, row, strict=False)), row_at)
    if not is_known or len(names) > MAX_KEYS:
        help_ = "name the column that has the addresses: --column url=NAME"
        imported.report(
            at, f"no column is known to have addresses, or there are more than {MAX_KEYS:,}", help_, Severity.ERROR
        )
    table.finish()


def _rows(imported: ImportedList, lines: _Lines) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that has something in it, with its offset; a row that cannot be read is an error."""
    table = csv.reader(lines, delimiter=lines.delimiter)
    while True:
        lines.row = -1
        try:
            row = next(table, None)
        except csv.Error as error:
            message = f"this row cannot be read ({line(str(error))}); is a quote not closed?"
            imported.report(max(lines.row, 0), message, severity=Severity.ERROR)
            return
        if row is None:
            return
        if any(row):
            yield lines.row, [_QUOTED_FORMULA.sub("", cell, count=1) if cell[:1] == "'" else cell for cell in row]


class _Lines(Iterator[str]):
    """The lines of a table. ``row`` is the offset of the current row; a row that is too long is refused.

    A first line ``sep=;`` says what is between the cells, as Excel writes it; else it is what the names have most of.
    """

    def __init__(self, imported: ImportedList) -> None:
        text = imported.source.text
        self.imported = imported
        said = _SEPARATOR.match(text)
        start = said.end() if said else 0
        self.found = _LINE.finditer(text, start)
        self.delimiter = (
            said[1] if said else max(",;\t", key=text[start : text.find("\n", start) % (len(text) + 1)].count)
        )
        self.row = -1

    def __next__(self) -> str:
        found = next(self.found)
        if self.row < 0:
            self.row = found.start()
        if found.end() - self.row > LONGEST_RECORD:
            message = f"this row has more than {LONGEST_RECORD:,} characters"
            self.imported.refuse(self.row, message, "look for a quote that is not closed")
        return found[0]
