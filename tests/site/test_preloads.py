"""The modules that a page preloads are those that its scripts import."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from lxml import html
from projects import BuiltOnce, site_of

from pathgen.site.preloads import preloads

ASSETS = files("pathgen.site").joinpath("assets")


def _imports(script: str) -> set[str]:
    """Return what a script imports before it runs."""
    text = ASSETS.joinpath(f"{script}.js").read_text(encoding="utf-8")
    return set(re.findall(r'^import\b.*?"\./([a-z_]+)\.js";$', text, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("kind", preloads())
def test_what_a_preloaded_module_imports_is_preloaded_too_and_nothing_else(kind: str) -> None:
    loads = preloads()[kind]
    assert len(set(loads)) == len(loads)
    main = "".join(ASSETS.joinpath(name).read_text(encoding="utf-8") for name in ("pathgen.js", "path_page.js"))
    started = set(re.findall(r'import\("\./([a-z_]+)\.js"\)', main))
    imported = set().union(*map(_imports, loads))
    assert imported <= set(loads) <= imported | started


def test_a_module_that_imports_another_that_imports_a_third_brings_both() -> None:
    assert {"path_page", "progress", "ticks"} <= set(preloads()["progress"])
    assert "ticks" not in _imports("path_page")


@pytest.mark.parametrize(("address", "kind"), [("progress/", "progress"), ("topics/basics/", "topics")])
def test_a_page_preloads_the_modules_of_its_kind(built_once: BuiltOnce, engine: str, address: str, kind: str) -> None:
    page = html.parse(str(site_of(built_once(engine, None)) / address / "index.html"))
    found = [href.rpartition("/")[2] for href in page.xpath("//link[@rel='modulepreload']/@href")]
    assert found == [f"{name}.js" for name in preloads()[kind]]
