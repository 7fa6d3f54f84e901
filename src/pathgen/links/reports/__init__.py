"""The formats of a report on links, one file each: a function from a report to a text.

To add one, write a module with a ``report`` of this shape and list it here; a package adds one by the entry points
``pathgen.link_reports``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pathgen.links.report import LinkReport
from pathgen.links.reports import github, json, junit, markdown, sarif, text
from pathgen.plugins import Registry, returning

_OWN: dict[str, Callable[[LinkReport], str]] = {
    "text": text.report,
    "json": json.report,
    "junit": junit.report,
    "sarif": sarif.report,
    "github": github.report,
    "markdown": markdown.report,
}
FORMATS: Mapping[str, Callable[[LinkReport], str]] = Registry("pathgen.link_reports", _OWN, returning(str))
"""Every format by its name."""
