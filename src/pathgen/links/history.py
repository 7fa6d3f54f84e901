"""The history of links: what each check found, and when, in one SQLite file.

Every result is one transaction in write-ahead mode, so a process that is killed loses nothing that ``remember`` has
returned for (https://sqlite.org/wal.html). A second run at the same time waits for its turn.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pathgen.errors import PathgenError
from pathgen.links.reasons import REASONS
from pathgen.links.verdict import Result, Verdict

FILE = "links.sqlite"
"""The default file name; the file is next to the catalogue."""
APPLICATION_ID = 0x70674C48
"""Identifies the file as pathgen's (https://sqlite.org/pragma.html#pragma_application_id): "pgLH"."""
VERSION = 2
"""The version of the tables; ``_MIGRATIONS`` has a script for each step from one version to the next."""
_LOCK_SECONDS = 30.0
"""How long to wait for another process that writes."""
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
)
_RESULT_COLUMNS = (
    *("url", "verdict", "reason", "status", "final_url", "redirects", "attempts", "seconds", "checked_at"),
    *("archived", "suggestion", "detail", "notice"),
)
_COLUMNS = (
    *_RESULT_COLUMNS,
    *("last_ok", "failing_since", "failing_runs", "page_title", "etag", "last_modified", "validated_url"),
)


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """The history's record of a link: its last result (without uses), and what the next check needs."""

    result: Result
    page_title: str = ""
    etag: str | None = None
    last_modified: str | None = None
    validated_url: str | None = None
    """The address that ``etag`` and ``last_modified`` belong to."""
    last_ok: str | None = None
    failing_since: datetime | None = None
    failing_runs: int = 0
    """The number of runs since it last worked in which it failed for a reason that ages."""


@dataclass(frozen=True, slots=True)
class StatusPeriod:
    """A period in which a link had the same verdict for the same reason."""

    first: str
    """When it was first found so (RFC 3339)."""
    last: str
    times: int
    """How many checks found it so."""
    verdict: Verdict
    reason: str
    status: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class Capture:
    """The state of a request to an archive to save a page.

    Of ``job``, ``archived`` and ``error``, the last that is set counts; none is set if no answer came.
    """

    url: str
    """The address requested: the same for all spellings of one address."""
    asked_at: datetime
    job: str = ""
    """The archive's id of the request, to ask for its status."""
    archived: str = ""
    """The address of the copy."""
    error: str = ""
    """Why the archive could not save it."""


class History:
    """A history file, opened for one thread; close it, or use it in ``with``."""

    def __init__(self, path: Path) -> None:
        """Open a history, or create one.

        Raises:
            PathgenError: the file is not a history, is damaged, is of a newer pathgen, or cannot be opened.
        """
        self.path = path
        with _errors_named(path):
            self._db = _connect(path)
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
        (found,) = self._db.execute("PRAGMA application_id").fetchone()
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        (tables,) = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if found != APPLICATION_ID and (found or version or tables):
            raise PathgenError(f"{self.path} is a database, but not a history of links; use another file")
        if version > VERSION:
            raise PathgenError(f"{self.path} was written by a newer pathgen; update pathgen, or use another file")
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
        """Return the record of every link, by its address."""
        with _errors_named(self.path):
            rows = self._db.execute(f"SELECT {', '.join(_COLUMNS)} FROM link").fetchall()  # noqa: S608 - our columns
            return {row[0]: _record(dict(zip(_COLUMNS, row, strict=True))) for row in rows}

    def verdicts(self) -> dict[str, tuple[str, str]]:
        """Return the verdict on every link and the day of the check: ``{address: (verdict, day)}``."""
        with _errors_named(self.path):
            rows = self._db.execute("SELECT url, verdict, substr(checked_at, 1, 10) FROM link")
            return {url: (verdict, day) for url, verdict, day in rows}

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
            before = self._row(result.url)
            row = {
                **_row(result),
                **_failing(result, before),
                "last_ok": result.checked_at if _is_good(result) else (before or {}).get("last_ok"),
                "page_title": page_title,
                "etag": etag,
                "last_modified": last_modified,
                "validated_url": validated_url,
            }
            self._write(row)
            self._add_to_periods(result)

    def remember_copy(self, url: str, archived: str) -> None:
        """Write the archived copy that was found for a link."""
        with _errors_named(self.path):
            self._db.execute("UPDATE link SET archived = ? WHERE url = ?", (archived, url))

    def captures(self) -> dict[str, Capture]:
        """Return the state of every request to an archive, by the address of its page."""
        with _errors_named(self.path):
            rows = self._db.execute("SELECT url, asked_at, job, archived, error FROM capture").fetchall()
        return {url: Capture(url, datetime.fromisoformat(asked_at), *rest) for url, asked_at, *rest in rows}

    def begin_capture(self, capture: Capture, before: Capture | None) -> bool:
        """Write that an archive is about to be asked; return whether no other run did so since ``before`` was read."""
        with _errors_named(self.path):
            cursor = self._db.execute(
                "INSERT INTO capture VALUES (?, ?, '', '', '') ON CONFLICT (url) DO UPDATE SET"
                " asked_at = excluded.asked_at, job = '', archived = '', error = '' WHERE asked_at = ?",
                (capture.url, capture.asked_at.isoformat(), before and before.asked_at.isoformat()),
            )
        return cursor.rowcount == 1

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
        with _errors_named(self.path):
            rows = self._db.execute(
                "SELECT first, last, times, verdict, reason, status, detail FROM story WHERE url = ? ORDER BY first",
                (url,),
            ).fetchall()
        return [
            StatusPeriod(first, last, times, Verdict(verdict), *rest) for first, last, times, verdict, *rest in rows
        ]

    def beginnings(self) -> dict[str, str]:
        """Return since when every link has its present status: ``{address: RFC 3339}``."""
        with _errors_named(self.path):
            return dict(self._db.execute("SELECT url, max(first) FROM story GROUP BY url"))

    def merge(self, other: Path) -> None:
        """Merge another history: the newer state of each link and capture, and all periods; safe to repeat."""
        with History(other) as theirs, _errors_named(self.path), self._transaction():
            rows = theirs._db.execute(f"SELECT {', '.join(_COLUMNS)} FROM link").fetchall()  # noqa: S608 - our columns
            for values in rows:
                row = dict(zip(_COLUMNS, values, strict=True))
                before = self._row(row["url"])
                if before is None or row["checked_at"] > before["checked_at"]:
                    self._write(row)
            self._db.executemany(
                "INSERT INTO story VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url, first) DO UPDATE SET"
                " last = excluded.last, times = excluded.times WHERE excluded.last > last",
                theirs._db.execute("SELECT * FROM story").fetchall(),
            )
            self._db.executemany(
                "INSERT INTO capture VALUES (?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET"
                " asked_at = excluded.asked_at, job = excluded.job, archived = excluded.archived,"
                " error = excluded.error WHERE excluded.asked_at > asked_at",
                theirs._db.execute("SELECT * FROM capture").fetchall(),
            )

    def _row(self, url: str) -> dict[str, Any] | None:
        row = self._db.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM link WHERE url = ?",  # noqa: S608 - our columns
            (url,),
        ).fetchone()
        return dict(zip(_COLUMNS, row, strict=True)) if row else None

    def _write(self, row: dict[str, Any]) -> None:
        marks = ", ".join("?" * len(_COLUMNS))
        self._db.execute(f"INSERT OR REPLACE INTO link VALUES ({marks})", [row[name] for name in _COLUMNS])  # noqa: S608

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


