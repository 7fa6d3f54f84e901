"""What a plug-in or a script may import from pathgen; everything else may change at any time.

What takes long to import waits until it is asked for: a rule is read by every command.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pathgen.catalogue.load import Loaded, load
from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.diagnostics import Diagnostic, Severity, Source, Span
from pathgen.errors import PathgenError

if TYPE_CHECKING:
    from pathgen.convert.export_context import ExportContext
    from pathgen.convert.import_list import ImportedGroup, ImportedLink, ImportedList
    from pathgen.links.report import LinkReport
    from pathgen.links.verdict import Result, Verdict

__all__ = [
    "Catalogue",
    "Diagnostic",
    "Entry",
    "ExportContext",
    "ImportedGroup",
    "ImportedLink",
    "ImportedList",
    "LinkReport",
    "Loaded",
    "PathgenError",
    "Result",
    "Section",
    "Severity",
    "Source",
    "Span",
    "Verdict",
    "load",
]
_SLOW = {
    "ExportContext": "pathgen.convert.export_context",
    "ImportedGroup": "pathgen.convert.import_list",
    "ImportedLink": "pathgen.convert.import_list",
    "ImportedList": "pathgen.convert.import_list",
    "LinkReport": "pathgen.links.report",
    "Result": "pathgen.links.verdict",
    "Verdict": "pathgen.links.verdict",
}


def __getattr__(name: str) -> object:
    """Import what is asked for (PEP 562)."""
    if name not in _SLOW:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_SLOW[name]), name)
