"""``pathgen stats`` and ``pathgen stale``: how much a catalogue has of each kind, and what needs attention."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys
import termios
from datetime import date
from pathlib import Path

import pytest
from command import pathgen

from pathgen.catalogue.load import parse
from pathgen.curation.stale import Ages, stale
from pathgen.forges.store import RepositoryFacts
from pathgen.links.history import History
from pathgen.links.verdict import Result, Verdict
from pathgen.terminal import width

CATALOGUE = """\
path: {title: My path}
steps:
  - id: one
    title: Step one
    resources:
      - {id: old, title: Old, url: "https://example.org/old", kind: video, year: 2001, replaced_by: new}
      - {id: new, title: "New", url: "https://example.org/new", kind: video, year: 2026, reviewed: 2026-11-01}
topics:
  - id: more
    title: More
    resources:
      - ref: new
      - {title: Dead, url: "https://example.org/dead", archived: "https://a.example/x", added: 2026-10-01}
libraries:
  - {id: lib, name: Lib, url: "https://example.org/lib", licence: MIT}
"""
TODAY = date(2026, 11, 25)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    with History(tmp_path / "links.sqlite") as history:
        history.remember(
            Result("https://example.org/dead", Verdict.DEAD, "not-found", checked_at="2026-11-24T00:00:00Z")
        )
        history.remember(Result("https://example.org/new", Verdict.OK, "ok", checked_at="2026-11-24T00:00:00Z"))
    return tmp_path


def test_entries_are_counted_once_by_every_sort(project: Path) -> None:
    done = pathgen("stats", "--format", "json", cwd=project)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["total"] == {"steps": 1, "topics": 1, "concepts": 0, "libraries": 1, "entries": 3}
    assert (found["step"], found["topic"]) == ({"Step one": 2}, {"More": 2})
    assert found["kind"] == {"video": 2, "unknown": 1}
    assert found["year"] == {"2001": 1, "2026": 1, "unknown": 1}
    assert found["link"] == {"never checked": 1, "ok": 1, "dead": 1}
    assert found["licence of libraries"] == {"MIT": 1}


TIMED = """\
path: {title: My path}
editions:
  - {id: today, title: Today, default: yes}
  - {id: "2016", title: The path of 2016}
preparation:
  id: before
  title: Before
  resources: [{title: B, url: "https://example.org/b", minutes: 10h}]
steps:
  - id: one
    title: Step one
    resources:
      - {title: C, url: "https://example.org/c", minutes: 1h-2h}
      - {title: D, url: "https://example.org/d"}
      - {title: Instead, url: "https://example.org/i", minutes: 9h, role: alternative}
      - {title: More, url: "https://example.org/m", minutes: 9h, role: optional}
      - {title: Past, url: "https://example.org/p", minutes: 9h, editions: "2016"}
  - id: two
    title: "数据科学 step two"
    resources: [{title: E, url: "https://example.org/e", minutes: 2h-4h}]
"""


def on_a_terminal(columns: int, cwd: Path, **environment: str) -> list[str]:
    """Run ``pathgen stats`` on a terminal so many columns wide; give the lines that it shows."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (50, columns))
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    with subprocess.Popen(
        [sys.executable, "-m", "pathgen", "stats"], cwd=cwd, stdout=theirs, env={**kept, **environment}
    ) as running:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # Linux says so where the other end of a terminal is closed
            while piece := os.read(ours, 65_536):
                shown += piece
    os.close(ours)
    assert running.returncode == 0
    return shown.decode().replace("\r\n", "\n").splitlines()


