from __future__ import annotations

from pathlib import Path

import pytest
from command import pathgen

CATALOGUE = """\
path: {title: P}
steps:
  - id: first
    title: First
    resources: [{id: a-page, title: A, url: "https://example.org/a", aliases: old-page}]
"""


def validate(folder: Path, prose: str, name: str = "steps/first.md") -> list[str]:
    (folder / "content/steps").mkdir(parents=True)
    (folder / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder / "content" / name).write_text(prose, encoding="utf-8")
    done = pathgen("validate", cwd=folder)
    assert "Traceback" not in done.stderr
    return [line.replace("\\", "/") for line in done.stdout.splitlines() if "taken-anchor" in line]


@pytest.mark.parametrize(
    ("prose", "place", "anchor"),
    [
        ("Text.\n\n## A page\n", "3:4", "a-page"),
        ("## Words {: #a-page }\n", "1:13", "a-page"),
        ('<p id="a-page">x</p>\n', "1:4", "a-page"),
        ("## Old page\n", "1:4", "old-page"),
        ("# First\n\n## Mine {#resources}\n", "3:10", "resources"),
        ("## Mine {#top}\n", "1:10", "top"),
    ],
)
def test_an_anchor_that_the_page_has_already_is_reported(tmp_path: Path, prose: str, place: str, anchor: str) -> None:
    [found] = validate(tmp_path, prose)
    assert (
        found
        == f"content/steps/first.md:{place}: error[taken-anchor] the anchor '{anchor}' is already used by the page"
    )


@pytest.mark.parametrize(
    "prose",
    ["## A pager\n", "## Resources\n", "## Top\n", "```\n## A page\n```\n", "See `#a-page` and [it](#a-page).\n"],
)
def test_what_looks_alike_is_fine(tmp_path: Path, prose: str) -> None:
    assert validate(tmp_path, prose) == []


def test_a_page_without_the_entry_may_have_the_anchor(tmp_path: Path) -> None:
    assert validate(tmp_path, "## A page\n", "own.md") == []
