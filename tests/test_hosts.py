"""Projects at other hosts: their commands run step by step as the host would, without the installation."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import yaml
from command import quick_pathgen
from jsonschema import Draft7Validator
from loopback_server import answering
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
    create(project, new_project("خبز", "ar", host=host))
    (folder / "bin").mkdir()
    for name, script in {"python": PYTHON, "pathgen": f'#!/bin/sh\nexec {quick_pathgen()} "$@"\n'}.items():
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


def workflow(project: Path, name: str) -> Any:
    """Return a workflow of Woodpecker, which has to be valid."""
    settings = yaml.safe_load((project / ".woodpecker" / f"{name}.yaml").read_text(encoding="utf-8"))
    schema = files("check_jsonschema.builtin_schemas.vendor").joinpath("woodpecker-ci.json").read_text("utf-8")
    assert [*Draft7Validator(json.loads(schema)).iter_errors(settings)] == []
    return settings


class Forgejo:
    """The pull requests of a repository, of which a second one of a branch is a conflict, and its issues."""

    def __init__(self) -> None:
        self.url = ""
        self.opened: list[Any] = []
        self.issues: list[dict[str, Any]] = [{"number": 1, "title": "What needs a person", "body": "-", "by": "eve"}]
        self.is_down = False

    def answer(self, method: str, path: str, sent: dict[str, Any]) -> tuple[int, Any]:
        """Answer as Forgejo's API does; issues are asked for by who wrote them."""
        place, _, asked = path.removeprefix("/api/v1/").partition("?")
        status, answer = 404, None
        match method, place.removeprefix("repos/ada/mine/").split("/"):
            case _ if self.is_down:
                status = 500
            case "GET", ["user"]:
                status, answer = 200, {"login": "ada"}
            case "POST", ["pulls"]:
                status = 409 if sent in self.opened else 201
                self.opened += [] if sent in self.opened else [sent]
            case "GET", ["issues"]:
                wanted = {name: value for name, [value] in parse_qs(asked).items()}
                assert (wanted["type"], wanted["state"], wanted["q"]) == ("issues", "open", "What needs a person")
                mine = [issue for issue in self.issues if issue["by"] == wanted["created_by"] and "state" not in issue]
                status, answer = 200, mine
            case "POST", ["issues"]:
                self.issues.append({"number": len(self.issues) + 1, "by": "ada", **sent})
                status = 201
            case "PATCH", ["issues", number]:
                self.issues[int(number) - 1] |= sent
                status = 201
        return status, answer


@pytest.fixture
def forgejo() -> Iterator[Forgejo]:
    api = Forgejo()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"] or 0)) or b"{}")
            is_ours = self.headers["Authorization"] == "token secret"
            status, answer = api.answer(self.command, self.path, sent) if is_ours else (401, {})
            data = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = answer  # noqa: N815 - its base class names them so

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with answering(Handler) as api.url:
        yield api


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
    settings = workflow(project, "site")
    variables = {"CI_REPO_OWNER": "ada", "CI_REPO_NAME": "mine"}
    for step in ("validate", "build"):
        done = run(project, "\n".join(["set -e", *settings["steps"][step]["commands"]]), **variables)
        assert done.returncode == 0, done.stderr
    assert address(project) == "https://ada.codeberg.page/mine/"
    assert settings["steps"]["publish"]["settings"]["UPLOAD_DIR"] == "site"
    make_invalid(project)
    assert run(project, "\n".join(["set -e", *settings["steps"]["validate"]["commands"]])).returncode


def at_codeberg(folder: Path, forgejo: Forgejo) -> tuple[Path, dict[str, str]]:
    """Create a project and its repository on a server; return it with the variables of a run."""
    project = at_host(folder, "codeberg")
    git(project, "init", "--quiet", "--initial-branch=main")
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "o.git")
    origin = (folder / "o.git").as_uri()
    variables = {
        "CI_FORGE_URL": forgejo.url,
        "CI_REPO": "ada/mine",
        "CI_REPO_URL": "https://codeberg.example/ada/mine",
        "CI_REPO_DEFAULT_BRANCH": "main",
        "PATHGEN_TOKEN": "secret",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{origin}.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://pathgen:secret@codeberg.example/ada/mine.git",
    }
    (project / "schema" / "resources.schema.json").write_text("{}", encoding="utf-8")
    git(project, "add", "--all")
    commit(project, "An old schema", 1, "notes.md")
    git(project, "push", "--quiet", origin, "main")
    return project, variables


