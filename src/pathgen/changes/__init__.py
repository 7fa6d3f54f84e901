"""What changes for readers of a catalogue: a module for each format, which turns a report or a history into text.

To add one, write a module with a ``report`` and a ``log`` of these shapes and list it here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pathgen.changes import json, markdown, text
from pathgen.changes.history import Version
from pathgen.changes.since import ChangeReport

FORMATS: dict[str, Callable[[ChangeReport], str]] = {
    "text": text.report,
    "markdown": markdown.report,
    "json": json.report,
}
"""Every format by its name."""
LOGS: dict[str, Callable[[Iterable[Version]], Iterator[str]]] = {
    "text": text.log,
    "markdown": markdown.log,
    "json": json.log,
}
"""The same formats of a history, which is printed while it is read."""
