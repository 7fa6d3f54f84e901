"""What all tests share: marks by what a test needs, the flagship's site, and the option that rewrites golden files."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from build_once import Once, made_once
from hypothesis import settings
from marks import mark_of
from repository import remember_changes

from pathgen.site.build import build
from pathgen.site.engine import ENGINES
from pathgen.site.render import Project

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
"""The tests start pathgen hundreds of times, and a worker compiles 200 modules of tests; once is enough."""
gc.set_threshold(100_000, 20, 100)
"""As pathgen itself sets it: a worker keeps thousands of tests, in which cycles are searched for in vain."""

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")  # a busy machine is not a bug of ours

ROOT = Path(__file__).parent.parent
FLAGSHIP_URL = "https://example.org/sub/path/"
"""Where the flagship's site says that it is published: below a path, as on most free hosts."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/sites/*/expected/")


@pytest.hookimpl(tryfirst=True)  # before -m selects by them
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test as what it needs, or as fast."""
    for item in items:
        item.add_marker(mark_of(item))


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Run three workers for each core: tests wait for servers, processes and browsers half of the time.

    With two, a third of the processors' time is idle.
    """
    return 3 * (yield)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the whole project, which is the flagship's as well."""
    return ROOT


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Return the folder of a name, which one of the workers makes for all."""
    base = tmp_path_factory.getbasetemp()
    common = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return lambda name, make: made_once(common / name, make)


@pytest.fixture(scope="session")
def flagship_site(once: Once) -> Path:
    """The flagship's site, built by the default engine from a copy of it, with a history; no test changes it."""
    return once("flagship", _build_flagship) / "site"


def _build_flagship(folder: Path) -> None:
    for part in ("content", "languages"):
        shutil.copytree(ROOT / part, folder / part)
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "!ENV SITE_URL" in settings
    (folder / "mkdocs.yml").write_text(settings.replace("!ENV SITE_URL", FLAGSHIP_URL), encoding="utf-8")
    remember_changes(folder, (ROOT / "resources.yaml").read_text(encoding="utf-8"))
    loaded, _ = build(Project(folder / "resources.yaml"), folder / "site", ENGINES[0])
    assert loaded.is_valid
