"""What a contributor does with ``pathgen add`` and options alone, and what comes of suggestions from strangers."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from command import pathgen, quick_pathgen

from pathgen import load
from pathgen.add.issue_form import FIELDS
from pathgen.catalogue.values import Access, Kind, Level

CATALOGUE = """\
path: {title: T}
editions: [{id: today, title: Today}]
tracks: [{id: keras, title: Keras}]
concepts:
  - {id: chain-rule, title: The chain rule}
steps:
  - id: first
    title: The first step
    resources:
      - id: a-page
        title: A page about learning
        url: https://example.org/a
        formerly: https://old.example/a
        editions: today
        teaches: chain-rule

      # the end
topics:
  - id: topic
    title: A topic
    subtopics:
      - id: below
        title: Below
        defaults: {language: de}
libraries:
  - {id: lib, name: Lib, url: "https://lib.example/", repository: "https://git.example/lib"}
"""


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "resources.yaml").write_bytes(CATALOGUE.encode())
    return tmp_path


def text(folder: Path) -> str:
    return (folder / "resources.yaml").read_bytes().decode()


def test_an_entry_is_added_where_it_belongs_and_nothing_else_changes(folder: Path) -> None:
    done = pathgen(
        *("add", "https://new.example/x", "--to", "first", "--why", "Shows: how.", "--title", "New [1]: x"),
        *("--creator", "Ada Example", "--creator", "B, C", "--minutes", "30-60", "--kind", "article", "--year", "2020"),
        *("--teaches", "chain-rule", "--level", "beginner", "--track", "keras", "--role", "optional"),
        cwd=folder,
    )
    assert (done.returncode, done.stderr) == (0, "Added to The first step, at resources.yaml:16:9.\n")
    entry = f"""\
      - id: new-1-x
        title: "New [1]: x"
        url: https://new.example/x
        creators: [Ada Example, "B, C"]
        year: 2020
        kind: article
        role: optional
        track: keras
        editions: today
        minutes: 30-60
        level: beginner
        teaches: chain-rule
        why: "Shows: how."
        added: {datetime.now(UTC):%Y-%m-%d}
