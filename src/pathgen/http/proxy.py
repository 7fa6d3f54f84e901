"""A proxy that the curator names, for networks that have no other way out (RFC 9110 §7.6.1 and §9.3.6)."""

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
    """The proxy cannot be used, or does not let a request through; ``is_passing`` where it may do so later."""

    def __init__(self, detail: str, *, is_passing: bool = False) -> None:
        super().__init__(detail)
        self.is_passing = is_passing


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where it listens, and what it is told of who asks; the login is never printed, and goes to no server."""

    host: str
    port: int
    login: str = field(default="", repr=False)

    @property
    def headers(self) -> dict[str, str]:
        """The header by which it knows us."""
        return {"Proxy-Authorization": f"Basic {self.login}"} if self.login else {}

    def tunnel(self, sock: socket.socket, target: RequestUrl, left: Callable[[], float]) -> None:
        """Have it connect a socket to a server: all that follows is between the two of us.

        ``left`` gives the seconds that are left, and raises TimeoutError where there are none.

        Raises:
            ProxyError: it does not.
            OSError: the connection to it fails, or ends.
        """
        host = f"[{target.host}]" if ":" in target.host else target.host
        place = f"{host}:{target.port}"
        lines = [
            f"CONNECT {place} HTTP/1.1",
            f"Host: {place}",
            *(f"{name}: {is_}" for name, is_ in self.headers.items()),
        ]
        sock.settimeout(left())
        sock.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
        head = b""
        while b"\r\n\r\n" not in head:
            sock.settimeout(left())
            piece = sock.recv(4096)  # the server speaks only after us, so nothing of its is read
            if not piece or len(head) > _MOST_HEADER:
                raise ProxyError("it ends the connection without an answer")
            head += piece
        answer = _ANSWER.match(head)
        status = int(answer[1]) if answer else 0
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            detail = f"it answers with the status {status}" if answer else "its answer is not HTTP"
            raise ProxyError(detail, is_passing=status >= HTTPStatus.INTERNAL_SERVER_ERROR)


def proxy_of(written: str) -> Proxy:
    """Read what a curator wrote: ``http://[user:password@]host:port``.

    Raises:
        ValueError: it is none; the text says why, without the password.
    """
    try:
        target = to_request_url(written)
    except BadAddressError as error:
        raise ValueError("write it as http://host:port") from error
    if target.scheme != "http" or target.path != "/":
        raise ValueError("write it as http://host:port; proxies of other kinds are not spoken to")
    login, at, _ = (split(written).authority or "").rpartition("@")
    return Proxy(target.host, target.port, b64encode(unquote(login).encode()).decode() if at else "")
