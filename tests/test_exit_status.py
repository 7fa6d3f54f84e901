"""The same exit status for the same thing in every command."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import pathgen
from repository import commit, git

from pathgen.cli import COMMANDS
from pathgen.cli.exit_status import MEANINGS, ExitStatus

INVALID = "path: {title: My path}\ntopics: [{id: a, title: A, nonsense: 1, resources: []}]\n"
VALID = 'path: {title: My path}\ntopics: [{id: a, title: A, resources: [{title: C, url: "https://example.org/c"}]}]\n'
ARGUMENTS = {
    "add": ["https://example.org/b", "--title=B", "--to=a", "--no-input"],
    "archive": [],
    "build": [],
    "check-links": ["--offline"],
    "checklist": [],
    "curate": [],
    "diff": ["HEAD"],
    "export": ["--format=json"],
    "fmt": [],
    "import": ["list.md", "--into=a"],
    "path-to": ["a"],
    "plan": [],
    "refresh": [],
    "render": [],
    "stale": [],
    "stats": [],
    "upgrade": [],
    "validate": [],
}
"""Every command that reads the catalogue as it is now, and ends."""
OTHERS = {
    "links": "reads the history alone",
    "log": "compares the valid versions, and passes over the others",
    "merge": "merges text, valid or not",
    "merge-reports": "reads reports",
    "new": "makes a catalogue",
    "rules": "reads no catalogue",
    "schema": "reads no catalogue",
    "serve": "waits until the catalogue is valid",
}
WITH_PATHS = (
    "add --from-issue-form {}",
    "add https://example.org/b --title=B --to=a --no-input --catalogue {}",
    "build {}",
    "check-links --offline --ca-file {}",
    "check-links --offline --history {}",
    "check-links --offline --format json:{}",
    "checklist --before {}",
    "diff HEAD {}",
    "export --format=json --output {}",
    "import --format=csv --catalogue new.yaml {}",
    "import --format=csv list.csv --into a --catalogue {}",
    "links --history {}",
    "merge resources.yaml {} resources.yaml",
    "merge-reports {}",
    "merge-reports list.csv --history {}",
    "new made --from-awesome {}",
    "plan --done {}",
    "serve {}",
    "stale --history {}",
    "upgrade {}",
    "validate {}",
)
"""Commands that read or write a file."""


def test_every_command_is_in_one_of_the_lists() -> None:
    assert sorted([*ARGUMENTS, *OTHERS]) == sorted(COMMANDS)


@pytest.mark.parametrize("command", ARGUMENTS)
def test_an_invalid_catalogue_ends_every_command_with_the_same_status(tmp_path: Path, command: str) -> None:
    (tmp_path / "resources.yaml").write_text(INVALID, encoding="utf-8")
    (tmp_path / "list.md").write_text("# List\n\n## A\n\n- [B](https://example.org/b)\n", encoding="utf-8")
    if command == "diff":
        git(tmp_path, "init", "--quiet")
        commit(tmp_path, INVALID, 1)
    before = (tmp_path / "resources.yaml").read_bytes()
    done = pathgen(command, *ARGUMENTS[command], cwd=tmp_path)
    assert done.returncode == ExitStatus.FINDINGS
    report = done.stdout if command == "validate" else done.stderr
    assert "error[unknown-field] there is no field `nonsense` here" in report
    assert (tmp_path / "resources.yaml").read_bytes() == before


@pytest.mark.parametrize("path", ["list.csv/below", "folder"])
@pytest.mark.parametrize("command", WITH_PATHS)
def test_a_path_that_is_no_file_is_one_line_in_every_command(tmp_path: Path, command: str, path: str) -> None:
    (tmp_path / "resources.yaml").write_text(VALID, encoding="utf-8")
    (tmp_path / "list.csv").write_text("title,url\nB,https://example.org/b\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    done = pathgen(*command.format(path).split(), cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (ExitStatus.FAILED, 1), done.stderr
    assert done.stderr.startswith("pathgen: ")
    assert path.partition("/")[0] in done.stderr


def test_help_and_the_documentation_say_what_each_status_means(tmp_path: Path) -> None:
    shown = " ".join(pathgen("--help", cwd=tmp_path).stdout.split())
    page = Path(__file__).parent.parent / "content" / "documentation" / "reports.md"
    written = page.read_text(encoding="utf-8")
    assert list(MEANINGS) == list(ExitStatus)
    for status, meaning in MEANINGS.items():
        assert f" {status:d} {meaning}" in shown
        assert f"| {status:d} | {meaning} |" in written
