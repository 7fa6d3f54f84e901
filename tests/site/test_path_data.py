"""What the scripts are told of the path, and what the page says to the readers of each choice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from projects import SMALLEST

from pathgen import load
from pathgen.catalogue.ids import check_id
from pathgen.catalogue.resolve import Catalogue
from pathgen.learner.route import route
from pathgen.site.client_data import path_data
from pathgen.site.variants import by_choice, choice_styles, taught_in

SITES = Path(__file__).parent.parent / "sites"


def catalogue_of(folder: Path, text: str) -> Catalogue:
    (folder / "resources.yaml").write_text(text, encoding="utf-8")
    catalogue = load(folder / "resources.yaml").catalogue
    assert catalogue
    return catalogue


@pytest.fixture(name="bread")
def _bread() -> Catalogue:
    catalogue = load(SITES / "path" / "resources.yaml").catalogue
    assert catalogue
    return catalogue


def read(catalogue: Catalogue) -> Any:
    return json.loads(path_data(catalogue))


def test_the_routes_are_those_of_the_catalogue(bread: Catalogue) -> None:
    data = read(bread)
    assert data["edition"] == "today"
    assert list(data["routes"]) == ["today", "2016"]
    for edition, tracks in data["routes"].items():
        assert list(tracks) == ["", "gas", "electric"]
        for track, stops in tracks.items():
            expected = [stop.entry.id for stop in route(bread, edition, track or None)]
            assert [data["entries"][index]["id"] for index in stops] == expected
    assert len({json.dumps(entry) for entry in data["entries"]}) == len(data["entries"])


def test_an_entry_tells_where_it_stands_how_long_it_takes_and_what_would_do_as_well(bread: Catalogue) -> None:
    data = read(bread)
    knead = next(entry for entry in data["entries"] if entry["id"] == "knead")
    assert knead["minutes"] == [40, 40]
    assert knead["instead"] == ["dough-dough-on-film"]
    assert knead["teaches"] == ["gluten"]
    assert data["steps"][knead["step"]]["url"] == "steps/dough/"
    assert [step["number"] for step in data["steps"]] == [0, 1, 2]


def test_questions_are_known_by_what_they_ask(bread: Catalogue) -> None:
    step = read(bread)["steps"][1]
    asked = ["Why does dough rest?", "What does a windowpane show?"]
    assert step["checks"]["today"] == [check_id("dough", question) for question in asked]
    assert check_id("dough", asked[0]) != check_id("oven", asked[0])


def test_readers_are_asked_only_what_their_edition_asks(bread: Catalogue) -> None:
    step = read(bread)["steps"][1]
    old = check_id("dough", "What was an autolyse for?")
    assert old not in step["checks"]["today"]
    assert step["checks"]["2016"] == [*step["checks"]["today"], old]


def test_readers_meet_the_concepts_that_their_edition_teaches(tmp_path: Path, bread: Catalogue) -> None:
    def met(catalogue: Catalogue, step: str) -> list[tuple[str, list[str]]]:
        found = taught_in(catalogue, step, [edition.id for edition in catalogue.editions] or [""])
        return [(edition, [concept.id for concept in concepts]) for edition, concepts in found]

    assert met(bread, "dough") == [("today", ["gluten"]), ("2016", ["gluten", "autolyse"])]
    assert met(bread, "oven") == [("", ["oven-spring"])]
    late = catalogue_of(
        tmp_path,
        """\
path: {title: Bread}
editions: [{id: new, title: New}, {id: old, title: Old}]
concepts: [{id: rye, title: Rye, step: first}, {id: oat, title: Oat, step: first}]
steps:
  - id: first
    title: First
    resources: [{title: A, url: "https://example.org/a", teaches: rye, editions: new}]
  - id: second
    title: Second
    resources: [{title: B, url: "https://example.org/b", teaches: rye, editions: old}]
""",
    )
    assert met(late, "first") == [("new", ["rye", "oat"]), ("old", ["oat"])]
    assert met(late, "second") == [("old", ["rye"])]


def test_former_names_and_replaced_entries_are_told(tmp_path: Path) -> None:
    catalogue = catalogue_of(
        tmp_path,
        """\
path: {title: Bread}
steps:
  - id: dough
    aliases: paste
    title: Dough
    self_check: [Why?]
    resources:
      - {id: rye, aliases: [flour, meal], title: Rye, url: "https://example.org/rye", replaced_by: spelt}
      - {id: spelt, title: Spelt, url: "https://example.org/spelt"}
      - {ref: oven}
libraries: [{id: oven, aliases: stove, name: Oven, url: "https://example.org/oven"}]
""",
    )
    data = read(catalogue)
    assert data["renamed"] == {
        "flour": "rye",
        "meal": "rye",
        "stove": "oven",
        check_id("paste", "Why?"): check_id("dough", "Why?"),
    }
    assert data["replaces"] == {"spelt": ["rye"]}


def test_a_catalogue_without_steps_editions_and_tracks_has_one_empty_route(tmp_path: Path) -> None:
    data = read(catalogue_of(tmp_path, SMALLEST))
    assert (data["edition"], data["routes"], data["entries"]) == ("", {"": {"": []}}, [])


def test_what_several_choices_share_is_said_once_and_the_default_first(bread: Catalogue) -> None:
    said = by_choice(bread, lambda edition, track: "gas!" if track == "gas" else edition)
    assert [(variant.text, variant.choices) for variant in said] == [
        ("today", "today/ today/electric"),
        ("gas!", "today/gas 2016/gas"),
        ("2016", "2016/ 2016/electric"),
    ]
    assert [variant.choices for variant in by_choice(bread, lambda _, track: track, "2016")] == [
        "2016/",
        "2016/gas",
        "2016/electric",
    ]


def test_the_styles_name_each_choice(bread: Catalogue, tmp_path: Path) -> None:
    styles = choice_styles(bread).decode()
    for choice in ("today/", "today/gas", "2016/electric"):
        assert f'[data-pg-when~="{choice}"][hidden] {{ display: revert; }}' in styles
    assert '[data-edition="today"] [data-pg-edition]:not([data-pg-edition~="today"])' in styles
    assert "data-pg-edition" not in choice_styles(catalogue_of(tmp_path, SMALLEST)).decode()
