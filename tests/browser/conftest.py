"""One browser for all tests of a worker, and sites that are built when a test first asks for one, once for all workers.

A test meets the sites as the default engine builds them. One that is marked ``both_engines`` or ``other_engine`` meets
those of each engine, or those of the other one alone: our scripts and styles are the same bytes in both
(tests/site/test_engines.py), so only what depends on an engine's theme or search has to be looked at twice.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from attacks import hostile_catalogue
from build_once import Once
from chromium import VARIABLE, NoChromiumError, find_chromium
from playwright.sync_api import Browser, sync_playwright
from repository import remember_changes
from served import BELOW, Site, serving

from pathgen.links.history import FILE, History
from pathgen.links.verdict import Result, Verdict
from pathgen.site.build import build
from pathgen.site.engine import ENGINES
from pathgen.site.render import Project

SITES = Path(__file__).parent.parent / "sites"
SAMPLE = Path(__file__).parent / "sample"
"""A small path with every component that a site can have."""

AT_HOME = ("--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
"""Nothing leaves this machine, whatever a page asks for."""

SMALL = {
    "smallest": {
        "resources.yaml": """\
path: {title: My path}
topics: [{id: basics, title: Basics, resources: [{title: A, url: "https://example.org/a"}]}]
"""
    },
    "steps": {
        "resources.yaml": """\
path: {title: Three steps, outcomes: Bake bread}
steps:
  - id: one
    title: One
    resources:
      - {title: A, url: "https://example.org/a", start: yes, minutes: 20}
      - {title: B, url: "https://example.org/b", role: alternative}
  - {id: two, title: Two, goals: [Knead, Wait], resources: [{title: C, url: "https://example.org/c"}]}
  - {id: three, title: Three}
"""
    },
    "libraries": {
        "resources.yaml": """\
path: {title: Libraries}
libraries: [{id: a, name: A, url: "https://example.org/a", released: 2020, status: active 2026}]
"""
    },
    "school": {
        "resources.yaml": 'path: {title: A school, summary: Two paths.}\ninclude: "*/resources.yaml"\n',
        "en/resources.yaml": """\
path: {title: Bread from scratch, summary: To a loaf}
steps: [{id: dough, title: Dough, resources: [{title: A, url: "https://example.org/a", minutes: 20}]}]
""",
        "ar/resources.yaml": """\
path: {title: الخبز من البداية, language: ar}
topics: [{id: dough, title: العجين, resources: [{title: A, url: "https://example.org/a", language: en}]}]
""",
    },
}
"""Catalogues that leave most out: ``{name: {file: text}}``."""

SiteOf = Callable[[str, str], Site]
"""The type of the fixture ``site_of``, which returns the site of a name and an engine."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that is marked so on other engines than the default."""
    for mark, engines in (("both_engines", ENGINES), ("other_engine", ENGINES[1:])):
        if metafunc.definition.get_closest_marker(mark):
            metafunc.parametrize("engine", engines)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium without a window. Where there is none, the tests are skipped; with CI=true they fail."""
    path = _chromium()
    # Chromium's own sandbox needs what a container seldom grants; the pages are ours.
    # Without a graphics card Chromium would emulate one, which costs a quarter of the time of a page.
    arguments = ["--no-sandbox", "--disable-gpu"] if sys.platform == "linux" else []
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=[*arguments, *AT_HOME])
        yield launched
        launched.close()


def _chromium() -> str:
    missing = ""
    try:
        return find_chromium()
    except NoChromiumError as error:
        missing = str(error)
    if os.environ.get("CI") == "true" or os.environ.get(VARIABLE):
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)


@pytest.fixture
def engine() -> str:
    """The engine whose sites a test meets: the default, unless a mark says otherwise."""
    return ENGINES[0]


@pytest.fixture(scope="session")
def site_of(browser: Browser, once: Once, request: pytest.FixtureRequest) -> Iterator[SiteOf]:
    """Build a site when it is first asked for, where there is a browser to look at it, and serve it."""
    assert browser.is_connected()
    served: dict[tuple[str, str], Site] = {}
    with ExitStack() as stack:

        def site_of(name: str, engine: str) -> Site:
            if (name, engine) not in served:
                served[name, engine] = stack.enter_context(serving(engine, folder_of(name, engine)))
            return served[name, engine]

        def folder_of(name: str, engine: str) -> Path:
            if (name, engine) == ("flagship", ENGINES[0]):
                return Path(request.getfixturevalue("flagship_site"))
            return once(f"browser-{name}-{engine}", partial(_build, name, engine)) / "site"

        yield site_of


def _build(name: str, engine: str, folder: Path) -> None:
    """Write a project by its name, and build its site into ``site/``."""
    if name in SMALL:
        for file, text in SMALL[name].items():
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_text(text, encoding="utf-8")
    elif name == "hostile":
        (folder / "resources.yaml").write_text(hostile_catalogue(), encoding="utf-8")
    else:
        source = SAMPLE if name == "sample" else SITES / name
        shutil.copytree(source / "content", folder / "content")
        if (source / "languages").exists():
            shutil.copytree(source / "languages", folder / "languages")
        shutil.copy(source / "resources.yaml", folder)
    if name in CHECKED:
        remember_a_check(folder, CHECKED[name])
    if name not in SMALL:
        remember_changes(folder, (folder / "resources.yaml").read_text(encoding="utf-8"))
    (folder / "mkdocs.yml").write_text(f"site_url: https://example.org{BELOW}\n", encoding="utf-8")
    loaded, _ = build(Project(folder / "resources.yaml"), folder / "site", engine)
    assert loaded.is_valid, loaded.diagnostics


@pytest.fixture
def flagship(site_of: SiteOf, engine: str) -> Site:
    """The flagship's site."""
    return site_of("flagship", engine)


@pytest.fixture
def sample(site_of: SiteOf, engine: str) -> Site:
    """The site of a small path with every component."""
    return site_of("sample", engine)


@pytest.fixture
def hostile(site_of: SiteOf, engine: str) -> Site:
    """The site of a catalogue that attacks."""
    return site_of("hostile", engine)


@pytest.fixture
def arabic(site_of: SiteOf, engine: str) -> Site:
    """The site of a path in Arabic."""
    return site_of("arabic", engine)


@pytest.fixture(params=SMALL)
def small(request: pytest.FixtureRequest, site_of: SiteOf, engine: str) -> Site:
    """The site of each small catalogue in turn."""
    return site_of(request.param, engine)


CHECKED = {
    "arabic": {"khat": Verdict.OK, "esl": Verdict.DEAD, "inhidar": Verdict.FAILING},
    "sample": {"dough": Verdict.OK, "crust": Verdict.DEAD, "gas": Verdict.FAILING},
}
"""What a check found of the links to ``https://example.org/``, by their paths."""
REASONS = {Verdict.OK: ("ok", 200), Verdict.DEAD: ("not-found", 404), Verdict.FAILING: ("timeout", None)}


def remember_a_check(project: Path, verdicts: dict[str, Verdict]) -> None:
    """Write a history of link checks, so that the site has its page on them."""
    with History(project / FILE) as history:
        for path, verdict in verdicts.items():
            reason, status = REASONS[verdict]
            url = f"https://example.org/{path}"
            history.remember(Result(url, verdict, reason, status, checked_at="2026-03-01T04:00:00Z"))
