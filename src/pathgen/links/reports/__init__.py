"""The formats of a report on links, one file each: a function from a report to a text.

To add one, write a module with a ``report`` of this shape and list it here.
"""

from __future__ import annotations

from collections.abc import Callable

from pathgen.links.report import Report
from pathgen.links.reports import github, json, junit, markdown, sarif, text

FORMATS: dict[str, Callable[[Report], str]] = {
    "text": text.report,
    "json": json.report,
    "junit": junit.report,
    "sarif": sarif.report,
    "github": github.report,
    "markdown": markdown.report,
}
"""Every format by its name."""
