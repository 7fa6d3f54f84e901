"""The rule of the study plan: what is planned, and how it is cut into sessions."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, islice, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathgen.catalogue.ids import check_id
from pathgen.catalogue.load import parse
from pathgen.catalogue.resolve import Catalogue
from pathgen.errors import PathgenError
from pathgen.i18n.messages import messages_of
from pathgen.learner.progress import Progress, Said, Tick, read_progress
from pathgen.learner.study_plan import describe
from pathgen.learner.study_plan.plan import (
    CHECK,
    LEAST,
    MOST,
    MOST_SESSIONS,
    UNKNOWN,
    Piece,
    Week,
    pack,
    plan,
    stretches,
    tasks_of,
)

TEXT = """\
path: {title: Bread}
editions: [{id: today, title: Today, default: yes}, {id: old, title: Old}]
tracks: [{id: gas, title: Gas}, {id: coil, title: Coil}]
steps:
  - id: dough
    title: Dough
    aliases: batter
    self_check: [Why does it rest?, How long?, {question: In which trough?, editions: old}]
    resources:
      - {title: Book, part: chapter 1, id: book, aliases: tome, url: "https://example.org/book", minutes: 2h-3h}
      - {title: Film, id: film, url: "https://example.org/film", role: alternative, minutes: 40}
      - {title: Old page, id: page, url: "https://example.org/page", editions: old, replaced_by: rest, minutes: 5}
      - {title: Rest, id: rest, url: "https://example.org/rest"}
      - {title: More, url: "https://example.org/more", role: optional, minutes: 9h}
  - id: oven
    title: Oven
    resources:
      - {title: With gas, id: by-gas, url: "https://example.org/gas", track: gas, minutes: 15-30}
      - {title: With a coil, id: by-coil, url: "https://example.org/coil", track: coil, role: alternative, minutes: 25}
      - {ref: book, part: chapter 2, minutes: 50}
