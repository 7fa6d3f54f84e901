"""What the tests of the site share: projects on disk, the command as a curator runs it, and sites built once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pathgen.site.build import build
from pathgen.site.engine import ENGINES
from pathgen.site.render import Project

SMALLEST = """\
path: {title: My path}
topics:
  - id: basics
    title: Basics
    resources:
      - {title: A page, url: "https://example.org/a"}
"""
"""The smallest catalogue that there is."""

Files = Mapping[str, str | bytes]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    return str(request.param)


@pytest.fixture(scope="session")
def smallest() -> str:
    """The smallest catalogue that there is."""
    return SMALLEST


@pytest.fixture(scope="session")
def write() -> Callable[[Path, Files], Project]:
    """Write a project's files below a folder."""

    def write_files(folder: Path, files: Files) -> Project:
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.encode() if isinstance(data, str) else data)
        return Project(folder / "resources.yaml")

    return write_files


@pytest.fixture
def project(tmp_path: Path, write: Callable[[Path, Files], Project]) -> Callable[..., Project]:
    """Make a project of the smallest catalogue and these files; a later call adds to it."""
    return lambda files=None: write(tmp_path / "project", {"resources.yaml": SMALLEST, **(files or {})})


@pytest.fixture(scope="session")
def once_built(
    tmp_path_factory: pytest.TempPathFactory, write: Callable[[Path, Files], Project]
) -> Callable[[str, str], Project]:
    """Build the project of one catalogue with an engine, once for all tests; they leave it as it is."""
    made: dict[tuple[str, str], Project] = {}

    def built(catalogue: str, engine: str) -> Project:
        if (catalogue, engine) not in made:
            made[catalogue, engine] = project = write(tmp_path_factory.mktemp(engine), {"resources.yaml": catalogue})
            build(project, project.folder / "site", engine)
        return made[catalogue, engine]

    return built


@pytest.fixture
def built(once_built: Callable[[str, str], Project], engine: str, tmp_path: Path) -> Project:
    """A copy, to change at will, of the smallest project with its site as an engine built it."""
    folder = shutil.copytree(once_built(SMALLEST, engine).folder, tmp_path / "built")
    return Project(folder / "resources.yaml")


@pytest.fixture(scope="session")
def pathgen() -> Run:
    """Run the command as a curator does, in a folder."""

    def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pathgen", *arguments],
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run
