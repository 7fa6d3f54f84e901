"""The parts of a web address. Addresses may be hostile text, so nothing in this module raises."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

# RFC 3986 Appendix B, with the scheme's own letters: it matches the whole of any text.
_PARTS = re.compile(
    r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?",
    re.DOTALL,
)
_PERCENT = re.compile("%[0-9a-fA-F]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_ASCII = "".join(map(chr, range(128)))
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


@lru_cache(maxsize=200)  # a link's address is asked for its parts again and again while the link is judged
def split(written: str) -> Address:
    """Return the parts of an address; joined again (``str``), they are the same text."""
    return Address(*next(_PARTS.finditer(written)).groups())


def normalised(written: str) -> str:
    """Return an address without what two addresses of one page may differ in, to compare them.

    It has no scheme, ``www.``, usual port, slash at the end, tracking parameters, empty query or empty fragment, and no
    ``.`` or ``..`` in its path. The host is in lower case, percent-encodings are in upper case and only where they are
    needed (RFC 3986 §6.2.2). Query and fragment count.
    """
    parts = split(written)
    if parts.authority is None:
        return written
    host = parts.authority.lower().removesuffix(_USUAL_PORTS.get((parts.scheme or "").lower(), "\n"))
    query = without_tracking(parts.query) if parts.query else None
    rest = Address(None, None, _without_dots(parts.path).removesuffix("/"), query or None, parts.fragment or None)
    tail = str(rest)
    if not tail.isascii():
        tail = quote(tail, safe=_ASCII, errors="surrogatepass")
    if "%" in tail:
        tail = _PERCENT.sub(_encoded, tail)
    return host.removeprefix("www.") + tail


def _encoded(match: re.Match[str]) -> str:
    sign = chr(int(match[0][1:], 16))
    return sign if _UNRESERVED.fullmatch(sign) else match[0].upper()


def _without_dots(path: str) -> str:
    """Return a path without ``.`` and ``..``, as a browser asks for it (RFC 3986 §5.2.4, URL Standard §4.4)."""
    if "/." not in path and "/%2" not in path:
        return path
    kept: list[str] = []
    folders = path.split("/")
    for folder in folders:
        name = folder.replace("%2e", ".").replace("%2E", ".")
        if name == ".." and len(kept) > 1:
            kept.pop()
        elif name not in (".", ".."):
            kept.append(folder)
    return "/".join([*kept, ""] if folders[-1] in (".", "..") else kept)


def same_page(written: str) -> str:
    """Return the text that all addresses of a page have in common: ``normalised``, and what some hosts are known for.

    A video of YouTube has several addresses, a paper of arXiv one for each form and version; a DOI (ISO 26324) and the
    names of a GitHub repository are the same in upper and lower case. Query and fragment count there, too, where they
    name a part.
    """
    plain = normalised(written)
    parts = split(f"//{plain}")
    reader = _READERS.get(parts.authority or "")
    return reader(parts) if reader else plain


def _of_youtube(parts: Address) -> str:
    fields = dict(field.partition("=")[::2] for field in (parts.query or "").split("&"))
    video = _VIDEO.fullmatch(parts.path)
    name = fields.get("v") if parts.path == "/watch" else video and video[1]
    if not name or (parts.authority != "youtu.be" and "/" not in parts.path[1:] and parts.path != "/watch"):
        return str(parts).removeprefix("//")
    seconds = (fields.get("t") or fields.get("start") or "").removesuffix("s")
    part = [f"&{key}={value}" for key, value in (("t", seconds), ("list", fields.get("list"))) if value]
    return str(Address(None, "youtube.com", "/watch", f"v={name}{''.join(part)}", parts.fragment)).removeprefix("//")


def _of_arxiv(parts: Address) -> str:
    paper = _PAPER.fullmatch(parts.path)
    if not paper:
        return str(parts).removeprefix("//")
    return str(Address(None, "arxiv.org", f"/abs/{paper[1].lower()}", None, parts.fragment)).removeprefix("//")


def _of_doi(parts: Address) -> str:
    name = parts.path.lower().replace("%2f", "/", 1)
    paper = re.fullmatch(r"/10\.48550/arxiv\.(.+)", name)  # what arXiv calls its papers
    if paper:
        return _of_arxiv(Address(None, "arxiv.org", f"/abs/{paper[1]}", None, parts.fragment))
    return str(parts._replace(authority="doi.org", path=name)).removeprefix("//")


def _of_github(parts: Address) -> str:
    names = parts.path.split("/")
    names[1:3] = [name.lower() for name in names[1:3]]
    if len(names) == len(("", "owner", "repository")):
        names[2] = names[2].removesuffix(".git")
    return str(parts._replace(path="/".join(names))).removeprefix("//")


_VIDEO = re.compile(r"/(?:(?:embed|shorts|live|v)/)?([A-Za-z0-9_-]{11})")
_PAPER = re.compile(r"/(?:abs|pdf|html)/((?:[a-zA-Z-]+(?:\.[a-zA-Z]{2})?/\d{7})|\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?")
"""https://info.arxiv.org/help/arxiv_identifier.html"""
_READERS: dict[str, Callable[[Address], str]] = {
    **dict.fromkeys(("youtube.com", "m.youtube.com", "youtube-nocookie.com", "youtu.be"), _of_youtube),
    **dict.fromkeys(("arxiv.org", "export.arxiv.org"), _of_arxiv),
    **dict.fromkeys(("doi.org", "dx.doi.org"), _of_doi),
    "github.com": _of_github,
}
"""What is known of the addresses of a host."""


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
