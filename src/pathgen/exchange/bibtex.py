"""BibTeX: papers and books, for those who write."""

from __future__ import annotations

import logging
import re
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.model import Entry

from pathgen.cite import as_bibtex, is_citable
from pathgen.exchange.given import Given
from pathgen.exchange.imported import Imported, Lines, Link, line
from pathgen.exchange.rows import Table

_KINDS = {"article": "paper", "inproceedings": "paper", "conference": "paper", "techreport": "paper", "book": "book",
          "inbook": "book-chapter", "incollection": "book-chapter"}  # fmt: skip
_YEAR = re.compile(r"\b[12][0-9]{3}\b")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it logs is in the report, with its line


def write(given: Given) -> bytes:
    """Write a record for each paper and book; the other entries have no form in BibTeX."""
    records: dict[str, str] = {}
    for section, _ in given.sections():
        for entry in given.entries(section):
            if is_citable(entry):
                records.setdefault(entry.id, "\n".join(as_bibtex(entry)) + "\n")
    return "\n".join(records.values()).encode()


def read(made: Imported) -> None:
    """Read each record that has an address, a DOI or an arXiv number."""
    text = made.source.text
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware(allow_inplace_modification=True)])
    blocks = sorted(library.blocks, key=lambda block: block.start_line or 0)
    lines, table = Lines(text), Table(made)
    failed = {id(block): block for block in library.failed_blocks}
    for block in blocks:
        at = lines.start((block.start_line or 0) + 1)
        if id(block) in failed:
            made.tell(at, f"this record is not understood: {line(str(failed[id(block)].error)) or 'it is not closed'}")
        elif isinstance(block, Entry):
            _entry(made, table, block, at)


def _entry(made: Imported, table: Table, record: Any, at: int) -> None:
    fields = {field.key.lower(): line(str(field.value)).replace("{", "").replace("}", "") for field in record.fields}
    url = fields.get("url") or _address(fields)
    if not url:
        made.tell(at, f"the record {record.key} has no url, doi or eprint: not taken")
        return
    link = Link(
        fields.get("title", record.key), url.replace("\\", ""), at, fields.get("abstract") or fields.get("note", "")
    )
    people = [_name(name) for name in _AND.split(fields.get("author") or fields.get("editor", "")) if name.strip()]
    year = _YEAR.search(fields.get("year") or fields.get("date", ""))
    kind = _KINDS.get(record.entry_type.lower())
    for name, value in (("creators", people), ("year", year and year[0]), ("kind", kind)):
        if value:
            table.field(link, name, value)
    made.top.links.append(link)


def _address(fields: dict[str, str]) -> str:
    if fields.get("doi"):
        return f"https://doi.org/{fields['doi'].removeprefix('https://doi.org/')}"
    if fields.get("eprint") and fields.get("archiveprefix", "arXiv").lower() == "arxiv":
        return f"https://arxiv.org/abs/{fields['eprint']}"
    return ""


def _name(name: str) -> str:
    """Turn ``Last, First`` round."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else name.strip()
