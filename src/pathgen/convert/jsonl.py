"""JSON Lines (https://jsonlines.org): an entry on each line, with everything resolved, for data tools."""

from __future__ import annotations

import json

from pathgen.convert.export_context import ExportContext
from pathgen.convert.table import rows


def write(given: ExportContext) -> bytes:
    """Return a line for each entry, once for each section that lists it."""
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows(given)).encode()