"""
CHECKS = [check_id("dough", question) for question in ("Why does it rest?", "How long?", "In which trough?")]
MONDAY = date(2027, 1, 4)
WEEK = Week(300, (0, 2, 5), MONDAY)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    found = parse("a.yaml", TEXT.encode())
    assert found.diagnostics == ()
    assert found.catalogue is not None
    return found.catalogue


def ids(
    catalogue: Catalogue, edition: str | None = None, track: str | None = None, done: str = "", skipped: str = ""
) -> list[str]:
    return [task.id for task in tasks_of(catalogue, edition, track, progress(catalogue, done, skipped))]


def progress(catalogue: Catalogue, done: str, skipped: str = "") -> Progress:
    said = dict.fromkeys(done.split(), Said.DONE) | dict.fromkeys(skipped.split(), Said.SKIPPED)
    return Progress(catalogue, {id_: Tick(datetime(2026, 1, 1, tzinfo=UTC), state) for id_, state in said.items()})


# --- what is planned ---------------------------------------------------------------------------------------------


def test_the_tasks_are_the_stops_of_the_route_and_the_self_check_of_a_step_behind_its_own(catalogue: Catalogue) -> None:
    assert ids(catalogue) == ["book", "rest", "dough/self-check", "by-gas", "book"]
    assert ids(catalogue, "old", "coil") == ["book", "page", "rest", "dough/self-check", "by-coil", "book"]


def test_an_open_ended_work_is_named_and_has_no_session() -> None:
    marked = TEXT.replace('url: "https://example.org/rest"', 'url: "https://example.org/rest", open_ended: yes')
    catalogue = parse("a.yaml", marked.encode()).catalogue
    assert catalogue is not None
    found = plan(catalogue, WEEK)
    assert [task.id for task in found.tasks] == ["book", "dough/self-check", "by-gas", "book"]
    assert [task.title for task in found.open_ended] == ["Rest"]
    assert (found.unknown, found.minutes) == (0, 150 + CHECK + 22 + 50)
    assert list(describe.works(messages_of("en"), found)) == ["Rest"]
    assert plan(catalogue, WEEK, progress=progress(catalogue, "rest")).open_ended == ()


def test_only_open_ended_works_are_left() -> None:
    entry = 'title: Book, id: book, url: "https://example.org/book", minutes: 40h, open_ended: yes'
    text = f"path: {{title: Bread}}\nsteps: [{{id: oven, title: Oven, resources: [{{{entry}}}]}}]\n"
    catalogue = parse("a.yaml", text.encode()).catalogue
    assert catalogue is not None
    found = plan(catalogue, WEEK)
    assert (found.sessions, found.end) == ((), None)
    assert list(describe.works(messages_of("en"), found)) == ["Book (about 8 weeks)"]
    assert list(describe.summary(messages_of("en"), found)) == [
        "The whole path: open-ended.",
        "Nothing left to plan: you have done all the essentials.",
    ]


def test_what_is_done_is_left_out_by_itself_or_by_what_would_do_instead(catalogue: Catalogue) -> None:
    assert ids(catalogue, done="book") == ["rest", "dough/self-check", "by-gas"]
    assert ids(catalogue, done="by-coil") == ["book", "rest", "dough/self-check", "book"]
    assert ids(catalogue, track="gas", done="by-coil") == ids(catalogue)


def test_what_is_skipped_is_left_out_unless_only_an_alternative_is(catalogue: Catalogue) -> None:
    assert ids(catalogue, skipped="book") == ["rest", "dough/self-check", "by-gas"]
    assert ids(catalogue, skipped="film") == ids(catalogue)


def test_a_self_check_is_done_when_all_its_questions_are(catalogue: Catalogue) -> None:
    assert "dough/self-check" in ids(catalogue, done=f"book rest {CHECKS[0]}")
    assert ids(catalogue, done=f"book rest {CHECKS[0]} {CHECKS[1]}") == ["by-gas"]


def test_a_question_of_another_edition_is_not_waited_for(catalogue: Catalogue) -> None:
    done = f"book page rest {CHECKS[0]} {CHECKS[1]}"
    assert "dough/self-check" not in ids(catalogue, done=done)
    assert "dough/self-check" in ids(catalogue, "old", done=done)
    assert "dough/self-check" not in ids(catalogue, "old", done=f"{done} {CHECKS[2]}")


def test_times_are_the_middle_of_a_range_and_what_is_set_aside(catalogue: Catalogue) -> None:
    assert [task.middle for task in tasks_of(catalogue)] == [150, UNKNOWN, CHECK, 22, 50]
    assert [task.title for task in tasks_of(catalogue)][::2] == ["Book, chapter 1", "Dough", "Book, chapter 2"]


# --- the sessions ------------------------------------------------------------------------------------------------


def test_the_plan_reads_as_its_rule_says(catalogue: Catalogue) -> None:
    planned = plan(catalogue, WEEK)
    sessions = [
        [(item.uid, item.minutes, item.part, item.parts) for item in session.items] for session in planned.sessions
    ]
    assert [str(session.day) for session in planned.sessions] == ["2027-01-04", "2027-01-06", "2027-01-09"]
    assert sessions == [
        [("book/1", 100, 1, 2)],
        [("book/2", 50, 2, 2), ("rest/1", 50, 1, 2)],
        [("rest/2", 10, 2, 2), ("dough/self-check/1", 15, 1, 1), ("by-gas/1", 22, 1, 1), ("book/3", 50, 1, 1)],
    ]
    assert (planned.unknown, planned.checks, planned.minutes) == (1, 1, 297)
    assert (planned.earliest, planned.end, planned.latest) == (date(2027, 1, 9), date(2027, 1, 9), date(2027, 1, 11))


def test_no_few_minutes_are_left_for_the_next_session_which_is_shorter_by_them() -> None:
    week = Week(60, (0,), MONDAY)
    found = pack([60 + LEAST - 1, 61], week)
    assert [(piece.task_number, piece.minutes) for piece in found] == [(0, 60 + LEAST - 1), (1, 51), (1, 10)]


def test_a_long_task_goes_on_from_week_to_week() -> None:
    catalogue = parse("a.yaml", TEXT.replace("minutes: 2h-3h", "minutes: 30h").encode()).catalogue
    assert catalogue is not None
    found = plan(catalogue, WEEK)
    weeks = stretches(found.sessions)
    assert [(week.number, week.weeks) for week in weeks] == [(1, 1), (2, 4), (6, 1), (7, 1)]
    say = messages_of("en")
    assert describe.named(say, found.sessions[0].items[0]) == "Book, chapter 1 (about 6 weeks)"
    assert describe.week(say, weeks[1]) == "Weeks 2 to 5, from January 11, 2027"
    assert weeks[1].going_on
    assert describe.named(say, weeks[1].going_on) == "Go on with Book, chapter 1"


def test_makers_are_named_where_titles_are_alike() -> None:
    people = TEXT.replace("title: Film,", "title: Book of bread, creators: Ada,").replace(
        "title: Book,", "title: Book, creators: Ben,"
    )
    catalogue = parse("a.yaml", people.encode()).catalogue
    assert catalogue is not None
    tasks = tasks_of(catalogue)
    assert [describe.title(messages_of("en"), task) for task in tasks if task.id in ("book", "rest")] == [
        "Book, chapter 1, by Ben",
        "Rest",
        "Book, chapter 2, by Ben",
    ]


def test_nothing_is_begun_in_the_last_minutes_of_a_session_unless_it_fits() -> None:
    week = Week(60, (0,), MONDAY)
    later = MONDAY + timedelta(days=7)
    assert pack([60 - LEAST, 2 * LEAST], week)[1] == Piece(1, MONDAY, LEAST)
    assert pack([60 - LEAST, 2 * LEAST - 1], week)[1] == Piece(1, MONDAY, 2 * LEAST - 1)
    assert pack([60 - LEAST + 1, 11], week)[1] == Piece(1, later, 11)
    assert pack([60 - LEAST + 1, 9], week)[1] == Piece(1, MONDAY, 9)


def test_where_all_is_done_there_is_no_session(catalogue: Catalogue) -> None:
    everything = " ".join([*CHECKS, *(entry.id for entry in catalogue.entries)])
    planned = plan(catalogue, WEEK, progress=progress(catalogue, everything))
    assert (planned.sessions, planned.end, planned.earliest, planned.latest) == ((), None, None, None)


@pytest.mark.parametrize(
    ("minutes", "days", "start"),
    [
        (300, (), MONDAY),
        (0, (0,), MONDAY),
        (-60, (0,), MONDAY),
        (LEAST * 7 - 1, tuple(range(7)), MONDAY),
        (MOST + 1, (0,), MONDAY),
        (300, (0,), date(9999, 12, 31)),
        (300, (0,), date(1, 1, 1)),
    ],
)
def test_a_week_that_makes_no_sense_is_refused(minutes: int, days: tuple[int, ...], start: date) -> None:
    with pytest.raises(PathgenError):
        Week(minutes, days, start)


def test_a_plan_without_a_sensible_end_is_refused() -> None:
    week = Week(LEAST, (0,), MONDAY)
    assert len(pack([LEAST * MOST_SESSIONS], week)) == MOST_SESSIONS
    with pytest.raises(PathgenError, match="more than 2,000 sessions"):
        pack([LEAST * MOST_SESSIONS, 1], week)


weeks = st.builds(
    lambda days, share, start: Week(min(max(share, LEAST * len(days)), MOST * len(days)), tuple(days), start),
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(LEAST, MOST * 7),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
lengths = st.lists(st.integers(1, 400), max_size=30)


@given(weeks)
def test_seven_days_have_exactly_the_minutes_of_a_week(week: Week) -> None:
    count = len(week.days)
    for at in range(count):
        some = list(islice(week.sessions(), at, at + count))
        assert sum(minutes for _, minutes in some) == week.minutes
        assert (some[-1][0] - some[0][0]).days < 7


@given(lengths, weeks)
def test_sessions_are_on_their_days_within_their_minutes_and_none_is_left_idle(minutes: list[int], week: Week) -> None:
    pieces = pack(minutes, week)
    spent = {day: sum(piece.minutes for piece in of) for day, of in groupby(pieces, key=lambda piece: piece.day)}
    last = max(spent, default=week.start)
    given_to = dict(takewhile(lambda session: session[0] <= last, week.sessions())) if spent else {}
    assert set(spent) <= set(given_to)
    left = 0
    for day, minutes_of_day in list(given_to.items())[:-1]:
        left = minutes_of_day + min(left, 0) - spent.get(day, 0)
        assert -LEAST < left < LEAST


@given(lengths, weeks)
def test_nothing_is_lost_and_the_order_is_kept(minutes: list[int], week: Week) -> None:
    pieces = pack(minutes, week)
    assert pieces == sorted(pieces, key=lambda piece: (piece.task_number, piece.day))
    assert [piece.day for piece in pieces] == sorted(piece.day for piece in pieces)
    spent = [sum(piece.minutes for piece in pieces if piece.task_number == at) for at in range(len(minutes))]
    assert spent == minutes


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 200)), min_size=1, max_size=30), weeks)
def test_longer_times_never_end_sooner(ranges: list[tuple[int, int]], week: Week) -> None:
    ends = [pack([low + more * half // 2 for low, more in ranges], week)[-1].day for half in (0, 1, 2)]
    assert ends == sorted(ends)


# --- what is done ------------------------------------------------------------------------------------------------


def ticks(catalogue: Catalogue, *said: tuple[str, bool, str]) -> Progress:
    parts = ", ".join(f'"{uid}": {{"done": {str(done).lower()}, "at": "{at}"}}' for uid, done, at in said)
    text = f'{{"format": "pathgen-progress", "version": 1, "ticks": {{{parts}}}}}'
    return Progress(catalogue, read_progress("a.json", text.encode()))


def test_a_tick_goes_over_to_a_new_name_and_to_what_replaced_it(catalogue: Catalogue) -> None:
    found = ticks(catalogue, ("tome", True, "2026-01-01T00:00:00.000Z"), ("page", True, "2026-01-01T00:00:00.000Z"))
    assert [found.is_done(uid) for uid in ("book", "rest", "page", "film")] == [True, True, True, False]
    was = check_id("batter", "How long?")
    assert ticks(catalogue, (was, True, "2026-01-01T00:00:00.000Z")).is_done(CHECKS[1])


def test_the_later_word_counts_and_ones_own_before_that_of_what_was_replaced(catalogue: Catalogue) -> None:
    early, late = "2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"
    assert not ticks(catalogue, ("tome", True, early), ("book", False, late)).is_done("book")
    assert ticks(catalogue, ("tome", True, late), ("book", False, early)).is_done("book")
    assert ticks(catalogue, ("tome", True, late), ("book", False, late)).is_done("book")
    assert not ticks(catalogue, ("page", True, late), ("rest", False, early)).is_done("rest")


def test_entries_that_replace_each_other_are_asked_once() -> None:
    text = """\
