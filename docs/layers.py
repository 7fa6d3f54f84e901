"""The layers of pathgen, bottom to top, and the drawing of them in ``design.md``, which is made from the imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

SOURCE = Path(__file__).parent.parent / "src" / "pathgen"
LAYERS = (
    *(
        "errors",
        "diagnostics",
        "plugins",
        "lock",
        "files",
        "publish",
        "terminal",
        "escape",
        "urls",
        "git",
        "child_python",
        "today",
    ),
    *(
        "yamldoc",
        "markdown",
        "catalogue",
        "reports",
        "i18n",
        "learner",
        "http",
        "links",
        "forges",
        "changes",
        "add",
        "site",
    ),
    *("convert", "curation", "merge_driver", "scaffold", "api", "cli"),
)
"""Every package and top-level module, in order: each imports only from those before it."""
_WIDTH = 100


def imports() -> Iterator[tuple[str, str]]:
    """Yield what each file of pathgen imports, anywhere in it: ``("cli/validate.py", "pathgen.reports.text")``."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module == "pathgen":
                names = [f"pathgen.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            yield from ((path.relative_to(SOURCE).as_posix(), name) for name in names)


def between_layers() -> set[tuple[str, str]]:
    """Return which layer imports which other: ``("cli", "catalogue")``."""
    found = set()
    for file, name in imports():
        importer, (package, _, rest) = file.partition("/")[0].removesuffix(".py"), name.partition(".")
        imported = rest.partition(".")[0]
        if package == "pathgen" and imported in LAYERS and importer in LAYERS and importer != imported:
            found.add((importer, imported))
    return found


def drawing() -> str:
    """Return the layers as text, top to bottom: each with its first line of documentation and what it imports."""
    pairs = between_layers()
    lines = []
    for layer in reversed(LAYERS):
        folder, module = SOURCE / layer / "__init__.py", SOURCE / f"{layer}.py"
        if not folder.exists() and not module.exists():
            continue
        source = (folder if folder.exists() else module).read_text(encoding="utf-8")
        summary = (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]
        imported = [name for name in reversed(LAYERS) if (layer, name) in pairs]
        lines.append(fill(summary, _WIDTH, initial_indent=f"{layer:<13}", subsequent_indent=" " * 13))
        if imported:
            lines.append(fill(", ".join(imported), _WIDTH, initial_indent=" " * 13 + "-> ", subsequent_indent=" " * 16))
    return "\n".join(lines)