def test_times_are_counted_as_the_site_and_the_plan_count_them(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(TIMED, encoding="utf-8")
    lines = pathgen("stats", cwd=tmp_path).stdout.splitlines()
    at = lines.index("Time that the steps take in the edition 'Today'")
    assert lines[at + 1 : at + 5] == [
        "  about 10 h  Before",
        "       1–2 h  Step one            1 without a time",
        "       2–4 h  数据科学 step two",
        "     13–16 h  all steps together  1 without a time",
    ]
    minutes = json.loads(pathgen("stats", "--format", "json", cwd=tmp_path).stdout)["minutes"]
    assert (minutes["edition"], minutes["all"]) == ("today", {"low": 780, "high": 960, "unknown": 1})
    assert minutes["step"]["Before"] == {"low": 600, "high": 600, "unknown": 0}
    assert pathgen("render", cwd=tmp_path).returncode == 0
    home = (tmp_path / "build" / "docs" / "index.md").read_text(encoding="utf-8")
    assert "For the essentials: 13–16 h, and 1 entry without a time estimate" in home
    planned = json.loads(pathgen("plan", "--format", "json", cwd=tmp_path).stdout)
    assert planned["unknown"]["entries"] == 1


def test_a_pipe_gets_plain_columns_and_a_terminal_bars_as_wide_as_it_is(project: Path) -> None:
    lines = pathgen("stats", cwd=project).stdout.splitlines()
    assert lines[:2] == ["In all", "        1  steps"]
    assert "        2  video" in lines
    for columns in (60, 140):
        shown = on_a_terminal(columns, project, PYTHONUTF8="1")
        assert f"        2  video    {(columns - 20) * '█'}" in shown
        assert max(map(width, shown)) <= columns


def test_nothing_is_coloured_and_names_are_cut_to_a_narrow_terminal(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(TIMED, encoding="utf-8")
    shown = on_a_terminal(60, tmp_path, PYTHONUTF8="1")
    assert max(map(width, shown)) <= 60
    assert "       1–2 h  Step one        █░            1 without a time" in shown
    assert "       2–4 h  数据科学 step…  ██░░░" in shown
    assert "\x1b" not in "".join(shown)


def test_a_terminal_without_unicode_gets_what_it_can_show(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(TIMED, encoding="utf-8")
    shown = on_a_terminal(100, tmp_path, PYTHONUTF8="0", PYTHONIOENCODING="latin-1")
    assert all(line.isascii() for line in shown)
    assert any(line.startswith("       1-2 h  Step one") and "##--" in line for line in shown)


def test_a_host_that_is_not_checked_is_counted_as_that(project: Path) -> None:
    ignoring = "link_policy: [{host: example.org, ignore: It answers no robot.}]\n"
    (project / "resources.yaml").write_text(CATALOGUE + ignoring, encoding="utf-8")
    assert json.loads(pathgen("stats", "--format", "json", cwd=project).stdout)["link"] == {"ignored": 3}


def test_what_wants_a_look_is_told_with_its_place_the_most_pressing_first(project: Path) -> None:
    done = pathgen("stale", cwd=project)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:5] == [
        "link-dead (1): readers cannot reach the page",
        "  resources.yaml:13:9: 'Dead' has a dead link, and an archived copy: look for its new address",
        "",
        "superseded-core (1): a step requires something that has been superseded",
        (
            "  resources.yaml:6:9: 'Old' is required, and 'new' is named as its replacement: make it optional, or list"
            " the replacement in its place"
        ),
    ]
    report = json.loads(pathgen("stale", "--format", "json", "--only", "no-copy", cwd=project).stdout)
    assert [diagnostic["line"] for diagnostic in report["diagnostics"]] == [6, 7, 15]


def test_ages_are_counted_from_today(project: Path) -> None:
    catalogue = parse("resources.yaml", (project / "resources.yaml").read_bytes()).catalogue
    assert catalogue
    checked = dict.fromkeys(("https://example.org/new", "https://example.org/old"), ("ok", "2026-11-20"))
    codes = [
        (diagnostic.code, diagnostic.span.line)
        for diagnostic in stale(catalogue, checked, Ages(checked_days=5, years=25), TODAY)
    ]
    assert ("link-unchecked", 6) not in codes
    assert ("old", 6) not in codes
    codes = [
        (diagnostic.code, diagnostic.span.line)
        for diagnostic in stale(catalogue, checked, Ages(checked_days=4, years=24), TODAY)
    ]
    assert ("link-unchecked", 6) in codes
    assert ("old", 6) in codes
    assert ("not-reviewed", 7) not in codes
    failing = {"https://example.org/old": ("failing", "2026-11-20")}
    codes = [(diagnostic.code, diagnostic.span.line) for diagnostic in stale(catalogue, failing, Ages(), TODAY)]
    assert ("link-failing", 6) in codes


MANY = """\
path: {title: My path}
editions:
  - {id: today, title: Today, default: yes}
  - {id: "2016", title: The path of 2016}
topics:
  - id: more
    title: More
    resources: [{title: In a topic, url: "https://example.org/t", year: 2001}]
preparation:
  id: before
  title: Before
  resources: [{title: Needed before, url: "https://example.org/b", year: 2001}]
steps:
  - id: one
    title: Step one
    resources:
      - {title: Optional, url: "https://example.org/o", year: 2001, role: optional}
      - {title: Required, url: "https://example.org/r", year: 2001}
      - {title: Of its time, url: "https://example.org/p", year: 2001, editions: "2016"}
      - {title: Kept, url: "https://example.org/k", year: 2001, status: historic}
      - {title: Looked at, url: "https://example.org/l", year: 2001, reviewed: 2026-10-01}
      - {ref: first, start: yes}
entries:
  - {id: first, title: First, url: "https://walled.example/f", year: 2001, reviewed: 2011, archived: "https://a.example/"}
"""
LIBRARIES = """\
path: {title: My path}
libraries:
  - {id: dead, name: Dead, url: "https://example.org/d", repository: "https://git.example/a/dead", status: active 2026}
  - {id: shut, name: Shut, url: "https://git.example/a/shut", status: active 2020}
  - {id: idle, name: Idle, url: "https://git.example/a/idle"}
  - {id: done, name: Done, url: "https://git.example/a/done", status: maintenance 2020}
  - {id: seen, name: Seen, url: "https://git.example/a/seen", status: active 2026-11}
  - {id: gone, name: Gone, url: "https://example.org/g", status: discontinued 2017, successor: also}
  - {id: also, name: Also, url: "https://example.org/a", status: archived 2018}
  - {id: left, name: Left, url: "https://example.org/l", status: archived 2018, successor: seen}
  - {id: long, name: Long, url: "https://example.org/n", status: active 2019}
"""


def found_in(
    text: str, checked: dict[str, tuple[str, str]], kept: dict[str, RepositoryFacts] | None = None
) -> list[str]:
    """Return the code, line and message of each finding, except of missing copies."""
    catalogue = parse("resources.yaml", text.encode()).catalogue
    assert catalogue
    found = stale(catalogue, checked, Ages(), TODAY, kept or {})
    return [
        f"{diagnostic.code} {diagnostic.span.line} {diagnostic.message}"
        for diagnostic in found
        if diagnostic.code != "no-copy"
    ]


def test_what_a_step_starts_with_comes_first_and_then_what_most_readers_meet() -> None:
    assert found_in(MANY, {}) == [
        "start 22 'First', with which the step 'Step one' starts, is from 2001, and was last reviewed in 2011",
        "old 12 'Needed before' is from 2001, and was never reviewed",
        "old 18 'Required' is from 2001, and was never reviewed",
        "old 17 'Optional' is from 2001, and was never reviewed",
        "old 8 'In a topic' is from 2001, and was never reviewed",
        "not-reviewed 19 'Of its time' was never reviewed",
    ]


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("status: gone 2019", "is gone (gone 2019)"),
        ("status: historic", "is kept as history (historic)"),
        ("replaced_by: step-one", "is required, and 'step-one' is named as its replacement"),
    ],
)
def test_a_start_that_is_gone_history_or_superseded_is_told_where_the_step_starts(field: str, message: str) -> None:
    text = MANY.replace("{id: first,", f"{{id: first, {field},")
    assert f"start 22 'First', with which the step 'Step one' starts, {message}" in found_in(text, {})


