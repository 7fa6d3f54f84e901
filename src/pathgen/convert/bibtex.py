"""BibTeX: papers and books, for those who write."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from pathgen.catalogue.citation import as_bibtex, is_citable
from pathgen.convert.export_context import ExportContext
from pathgen.convert.import_list import LONGEST_RECORD, ImportedLink, ImportedList, LineOffsets, line
from pathgen.convert.table import Table
from pathgen.diagnostics import Severity

_KINDS = {"article": "paper", "inproceedings": "paper", "conference": "paper", "techreport": "paper", "book": "book",
          "inbook": "book-chapter", "incollection": "book-chapter"}  # fmt: skip
_PART = 100_000
"""How many characters are parsed at a time, at least."""
_BEGIN = re.compile(r"\n@|[})][ \t]*@\w+[ \t]*[{(]")
_LONGEST_TEX = 5_000
_SIGNS = {
    "textbar": "|", "textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^", "textless": "<",
    "textgreater": ">", "textquotedbl": '"', "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX",
}  # fmt: skip
"""What the reader of TeX does not know, and what it reads as another sign."""
_YEAR = re.compile(r"\b[12][0-9]{3}\b")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it logs is in the report, with its line


def write(given: ExportContext) -> bytes:
    """Write a record for each paper and book; the other entries have no form in BibTeX."""
    records: dict[str, str] = {}
    for section, _ in given.sections():
        for entry in given.entries(section):
            if is_citable(entry):
                records.setdefault(entry.id, "\n".join(as_bibtex(entry)) + "\n")
    return "\n".join(records.values()).encode()


def read(made: ImportedList) -> None:
    """Read each record that has an address, a DOI or an arXiv number; some at a time, as the parser keeps them all."""
    table, lines = Table(made), LineOffsets(made.source.text)
    before = 0
    for text in _parts(made):
        library = parse_string(text if "{" in text or "(" in text else "")
        failed = {id(block): block for block in library.failed_blocks}
        for block in sorted(library.blocks, key=lambda block: block.start_line or 0):
            at = lines.start(before + (block.start_line or 0) + 1)
            if id(block) in failed:
                why = line(str(failed[id(block)].error)) or "it is not closed"
                made.report(at, f"this record is not understood: {why}")
            elif isinstance(block, Entry):
                _entry(made, table, block, at)
            else:
                made.count(at)  # a comment or an abbreviation takes time, too
        before += text.count("\n")


def _parts(made: ImportedList) -> Iterator[str]:
    """Cut a text where a record begins: on a line of its own, or behind the bracket that ends another."""
    text, start = made.source.text, 0
    while start < len(text):
        found = _BEGIN.search(text, start + _PART, start + LONGEST_RECORD)
        end = found.start() + 1 if found else len(text)
        if end > start + LONGEST_RECORD:
            message = (
                f"no record begins in the next {LONGEST_RECORD:,} characters: this is no BibTeX, or a bracket is open"
            )
            made.report(start, message, severity=Severity.ERROR)
            return
        yield text[start:end]
        start = end


def _reader_of_tex() -> LatexNodes2Text:
    known = get_default_latex_context_db()
    signs = [MacroTextSpec(name, sign) for name, sign in _SIGNS.items()]
    known.add_context_category("signs", prepend=True, macros=signs)
    return LatexNodes2Text(known, keep_braced_groups=False)


_TEX = _reader_of_tex()


def _plain(value: str) -> str:
    """Read what TeX commands say; a value that is no TeX stays as it is, without its braces."""
    if "\\" in value and len(value) <= _LONGEST_TEX:
        with suppress(Exception):  # the reader of TeX promises nothing on what is none
            return line(_TEX.latex_to_text(value))
    return line(value).replace("{", "").replace("}", "")


def _entry(made: ImportedList, table: Table, record: Any, at: int) -> None:
    fields = {field.key.lower(): _plain(str(field.value)) for field in record.fields}
    url = fields.get("url") or _address(fields)
    if not url:
        made.report(at, f"the record {record.key} has no url, doi or eprint: not taken")
        return
    link = ImportedLink(
        fields.get("title", record.key), url.replace("\\", ""), at, fields.get("abstract") or fields.get("note", "")
    )
    people = [_name(name) for name in _AND.split(fields.get("author") or fields.get("editor", "")) if name.strip()]
    year = _YEAR.search(fields.get("year") or fields.get("date", ""))
    kind = _KINDS.get(record.entry_type.lower())
    for name, value in (("creators", people), ("year", year and year[0]), ("kind", kind)):
        if value:
            table.field(link, name, value)
    made.put(link, made.top)


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
