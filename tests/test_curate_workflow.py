"""The weekly pull request: one, made of what the checks wrote, brought up to date, and closed where nothing is left.

The steps run as they stand in the workflow, with a real git; in the place of the checks, files are written.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from command import quick_pathgen
from test_add import git

from pathgen.links.history import History
from pathgen.links.verdict import Result, Verdict

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")

GH = """\
#!/bin/sh
# Stands in for GitHub: notes what it is asked, and keeps one pull request with its text.
printf '%s\\n' "$*" >> "$CALLS"
case "$1 $2" in
  "pr list") if [ -f "$CALLS.body" ]; then echo 12; fi ;;
  "pr view") cat "$CALLS.body" ;;
  "pr create" | "pr edit") cp "$RUNNER_TEMP/body.md" "$CALLS.body" ;;
  "pr close") rm "$CALLS.body" ;;
  "issue list") if [ -f "$CALLS.issue" ]; then echo 5; fi ;;
  "issue view") cat "$CALLS.issue" ;;
  "issue create" | "issue edit") cp "$RUNNER_TEMP/issue.md" "$CALLS.issue" ;;
  "issue close") rm "$CALLS.issue" ;;
esac
"""
CURATE = """\
#!/bin/sh
# `curate` without its checks: it would ask servers.
case "$*" in curate\\ --time-budget\\ *) shift 3; set -- checklist "$@" ;; esac
"""
CATALOGUE = """\
path: {title: A}
topics:
  - id: one
    title: One
    resources:
      - {title: Gone, url: "https://example.org/gone", added: 2026-01-01}
"""
BOT = "41898282+github-actions[bot]@users.noreply.github.com"
PERSON = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")


class Repository:
    """A repository on a server, its pull request, and the runs of the workflow."""

    def __init__(self, root: Path, folder: Path) -> None:
        workflow = yaml.safe_load((root / ".github/workflows/curate.yml").read_text(encoding="utf-8"))
        steps = {step.get("name"): step["run"] for step in workflow["jobs"]["propose"]["steps"] if "run" in step}
        assert not [name for name, script in steps.items() if "${{" in script]
        names = list(steps)
        assert names.index("Continue the open pull request") == 0
        assert names[-2:] == ["Check, fix, and list what needs a person", "Open, update or close the pull request"]
        self.begin, (self.list, self.end) = steps[names[0]], [steps[name] for name in names[-2:]]
        self.folder, self.origin, self.work, self.theirs = (
            folder,
            *(folder / name for name in ("o.git", "work", "theirs")),
        )
        for name, script in {"gh": GH, "pathgen": f'{CURATE}exec {quick_pathgen()} "$@"\n'}.items():
            (folder / name).write_text(script, encoding="utf-8")
            (folder / name).chmod(0o755)
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "o.git")
        git(folder, "clone", "--quiet", "o.git", "theirs")
        self.commit("main", "resources.yaml", CATALOGUE)
        self.runs = 0

    def commit(self, branch: str, file: str, text: str) -> str:
        """Push a person's commit to a branch."""
        git(self.theirs, "fetch", "--quiet", "--prune")
        start = [f"origin/{branch}"] if git(self.theirs, "branch", "--remotes").strip() else []
        git(self.theirs, "switch", "--quiet", "--force-create" if start else "--orphan", branch, *start)
        (self.theirs / file).write_text(text, encoding="utf-8")
        git(self.theirs, "add", ".")
        git(self.theirs, *PERSON, "commit", "--quiet", "--message=By a person")
        git(self.theirs, "push", "--quiet", "origin", f"HEAD:{branch}")
        return self.head(branch)

    def head(self, branch: str) -> str:
        """Tell the commit of a branch; nothing where there is none."""
        return git(self.origin, "for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}").strip()

    def run(self, mended: dict[str, str], *, meanwhile: tuple[str, str] | None = None) -> str:
        """Run the workflow, in which the checks change files as told; give what it did with the pull request."""
        self.runs += 1
        self.work = self.folder / f"work{self.runs}"
        temporary = self.folder / f"temp{self.runs}"
        temporary.mkdir()
        git(self.folder, "clone", "--quiet", "o.git", self.work.name)
        calls = self.folder / "calls"
        calls.write_text("", encoding="utf-8")
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_"))},
            "PATH": f"{self.folder}{os.pathsep}{os.environ['PATH']}",
            "CALLS": str(calls),
            "RUNNER_TEMP": str(temporary),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "a/b",
            "BASE": "main",
        }

        def step(script: str) -> None:
            command = ["bash", "-e", "-c", script]
            subprocess.run(command, cwd=self.work, env=environment, check=True, capture_output=True, timeout=60)

        step(self.begin)
        for name, text in mended.items():
            (self.work / name).write_text(text, encoding="utf-8")
        with History(self.work / "links.sqlite") as history:
            gone = Result("https://example.org/gone", Verdict.DEAD, "gone", checked_at="2026-11-24T00:00:00Z")
            history.remember(gone)
        step(self.list)
        if meanwhile:
            self.commit("curate", *meanwhile)
        step(self.end)
        did = [call.split()[1] for call in calls.read_text(encoding="utf-8").splitlines() if call.startswith("pr")]
        return " ".join(command for command in did if command not in ("list", "view"))

    @property
    def body(self) -> Path:
        """The text of the pull request; a file that is there as long as it is open."""
        return self.folder / "calls.body"

    def changed(self) -> list[str]:
        """List the files that the branch changes."""
        return git(self.origin, "diff", "--name-only", "main...curate").split()

    def authors(self) -> list[str]:
        """Tell who made the commits that the branch has and main has not, the newest first."""
        return git(self.origin, "log", "--format=%ae", "main..curate").split()