def test_codeberg_proposes_what_changed_in_one_pull_request(tmp_path: Path, forgejo: Forgejo) -> None:
    project, variables = at_codeberg(tmp_path, forgejo)
    steps = workflow(project, "upgrade")["steps"].values()
    script = "\n".join(["set -e", *(command for step in steps for command in step["commands"])])
    for _ in range(2):
        git(project, "checkout", "--quiet", "--force", "main")
        git(project, "reset", "--quiet", "--hard", "main")
        done = run(project, f"git checkout --quiet --detach\n{script}", **variables)
        assert done.returncode == 0, done.stderr
        assert "secret" not in done.stdout + done.stderr
    assert forgejo.opened == [{"head": "upgrade", "base": "main", "title": "Upgrade pathgen"}]
    assert git(tmp_path / "o.git", "diff", "--name-only", "main..upgrade").split() == ["schema/resources.schema.json"]
    git(project, "checkout", "--quiet", "--force", "main")
    forgejo.is_down = True
    assert run(project, f"git checkout --quiet --detach\n{script}", **variables).returncode, "nothing was opened"


def test_codeberg_remembers_the_checks_and_keeps_one_issue(tmp_path: Path, forgejo: Forgejo) -> None:
    project, variables = at_codeberg(tmp_path, forgejo)
    steps = workflow(project, "site")["steps"]
    # `curate` without its checks, which would ask servers.
    curate = "\n".join(steps["curate"]["commands"]).replace("curate --save 0 --time-budget 30m", "checklist")
    week = "\n".join(["set -e", *steps["remembered"]["commands"], curate, *steps["propose"]["commands"]])
    history = project / "links.sqlite"
    for number in range(2):
        history.unlink(missing_ok=True)
        done = run(
            project, week.replace("pathgen checklist", f"echo {number} >> links.sqlite; pathgen checklist"), **variables
        )
        assert done.returncode == 0, done.stderr
        assert "secret" not in done.stdout + done.stderr
    assert history.read_text() == "0\n1\n"
    assert git(tmp_path / "o.git", "rev-list", "--count", "links").strip() == "1"
    [_, issue] = forgejo.issues
    assert "https://codeberg.example/ada/mine/src/branch/main/resources.yaml#L" in issue["body"]
    issue["body"] = issue["body"].replace("- [ ]", "- [x]")
    assert run(project, week, **variables).returncode == 0
    assert issue["state"] == "closed"
    assert len(forgejo.issues) == 2
    done = run(project, "python .forgejo/issue write <<< '- [ ] A'", **variables | {"PATHGEN_TOKEN": ""})
    assert (done.returncode, done.stdout) == (0, "- [ ] A\n"), "the log has it"


def test_pull_requests_on_codeberg_deploy_nothing_and_have_no_token(tmp_path: Path) -> None:
    project = at_host(tmp_path, "codeberg")
    steps = workflow(project, "site")["steps"]
    with_secrets = {name: step["when"][0]["event"] for name, step in steps.items() if "from_secret" in str(step)}
    published = ["push", "cron", "manual"]
    assert with_secrets == {"remembered": published, "publish": published, "propose": "cron"}
    assert workflow(project, "upgrade")["when"][0]["event"] == ["cron", "manual"]


def test_forms_about_an_entry_are_where_each_host_reads_them() -> None:
    places = {
        "github": ".github/ISSUE_TEMPLATE/broken-entry.yml",
        "codeberg": ".forgejo/ISSUE_TEMPLATE/broken-entry.yml",
        "gitlab": ".gitlab/issue_templates/Entry.md",
    }
    forms = {host: new_project("Mine", "en", host=host)[place].decode() for host, place in places.items()}
    problems = {item["id"]: item["attributes"] for item in yaml.safe_load(forms["github"])["body"]}["problem"][
        "options"
    ]
    assert forms["codeberg"] == forms["github"]
    assert re.findall(r"^- \[ \] (.+)$", forms["gitlab"], re.MULTILINE) == problems
