"""What the tests of rules share: from a snippet of YAML to what pathgen says of it."""

from __future__ import annotations

from textwrap import dedent

from pathgen.catalogue.load import parse
from pathgen.diagnostics import Diagnostic


def diagnose(code: str, snippet: str, prose: tuple[str, ...] = ()) -> list[Diagnostic]:
    """Diagnose a snippet; the `path` that every catalogue needs is added behind it.

    So lines and columns count as in the snippet, without its indentation.
    """
    text = dedent(snippet).lstrip("\n").rstrip()
    if "path:" not in text.partition("\n")[0]:
        text += "\npath: {title: My path}\n"
    loaded = parse("resources.yaml", text.encode(), prose=frozenset(prose))
    return [found for found in loaded.diagnostics if found.code == code]


def messages(code: str, snippet: str, prose: tuple[str, ...] = ()) -> list[str]:
    """Diagnose a snippet, and give the diagnostics as ``line:column message``."""
    return [f"{one.span.line}:{one.span.column} {one.message}" for one in diagnose(code, snippet, prose)]
