"""The file of the history: told apart from other files, brought to the version of its tables, whole at any moment.

Every transaction is written ahead, so a process that is killed loses none that was committed
(https://sqlite.org/wal.html); a second process waits for its turn.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pathgen.errors import PathgenError

APPLICATION_ID = 0x70674C48
"""Marks the file as ours (https://sqlite.org/pragma.html#pragma_application_id): "pgLH"."""
VERSION = 1
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
)
_OF_ITS_PLACE = frozenset(
    {
        *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY),
        *(sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_AUTH),
    }
)
"""The failures that say nothing of what is in the file (https://sqlite.org/rescode.html)."""
_PRIMARY = 0xFF
"""The bits of an extended result code that hold the primary one."""


class Database:
    """A history's file, opened for one thread."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it.

        Raises:
            PathgenError: it is no history, is damaged, comes from a newer pathgen, or cannot be opened.
        """
        self.path = path
        with self._telling():
            self._connection = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
            try:
                self._open()
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def execute(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """Run a statement and give all its rows."""
        with self._telling():
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written in this block, or nothing; once it ended, it stays whatever becomes of the process."""
        with self._telling():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has undone it already
                    self._connection.execute("ROLLBACK")
                raise

    def damaged(self, why: object) -> PathgenError:
        """Say that what is in the file makes no sense, and how to mend it."""
        return PathgenError(f"{self.path} is damaged or no history of links ({why}); delete it, or name another")

    def _open(self) -> None:
        self._connection.execute("BEGIN")  # one look: another run may be making the file at this moment
        ((found, version, tables),) = self._connection.execute(
            "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)"
            " FROM pragma_application_id, pragma_user_version"
        )
        self._connection.execute("COMMIT")
        if found != APPLICATION_ID and (found or version or tables):
            raise PathgenError(f"{self.path} is a database, but no history of links; name another file")
        if version > VERSION:
            raise PathgenError(f"{self.path} was written by a newer pathgen; update pathgen, or name another file")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        if version < VERSION:
            self._migrate()

    def _migrate(self) -> None:
        """Bring the tables to this version, in one transaction; another run may have done so meanwhile."""
        with self.transaction():
            ((version,),) = self._connection.execute("PRAGMA user_version")
            for step in _STEPS[version:]:
                for statement in filter(str.strip, step.split(";")):
                    self._connection.execute(statement)
            self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self._connection.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Tell what is wrong with the file in a line; a wrong use of it is our bug."""
        try:
            yield
        except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
            raise
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            if getattr(error, "sqlite_errorcode", 0) & _PRIMARY not in _OF_ITS_PLACE:
                raise self.damaged(error) from error
            raise PathgenError(f"{self.path} cannot be used as the history of links: {error}") from error
