"""What the address says that a redirect leads to: whether it may be of the same work, and whether it lasts."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from pathgen.http.request_url import site_of
from pathgen.links.heuristics import RETURN_PARAMETERS, SHORT_LIVED_PARAMETERS, SHORT_LIVED_PATH
from pathgen.urls import split, untracked

_WORD = re.compile(r"[^\W_]+")
_EXTENSION = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
_OF_ANY_PAGE = frozenset(["index", "default", "home", "main", "page", "the", "a", "an", "of", "and", "to", "in"])
_SQUEEZED_LENGTH = 5
"""A name this long is also recognised where only its hyphens changed: ``MachineLearning``, ``machine-learning``."""


def keeps_word(url: str, new: str) -> bool:
    """Whether a new address has a word of what names the page in the old: its last segment, or its query.

    A word that the folder of the old address has too says only that the site is the same.
    """
    old, now = split(untracked(url)), split(new)
    if (old.path.strip("/"), old.query or "") == (now.path.strip("/"), now.query or ""):
        return True
    folder, _, last = old.path.strip("/").rpartition("/")
    name = " ".join(value for _, value in _parameters(old.query or "")) if old.query else _EXTENSION.sub("", last)
    words = _words(name) - _OF_ANY_PAGE
    found = f"{_EXTENSION.sub('', now.path)} {now.query or ''}"
    if words & (_words(found) - _words(folder)):
        return True
    squeezed = "".join(_WORD.findall(unquote_plus(name).casefold()))
    return len(squeezed) >= _SQUEEZED_LENGTH and squeezed in "".join(_WORD.findall(unquote_plus(found).casefold()))


def is_short_lived(url: str, new: str) -> bool:
    """Whether an address carries a signature or a session that the old one did not: it is void within minutes."""
    names = {name for name, _ in _parameters(split(url).query or "")}
    added = (name for name, _ in _parameters(split(new).query or "") if name not in names)
    return bool(SHORT_LIVED_PATH.search(split(new).path)) or any(map(SHORT_LIVED_PARAMETERS.fullmatch, added))


def is_gate(url: str, new: str) -> bool:
    """Whether an address remembers where to return to: it is a page on the way, such as a choice of regions."""
    names = {name for name, _ in _parameters(split(url).query or "")}
    return any(
        name not in names and RETURN_PARAMETERS.fullmatch(name) and value.startswith(("/", "http:", "https:"))
        for name, value in _parameters(split(new).query or "")
    )


def is_folder_of(new: str, url: str) -> bool:
    """Whether an address is of a folder above another of the same site."""
    folder = split(new).path.rstrip("/") + "/"
    return site_of(new) == site_of(url) and split(url).path.rstrip("/").startswith(folder)


def _parameters(query: str) -> list[tuple[str, str]]:
    fields = (field.partition("=") for field in re.split("[&;]", query) if field)
    return [(unquote_plus(name).casefold(), unquote_plus(value)) for name, _, value in fields]


def _words(text: str) -> set[str]:
    return set(_WORD.findall(unquote_plus(text).casefold()))
