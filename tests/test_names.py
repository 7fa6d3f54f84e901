"""Names say what a thing is: no class and no module shares its name with another, and no local says nothing."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "pathgen"
SAY_NOTHING = {"here", "made", "one", "own", "told", "what"}
"""Names of locals and arguments that do not say what they hold."""
FIELDS = {"src/pathgen/changes/diff.py: what"}
"""Fields of values, which are not locals: ``what`` of a change is a name in the JSON report."""
FORMATS = {"csv", "github", "json", "junit", "markdown", "opml", "sarif", "text"}
"""Modules named after the format that they write: each package of formats has its own."""
SHARED = FORMATS | {
    "add",  # the package, and its command
    "archive",  # the package, and its command
    "build",  # a command, and what it calls
    "checklist",  # a command, and what it calls
    "describe",  # changes, and study plans, in words
    "diff",  # a command, and what it calls
    "edit",  # of any YAML file, and of a catalogue
    "history",  # of links, and of a catalogue
    "import_list",  # a command, and what it calls
    "links",  # the package, and its command
    "lost_in_merge",  # the rule, and what finds its problems
    "merge",  # of reports, and the command for git
    "plan",  # the study plan with its command, and the plan of what to archive
    "refresh",  # a command, and what it calls
    "render",  # a command, and what it calls
    "reports",  # of diagnostics, and of links
    "rules",  # the package, and its command
    "run",  # a run of the link checker, and one of the archive
    "serve",  # a command, and what it calls
    "stale",  # a command, and what it calls
    "stats",  # a command, and what it calls
    "upgrade",  # a command, and what it calls
}
"""The names that modules share on purpose."""


def nodes(folder: Path) -> Iterator[tuple[Path, ast.AST]]:
    for path in sorted(folder.rglob("*.py")):
        yield from ((path, node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def name_of(node: ast.AST) -> str | None:
    """Return the local that a node sets."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return node.id
    if isinstance(node, ast.arg):
        return node.arg
    return node.name if isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) else None


@pytest.mark.parametrize("folder", ["src", "tests", "benchmarks", "docs"])
def test_a_local_says_what_it_holds(folder: str) -> None:
    found = {
        f"{path.relative_to(ROOT).as_posix()}: {name_of(node)}"
        for path, node in nodes(ROOT / folder)
        if name_of(node) in SAY_NOTHING
    }
    assert found - FIELDS == set()


def test_the_name_of_a_public_class_is_unique() -> None:
    files = defaultdict(list)
    for path, node in nodes(SOURCE):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            files[node.name].append(path.relative_to(SOURCE).as_posix())
    assert {name: paths for name, paths in files.items() if len(paths) > 1} == {}


def test_modules_share_a_name_only_on_purpose() -> None:
    paths = defaultdict(list)
    for path in SOURCE.rglob("*.py"):
        named = path.parent if path.name == "__init__.py" else path.with_suffix("")
        if named != SOURCE:
            paths[named.name].append(named.relative_to(SOURCE).as_posix())
    shared = {name for name, modules in paths.items() if len(modules) > 1}
    assert {name: paths[name] for name in shared - SHARED} == {}
    assert shared >= SHARED, "an allowed name is no longer shared: delete it above"
