"""The release: which files and notes it takes, and what the package says of itself."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

CHANGELOG = "# Changelog\n\n## Unreleased\n\n- Later.\n\n## 0.2.0 (2027-01-31)\n\n- New.\n\n## 0.2.0b1\n\n- Old.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")
@pytest.mark.parametrize(
    ("tag", "built", "notes"),
    [("v0.2.0", "0.2.0", "\n- New.\n\n"), ("v0.2.0", "0.1.0", None), ("v0.3.0", "0.3.0", None)],
)
def test_a_release_has_the_notes_and_the_files_of_its_tag(
    root: Path, tmp_path: Path, tag: str, built: str, notes: str | None
) -> None:
    workflow = yaml.safe_load((root / ".github/workflows/release.yml").read_text(encoding="utf-8"))
    steps = {step.get("name"): step for step in workflow["jobs"]["build"]["steps"]}
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    (tmp_path / "dist").mkdir()
    for name in (f"pathgen_site-{built}-py3-none-any.whl", f"pathgen_site-{built}.tar.gz"):
        (tmp_path / "dist" / name).touch()
    command = ["bash", "-e", "-c", steps["Take the notes from the changelog"]["run"]]
    environment = {"PATH": os.environ["PATH"], "GITHUB_REF_NAME": tag}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == (notes is None)
    assert ("::error" in done.stdout) == (notes is None)
    if notes is not None:
        assert (tmp_path / "dist-notes.md").read_text(encoding="utf-8") == notes


def test_only_the_job_that_publishes_may_sign_and_none_has_a_secret(root: Path) -> None:
    text = (root / ".github/workflows/release.yml").read_text(encoding="utf-8")
    jobs = yaml.safe_load(text)["jobs"]
    assert [name for name, job in jobs.items() if "id-token" in job["permissions"]] == ["publish"]
    assert [name for name, job in jobs.items() if "write" in job["permissions"].values()] == ["publish", "announce"]
    assert "secrets." not in text
    assert [jobs[name]["needs"] for name in ("test", "publish", "announce")] == ["build", "test", "publish"]


def test_the_package_names_the_repository_that_builds_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = runpy.run_path(str(root / "hatch_build.py"))["Addresses"](str(root), {})
    metadata: dict[str, object] = {}
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    hook.update(metadata)
    assert metadata == {}
    monkeypatch.setenv("GITHUB_REPOSITORY", "ada/pathgen")
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    hook.update(metadata)
    urls = metadata["urls"]
    assert isinstance(urls, dict)
    assert urls["Source"] == "https://github.com/ada/pathgen"
