"""The report formats, one file each: a function from what was found in some files to a text.

To add one, write a module with a ``report`` of this shape and list it here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pathgen.diagnostics import Diagnostic
from pathgen.reports import github, json, markdown, sarif, text

REPORTS: dict[str, Callable[[Sequence[Diagnostic], Sequence[str]], str]] = {
    "text": text.report,
    "json": json.report,
    "github": github.report,
    "sarif": sarif.report,
    "markdown": markdown.report,
}
"""Every format: its name and its function of the diagnostics and the names of all files that were read."""
