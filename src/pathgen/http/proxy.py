"""A proxy that the curator names, for networks with no direct access (RFC 9110 §7.6.1 and §9.3.6)."""

from __future__ import annotations

import re
import socket
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import unquote

from pathgen.http.request_url import BadAddressError, RequestUrl, to_request_url
from pathgen.urls import split

_MOST_HEADER = 64 * 1024
_ANSWER = re.compile(rb"HTTP/1\.[01] ([0-9]{3})[ \r]")


class ProxyError(Exception):
    """The proxy cannot be used, or refuses a request; ``is_temporary`` if it may accept it later."""

    def __init__(self, detail: str, *, is_temporary: bool = False) -> None:
        super().__init__(detail)
        self.is_temporary = is_temporary


@dataclass(frozen=True, slots=True)
class Proxy:
    """The host and port of a proxy, and the login for it, which is never printed and never sent to another server."""

    host: str
    port: int
    login: str = field(default="", repr=False)

    @property
    def headers(self) -> dict[str, str]:
        """The header with the login, if there is one."""
        return {"Proxy-Authorization": f"Basic {self.login}"} if self.login else {}

    def tunnel(self, sock: socket.socket, url: RequestUrl, left: Callable[[], float]) -> None:
        """Ask the proxy to connect a socket to a server; from then on only that server reads and writes it.

        ``left`` returns the seconds left, and raises TimeoutError if there are none.

        Raises:
            ProxyError: the proxy refuses.
            OSError: the connection to the proxy fails or ends.
        """
        host = f"[{url.host}]" if ":" in url.host else url.host
        authority = f"{host}:{url.port}"
        lines = [
            f"CONNECT {authority} HTTP/1.1",
            f"Host: {authority}",
            *(f"{name}: {value}" for name, value in self.headers.items()),
        ]
        sock.settimeout(left())
        sock.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
        head = b""
        while b"\r\n\r\n" not in head:
            sock.settimeout(left())
            piece = sock.recv(4096)  # a server sends nothing before it gets our request, so this is all the proxy's
            if not piece or len(head) > _MOST_HEADER:
                raise ProxyError("it closed the connection without a response")
            head += piece
        answer = _ANSWER.match(head)
        status = int(answer[1]) if answer else 0
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            detail = f"it responded with status {status}" if answer else "its response is not HTTP"
            raise ProxyError(detail, is_temporary=status >= HTTPStatus.INTERNAL_SERVER_ERROR)


def proxy_of(written: str) -> Proxy:
    """Parse what a curator wrote: ``http://[user:password@]host:port``.

    Raises:
        ValueError: it is not a proxy; the message says why, without the password.
    """
    try:
        url = to_request_url(written)
    except BadAddressError as error:
        raise ValueError("write it as http://host:port") from error
    if url.scheme != "http" or url.path != "/":
        raise ValueError("write it as http://host:port; other kinds of proxies are not supported")
    login, sign, _ = (split(written).authority or "").rpartition("@")
    return Proxy(url.host, url.port, b64encode(unquote(login).encode()).decode() if sign else "")
