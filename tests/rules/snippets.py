"""Shared by the tests of rules: from a snippet of YAML to its diagnostics."""

from __future__ import annotations

from textwrap import dedent

from pathgen.catalogue.load import parse
from pathgen.diagnostics import Diagnostic


def diagnose(code: str, snippet: str, prose: tuple[str, ...] = ()) -> list[Diagnostic]:
    """Return the diagnostics of a snippet; the `path` that every catalogue needs is added after it.

    So lines and columns count as in the snippet, without its indentation.
    """
    text = dedent(snippet).lstrip("\n").rstrip()
    if "path:" not in text.partition("\n")[0]:
        text += "\npath: {title: My path}\n"
    loaded = parse("resources.yaml", text.encode(), prose=frozenset(prose))
    return [found for found in loaded.diagnostics if found.code == code]


def messages(code: str, snippet: str, prose: tuple[str, ...] = ()) -> list[str]:
    """Return the diagnostics of a snippet as ``line:column message``."""
    return [f"{found.span.line}:{found.span.column} {found.message}" for found in diagnose(code, snippet, prose)]
