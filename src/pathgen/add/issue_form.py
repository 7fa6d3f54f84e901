"""Read a suggestion from the repository's issue form. A stranger wrote it: it is data, never instructions.

GitHub writes a submitted form into the issue as ``### Label``, an empty line and the answer, for each field of
``.github/ISSUE_TEMPLATE/suggest-entry.yml``; ``_No response_`` where nothing was answered.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pathgen.errors import PathgenError
from pathgen.files import read_bytes

FIELDS = {
    "URL": "url",
    "Title": "title",
    "Creators": "creators",
    "Year": "year",
    "Kind": "kind",
    "Where on the path?": "to",
    "Why?": "why",
    "Minutes": "minutes",
    "Level": "level",
    "Language": "language",
    "Access": "access",
    "Anything else": "",
}
"""The labels of the form, and the option of ``pathgen add`` that each fills; the last is for people."""
MOST_BYTES = 1024 * 1024
"""GitHub's events are smaller: an issue has 65,536 characters at most."""
_EMPTY = "_No response_"
_HEADING = re.compile(r"^###[ \t]+(.*?)[ \t]*$", re.MULTILINE)
_SEVERAL_LINES = frozenset({"why", ""})


def read_event(file: Path) -> dict[str, str]:
    """Return the answers in a GitHub event about an issue (``$GITHUB_EVENT_PATH``), by option.

    Raises:
        PathgenError: the file cannot be read, or does not contain the form; the text says what is wrong.
    """
    data = read_bytes(file, MOST_BYTES)
    try:
        event: Any = json.loads(data) if len(data) <= MOST_BYTES else None
        body = event["issue"]["body"]
    except (ValueError, KeyError, TypeError, RecursionError):
        body = None
    if not isinstance(body, str):
        raise PathgenError(f"{file} is not a GitHub event about an issue with a text")
    return read_form(body)


def read_form(body: str) -> dict[str, str]:
    """Return the answers of a submitted form, ``{option: text}``, without the empty ones.

    Raises:
        PathgenError: a field appears twice, or has several lines where only one is allowed.
    """
    text = body.replace("\r\n", "\n")
    marks = [match for match in _HEADING.finditer(text) if match[1] in FIELDS]
    answers: dict[str, str] = {}
    long: list[str] = []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=False):
        label, answer = mark[1], text[mark.end() : end].strip()
        if label in answers:
            raise PathgenError(
                f"the form has the heading {label!r} twice: delete one in the issue, then label it again"
            )
        if FIELDS[label] == "creators":  # people write one name a line, too
            answer = "; ".join(filter(None, (line.strip() for line in answer.split("\n"))))
        if "\n" in answer and FIELDS[label] not in _SEVERAL_LINES:
            long.append(label)
        answers[label] = "" if answer == _EMPTY else answer
    if long:
        labels = " and ".join(map(repr, long))
        raise PathgenError(
            f"several lines in the answer to {labels}: keep one of them in the issue, then label it again"
        )
    if "URL" not in answers:
        raise PathgenError("the issue was not written with the form: it has no heading 'URL'")
    found = {FIELDS[label]: answer for label, answer in answers.items() if FIELDS[label] and answer}
    if "level" in found:  # "beginner (school mathematics)"
        found["level"] = found["level"].partition(" (")[0]
    return found
