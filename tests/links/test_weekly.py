"""What is due once a week: `pathgen curate`, and what its workflow takes over from the weekly check of links."""

from __future__ import annotations

import os
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
import yaml
from command import pathgen, quick_pathgen
from handlers import by_path
from servers import LoopbackServers, page, redirect
from sightings import seen_earlier
from test_add import git
from test_refresh import facts, served
from test_scenarios import OPEN, catalogue

from pathgen.forges.store import FILE as REPOSITORIES

LOOPBACK = ("--allow-private", "127.0.0.0/8")
LIBRARY = """\
link_policy: [{host: github.com, ignore: pathgen refresh asks it.}]
libraries: [{id: caffe, name: Caffe, url: "https://github.com/ada/caffe"}]
"""


def test_a_week_is_checked_fixed_and_listed_in_one_command(tmp_path: Path) -> None:
    with LoopbackServers() as servers, served() as api:
        server = servers.add("a", by_path(good=page(), old=redirect(301, "/new"), new=page()))
        written = catalogue(*(f"{server.url}/{name}" for name in ("good", "old", "gone")), more=LIBRARY)
        (tmp_path / "resources.yaml").write_text(written, encoding="utf-8")
        git(tmp_path, "init", "--quiet")
        git(tmp_path, "add", ".")
        git(tmp_path, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message=Start")
        pathgen("check-links", *LOOPBACK, cwd=tmp_path)
        seen_earlier(tmp_path)
        api.answers["/repos/ada/caffe"] = 200, {}, facts("ada/caffe", archived=True)
        services = ("--archive-api", servers.add("api", by_path()).url, "--api-url", f"github.com={api.url}")
        done = pathgen("curate", *LOOPBACK, *services, cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert done.stdout.startswith("## Dead links (1)\n"), "what goes to stdout is the checklist alone"
    assert "/gone" in unescape(done.stdout)
    changed = (tmp_path / "resources.yaml").read_text(encoding="utf-8")
    assert (f"{server.url}/new" in changed, f"{server.url}/old" in changed) == (True, False)
    assert "archived 2020-05" in changed, changed
    assert (tmp_path / REPOSITORIES).is_file()
    ran = [line.split()[2] for line in done.stderr.splitlines() if line.startswith("$ pathgen ")]
    assert ran == ["check-links", "archive", "refresh", "validate", "stats", "diff", "checklist"]
    assert "Caffe is now archived (2020-05)" in done.stderr, "what changes for readers"


def test_ticks_of_an_earlier_list_stay_and_the_files_are_linked(tmp_path: Path) -> None:
    with LoopbackServers() as servers:
        server = servers.add("a", by_path())
        (tmp_path / "resources.yaml").write_text(catalogue(f"{server.url}/gone"), encoding="utf-8")
        options = (*LOOPBACK, "--save", "0", "--archive-api", servers.add("api", by_path()).url)
        listed = pathgen("curate", *options, "--shown-at", "https://example.org/b", cwd=tmp_path)
        (tmp_path / "before.md").write_text(listed.stdout.replace("[ ]", "[x]"), encoding="utf-8")
        ticked = pathgen("curate", *options, "--before", "before.md", cwd=tmp_path)
    assert "(https://example.org/b/resources.yaml#L" in listed.stdout
    assert "$ pathgen archive" not in listed.stderr
    assert ("- [x] " in ticked.stdout, "- [ ] " in ticked.stdout) == (True, False)


def test_what_is_wrong_with_catalogue_or_options_ends_it_before_anybody_is_asked(tmp_path: Path) -> None:
    with LoopbackServers() as servers:
        server = servers.add("a", by_path(good=page()))
        (tmp_path / "resources.yaml").write_text(catalogue(f"{server.url}/good"), encoding="utf-8")
        wrong = pathgen("curate", *LOOPBACK, "--shown-at", "nonsense", cwd=tmp_path)
        (tmp_path / "resources.yaml").write_text(catalogue(f"{server.url}/good") + "      - {}\n", encoding="utf-8")
        invalid = pathgen("curate", *LOOPBACK, cwd=tmp_path)
        assert not server.requests
    assert (wrong.returncode, invalid.returncode) == (2, 1)
    assert (wrong.stdout, invalid.stdout) == ("", "")
    assert "error[missing-field]" in invalid.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")
def test_what_the_weekly_check_found_is_written_and_not_asked_again(root: Path, tmp_path: Path) -> None:
    workflow = yaml.safe_load((root / ".github/workflows/curate.yml").read_text(encoding="utf-8"))
    steps = {step.get("name"): step for step in workflow["jobs"]["propose"]["steps"]}
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    options = f'case "$1" in curate) set -- "$@" {" ".join(LOOPBACK)} --archive-api "$API";; esac'
    (bin_ / "pathgen").write_text(f'#!/bin/sh\n{options}\nexec {quick_pathgen()} "$@"\n', encoding="utf-8")
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
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "a/b",
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        }
        (tmp_path / "before.md").touch()
        for name in ("Join what the checks found", "Check, fix, and list what needs a person"):
            command = ["bash", "-e", "-c", steps[name]["run"]]
            subprocess.run(command, cwd=tmp_path, env=environment, check=True, timeout=120)
        assert asked
        assert len(server.requests) == asked
    assert (tmp_path / "resources.yaml").read_text(encoding="utf-8") == written.replace("/old", "/new")
