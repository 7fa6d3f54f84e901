"""A project at GitLab: its jobs run step by step as a runner would, with a server in the place of GitLab's API."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import quick_pathgen
from jsonschema import Draft7Validator
from loopback_server import answering
from repository import git

from pathgen.scaffold.project import create, new_project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the jobs run on Linux")

TOKEN = {"PATHGEN_TOKEN": "secret"}
PERSON = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
CURATE = """\
#!/bin/sh
# `curate` without its checks, which would ask servers.
case "$1" in curate) shift 3; set -- checklist "$@" ;; esac
"""
PYTHON = f"""\
#!/bin/sh
case "$*" in "-m pip install -r /dev/stdin") exec cat > ../installed ;; "-m pip install "*) exit ;; esac
exec "{sys.executable}" "$@"
"""


class GitLab:
    """The issues of a project; what was asked, with the token."""

    def __init__(self) -> None:
        self.url = ""
        self.issues: list[dict[str, Any]] = []
        self.tokens: set[str | None] = set()

    def answer(self, method: str, path: str, sent: dict[str, Any]) -> Any:
        if method == "GET":
            assert re.fullmatch(r"/projects/7/issues\?.*&scope=created_by_me", path), path
            return [issue for issue in self.issues if issue["state"] == "opened"]
        if method == "POST":
            self.issues.append({"iid": len(self.issues) + 1, "state": "opened", **sent})
            return self.issues[-1]
        issue = self.issues[int(path.rpartition("/")[2]) - 1]
        issue |= {"state": "closed"} if sent.pop("state_event", "") == "close" else sent
        return issue


@pytest.fixture
def gitlab() -> Iterator[GitLab]:
    api = GitLab()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"] or 0)) or b"{}")
            api.tokens.add(self.headers["PRIVATE-TOKEN"])
            data = json.dumps(api.answer(self.command, self.path, sent)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            self.answer()

        def do_POST(self) -> None:
            self.answer()

        def do_PUT(self) -> None:
            self.answer()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with answering(Handler) as api.url:
        yield api


class Project:
    """A project on a server, and the jobs of its pipelines."""

    def __init__(self, folder: Path, gitlab: GitLab) -> None:
        self.folder, self.origin, self.work = folder, folder / "o.git", folder / "work"
        create(self.work, new_project("Mine", "ar", host="gitlab"))
        self.settings = yaml.safe_load((self.work / ".gitlab-ci.yml").read_text(encoding="utf-8"))
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "o.git")
        git(self.origin, "config", "receive.advertisePushOptions", "true")
        hook = self.origin / "hooks" / "post-receive"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text('#!/bin/sh\nenv | grep "^GIT_PUSH_OPTION_" | sort > options\n', encoding="utf-8")
        hook.chmod(0o755)
        git(self.work, "init", "--quiet", "--initial-branch=main")
        self.commit("Start")
        (folder / "bin").mkdir()
        (folder / "bin" / "pathgen").write_text(f'{CURATE}exec {quick_pathgen()} "$@"\n', encoding="utf-8")
        (folder / "bin" / "python").write_text(PYTHON, encoding="utf-8")
        for name in ("pathgen", "python"):
            (folder / "bin" / name).chmod(0o755)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "CI"))}
        self.environment = inherited | {
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "GITLAB_CI": "true",
            "CI_API_V4_URL": gitlab.url,
            "CI_PROJECT_ID": "7",
            "CI_PROJECT_URL": "https://gitlab.example/a/b",
            "CI_SERVER_HOST": "gitlab.example",
            "CI_DEFAULT_BRANCH": "main",
            "CI_PAGES_URL": "https://a.gitlab.example/b",
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{self.origin.as_uri()}.insteadOf",
            "GIT_CONFIG_VALUE_0": "https://pathgen:secret@gitlab.example/a/b.git",
        }

    def commit(self, message: str, branch: str = "main") -> str:
        git(self.work, "add", "--all")
        git(self.work, *PERSON, "commit", "--quiet", "--allow-empty", f"--message={message}")
        git(self.work, "push", "--quiet", self.origin.as_uri(), f"HEAD:{branch}")
        return git(self.work, "rev-parse", "HEAD").strip()

    def run(self, job: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run the script of a job, as the runner's bash does; nothing is installed."""
        settings = self.settings["default"] | self.settings[job]
        lines = [*settings["before_script"], *settings["script"]]
        command = ["bash", "-c", "\n".join(["set -eo pipefail", *lines])]
        return subprocess.run(
            command,
            cwd=self.work,
            env=self.environment | variables,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def head(self, branch: str) -> str:
        return git(self.origin, "for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}").strip()


@pytest.fixture
def project(tmp_path: Path, gitlab: GitLab) -> Project:
    return Project(tmp_path, gitlab)


def test_gitlab_accepts_the_settings(project: Project) -> None:
    schema = json.loads(files("check_jsonschema.builtin_schemas.vendor").joinpath("gitlab-ci.json").read_text("utf-8"))
    assert [*Draft7Validator(schema).iter_errors(project.settings)] == []
    assert [*Draft7Validator(schema).iter_errors(project.settings | {"pages": {"script": 1}})]


def test_the_site_is_built_for_the_address_that_pages_gives_it(project: Project) -> None:
    done = project.run("pages")
    assert done.returncode == 0, done.stderr
    assert project.settings["pages"]["artifacts"]["paths"] == ["public"]
    assert "https://a.gitlab.example/b/" in (project.work / "public" / "sitemap.xml").read_text(encoding="utf-8")


def test_problems_of_a_merge_request_are_reported_in_three_ways(project: Project) -> None:
    base = git(project.work, "rev-parse", "HEAD").strip()
    assert project.run("validate").returncode == 0, "a push has no base"
    catalogue = project.work / "resources.yaml"
    written = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(written.replace("    title:", "    titel:", 1), encoding="utf-8")
    done = project.run("validate", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == 1
    assert "unknown-field" in done.stdout
    problems = json.loads((project.work / "gl-code-quality-report.json").read_text(encoding="utf-8"))
    places = {problem["location"]["path"] for problem in problems if problem["check_name"] == "unknown-field"}
    assert places == {"resources.yaml"}
    assert "<testsuite" in (project.work / "validate.xml").read_text(encoding="utf-8")


def test_a_pathgen_that_is_not_installed_is_named(project: Project) -> None:
    (project.folder / "bin" / "pathgen").unlink()
    done = project.run("pages", PATH=f"{project.folder / 'bin'}:/usr/bin:/bin")
    assert done.returncode == 1
    assert "pathgen is not in requirements.txt yet" in done.stderr


def test_what_needs_a_person_is_in_one_issue_in_which_ticks_stay(project: Project, gitlab: GitLab) -> None:
    for _ in range(2):
        done = project.run("curate", **TOKEN)
        assert done.returncode == 0, done.stderr
    [issue] = gitlab.issues
    assert (issue["title"], issue["state"]) == ("What needs a person", "opened")
    assert "https://gitlab.example/a/b/-/blob/main/resources.yaml#L" in issue["description"]
    issue["description"] = issue["description"].replace("- [ ]", "- [x]")
    project.run("curate", **TOKEN)
    assert issue["state"] == "closed"
    assert gitlab.tokens == {"secret"}


def test_what_changed_is_one_merge_request_and_a_persons_commits_stay(project: Project) -> None:
    catalogue = project.work / "resources.yaml"
    text = catalogue.read_text(encoding="utf-8")
    assert project.run("curate", **TOKEN).returncode == 0
    assert project.head("curate") == "", "nothing changed"
    seen = []
    for title in ("B", "C"):
        git(project.work, "checkout", "--quiet", "--force", "main")
        git(project.work, "reset", "--quiet", "--hard", project.head("main"))
        catalogue.write_text(text.replace("Mine", title), encoding="utf-8")
        done = project.run("curate", **TOKEN)
        assert done.returncode == 0, done.stderr
        assert "secret" not in done.stdout + done.stderr
        seen.append(project.head("curate"))
    assert len(set(seen)) == len(seen)
    assert git(project.origin, "rev-list", "--count", "main..curate").strip() == "1"
    options = (project.origin / "options").read_text(encoding="utf-8")
    assert "merge_request.create" in options
    assert "merge_request.target=main" in options
    theirs = project.commit("By a person", "curate")
    catalogue.write_text(text.replace("Mine", "D"), encoding="utf-8")
    done = project.run("curate", **TOKEN)
    assert (done.returncode, project.head("curate")) == (1, theirs)
    assert "has commits by a person" in done.stderr


def test_the_newest_version_is_one_merge_request(project: Project) -> None:
    (project.work / "requirements.txt").write_text(
        "-c constraints.txt\nmine==1\ngit+https://a.example/pathgen@0123\n", encoding="utf-8"
    )
    project.commit("Ask for a version")
    assert project.run("upgrade", **TOKEN).returncode == 0
    assert project.head("upgrade") == "", "nothing is new"
    assert (project.folder / "installed").read_text(encoding="utf-8") == "mine\ngit+https://a.example/pathgen\n"
    (project.work / "schema" / "resources.schema.json").write_text("{}", encoding="utf-8")
    old = project.commit("An old schema")
    for _ in range(2):
        git(project.work, "checkout", "--quiet", "--force", old)
        done = project.run("upgrade", **TOKEN)
        assert done.returncode == 0, done.stderr
    assert git(project.origin, "diff", "--name-only", "main..upgrade").split() == ["schema/resources.schema.json"]
    assert "merge_request.title=Upgrade pathgen" in (project.origin / "options").read_text(encoding="utf-8")


def test_a_merge_request_deploys_nothing_and_has_no_token(project: Project) -> None:
    jobs = {name: job for name, job in project.settings.items() if "script" in job}
    on_branch, on_schedule = "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", '$CI_PIPELINE_SOURCE == "schedule"'
    with_token = {name for name, job in jobs.items() if "PATHGEN_TOKEN" in str(job["script"]) or ".gitlab/" in str(job)}
    assert with_token == {"curate", "upgrade"}
    assert {jobs[name]["rules"][0]["if"] for name in with_token} == {on_schedule}
    ours, of_forks = jobs["pages"]["rules"]
    assert (ours["if"], of_forks["if"]) == (f'{on_branch} && $PATHGEN_PUBLISH == "yes"', on_branch)
    assert of_forks["when"] == "manual", "a fork publishes nothing by itself"


def test_without_a_token_the_job_shows_what_it_would_have_done(project: Project, gitlab: GitLab) -> None:
    catalogue = project.work / "resources.yaml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace("Mine", "B"), encoding="utf-8")
    done = project.run("curate")
    assert done.returncode == 0, done.stderr
    assert "+  title: B" in done.stdout
    assert (gitlab.issues, project.head("curate")) == ([], "")
    assert "- [ ] " in (project.work / "needs-a-person.md").read_text(encoding="utf-8")
