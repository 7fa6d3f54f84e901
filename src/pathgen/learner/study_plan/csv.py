"""The plan as a table for spreadsheets (RFC 4180): a row for each thing to do, under a row of names.

Spreadsheets treat a cell that starts with ``=``, ``+``, ``-`` or ``@`` as a formula, quoted or not; an apostrophe
before it makes it text (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import re
from datetime import datetime
from io import StringIO

from pathgen.i18n.messages import Messages
from pathgen.learner.study_plan import describe
from pathgen.learner.study_plan.plan import StudyPlan
from pathgen.terminal import visible

COLUMNS = ("date", "minutes", "kind", "title", "part", "parts", "step", "url", "id")
"""The names in the first row: for programs, so the same in every language."""
_FORMULA = re.compile(r"[\s'\"]*[=+\-@\uff1d\uff0b\uff0d\uff20]")


def report(plan: StudyPlan, say: Messages, _now: datetime) -> str:
    """Return the table; its lines end with CR and LF."""
    written = StringIO(newline="")
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for session in plan.sessions:
        for item in session.items:
            task = item.task
            kind, url = ("entry", task.entry.url) if task.entry else ("self-check", "")
            cells = (session.day, item.minutes, kind, describe.title(say, task), item.part, item.parts)
            table.writerow([_cell(str(value)) for value in (*cells, describe.step(say, task), url, task.id)])
    return written.getvalue()


def _cell(text: str) -> str:
    return as_text(visible(" ".join(text.split())))


def as_text(text: str) -> str:
    """Return a text for a cell so that no spreadsheet treats it as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text
