"""Imports go one way, and a command waits for nothing that it does not need."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from command import python

sys.path.insert(0, str(Path(__file__).parent.parent / "docs"))
from layers import LAYERS, SOURCE, between_layers, imports

ONLY_IN = {
    "click": ("cli/",),
    "icalendar": ("learner/study_plan/",),
    "jinja2": ("convert/", "site/"),
    "lxml": ("add/html_metadata.py", "convert/", "http/", "links/", "site/"),
    "pypdf": ("add/pdf_metadata.py",),
    "requests": ("http/", "links/"),
    "resvg_py": ("site/",),
}
OF_LINKS_IN_SITE = {"pathgen.links.history", "pathgen.links.history_rows", "pathgen.links.verdict"}
"""What the site reads the state of links with; none of it knows the network (docs/decisions/0009)."""
HEAVY = {"mkdocs", "zensical", "jinja2", "requests", "urllib3", "lxml", "http.server", "watchfiles", "markdown"}


def test_a_library_is_known_in_one_place() -> None:
    found = [(file, name) for file, name in imports() if name.partition(".")[0] in ONLY_IN]
    assert [(file, name) for file, name in found if not file.startswith(ONLY_IN[name.partition(".")[0]])] == []
    assert found


def test_a_layer_imports_only_from_those_below_it() -> None:
    pairs = between_layers()
    assert [pair for pair in sorted(pairs) if LAYERS.index(pair[0]) < LAYERS.index(pair[1])] == []
    assert ("cli", "catalogue") in pairs


def test_every_package_has_its_layer() -> None:
    names = {path.stem for path in SOURCE.iterdir() if path.is_dir() or path.suffix == ".py"} - {"__pycache__"}
    assert names - set(LAYERS) == {"__init__", "__main__"}


def test_the_site_knows_of_links_what_is_remembered_and_nothing_else() -> None:
    found = {name for file, name in imports() if file.startswith("site/") and name.startswith("pathgen.links")}
    assert found == OF_LINKS_IN_SITE


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["add", "https://a.example/", "--to=t", "--title=A"],
        ["validate"],
        ["fmt", "--diff"],
        ["rules"],
        ["schema"],
        ["schema", "catalogue"],
        ["plan"],
    ],
)
def test_a_command_waits_for_neither_the_engine_nor_the_network(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "resources.yaml").write_text("path: {title: My path}\ntopics: [{id: t, title: T}]\n", encoding="utf-8")
    script = f"""
import sys
from pathgen.cli import main
try: main({arguments!r})
except SystemExit as done: assert not done.code
print("LOADED", *sys.modules)
"""
    done = python("-c", script, cwd=tmp_path)
    loaded = done.stdout.partition("LOADED")[2].split()
    assert "pathgen.cli" in loaded, done.stderr
    assert HEAVY.intersection(loaded) == set()
    if arguments[0] in ("--help", "validate", "fmt", "rules"):
        assert "sqlite3" not in loaded, "what reads no history opens no database"


def test_links_that_are_all_known_wait_for_no_network(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text("path: {title: My path}\n", encoding="utf-8")
    script = """
import sys
from pathgen.cli import main
try: main(["check-links", "--no-history"])
except SystemExit as done: assert not done.code
print("LOADED", *sys.modules)
"""
    loaded = python("-c", script, cwd=tmp_path).stdout.partition("LOADED")[2].split()
    assert "pathgen.cli.check_links" in loaded
    assert {"requests", "urllib3", "lxml"}.intersection(loaded) == set()


def test_an_engine_loads_our_extension_and_nothing_that_reads_a_catalogue(tmp_path: Path) -> None:
    done = python("-c", "import sys, pathgen.site.external_links; print(*sys.modules)", cwd=tmp_path)
    loaded = done.stdout.split()
    assert "pathgen.site.external_links" in loaded, done.stderr
    assert {"pathgen.catalogue", "pydantic"}.intersection(loaded) == set()
