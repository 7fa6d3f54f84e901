"""What came back for one request, before it is judged. Nothing here touches the network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pathgen.http.lazy_property import lazy_property
from pathgen.http.page import Page, refresh_of
from pathgen.http.request_url import joined

_ASCII = 0x80

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""The statuses of redirects that a browser follows (Fetch Standard §2.2.6)."""
PERMANENT = frozenset({301, 308})
"""The statuses of permanent redirects: "use the new address from now on" (RFC 9110 §15.4.2 and §15.4.9)."""
_FINE = 200
_LONGEST_REFRESH_SECONDS = 10
"""A page that goes on later than this is there to be read."""


def is_success(status: int | None) -> bool:
    """Whether a status says that the request was understood and accepted (RFC 9110 §15.3)."""
    return status is not None and 200 <= status < 300  # noqa: PLR2004 - the range of a class of statuses


class Fault(StrEnum):
    """Why a request got no response."""

    NO_SUCH_NAME = "no-such-name"
    """The name does not exist (NXDOMAIN)."""
    NAME_TROUBLE = "name-trouble"
    """The name server did not respond, or not in time."""
    PRIVATE = "private-address"
    """The address is not on the public internet."""
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    NO_IPV6 = "no-ipv6"
    """The host has only IPv6 addresses, and this network cannot reach them."""
    RESET = "reset"
    TIMEOUT = "timeout"
    TLS = "tls"
    HANDSHAKE = "tls-handshake"
    """The server and our TLS client could not agree; a certificate was not the reason."""
    INCOMPLETE_CHAIN = "incomplete-chain"
    """The server leaves out the certificate of its issuer, which its certificate names."""
    BROKEN = "broken-http"
    """What came back is not HTTP, or ended too early."""
    PROXY = "proxy"
    """The proxy that the curator named cannot be used, or refuses the request."""
    BAD_ADDRESS = "bad-address"
    """No request can be made for the address: it has no host, or a port over 65535."""


class ClientProfile(StrEnum):
    """What a request says about who sends it."""

    BOT = "bot"
    """As pathgen, with a link to the project in the User-Agent."""
    BROWSER = "browser"
    """With the headers that a browser sends, after the request as a bot was refused."""


@dataclass(frozen=True)
class Exchange:
    """One request and what came back: either ``status`` or ``fault`` is set.

    ``url`` is the address that was requested (no fragment). The names of ``headers`` are in lower case; their values
    are what the server sent, so hostile. ``body`` is the beginning of an HTML response, decoded, and empty for others;
    ``is_whole`` says whether that is all of it.
    """

    url: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    is_whole: bool = True
    fault: Fault | None = None
    detail: str = ""
    """The fault in a few plain words, such as "certificate has expired"."""
    seconds: float = 0.0

    @property
    def location(self) -> str:
        """The redirect's address as it was written; bytes beyond ASCII are percent-encoded, as browsers do."""
        written = self.headers.get("location", "").encode("latin-1", "replace")
        return "".join(chr(byte) if byte < _ASCII else f"%{byte:02X}" for byte in written)

    @property
    def onward(self) -> str:
        """Where a browser goes on from here without a click: by a redirect, a refresh or a script; or ``""``."""
        if self.status in REDIRECTS:
            return self.location
        refresh = self._refresh
        return refresh[1] if refresh else (self.page.script_target if self.status == _FINE else "")

    @property
    def is_permanent(self) -> bool:
        """Whether it leads on permanently: by its status (RFC 9110 §15.4.2 and §15.4.9), or a refresh without a pause.

        Static sites cannot send a status, so their redirects are pages with such a refresh.
        """
        refresh = self._refresh
        return self.status in PERMANENT or (refresh is not None and refresh[0] <= 1)

    @property
    def _refresh(self) -> tuple[int, str] | None:
        if self.status != _FINE:
            return None
        in_header = self.headers.get("refresh", "")
        found = refresh_of(in_header or self.page.refresh)
        if found is None or found[0] > _LONGEST_REFRESH_SECONDS:
            return None
        seconds, target = found
        return seconds, target if in_header else joined(joined(self.url, self.page.base), target)

    @lazy_property
    def page(self) -> Page:
        """The body as a page, parsed once."""
        return Page(self.body, self.headers.get("content-type", ""))
