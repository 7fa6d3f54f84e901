"""A table for spreadsheets (RFC 4180): a row for each entry, under a row of names."""

from __future__ import annotations

import csv
import re
from io import StringIO

from pathgen.diagnostics import Severity
from pathgen.exchange.given import Given
from pathgen.exchange.imported import Imported, Lines, line
from pathgen.exchange.rows import FIELDS, TOPIC, Table, rows
from pathgen.plans.csv import as_text

_QUOTED_FORMULA = re.compile(r"'(?=[\s'\"]*[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""The apostrophe that keeps a spreadsheet from calculating a cell."""


def write(given: Given) -> bytes:
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


def read(made: Imported) -> None:
    """Read a table whose first row names its columns; `;` and tabs may stand for commas."""
    text = made.source.text
    head = text[: text.find("\n")] if "\n" in text else text
    comma = max(",;\t", key=head.count)
    table = csv.reader(StringIO(text, newline=""), delimiter=comma)
    taken, lines = Table(made), Lines(text)
    names: list[str] = []
    while True:
        before = table.line_num
        try:
            row = next(table, None)
        except csv.Error as error:
            at = lines.start(before + 1)
            made.tell(at, f"this row is not readable ({line(str(error))}); is a quote open?", severity=Severity.ERROR)
            return
        if row is None:
            return
        at = lines.start(before + 1)
        if not names:
            names = row
            if "url" not in map(Table.name, names):
                help_ = "name the columns in the first row, such as title,url,topic"
                made.tell(at, "no column is called `url`", help_, Severity.ERROR)
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
                made.tell(at, "this row has more cells than there are columns")
            taken.add(cells, at)
