"""Projects at other hosts: their commands run step by step as the host would, without the installation."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator
from repository import commit, git

from pathgen.scaffold.project import create, new_project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the commands run on Linux")

LONGEST_HEADER = 2000
"""What Cloudflare Pages takes of a line in `_headers`."""
PYTHON = f"""\
#!/bin/sh
case "$*" in "-m pip install "*) exit ;; esac
exec "{sys.executable}" "$@"
"""


def at_host(folder: Path, host: str) -> Path:
    """Create a project, with a pathgen that is installed already."""
    project = folder / "mine"
    create(project, new_project("Mine", "en", host=host))
    (folder / "bin").mkdir()
    for name, script in {"python": PYTHON, "pathgen": f'#!/bin/sh\nexec "{sys.executable}" -m pathgen "$@"\n'}.items():
        (folder / "bin" / name).write_text(script, encoding="utf-8")
        (folder / "bin" / name).chmod(0o755)
    return project


def run(project: Path, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "CI"))}
    environment["PATH"] = f"{project.parent / 'bin'}{os.pathsep}{environment['PATH']}"
    command = ["bash", "-c", script]
    return subprocess.run(
        command,
        cwd=project,
        env=environment | variables,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def address(project: Path) -> str:
    """Return the address that the site says it has."""
    return (project / "site" / "sitemap.xml").read_text(encoding="utf-8").partition("<loc>")[2].partition("</loc>")[0]


def make_invalid(project: Path) -> None:
    (project / "resources.yaml").write_text("path: {titel: A}\n", encoding="utf-8")


def test_netlify_builds_the_site_for_its_address_and_previews_for_theirs(tmp_path: Path) -> None:
    project = at_host(tmp_path, "netlify")
    settings = tomllib.loads((project / "netlify.toml").read_text(encoding="utf-8"))
    command = settings["build"]["command"]
    assert settings["build"]["publish"] == "site"
    addresses = {"URL": "https://a.example", "DEPLOY_PRIME_URL": "https://preview--a.example"}
    for context, expected in (("production", "https://a.example/"), ("deploy-preview", "https://preview--a.example/")):
        done = run(project, command, CONTEXT=context, **addresses)
        assert (done.returncode, address(project)) == (0, expected), done.stderr
    make_invalid(project)
    assert run(project, command, CONTEXT="production", **addresses).returncode


def test_cloudflare_builds_the_site_with_its_headers(tmp_path: Path) -> None:
    project = at_host(tmp_path, "cloudflare")
    assert (project / ".python-version").read_text(encoding="utf-8") == "3.13\n"
    deployment = "https://0a1b2c.mine.pages.dev"
    for site, expected in (("", f"{deployment}/"), ("https://mine.pages.dev", "https://mine.pages.dev/")):
        done = run(project, "bash build-site", CF_PAGES_URL=deployment, **({"SITE_URL": site} if site else {}))
        assert (done.returncode, address(project)) == (0, expected), done.stderr
    headers = (project / "site" / "_headers").read_text(encoding="utf-8")
    assert "X-Frame-Options: DENY" in headers
    assert re.search("script-src 'self' 'sha256-[^']{44}' ", headers)
    assert max(map(len, headers.splitlines())) < LONGEST_HEADER
    make_invalid(project)
    assert run(project, "bash build-site", CF_PAGES_URL=deployment).returncode


def test_a_shallow_clone_is_completed_before_the_site_is_built(tmp_path: Path) -> None:
    project = at_host(tmp_path, "cloudflare")
    git(project, "init", "--quiet", "--initial-branch=main")
    for number in range(2):
        commit(project, str(number), number + 1, "notes.md")
    git(tmp_path, "clone", "--quiet", "--depth", "1", project.as_uri(), "clone")
    done = run(tmp_path / "clone", "bash build-site", CF_PAGES_URL="https://a.example")
    assert done.returncode == 0, done.stderr
    assert git(tmp_path / "clone", "rev-list", "--count", "HEAD").strip() == "2"


def test_codeberg_builds_the_site_for_its_address(tmp_path: Path) -> None:
    project = at_host(tmp_path, "codeberg")
    settings = yaml.safe_load((project / ".woodpecker" / "site.yaml").read_text(encoding="utf-8"))
    schema = files("check_jsonschema.builtin_schemas.vendor").joinpath("woodpecker-ci.json").read_text("utf-8")
    assert [*Draft7Validator(json.loads(schema)).iter_errors(settings)] == []
    variables = {"CI_REPO_OWNER": "ada", "CI_REPO_NAME": "mine"}
    for step in ("validate", "build"):
        done = run(project, "\n".join(["set -e", *settings["steps"][step]["commands"]]), **variables)
        assert done.returncode == 0, done.stderr
    assert address(project) == "https://ada.codeberg.page/mine/"
    assert settings["steps"]["publish"]["settings"]["UPLOAD_DIR"] == "site"
    make_invalid(project)
    assert run(project, "\n".join(["set -e", *settings["steps"]["validate"]["commands"]])).returncode
