r"""The name of a creator is not a single, plain name.

The site credits each creator by name, and readers can look for more by the same person. That works when each name is an
item of its own and written as the person writes it. Do not put `A and B` or `A; B` in one item, and leave out "et al.",
"by", addresses and repeated names.

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

# Most names, in lower case, contain none of these, and need no further check.
_SUSPECT = re.compile(r"[;,&@:]|www\.|\sand\s|\sal\b|^by\s")
_FAULTS = (
    (re.compile(r"\bet\.? al\b\.?", re.IGNORECASE), "{} is not a name", "name the others, or delete it"),
    (re.compile(r"^by\s", re.IGNORECASE), "the name starts with {}", "write only the name"),
    (re.compile(r"https?://|www\.", re.IGNORECASE), "the name contains a web address", "write only the name"),
    (
        re.compile(r"[\w.+-]@[\w-]+\.\w"),
        "the name contains an e-mail address",
        "write only the name, as an e-mail address attracts spam",
    ),
)
_BETWEEN_NAMES = re.compile(r"\s*(?:;|,(?:\s*(?:and|&)\s)?|\s(?:and|&)\s)\s*")
_WORD_OF_A_NAME = re.compile(
    r"[^\W\d_a-z][\w'\u2019.-]*|(?:al|bin|da|de|del|den|der|di|dos|du|el|la|le|ten|ter|van|von)"
)
# Words in the names of organisations, which may contain "and" or a comma.
_ORGANISATION = re.compile(
    r"academy|agency|associates|association|authors?|bank|center|centre|college|community|company|contributors|council|"
    r"department|dept|developers|division|editors|engineering|faculty|foundation|group|inc|institute?|labs?|laboratory|"
    r"llc|ltd|ministry|network|office|press|project|research|school|sciences?|services|society|staff|studios?|systems|"
    r"teams?|technolog(?:y|ies)|trust|union|universit\w+|école|the",
    re.IGNORECASE,
)
_LONGEST_NAME = 5


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield the problems of the creators of entries and sources, and of the origin of libraries."""
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
    """Return the names in a text that has several: separated by semicolons, or each written like a person's."""
    parts = [part for part in _BETWEEN_NAMES.split(name) if part]
    return parts if len(parts) > 1 and (";" in name or all(map(_is_person, parts))) else []


def _is_person(name: str) -> bool:
    words = name.split()
    if not 1 < len(words) <= _LONGEST_NAME or any(_ORGANISATION.fullmatch(word) for word in words):
        return False
    return all(_WORD_OF_A_NAME.fullmatch(word) for word in words)
