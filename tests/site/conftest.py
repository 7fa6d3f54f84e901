"""Sites that are built once for all tests, as an engine takes more than a second."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from projects import SMALLEST, BuiltOnce, site_of, write

from pathgen.site.build import build
from pathgen.site.engine import ENGINES
from pathgen.site.render import Project


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    return str(request.param)


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> BuiltOnce:
    """Build a project (``None``: the smallest) with an engine; it is built once, and the tests leave it as it is."""
    made: dict[tuple[str, Path | None], Project] = {}

    def built(engine: str, source: Path | None = None) -> Project:
        if (engine, source) not in made:
            folder = tmp_path_factory.mktemp(engine) / "project"
            if source:
                shutil.copytree(source, folder)
            project = Project(folder / "resources.yaml") if source else write(folder, {"resources.yaml": SMALLEST})
            loaded, _ = build(project, site_of(project), engine)
            assert loaded.is_valid, loaded.diagnostics
            made[engine, source] = project
        return made[engine, source]

    return built


@pytest.fixture
def built(built_once: BuiltOnce, engine: str, tmp_path: Path) -> Project:
    """A copy, to change at will, of the smallest project and of its site as an engine built it."""
    folder = shutil.copytree(built_once(engine, None).folder, tmp_path / "built")
    return Project(folder / "resources.yaml")
