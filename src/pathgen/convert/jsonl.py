"""JSON Lines (https://jsonlines.org): an entry a line, with everything resolved, for tools that read data."""

from __future__ import annotations

import json

from pathgen.convert.export_context import ExportContext
from pathgen.convert.table import rows


def write(given: ExportContext) -> bytes:
    """Write a line for each entry where it is listed."""
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows(given)).encode()
