"""How to cite an entry that is a paper or a book: as a BibTeX record, and in plain words.

Only facts in the catalogue are used. It has no journals and publishers, so a paper is ``@misc``, and a book has no
publisher. A DOI or an arXiv number in the address becomes a separate field.
"""

from __future__ import annotations

import re

from pathgen.catalogue.resolve import Entry
from pathgen.catalogue.values import Kind
from pathgen.escape import bibtex, bibtex_name, bibtex_url, is_outside

_TYPES: dict[str, str] = {Kind.BOOK: "book", Kind.BOOK_CHAPTER: "misc", Kind.PAPER: "misc"}
"""A chapter is known by its own title, while ``@incollection`` asks for that of its book."""
_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/[\w.()/:;<>-]+)", re.ASCII)
"""The form that nearly all have (https://www.crossref.org/blog/dois-and-matching-regular-expressions/)."""
_ARXIV = re.compile(
    r"https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?"
)
"""Old and new numbers (https://info.arxiv.org/help/arxiv_identifier.html)."""


def is_citable(entry: Entry) -> bool:
    """Return whether people cite entries of this kind, or one of no kind that has a DOI or an arXiv number."""
    return entry.kind in _TYPES or (entry.kind is None and bool(_numbers(entry)))


def as_bibtex(entry: Entry) -> list[str]:
    """Return an entry as the lines of a BibTeX record; its key is the entry's id, which is permanent.

    Letters outside ASCII stay as they are: BibTeX reads UTF-8, which is the default of LaTeX since 2018.
    """
    fields = {
        "author": " and ".join(map(bibtex_name, entry.creators)),
        "title": f"{{{bibtex(entry.title)}}}" if entry.title else "",  # the braces keep the authors' capitals
        "year": str(entry.year or ""),
        **_numbers(entry),
        "url": bibtex_url(entry.url) if is_outside(entry.url) else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    kind = _TYPES.get(entry.kind or Kind.PAPER, "misc")
    return [f"@{kind}{{{entry.id},", *lines, "}"]


def _numbers(entry: Entry) -> dict[str, str]:
    """Return the DOI or arXiv number in an entry's addresses as BibTeX fields, the first; empty if there is none."""
    others = [url for _, _, url in entry.also.addresses] if entry.also else []
    for url in (entry.url, *others):
        if found := _DOI.fullmatch(url):
            return {"doi": found[1]}
        if found := _ARXIV.fullmatch(url):
            return {"eprint": found[1], "archiveprefix": "arXiv"}
    return {}


def as_sentence(entry: Entry) -> str:
    """Return a citable entry in plain words: ``Ian Goodfellow, Yoshua Bengio (2016): Deep Learning. https://…``."""
    who = ", ".join(entry.creators)
    when = f"({entry.year})" if entry.year else ""
    origin = " ".join(filter(None, (who, when)))
    title = entry.title if entry.title.endswith((".", "?", "!")) else f"{entry.title}."
    return " ".join(filter(None, (f"{origin}:" if origin else "", title, entry.url)))
