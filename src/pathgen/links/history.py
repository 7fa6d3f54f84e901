"""What was found of each link, and when: one SQLite file, whole at any moment, for one run after another.

Every finished link is one transaction in write-ahead mode, so a process that is killed loses nothing that it was told
is kept (https://sqlite.org/wal.html); a second run at the same time waits for its turn.
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
from pathgen.links.verdict import Result, Verdict

FILE = "links.sqlite"
"""What the history is called where nobody names it; it stands beside the catalogue."""
APPLICATION_ID = 0x70674C48
"""Marks the file as ours (https://sqlite.org/pragma.html#pragma_application_id): "pgLH"."""
VERSION = 2
"""The version of the tables; each step from one to the next is a script of ``_STEPS``."""
_PATIENCE_SECONDS = 30.0
_STEPS = (
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
_OF_RESULT = (
    *("url", "verdict", "reason", "status", "final_url", "redirects", "attempts", "seconds", "checked_at"),
    *("archived", "suggestion", "detail", "notice"),
)
_COLUMNS = (
    *_OF_RESULT,
    *("last_ok", "failing_since", "failing_runs", "page_title", "etag", "last_modified", "validated_url"),
)


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """What is remembered of a link: its last result (without uses), and what helps the next check."""

    result: Result
    page_title: str = ""
    etag: str | None = None
    last_modified: str | None = None
    validated_url: str | None = None
    """The address that the two validators belong to."""
    last_ok: str | None = None
    failing_since: datetime | None = None
    failing_runs: int = 0
    """In how many runs without a break it has failed."""


@dataclass(frozen=True, slots=True)
class StatusPeriod:
    """A stretch of time in which a link gave the same verdict for the same reason."""

    first: str
    last: str
    times: int
    verdict: Verdict
    reason: str
    status: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class Capture:
    """What became of a page that an archive was asked to keep.

    Of ``job``, ``archived`` and ``error`` the last that is set counts; none is where no answer came.
    """

    url: str
    """As it was asked for: the same for every way to write one address."""
    asked_at: datetime
    job: str = ""
    """By which the archive tells how far it is."""
    archived: str = ""
    """The address of the copy."""
    error: str = ""
    """Why the archive could not keep it."""


class History:
    """A history file, opened for one thread; close it, or use it in ``with``."""

    def __init__(self, path: Path) -> None:
        """Open a history, or make one.

        Raises:
            PathgenError: the file is no history, is damaged, comes from a newer pathgen, or cannot be opened.
        """
        self.path = path
        with _telling(path):
            self._db = _connected(path)
            try:
                self._open()
            except BaseException:
                self._db.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _open(self) -> None:
        (found,) = self._db.execute("PRAGMA application_id").fetchone()
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        (tables,) = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if found != APPLICATION_ID and (found or version or tables):
            raise PathgenError(f"{self.path} is a database, but no history of links; name another file")
        if version > VERSION:
            raise PathgenError(f"{self.path} was written by a newer pathgen; update pathgen, or name another file")
        with suppress(sqlite3.OperationalError):  # another run writes just now: its mode is as safe, only slower
            self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        if version < VERSION:
            self._migrate()

    def _migrate(self) -> None:
        """Bring the tables to this version, in one transaction; another run may have done so meanwhile."""
        with self._transaction():
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            for step in _STEPS[version:]:
                for statement in filter(str.strip, step.split(";")):
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
            if self._db.in_transaction:  # SQLite ended it itself where the disk is full
                self._db.execute("ROLLBACK")
            raise

    def recall(self) -> dict[str, LinkRecord]:
        """Give what is remembered of every link, by its address."""
        with _telling(self.path):
            rows = self._db.execute(f"SELECT {', '.join(_COLUMNS)} FROM link").fetchall()  # noqa: S608 - our columns
            return {row[0]: _past(dict(zip(_COLUMNS, row, strict=True))) for row in rows}

    def verdicts(self) -> dict[str, tuple[str, str]]:
        """Give the verdict on every link, and the day of the check, by its address."""
        with _telling(self.path):
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
        """Keep what was found of a link; when this returns, it stays whatever becomes of the process."""
        with _telling(self.path), self._transaction():
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
            self._tell(result)

    def remember_copy(self, url: str, archived: str) -> None:
        """Keep the archived copy that was found of a link."""
        with _telling(self.path):
            self._db.execute("UPDATE link SET archived = ? WHERE url = ?", (archived, url))

    def captures(self) -> dict[str, Capture]:
        """Give what became of every page that an archive was asked to keep, by its address."""
        with _telling(self.path):
            rows = self._db.execute("SELECT url, asked_at, job, archived, error FROM capture").fetchall()
        return {url: Capture(url, datetime.fromisoformat(asked_at), *rest) for url, asked_at, *rest in rows}

    def begin_capture(self, capture: Capture, before: Capture | None) -> bool:
        """Note that an archive is about to be asked; not where another run noted so since ``before`` was read."""
        with _telling(self.path):
            done = self._db.execute(
                "INSERT INTO capture VALUES (?, ?, '', '', '') ON CONFLICT (url) DO UPDATE SET"
                " asked_at = excluded.asked_at, job = '', archived = '', error = '' WHERE asked_at = ?",
                (capture.url, capture.asked_at.isoformat(), before and before.asked_at.isoformat()),
            )
        return done.rowcount == 1

    def remember_capture(self, capture: Capture) -> None:
        """Keep what became of a page that an archive was asked to keep."""
        values = (capture.url, capture.asked_at.isoformat(), capture.job, capture.archived, capture.error)
        with _telling(self.path):
            self._db.execute("INSERT OR REPLACE INTO capture VALUES (?, ?, ?, ?, ?)", values)

    def forget_capture(self, url: str) -> None:
        """Forget that an archive was asked: it did not take the request in."""
        with _telling(self.path):
            self._db.execute("DELETE FROM capture WHERE url = ?", (url,))

    def status_history(self, url: str) -> list[StatusPeriod]:
        """Tell all that was found of a link, oldest first."""
        with _telling(self.path):
            rows = self._db.execute(
                "SELECT first, last, times, verdict, reason, status, detail FROM story WHERE url = ? ORDER BY first",
                (url,),
            ).fetchall()
        return [
            StatusPeriod(first, last, times, Verdict(verdict), *rest) for first, last, times, verdict, *rest in rows
        ]

    def beginnings(self) -> dict[str, str]:
        """Tell of every link since when it is as it is now."""
        with _telling(self.path):
            return dict(self._db.execute("SELECT url, max(first) FROM story GROUP BY url"))

    def merge(self, other: Path) -> None:
        """Take in another history: of each link and capture the newer state, and both stories. Twice is as once."""
        with History(other) as theirs, _telling(self.path), self._transaction():
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

    def _tell(self, result: Result) -> None:
        """Lengthen the last chapter of a link's story, or begin a new one."""
        last = self._db.execute(
            "SELECT first, verdict, reason, status FROM story WHERE url = ? ORDER BY first DESC LIMIT 1", (result.url,)
        ).fetchone()
        if last and last[1:] == (result.verdict, result.reason, result.status):
            self._db.execute(
                "UPDATE story SET last = ?, times = times + 1 WHERE url = ? AND first = ?",
                (result.checked_at, result.url, last[0]),
            )
            return
        chapter = (result.checked_at, result.checked_at, 1, result.verdict, result.reason, result.status, result.detail)
        self._db.execute("INSERT OR REPLACE INTO story VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (result.url, *chapter))


def _connected(path: Path) -> sqlite3.Connection:
    """Connect to the file: SQLite writes beside what it reads, unless it is told that nobody writes to it."""
    is_kept = path.is_file() and not os.access(path.parent, os.W_OK)
    name = f"{path.absolute().as_uri()}?immutable=1" if is_kept else path
    return sqlite3.connect(name, uri=is_kept, timeout=_PATIENCE_SECONDS, isolation_level=None)


def _is_good(result: Result) -> bool:
    return result.verdict in (Verdict.OK, Verdict.MOVED)


def _failing(result: Result, before: dict[str, Any] | None) -> dict[str, Any]:
    """Count the failing runs; dead of too many of them still fails."""
    if result.verdict is not Verdict.FAILING and result.reason != "long-failing":
        return {"failing_since": None, "failing_runs": 0}
    since = (before or {}).get("failing_since") or result.checked_at
    return {"failing_since": since, "failing_runs": (before or {}).get("failing_runs", 0) + 1}


def _row(result: Result) -> dict[str, Any]:
    return {name: getattr(result, name) for name in _OF_RESULT} | {"redirects": json.dumps(result.redirects)}


def _past(row: dict[str, Any]) -> LinkRecord:
    since = row["failing_since"]
    redirects = tuple((url, status) for url, status in json.loads(row["redirects"]))
    own = {name: row[name] for name in _OF_RESULT} | {"verdict": Verdict(row["verdict"]), "redirects": redirects}
    return LinkRecord(
        Result(**own),
        row["page_title"],
        row["etag"],
        row["last_modified"],
        row["validated_url"],
        row["last_ok"],
        datetime.fromisoformat(since) if since else None,
        row["failing_runs"],
    )


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Tell what is wrong with the file in a line."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise PathgenError(f"{path} cannot be used as the history of links: {error}") from error
    except sqlite3.DatabaseError as error:
        raise PathgenError(f"{path} is damaged or no history of links ({error}); delete it, or name another") from error


def verdicts(path: Path) -> dict[str, tuple[str, str]]:
    """Read what the last check said of each address, and on which day; a file that is not there knows nothing.

    Raises:
        PathgenError: the file is no history, or is damaged.
    """
    if not path.is_file():
        return {}
    with History(path) as known:
        return known.verdicts()


def is_history(path: Path) -> bool:
    """Whether a file is an SQLite database."""
    if not path.is_file():
        return False  # a pipe may never end
    with closing(path.open("rb")) as file:
        return file.read(16) == b"SQLite format 3\0"
