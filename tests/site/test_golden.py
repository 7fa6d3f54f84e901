"""The Markdown of four small catalogues, compared with pages that a person has read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pathgen.files import read_tree, sync
from pathgen.site.render import Project, render
from pathgen.today import EPOCH_VARIABLE

SITES = Path(__file__).parent.parent / "sites"
DAY_OF_BUILD = "1767225600"
"""The first second of 2026, the year in which the pages were read."""
HOW_TO_UPDATE = "if the change is meant: run `pytest tests/site/test_golden.py --update-golden` and read the diff"


def rendered(site: Path, folder: Path) -> dict[str, str]:
    """Render a copy of a project; give its pages, without that of the rules, which are documented elsewhere."""
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns("expected"))
    loaded, _ = render(Project(folder / "resources.yaml"))
    assert loaded.diagnostics == ()
    tree = read_tree(folder / "build" / "docs")
    return {name: data.decode() for name, data in tree.items() if name.endswith(".md") and name != "rules/index.md"}


@pytest.mark.parametrize("name", sorted(path.name for path in SITES.iterdir()))
def test_the_pages_are_as_expected(
    name: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(EPOCH_VARIABLE, DAY_OF_BUILD)
    pages = rendered(SITES / name, tmp_path / name)
    if request.config.getoption("--update-golden"):
        sync(SITES / name / "expected", {page: text.encode() for page, text in pages.items()})
    expected = {page: data.decode() for page, data in read_tree(SITES / name / "expected").items()}
    assert pages.keys() == expected.keys(), HOW_TO_UPDATE
    for page, text in pages.items():
        assert text.splitlines() == expected[page].splitlines(), f"{name}/{page}: {HOW_TO_UPDATE}"
