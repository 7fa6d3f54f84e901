"""What all tests share: the flagship's site, built once, and the option that rewrites what is expected."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from build_once import Once, made_once
from hypothesis import settings

from pathgen.site.build import build
from pathgen.site.engine import ENGINES
from pathgen.site.render import Project

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")  # that a machine is busy is no bug of ours

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/sites/*/expected/")


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Run one worker more than there are cores: many a test waits for a server, a process or a browser."""
    return (yield) + 1


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the whole project, which is the flagship's as well."""
    return ROOT


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Give the folder of a name, which one of the workers makes for all."""
    own = tmp_path_factory.getbasetemp()
    common = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    return lambda name, make: made_once(common / name, make)


@pytest.fixture(scope="session")
def flagship_site(once: Once) -> Path:
    """The flagship's site, built with the default engine from a copy of its sources; no test changes it."""
    return once("flagship", _build_flagship) / "site"


def _build_flagship(folder: Path) -> None:
    for name in ("content", "templates"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
    for name in ("resources.yaml", "mkdocs.yml"):
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, folder / name)
    loaded, _ = build(Project(folder / "resources.yaml"), folder / "site", ENGINES[0])
    assert loaded.is_valid
