"""Turn an address as people write it into the URL that a browser would request, and change nothing else.

The result follows the URL Standard (https://url.spec.whatwg.org): characters that a request line cannot have are
percent-encoded, host names become ASCII (UTS #46), and numbers in any base become an IPv4 address. Existing
percent-encodings and empty segments of the path (``//``) stay as they are, because servers distinguish them.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes

import idna

from pathgen.urls import Address, split

SCHEMES = {"http": 80, "https": 443}
"""The schemes of links that are checked, and their default ports."""
_LARGEST_PORT = 65_535
_LONGEST_NAME = 253
"""The most characters of a host name (RFC 1035 §2.3.4)."""
# URL Standard §1.3, path and query percent-encode sets; `'` counts in the query of http(s).
_UNSAFE_IN_PATH = re.compile(r"[^!$%&\'()*+,\-./0-9:;=@A-Z\[\\\]_a-z|~]")
_UNSAFE_IN_QUERY = re.compile(r"[^!$%&()*+,\-./0-9:;=?@A-Z\[\\\]^_`a-z{|}~]")
_FORBIDDEN_IN_HOST = re.compile(r"[\x00-\x20#/:<>?@\[\\\]^|%\x7f]")
_STRIPPED = re.compile(r"[\t\n\r]")
_SPACE = "".join(map(chr, range(0x21)))
_WITH_HOST = re.compile(r"(?:https?:)?[/\\]", re.IGNORECASE)


class BadAddressError(ValueError):
    """No request can be made for an address; the message says why in a few words."""


@dataclass(frozen=True, slots=True)
class RequestUrl:
    """The URL of a request. ``path`` is the request target: the path with the query, without the fragment."""

    scheme: str
    host: str
    """In ASCII and lower case; an IPv6 address without brackets."""
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The host as a URL writes it, with the port if it is not the default one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == SCHEMES[self.scheme] else f"{host}:{self.port}"

    @property
    def site(self) -> str:
        """Host and port, which identify a server; requests to one server are rate-limited."""
        return f"{self.host.rstrip('.')}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def scheme_of(url: str) -> str:
    """Return the scheme of an address in lower case, or ``""`` if it has none."""
    return (split(_clean(url)).scheme or "").lower()


@lru_cache(maxsize=2_000)  # a link's address is asked for again and again while the link is checked
def to_request_url(url: str) -> RequestUrl:
    """Return the URL that is requested for an http(s) address.

    Raises:
        BadAddressError: no request can be made for it.
    """
    parts = split(_clean(url))
    scheme = (parts.scheme or "").lower()
    if scheme not in SCHEMES:
        raise BadAddressError(f"the scheme {scheme!r} is not http or https" if scheme else "it has no scheme")
    authority = (parts.authority or "").rpartition("@")[2]
    host, port = _host_and_port(authority, SCHEMES[scheme])
    path = _UNSAFE_IN_PATH.sub(_encoded, _without_dots(parts.path.replace("\\", "/")) or "/")
    query = "" if parts.query is None else "?" + _UNSAFE_IN_QUERY.sub(_encoded, parts.query)
    return RequestUrl(scheme, host, port, path + query)


@lru_cache(maxsize=200)
def joined(base: str, reference: str) -> str:
    """Resolve a reference against an absolute address (RFC 3986 §5.2.2) and inherit its fragment (RFC 9110 §10.2.2)."""
    above, parts = split(base), split(_clean(reference))
    if parts.scheme is not None:
        found = parts
    elif parts.authority is not None:
        found = parts._replace(scheme=above.scheme)
    else:
        path, query = parts.path, parts.query
        if not path:
            path, query = above.path, above.query if query is None else query
        elif not path.startswith("/"):
            path = above.path.rpartition("/")[0] + "/" + path
        found = Address(above.scheme, above.authority, path, query, parts.fragment)
    if found.scheme is None or found.scheme.lower() in SCHEMES:
        found = found._replace(path=_without_dots(found.path.replace("\\", "/")))
    if found.fragment is None:
        found = found._replace(fragment=above.fragment)
    scheme, (user, sign, host) = (found.scheme or "").lower(), (found.authority or "").rpartition("@")
    return str(found._replace(scheme=scheme, authority=found.authority and user + sign + host.lower()))


def _clean(url: str) -> str:
    """Remove the spaces and line ends that browsers ignore; in http(s), turn backslashes of the path into slashes."""
    url = _STRIPPED.sub("", url.strip(_SPACE))
    head, sign, tail = url.partition("?")
    head, hash_sign, fragment = head.partition("#")
    if _WITH_HOST.match(head):
        head = head.replace("\\", "/")
    return head + hash_sign + fragment + sign + tail


def _host_and_port(authority: str, default: int) -> tuple[str, int]:
    host, sign, port = authority.rpartition(":")
    if not sign or authority.endswith("]"):
        host, port = authority, ""
    if port and not (port.isascii() and port.isdecimal() and int(port[:6]) <= _LARGEST_PORT):
        raise BadAddressError(f"{port[:20]!r} is not a valid port")
    return _host(host), int(port) if port else default


@lru_cache(maxsize=10_000)
def _host(written: str) -> str:
    if written.startswith("["):
        try:
            return str(ipaddress.IPv6Address(written[1:-1] if written.endswith("]") else ""))
        except ValueError:
            raise BadAddressError(f"{written[:60]!r} is not a valid IPv6 address") from None
    name = unquote_to_bytes(written).decode("utf-8", "replace")
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True, transitional=False, std3_rules=False).decode()
        except (idna.IDNAError, UnicodeError):
            raise BadAddressError(f"{name[:60]!r} is not a valid host name") from None
    name = name.lower()
    if not name.strip(".") or len(name) > _LONGEST_NAME + 1 or _FORBIDDEN_IN_HOST.search(name) or ".." in name:
        raise BadAddressError(f"{name[:60]!r} is not a valid host name" if name else "it has no host")
    return _number(name) or name


def _number(name: str) -> str | None:
    """Parse an IPv4 address in any form that browsers accept (URL Standard §3.5); return ``None`` for a name."""
    labels = name.removesuffix(".").split(".")
    if not re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]):
        return None
    try:
        numbers = [_digits(label) for label in labels]
        *left, last = numbers
        if len(numbers) > 4 or any(number > 255 for number in left) or last >= 256 ** (5 - len(numbers)):  # noqa: PLR2004
            raise ValueError  # noqa: TRY301
    except ValueError:
        raise BadAddressError(f"{name[:60]!r} is not a valid IPv4 address") from None
    return str(ipaddress.IPv4Address(last + sum(number << 8 * (3 - index) for index, number in enumerate(left))))


def _digits(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8 if len(label) > 1 and label.startswith("0") else 10)


def _without_dots(path: str) -> str:
    """Resolve the segments ``.`` and ``..``, percent-encoded ones too, as browsers do (URL Standard §4.4)."""
    if "/." not in path and "/%2" not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for index, segment in enumerate(segments):
        plain = segment.lower().replace("%2e", ".")
        if plain == "..":
            kept = kept[:-1]
        elif plain != ".":
            kept.append(segment)
            continue
        if index == len(segments) - 1:
            kept.append("")
    return "/" + "/".join(kept)


def _encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def host_of(url: str) -> str:
    """Return the host of an address; empty if it has none."""
    try:
        return to_request_url(url).host
    except BadAddressError:
        return ""


def site_of(url: str) -> str:
    """Return the host of an address without ``www.``; empty if it has none."""
    return host_of(url).removeprefix("www.").rstrip(".")
