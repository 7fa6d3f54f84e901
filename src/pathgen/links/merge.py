"""Merging the reports of shards into one, as if one run had made it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pathgen.diagnostics import Location
from pathgen.errors import PathgenError
from pathgen.files import read_bytes
from pathgen.links.link import Occurrence
from pathgen.links.offers import without_shared_offers
from pathgen.links.reasons import REASONS
from pathgen.links.report import LinkReport, report_of
from pathgen.links.verdict import Result, Verdict

MAX_BYTES = 256 * 1024 * 1024
"""The largest report read: one of 100,000 links takes about 60 MB."""
_TEXTS = ("url", "detail", "notice")
_MAYBE = ("final_url", "checked_at", "archived", "suggestion")


def merged(paths: Iterable[Path]) -> LinkReport:
    """Return reports merged into one; of a link that is in several, the checked result counts, and of those the latest.

    Raises:
        PathgenError: a file cannot be read, or is not a JSON report of check-links.
    """
    found: dict[str, Result] = {}
    catalogue = ""
    for path in paths:
        for result in _read(path):
            catalogue = catalogue or next((use.span.file for use in result.uses), "")
            known = found.get(result.url)
            if known is None or _weight(result) > _weight(known):
                found[result.url] = result
    return report_of(catalogue or "resources.yaml", without_shared_offers(found.values()))


def _weight(result: Result) -> tuple[bool, str]:
    return result.verdict is not Verdict.SKIPPED, result.checked_at or ""


def _read(path: Path) -> list[Result]:
    data = read_bytes(path, MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise PathgenError(f"{path} is larger than {MAX_BYTES // 2**20} MB")
    try:
        document = json.loads(data)
        if document["schema"] != 1:
            raise PathgenError(f"{path} is a report of another version")
        return [_result(link) for link in document["links"]]
    except (ValueError, OverflowError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PathgenError(f"{path} is not a JSON report of pathgen check-links") from error


def _result(link: dict[str, Any]) -> Result:
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
        uses=tuple(map(_use, link["uses"])),
        **{name: link[name] for name in (*_TEXTS, *_MAYBE)},
    )


def _use(use: dict[str, Any]) -> Occurrence:
    line, column = int(use["line"]), int(use["column"])
    if line < 1 or column < 1:
        raise ValueError
    location = Location(str(use["file"]), line, column, line, column + 1)
    return Occurrence(str(use["id"]), str(use["field"]), location)
