"""What a reader of an edition and a track takes, in which order: nothing needed is left out, nothing comes twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from pathgen import load
from pathgen.catalogue.resolve import Catalogue
from pathgen.i18n.labels import total
from pathgen.learner.alternatives import alternative_groups, on_track
from pathgen.learner.route import onward, route, time_of_path, time_of_route

HEAD = """\
path: {title: Bread}
editions: [{id: old, title: Old}, {id: new, title: New, default: yes}]
tracks: [{id: gas, title: Gas}, {id: coil, title: Coil}]
concepts:
  - {id: heat, title: Heat}
  - {id: spring, title: Spring, requires: heat}
  - {id: crust, title: Crust, requires: [heat, spring]}
steps:
"""


def catalogue_of(folder: Path, *steps: str) -> Catalogue:
    """Load a catalogue of steps, each given as the entries that it lists: ``id`` and more fields."""
    text = HEAD
    for number, entries in enumerate(steps):
        text += f"  - id: step-{number}\n    title: Step {number}\n    resources:\n"
        for line in filter(None, map(str.strip, entries.splitlines())):
            name = line.partition(",")[0]
            text += f'      - {{title: {name}, url: "https://example.org/{name}", id: {line}}}\n'
    (folder / "resources.yaml").write_text(text, encoding="utf-8")
    loaded = load(folder / "resources.yaml")
    assert loaded.catalogue, loaded.diagnostics
    return loaded.catalogue


def taken(catalogue: Catalogue, edition: str | None = None, track: str | None = None) -> list[str]:
    return [stop.entry.id for stop in route(catalogue, edition, track)]


def test_the_essentials_are_taken_as_they_are_written(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, "b\na\nc, role: optional\nd, role: reference", "f\ne")
    assert taken(catalogue) == ["b", "a", "f", "e"]
    assert [stop.section.number for stop in route(catalogue)] == [1, 1, 2, 2]


def test_what_is_needed_comes_first_within_a_step_and_steps_stay(tmp_path: Path) -> None:
    catalogue = catalogue_of(
        tmp_path, "crusty, teaches: crust\nspringy, teaches: spring\nother\nhot, teaches: heat", "z\na, teaches: heat"
    )
    assert taken(catalogue) == ["other", "hot", "springy", "crusty", "z", "a"]


def test_a_need_that_an_earlier_step_taught_or_nobody_teaches_holds_nothing_up(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, "hot, teaches: heat", "springy, teaches: spring\nagain, teaches: heat")
    assert taken(catalogue)[0] == "hot"
    assert taken(catalogue_of(tmp_path, "crusty, teaches: crust\nplain")) == ["crusty", "plain"]


@pytest.mark.parametrize("role", ["core", "optional", "reference"])
def test_the_entry_to_start_with_comes_first_of_its_step(tmp_path: Path, role: str) -> None:
    catalogue = catalogue_of(tmp_path, f"a\nhot, teaches: heat\nb, start: yes, teaches: spring, role: {role}", "c")
    assert taken(catalogue) == ["b", "a", "hot", "c"]
    groups = alternative_groups(catalogue.steps[0].entries)
    assert [group.entries[0].id for group in groups] == ["b", "a", "hot"]


def test_an_alternative_to_start_with_is_the_one_that_is_taken(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, "z\na\nb, role: alternative, start: yes\nc, role: alternative")
    first, second = route(catalogue)
    assert (first.entry.id, [entry.id for entry in first.instead], second.entry.id) == ("b", ["a", "c"], "z")


def test_of_two_editions_each_starts_with_its_own(tmp_path: Path) -> None:
    step = "x\na, editions: old, start: yes\nb, editions: new, start: yes"
    catalogue = catalogue_of(tmp_path, step)
    assert (taken(catalogue, "old"), taken(catalogue, "new")) == (["a", "x"], ["b", "x"])


def test_each_edition_has_its_own_and_the_default_one_is_taken_unasked(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, "a, editions: old\nb, editions: new\nc")
    assert taken(catalogue) == taken(catalogue, "new") == ["b", "c"]
    assert taken(catalogue, "old") == ["a", "c"]


def test_one_of_several_is_taken_and_the_others_would_do(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, "a\nb, role: alternative\nx, role: optional\nc, role: alternative\nd")
    first, second = route(catalogue)
    assert (first.entry.id, [entry.id for entry in first.instead]) == ("a", ["b", "c"])
    assert (second.entry.id, second.instead) == ("d", ())


OVENS = """
gas-oven, track: gas
coil-oven, role: alternative, track: coil
any-oven, role: alternative
"""


@pytest.mark.parametrize(
    ("track", "first", "instead"),
    [
        (None, "gas-oven", ["coil-oven", "any-oven"]),
        ("gas", "gas-oven", ["any-oven"]),
        ("coil", "coil-oven", ["any-oven"]),
    ],
)
def test_the_readers_library_comes_first_and_others_are_left_out(
    tmp_path: Path, track: str | None, first: str, instead: list[str]
) -> None:
    (stop,) = route(catalogue_of(tmp_path, OVENS), track=track)
    assert (stop.entry.id, [entry.id for entry in stop.instead]) == (first, instead)


def test_a_library_swaps_no_book_for_any_library_for_a_course(tmp_path: Path) -> None:
    book, course = "tome, kind: book", "lectures, kind: course, role: alternative, track: coil"
    catalogue = catalogue_of(tmp_path, f"{book}\n{course}\nhot, track: coil")
    assert taken(catalogue, track="coil") == ["tome", "hot"]
    tied = catalogue_of(tmp_path, f"{book}, track: gas\n{course}")
    assert taken(tied, track="coil") == ["lectures"]
    same = catalogue_of(tmp_path, f"{book}\n{course}".replace("course", "book"))
    assert taken(same, track="coil") == ["lectures"]


def test_longer_works_follow_the_route_and_are_no_hour_of_it(tmp_path: Path) -> None:
    works = "tome, minutes: 40h, open_ended: yes, role: optional\nold-tome, minutes: 9h, open_ended: yes, editions: old"
    catalogue = catalogue_of(tmp_path, f"a, minutes: 30\n{works}", "b, minutes: 60\nc, minutes: 9h, role: optional")
    assert [stop.entry.id for stop in onward(catalogue)] == ["tome"]
    assert str(time_of_path(catalogue)) == "about 90 min, then a book or course of your choice"
    assert str(time_of_path(catalogue, "old")) == str(time_of_path(catalogue))
    assert str(time_of_route(catalogue)) == "about 90 min"
    assert str(time_of_path(catalogue_of(tmp_path, "a, minutes: 30"))) == "about 30 min"


def test_what_is_tied_to_another_library_alone_falls_away_where_something_serves_this_one(tmp_path: Path) -> None:
    steps = "a, track: gas\nb, track: coil\nc", "d, track: gas\ne"
    catalogue = catalogue_of(tmp_path, *steps)
    assert taken(catalogue, track="coil") == ["b", "c", "d", "e"]  # nothing of the second step serves it: all stays
    assert taken(catalogue, track="gas") == ["a", "c", "d", "e"]
    optional = catalogue_of(tmp_path, "a, track: gas\nb, track: coil, role: optional")
    assert taken(optional, track="coil") == ["a"]  # what serves it can be skipped, and something has to be taken
    assert taken(catalogue, track="unheard-of") == taken(catalogue) == ["a", "b", "c", "d", "e"]


def test_choices_keep_every_entry_once(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, f"lone, role: alternative\n{OVENS}\nx, role: optional")
    entries = catalogue.steps[0].entries
    groups = alternative_groups(entries)
    assert [[entry.id for entry in group.entries] for group in groups] == [
        ["lone"],
        ["gas-oven", "coil-oven", "any-oven"],
        ["x"],
    ]
    assert [group.is_open for group in groups] == [False, True, False]
    assert [group.is_required for group in groups] == [True, True, False]
    assert sorted(entry.id for group in on_track(groups, None) for entry in group.entries) == sorted(
        entry.id for entry in entries
    )


def test_every_route_of_the_flagship_is_whole_and_in_order(root: Path) -> None:
    catalogue = load(root / "resources.yaml").catalogue
    assert catalogue
    for edition in catalogue.editions:
        for track in (None, *(track.id for track in catalogue.tracks)):
            stops = route(catalogue, edition.id, track)
            numbers = [stop.section.number or 0 for stop in stops]
            assert numbers == sorted(numbers)
            assert all(stop.entry.is_in(edition.id) for stop in stops)
            found = [(stop.section.part.id, stop.entry.id) for stop in stops]
            assert len(set(found)) == len(found)
            assert set(numbers) >= {1, 2, 3, 4, 5, 6, 7}, (edition.id, track)


def test_a_place_says_how_much_of_an_open_ended_work_it_means(tmp_path: Path) -> None:
    steps = (
        "book, open_ended: yes, minutes: 40h\nfilm, minutes: 30",
        "again, minutes: 60\nmore, minutes: 30",
    )
    catalogue_of(tmp_path, *steps)
    text = (tmp_path / "resources.yaml").read_text(encoding="utf-8")
    text += "      - {ref: book, minutes: 50}\n      - {ref: book, part: chapter 2}\n      - {ref: book}\n"
    (tmp_path / "resources.yaml").write_text(text, encoding="utf-8")
    catalogue = load(tmp_path / "resources.yaml").catalogue
    assert catalogue
    first, second = catalogue.steps
    assert [entry.open_ended for entry in first.entries] == [True, False]
    assert [entry.open_ended for entry in second.entries] == [False, False, False, False, True]
    time = total(first.entries)
    assert (time.low, time.high, time.unknown, str(time)) == (
        30,
        30,
        0,
        "about 30 min, then a book or course of your choice",
    )
    assert str(total(first.entries[:1])) == "open-ended"