path: {title: T}
rules: {cycle: off, replaced-entry: off}
steps:
  - id: s
    title: S
    resources:
      - {title: A, id: a, url: "https://example.org/a", replaced_by: b}
      - {title: B, id: b, url: "https://example.org/b", replaced_by: a}
"""
    found = parse("a.yaml", text.encode()).catalogue
    assert found is not None
    assert not ticks(found).is_done("a")


HEAD = b'{"format": "pathgen-progress", "version": '


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"[" * 100_000,
        HEAD + b'2, "ticks": {}}',
        HEAD + b'1, "ticks": []}',
        b'{"format": "other", "version": 1, "ticks": {}}',
    ],
)
def test_a_file_that_is_no_progress_is_refused(data: bytes) -> None:
    with pytest.raises(PathgenError, match=r"a\.json is not a progress file"):
        read_progress("a.json", data)


@pytest.mark.parametrize("said", ["1", "null", '{"done": 1, "at": "2026"}', '{"done": true, "at": "soon"}', "{}"])
def test_a_damaged_tick_is_left_out(catalogue: Catalogue, said: str) -> None:
    text = f'{{"format": "pathgen-progress", "version": 1, "ticks": {{"book": {said}}}}}'
    assert not Progress(catalogue, read_progress("a.json", text.encode())).is_done("book")


def test_states_and_known_concepts_are_read() -> None:
    at = "2026-01-01T00:00:00Z"
    rows = {
        "tome": {"done": False, "state": "skipped", "at": at},
        "rest": {"done": False, "state": "in-progress", "at": at},
        "film": {"done": False, "state": ["done"], "at": at},
        "concept:heat": {"done": True, "at": at},
    }
    text = json.dumps({"format": "pathgen-progress", "version": 1, "ticks": rows, "notes": {"rest": {"text": "!"}}})
    catalogue = parse(
        "a.yaml",
        TEXT.replace("steps:", "concepts: [{id: heat, title: Heat}, {id: flour, title: Flour}]\nsteps:").encode(),
    ).catalogue
    assert catalogue is not None
    found = Progress(catalogue, read_progress("a.json", text.encode()))
    assert [id_ for id_ in ("book", "rest", "film") if found.is_skipped(id_)] == ["book"]
    assert not any(map(found.is_done, ("book", "rest", "film")))
    assert found.known() == {"heat"}
