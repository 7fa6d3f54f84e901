"""The documentation is true: what is made from the code equals it, and each example does what is said."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from examples import FENCE, follow

from pathgen.cli import COMMANDS
from pathgen.convert import EXPORTERS, IMPORTERS

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "docs"))
from generate import generated  # noqa: E402 - a script beside the documentation

GENERATED = generated()
PAGES = {
    page.relative_to(ROOT).as_posix(): page.read_text("utf-8")
    for folder in (ROOT, ROOT / "content" / "documentation", ROOT / "src" / "pathgen" / "scaffold" / "starter")
    for page in sorted(folder.glob("*.md"))
    if page not in GENERATED
}
"""What tells somebody how to do something: ``{path: Markdown}``."""


@pytest.mark.parametrize("path", [path.relative_to(ROOT).as_posix() for path in GENERATED])
def test_what_is_made_from_the_code_equals_it(path: str) -> None:
    text = GENERATED[ROOT / path]()
    assert (ROOT / path).read_text(encoding="utf-8") == text, f"{path} is old: run `python docs/generate.py`"


@pytest.mark.parametrize("page", [name for name, text in PAGES.items() if FENCE.search(text)])
def test_every_example_does_what_is_said(tmp_path: Path, page: str) -> None:
    follow(PAGES[page], tmp_path)


def test_every_page_installs_as_the_readme_does() -> None:
    """CI runs the README's lines, and the examples skip the lines that install pathgen."""
    in_readme = lines_of(PAGES["README.md"])
    for name, text in PAGES.items():
        for line in lines_of(text):
            assert "pip install" not in line or " ./" in line or any(shown.startswith(line) for shown in in_readme), (
                f"{name}: {line}"
            )


def test_the_readme_names_every_command_and_format() -> None:
    rows = dict(re.findall(r"^\| `pathgen ([a-z-]+)[^`]*` \| (.*) \|$", PAGES["README.md"], re.MULTILINE))
    assert rows.keys() == {*COMMANDS}
    for command, formats in (("import", IMPORTERS), ("export", EXPORTERS)):
        assert {*formats} <= {*re.findall(r"`([a-z]+)`", rows[command])}


def lines_of(page: str) -> list[str]:
    return [line for fence in FENCE.finditer(page) if fence["kind"] == "sh" for line in fence["text"].splitlines()]
