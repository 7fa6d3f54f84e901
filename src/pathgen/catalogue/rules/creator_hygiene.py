r"""The name of a creator is not written as one name.

Creators are credited on the site, each by name, and a reader can look for more by the same person. That works when each
name stands by itself, as its bearer writes it: not `A and B` or `A; B` in one string, not "et al.", no address, no
"by", and nobody twice.

Bad:

    topics:
      - id: basics
        title: Basics
        resources:
          - title: A page
            url: https://example.org/a
            creators: Ada Lovelace and Charles Babbage

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - title: A page
            url: https://example.org/a
            creators: [Ada Lovelace, Charles Babbage]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pathgen.catalogue.model import Part
from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Diagnostic, Severity, Span, quote

CODE = "creator-hygiene"
SEVERITY = Severity.WARNING

# Most names hold none of these (in small letters), and need no closer look.
_SUSPECT = re.compile(r"[;,&@:]|www\.|\sand\s|\sal\b|^by\s")
_FAULTS = (
    (re.compile(r"\bet\.? al\b\.?", re.IGNORECASE), "{} is not a name", "name the others, or leave it out"),
    (re.compile(r"^by\s", re.IGNORECASE), "the name starts with {}", "write the name alone"),
    (re.compile(r"https?://|www\.", re.IGNORECASE), "the name holds an address", "write the name alone"),
    (
        re.compile(r"[\w.+-]@[\w-]+\.\w"),
        "the name holds an e-mail address",
        "write the name alone, to spare its bearer",
    ),
)
_BETWEEN_NAMES = re.compile(r"\s*(?:;|,(?:\s*(?:and|&)\s)?|\s(?:and|&)\s)\s*")
_WORD_OF_A_NAME = re.compile(
    r"[^\W\d_a-z][\w'\u2019.-]*|(?:al|bin|da|de|del|den|der|di|dos|du|el|la|le|ten|ter|van|von)"
)
# Words of bodies, whose names may well hold an "and" or a comma.
_BODY = re.compile(
    r"academy|agency|associates|association|authors?|bank|center|centre|college|community|company|contributors|council|"
    r"department|dept|developers|division|editors|engineering|faculty|foundation|group|inc|institute?|labs?|laboratory|"
    r"llc|ltd|ministry|network|office|press|project|research|school|sciences?|services|society|staff|studios?|systems|"
    r"teams?|technolog(?:y|ies)|trust|union|universit\w+|école|the",
    re.IGNORECASE,
)
_LONGEST_NAME = 5


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Look at the creators of entries and sources, and at the origin of libraries."""
    for credit in catalogue.path.sources:
        yield from _look(credit, "creators", credit.creators)
    for library in catalogue.libraries:
        yield from _look(library, "origin", library.origin)
    for _, resource in catalogue.written:
        yield from _look(resource, "creators", resource.creators)


def _look(part: Part, field: str, names: tuple[str, ...]) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        folded = name.casefold()
        if folded in seen:
            span = part.span(field, index)
            yield Diagnostic(CODE, SEVERITY, span, f"{quote(name)} is named twice", "delete one of the two")
        seen.add(folded)
        if _SUSPECT.search(folded):
            yield from _faults(name, part.span(field, index), is_only=len(names) == 1)


def _faults(name: str, span: Span, *, is_only: bool) -> Iterator[Diagnostic]:
    for pattern, message, help_ in _FAULTS:
        match = pattern.search(name)
        if match:
            place = span.within(name, *match.span())
            yield Diagnostic(CODE, SEVERITY, place, message.format(quote(match[0].strip())), help_)
    names = people(name)
    if names:
        help_ = f"write [{', '.join(names)}]" if is_only else "write each as an item of the list"
        yield Diagnostic(CODE, SEVERITY, span, f"{quote(name)} is more than one name", help_)


def people(name: str) -> list[str]:
    """Take apart what are certainly several names: with a semicolon, or each written as a person's is."""
    parts = [part for part in _BETWEEN_NAMES.split(name) if part]
    return parts if len(parts) > 1 and (";" in name or all(map(_is_person, parts))) else []


def _is_person(name: str) -> bool:
    words = name.split()
    if not 1 < len(words) <= _LONGEST_NAME or any(_BODY.fullmatch(word) for word in words):
        return False
    return all(_WORD_OF_A_NAME.fullmatch(word) for word in words)
