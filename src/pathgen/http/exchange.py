"""What one request brought back, before anyone says what it means. Nothing here touches the network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from pathgen.http.page import Page

_ASCII = 0x80


class Fault(StrEnum):
    """Why a request got no answer."""

    NO_SUCH_NAME = "no-such-name"
    """The name does not exist (NXDOMAIN), or has no address."""
    NAME_TROUBLE = "name-trouble"
    """The name server did not answer, or not in time."""
    PRIVATE = "private-address"
    """The address is on a network that is not the public one."""
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    RESET = "reset"
    TIMEOUT = "timeout"
    TLS = "tls"
    BROKEN = "broken-http"
    """What came back is not HTTP, or ended before it should."""
    PROXY = "proxy"
    """The proxy that the curator named cannot be used, or does not let it through."""
    BAD_ADDRESS = "bad-address"
    """No request can be made for it: a port over 65535, no host."""


class ClientProfile(StrEnum):
    """As what a server was asked."""

    BOT = "bot"
    """As pathgen, with a link to the project in the User-Agent."""
    BROWSER = "browser"
    """With the headers that a browser sends, where the honest request was refused."""


@dataclass(frozen=True)
class Exchange:
    """One request and what came back: either ``status`` or ``fault`` is set.

    ``url`` is the address as it was asked (no fragment). ``headers`` have names in small letters; values are what the
    server sent, so hostile. ``body`` holds the first decoded bytes of an HTML answer, nothing of any other, and
    ``is_whole`` tells whether that was all of it.
    """

    url: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    is_whole: bool = True
    fault: Fault | None = None
    detail: str = ""
    """What a fault was, in a few plain words: "certificate has expired"."""
    seconds: float = 0.0

    @property
    def location(self) -> str:
        """Where it leads, as it was written: bytes beyond ASCII, whatever their encoding, as browsers send them on."""
        written = self.headers.get("location", "").encode("latin-1", "replace")
        return "".join(chr(byte) if byte < _ASCII else f"%{byte:02X}" for byte in written)

    @cached_property
    def page(self) -> Page:
        """The page that the body is; it is read once, however often it is looked at."""
        return Page(self.body, self.headers.get("content-type", ""))
