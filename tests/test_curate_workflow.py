"""The monthly pull request: made of what the checks wrote, brought up to date, and left alone where nothing changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from test_add import GH, git


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")
def test_one_pull_request_is_made_and_brought_up_to_date(root: Path, tmp_path: Path) -> None:
    workflow = yaml.safe_load((root / ".github/workflows/curate.yml").read_text(encoding="utf-8"))
    steps = [one for one in workflow["jobs"]["propose"]["steps"] if "run" in one]
    assert not [one["name"] for one in steps if "${{" in one["run"]]
    bin_, work, temporary = tmp_path / "bin", tmp_path / "work", tmp_path / "temp"
    for path in (bin_, work, temporary):
        path.mkdir()
    (bin_ / "gh").write_text(GH, encoding="utf-8")
    (bin_ / "gh").chmod(0o755)
    git(tmp_path, "init", "--quiet", "--bare", "origin.git")
    git(work, "init", "--quiet", "--initial-branch=main")
    (work / "resources.yaml").write_text("path: {title: A}\n", encoding="utf-8")
    git(work, "add", ".")
    git(work, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message=First")
    git(work, "remote", "add", "origin", str(tmp_path / "origin.git"))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_"))},
        "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
        "CALLS": str(tmp_path / "calls"),
        "RUNNER_TEMP": str(temporary),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "BASE": "main",
    }

    def propose(title: str | None) -> None:
        git(work, "switch", "--quiet", "main")
        (temporary / "links.md").write_text("| a link |\n", encoding="utf-8")
        (temporary / "repositories").write_text("<!-- @everyone\n", encoding="utf-8")
        if title:
            (work / "resources.yaml").write_text(f"path: {{title: {title}}}\n", encoding="utf-8")
            (work / "repositories.json").write_text("{}\n", encoding="utf-8")
        command = ["bash", "-e", "-c", steps[-1]["run"]]
        subprocess.run(command, cwd=work, env=environment, check=True, capture_output=True, timeout=60)

    propose(None)
    assert not (tmp_path / "calls").exists()
    propose("B")
    propose("C")
    changed = git(work, "diff", "--name-only", "main", "curate").split()
    assert changed == ["repositories.json", "resources.yaml"]
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert [" ".join(one.split()[:2]) for one in calls if one.startswith("pr")] == [
        *("pr list", "pr create"),
        *("pr list", "pr edit"),
    ]
    assert "    <!-- @everyone" in (temporary / "body.md").read_text(encoding="utf-8").splitlines()
