"""BibTeX: the papers and books of a path, for people who cite them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateFieldKeyBlock, Entry
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from pathgen.catalogue.citation import as_bibtex, is_citable
from pathgen.convert.export_context import ExportContext
from pathgen.convert.given_values import addresses_in, split_tags
from pathgen.convert.import_list import LONGEST_RECORD, ImportedList, LineOffsets, line
from pathgen.convert.table import Table
from pathgen.diagnostics import Severity

_KINDS = {"article": "paper", "inproceedings": "paper", "conference": "paper", "techreport": "paper", "book": "book",
          "inbook": "book-chapter", "incollection": "book-chapter"}  # fmt: skip
_PART = 100_000
"""The fewest characters parsed at a time."""
_BEGIN = re.compile(r"\n@|[})][ \t]*@\w+[ \t]*[{(]")
_LONGEST_TEX = 5_000
_SIGNS = {
    "textbar": "|", "textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^", "textless": "<",
    "textgreater": ">", "textquotedbl": '"', "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX",
}  # fmt: skip
"""Commands that pylatexenc does not know, or reads as another character."""
_WITH_ADDRESSES = ("url", "link", "howpublished", "note", "title")
"""The fields that have addresses, the best first."""
_LINK = re.compile(r"\\href\s*\{[^{}]*\}\s*(?=\{)")
"""The address of a link, which pylatexenc cannot read where it has no text: what is linked comes after it."""
_IN_JOURNAL = re.compile(r"arXiv:\s*(\S+)", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # its messages are reported as problems, with their lines


def write(given: ExportContext) -> bytes:
    """Return a record for each paper and book; of a path without any, such as an imported list, for each entry."""
    entries = {entry.id: entry for section, _ in given.sections() for entry in given.entries(section)}
    citable = [*filter(is_citable, entries.values())] or entries.values()
    return "\n".join("\n".join(as_bibtex(entry)) + "\n" for entry in citable).encode()


def read(imported: ImportedList) -> None:
    """Read each record that has an address, a DOI or an arXiv number; in parts, as the parser keeps all records."""
    table, lines = Table(imported), LineOffsets(imported.source.text)
    before = 0
    for text in _parts(imported):
        library = parse_string(text if "{" in text or "(" in text else "")
        failed = {id(block): block for block in library.failed_blocks}
        for block in sorted(library.blocks, key=lambda block: block.start_line or 0):
            at = lines.start(before + (block.start_line or 0) + 1)
            if isinstance(block, DuplicateFieldKeyBlock) and isinstance(block.ignore_error_block, Entry):
                _entry(table, block.ignore_error_block, at)  # with both fields
            elif id(block) in failed:
                why = line(str(failed[id(block)].error)) or "it is not closed"
                imported.report(at, f"this record cannot be read: {why}")
            elif isinstance(block, Entry):
                _entry(table, block, at)
            else:
                imported.count(at)  # a comment or an abbreviation takes time as well
        before += text.count("\n")
    table.finish()


def _parts(imported: ImportedList) -> Iterator[str]:
    """Yield the parts of a text, split where a record starts: on a new line, or after the bracket that ends another."""
    text, start = imported.source.text, 0
    while start < len(text):
        found = _BEGIN.search(text, start + _PART, start + LONGEST_RECORD)
        end = found.start() + 1 if found else len(text)
        if end > start + LONGEST_RECORD:
            message = (
                f"no record starts in the next {LONGEST_RECORD:,} characters: not BibTeX, or a bracket is not closed"
            )
            imported.report(start, message, severity=Severity.ERROR)
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
    """Return a value as plain text, with its TeX commands replaced. Without any, only the braces are removed."""
    value = _LINK.sub("", value)
    if "\\" in value and len(value) <= _LONGEST_TEX:
        with suppress(Exception):  # pylatexenc raises all kinds of errors on text that is not TeX
            return line(_TEX.latex_to_text(value))
    return line(value).replace("{", "").replace("}", "")


def _entry(table: Table, record: Entry, at: int) -> None:
    """Add a record to a table, with the names that Zotero and BibLaTeX have for what the schema knows."""
    raw: dict[str, str] = {}
    for field in record.fields:
        raw[field.key.lower()] = " ".join(filter(None, (raw.get(field.key.lower(), ""), str(field.value))))
    fields = {name: _plain(value) for name, value in raw.items()}
    people = [_name(name) for name in _AND.split(fields.get("author") or fields.get("editor", "")) if name.strip()]
    row = {
        "title": fields.get("title", record.key),
        "url": [url for name in _WITH_ADDRESSES for url in addresses_in(_unescaped(raw.get(name, "")))],
        "doi": [url for doi in raw.get("doi", "").split() for url in addresses_in(_unescaped(doi), "doi")],
        "paper": _arxiv(fields),
        "other": f"https://pubmed.ncbi.nlm.nih.gov/{fields['pmid']}/" if fields.get("pmid") else "",
        "creators": [name for name in people if name != "others"],
        "year": fields.get("year") or fields.get("date", ""),
        "kind": _KINDS.get(record.entry_type.lower(), ""),
        "language": fields.get("langid", ""),
        "tags": split_tags(fields.get("keywords", "")),
        "description": fields.get("abstract") or fields.get("note", ""),
    }
    table.add(row, at)


def _unescaped(value: str) -> str:
    """Return a value without the commands and escapes of TeX, which addresses have none of."""
    return re.sub(r"\\(?:url|href)\b|[{}]", " ", value).replace("\\", "")


def _arxiv(fields: Mapping[str, str]) -> str:
    """Return the address of a paper of arXiv, which Google Scholar names in ``journal``."""
    is_eprint = fields.get("archiveprefix", fields.get("eprinttype", "arXiv")).lower() == "arxiv"
    in_journal = _IN_JOURNAL.search(fields.get("journal", ""))
    number = (fields.get("eprint") if is_eprint else "") or (in_journal[1] if in_journal else "")
    return f"https://arxiv.org/abs/{number}" if number else ""


def _name(name: str) -> str:
    """Return ``Last, First`` as ``First Last``, and any other name unchanged."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else name.strip()
