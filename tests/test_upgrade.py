"""A project is brought to the installed version: all of it but what a person edited, and nothing the second time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from command import pathgen
from repository import git
from test_requirements import distribution

from pathgen import load
from pathgen.api import PathgenError
from pathgen.files import read_tree
from pathgen.scaffold.host_files import HOSTS, RECORD, digest, read_record, with_newer_pins
from pathgen.scaffold.project import create, new_project
from pathgen.scaffold.upgrade import Upgrade, upgrade

SITE = ".github/workflows/site.yml"
FORM = ".github/ISSUE_TEMPLATE/suggest-entry.yml"
OLD, NEW = "a" * 40, "b" * 40


@pytest.fixture
def project(tmp_path: Path) -> Path:
    create(tmp_path / "mine", new_project("Mine", "en"))
    (tmp_path / "mine" / "requirements.txt").write_text(f"git+https://example.org/p.git@{OLD}\n", encoding="utf-8")
    return tmp_path / "mine"


def planned(project: Path, *keep: str) -> Upgrade:
    """Plan the upgrade to a pathgen that was installed from a new commit."""
    note = {"url": "https://example.org/p", "vcs_info": {"vcs": "git", "commit_id": NEW}}
    info = project.parent / "info"
    info.mkdir(exist_ok=True)
    catalogue = load(project / "resources.yaml").catalogue
    assert catalogue
    return upgrade(project, catalogue, distribution(info, "click", direct_url=json.dumps(note)), keep)


def carry_out(project: Path, result: Upgrade) -> None:
    for name, change in result.changed.items():
        (project / name).write_bytes(change.after)
    for name in result.gone:
        (project / name).unlink()


def made_earlier(project: Path, name: str, text: str) -> None:
    """Write a file as an earlier version made it."""
    (project / name).write_text(text, encoding="utf-8")
    record = json.loads((project / RECORD).read_bytes())
    record["files"][name] = digest(text.encode())
    (project / RECORD).write_text(json.dumps(record), encoding="utf-8")


def test_only_the_requirements_differ_in_a_project_of_this_version(project: Path) -> None:
    result = planned(project)
    assert sorted(result.changed) == ["constraints.txt", "requirements.txt"]
    assert (result.gone, result.left) == ({}, [])
    carry_out(project, result)
    wanted = f"-c constraints.txt\ngit+https://example.org/p@{NEW}\n"
    assert (project / "requirements.txt").read_text(encoding="utf-8") == wanted
    assert planned(project) == Upgrade()


def test_what_nobody_edited_is_brought_up_to_date_and_what_is_not_needed_is_deleted(project: Path) -> None:
    now = (project / SITE).read_bytes()
    made_earlier(project, SITE, "name: Site\n")
    made_earlier(project, ".github/workflows/old.yml", "name: Old\n")
    (project / SITE).write_bytes(b"name: Site\r\n")  # as git may check it out on Windows
    (project / ".github/dependabot.yml").unlink()
    record = json.loads((project / RECORD).read_bytes())
    del record["files"][".github/dependabot.yml"]  # it is new in this version
    (project / RECORD).write_text(json.dumps(record), encoding="utf-8")
    result = planned(project)
    assert (result.changed[SITE].after, list(result.gone), result.left) == (now, [".github/workflows/old.yml"], [])
    carry_out(project, result)
    assert (project / ".github/dependabot.yml").is_file()
    assert planned(project) == Upgrade()


def test_what_a_person_edited_or_deleted_stays_and_is_named_once(project: Path) -> None:
    made_earlier(project, SITE, "name: Site\n")
    made_earlier(project, FORM, "name: Form\n")
    (project / SITE).write_text("name: Mine\n", encoding="utf-8")
    (project / FORM).unlink()
    (project / "mkdocs.yml").write_text("site_url: https://example.org/\n", encoding="utf-8")  # not new, so not named
    result = planned(project)
    assert [line.partition(";")[0] for line in result.left] == [f"{FORM} was deleted", f"{SITE} was edited"]
    assert list(result.wanted) == [SITE]
    carry_out(project, result)
    assert (project / SITE).read_text(encoding="utf-8") == "name: Mine\n"
    assert not (project / FORM).exists()
    assert planned(project) == Upgrade()


def test_a_folder_can_be_kept_as_it_is_until_the_next_time(project: Path) -> None:
    now = (project / SITE).read_bytes()
    made_earlier(project, SITE, "name: Site\n")
    result = planned(project, ".github/workflows")
    assert SITE not in result.changed
    assert [line.split()[0] for line in result.left] == [SITE]
    carry_out(project, result)
    assert planned(project).changed[SITE].after == now


def test_the_form_offers_the_places_and_the_kinds_of_the_catalogue(project: Path) -> None:
    text = (project / "resources.yaml").read_text(encoding="utf-8").replace("The first step", "Knead by hand")
    kinds = "kinds: [{id: recipe, title: Recipe}, {id: video, title: Screencast}]\n"
    (project / "resources.yaml").write_text(text + kinds, encoding="utf-8")
    fields = yaml.safe_load(planned(project).changed[FORM].after)["body"]
    options = {field.get("id"): field["attributes"].get("options") for field in fields}
    assert options["place"][0] == "Knead by hand"
    assert (options["kind"][-1], options["kind"].count("video")) == ("recipe", 1)


def test_a_newer_commit_of_an_action_is_no_edit_and_stays() -> None:
    ours = b"  - uses: actions/checkout@%s # v7.0.1\n  - uses: a/b@%s # v2.0.0\n" % (b"1" * 40, b"2" * 40)
    theirs = ours.replace(b"1" * 40 + b" # v7.0.1", b"3" * 40 + b" # v7.0.10").replace(b"v2.0.0", b"v1.9.9")
    assert digest(ours) == digest(theirs)
    assert digest(ours) != digest(ours + b"# mine\n")
    assert with_newer_pins(ours, theirs) == ours.replace(b"1" * 40 + b" # v7.0.1", b"3" * 40 + b" # v7.0.10")


@pytest.mark.parametrize(
    ("line", "is_ours"),
    [
        (f"git+https://example.org/p@{OLD}", True),
        (f"pathgen @ git+https://other.example/ada/pathgen@{OLD}", True),
        ("pathgen-site==0.1", True),
        (f"git+https://example.org/bakery@{OLD}", False),
        ("pathgen-bakery==1.0", False),
        ("# pathgen-site==0.1", False),
    ],
)
def test_only_the_line_of_pathgen_is_replaced(project: Path, line: str, is_ours: bool) -> None:  # noqa: FBT001 - a case
    (project / "requirements.txt").write_text(f"bakery==1\n{line}\n", encoding="utf-8")
    result = planned(project)
    assert (bool(result.left), "requirements.txt" in result.changed) == (not is_ours, is_ours)
    if is_ours:
        assert result.changed["requirements.txt"].after.startswith(b"bakery==1\n-c constraints.txt\ngit+https:")


def test_a_project_without_a_record_is_taken_as_one_of_the_time_before_records(project: Path) -> None:
    (project / RECORD).unlink()
    assert set(read_record(project).files) <= {*read_tree(project)}
    (project / FORM).write_text("name: Mine\n", encoding="utf-8")
    result = planned(project)
    assert any(line.startswith(f"{FORM} was edited") for line in result.left)
    carry_out(project, result)
    assert planned(project) == Upgrade()


OLDEST = """\
# What this path tells the site engine itself; pathgen adds the rest, with the title from resources.yaml.
site_url: !ENV SITE_URL # set by .github/workflows/site.yml
"""
"""The settings of a starter of November 2026."""


def test_of_starters_without_a_record_the_one_that_a_project_is_like_counts(project: Path) -> None:
    (project / RECORD).unlink()
    for path in (project / ".github").rglob("*.yml"):
        path.write_text("# mine\n", encoding="utf-8")
    (project / "mkdocs.yml").write_text(OLDEST, encoding="utf-8")
    result = planned(project)
    assert "mkdocs.yml" in result.changed
    assert any(line.startswith(f"{SITE} was edited") for line in result.left)


@pytest.mark.parametrize("record", ["", "[]", '{"host": "nowhere", "files": {}}', '{"host": "github", "files": 1}'])
def test_a_record_that_cannot_be_read_stops_it(project: Path, record: str) -> None:
    (project / RECORD).write_text(record, encoding="utf-8")
    with pytest.raises(PathgenError, match="cannot be read"):
        planned(project)


def test_nothing_outside_of_the_project_is_touched(project: Path) -> None:
    (project.parent / "letter").write_text("Dear Ada", encoding="utf-8")
    made_earlier(project, "../letter", "Dear Ada")
    with pytest.raises(PathgenError, match="leads out of its folder"):
        planned(project)


def test_the_command_shows_the_difference_and_writes_it(project: Path) -> None:
    made_earlier(project, SITE, "name: Site\n")
    shown = pathgen("upgrade", "--dry-run", cwd=project)
    assert f"--- a/{SITE}" in shown.stdout
    assert (project / SITE).read_text(encoding="utf-8") == "name: Site\n"
    done = pathgen("upgrade", cwd=project)
    assert (done.returncode, done.stdout) == (0, shown.stdout)
    assert f"Changed {Path(SITE)}." in done.stderr
    assert pathgen("upgrade", cwd=project).stdout == ""
    (project / "requirements.txt").unlink()
    refused = pathgen("upgrade", cwd=project)
    assert (refused.returncode, "was not made by `pathgen new`" in refused.stderr) == (2, True)


GH = """\
#!/bin/sh
# Stands in for GitHub: notes what it is asked, and keeps one pull request.
printf '%s\\n' "$*" >> "$CALLS"
case "$1 $2" in
  "pr list") if [ -f "$CALLS.made" ]; then echo 12; fi ;;
  "pr create") touch "$CALLS.made" ;;
  "pr close") rm "$CALLS.made" ;;
