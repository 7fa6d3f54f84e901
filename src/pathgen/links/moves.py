"""What the address says that a redirect leads to: whether it may be of the same work, and whether it lasts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, unquote_plus

from pathgen.http.request_url import BadAddressError, site_of, to_request_url
from pathgen.links.heuristics import (
    GATE_PATH,
    RETURN_PARAMETERS,
    SEARCH_PARAMETERS,
    SEARCH_PATH,
    SHORT_LIVED_PARAMETERS,
    SHORT_LIVED_PATH,
    is_error_address,
)
from pathgen.urls import normalised, split, untracked

_WORD = re.compile(r"[^\W_]+")
_EXTENSION = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
_OF_ANY_PAGE = frozenset(["index", "default", "home", "main", "page", "the", "a", "an", "of", "and", "to", "in"])
_HOME = re.compile(
    r"/?(?:(?:index|default|home)(?:\.\w{2,5})?/?)?"
    r"|/(?:(?:ar|bg|cs|da|de|el|en|es|fa|fi|fr|he|hi|hu|id|it|ja|ko|nb|nl|no|pl|pt|ro|ru|sk|sv|th|tr|uk|us|vi|zh)"
    r"|[a-z]{2}[-_][a-zA-Z]{2})(?:/(?:index|default|home|startseite|accueil|inicio)(?:\.\w{2,5})?)?/?"
)
"""The paths of home pages, those of a language too; of two letters only common ones, as ``/ai`` is a subject."""
_FRONT_PAGE = re.compile(
    r"/(?:index|default|home|main|main_page|start|startpage|welcome|frontpage)(?:\.\w{2,5})?/?$", re.IGNORECASE
)
"""The end of the path of a folder's first page, such as the home page of a wiki."""
_DIGEST = re.compile(r"[0-9a-f]{32,}", re.IGNORECASE)
"""A value that was computed: a session, or a signature by MD5 or a longer hash."""
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
    asked = " ".join(value for _, value in _parameters(now.query or "") if not _is_address_of(value, url))
    found = f"{_EXTENSION.sub('', now.path)} {asked}"
    if words & (_words(found) - _words(folder)):
        return True
    squeezed = "".join(_WORD.findall(unquote_plus(name).casefold()))
    return len(squeezed) >= _SQUEEZED_LENGTH and squeezed in "".join(_WORD.findall(unquote_plus(found).casefold()))


def is_short_lived(url: str, new: str) -> bool:
    """Whether an address carries a signature or a session that the old one did not: it is void within minutes."""
    return bool(SHORT_LIVED_PATH.search(split(new).path)) or any(
        SHORT_LIVED_PARAMETERS.fullmatch(name) or _DIGEST.fullmatch(value) for name, value in _added(url, new)
    )


def is_gate(url: str, new: str) -> bool:
    """Whether an address is of a page on the way, such as a choice of regions, or remembers where to return to."""
    if is_error_address(new):
        return False
    if site_of(url) != site_of(new) and any(site_of(value) == site_of(url) for _, value in _added(url, new)):
        return True  # a login or a queue of another site, which leads back
    if GATE_PATH.search(split(new).path) and not GATE_PATH.search(split(url).path):
        return True
    return any(
        RETURN_PARAMETERS.fullmatch(name) and value.startswith(("/", "~/", "http:", "https:"))
        for name, value in _added(url, new)
    )


def carries_address(url: str, new: str) -> bool:
    """Whether an address has another in a parameter, to return to or to know where a visitor came from."""
    return any(_is_address_of(value, url) for _, value in _added(url, new))


def _is_address_of(value: str, url: str) -> bool:
    path = unquote(split(url).path).strip("/")
    return bool(path) and (f"/{path}" in value or ("/" in path and path in value))


def _added(url: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield the parameters of an address whose names another lacks."""
    names = {name for name, _ in _parameters(split(url).query or "")}
    return ((name, value) for name, value in _parameters(split(new).query or "") if name not in names)


def is_folder_of(new: str, url: str) -> bool:
    """Whether an address is of a folder above another of the same site, or of that folder's first page."""
    folder = _FRONT_PAGE.sub("", split(new).path).rstrip("/") + "/"
    return site_of(new) == site_of(url) and split(url).path.rstrip("/").startswith(folder)


def is_above(new: str, url: str) -> bool:
    """Whether an address is of a folder above another, and not another spelling of that folder's first page."""
    spellings = (_FRONT_PAGE.sub("/", without_query(address)) for address in (url, new))
    return is_folder_of(new, url) and not is_same_page(*spellings)


def is_search(new: str, url: str) -> bool:
    """Whether a redirect led to a search of the site, which may name what was asked for."""
    return bool(SEARCH_PATH.search(split(new).path)) and not SEARCH_PATH.search(split(url).path)


def may_be_search(new: str, url: str) -> bool:
    """Whether an address may be of a search: what it is asked may also be the name of a page."""
    return is_search(new, url) or any(SEARCH_PARAMETERS.fullmatch(name) for name, _ in _added(url, new))


def is_same_search(url: str, other: str) -> bool:
    """Whether two addresses are of one search, whatever it looks for."""
    found = [SEARCH_PATH.search(split(address).path) for address in (url, other)]
    starts = [match.string[: match.end()] for match in found if match]
    return len(starts) == len(found) and starts[0] == starts[1] and site_of(url) == site_of(other)


def is_home(url: str) -> bool:
    """Whether an address is that of a home page."""
    parts = split(url)
    return not parts.query and bool(_HOME.fullmatch(parts.path))


def is_front_page(url: str) -> bool:
    """Whether an address is that of the first page of a site or a folder."""
    return is_home(url) or bool(_FRONT_PAGE.search(split(url).path))


def is_deep(url: str) -> bool:
    """Whether an address is not that of a home page."""
    return not is_home(url)


def without_query(url: str) -> str:
    """Return an address without its query, in which a site may record the address asked for."""
    return str(split(url)._replace(query=None, fragment=None))


def is_same(url: str, other: str) -> bool:
    """Whether two addresses are requested in the same way."""
    try:
        return to_request_url(url) == to_request_url(other)
    except BadAddressError:
        return url == other


def is_same_page(url: str, other: str) -> bool:
    """Whether two addresses are of the same page, whatever their queries record about where a visitor came from."""
    return normalised(without_query(url)) == normalised(without_query(other))


def _parameters(query: str) -> list[tuple[str, str]]:
    fields = (field.partition("=") for field in re.split("[&;]", query) if field)
    return [(unquote_plus(name).casefold(), unquote_plus(value)) for name, _, value in fields]


def _words(text: str) -> set[str]:
    return set(_WORD.findall(unquote_plus(text).casefold()))
