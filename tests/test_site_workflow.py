"""The workflow that publishes the site: at which address it says that the site will be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")
@pytest.mark.parametrize(
    ("repository", "address"),
    [
        ("ada/my-path", "https://ada.github.io/my-path/"),
        ("Ada/My.Path", "https://ada.github.io/My.Path/"),
        ("ada/ada.github.io", "https://ada.github.io/"),
        ("Ada/aDa.GitHub.io", "https://ada.github.io/"),
        ("ada/bob.github.io", "https://ada.github.io/bob.github.io/"),
    ],
)
def test_the_site_is_built_for_the_address_that_pages_gives_it(
    root: Path, tmp_path: Path, repository: str, address: str
) -> None:
    workflow = yaml.safe_load((root / ".github/workflows/site.yml").read_text(encoding="utf-8"))
    [script] = [step["run"] for step in workflow["jobs"]["build"]["steps"] if step.get("name") == "Build the site"]
    (tmp_path / "pathgen").write_text('#!/bin/sh\necho "$1 for $SITE_URL"\n', encoding="utf-8")
    (tmp_path / "pathgen").chmod(0o755)
    environment = {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_REPOSITORY": repository,
        "GITHUB_REPOSITORY_OWNER": repository.partition("/")[0],
    }
    command = ["bash", "-e", "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == f"build for {address}\n"