esac
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")
def test_the_workflow_keeps_one_pull_request(project: Path, tmp_path: Path) -> None:
    workflow = yaml.safe_load((project / ".github/workflows/upgrade.yml").read_text(encoding="utf-8"))
    steps = [step["run"] for step in workflow["jobs"]["propose"]["steps"] if "run" in step]
    assert not [script for script in steps if "${{" in script]
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    programs = {
        "gh": GH,
        "python": '#!/bin/sh\ncat < "$RUNNER_TEMP/newest.txt"\n',
        "pathgen": '#!/bin/sh\nif [ -n "$NEW" ]; then echo "$NEW" >> mkdocs.yml; echo "+$NEW"; fi\n',
    }
    for name, script in programs.items():
        (bin_ / name).write_text(script, encoding="utf-8")
        (bin_ / name).chmod(0o755)
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "o.git")
    git(project, "init", "--quiet", "--initial-branch=main")
    git(project, "add", ".")
    git(project, "commit", "--quiet", "--message=Begin")
    git(project, "push", "--quiet", str(tmp_path / "o.git"), "main")

    def run(new: str, number: int) -> tuple[int, str, str]:
        work, calls = tmp_path / f"work{number}", tmp_path / "calls"
        git(tmp_path, "clone", "--quiet", "o.git", work.name)
        calls.write_text("", encoding="utf-8")
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_"))},
            "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
            "CALLS": str(calls),
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
            "NEW": new,
            "BASE": "main",
        }
        status, printed = 0, ""
        for script in steps:
            command = ["bash", "-e", "-o", "pipefail", "-c", script]
            done = subprocess.run(
                command, cwd=work, env=environment, capture_output=True, encoding="utf-8", check=False
            )
            status, printed = status or done.returncode, printed + done.stdout
        did = [call.split()[1] for call in calls.read_text(encoding="utf-8").splitlines() if call.startswith("pr ")]
        return status, printed, " ".join(did)

    status, printed, did = run("a: 1", 1)
    assert (status, did) == (0, "list create")
    assert "git+https://example.org/p.git\n" in printed, "the newest is installed, not the one that is named"
    assert "+a: 1" in (tmp_path / "body.md").read_text(encoding="utf-8")
    assert run("a: 2", 2)[::2] == (0, "list edit")
    assert run("", 3)[::2] == (0, "list close")
    assert "upgrade" not in git(tmp_path / "o.git", "branch", "--list")
    assert run("", 4)[::2] == (0, "list")
    run("a: 3", 5)
    git(
        tmp_path / "work5", "push", "--quiet", "origin", "HEAD:main"
    )  # so that the next commit is the only one of a person
    git(tmp_path / "work5", "commit", "--quiet", "--allow-empty", "--message=By a person")
    git(tmp_path / "work5", "push", "--quiet", "origin", "HEAD:upgrade")
    status, printed, did = run("a: 4", 6)
    assert (status, did) == (1, "")
    assert "has commits by a person" in printed


@pytest.mark.parametrize("host", HOSTS)
def test_a_project_keeps_its_host(tmp_path: Path, host: str) -> None:
    project = tmp_path / "mine"
    create(project, new_project("Mine", "en", host=host))
    files = set(read_tree(project))
    made_earlier(project, ".gitattributes", "")
    result = planned(project)
    assert ".gitattributes" in result.changed
    carry_out(project, result)
    assert set(read_tree(project)) == files
    assert read_record(project).host == host
    assert (planned(project).changed, planned(project).wanted) == ({}, {})