"""
    assert text(folder) == CATALOGUE.replace("\n      # the end", f"{entry}\n      # the end")
    assert [line[1:] for line in done.stdout.splitlines() if line.startswith("+ ")] == entry.splitlines()
    assert load(folder / "resources.yaml").is_valid


@pytest.mark.parametrize(
    ("to", "place"), [("The First Step", "first"), ("step 1", "first"), ("1", "first"), ("below", "below")]
)
def test_a_place_is_told_by_id_title_or_number(folder: Path, to: str, place: str) -> None:
    done = pathgen("add", "https://new.example/x", "--title", "N", "--language", "de", "--to", to, cwd=folder)
    assert done.returncode == 0, done.stderr
    catalogue = load(folder / "resources.yaml").catalogue
    assert catalogue
    [section] = [section for section in catalogue.sections if section.part.id == place]
    assert section.entries[-1].title == "N"
    assert ("language: de" in text(folder).partition("title: N")[2]) == (place == "first")


def test_a_dry_run_shows_the_diff_and_writes_nothing(folder: Path) -> None:
    done = pathgen("add", "https://new.example/x", "--title", "N", "--to", "first", "--dry-run", cwd=folder)
    assert (done.returncode, text(folder)) == (0, CATALOGUE)
    assert "+        title: N\n" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "the address is missing"),
        (["https://n.example/"], "--to"),
        (["https://n.example/", "--to", "first"], "--title"),
        (["https://n.example/", "--title", "N", "--to", "frist"], "did you mean `first`?"),
        (["https://n.example/", "--title", "N", "--to", "first", "--year", "20"], "--year"),
        (["https://n.example/", "--title", "N", "--to", "first", "--kind", "artikle"], "did you mean `article`?"),
        (["https://n.example/", "--title", "N", "--to", "first", "--teaches", "chain"], "did you mean `chain-rule`?"),
        (["https://n.example/", "--title", "N", "--to", "first", "--edition", "2016"], "there are today"),
        (["https://n.example/", "--title", "N", "--to", "first", "--after", "a-pages"], "did you mean `a-page`?"),
        (["https://n.example/", "--title", "N", "--to", "first", "--id", "N n"], "--id"),
        (["n.example", "--title", "N", "--to", "first"], "https://"),
        (["javascript:alert(1)", "--title", "N", "--to", "first"], "is not a web page"),
        ([f"https://n.example/{'x' * 3000}", "--title", "N", "--to", "first"], "longer than 2,000 characters"),
        (["https://n.example/", "--title", "N", "--to", "first", "--why", "w " * 300], "longer than 400 characters"),
        (["https://n.example/", "--title", "\x1b\u202e", "--to", "first"], "--title"),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_nothing_changes(folder: Path, arguments: list[str], message: str) -> None:
    done = pathgen("add", *arguments, cwd=folder)
    assert (done.returncode, text(folder)) == (2, CATALOGUE)
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "url", ["http://www.example.org/a/", "https://example.org/a?utm_source=x", "https://lib.example"]
)
def test_what_is_there_already_is_not_added_again(folder: Path, url: str) -> None:
    done = pathgen("add", url, "--title", "N", "--to", "first", cwd=folder)
    assert (done.returncode, text(folder)) == (1, CATALOGUE)
    assert re.search(r"^resources.yaml:\d+:\d+: `[a-z-]+` \(.*\) has this address$", done.stderr, re.MULTILINE)
    assert "write `- ref: " in done.stderr


@pytest.mark.parametrize(
    ("url", "title", "message"),
    [
        ("http://old.example/a", "N", "once had this address"),
        ("https://git.example/lib", "N", "has this address as its repository"),
        ("https://n.example/", "A Page about Learning!", "has nearly the same title"),
    ],
)
def test_what_may_be_there_already_is_told(folder: Path, url: str, title: str, message: str) -> None:
    done = pathgen("add", url, "--title", title, "--to", "topic", cwd=folder)
    assert done.returncode == 0
    assert message in done.stderr


def test_what_the_rules_say_of_the_new_entry_is_told(folder: Path) -> None:
    done = pathgen(
        "add", "https://n.example/?utm_source=x", "--title", "THIS IS ALL SHOUTED.", "--to=topic", cwd=folder
    )
    assert done.returncode == 0
    assert "warning[title-hygiene]" in done.stderr
    assert "url: https://n.example/\n" in text(folder)  # without what follows the reader


def test_an_invalid_catalogue_is_told_and_left_alone(folder: Path) -> None:
    (folder / "resources.yaml").write_bytes(CATALOGUE.replace("chain-rule\n", "chain\n").encode())
    before = text(folder)
    done = pathgen("add", "https://n.example/", "--title", "N", "--to", "first", cwd=folder)
    assert (done.returncode, text(folder)) == (1, before)
    assert "dangling-reference" in done.stderr


# --- suggestions from strangers ----------------------------------------------------------------------------------


def form(**answers: str) -> str:
    given = {"url": "https://new.example/x", "title": "New", "to": "step 1", "why": "Shows how.", **answers}
    parts = (f"### {label}\n\n{given.get(field) or '_No response_'}\n" for label, field in FIELDS.items())
    return "\n".join(parts)


def event(folder: Path, body: object) -> str:
    path = folder / "event.json"
    path.write_text(json.dumps({"action": "labeled", "issue": {"number": 7, "body": body}}), encoding="utf-8")
    return str(path)


def added(folder: Path, body: object) -> subprocess.CompletedProcess[str]:
    return pathgen("add", "--no-input", "--from-issue-form", event(folder, body), cwd=folder)


def test_what_is_shared_and_listed_nowhere_is_there_already(folder: Path) -> None:
    file = folder / "resources.yaml"
    shared = "entries:\n  - {id: shared, title: Shared, url: https://shared.example/}\n"
    file.write_text(file.read_text(encoding="utf-8") + shared, encoding="utf-8")
    before = file.read_bytes()
    done = pathgen("add", "http://www.shared.example", "--to", "first", "--title=A", "--no-input", cwd=folder)
    assert (done.returncode, file.read_bytes()) == (1, before)
    assert "`shared` (Shared) has this address" in done.stderr


def test_creators_can_be_written_in_a_line_each(folder: Path) -> None:
    done = added(folder, form(creators="Ada Example\r\n\r\n Ben Example; Cem Example", why="It is short."))
    assert done.returncode == 0, done.stderr
    catalogue = load(folder / "resources.yaml").catalogue
    assert catalogue
    assert catalogue.entries[-1].creators == ("Ada Example", "Ben Example", "Cem Example")


def test_a_suggestion_becomes_an_entry(folder: Path) -> None:
    answers = {"creators": "Ada Example; Ben Example", "level": "beginner (school mathematics)", "minutes": "2h-4h"}
    done = added(folder, form(**answers, kind="paper", access="free", why="Two\r\nlines.").replace("\n", "\r\n"))
    assert done.returncode == 0, done.stderr
    catalogue = load(folder / "resources.yaml").catalogue
    assert catalogue
    entry = catalogue.entries[-1]
    assert (entry.title, entry.creators, entry.level) == ("New", ("Ada Example", "Ben Example"), "beginner")
    assert (entry.why, entry.minutes, entry.year) == ("Two lines.", (120, 240), None)


HOSTILE = [
    "`touch pwned`",
    "$(touch pwned)",
    "${{ github.token }}",
    "'; touch pwned; echo '",
    '"\n      - {title: Injected, url: "https://evil.example/"}',
    "x # comment",
    "- a\n- b: [c, {d: e}]",
    "!!python/object/apply:os.system ['touch pwned']",
    "&a *a <<: *a",
    "\x00\x07\x1b[2J\u202eevil\u2028x\ufeff",
    "<script>alert(1)</script>",
    "::set-output name=x::y ##[command]x",
    "| >- % @ ? : , [ ] { }",
    "---\n...\n",
    "\\\"'`",
    "x" * 60_000,
]


@pytest.mark.parametrize(
    ("fields", "text_"),
    [
        *((("creators", "why"), text) for text in HOSTILE),
        *((("title",), text) for text in HOSTILE[::3]),
        *(((field,), text) for field in ("to", "year", "url", "level", "minutes") for text in HOSTILE[4::5]),
    ],
)
def test_a_hostile_suggestion_is_read_as_text_or_refused(folder: Path, fields: tuple[str, ...], text_: str) -> None:
    done = added(folder, form(**dict.fromkeys(fields, text_)))
    assert done.returncode in (0, 1, 2)
    assert "Traceback" not in done.stderr
    assert not (folder / "pwned").exists()
    for shown in (done.stdout + done.stderr).splitlines():
        assert shown.isprintable(), shown
        assert "##[" not in shown
    if done.returncode:
        assert text(folder) == CATALOGUE
        return
    loaded = load(folder / "resources.yaml")
    assert loaded.is_valid
    assert loaded.catalogue
    assert len(loaded.catalogue.entries) == 2
    before, mark, after = CATALOGUE.partition("\n      # the end")
    assert text(folder).startswith(before)
    assert text(folder).endswith(mark + after)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (None, "is not a GitHub event"),
        ("hello", "no heading 'URL'"),
        (form() + form(), "twice"),
        (form(title="a\nb"), "several lines in the answer to 'Title':"),
        (form(title="a\nb", year="1\n2"), "several lines in the answer to 'Title' and 'Year':"),
        (form(title="_No response_"), "--title"),
        (form(to="nowhere at all"), "--to"),
    ],
)
def test_an_issue_that_is_no_suggestion_is_told(folder: Path, body: object, message: str) -> None:
    done = added(folder, body)
    assert (done.returncode, text(folder)) == (2, CATALOGUE)
    assert message in done.stderr


def test_all_wrong_answers_are_reported_at_once(folder: Path) -> None:
    done = added(folder, form(title="_No response_", to="nowhere at all", minutes="long", year="soon"))
    assert (done.returncode, text(folder)) == (2, CATALOGUE)
    assert [word in done.stderr for word in ("--title", "--to", "--minutes", "--year")] == [True] * 4, done.stderr


@pytest.mark.parametrize("data", [b"", b"[" * 100_000, b"{}", b"\xff\xfe", b'{"issue": []}', b" " * 2_000_000])
def test_a_broken_event_is_told(folder: Path, data: bytes) -> None:
    (folder / "event.json").write_bytes(data)
    done = pathgen("add", "--from-issue-form", "event.json", cwd=folder)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr


def test_the_form_asks_for_what_the_command_reads(root: Path) -> None:
    written = yaml.safe_load((root / ".github/ISSUE_TEMPLATE/suggest-entry.yml").read_text(encoding="utf-8"))
    asked = {
        field["attributes"]["label"]: field["attributes"] for field in written["body"] if field["type"] != "markdown"
    }
    assert list(asked) == list(FIELDS)
    assert asked["Kind"]["options"] == list(Kind)
    assert asked["Access"]["options"] == list(Access)
    assert [option.partition(" (")[0] for option in asked["Level"]["options"]] == list(Level)


# --- the workflow ------------------------------------------------------------------------------------------------

GH = """\
#!/bin/sh
# Stands in for GitHub: notes what it is asked, knows of a pull request once one was made, and of one from a fork.
printf '%s\\n' "$*" >> "$CALLS"
case "$1 $2 $*" in
  "pr list "*"select(.isCrossRepository | not)"*) if [ -f "$CALLS.made" ]; then echo 12; fi ;;
  "pr list "*) echo 13 ;;
  "pr create "*) touch "$CALLS.made" ;;
