"""The formats of a report on links, one module each: a function from a report to text.

To add a format, write a module with such a ``report`` function and list it here. A plug-in adds one with an entry point
in the group ``pathgen.link_reports``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pathgen.links.report import LinkReport
from pathgen.links.reports import github, json, junit, markdown, sarif, text
from pathgen.plugins import Registry, returning

_BUILT_IN: dict[str, Callable[[LinkReport], str]] = {
    "text": text.report,
    "json": json.report,
    "junit": junit.report,
    "sarif": sarif.report,
    "github": github.report,
    "markdown": markdown.report,
}
FORMATS: Mapping[str, Callable[[LinkReport], str]] = Registry("pathgen.link_reports", _BUILT_IN, returning(str))
"""Every format by its name, those of plug-ins included."""
