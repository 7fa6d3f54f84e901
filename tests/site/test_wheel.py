"""The wheel, installed elsewhere, makes the same site: nothing that it needs stays behind in the tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from projects import BuiltOnce, site_of

from pathgen.files import read_tree

SITES = Path(__file__).parent.parent / "sites"


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    run(root, sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder))
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment: the wheel, and of the environment of the tests only what it depends on."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    scheme = {"base": str(folder), "platbase": str(folder)}
    packages, programs = (Path(sysconfig.get_path(name, scheme="venv", vars=scheme)) for name in ("purelib", "scripts"))
    # The paths named here come behind the environment's own, and no `.pth` file in them is read.
    (packages / "dependencies.pth").write_text(
        "\n".join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    )
    python = str(programs / f"python{sysconfig.get_config_var('EXE') or ''}")
    install = ("install", "--quiet", "--no-deps", "--no-index", "--ignore-installed", str(wheel))
    run(folder, sys.executable, "-m", "pip", "--python", python, *install)
    return programs


def run(folder: Path, *command: str) -> str:
    """Run a program without what the tests' environment says of Python; give what it prints."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=folder, env=clean, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_every_file_of_the_package(root: Path, wheel: Path) -> None:
    tree = {name for name in read_tree(root / "src") if "__pycache__" not in name and ".egg-info/" not in name}
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
        licences = [name for name in archive.namelist() if name.endswith("/licenses/LICENSE")]
    assert packed == tree
    assert licences


def test_the_wheel_makes_the_same_site_elsewhere(elsewhere: Path, tmp_path: Path, built_once: BuiltOnce) -> None:
    shutil.copytree(SITES / "path", tmp_path / "project")
    where = run(tmp_path, str(elsewhere / "python"), "-c", "import pathgen; print(pathgen.__file__)")
    assert Path(where.strip()).is_relative_to(elsewhere.parent)
    run(tmp_path / "project", str(elsewhere / "pathgen"), "build")
    expected = site_of(built_once("mkdocs", SITES / "path"))
    assert read_tree(tmp_path / "project" / "site") == read_tree(expected)
