"""A history that another version or another program wrote: what cannot be read is left out and reported once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from command import pathgen
from hypothesis import given
from hypothesis import strategies as st
from test_scenarios import write

from pathgen.errors import PathgenError
from pathgen.links.history import VERSION, History, known_links
from pathgen.links.history_rows import CAPTURE_COLUMNS, LINK_COLUMNS, STORY_COLUMNS, Capture
from pathgen.links.verdict import Result, Verdict

TABLES = {"link": LINK_COLUMNS, "story": STORY_COLUMNS, "capture": CAPTURE_COLUMNS}
SPOILED, WHOLE = "http://a.example/spoiled", "http://a.example/whole"
DEEP = "[" * 100_000
WRONG: list[Any] = [
    *(None, 7, -1, 2**62, 1e308, float("inf"), b"\0\xff", "", "nonsense", DEEP, "\ud800", "javascript:alert(1)"),
    *("9999-99-99T00:00:00Z", "2026-01-01", "0001-01-01T00:00:00+23:59", '[["a", "b"]]', "[[1]]", "{}", "skipped"),
]
COMMANDS = [
    ("stale",),
    ("stats",),
    ("checklist",),
    ("render",),
    ("check-links", "--offline"),
    ("export", "--format", "epub", "--output", "a.epub"),
]


def history_in(folder: Path, *urls: str) -> Path:
    path = folder / "links.sqlite"
    hops = (("http://b.example/", 301),)
    with History(path) as history:
        for url in (*(urls or (SPOILED,)), WHOLE):
            history.remember(Result(url, Verdict.DEAD, "not-found", 404, url, hops, 1, 0.5, "2026-01-01T00:00:00Z"))
            history.remember_capture(Capture(url, datetime(2026, 1, 1, tzinfo=UTC), error="not-found"))
    return path


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as database:
        yield database
        database.commit()


def spoil(path: Path, table: str, column: str, values: Mapping[str, object]) -> None:
    """Write any value into a column of each address, whatever the table allows."""
    columns = TABLES[table]
    key = "url, first" if table == "story" else "url"
    with opened(path) as database:
        database.execute(f"CREATE TABLE other ({', '.join(columns)}, PRIMARY KEY ({key}))")
        database.execute(f"INSERT INTO other SELECT {', '.join(columns)} FROM {table}")  # noqa: S608 - ours
        database.execute(f"DROP TABLE {table}")
        database.execute(f"ALTER TABLE other RENAME TO {table}")
        for url, value in values.items():
            written = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
            cast = "CAST(? AS TEXT)" if isinstance(value, str) else "?"  # SQLite does not look whether it is UTF-8
            database.execute(f"UPDATE {table} SET {column} = {cast} WHERE url = ?", (written, url))  # noqa: S608 - ours


@pytest.mark.parametrize(("table", "column"), [(table, name) for table in TABLES for name in TABLES[table]])
def test_no_value_of_any_column_costs_more_than_its_record(tmp_path: Path, table: str, column: str) -> None:
    values = {f"{SPOILED}-{number}": value for number, value in enumerate(WRONG)}
    path = history_in(tmp_path, *values)
    spoil(path, table, column, values)
    known = known_links(path)
    assert known.past[WHOLE].result.reason == "not-found"
    assert known.since[WHOLE] == "2026-01-01T00:00:00Z"
    assert WHOLE in known.verdicts
    with History(path) as history:
        assert history.captures()[WHOLE].error == "not-found"
        for url in values:
            assert isinstance(history.status_history(url), list)
            history.begin_capture(Capture(url, datetime(2026, 1, 2, tzinfo=UTC)), history.captures().get(url))
            history.remember(Result(url, Verdict.OK, "ok", checked_at="2026-01-02T00:00:00Z"))
        assert {history.recall()[url].result.verdict for url in values} == {Verdict.OK}
    with History(tmp_path / "joined") as joined:
        joined.merge(path)
        assert {*values, WHOLE} <= joined.recall().keys()


def test_what_can_be_read_of_a_record_outlives_a_renamed_reason(tmp_path: Path) -> None:
    path = history_in(tmp_path)
    with opened(path) as database:
        database.execute(
            "UPDATE link SET reason = 'renamed', last_ok = '2025-01-01T00:00:00Z' WHERE url = ?", (SPOILED,)
        )
    known = known_links(path)
    assert set(known.past) == {WHOLE}
    assert known.problem.startswith(f"{path}: records that cannot be read are left out (1)")
    with History(path) as history:
        history.remember(Result(SPOILED, Verdict.DEAD, "not-found", 404, checked_at="2026-02-01T00:00:00Z"))
        assert history.recall()[SPOILED].last_ok == "2025-01-01T00:00:00Z"


def test_a_reason_that_leads_to_another_verdict_now_is_read_as_now(tmp_path: Path) -> None:
    path = history_in(tmp_path)
    with opened(path) as database:
        database.execute("UPDATE link SET verdict = 'failing' WHERE url = ?", (SPOILED,))
    assert known_links(path).past[SPOILED].result.verdict is Verdict.DEAD


def _newer(path: Path) -> None:
    with opened(path) as database:
        database.execute(f"PRAGMA user_version = {VERSION + 1}")


def _of_another(path: Path) -> None:
    path.unlink()
    with opened(path) as database:
        database.execute("CREATE TABLE a (b)")


def _endless(path: Path) -> None:
    with opened(path) as database:
        database.execute("DROP TABLE link")
        numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n"
        database.execute(f"CREATE VIEW link AS {numbers}")


def _without_a_column(path: Path) -> None:
    with opened(path) as database:
        database.execute("ALTER TABLE link DROP COLUMN detail")


def _cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _spoiled(path: Path) -> None:
    spoil(path, "link", "verdict", {SPOILED: b"\xff"})


FAULTS: list[Callable[[Path], object]] = [
    *(_newer, _of_another, _endless, _without_a_column, _cut_off),
    lambda path: path.write_bytes(b"no database at all " * 100),
    _spoiled,
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_command_does_without_what_it_cannot_read_and_reports_it_once(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    for number, fault in enumerate(FAULTS):
        folder = tmp_path / str(number)
        folder.mkdir()
        write(folder, SPOILED, WHOLE)
        fault(history_in(folder))
        done = pathgen(*command, cwd=folder)
        is_unusable = fault is not _spoiled and command[0] == "check-links"
        assert done.returncode in ((2,) if is_unusable else (0, 1)), done.stderr
        assert done.stderr.count("links.sqlite") == 1, done.stderr
        if command[0] == "check-links":
            assert "2 links:" in done.stdout


def test_a_sound_history_is_reported_by_no_command(tmp_path: Path) -> None:
    write(tmp_path, SPOILED, WHOLE)
    history_in(tmp_path)
    for command in COMMANDS:
        assert "links.sqlite" not in pathgen(*command, cwd=tmp_path).stderr


def test_a_locked_history_is_unusable_and_not_waited_for_without_end(tmp_path: Path) -> None:
    path = history_in(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("UPDATE link SET detail = 'mine'")
        with pytest.raises(PathgenError, match="database is locked"):
            History(path, 0.05)
    assert set(known_links(path).past) == {SPOILED, WHOLE}


@given(st.binary(max_size=3000))
def test_no_bytes_are_more_than_an_unusable_history(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("h") / "links.sqlite"
    path.write_bytes(b"SQLite format 3\0" + data)
    known = known_links(path)
    assert (known.past, bool(known.problem)) == ({}, True)
