"""A table for spreadsheets (RFC 4180): a row for each entry, below a row of column names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

from pathgen.convert.export_context import ExportContext
from pathgen.convert.import_list import LONGEST_RECORD, ImportedList, line
from pathgen.convert.table import FIELDS, TOPIC, Table, rows
from pathgen.diagnostics import Severity
from pathgen.learner.study_plan.csv import as_text
from pathgen.yamldoc.parse import MAX_KEYS

_QUOTED_FORMULA = re.compile(r"'(?=[\s'\"]*[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""The apostrophe that keeps a spreadsheet from calculating a cell."""

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
    return "; ".join(map(str, value)) if isinstance(value, list) else "yes" if value is True else str(value)


def read(imported: ImportedList) -> None:
    """Read a table whose first row has the column names; cells may also be separated by ``;`` or tabs."""
    text = imported.source.text
    head = text[: text.find("\n")] if "\n" in text else text
    comma = max(",;\t", key=head.count)
    lines = _Lines(imported)
    table, taken = csv.reader(lines, delimiter=comma), Table(imported)
    names: list[str] = []
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
        at = lines.row
        if not names:
            names = row
            if "url" not in map(Table.name, names) or len(names) > MAX_KEYS:
                help_ = "write the column names in the first row, such as title,url,topic"
                imported.report(
                    at, f"there is no column `url`, or more than {MAX_KEYS:,} columns", help_, Severity.ERROR
                )
                return
        elif any(row):
            cells = dict(
                zip(
                    names,
                    (_QUOTED_FORMULA.sub("", cell, count=1) if cell[:1] == "'" else cell for cell in row),
                    strict=False,
                )
            )
            if len(row) > len(names):
                imported.report(at, "this row has more cells than there are columns")
            taken.add(cells, at)


class _Lines(Iterator[str]):
    """The lines of a table. ``row`` is the offset of the current row; a row that is too long is refused."""

    def __init__(self, imported: ImportedList) -> None:
        self.imported = imported
        self.found = _LINE.finditer(imported.source.text)
        self.row = -1

    def __next__(self) -> str:
        found = next(self.found)
        if self.row < 0:
            self.row = found.start()
        if found.end() - self.row > LONGEST_RECORD:
            message = f"this row has more than {LONGEST_RECORD:,} characters"
            self.imported.refuse(self.row, message, "look for a quote that is not closed")
        return found[0]
