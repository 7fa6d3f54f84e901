"""What was found of each link, and when: one SQLite file for one run after another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pathgen.links.database import Database
from pathgen.links.reasons import REASONS
from pathgen.links.verdict import Result, Verdict

_COLUMNS = (
    *("url", "verdict", "reason", "status", "final_url", "redirects", "attempts", "seconds", "checked_at"),
    *("archived", "suggestion", "detail", "notice"),
    *("page_title", "etag", "last_modified", "validated_url", "last_ok", "failing_since", "failing_runs"),
)
"""The columns of ``link`` in the order of the fields of ``Result``, as far as it has them, and ``Past``."""
_ALL = ", ".join(_COLUMNS)
_GOOD = (Verdict.OK, Verdict.MOVED)


@dataclass(frozen=True, slots=True)
class Past:
    """What is remembered of a link: its last result (without uses), and what helps the next check."""

    result: Result
    page_title: str = ""
    """The title of the page when it was last well."""
    etag: str | None = None
    last_modified: str | None = None
    validated_url: str | None = None
    """The address that the two validators belong to."""
    last_ok: str | None = None
    failing_since: datetime | None = None
    failing_runs: int = 0
    """In how many runs without a break it has failed."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of time in which a link gave the same verdict for the same reason."""

    first: str
    last: str
    times: int
    verdict: Verdict
    reason: str
    status: int | None
    detail: str


