"""One browser for all tests of a worker, and each site built once an engine for all, all at the same time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from attacks import hostile_catalogue
from build_once import Once
from chromium import VARIABLE, NoChromiumError, find_chromium
from playwright.sync_api import Browser, sync_playwright
from repository import commit, git
from served import BELOW, Site, serving

from pathgen.links.history import FILE, History
from pathgen.links.verdict import Result, Verdict
from pathgen.site.engine import ENGINES

ARABIC = Path(__file__).parent.parent / "sites" / "arabic"

KIND = re.compile(r"""("?kind"?: "?)(book|tutorial|article)\b(?!-)("?)""")
"""A kind in a catalogue, in YAML or JSON."""

AT_HOME = ("--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
"""Nothing leaves this machine, whatever a page asks for."""

SMALL = {
    "smallest": """\
path: {title: My path}
topics: [{id: basics, title: Basics, resources: [{title: A, url: "https://example.org/a"}]}]
""",
    "steps": """\
path: {title: Three steps, outcomes: Bake bread}
steps:
  - id: one
    title: One
    resources:
      - {title: A, url: "https://example.org/a", start: yes, minutes: 20}
      - {title: B, url: "https://example.org/b", role: alternative}
  - {id: two, title: Two, goals: [Knead, Wait], resources: [{title: C, url: "https://example.org/c"}]}
  - {id: three, title: Three}
""",
    "libraries": """\
path: {title: Libraries}
libraries: [{id: a, name: A, url: "https://example.org/a", released: 2020, status: active 2026}]
""",
    "school": 'path: {title: A school, summary: Two paths.}\ninclude: "*/resources.yaml"\n',
}
OF_THE_SCHOOL = {
    "en/resources.yaml": """\
path: {title: Bread from scratch, summary: To a loaf}
steps: [{id: dough, title: Dough, resources: [{title: A, url: "https://example.org/a", minutes: 20}]}]
""",
    "ar/resources.yaml": """\
path: {title: الخبز من البداية, language: ar}
topics: [{id: dough, title: العجين, resources: [{title: A, url: "https://example.org/a", language: en}]}]
""",
}

WANTED = [
    *((name, engine) for name in ("flagship", "hostile", "arabic") for engine in ENGINES),
    *((name, ENGINES[0]) for name in SMALL),
]
"""Which sites there are, and of which engine."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium without a window. Where there is none, the tests are skipped; with CI=true they fail."""
    path = _chromium()
    # Chromium's own sandbox needs what a container seldom grants; the pages are ours.
    arguments = ["--no-sandbox"] if sys.platform == "linux" else []
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


@pytest.fixture(scope="session")
def sites(browser: Browser, root: Path, once: Once) -> Iterator[dict[tuple[str, str], Site]]:
    """The sites by name and engine: the flagship, a hostile one and small ones, built only where there is a browser."""
    assert browser.is_connected()
    projects = once("sites", partial(_build_all, root))
    with ExitStack() as stack:
        yield {pair: stack.enter_context(serving(pair[1], projects / "-".join(pair))) for pair in WANTED}


def _build_all(root: Path, projects: Path) -> None:
    shutil.copytree(root / "content", projects / "flagship" / "content")
    shutil.copytree(ARABIC, projects / "arabic", ignore=shutil.ignore_patterns("expected"))
    remember_a_check(projects / "arabic")
    texts = {
        "flagship": (root / "resources.yaml").read_text(encoding="utf-8"),
        "hostile": hostile_catalogue(),
        "arabic": (ARABIC / "resources.yaml").read_text(encoding="utf-8"),
        **SMALL,
    }
    for name, text in texts.items():
        folder = projects / name
        folder.mkdir(exist_ok=True)
        (folder / "resources.yaml").write_text(text, encoding="utf-8")
        (folder / "mkdocs.yml").write_text(f"site_url: https://example.org{BELOW}\n", encoding="utf-8")
        if name not in SMALL:
            remember_changes(folder, text)
    for file, text in OF_THE_SCHOOL.items():
        (projects / "school" / file).parent.mkdir()
        (projects / "school" / file).write_text(text, encoding="utf-8")
    with ExitStack() as stack:
        running = [(pair, stack.enter_context(_building(projects, *pair))) for pair in WANTED]
        for (name, engine), process in running:
            _, told = process.communicate()
            assert process.returncode == 0, f"{name}, {engine}: {told}"


def _building(projects: Path, name: str, engine: str) -> subprocess.Popen[str]:
    """Begin to build; each engine gets a project of its own, as both would write into its ``build/``."""
    project = shutil.copytree(projects / name, projects / f"{name}-{engine}-project")
    command = ["build", "--engine", engine, "--output", str(projects / f"{name}-{engine}")]
    return subprocess.Popen(
        [sys.executable, "-m", "pathgen", *command], cwd=project, stderr=subprocess.PIPE, encoding="utf-8"
    )


@pytest.fixture(params=ENGINES)
def flagship(request: pytest.FixtureRequest, sites: dict[tuple[str, str], Site]) -> Site:
    """The flagship's site by each engine in turn."""
    return sites["flagship", request.param]


@pytest.fixture(params=ENGINES)
def hostile(request: pytest.FixtureRequest, sites: dict[tuple[str, str], Site]) -> Site:
    """The hostile catalogue's site by each engine in turn."""
    return sites["hostile", request.param]


def remember_a_check(project: Path) -> None:
    """Write a history of link checks, so that the site has its page on them."""
    checked = {"checked_at": "2026-03-01T04:00:00Z"}
    with History(project / FILE) as history:
        for result in (
            Result("https://example.org/khat", Verdict.OK, "ok", 200, **checked),
            Result("https://example.org/esl", Verdict.DEAD, "not-found", 404, **checked),
            Result("https://example.org/inhidar", Verdict.FAILING, "timeout", **checked),
        ):
            history.remember(result)


def remember_changes(project: Path, text: str) -> None:
    """Write a history of the catalogue: some kinds were others, then one more is, so that the site has its page."""
    git(project, "init", "--quiet")
    for day, count in enumerate((12, 1, 0), 1):
        commit(project, KIND.sub(r"\1paper\3", text, count=count) if count else text, day)


@pytest.fixture(params=ENGINES)
def arabic(request: pytest.FixtureRequest, sites: dict[tuple[str, str], Site]) -> Site:
    """The Arabic catalogue's site by each engine in turn."""
    return sites["arabic", request.param]


@pytest.fixture(params=SMALL)
def small(request: pytest.FixtureRequest, sites: dict[tuple[str, str], Site]) -> Site:
    """The site of each small catalogue in turn."""
    return sites[request.param, ENGINES[0]]