@pytest.fixture
def repository(root: Path, tmp_path: Path) -> Repository:
    return Repository(root, tmp_path)


def titled(title: str) -> dict[str, str]:
    return {"resources.yaml": CATALOGUE.replace("title: A", f"title: {title}")}


def test_one_pull_request_is_made_brought_up_to_date_and_closed(repository: Repository) -> None:
    assert repository.run({}) == ""
    assert repository.head("curate") == ""
    assert "## Dead links (1)" in (repository.folder / "summary").read_text(encoding="utf-8")
    assert repository.run({**titled("B"), "repositories.json": '{"schema": 1, "repositories": {}}\n'}) == "create"
    assert repository.changed() == ["repositories.json", "resources.yaml"]
    assert repository.run(titled("C")) == "edit"
    assert (repository.changed(), repository.authors()) == (["resources.yaml"], [BOT])
    assert repository.run({}) == "close"
    assert repository.head("curate") == ""
    assert repository.run({}) == ""


def test_without_a_pull_request_the_list_is_in_an_issue_in_which_ticks_stay(repository: Repository) -> None:
    issue = repository.folder / "calls.issue"
    repository.run({})
    body = issue.read_text(encoding="utf-8")
    assert "- [ ] " in body
    assert "(https://github.com/a/b/blob/HEAD/resources.yaml#L6)" in body
    issue.write_text(body.replace("- [ ]", "- [x]"), encoding="utf-8")
    repository.run({})
    assert not issue.exists(), "everything in it is done"
    repository.run({})
    assert repository.run(titled("B")) == "create"
    assert not issue.exists(), "the pull request has the list"


def test_the_time_of_a_check_alone_is_no_change(repository: Repository) -> None:
    known = {"name": "a/b", "archived": False, "changed": None, "licence": None, "stars": 1}
    repositories = {"github.com/a/b": {**known, "checked": "2026-01-01T00:00:00Z"}}
    facts = json.dumps({"schema": 1, "repositories": repositories}, indent=2)
    repository.commit("main", "repositories.json", facts)
    assert repository.run({"repositories.json": facts.replace("01T", "02T")}) == ""
    assert repository.run({"repositories.json": facts.replace('"stars": 1', '"stars": 2')}) == "create"


def test_what_needs_a_person_is_a_list_in_which_ticks_stay(repository: Repository) -> None:
    repository.run(titled("B"))
    body = repository.body.read_text(encoding="utf-8")
    assert body.startswith("The commits contain new addresses")
    assert body.count("- [ ] ") == 1
    assert "(https://github.com/a/b/blob/curate/resources.yaml#L6)" in body
    repository.body.write_text(body.replace("- [ ]", "- [x]").replace("\n", "\r\n"), encoding="utf-8", newline="")
    repository.run({"resources.yaml": f"# a line more\n{CATALOGUE}"})
    body = repository.body.read_text(encoding="utf-8")
    assert (body.count("- [x] "), body.count("- [ ] ")) == (1, 0)
    assert "resources.yaml#L7)" in body


def test_what_a_person_committed_stays_below_what_is_new(repository: Repository) -> None:
    repository.run(titled("B"))
    theirs = repository.commit("curate", "notes.md", "Mine.\n")
    new = repository.commit("main", "other.md", "New on main.\n")
    assert repository.run(titled("C")) == "edit"
    assert repository.changed() == ["notes.md", "resources.yaml"]
    assert "ada@example.org" in repository.authors()
    git(repository.origin, "merge-base", "--is-ancestor", theirs, "curate")
    git(repository.origin, "merge-base", "--is-ancestor", new, "curate")
    assert "title: C" in git(repository.origin, "show", "curate:resources.yaml")
    assert repository.run(titled("C")) == "edit"  # with nothing new, only the text is brought up to date
    assert repository.changed() == ["notes.md", "resources.yaml"]


def test_what_conflicts_with_a_persons_commit_stops_the_run_and_nothing_is_lost(repository: Repository) -> None:
    repository.run(titled("B"))
    theirs = repository.commit("curate", "resources.yaml", titled("Mine")["resources.yaml"])
    repository.commit("main", "resources.yaml", titled("Other")["resources.yaml"])
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        repository.run(titled("C"))
    assert "::error::The pull request has commits by a person" in stopped.value.stdout.decode()
    assert repository.head("curate") == theirs
    assert repository.body.is_file()


def test_what_is_pushed_during_a_run_is_not_overwritten(repository: Repository) -> None:
    repository.run(titled("B"))
    with pytest.raises(subprocess.CalledProcessError, match="exit status 1"):
        repository.run(titled("C"), meanwhile=("notes.md", "Mine.\n"))
    assert repository.authors() == ["ada@example.org", BOT]


def test_what_is_left_of_a_closed_pull_request_is_no_start(repository: Repository) -> None:
    repository.run(titled("B"))
    repository.commit("curate", "notes.md", "Mine.\n")
    repository.body.unlink()
    assert repository.run(titled("C")) == "create"
    assert repository.authors() == [BOT]


@pytest.mark.parametrize("name", ["curate", "links", "site"])
def test_no_token_is_in_the_environment_while_servers_of_links_are_contacted(root: Path, name: str) -> None:
    workflow = yaml.safe_load((root / f".github/workflows/{name}.yml").read_text(encoding="utf-8"))
    assert "env" not in workflow
    checks = 0
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            if any(f"pathgen {command} " in step.get("run", "") for command in ("check-links", "curate", "archive")):
                checks += 1
                given = {**job.get("env", {}), **step.get("env", {})}
                assert not [value for value in given.values() if "token" in str(value) or "secrets" in str(value)]
    assert checks or name == "site"
