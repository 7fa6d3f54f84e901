"""Values as people and other programs write them, as the schema has them: ``2 hours`` is ``2h``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin

from pathgen.catalogue.rules.creator_hygiene import people
from pathgen.convert.import_list import line

_ADDRESS = re.compile(r"""https?://[^\s<>"'|]+""", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)")
"""A link in Markdown, as a cell may have it."""
_HOST_AND_PATH = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]\S*)?", re.IGNORECASE)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s{}]+")
"""A DOI (https://www.doi.org/doi-handbook, 2.2): a prefix that starts with 10, and a suffix."""
_ARXIV = re.compile(r"\b(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\b")
"""An identifier of arXiv (https://info.arxiv.org/help/arxiv_identifier.html)."""
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_VIDEO = re.compile(r"[\w-]{11}")
_FILE = re.compile(r"(?i)(?:file:|[a-z]:\\|/(?:home|users|storage|var|mnt)/|~/)")
_MOST_SIGNS = 10
"""The most signs behind an address that are looked at."""
_PARTS_OF_A_NAME = ("given", "firstName", "dropping-particle", "non-dropping-particle", "family", "lastName", "suffix")
"""The parts of a name in CSL and in Zotero, in the order in which they are read."""
_LAST_FIRST = re.compile(r"([^,]+), ([^,]+)")


def addresses_in(value: Any, name: str = "url", base: str = "") -> list[str]:
    """Return the addresses in a value of the column ``name``, whole; ``base`` is where relative ones are."""
    if isinstance(value, list | Mapping):
        parts = value.values() if isinstance(value, Mapping) else value
        return [url for item in parts for url in addresses_in(item, name, base)]
    text = _LINK.sub(r" \2 ", str(value)).strip()
    found = list(dict.fromkeys(_balanced(url) for url in _ADDRESS.findall(text)))
    return found or ([url] if text and (url := _whole(text, name, base)) else [])


def _whole(text: str, name: str, base: str) -> str:
    """Return the address that an identifier or an address without its scheme is; "" if it is neither."""
    doi, arxiv = _DOI.search(text), _ARXIV.search(text)
    if doi and name in ("doi", "url"):
        return f"https://doi.org/{doi[0]}"
    if arxiv and name == "paper":
        return f"https://arxiv.org/abs/{arxiv[0]}"
    if re.search(r"\s", text) or _FILE.match(text):
        return ""
    if text.startswith("//") or text.lower().startswith("www."):
        return text
    if base and not re.match(r"[a-z][a-z0-9+.-]*:", text, re.IGNORECASE):
        return urljoin(base, text)
    return f"https://{text}" if _HOST_AND_PATH.fullmatch(text) else ""


def _balanced(url: str) -> str:
    """Return an address without what the text around it has: a comma, and a bracket that nothing in it opens."""
    for _ in range(_MOST_SIGNS):
        opened = {")": "(", "]": "["}.get(url[-1:])
        if url[-1:] not in (",", ";") and (opened is None or url.count(url[-1]) <= url.count(opened)):
            break
        url = url[:-1]
    return url


def is_file(value: object) -> bool:
    """Whether a value is the path of a file on somebody's disk."""
    return bool(_FILE.match(str(value).strip()))


def split_tags(value: Any) -> list[str]:
    """Return the tags in a value: items of a list (maybe in JSON), or words with ``|``, ``;`` or ``,`` between them."""
    if isinstance(value, str) and value.startswith("["):
        with suppress(ValueError, RecursionError):
            value = json.loads(value)
    if isinstance(value, list):
        return [text for item in value if (text := line(str(item)).lstrip("#"))]
    text = str(value)
    sign = next((sign for sign in "|;," if sign in text), "\n")
    return list(dict.fromkeys(tag for part in text.split(sign) if (tag := line(part).lstrip("#"))))


def creators(value: Any, *, is_last_first: bool = False) -> list[str]:
    """Return the names in a value, the first name first; ``is_last_first``: a comma has the last name before it."""
    if isinstance(value, Mapping):
        parts = (
            value.get("literal") or value.get("name"),
            *map(value.get, _PARTS_OF_A_NAME),
        )
        name = line(" ".join(str(part) for part in parts if part))
        return [name] if name else []
    if isinstance(value, list):
        return [name for item in value for name in creators(item, is_last_first=is_last_first)]
    names = [line(name) for name in str(value).split(";")]
    is_last_first = is_last_first or (len(names) > 1 and all(map(_LAST_FIRST.fullmatch, filter(None, names))))
    if is_last_first:
        names = [_LAST_FIRST.sub(r"\2 \1", name) for name in names]
    return [person for name in names if name for person in people(name) or [name]]


def year(value: Any) -> str:
    """Return the first year in a value, such as a date or what CSL calls ``date-parts``; "" without any."""
    found = _YEAR.search(str(value))
    return found[0] if found else ""


def address_of_video(value: str) -> str:
    """Return the address of a video of YouTube, as Takeout names it by its id alone; "" if it is not one."""
    return f"https://www.youtube.com/watch?v={value}" if _VIDEO.fullmatch(value) else ""


def address(value: Any) -> str:
    """Return the first address in a value."""
    return next(iter(addresses_in(value)), "")


def id_(value: Any) -> str:
    """Return a value that can be an id; "" for the number that another program has for an entry."""
    return str(value) if re.search("[a-z]", str(value)) and not re.fullmatch("[0-9a-f-]{12,}", str(value)) else ""
