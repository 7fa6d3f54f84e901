"""A title is hard to read or to search for.

Readers scan titles. Capitals throughout are slow to read; a full stop, an emoji or a tag copied from a page disturbs
the list; "click here" or an address does not say what the page is about; an invisible character makes the title
impossible to find. Otherwise, a title stays as its authors wrote it.

Bad:

    topics:
      - id: basics
        title: Basics
        resources:
          - {title: HOW TO TRAIN A NETWORK, url: "https://example.org/a"}

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - {title: How to train a network with LSTM, url: "https://example.org/a"}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pathgen.catalogue.model import Part, Resource
from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Diagnostic, Severity, quote

CODE = "title-hygiene"
SEVERITY = Severity.WARNING

Place = tuple[int, int]
FEWEST_WORDS = 4
"""Fewer words in capitals may be names."""

_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069]")
# Unicode's emoji blocks; the sharps and flats among the older signs are part of names such as F♯.
_EMOJI = re.compile("[\u231a\u231b\u23e9-\u23fa\u2600-\u266c\u2670-\u27bf\u2b50\u2b55\ufe0f\U0001f000-\U0001faff]+")
_TAG = re.compile(
    r"</?(?:a|b|br|code|div|em|font|h[1-6]|i|img|li|ol|p|s|script|small|span|strong|sub|sup|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
_LINK = re.compile(r"\[[^\[\]]*\]\(([^()\s]*)\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_EMPTY_WORDS = {"here", "link", "read more", "this link"}
_WORDS = re.compile(r"[^\W\d_]{2,}")
_LAST_WORD = re.compile(r"(\S+)\.$")
_ABBREVIATION = re.compile(
    r".|.*\..*|al|approx|assn|bros|ch|co|corp|dept|eds?|esp|est|etc|fig|inc|jr|ltd|nos?|op|pt|sr|st|univ|vol|vs",
    re.IGNORECASE,
)


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield the problems in the titles of the path, its sections, concepts, libraries and entries."""
    for part, field, title in titles(catalogue):
        for find, message, help_ in _FAULTS:
            place = find(title)
            if place is not None:
                span = part.span(field).within(title, *place)
                found = quote(title[slice(*place)])
                yield Diagnostic(CODE, SEVERITY, span, message.format(found), help_)
        if isinstance(part, Resource) and (title == part.url or _ADDRESS.fullmatch(title)):
            help_ = "write the title of the page"
            span = part.span(field).within(title, 0, len(title))
            yield Diagnostic(CODE, SEVERITY, span, "the title is an address", help_)


def titles(catalogue: Catalogue) -> Iterator[tuple[Part, str, str]]:
    """Yield every title and name: the part that has it, its field, and the title."""
    yield catalogue.path, "title", catalogue.path.title
    for section in catalogue.sections:
        yield section.part, "title", section.part.title
    for concept in catalogue.concepts:
        yield concept, "title", concept.title
    for library in catalogue.libraries:
        yield library, "name", library.name
    for _, resource in catalogue.written:
        yield resource, "title", resource.title


def _first(pattern: re.Pattern[str]) -> Callable[[str], Place | None]:
    def find(title: str) -> Place | None:
        match = pattern.search(title)
        return match.span() if match else None

    return find


def _first_sign(pattern: re.Pattern[str]) -> Callable[[str], Place | None]:
    """Return a search for signs beyond ASCII, which most titles do not contain."""
    find = _first(pattern)
    return lambda title: None if title.isascii() else find(title)


def _empty_words(title: str) -> Place | None:
    small = title.casefold()
    return (0, len(title)) if "click here" in small or small in _EMPTY_WORDS else None


def _link(title: str) -> Place | None:
    for match in _LINK.finditer(title):
        if is_target(match[1]):
            return match.span()
    return None


def is_target(text: str) -> bool:
    """Whether a text in brackets is the address of a link, and not an argument: ``a[i](x)``."""
    return any(sign in text for sign in "/.#")


def _capitals(title: str) -> Place | None:
    if not title.isupper():
        return None
    words = _WORDS.findall(title)
    return (0, len(title)) if len(words) >= FEWEST_WORDS and all(map(str.isupper, words)) else None


def _full_stop(title: str) -> Place | None:
    if not title.endswith("."):
        return None
    match = _LAST_WORD.search(title[-40:])
    if match and _ABBREVIATION.fullmatch(match[1].strip("()[],")):
        return None
    return len(title) - 1, len(title)


_FAULTS: tuple[tuple[Callable[[str], Place | None], str, str], ...] = (
    (_capitals, "the title is all in capitals", "write it as a sentence, with capitals for names only"),
    (_full_stop, "the title ends in a full stop", "delete the full stop"),
    (_first(_TAG), "the title contains the HTML tag {}", "delete the tag, as a title is plain text"),
    (_first(_ENTITY), "the title contains the HTML entity {}", "write the character itself"),
    (_link, "the title contains the Markdown link {}", "keep only its words, as the address belongs in `url`"),
    (_empty_words, "{} does not say where the link leads", "write the title of the page"),
    (_first_sign(_EMOJI), "the title contains the emoji {}", "delete it"),
    (_first_sign(_INVISIBLE), "the title contains the invisible character {}", "delete it, or type the title again"),
)
