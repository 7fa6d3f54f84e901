"""The parts of a web address. Addresses may be hostile text, so nothing in this module raises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# RFC 3986 Appendix B, with the scheme's own letters: it matches the whole of any text.
_PARTS = re.compile(
    r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?",
    re.DOTALL,
)
_PERCENT = re.compile("%[0-9a-fA-F]{2}")
_USUAL_PORTS = {"http": ":80", "https": ":443"}
# What newsletters, advertisements and share buttons add to an address to follow the reader.
_TRACKING = re.compile(
    r"utm_.*|_ga|_gl|_hsenc|_hsmi|dclid|fbclid|gbraid|gclid|gclsrc|igsh|igshid|li_fat_id|mc_cid|mc_eid|mkt_tok|msclkid|"
    r"oly_anon_id|oly_enc_id|ref_src|ref_url|ttclid|twclid|vero_id|wbraid|yclid",
    re.IGNORECASE,
)


class Address(NamedTuple):
    """The five parts of an address as they were written; ``None`` if the sign that starts a part is missing."""

    scheme: str | None
    authority: str | None
    path: str
    query: str | None
    fragment: str | None

    def __str__(self) -> str:
        return "".join(
            (
                "" if self.scheme is None else f"{self.scheme}:",
                "" if self.authority is None else f"//{self.authority}",
                self.path,
                "" if self.query is None else f"?{self.query}",
                "" if self.fragment is None else f"#{self.fragment}",
            )
        )


def split(written: str) -> Address:
    """Return the parts of an address; joined again (``str``), they are the same text."""
    return Address(*next(_PARTS.finditer(written)).groups())


def normalised(written: str) -> str:
    """Return an address without what two addresses of one page may differ in, to compare them.

    It has no scheme, ``www.``, usual port, slash at the end, tracking parameters, empty query or empty fragment. The
    host is in lower case, percent-encodings are in upper case (RFC 3986 §6.2.2). Query and fragment count.
    """
    parts = split(written)
    if parts.authority is None:
        return written
    host = parts.authority.lower().removesuffix(_USUAL_PORTS.get((parts.scheme or "").lower(), "\n"))
    query = without_tracking(parts.query) if parts.query else None
    rest = Address(None, None, parts.path.removesuffix("/"), query or None, parts.fragment or None)
    tail = str(rest)
    if "%" in tail:
        tail = _PERCENT.sub(lambda match: match[0].upper(), tail)
    return host.removeprefix("www.") + tail


def tracking_parameters(query: str) -> Iterator[tuple[int, str]]:
    """Yield the tracking parameters of a query: the position of each in it, and its name."""
    position = 0
    for field in query.split("&"):
        name = field.partition("=")[0]
        if _TRACKING.fullmatch(name):
            yield position, name
        position += len(field) + 1


def untracked(written: str) -> str:
    """Return an address without tracking parameters, and without the query if it has no others."""
    parts = split(written)
    return str(parts._replace(query=without_tracking(parts.query) or None)) if parts.query else written


def without_tracking(query: str) -> str:
    """Return a query without tracking parameters."""
    return "&".join(field for field in query.split("&") if not _TRACKING.fullmatch(field.partition("=")[0]))
