"""The weekly pull request: what it takes over from the weekly check of links."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from command import pathgen
from handlers import by_path
from servers import LoopbackServers, page, redirect
from sightings import seen_earlier
from test_scenarios import OPEN, catalogue


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")
def test_what_the_weekly_check_found_is_written_and_not_asked_again(root: Path, tmp_path: Path) -> None:
    workflow = yaml.safe_load((root / ".github/workflows/curate.yml").read_text(encoding="utf-8"))
    steps = {step.get("name"): step for step in workflow["jobs"]["propose"]["steps"]}
    assert "env" not in steps["Fix links"], "it contacts servers of strangers, and needs no token"
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    options = f'case "$1" in check-links) set -- "$@" {" ".join(OPEN)} --archive-api "$API";; esac'
    (bin_ / "pathgen").write_text(f'#!/bin/sh\n{options}\nexec "{sys.executable}" -m pathgen "$@"\n', encoding="utf-8")
    (bin_ / "pathgen").chmod(0o755)
    with LoopbackServers() as servers:
        server = servers.add("a", by_path(good=page(), old=redirect(301, "/new"), new=page()))
        written = catalogue(f"{server.url}/good", f"{server.url}/old")
        (tmp_path / "resources.yaml").write_text(written, encoding="utf-8")
        pathgen("check-links", *OPEN, "--history", "links-1.sqlite", cwd=tmp_path)
        seen_earlier(tmp_path, "links-1.sqlite")
        asked = len(server.requests)
        environment = {
            **os.environ,
            "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
            "API": servers.add("api", by_path()).url,
        }
        for name in ("Join what the checks found", "Fix links"):
            command = ["bash", "-e", "-c", steps[name]["run"]]
            subprocess.run(command, cwd=tmp_path, env=environment, check=True, timeout=120)
        assert asked
        assert len(server.requests) == asked
    assert (tmp_path / "resources.yaml").read_text(encoding="utf-8") == written.replace("/old", "/new")
