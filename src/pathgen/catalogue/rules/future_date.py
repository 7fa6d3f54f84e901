"""A date or a year is after today.

The site shows dates, sorts by them and says what is new; a slip of one digit puts an entry at the top of the list and
of the feed for years. Dates are compared with today where the day starts first, so nobody's today counts as later.

Bad:

    topics:
      - id: basics
        title: Basics
        resources:
          - {title: A page, url: "https://example.org/a", added: 2096-01-05}

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - {title: A page, url: "https://example.org/a", added: 2026-01-05}
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import get_args

from pathgen.catalogue.model import Part
from pathgen.catalogue.resolve import Catalogue
from pathgen.catalogue.values import Date, EntryStatus, LibraryStatus, Status, Year
from pathgen.diagnostics import Diagnostic, Severity

CODE = "future-date"
SEVERITY = Severity.WARNING


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield every date and year that has not come yet."""
    today = catalogue.today.isoformat()
    parts: tuple[Part, ...] = (
        *catalogue.path.sources,
        *catalogue.libraries,
        *(section.part for section in catalogue.sections),
        *(resource for _, resource in catalogue.written),
    )
    for part in parts:
        for name in _dated(type(part)):
            written = _date_in(getattr(part, name))
            if written > today[: len(written)]:
                message = f"`{name}` {written} is later than today ({today} where the day starts first)"
                yield Diagnostic(CODE, SEVERITY, part.span(name), message, "correct the date, or delete it until then")


@cache
def _dated(part: type[Part]) -> tuple[str, ...]:
    """Return the fields of a part that have a date or a year."""
    kinds = (Date, Year, EntryStatus, LibraryStatus)
    fields = part.model_fields.items()
    return tuple(name for name, field in fields if any(kind in get_args(field.annotation) for kind in kinds))


def _date_in(value: str | int | Status | None) -> str:
    if isinstance(value, Status):
        return value.date or ""
    return str(value or "")
