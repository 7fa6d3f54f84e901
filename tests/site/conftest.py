"""Sites that are built once for all tests, as an engine takes more than a second."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from build_once import Once
from projects import SMALLEST, BuiltOnce, site_of, write

from pathgen.site.build import build
from pathgen.site.engine import ENGINES
from pathgen.site.render import Project


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    return str(request.param)


@pytest.fixture(scope="session")
def built_once(once: Once) -> BuiltOnce:
    """Build a project (``None``: the smallest) with an engine; it is built once, and the tests leave it as it is."""

    def built(engine: str, source: Path | None = None) -> Project:
        def make(folder: Path) -> None:
            project = write(folder, {} if source else {"resources.yaml": SMALLEST})
            if source:
                shutil.copytree(source, folder, dirs_exist_ok=True)
            loaded, _ = build(project, site_of(project), engine)
            assert loaded.is_valid, loaded.diagnostics

        return Project(once(f"{engine}-{source.name if source else 'least'}", make) / "resources.yaml")

    return built


@pytest.fixture
def built(built_once: BuiltOnce, engine: str, tmp_path: Path) -> Project:
    """A copy, to change at will, of the smallest project and of its site as an engine built it."""
    folder = shutil.copytree(built_once(engine, None).folder, tmp_path / "built")
    return Project(folder / "resources.yaml")
