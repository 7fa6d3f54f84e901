"""What a curator is told of a catalogue as a whole: how much there is of each sort, and what wants a look."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from command import pathgen

from pathgen.catalogue.load import parse
from pathgen.links.history import History
from pathgen.links.verdict import Result, Verdict
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


def test_a_terminal_gets_bars(project: Path) -> None:
    lines = pathgen("stats", cwd=project).stdout.splitlines()
    assert lines[:2] == ["In all", "        1  steps"]
    assert f"        2  video    {30 * '█'}" in lines


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
