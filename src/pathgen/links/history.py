"""The history of links: what each check found, and when, in one SQLite file.

Every result is one transaction in write-ahead mode, so a process that is killed loses nothing that ``remember`` has
returned for (https://sqlite.org/wal.html). A second run at the same time waits for its turn.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from pathgen.errors import PathgenError
from pathgen.links.history_rows import (
    CAPTURE_COLUMNS,
    LINK_COLUMNS,
    STORY_COLUMNS,
    Capture,
    LinkRecord,
    Row,
    StatusPeriod,
    capture_of,
    is_moment,
    period_of,
    record_of,
    row_of,
    with_what_fits,
)
from pathgen.links.reasons import REASONS
from pathgen.links.verdict import Result, Verdict

T = TypeVar("T")
FILE = "links.sqlite"
"""The default file name; the file is next to the catalogue."""
APPLICATION_ID = 0x70674C48
"""Identifies the file as pathgen's (https://sqlite.org/pragma.html#pragma_application_id): "pgLH"."""
VERSION = 3
"""The version of the tables; ``_MIGRATIONS`` has a script for each step from one version to the next."""
LOCK_SECONDS = 30.0
"""How long to wait for another process that writes."""
READ_LOCK_SECONDS = 5.0
"""The same for who only reads, which another run of pathgen does not hinder."""
_IDENTITY = """
    SELECT application_id, user_version,
        (SELECT count(*) FROM sqlite_master),
        (SELECT count(*) FROM sqlite_master WHERE type IN ('view', 'trigger'))
    FROM pragma_application_id, pragma_user_version
"""
"""What a file says that it is, in one statement: between two, another run may create the tables."""
_MIGRATIONS = (
    """
    CREATE TABLE link (
        url TEXT PRIMARY KEY, verdict TEXT NOT NULL, reason TEXT NOT NULL, status INTEGER, final_url TEXT,
        redirects TEXT NOT NULL, attempts INTEGER NOT NULL, seconds REAL NOT NULL, checked_at TEXT NOT NULL,
        archived TEXT, suggestion TEXT, detail TEXT NOT NULL, notice TEXT NOT NULL, last_ok TEXT,
        failing_since TEXT, failing_runs INTEGER NOT NULL,
        page_title TEXT NOT NULL, etag TEXT, last_modified TEXT, validated_url TEXT
    ) WITHOUT ROWID;
    CREATE TABLE story (
        url TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, times INTEGER NOT NULL,
        verdict TEXT NOT NULL, reason TEXT NOT NULL, status INTEGER, detail TEXT NOT NULL,
        PRIMARY KEY (url, first)
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE capture (
        url TEXT PRIMARY KEY, asked_at TEXT NOT NULL, job TEXT NOT NULL, archived TEXT NOT NULL, error TEXT NOT NULL
    ) WITHOUT ROWID;
    """,
    # The last check that saw a new address is the only one known to have seen it.
    """
    ALTER TABLE link ADD COLUMN moved_since TEXT;
    UPDATE link SET moved_since = checked_at WHERE suggestion IS NOT NULL;
    """,
)
_TABLES: Mapping[str, Sequence[str]] = {"link": LINK_COLUMNS, "story": STORY_COLUMNS, "capture": CAPTURE_COLUMNS}
_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"


@dataclass(frozen=True, slots=True)
class KnownLinks:
    """What a history knows of links, for who only reads it."""

    past: Mapping[str, LinkRecord] = field(default_factory=dict)
    since: Mapping[str, str] = field(default_factory=dict)
    """Since when each has its present status (RFC 3339)."""
    problem: str = ""
    """Why some or all of the history is left out; empty if nothing is."""

    @property
    def verdicts(self) -> dict[str, tuple[str, str]]:
        """The verdict on every link and the day of the check: ``{address: (verdict, day)}``."""
        found = {url: record.result for url, record in self.past.items()}
        return {url: (str(result.verdict), (result.checked_at or "")[:10]) for url, result in found.items()}