class History:
    """A history file, opened for one thread; close it, or use it in ``with``.

    Whatever it does raises a PathgenError where the file turns out to be damaged.
    """

    def __init__(self, path: Path) -> None:
        """Open a history, or make one.

        Raises:
            PathgenError: the file is no history, is damaged, comes from a newer pathgen, or cannot be opened.
        """
        self._file = Database(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def recall(self) -> dict[str, Past]:
        """Give what is remembered of every link, by its address.

        A reason that only another version of pathgen knows is as good as none: the link is asked again.
        """
        rows = self._file.execute(f"SELECT {_ALL} FROM link")  # noqa: S608 - our columns
        try:
            return {row[0]: _past(row) for row in rows if row[2] in REASONS}
        except (ValueError, TypeError) as error:
            raise self._file.damaged(error) from error

    def remember(
        self,
        result: Result,
        page_title: str = "",
        etag: str | None = None,
        last_modified: str | None = None,
        validated_url: str | None = None,
    ) -> None:
        """Keep what was found of a link; when this returns, it stays whatever becomes of the process.

        What was not checked, as pathgen itself failed on it, says nothing of a link and leaves it as it was.
        """
        if result.checked_at is None:
            return
        row = _row(result) | {"page_title": "", "etag": None, "last_modified": None, "validated_url": None}
        if result.verdict in _GOOD:
            row |= {"page_title": page_title, "etag": etag, "last_modified": last_modified}
            row |= {"validated_url": validated_url, "last_ok": result.checked_at}
        row = {name: _storable(value) for name, value in row.items()}
        with self._file.transaction():
            before = self._state(row["url"])
            self._write(_carried(row | _failing(result, before), before))
            self._tell(row)

    def remember_copy(self, url: str, archived: str) -> None:
        """Keep the archived copy that was found of a link."""
        self._file.execute("UPDATE link SET archived = ? WHERE url = ?", (archived, url))

    def story(self, url: str) -> list[Chapter]:
        """Tell all that was found of a link, oldest first."""
        rows = self._file.execute(
            "SELECT first, last, times, verdict, reason, status, detail FROM story WHERE url = ? ORDER BY first", (url,)
        )
        try:
            return [Chapter(first, last, times, Verdict(verdict), *rest) for first, last, times, verdict, *rest in rows]
        except ValueError as error:
            raise self._file.damaged(error) from error

    def since(self) -> dict[str, str]:
        """Tell since when each link has had its verdict, by its address; what is dead of failing, since it failed."""
        return dict(
            self._file.execute(
                "SELECT url, coalesce(link.failing_since, min(story.first)) FROM link JOIN story USING (url)"
                " WHERE story.first > coalesce((SELECT max(other.first) FROM story AS other"
                " WHERE other.url = link.url AND other.verdict != link.verdict), '') GROUP BY url"
            )
        )

    def merge(self, other: Path) -> None:
        """Take in another history: of each link the newer state, and both stories. Twice is as once."""
        with History(other) as theirs, self._file.transaction():
            for state in theirs._states():
                ours = self._state(state["url"])
                newer, older = (ours, state) if ours and ours["checked_at"] >= state["checked_at"] else (state, ours)
                self._write(_carried(newer, older))
            for chapter in theirs._file.execute("SELECT * FROM story"):
                self._file.execute(
                    "INSERT INTO story VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url, first) DO UPDATE SET"
                    " last = excluded.last, times = excluded.times WHERE excluded.last > last",
                    chapter,
                )

    def _states(self) -> Iterator[dict[str, Any]]:
        rows = self._file.execute(f"SELECT {_ALL} FROM link")  # noqa: S608 - our columns
        return (dict(zip(_COLUMNS, row, strict=True)) for row in rows)

    def _state(self, url: str) -> dict[str, Any] | None:
        rows = self._file.execute(f"SELECT {_ALL} FROM link WHERE url = ?", (url,))  # noqa: S608 - our columns
        return dict(zip(_COLUMNS, rows[0], strict=True)) if rows else None

    def _write(self, state: dict[str, Any]) -> None:
        marks = ", ".join("?" * len(_COLUMNS))
        values = [state[name] for name in _COLUMNS]
        self._file.execute(f"INSERT OR REPLACE INTO link ({_ALL}) VALUES ({marks})", values)  # noqa: S608 - our columns

    def _tell(self, row: dict[str, Any]) -> None:
        """Lengthen the last chapter of a link's story, or begin a new one."""
        url, when, what = row["url"], row["checked_at"], (row["verdict"], row["reason"], row["status"])
        last = self._file.execute(
            "SELECT first, verdict, reason, status FROM story WHERE url = ? ORDER BY first DESC LIMIT 1", (url,)
        )
        if last and last[0][1:] == what:
            self._file.execute(
                "UPDATE story SET last = max(last, ?), times = times + 1 WHERE url = ? AND first = ?",
                (when, url, last[0][0]),
            )
        else:
            self._file.execute(
                "INSERT OR REPLACE INTO story VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (url, when, when, 1, *what, row["detail"])
            )


def _carried(newer: dict[str, Any], older: dict[str, Any] | None) -> dict[str, Any]:
    """Take over from an older state what a newer one does not know any better."""
    if older is None:
        return newer
    return newer | {
        "archived": newer["archived"] or older["archived"],
        "page_title": newer["page_title"] or older["page_title"],
        "last_ok": max(newer["last_ok"] or "", older["last_ok"] or "") or None,
    }


def _failing(result: Result, before: dict[str, Any] | None) -> dict[str, Any]:
    """Count the failing runs; dead of too many of them still fails."""
    if result.verdict is not Verdict.FAILING and result.reason != "long-failing":
        return {"failing_since": None, "failing_runs": 0}
    known = before or {"failing_since": None, "failing_runs": 0}
    return {
        "failing_since": known["failing_since"] or result.checked_at,
        "failing_runs": known["failing_runs"] + 1,
    }


def _row(result: Result) -> dict[str, Any]:
    own = {name: getattr(result, name, None) for name in _COLUMNS}
    return own | {"verdict": str(result.verdict), "redirects": json.dumps(result.redirects)}


def _storable(value: Any) -> Any:
    """Write out what is no character, such as half of a pair that a server sent: SQLite keeps UTF-8."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


_VERDICTS = {str(verdict): verdict for verdict in Verdict}


def _past(row: tuple[Any, ...]) -> Past:
    url, verdict, reason, status, final_url, redirects, attempts, seconds, checked_at, *more = row
    archived, suggestion, detail, notice, title, etag, last_modified, validated_url, last_ok, since, runs = more
    hops = tuple((hop, code) for hop, code in json.loads(redirects)) if redirects != "[]" else ()
    datetime.fromisoformat(checked_at)
    result = Result(
        *(url, Verdict(verdict), reason, status, final_url, hops, attempts, seconds, checked_at),
        **{"archived": archived, "suggestion": suggestion, "detail": detail, "notice": notice},
    )
    failing_since = datetime.fromisoformat(since) if since else None
    return Past(result, title, etag, last_modified, validated_url, last_ok, failing_since, runs)


def is_history(path: Path) -> bool:
    """Whether a file is an SQLite database (https://sqlite.org/fileformat2.html §1.3.1)."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"
