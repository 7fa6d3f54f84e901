"""A table for spreadsheets (RFC 4180): a row for each entry, under a row of names."""

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
"""A line with the blank ones that follow it."""


def write(given: ExportContext) -> bytes:
    """Write the table; several values of a cell stand with ``; `` between them."""
    written = StringIO(newline="")
    table = csv.writer(written)
    names = (TOPIC, *FIELDS)
    table.writerow(names)
    for row in rows(given):
        table.writerow([as_text(_text(row.get(name, ""))) for name in names])
    return written.getvalue().encode()


def _text(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else "yes" if value is True else str(value)


def read(made: ImportedList) -> None:
    """Read a table whose first row names its columns; `;` and tabs may stand for commas."""
    text = made.source.text
    head = text[: text.find("\n")] if "\n" in text else text
    comma = max(",;\t", key=head.count)
    lines = _Lines(made)
    table, taken = csv.reader(lines, delimiter=comma), Table(made)
    names: list[str] = []
    while True:
        lines.row = -1
        try:
            row = next(table, None)
        except csv.Error as error:
            message = f"this row is not readable ({line(str(error))}); is a quote open?"
            made.report(max(lines.row, 0), message, severity=Severity.ERROR)
            return
        if row is None:
            return
        at = lines.row
        if not names:
            names = row
            if "url" not in map(Table.name, names) or len(names) > MAX_KEYS:
                help_ = "name the columns in the first row, such as title,url,topic"
                made.report(
                    at, f"no column is called `url`, or there are more than {MAX_KEYS:,}", help_, Severity.ERROR
                )
                return
        elif any(row):
            cells = dict(
                zip(
                    names,
                    (_QUOTED_FORMULA.sub("", one, count=1) if one[:1] == "'" else one for one in row),
                    strict=False,
                )
            )
            if len(row) > len(names):
                made.report(at, "this row has more cells than there are columns")
            taken.add(cells, at)


class _Lines(Iterator[str]):
    """The lines of a table for the reader of rows: it keeps where the row began, and refuses one that does not end."""

    def __init__(self, made: ImportedList) -> None:
        self.made = made
        self.found = _LINE.finditer(made.source.text)
        self.row = -1

    def __next__(self) -> str:
        found = next(self.found)
        if self.row < 0:
            self.row = found.start()
        if found.end() - self.row > LONGEST_RECORD:
            message = f"this row has more than {LONGEST_RECORD:,} characters"
            self.made.refuse(self.row, message, "look for a quote that is open")
        return found[0]
