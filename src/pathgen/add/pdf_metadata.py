"""Read the metadata of a PDF in a separate process: a hostile file can only crash that.

``python -m pathgen.add.pdf_metadata`` reads a PDF from its input and writes what it found as JSON.
"""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from typing import Any

from pathgen.add.metadata import Hint, clean, hint, reading_time
from pathgen.child_python import child_python

SECONDS = 10
"""The most seconds that reading a file may take."""
_MOST_MEMORY = 2**30
_SAMPLE = 10
"""How many pages are read to estimate the words of all."""
_JUNK = re.compile(
    r"^(?:untitled|microsoft word - .*|.*\.(?:docx?|dvi|indd|pdf|pptx?|tex|xml)|slide 1|title)$", re.IGNORECASE
)
"""What programs write if the author did not set a title."""


def hints_of_pdf(data: bytes) -> list[Hint]:
    """Return the hints of a PDF; an empty list if it is broken or takes too long."""
    command = child_python("-m", "pathgen.add.pdf_metadata")
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=True)
        said: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        return []
    title = clean(said.get("title"))
    words = int(said.get("words") or 0)
    return [
        *hint("title", "" if _JUNK.fullmatch(title) else title, "PDF title"),
        *hint("creators", re.split(r"\s*;\s*|\s+and\s+", clean(said.get("author"), 1000)), "PDF author"),
        *hint("year", said.get("year"), "PDF creation date"),
        *hint("language", said.get("language"), "PDF language"),
        *hint("minutes", reading_time(words), f"about {words:,} words on {said.get('pages')} pages"),
    ]


def _facts(data: bytes) -> dict[str, Any]:
    from pypdf import PdfReader  # noqa: PLC0415 - only the process that reads a PDF waits for it

    reader = PdfReader(BytesIO(data))
    facts: dict[str, Any] = {"pages": len(reader.pages)}
    about = reader.metadata
    if about is not None:
        facts |= {"title": about.title, "author": about.author}
        with suppress(ValueError):
            facts["year"] = about.creation_date.year if about.creation_date else None
    facts["language"] = str(reader.root_object.get("/Lang") or "")
    sample = reader.pages[:_SAMPLE]
    words = sum(len(page.extract_text().split()) for page in sample)
    facts["words"] = words * facts["pages"] // max(len(sample), 1)
    return facts


def _limit_memory() -> None:
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limits
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


if __name__ == "__main__":
    _limit_memory()
    logging.disable()
    sys.stdout.write(json.dumps(_facts(sys.stdin.buffer.read())))
