"""The history keeps every finished link, even if the process is killed, and counts failed runs."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from threading import Barrier
from time import sleep

import pytest
from command import python
from hypothesis import given
from hypothesis import strategies as st

from pathgen.api import PathgenError
from pathgen.links.history import APPLICATION_ID, VERSION, History
from pathgen.links.history_rows import Capture
from pathgen.links.verdict import Result, Verdict

WRITER = """
import sys
from pathlib import Path
from pathgen.links.history import History
from pathgen.links.verdict import Result, Verdict
with History(Path(sys.argv[1])) as history:
    for number in range(int(sys.argv[2]), 10**9):
        history.remember(Result(f"http://a.example/{number}", Verdict.OK, "ok", checked_at="2026-01-01T00:00:00Z"))
        print(number, flush=True)
"""


def result(day: int = 1, verdict: Verdict = Verdict.OK, reason: str = "ok", url: str = "http://a.example/") -> Result:
    return Result(url, verdict, reason, 200, url, (("http://b.example/", 301),), 2, 0.5, f"2026-01-{day:02}T00:00:00Z")


def test_what_is_remembered_is_recalled(tmp_path: Path) -> None:
    full = replace(
        result(), suggestion="http://c.example/", detail="words", notice="more", archived="http://d.example/"
    )
    with History(tmp_path / "h") as history:
        history.remember(full, "A title", '"1"', "Thu, 01 Jan 2026 00:00:00 GMT", "http://b.example/")
    with History(tmp_path / "h") as history:
        [past] = history.recall().values()
    assert past.result == full
    assert (past.page_title, past.etag, past.validated_url) == ("A title", '"1"', "http://b.example/")
    assert past.last_ok == "2026-01-01T00:00:00Z"


def test_a_story_has_a_chapter_for_each_change(tmp_path: Path) -> None:
    with History(tmp_path / "h") as history:
        for day, reason in enumerate(("ok", "ok", "ok", "timeout", "timeout", "ok"), 1):
            history.remember(result(day, Verdict.OK if reason == "ok" else Verdict.FAILING, reason))
        periods = [
            (period.first[8:10], period.last[8:10], period.times, period.reason)
            for period in history.status_history("http://a.example/")
        ]
    assert periods == [("01", "03", 3, "ok"), ("04", "05", 2, "timeout"), ("06", "06", 1, "ok")]


@given(st.lists(st.sampled_from(["ok", "refused", "timeout", "long-failing", "unknown"]), max_size=12))
def test_failing_runs_are_counted_until_it_works_and_ours_do_not_count(verdicts: list[str]) -> None:
    with History(Path(":memory:")) as history:
        expected, since = 0, None
        for day, word in enumerate(verdicts, 1):
            if word == "long-failing":
                history.remember(result(day, Verdict.DEAD, "long-failing"))
            else:
                verdict = Verdict.FAILING if word in ("refused", "timeout") else Verdict(word)
                history.remember(result(day, verdict, word))
            if word == "timeout":
                continue
            is_failing = word in ("refused", "long-failing")
            since = (since or datetime(2026, 1, day, tzinfo=UTC)) if is_failing else None
            expected = expected + 1 if is_failing else 0
        for past in history.recall().values():
            assert (past.failing_runs, past.failing_since) == (expected, since)


@pytest.mark.skipif(sys.platform == "win32", reason="nothing can be killed so there")
def test_a_process_that_is_killed_leaves_all_that_it_finished(tmp_path: Path) -> None:
    random, kept = Random(1), 0  # noqa: S311 - moments, no secrets
    for _ in range(20):
        command = [sys.executable, "-c", WRITER, str(tmp_path / "h"), str(kept)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            process.stdout.readline()
            sleep(random.random() / 10)
            process.kill()
            finished = [int(line) for line in process.stdout.read().split("\n") if line]
        last = max(finished, default=kept)
        with History(tmp_path / "h") as history:
            urls = history.recall().keys()
            assert {f"http://a.example/{number}" for number in range(kept, last + 1)} <= urls
            assert history._db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kept = last


def test_two_runs_at_the_same_time_both_keep_what_they_find(tmp_path: Path) -> None:
    def start(first: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", WRITER, str(tmp_path / "h"), str(first)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    with start(0) as first, start(1_000_000) as other:
        written = [process.stdout.readline().strip() for process in (first, other) if process.stdout]
        sleep(0.5)
        for process in (first, other):
            assert process.poll() is None, process.stderr and process.stderr.read()
            process.kill()
            written += process.stdout.read().split() if process.stdout else []
    with History(tmp_path / "h") as history:
        assert {f"http://a.example/{number}" for number in written} <= history.recall().keys()
    assert min(map(int, written)) == 0
    assert max(map(int, written)) >= 1_000_000


def test_a_new_history_is_opened_by_two_at_the_same_moment(tmp_path: Path) -> None:
    def open_new(folder: Path) -> None:
        for number in range(100):
            together.wait(5)
            History(folder / str(number)).close()

    together = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(open_new, [tmp_path, tmp_path])) == [None, None]


def test_a_history_that_another_run_writes_just_now_is_opened_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "links.sqlite"
    with History(path) as history:
        history.remember(result())
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN IMMEDIATE")
        with History(path) as history:
            assert set(history.recall()) == {"http://a.example/"}


def test_the_newer_state_wins_when_histories_are_merged_and_twice_is_as_once(tmp_path: Path) -> None:
    with History(tmp_path / "a") as ours, History(tmp_path / "b") as other:
        ours.remember(result(1))
        ours.remember(result(3, url="http://only.example/"))
        other.remember(result(2, Verdict.DEAD, "not-found"))
    for _ in range(2):
        with History(tmp_path / "a") as history:
            history.merge(tmp_path / "b")
            assert history.recall()["http://a.example/"].result.reason == "not-found"
            assert [period.reason for period in history.status_history("http://a.example/")] == ["ok", "not-found"]
            assert len(history.recall()) == 2


def test_a_history_of_the_first_version_is_brought_to_this_one_and_keeps_what_it_knows(tmp_path: Path) -> None:
    with History(tmp_path / "h") as history:
        history.remember(result())
    database(
        tmp_path / "h", "DROP TABLE capture", "ALTER TABLE link DROP COLUMN moved_since", "PRAGMA user_version = 1"
    )
    with History(tmp_path / "h") as history:
        assert (history.captures(), set(history.recall())) == ({}, {"http://a.example/"})


def test_a_page_is_asked_to_be_kept_by_one_of_two_runs_and_again_when_the_last_time_is_known(tmp_path: Path) -> None:
    first = Capture("http://a.example/", datetime(2026, 1, 1, 12, tzinfo=UTC))
    second = replace(first, asked_at=datetime(2026, 1, 2, 12, tzinfo=UTC))
    with History(tmp_path / "h") as ours, History(tmp_path / "h") as other:
        assert ours.begin_capture(first, None)
        assert not other.begin_capture(second, None)
        ours.remember_capture(replace(first, error="not-found"))
        assert other.captures() == {first.url: replace(first, error="not-found")}
        assert other.begin_capture(second, first)
        assert not ours.begin_capture(second, first)
        assert ours.captures() == {first.url: second}
        ours.forget_capture(first.url)
        assert other.captures() == {}


def test_the_later_capture_wins_when_histories_are_merged(tmp_path: Path) -> None:
    first = Capture("http://a.example/", datetime(2026, 1, 1, tzinfo=UTC), error="not-found")
    later = Capture("http://a.example/", datetime(2026, 1, 2, tzinfo=UTC), job="spn2-1")
    with History(tmp_path / "a") as ours, History(tmp_path / "b") as other:
        ours.remember_capture(first)
        other.remember_capture(later)
    for into, other_path in (("a", "b"), ("b", "a"), ("c", "a")):
        with History(tmp_path / into) as history:
            history.merge(tmp_path / other_path)
            assert history.captures() == {later.url: later}


def database(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    return path


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        (("CREATE TABLE a (b)",), "is a database, but not a history of links"),
        (("PRAGMA application_id = 7",), "is a database, but not a history of links"),
        (
            (f"PRAGMA application_id = {APPLICATION_ID}", "CREATE TABLE link (b)"),
            "is a database, but not a history of links",
        ),
        ((f"PRAGMA application_id = {0x70674C48}", f"PRAGMA user_version = {VERSION + 1}"), "newer pathgen"),
    ],
)
def test_a_file_of_others_is_refused_and_not_touched(tmp_path: Path, statements: tuple[str, ...], message: str) -> None:
    path = database(tmp_path / "h", *statements)
    before = path.read_bytes()
    with pytest.raises(PathgenError, match=message):
        History(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("data", [b"no database at all " * 100, b"SQLite format 3\0" + bytes(range(256)) * 8])
def test_a_damaged_file_is_reported_with_how_to_fix_it(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "h").write_bytes(data)
    with pytest.raises(PathgenError, match="delete it, or use another file"):
        History(tmp_path / "h")


@pytest.mark.skipif(sys.platform == "win32", reason="the size of files is not limited there")
def test_where_the_disk_takes_nothing_that_may_be_why(tmp_path: Path) -> None:
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)); from pathgen.cli import main; "
    (tmp_path / "resources.yaml").write_text("path: {title: T}\ntopics: []\n", encoding="utf-8")
    done = python("-c", f"{limited}main(['check-links', '--offline'])", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        "pathgen: cannot use links.sqlite as the history of links: disk I/O error (is the disk full?)"
    )


def test_a_folder_is_not_a_history(tmp_path: Path) -> None:
    with pytest.raises(PathgenError, match=r"cannot use .* as the history of links"):
        History(tmp_path)


def test_a_history_in_a_folder_that_nobody_may_write_to_can_be_looked_at(tmp_path: Path) -> None:
    folder = tmp_path / "a folder?"
    folder.mkdir()
    with History(folder / "h") as history:
        history.remember(result())
    folder.chmod(0o555)
    try:
        with History(folder / "h") as history:
            assert set(history.recall()) == {"http://a.example/"}
    finally:
        folder.chmod(0o755)
    assert [path.name for path in folder.iterdir()] == ["h"]


def test_a_history_of_the_second_version_keeps_all_and_its_last_check_is_the_first_look(tmp_path: Path) -> None:
    moved = replace(result(2, Verdict.MOVED, "moved"), suggestion="http://a.example/new")
    others = [result(url="http://b.example/"), result(3, Verdict.FAILING, "refused", "http://c.example/")]
    with History(tmp_path / "h") as history:
        for found in (moved, *others):
            history.remember(found, "A title", '"1"')
        history.remember_capture(Capture("http://a.example/", datetime(2026, 1, 1, tzinfo=UTC), error="not-found"))
    with History(tmp_path / "h") as history:
        before, captures, since = history.recall(), history.captures(), history.beginnings()
    database(tmp_path / "h", "ALTER TABLE link DROP COLUMN moved_since", "PRAGMA user_version = 2")
    with History(tmp_path / "h") as history:
        assert (history.recall(), history.captures(), history.beginnings()) == (before, captures, since)
        assert history.unreadable == 0
    assert before[moved.url].moved_since == datetime(2026, 1, 2, tzinfo=UTC)
    assert before["http://b.example/"].moved_since is None


def test_a_move_is_seen_since_the_first_of_the_looks_that_all_saw_the_same(tmp_path: Path) -> None:
    seen = []
    with History(tmp_path / "h") as history:
        for day, new in enumerate(["x", "x", "y", "y", None, "y"], 1):
            found = result(day, Verdict.MOVED, "moved") if new else result(day)
            history.remember(replace(found, suggestion=new and f"http://a.example/{new}"))
            [record] = history.recall().values()
            seen.append(record.moved_since and record.moved_since.day)
    assert seen == [1, 1, 3, 3, None, 6]


@pytest.mark.parametrize(("ours", "theirs"), [(3, 9), (9, 3)])
def test_when_histories_are_merged_the_earlier_look_at_the_same_move_counts(
    tmp_path: Path, ours: int, theirs: int
) -> None:
    for name, day in (("a", ours), ("b", theirs)):
        with History(tmp_path / name) as history:
            history.remember(replace(result(day, Verdict.MOVED, "moved"), suggestion="http://a.example/new"))
    with History(tmp_path / "a") as history:
        history.merge(tmp_path / "b")
        [record] = history.recall().values()
    assert record.moved_since == datetime(2026, 1, 3, tzinfo=UTC)
    assert record.result.checked_at == "2026-01-09T00:00:00Z"
