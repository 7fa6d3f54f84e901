"""What the scripts of the site weigh, and that nothing but comments is left out of them."""

from __future__ import annotations

import gzip
from importlib.resources import files

import pytest

from pathgen.site.script_weight import without_comments

SCRIPTS = {
    item.name: item.read_bytes()
    for item in files("pathgen.site").joinpath("assets").iterdir()
    if item.name.endswith(".js") and item.name != "minisearch.js"
}
"""Our scripts. The library of the search is loaded when someone searches, and weighs 8 kB more."""


@pytest.mark.parametrize(
    ("script", "published"),
    [
        ("// a\nf();\n", "f();\n"),
        ("  /** a\n   * f();\n   */\n  f();\n", "  f();\n"),
        ("/* a */\nf(); // b\n", "f(); // b\n"),
        ("/*! licence\n */\nf();\n", "/*! licence\n */\nf();\n"),
        ("/** @type {A} */ (f()).g();\n/** b */\n", "/** @type {A} */ (f()).g();\n"),
        ('const url = "https://a.example/";\n', 'const url = "https://a.example/";\n'),
    ],
)
def test_lines_that_are_only_comments_are_left_out(script: str, published: str) -> None:
    assert without_comments(script.encode()).decode() == published


def test_nothing_but_comments_is_left_out_of_a_script() -> None:
    for name, script in SCRIPTS.items():
        assert all(line.count(b"`") % 2 == 0 for line in script.splitlines()), f"{name}: a text of several lines"
        comments = set(script.splitlines()) - set(without_comments(script).splitlines())
        assert all(line.lstrip().startswith((b"//", b"/*", b"*")) for line in comments), name


def test_all_scripts_together_weigh_at_most_30_kb() -> None:
    assert sum(len(gzip.compress(without_comments(script), 9)) for script in SCRIPTS.values()) <= 30_000
