"""Reports of shards, joined into one as if one run had made them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

from pathgen.diagnostics import Source, Span
from pathgen.errors import PathgenError
from pathgen.files import read_bytes
from pathgen.links.link import Occurrence
from pathgen.links.reasons import REASONS
from pathgen.links.report import LinkReport, report_of
from pathgen.links.verdict import Result, Verdict

MAX_BYTES = 256 * 1024 * 1024
"""The largest report read: one of 100,000 links takes about 60 MB."""
_LONGEST = 1_000_000
"""The most lines or columns that a place is taken to have."""
_MOST = 64 * 1024 * 1024
"""The most characters of all files in which places are: a catalogue has a quarter of them at most, prose the rest."""
_TEXTS = ("url", "detail", "notice")
_MAYBE = ("final_url", "checked_at", "archived", "suggestion")


def merged(paths: Iterable[Path]) -> LinkReport:
    """Join reports; of a link that several tell of, the one that was checked counts, and of those the latest.

    Raises:
        PathgenError: a file cannot be read, or is no JSON report of check-links, or its places would fill the memory.
    """
    found: dict[str, Result] = {}
    places = _Places()
    for path in paths:
        for one in _read(path, places):
            known = found.get(one.url)
            if known is None or _weight(one) > _weight(known):
                found[one.url] = one
    results = [replace(one, uses=tuple(map(places.placed, one.uses))) for one in found.values()]
    return report_of(next(iter(places.columns), "resources.yaml"), results)


class _Places:
    """Makes places that read as a report tells them, in files of which nothing else is known: blank ones."""

    def __init__(self) -> None:
        self.columns: dict[str, dict[int, int]] = {}
        """How long each line that is spoken of has to be: ``{file: {line: columns}}``."""
        self.last: dict[str, int] = {}
        self.length = 0
        self._sources: dict[str, tuple[Source, list[int]]] = {}

    def note(self, use: dict[str, Any]) -> Occurrence:
        """Read a use; until all are noted its span holds line and column."""
        file, line, column = str(use["file"]), int(use["line"]), int(use["column"])
        if not (0 < line <= _LONGEST and 0 < column <= _LONGEST):
            raise ValueError
        lines, last = self.columns.setdefault(file, {}), self.last.get(file, 0)
        self.length += max(line - last, 0) + max(column - lines.get(line, 0), 0)
        if self.length > _MOST:
            raise ValueError
        self.last[file] = max(last, line)
        lines[line] = max(lines.get(line, 0), column)
        return Occurrence(str(use["id"]), str(use["field"]), Span(Source(file, ""), line, column))

    def placed(self, use: Occurrence) -> Occurrence:
        """Give the use its place."""
        file, line, column = use.span.file, use.span.start, use.span.end
        if file not in self._sources:
            lines = self.columns[file]
            texts = [" " * lines.get(number, 0) for number in range(1, max(lines) + 1)]
            starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
            self._sources[file] = Source(file, "\n".join(texts)), starts
        source, starts = self._sources[file]
        start = starts[line - 1] + column - 1
        return replace(use, span=Span(source, start, start + 1))


def _weight(result: Result) -> tuple[bool, str]:
    return result.verdict is not Verdict.SKIPPED, result.checked_at or ""


def _read(path: Path, places: _Places) -> list[Result]:
    data = read_bytes(path, MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise PathgenError(f"{path} is larger than {MAX_BYTES // 2**20} MB")
    try:
        document = json.loads(data)
        if document["schema"] != 1:
            raise PathgenError(f"{path} is a report of another version")
        return [_result(link, places) for link in document["links"]]
    except (ValueError, OverflowError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PathgenError(f"{path} is no JSON report of pathgen check-links") from error


def _result(link: dict[str, Any], places: _Places) -> Result:
    if not all(isinstance(link[name], str) for name in _TEXTS) or link["reason"] not in REASONS:
        raise TypeError
    if not all(link[name] is None or isinstance(link[name], str) for name in _MAYBE):
        raise TypeError
    return Result(
        verdict=Verdict(link["verdict"]),
        reason=link["reason"],
        status=None if link["status"] is None else int(link["status"]),
        redirects=tuple((str(hop["url"]), int(hop["status"])) for hop in link["redirects"]),
        attempts=int(link["attempts"]),
        seconds=float(link["seconds"]),
        from_history=bool(link["from_history"]),
        uses=tuple(map(places.note, link["uses"])),
        **{name: link[name] for name in (*_TEXTS, *_MAYBE)},
    )