def test_a_dead_start_is_told_with_what_to_run(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(MANY, encoding="utf-8")
    with History(tmp_path / "links.sqlite") as history:
        history.remember(Result("https://walled.example/f", Verdict.DEAD, "gone", checked_at="2026-11-24T00:00:00Z"))
    lines = pathgen("stale", cwd=tmp_path).stdout.splitlines()
    assert lines[:2] == [
        "start (2): a step starts with something dead, superseded or old",
        (
            "  resources.yaml:22:9: 'First', with which the step 'Step one' starts, has a dead link, and an archived"
            " copy: look for its new address, or start with another"
        ),
    ]


def test_what_the_catalogue_says_not_to_check_is_not_said_to_be_unchecked(tmp_path: Path) -> None:
    ignoring = "link_policy: [{host: walled.example, ignore: It answers no robot.}]\n"
    (tmp_path / "resources.yaml").write_text(MANY + ignoring, encoding="utf-8")
    with History(tmp_path / "links.sqlite") as history:
        history.remember(Result("https://walled.example/f", Verdict.DEAD, "gone", checked_at="2026-11-24T00:00:00Z"))
    done = pathgen("stale", "--all", cwd=tmp_path)
    assert done.stderr == "1 link not checked, because link_policy ignores the host: walled.example\n"
    assert "'First', with which the step 'Step one' starts, is from 2001" in done.stdout
    assert "dead link" not in done.stdout
    assert "'First' has a link" not in done.stdout
    assert (
        "17:9: 'Optional' has a link that was never checked: run `pathgen check-links --only one-optional`"
        in done.stdout
    )


def facts(name: str, changed: str, *, archived: bool = False) -> dict[str, RepositoryFacts]:
    repository = RepositoryFacts(
        name=name, archived=archived, changed=changed, licence=None, stars=1, checked="2026-11-20T00:00:00Z", etag=None
    )
    return {f"git.example/{name}": repository}


def test_libraries_are_looked_at_by_link_status_and_what_their_hosts_say() -> None:
    kept = {
        **facts("a/shut", "2020-01-02", archived=True),
        **facts("a/idle", "2020-01-02"),
        **facts("a/done", "2020-01-02"),
        **facts("a/seen", "2020-01-02"),
    }
    day = "2026-11-20"
    checked = {
        "https://git.example/a/dead": ("dead", day),
        "https://example.org/d": ("failing", day),
        "https://example.org/g": ("ok", "2026-01-01"),
        **{f"https://git.example/a/{name}": ("ok", day) for name in ("shut", "idle", "done", "seen")},
        **{f"https://example.org/{name}": ("ok", day) for name in "aln"},
    }
    assert found_in(LIBRARIES, checked, kept) == [
        "link-dead 3 'Dead' has a dead repository, and no archived copy",
        f"link-failing 3 'Dead' has a link that could not be reached on {day}",
        "library-archived 4 'Shut' has an archived repository, and the catalogue says active 2020",
        "library-quiet 5 'Idle' was last changed on 2020-01-02",
        "library-ended 8 'Gone' has ended (discontinued 2017), and so have those to use instead",
        "library-ended 9 'Also' has ended (archived 2018), and nothing is named to use instead",
        "link-unchecked 8 'Gone' has a link that was last checked on 2026-01-01",
        "not-reviewed 11 'Long' was last reviewed in 2019",
    ]


def test_the_forms_say_the_same_in_the_same_order(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(MANY, encoding="utf-8")
    shown = pathgen("stale", "--all", cwd=tmp_path).stdout
    diagnostics = json.loads(pathgen("stale", "--format", "json", cwd=tmp_path).stdout)["diagnostics"]
    lines = [line for line in shown.splitlines() if line.startswith("  ")]
    assert lines == ["  {file}:{line}:{column}: {message}: {help}".format_map(diagnostic) for diagnostic in diagnostics]
    tables = pathgen("stale", "--all", "--format", "markdown", cwd=tmp_path).stdout
    assert [line for line in tables.splitlines() if line.startswith("## ")] == [
        f"## {line}" for line in shown.splitlines() if line and not line.startswith(" ")
    ]
    assert len([line for line in tables.splitlines() if line.startswith("| resources")]) == len(diagnostics)


def test_only_the_first_of_each_sort_are_shown_unless_all_are_asked_for(tmp_path: Path) -> None:
    entries = "".join(f'      - {{title: "<b>|{number}", url: "https://e.example/{number}"}}\n' for number in range(12))
    text = f"path: {{title: My path}}\ntopics:\n  - id: t\n    title: T\n    resources:\n{entries}"
    (tmp_path / "resources.yaml").write_text(text, encoding="utf-8")
    assert pathgen("stale", cwd=tmp_path).stdout.count("  … and 2 more (--all shows them)") == 2
    tables = pathgen("stale", "--format", "markdown", cwd=tmp_path).stdout
    assert tables.count("\n… and 2 more\n") == 2
    assert "<b>" not in tables
    assert tables.count("&#60;b&#62;&#124;9") == 2


def test_where_no_link_was_ever_checked_that_is_said_once(project: Path) -> None:
    (project / "links.sqlite").unlink()
    done = pathgen("stale", cwd=project)
    assert done.stderr == "The links were never checked: run `pathgen check-links` first.\n"
    assert "link-unchecked" not in done.stdout


@pytest.mark.parametrize("command", ["stats", "stale"])
def test_a_catalogue_with_errors_is_told(tmp_path: Path, command: str) -> None:
    (tmp_path / "resources.yaml").write_text("path: {}\n", encoding="utf-8")
    done = pathgen(command, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "resources.yaml:1:7: error[missing-field]" in done.stderr
