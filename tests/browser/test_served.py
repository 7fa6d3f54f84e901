"""The page that the tests of a worker share is for each of them as for a reader who never saw the site."""

from __future__ import annotations

import ast
from pathlib import Path

from playwright.sync_api import Browser
from served import NARROW, WIDE, Site, visiting

LASTING = frozenset({"add_init_script", "install", "set_fixed_time"})
"""What stays on a page to its end: scripts for each document, and Playwright's clock."""
STATE = """() => ({
  kept: [localStorage.length, sessionStorage.length, document.cookie],
  window: [innerWidth, innerHeight],
  media: ["(prefers-color-scheme: dark)", "(prefers-reduced-motion)", "print"].map((text) => matchMedia(text).matches),
})"""


def test_a_visit_leaves_nothing_behind(browser: Browser, sample: Site) -> None:
    states = []
    for changes in ({}, {"viewport": NARROW, "color_scheme": "dark", "reduced_motion": "reduce"}, {}):
        with visiting(browser, sample, **changes) as visit:
            states.append(visit.page.evaluate(STATE))
            visit.go("about/")
            page = visit.page
            page.evaluate("localStorage.x = sessionStorage.x = 1, document.cookie = 'x=1'")
            page.emulate_media(media="print")
            page.route("**/*", lambda route: route.abort())
            page.context.new_page()
            assert len(page.context.pages) == 2
    new = {"kept": [0, 0, ""], "window": [*WIDE.values()], "media": [False] * 3}
    assert states == [new, new | {"window": [*NARROW.values()], "media": [True, True, False]}, new]


def test_what_would_stay_is_added_where_a_test_is_alone() -> None:
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            names = {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)}
            if isinstance(function, ast.FunctionDef) and names & LASTING:
                words = {keyword.arg for call in calls for keyword in call.keywords}
                assert words & {"alone", "permissions", "timezone_id", "service_workers"}, (
                    f"{file.name}: {function.name}"
                )
