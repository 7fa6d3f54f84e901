"""What changes for readers of a catalogue: one format a file, each a function from a report to a text.

To add one, write a module with a ``report`` of this shape and list it here.
"""

from __future__ import annotations

from collections.abc import Callable

from pathgen.changes import json, markdown, text
from pathgen.changes.since import Report

FORMATS: dict[str, Callable[[Report], str]] = {"text": text.report, "markdown": markdown.report, "json": json.report}
"""Every format by its name."""
