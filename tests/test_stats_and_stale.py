"""What a curator is told of a catalogue as a whole: how much there is of each sort, and what wants a look."""

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
from pathgen.links.history import History
from pathgen.links.verdict import Result, Verdict
from pathgen.reports.characters import width
from pathgen.stale import Ages, stale

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
        "       1–2 h  Step one                     1 without a time",
        "       2–4 h  数据科学 step two",
        "       3–6 h  all numbered steps together  1 without a time",
    ]
    minutes = json.loads(pathgen("stats", "--format", "json", cwd=tmp_path).stdout)["minutes"]
    assert (minutes["edition"], minutes["all"]) == ("today", {"low": 180, "high": 360, "unknown": 1})
    assert minutes["step"]["Before"] == {"low": 600, "high": 600, "unknown": 0}
    assert pathgen("render", cwd=tmp_path).returncode == 0
    home = (tmp_path / "build" / "docs" / "index.md").read_text(encoding="utf-8")
    assert "3–6 h for the essentials, and 1 entry whose time nobody has written down" in home
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
        "link-dead: 1; replace it, or set status and archived",
        "  resources.yaml:13:9 the link of 'Dead' is dead",
        "",
        "superseded-core: 1; make it optional, or list the other one in its place",
        "  resources.yaml:6:9 'Old' is core, and 'new' is named to use instead",
    ]
    told = json.loads(pathgen("stale", "--format", "json", "--only", "no-copy", cwd=project).stdout)
    assert [one["line"] for one in told["diagnostics"]] == [6, 7]


def test_ages_are_counted_from_today(project: Path) -> None:
    catalogue = parse("resources.yaml", (project / "resources.yaml").read_bytes()).catalogue
    assert catalogue
    checked = dict.fromkeys(("https://example.org/new", "https://example.org/old"), ("ok", "2026-11-20"))
    codes = [(one.code, one.span.line) for one in stale(catalogue, checked, Ages(checked_days=5, years=25), TODAY)]
    assert ("link-unchecked", 6) not in codes
    assert ("old", 6) not in codes
    codes = [(one.code, one.span.line) for one in stale(catalogue, checked, Ages(checked_days=4, years=24), TODAY)]
    assert ("link-unchecked", 6) in codes
    assert ("old", 6) in codes
    assert ("not-reviewed", 7) not in codes
    failing = {"https://example.org/old": ("failing", "2026-11-20")}
    codes = [(one.code, one.span.line) for one in stale(catalogue, failing, Ages(), TODAY)]
    assert ("link-failing", 6) in codes


def test_where_no_link_was_ever_checked_that_is_said_once(project: Path) -> None:
    (project / "links.sqlite").unlink()
    done = pathgen("stale", cwd=project)
    assert done.stderr == "No check of the links is known: run `pathgen check-links` first.\n"
    assert "link-unchecked" not in done.stdout


@pytest.mark.parametrize("command", ["stats", "stale"])
def test_a_catalogue_with_errors_is_told(tmp_path: Path, command: str) -> None:
    (tmp_path / "resources.yaml").write_text("path: {}\n", encoding="utf-8")
    done = pathgen(command, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "resources.yaml:1:7: error[missing-field]" in done.stderr
