"""pyproject.toml declares every package that is used, and none that is not."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from pathgen.markdown import our_settings

ROOT = Path(__file__).parent.parent
RUN_NOT_IMPORTED = {"mkdocs", "mkdocs-material"}
"""The engine and its theme, which run as a program of their own."""


def normal(name: str) -> str:
    """Spell the name of a distribution as the index does (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> set[str]:
    names: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(node.module or "")
    names |= {next(iter(item)) if isinstance(item, dict) else item for item in our_settings()["markdown_extensions"]}
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"pathgen"}


def test_every_package_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {normal(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in project["dependencies"]}
    installed = packages_distributions()
    used = {normal(name) for package in imported() for name in installed.get(package, ())}
    assert declared - used == RUN_NOT_IMPORTED
    assert used - declared == set()