def _connect(path: Path) -> sqlite3.Connection:
    """Connect to the file, as immutable in a read-only folder: SQLite would create files next to it even to read."""
    is_read_only = path.is_file() and not os.access(path.parent, os.W_OK)
    name = f"{path.absolute().as_uri()}?immutable=1" if is_read_only else path
    return sqlite3.connect(name, uri=is_read_only, timeout=_LOCK_SECONDS, isolation_level=None)


def _is_good(result: Result) -> bool:
    return result.verdict in (Verdict.OK, Verdict.MOVED)


def _failing(result: Result, before: dict[str, Any] | None) -> dict[str, Any]:
    """Return the columns that count failed runs; a link that is dead because it failed for long still counts.

    A failure that may be due to our network neither counts nor ends the count.
    """
    if result.verdict is not Verdict.FAILING and result.reason != "long-failing":
        return {"failing_since": None, "failing_runs": 0}
    if result.verdict is Verdict.FAILING and not REASONS[result.reason].ages:
        return {name: (before or {}).get(name) or none for name, none in (("failing_since", None), ("failing_runs", 0))}
    since = (before or {}).get("failing_since") or result.checked_at
    return {"failing_since": since, "failing_runs": (before or {}).get("failing_runs", 0) + 1}


def _row(result: Result) -> dict[str, Any]:
    return {name: getattr(result, name) for name in _RESULT_COLUMNS} | {"redirects": json.dumps(result.redirects)}


def _record(row: dict[str, Any]) -> LinkRecord:
    since = row["failing_since"]
    redirects = tuple((url, status) for url, status in json.loads(row["redirects"]))
    columns = {name: row[name] for name in _RESULT_COLUMNS}
    return LinkRecord(
        Result(**columns | {"verdict": Verdict(row["verdict"]), "redirects": redirects}),
        row["page_title"],
        row["etag"],
        row["last_modified"],
        row["validated_url"],
        row["last_ok"],
        datetime.fromisoformat(since) if since else None,
        row["failing_runs"],
    )


@contextmanager
def _errors_named(path: Path) -> Iterator[None]:
    """Turn errors of SQLite into a ``PathgenError`` that names the file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise PathgenError(f"cannot use {path} as the history of links: {error}") from error
    except sqlite3.DatabaseError as error:
        message = f"{path} is damaged or not a history of links ({error}); delete it, or use another file"
        raise PathgenError(message) from error


def verdicts(path: Path) -> dict[str, tuple[str, str]]:
    """Return the verdict on every link and the day of its last check; empty if the file does not exist.

    Raises:
        PathgenError: the file is not a history, or is damaged.
    """
    if not path.is_file():
        return {}
    with History(path) as known:
        return known.verdicts()


def is_history(path: Path) -> bool:
    """Whether a file is an SQLite database."""
    if not path.is_file():
        return False  # reading a pipe may block
    with closing(path.open("rb")) as file:
        return file.read(16) == b"SQLite format 3\0"
