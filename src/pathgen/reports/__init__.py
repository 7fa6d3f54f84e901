"""The report formats, one file each: a function from what was found in some files to a text.

To add one, write a module with a ``report`` of this shape and list it here; a package adds one by the entry points
``pathgen.reports``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pathgen.diagnostics import Diagnostic
from pathgen.plugins import Registry, returning
from pathgen.reports import github, gitlab, json, junit, markdown, sarif, text

_OWN: dict[str, Callable[[Sequence[Diagnostic], Sequence[str]], str]] = {
    "text": text.report,
    "json": json.report,
    "github": github.report,
    "gitlab": gitlab.report,
    "junit": junit.report,
    "sarif": sarif.report,
    "markdown": markdown.report,
}
REPORTS: Mapping[str, Callable[[Sequence[Diagnostic], Sequence[str]], str]] = Registry(
    "pathgen.reports", _OWN, returning(str)
)
"""Every format: its name and its function of the diagnostics and the names of all files that were read."""
