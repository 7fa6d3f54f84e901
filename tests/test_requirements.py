"""What a new project installs: the same pathgen, from an address that others can reach."""

from __future__ import annotations

import json
import tomllib
from importlib.metadata import Distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from repository import git

from pathgen.scaffold.requirements import UNKNOWN, constraints, https, requirement

COMMIT = "a" * 40


def distribution(folder: Path, *requires: str, **files: str) -> Distribution:
    """Give what an installer would have written: the metadata, and other files by their names."""
    lines = ["Metadata-Version: 2.1", "Name: pathgen-site", "Version: 1.2", *map("Requires-Dist: {}".format, requires)]
    (folder / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name, text in files.items():
        (folder / name.replace("direct_url", "direct_url.json")).write_text(text, encoding="utf-8")
    return Distribution.at(folder)


def from_git(folder: Path, address: str) -> str:
    note = {"url": address, "vcs_info": {"vcs": "git", "commit_id": COMMIT}}
    return requirement(distribution(folder, direct_url=json.dumps(note)))


def test_a_commit_that_pip_installed_is_named_again(tmp_path: Path) -> None:
    assert from_git(tmp_path, "https://example.org/ada/p.git") == f"git+https://example.org/ada/p.git@{COMMIT}\n"
    assert from_git(tmp_path, "ssh://git@example.org/ada/p") == f"git+https://example.org/ada/p@{COMMIT}\n"


@pytest.mark.parametrize(
    "address", ["https://a/b\n-e .", "", "http://example.org/a", "file:///srv/a", "https://[::1/a"]
)
def test_an_address_that_others_cannot_reach_or_read_is_not_written(tmp_path: Path, address: str) -> None:
    assert from_git(tmp_path, address) == UNKNOWN


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://ada@example.org/ada/p", "https://example.org/ada/p"),
        ("https://ada:secret@example.org:8443/p", "https://example.org:8443/p"),
        ("git@example.org:ada/p.git", "https://example.org/ada/p.git"),
        ("git@example.org:/ada/p", "https://example.org/ada/p"),
        ("ssh://git@example.org:22/ada/p.git", "https://example.org/ada/p.git"),
        ("git+ssh://git@example.org/ada/p", "https://example.org/ada/p"),
        ("https://example.org/ada/p", "https://example.org/ada/p"),
        ("C:/Users/ada/p", "C:/Users/ada/p"),
        ("../p.git", "../p.git"),
        ("alias-of-ssh:ada/p", "alias-of-ssh:ada/p"),
    ],
)
def test_an_origin_becomes_the_address_that_everybody_can_clone(written: str, address: str) -> None:
    assert https(written) == address


def test_a_clone_names_only_a_commit_that_is_pushed(tmp_path: Path) -> None:
    clone, info = tmp_path / "clone", tmp_path / "info"
    clone.mkdir()
    info.mkdir()
    note = json.dumps({"url": clone.as_uri(), "dir_info": {"editable": True}})
    found = distribution(info, direct_url=note)
    git(tmp_path, "init", "--quiet", "--bare", "origin.git")
    git(clone, "init", "--quiet")
    git(clone, "remote", "add", "origin", "git@example.org:ada/p.git")
    git(clone, "config", "remote.origin.pushurl", str(tmp_path / "origin.git"))
    assert requirement(found) == UNKNOWN
    git(clone, "commit", "--quiet", "--allow-empty", "--message=Begin")
    assert requirement(found) == UNKNOWN
    git(clone, "push", "--quiet", "origin", "HEAD:main")
    git(clone, "update-ref", "refs/remotes/origin/main", "HEAD")  # as after a push to where it is fetched from
    pushed = requirement(found)
    assert pushed.startswith("git+https://example.org/ada/p.git@")
    git(clone, "commit", "--quiet", "--allow-empty", "--message=Go on")
    assert requirement(found) == UNKNOWN


def test_a_version_from_the_index_is_named_if_an_installer_says_so(tmp_path: Path) -> None:
    assert requirement(distribution(tmp_path)) == UNKNOWN  # its files were copied
    assert requirement(distribution(tmp_path, INSTALLER="pip\n")) == "pathgen-site==1.2\n"
    assert requirement(None) == UNKNOWN


def test_every_package_that_pathgen_needs_is_held_at_the_version_that_is_installed(root: Path, tmp_path: Path) -> None:
    declared = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    found = distribution(
        tmp_path, *declared, "zensical; extra == 'zensical'", "no-such-package-here; python_version < '4'"
    )
    held = [Requirement(line) for line in constraints(found).splitlines() if not line.startswith("#")]
    names = [line.name for line in held]
    assert names == sorted(set(names))
    assert {Requirement(line).name for line in declared} <= set(names)
    assert "watchdog" in names, "a package that a package needs"
    assert not {"pytest", "zensical", "no-such-package-here"} & set(names)
    assert all(str(line.specifier).startswith("==") for line in held)
    assert constraints(None).startswith("# ")
