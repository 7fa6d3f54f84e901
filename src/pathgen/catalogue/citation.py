"""How to cite an entry that is a paper or a book: as a BibTeX record, and in plain words.

Only what the catalogue knows is said. It knows no journals and publishers, so a paper is ``@misc``, and a book has no
publisher; what an address tells by itself, a DOI or an arXiv number, is a field of its own.
"""

from __future__ import annotations

import re

from pathgen.catalogue.resolve import Entry
from pathgen.catalogue.values import Kind
from pathgen.escape import bibtex, bibtex_name, bibtex_url, is_outside

_TYPES = {Kind.BOOK: "book", Kind.BOOK_CHAPTER: "misc", Kind.PAPER: "misc"}
"""A chapter is known by its own title, while ``@incollection`` asks for that of its book."""
_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/[\w.()/:;<>-]+)", re.ASCII)
"""The form that nearly all have (https://www.crossref.org/blog/dois-and-matching-regular-expressions/)."""
_ARXIV = re.compile(
    r"https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?"
)
"""Old and new numbers (https://info.arxiv.org/help/arxiv_identifier.html)."""


def is_citable(entry: Entry) -> bool:
    """Tell whether people cite such an entry."""
    return entry.kind in _TYPES


def as_bibtex(entry: Entry) -> list[str]:
    """Write a citable entry as the lines of a BibTeX record; its key is the entry's id, which is for ever.

    Letters outside ASCII stay as they are: BibTeX has read UTF-8 since long, and LaTeX takes it as given since 2018.
    """
    fields = {
        "author": " and ".join(map(bibtex_name, entry.creators)),
        "title": f"{{{bibtex(entry.title)}}}" if entry.title else "",  # its makers' capitals are to stay
        "year": str(entry.year or ""),
        **_numbers(entry.url),
        "url": bibtex_url(entry.url) if is_outside(entry.url) else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return [f"@{_TYPES[entry.kind or Kind.PAPER]}{{{entry.id},", *lines, "}"]


def _numbers(url: str) -> dict[str, str]:
    """Tell under which number a work is registered, where its address says so."""
    if found := _DOI.fullmatch(url):
        return {"doi": found[1]}
    if found := _ARXIV.fullmatch(url):
        return {"eprint": found[1], "archiveprefix": "arXiv"}
    return {}


def as_sentence(entry: Entry) -> str:
    """Write a citable entry in plain words: ``Ian Goodfellow, Yoshua Bengio (2016): Deep Learning. https://…``."""
    who = ", ".join(entry.creators)
    when = f"({entry.year})" if entry.year else ""
    origin = " ".join(filter(None, (who, when)))
    title = entry.title if entry.title.endswith((".", "?", "!")) else f"{entry.title}."
    return " ".join(filter(None, (f"{origin}:" if origin else "", title, entry.url)))
