"""``pathgen path-to`` as a learner meets it: what is printed, where, and with which status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import pathgen
from sample_diagnostics import HOSTILE_TEXT

CATALOGUE = """\
path: {title: Bread}
rules: {untaught-concept: off}
editions: [{id: today, title: Today, default: yes}, {id: "2016", title: The list of 2016}]
tracks: [{id: gas, title: Gas}]
concepts:
  - {id: flour, title: Flour}
  - {id: gluten, title: Gluten, summary: What holds the dough together., requires: flour}
  - {id: crumb, title: Crumb (the inside), requires: gluten}
steps:
  - id: dough
    title: Dough
    resources:
      - {id: milling, title: Milling, url: "https://example.org/milling", teaches: flour, minutes: 40}
      - id: knead
        title: How to knead
        url: https://example.org/knead
        part: chapter 2
        teaches: [gluten, flour]
        minutes: 1h-2h
        editions: "2016"
      - {id: film, title: Kneading on film, url: "https://example.org/film", teaches: gluten, editions: today}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a catalogue of bread."""
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path


def test_the_way_is_listed_in_order_with_time_and_address(folder: Path) -> None:
    done = pathgen("path-to", "gluten", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        done.stdout
        == """\
Gluten
What holds the dough together.

The shortest way: 2 entries, about 40 min, and 1 of unknown time (counted as 1 h
where ways are compared).

 1. Milling
    Step 1, Dough · about 40 min · core
    teaches Flour
    https://example.org/milling

 2. Kneading on film
    Step 1, Dough · time unknown · core
    teaches Gluten
    https://example.org/film
