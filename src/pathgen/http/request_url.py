"""From an address as people write it to the request that a browser would send for it, changing nothing else.

The form on the wire follows the URL Standard (https://url.spec.whatwg.org): what is no part of a request line is
percent-encoded, names become ASCII (UTS #46), numbers in any base an IPv4 address. What was written percent-encoded,
and empty segments of the path (``//``), stay as they are: servers tell them apart.
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
"""The schemes that are asked, and their ports."""
_LARGEST_PORT = 65_535
_LONGEST_NAME = 253
"""The most characters of a host's name (RFC 1035 §2.3.4)."""
# URL Standard §1.3, path and query percent-encode sets; `'` counts in the query of http(s).
_UNSAFE_IN_PATH = re.compile(r"[^!$%&\'()*+,\-./0-9:;=@A-Z\[\\\]_a-z|~]")
_UNSAFE_IN_QUERY = re.compile(r"[^!$%&()*+,\-./0-9:;=?@A-Z\[\\\]^_`a-z{|}~]")
_FORBIDDEN_IN_HOST = re.compile(r"[\x00-\x20#/:<>?@\[\\\]^|%\x7f]")
_STRIPPED = re.compile(r"[\t\n\r]")


class BadAddressError(ValueError):
    """No request can be made for an address; the text says why in a few words."""


@dataclass(frozen=True, slots=True)
class RequestUrl:
    """Where a request goes and what it asks for: ``path`` is the request target, query and all."""

    scheme: str
    host: str
    """In ASCII and small letters; an IPv6 address without brackets."""
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The host as an address writes it, with its port where that is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == SCHEMES[self.scheme] else f"{host}:{self.port}"

    @property
    def site(self) -> str:
        """Host and port: what is asked slowly, and told apart from other servers."""
        return f"{self.host.rstrip('.')}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def scheme_of(url: str) -> str:
    """Give the scheme of an address in small letters; nothing where it has none."""
    return (split(_clean(url)).scheme or "").lower()


def to_request_url(url: str) -> RequestUrl:
    """Read an http(s) address.

    Raises:
        BadAddressError: it cannot be asked.
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


def joined(base: str, reference: str) -> str:
    """Resolve a reference against an absolute address (RFC 3986 §5.2.2); it keeps the fragment (RFC 9110 §10.2.2)."""
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
    """Drop what a browser drops around and in an address; for http(s) a backslash before the path is a slash."""
    url = _STRIPPED.sub("", url.strip("".join(map(chr, range(0x21)))))
    head, sign, tail = url.partition("?")
    head, hash_sign, fragment = head.partition("#")
    if re.match(r"(?:https?:)?[/\\]", head, re.IGNORECASE):
        head = head.replace("\\", "/")
    return head + hash_sign + fragment + sign + tail


def _host_and_port(authority: str, usual: int) -> tuple[str, int]:
    host, sign, port = authority.rpartition(":")
    if not sign or authority.endswith("]"):
        host, port = authority, ""
    if port and not (port.isascii() and port.isdecimal() and int(port[:6]) <= _LARGEST_PORT):
        raise BadAddressError(f"there is no port {port[:20]!r}")
    return _host(host), int(port) if port else usual


@lru_cache(maxsize=10_000)
def _host(written: str) -> str:
    if written.startswith("["):
        try:
            return str(ipaddress.IPv6Address(written[1:-1] if written.endswith("]") else ""))
        except ValueError:
            raise BadAddressError(f"{written[:60]!r} is no IPv6 address") from None
    name = unquote_to_bytes(written).decode("utf-8", "replace")
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True, transitional=False, std3_rules=False).decode()
        except (idna.IDNAError, UnicodeError):
            raise BadAddressError(f"{name[:60]!r} is no name of a host") from None
    name = name.lower()
    if not name.strip(".") or len(name) > _LONGEST_NAME + 1 or _FORBIDDEN_IN_HOST.search(name) or ".." in name:
        raise BadAddressError(f"{name[:60]!r} is no name of a host" if name else "it names no host")
    return _number(name) or name


def _number(name: str) -> str | None:
    """Read an IPv4 address in any of the forms that the C library and browsers take (URL Standard §3.5)."""
    labels = name.removesuffix(".").split(".")
    if not re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]):
        return None
    try:
        numbers = [_digits(label) for label in labels]
        *left, last = numbers
        if len(numbers) > 4 or any(one > 255 for one in left) or last >= 256 ** (5 - len(numbers)):  # noqa: PLR2004
            raise ValueError  # noqa: TRY301
    except ValueError:
        raise BadAddressError(f"{name[:60]!r} is no IPv4 address") from None
    return str(ipaddress.IPv4Address(last + sum(one << 8 * (3 - at) for at, one in enumerate(left))))


def _digits(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8 if len(label) > 1 and label.startswith("0") else 10)


def _without_dots(path: str) -> str:
    """Take out ``.`` and ``..``, also percent-encoded, as browsers do (URL Standard §4.4, path state)."""
    if "/." not in path and "/%2" not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for at, segment in enumerate(segments):
        plain = segment.lower().replace("%2e", ".")
        if plain == "..":
            kept = kept[:-1]
        elif plain != ".":
            kept.append(segment)
            continue
        if at == len(segments) - 1:
            kept.append("")
    return "/" + "/".join(kept)


def _encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))
