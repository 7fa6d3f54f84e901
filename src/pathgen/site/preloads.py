"""The scripts that a page requests together, so that a phone does not wait for one request after another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files as package_files

_IMPORT = re.compile(r'^import [^;]*"\./([^"]+)\.js";', re.MULTILINE)
_STARTED = {
    "progress": ("path_page", "progress_page"),
    "plan": ("plan",),
    "steps": ("path_page", "permalink", "cite"),
    "topics": ("path_page", "permalink", "filter", "cite"),
    "concepts": ("concepts",),
    "libraries": ("filter",),
}
"""The modules that assets/pathgen.js starts on each kind of page, as overrides/main.html names the kinds."""


def preloads() -> dict[str, list[str]]:
    """Return the modules that each kind of page loads, those that they import included: ``{kind: names}``."""
    return {kind: _with_imports(started) for kind, started in _STARTED.items()}


def _with_imports(started: Iterable[str]) -> list[str]:
    """Return modules and what they import, directly or not, each once."""
    found = [*started]
    for name in found:
        script = package_files("pathgen.site").joinpath("assets", f"{name}.js").read_text(encoding="utf-8")
        found += [imported for imported in dict.fromkeys(_IMPORT.findall(script)) if imported not in found]
    return found
