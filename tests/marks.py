"""What a test needs, as a mark: a browser, a site engine, a program, a server or long; or none: it is fast."""

from __future__ import annotations

import pytest

ENGINE_FIXTURES = frozenset({"built", "built_once", "engine", "flagship_site"})
"""Fixtures that have a site built."""
ENGINE_MODULES = tuple(
    f"tests/site/test_{name}.py"
    for name in (
        *("build", "changes_page", "data_cards", "data_catalogue", "data_json_ld", "data_lists", "hostile"),
        *("link_health", "new", "overrides", "paths", "project", "serve", "wheel"),
    )
)
"""Modules whose tests build sites by themselves."""
SLOW = (
    "tests/links/test_fetch.py::test_a_page_that_unpacks",
    "tests/links/test_judge.py::test_any_evidence",
    "tests/links/test_reports.py::test_no_text",
    "tests/rules/test_all_rules.py",
    "tests/rules/test_dangling_reference.py::test_thousands",
    "tests/test_cite.py::test_any_text",
    "tests/test_documentation.py::test_every_example",
    "tests/test_edit.py::test_every_address",
    "tests/test_edit_properties.py",
    "tests/test_exchange.py",
    "tests/test_failing_calls.py::test_a_build",
    "tests/test_fmt.py",
    "tests/test_import.py::test_a_hostile_list",
    "tests/test_import.py::test_a_list_that_makes_too_large",
    "tests/test_import_data.py::test_a_table_that_is_imported_is_written_back",
    "tests/test_insert.py::test_any_text",
    "tests/test_known.py",
    "tests/test_packages.py",
    "tests/test_path_to.py::test_no_other_way",
    "tests/test_properties.py",
    "tests/test_three_way.py",
    "tests/test_yaml_slips_fuzz.py",
)
"""Tests that take long by themselves: large or hostile files, and many examples."""


STARTERS = frozenset({"LoopbackServers", "git", "measured", "pathgen_process", "python", "small_web", "subprocess"})
"""What a module that starts programs or servers imports: a Python takes half a second, a few links a quarter."""


def mark_of(item: pytest.Item) -> str:
    """Return the name of the mark of a test."""
    fixtures = set(getattr(item, "fixturenames", ()))
    if "browser" in fixtures:
        return "browser"
    if ENGINE_FIXTURES & fixtures or item.nodeid.startswith(ENGINE_MODULES):
        return "engine"
    starts_others = isinstance(item, pytest.Function) and not STARTERS.isdisjoint(vars(item.module))
    is_slow = starts_others or item.nodeid.startswith(SLOW) or item.get_closest_marker("slow")
    return "slow" if is_slow else "fast"