class History:
    """A history file, opened for one thread; close it, or use it in ``with``."""

    def __init__(self, path: Path, lock_seconds: float = LOCK_SECONDS) -> None:
        """Open a history, or create one; wait for so long for another program that locks it.

        Raises:
            PathgenError: the file is not a history, is damaged, is of a newer pathgen, or cannot be opened.
        """
        self.path = path
        self.unreadable = 0
        """How many records were left out so far, because another version or another program wrote them."""
        with _errors_named(path):
            self._db = _connect(path, lock_seconds)
            try:
                self._open()
            except BaseException:
                self._db.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _open(self) -> None:
        found, version, tables, programs = self._db.execute(_IDENTITY).fetchone()
        is_ours, is_new = found == APPLICATION_ID and version > 0, not (found or version or tables)
        if not (is_ours or is_new) or programs:
            raise PathgenError(f"{self.path} is a database, but not a history of links; use another file")
        if version > VERSION:
            raise PathgenError(f"{self.path} was written by a newer pathgen; update pathgen, or use another file")
        if version < VERSION and _is_read_only(self.path):
            self._db = _in_memory(self._db)
        with suppress(sqlite3.OperationalError):  # another run is writing: the mode it uses is as safe, only slower
            self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        if version < VERSION:
            self._migrate()

    def _migrate(self) -> None:
        """Migrate the tables to this version in one transaction; another run may have done so meanwhile."""
        with self._transaction():
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            for script in _MIGRATIONS[version:]:
                for statement in filter(str.strip, script.split(";")):
                    self._db.execute(statement)
            self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self._db.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # SQLite has already ended it if the disk is full
                self._db.execute("ROLLBACK")
            raise

    def recall(self) -> dict[str, LinkRecord]:
        """Return the record of every link, by its address, without those that cannot be read."""
        return {record.result.url: record for _, record in self._readable("link", record_of)}

    def _readable(self, table: str, read: Callable[[Row], T | None]) -> Iterator[tuple[Row, T]]:
        """Yield the rows of a table that can be read, each with what it is read as; count the others."""
        for row in self._rows(table):
            found = read(row)
            if found is None:
                self.unreadable += 1
            else:
                yield row, found

    def _rows(self, table: str, which: str = "", *values: str) -> list[Row]:
        columns = _TABLES[table]
        with _errors_named(self.path):
            found = self._db.execute(f"SELECT {', '.join(columns)} FROM {table} {which}", values).fetchall()  # noqa: S608 - our names
        return [dict(zip(columns, row, strict=True)) for row in found]

    def _known(self, url: str) -> Row:
        """Return what is known of a link, with ``None`` for what is not, or cannot be read."""
        found = self._rows("link", "WHERE url = ?", url)
        return with_what_fits(found[0]) if found else dict.fromkeys(LINK_COLUMNS)

    def remember(
        self,
        result: Result,
        page_title: str = "",
        etag: str | None = None,
        last_modified: str | None = None,
        validated_url: str | None = None,
    ) -> None:
        """Write the result of a link; when this returns, it is on disk."""
        with _errors_named(self.path), self._transaction():
            before = self._known(result.url)
            row = {
                **row_of(result),
                **_failing(result, before),
                "last_ok": result.checked_at if _is_good(result) else before["last_ok"],
                "page_title": page_title,
                "etag": etag,
                "last_modified": last_modified,
                "validated_url": validated_url,
                "moved_since": _moved_since(result, before),
            }
            self._write(row)
            self._add_to_periods(result)

    def remember_copy(self, url: str, archived: str) -> None:
        """Write the archived copy that was found for a link."""
        with _errors_named(self.path):
            self._db.execute("UPDATE link SET archived = ? WHERE url = ?", (archived, url))

    def captures(self) -> dict[str, Capture]:
        """Return the state of every request to an archive, by the address of its page."""
        return {found.url: found for _, found in self._readable("capture", capture_of)}

    def begin_capture(self, capture: Capture, before: Capture | None) -> bool:
        """Write that an archive is about to be asked; return whether no other run did so since ``before`` was read."""
        with _errors_named(self.path), self._transaction():
            for row in self._rows("capture", "WHERE url = ?", capture.url):
                found = capture_of(row)
                if found and (before is None or found.asked_at != before.asked_at):
                    return False
            values = (capture.url, capture.asked_at.isoformat())
            self._db.execute("INSERT OR REPLACE INTO capture VALUES (?, ?, '', '', '')", values)
        return True

    def remember_capture(self, capture: Capture) -> None:
        """Write the state of a request to an archive."""
        values = (capture.url, capture.asked_at.isoformat(), capture.job, capture.archived, capture.error)
        with _errors_named(self.path):
            self._db.execute("INSERT OR REPLACE INTO capture VALUES (?, ?, ?, ?, ?)", values)

    def forget_capture(self, url: str) -> None:
        """Remove a request to an archive that did not accept it."""
        with _errors_named(self.path):
            self._db.execute("DELETE FROM capture WHERE url = ?", (url,))

    def status_history(self, url: str) -> list[StatusPeriod]:
        """Return the periods of a link, oldest first; empty if it was never checked."""
        periods = map(period_of, self._rows("story", "WHERE url = ? ORDER BY first", url))
        return [period for period in periods if period]

    def beginnings(self) -> dict[str, str]:
        """Return since when every link has its present status: ``{address: RFC 3339}``."""
        with _errors_named(self.path):
            rows = self._db.execute(f"SELECT url, max(first) FROM story WHERE first GLOB '{_DAY}T*' GROUP BY url")  # noqa: S608 - a constant
            return {url: first for url, first in rows if is_moment(first)}

    def merge(self, other: Path) -> None:
        """Merge another history: the newer state of each link and capture, and all periods; safe to repeat."""
        with History(other) as theirs, _errors_named(self.path), self._transaction():
            for row, _ in theirs._readable("link", record_of):
                self._merge_link(row)
            self._db.executemany(
                "INSERT INTO story VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url, first) DO UPDATE SET"
                " last = excluded.last, times = excluded.times WHERE excluded.last > last",
                [tuple(row.values()) for row, _ in theirs._readable("story", period_of)],
            )
            self._db.executemany(
                "INSERT INTO capture VALUES (?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET"
                " asked_at = excluded.asked_at, job = excluded.job, archived = excluded.archived,"
                " error = excluded.error WHERE excluded.asked_at > asked_at",
                [tuple(row.values()) for row, _ in theirs._readable("capture", capture_of)],
            )
            self.unreadable += theirs.unreadable

    def _merge_link(self, row: Row) -> None:
        """Write another history's row where it is newer; of a new address that both saw, the earlier time counts."""
        before = self._known(row["url"])
        if before["checked_at"] is None or row["checked_at"] > before["checked_at"]:
            self._write(row)
        if row["suggestion"] and row["suggestion"] == before["suggestion"]:
            since = min(filter(None, (row["moved_since"], before["moved_since"])), default=None)
            self._db.execute("UPDATE link SET moved_since = ? WHERE url = ?", (since, row["url"]))

    def _write(self, row: Row) -> None:
        marks = ", ".join("?" * len(LINK_COLUMNS))
        values = [row[name] for name in LINK_COLUMNS]
        self._db.execute(f"INSERT OR REPLACE INTO link ({', '.join(LINK_COLUMNS)}) VALUES ({marks})", values)  # noqa: S608 - our columns

    def _add_to_periods(self, result: Result) -> None:
        """Extend the last period of a link, or start a new one."""
        last = self._db.execute(
            "SELECT first, verdict, reason, status FROM story WHERE url = ? ORDER BY first DESC LIMIT 1", (result.url,)
        ).fetchone()
        if last and last[1:] == (result.verdict, result.reason, result.status):
            self._db.execute(
                "UPDATE story SET last = ?, times = times + 1 WHERE url = ? AND first = ?",
                (result.checked_at, result.url, last[0]),
            )
            return
        period = (result.checked_at, result.checked_at, 1, result.verdict, result.reason, result.status, result.detail)
        self._db.execute("INSERT OR REPLACE INTO story VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (result.url, *period))


def _connect(path: Path, lock_seconds: float) -> sqlite3.Connection:
    """Connect to the file, as immutable in a read-only folder: SQLite would create files next to it even to read."""
    is_immutable = path.is_file() and not os.access(path.parent, os.W_OK)
    name = f"{path.absolute().as_uri()}?immutable=1" if is_immutable else path
    database = sqlite3.connect(name, uri=is_immutable, timeout=lock_seconds, isolation_level=None)
    database.text_factory = _text
    return database


def _text(data: bytes) -> str | bytes:
    """Return text of the database; its bytes if they are not UTF-8, which SQLite does not check."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


def _is_read_only(path: Path) -> bool:
    return path.is_file() and not (os.access(path.parent, os.W_OK) and os.access(path, os.W_OK))


def _in_memory(database: sqlite3.Connection) -> sqlite3.Connection:
    """Return a copy of a database that cannot be brought to this version where it is."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    copy.text_factory = _text
    with closing(database):
        database.backup(copy)
    return copy


def _is_good(result: Result) -> bool:
    return result.verdict in (Verdict.OK, Verdict.MOVED)


def _failing(result: Result, before: Row) -> Row:
    """Return the columns that count failed runs; a link that is dead because it failed for long still counts.

    A failure that may be due to our network neither counts nor ends the count.
    """
    if result.verdict is not Verdict.FAILING and result.reason != "long-failing":
        return {"failing_since": None, "failing_runs": 0}
    runs = before["failing_runs"] or 0
    if result.verdict is Verdict.FAILING and not REASONS[result.reason].ages:
        return {"failing_since": before["failing_since"], "failing_runs": runs}
    return {"failing_since": before["failing_since"] or result.checked_at, "failing_runs": runs + 1}


def _moved_since(result: Result, before: Row) -> str | None:
    """Return since when all checks saw the same new address."""
    if result.suggestion is None:
        return None
    is_same = result.suggestion == before["suggestion"]
    return (before["moved_since"] if is_same else None) or result.checked_at


@contextmanager
def _errors_named(path: Path) -> Iterator[None]:
    """Turn errors of SQLite into a ``PathgenError`` that names the file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        is_of_disk = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_IOERR  # https://sqlite.org/rescode.html#pve
        hint = " (is the disk full?)" if is_of_disk else ""
        raise PathgenError(f"cannot use {path} as the history of links: {error}{hint}") from error
    except sqlite3.DatabaseError as error:
        message = f"{path} is damaged or not a history of links ({error}); delete it, or use another file"
        raise PathgenError(message) from error


def known_links(path: Path) -> KnownLinks:
    """Return what a history knows; nothing if the file does not exist, or is not a valid history of this version."""
    if not path.is_file():
        return KnownLinks()
    try:
        with History(path, READ_LOCK_SECONDS) as history:
            return KnownLinks(history.recall(), history.beginnings(), unreadable_records(history))
    except PathgenError as error:
        return KnownLinks(problem=str(error))


def unreadable_records(history: History) -> str:
    """Return a sentence about the records that were left out; empty if there are none."""
    why = "another version of pathgen, or another program, wrote them"
    found = f"{history.path}: records that cannot be read are left out ({history.unreadable:,}); {why}"
    return found if history.unreadable else ""


def is_history(path: Path) -> bool:
    """Whether a file is an SQLite database."""
    if not path.is_file():
        return False  # reading a pipe may block
    with closing(path.open("rb")) as file:
        return file.read(16) == b"SQLite format 3\0"