esac
"""


PERSON = ("-c", "user.name=A", "-c", "user.email=a@example.org")


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")
def test_the_workflow_pushes_a_branch_and_opens_one_pull_request(root: Path, folder: Path, tmp_path: Path) -> None:
    workflow = yaml.safe_load((root / ".github/workflows/suggest.yml").read_text(encoding="utf-8"))
    steps = [step for step in workflow["jobs"]["entry"]["steps"] if "run" in step and "pip" not in step["run"]]
    answer = steps.pop()
    assert answer["if"] == "failure() && steps.add.outcome == 'failure'"
    assert not [step["name"] for step in steps if "${{" in step["run"]]
    bin_, work = tmp_path / "bin", tmp_path / "work"
    for path in (bin_, work, tmp_path / "temp"):
        path.mkdir()
    for name, script in {"gh": GH, "pathgen": f'#!/bin/sh\nexec {quick_pathgen()} "$@"\n'}.items():
        (bin_ / name).write_text(script, encoding="utf-8")
        (bin_ / name).chmod(0o755)
    git(tmp_path, "init", "--quiet", "--bare", "origin.git")
    git(work, "init", "--quiet", "--initial-branch=main")
    shutil.move(folder / "resources.yaml", work)
    git(work, "add", ".")
    git(work, *PERSON, "commit", "--quiet", "--message=First")
    git(work, "remote", "add", "origin", str(tmp_path / "origin.git"))
    many = "; ".join(["ä" * 70] * 500)
    hostile = "```\n\n@everyone <!-- $(touch pwned) `touch pwned` ${{ github.token }}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_"))},
        "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
        "CALLS": str(tmp_path / "calls"),
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_EVENT_PATH": event(tmp_path, form(why=hostile, creators=many, title="A title '; touch pwned; '")),
        "NUMBER": "7",
        "BASE": "main",
    }

    output = tmp_path / "temp" / "output.txt"
    output.write_text("line\n" * 20_000, encoding="utf-8")
    command = ["bash", "-e", "-c", answer["run"]]
    subprocess.run(command, cwd=work, env=environment, check=True, capture_output=True)
    answered = (tmp_path / "temp" / "answer.md").read_text(encoding="utf-8")
    assert answered.startswith("This suggestion could not be added.")
    assert len(answered) < 65_536
    assert (tmp_path / "calls").read_text(encoding="utf-8").startswith("issue comment 7 --edit-last")

    def run() -> int:
        git(work, "switch", "--quiet", "main")
        commands = [["bash", "-e", "-c", step["run"]] for step in steps]
        done = [
            subprocess.run(command, cwd=work, env=environment, check=False, capture_output=True) for command in commands
        ]
        return max(process.returncode for process in done)

    assert [run(), run()] == [0, 0]  # the label is set, and set again
    assert git(work, "diff", "--name-only", "main", "suggestion-7") == "resources.yaml\n"
    assert git(tmp_path / "origin.git", "log", "--format=%s", "suggestion-7").splitlines() == [
        "Add the entry suggested in #7",
        "First",
    ]
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert [" ".join(call.split()[:2]) for call in calls if call.startswith("pr")] == [
        *("pr list", "pr create"),
        *("pr list", "pr edit"),
    ]
    git(work, "switch", "--quiet", "suggestion-7")
    git(work, *PERSON, "commit", "--quiet", "--allow-empty", "--message=By a person")
    git(work, "push", "--quiet", "origin", "suggestion-7")
    assert run() == 1
    assert git(tmp_path / "origin.git", "log", "-1", "--format=%s", "suggestion-7") == "By a person\n"
    assert not list(tmp_path.rglob("pwned"))
    body = (tmp_path / "temp" / "body.md").read_text(encoding="utf-8").splitlines()
    assert body[0].startswith("Closes #7.")
    assert len("\n".join(body)) < 65_536
    assert body[-1] == "    …"
    assert all(line.startswith("    ") for line in body[2:])


def git(folder: Path, *arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, encoding="utf-8").stdout