"""
    )


def test_an_edition_has_a_way_of_its_own_and_a_title_names_a_concept(folder: Path) -> None:
    done = pathgen("path-to", "GLUTEN", "resources.yaml", "--edition", "2016", "--track", "gas", cwd=folder)
    assert done.returncode == 0
    assert " 1. How to knead, chapter 2\n    Step 1, Dough · 1–2 h · core\n    teaches Flour; Gluten\n" in done.stdout


def test_what_is_done_is_left_out(folder: Path) -> None:
    ticks = {"milling": {"done": True, "at": "2026-11-01T10:00:00.000Z"}}
    progress = {"format": "pathgen-progress", "version": 1, "ticks": ticks}
    (folder / "done.json").write_text(json.dumps(progress), encoding="utf-8")
    done = pathgen("path-to", "gluten", "--done", "done.json", "--format", "json", cwd=folder)
    assert [entry["id"] for entry in json.loads(done.stdout)["entries"]] == ["film"]
    (folder / "done.json").write_text(json.dumps({**progress, "site": "Stones"}), encoding="utf-8")
    done = pathgen("path-to", "flour", "--done", "done.json", cwd=folder)
    assert "done.json is the progress of another path, 'Stones'" in done.stderr
    assert (done.returncode, done.stdout) == (
        0,
        "Flour\n\nYou know it: you said so, or have done something that teaches it.\n",
    )


def test_a_known_concept_is_not_taught(folder: Path) -> None:
    ticks = {"concept:flour": {"done": True, "at": "2026-11-01T10:00:00.000Z"}}
    progress = {"format": "pathgen-progress", "version": 1, "ticks": ticks}
    (folder / "done.json").write_text(json.dumps(progress), encoding="utf-8")
    known = pathgen("path-to", "gluten", "--done", "done.json", "--format", "json", cwd=folder)
    assert [entry["id"] for entry in json.loads(known.stdout)["entries"]] == ["film"]


@pytest.mark.parametrize(("edition", "entries"), [("2016", ["knead"]), ("today", ["milling"])])
def test_a_skipped_entry_is_left_out_where_another_teaches_the_same(
    folder: Path, edition: str, entries: list[str]
) -> None:
    ticks = {"milling": {"done": False, "state": "skipped", "at": "2026-11-01T10:00:00.000Z"}}
    progress = {"format": "pathgen-progress", "version": 1, "ticks": ticks}
    (folder / "done.json").write_text(json.dumps(progress), encoding="utf-8")
    asked = ("path-to", "flour", "--edition", edition, "--format", "json")
    for more, expected in (((), ["milling"]), (("--done", "done.json"), entries)):
        found = json.loads(pathgen(*asked, *more, cwd=folder).stdout)
        assert [entry["id"] for entry in found["entries"]] == expected


def test_what_no_entry_teaches_is_said_with_status_1(folder: Path) -> None:
    done = pathgen("path-to", "crumb", cwd=folder)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == "Crumb (the inside)\n\nNo entry teaches: Crumb (the inside).\n"


def test_an_entry_of_more_than_half_of_the_time_is_said(folder: Path) -> None:
    done = pathgen("path-to", "gluten", "--edition", "2016", cwd=folder)
    assert "More than half" not in done.stdout
    text = CATALOGUE.replace("teaches: [gluten, flour]", "teaches: gluten")
    (folder / "resources.yaml").write_text(text, encoding="utf-8")
    done = pathgen("path-to", "gluten", "--edition", "2016", cwd=folder)
    assert "More than half of this time is one\nentry: How to knead.\n" in done.stdout


def test_programs_get_plain_values(folder: Path) -> None:
    done = pathgen("path-to", "crumb", "--format", "json", cwd=folder)
    found = json.loads(done.stdout)
    assert found["entries"] == []
    assert {name: value for name, value in found.items() if name != "entries"} == {
        "schema": 1,
        "concept": "crumb",
        "title": "Crumb (the inside)",
        "edition": "today",
        "track": None,
        "known": False,
        "shortest": True,
        "longest": None,
        "untaught": ["crumb"],
    }
    done = pathgen("path-to", "gluten", "--format", "json", cwd=folder)
    assert json.loads(done.stdout)["entries"][0] == {
        "id": "milling",
        "title": "Milling",
        "part": None,
        "url": "https://example.org/milling",
        "section": "dough",
        "step": 1,
        "role": "core",
        "minutes": [40, 40],
        "teaches": ["flour"],
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["glutn"], "there is no concept 'glutn'; did you mean `gluten`?"),
        (["gluten", "--edition", "2017"], "there is no edition '2017'; did you mean `2016`?"),
        (["gluten", "--track", "coal"], "there is no track 'coal'; there are gas"),
        (["gluten", "--done", "nothing.json"], "cannot read nothing.json: no such file or directory"),
        (["gluten", "--done", "resources.yaml"], "resources.yaml is not a progress file"),
        (["gluten", "nothing.yaml"], "cannot read nothing.yaml: no such file or directory"),
        (["\x1b[2J"], r"there is no concept '\x1b[2J'; the page `concepts/` of the site lists them"),
    ],
)
def test_what_cannot_be_is_said_in_one_line_with_status_2(folder: Path, arguments: list[str], message: str) -> None:
    done = pathgen("path-to", *arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"pathgen: {message}")
    assert done.stderr.count("\n") == 1


def test_an_invalid_catalogue_is_told_with_status_1(folder: Path) -> None:
    (folder / "resources.yaml").write_text(CATALOGUE.replace("teaches: flour", "teeches: flour"), encoding="utf-8")
    done = pathgen("path-to", "gluten", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert "did you mean `teaches`?" in done.stderr


def test_nothing_of_the_catalogue_acts_on_the_terminal_or_a_log(folder: Path) -> None:
    text = json.dumps(HOSTILE_TEXT.replace("\x1b", "").replace("\x07", "").strip() + " ::error::x" * 30)
    hostile = CATALOGUE.replace("title: Gluten", f"title: {text}").replace("title: Milling", f"title: {text}")
    (folder / "resources.yaml").write_text(
        hostile.replace("rules: {", "rules: {title-hygiene: off, "), encoding="utf-8"
    )
    done = pathgen("path-to", "gluten", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert not any(line.lstrip().startswith("::") for line in done.stdout.splitlines())
    assert all(sign == "\n" or sign.isprintable() for sign in done.stdout)
    assert "##[" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
