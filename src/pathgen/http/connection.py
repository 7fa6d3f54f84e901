"""Connections that keep one time limit, reach only the networks that are allowed, and send the URL as it was written.

``requests`` and ``urllib3`` limit each read, so a server that sends a byte a second could keep them busy. Here a read
waits no longer than what is left of the limit for the whole request. The address that was checked is the one
that is connected to, so a name server that returns another answer the second time changes nothing.
docs/decisions/0024-how-requests-is-used.md says why each override is needed.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EADDRNOTAVAIL, EHOSTUNREACH, ENETUNREACH
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse, LineTooLong
from io import BufferedReader, BytesIO
from time import monotonic
from typing import Any

from requests import Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

from pathgen.http.exchange import Fault
from pathgen.http.network_guard import NetworkGuard, SocketAddress, is_ip, look_up
from pathgen.http.proxy import Proxy, ProxyError
from pathgen.http.request_url import RequestUrl
from pathgen.http.tls_context import browser_context, names_issuer

_MOST_INTERIM = 20
"""The most interim responses before the final one; servers send one or two."""
_MOST_LINES = 100
"""The most header lines of an interim response: as many as ``http.client`` accepts."""
_HEADER_BYTES = 256 * 1024
"""The most bytes of all headers together, as in Chrome (net/http/http_stream_parser.h, ``kMaxHeaderBufSize``)."""
_NO_ISSUER = 20
"""``X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY`` of OpenSSL; a certificate that signs itself has 18."""
_LINE_BYTES = 64 * 1024
"""The longest line that ``http.client`` accepts."""


class NotAskedError(Exception):
    """No request was sent: the address is not allowed, or the name server or the proxy is to blame."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(detail or str(fault))
        self.fault = fault
        self.detail = detail


@dataclass(slots=True)
class RequestDeadline:
    """The request that a thread is making: its URL, its end, and whether it needed a new connection."""

    url: RequestUrl
    until: float
    guard: NetworkGuard
    connected: bool = False
    reached: str = ""
    """How far a new connection came, in words; empty before one was made."""

    def left(self) -> float:
        """Return the seconds left.

        Raises:
            TimeoutError: there are none. No read may have timed out before, as a server can send without a pause.
        """
        seconds = self.until - monotonic()
        if seconds <= 0:
            raise TimeoutError("timed out")
        return seconds

    def shorten(self, seconds: float) -> None:
        """End no later than so many seconds from now."""
        self.until = min(self.until, monotonic() + seconds)


class _Thread(threading.local):
    """What each thread is working on: urllib3 passes nothing of ours from the request to the socket."""

    deadline: RequestDeadline


_thread = _Thread()


@contextmanager
def request_deadline(url: RequestUrl, seconds: float, guard: NetworkGuard) -> Iterator[RequestDeadline]:
    """Set the deadline of this thread: every socket that it uses meanwhile keeps it."""
    _thread.deadline = deadline = RequestDeadline(url, monotonic() + seconds, guard)
    try:
        yield deadline
    finally:
        del _thread.deadline


class _InTime:
    """Makes a socket keep its thread's deadline, however many requests it served before."""

    def recv_into(self, *arguments: Any, **options: Any) -> int:
        self.settimeout(_thread.deadline.left())  # type: ignore[attr-defined]
        return super().recv_into(*arguments, **options)  # type: ignore[misc, no-any-return]

    def sendall(self, *arguments: Any, **options: Any) -> None:
        self.settimeout(_thread.deadline.left())  # type: ignore[attr-defined]
        super().sendall(*arguments, **options)  # type: ignore[misc]


class _Socket(_InTime, socket.socket):
    pass


class _SecureSocket(_InTime, ssl.SSLSocket):
    pass


class _Response(HTTPResponse):
    """The final response after any interim ones, such as 103 Early Hints (RFC 8297, RFC 9110 §15.2).

    ``http.client`` accepts 100 header lines of 64 KB each, by constants for every user of it. So it is given headers
    that were read before, cut into a few pieces instead of lines; it joins them again.
    """

    def begin(self) -> None:
        reader = self.fp
        try:
            super().begin()
        finally:
            self.fp = reader

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(_MOST_INTERIM):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if status >= HTTPStatus.OK or status == HTTPStatus.SWITCHING_PROTOCOLS:
                self.fp = _HeaderBlock(_header_block(self.fp))  # type: ignore[assignment]
                return version, status, reason
            if not any(self.fp.readline(1 << 16).strip() == b"" for _ in range(_MOST_LINES)):
                break
        raise HTTPException("too many interim responses")


class _HeaderBlock(BytesIO):
    """Headers in pieces of the longest line that ``http.client`` accepts."""

    def readline(self, size: int | None = -1, /) -> bytes:
        """Return the next piece, whatever length is asked for; empty at the end of the headers."""
        del size
        return self.read(_LINE_BYTES)


def _header_block(reader: BufferedReader) -> bytes:
    """Read all headers of a response, without the empty line after them.

    Raises:
        LineTooLong: they are longer than what a browser accepts.
    """
    block = bytearray()
    while (line := reader.readline(_HEADER_BYTES + 1 - len(block))).strip(b"\r\n"):
        block += line
        if len(block) > _HEADER_BYTES:
            raise LineTooLong("headers")
    return bytes(block)


class _Connection:
    """What both kinds of connection do differently from urllib3's."""

    def _new_conn(self) -> socket.socket:
        try:
            return _connect(_thread.deadline)
        except ConnectionError as error:  # urllib3 takes a bare one for an early response, and continues without it
            raise NewConnectionError(self, str(error)) from error  # type: ignore[arg-type]

    def putrequest(self, method: str, url: str, *arguments: Any, **options: Any) -> None:
        """Send the URL as it was written: urllib3 would rewrite its percent-encodings."""
        del url
        wanted, proxy = _thread.deadline.url, _thread.deadline.guard.proxy
        headers = proxy.headers if proxy and wanted.scheme == "http" else None
        super().putrequest(method, wanted.path if headers is None else str(wanted), *arguments, **options)  # type: ignore[misc]
        for name, value in (headers or {}).items():
            self.putheader(name, value)  # type: ignore[attr-defined]


class _Plain(_Connection, HTTPConnection):
    response_class = _Response  # of http.client, which urllib3 wraps


class _Secure(_Connection, HTTPSConnection):
    response_class = _Response

    def connect(self) -> None:
        """Connect, and report a missing intermediate certificate apart from an unknown authority."""
        try:
            super().connect()
            _thread.deadline.reached = "after a valid TLS handshake"
        except ssl.SSLCertVerificationError as error:
            deadline = _thread.deadline
            if error.verify_code == _NO_ISSUER and names_issuer(_connect(deadline), deadline.url.host):
                raise NotAskedError(Fault.INCOMPLETE_CHAIN) from error
            raise


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class Adapter(HTTPAdapter):
    """Makes ``requests`` use our connections; it must be used within a ``request_deadline``."""

    def __init__(self, pools: int, per_host: int, ca_file: str | None = None) -> None:
        self._ca_file = ca_file
        super().__init__(pool_connections=pools, pool_maxsize=per_host)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Make pools of our connections, which share one TLS context."""
        context = browser_context(self._ca_file)
        context.sslsocket_class = _SecureSocket
        super().init_poolmanager(*arguments, **options, ssl_context=context)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}

    def get_connection_with_tls_context(self, *arguments: Any, **options: Any) -> HTTPConnectionPool:
        """Return the pool of the server: with one context for all, its address is the key."""
        del arguments, options
        url, manager = _thread.deadline.url, self.poolmanager
        key = {"scheme": url.scheme, "host": url.host, "port": url.port}
        known = tuple(key.values())  # urllib3 would build one of all settings for each request
        return manager.connection_from_pool_key(known, manager.connection_pool_kw | key)  # type: ignore[arg-type]

    def request_url(self, *arguments: Any) -> str:
        """Return any path: the connection sends the one of the deadline."""
        del arguments
        return "/"

    def build_response(self, req: Any, resp: Any) -> Response:
        """Return a response with its status and what urllib3 received: its headers and cookies are read there."""
        del req
        response = Response()
        response.status_code, response.raw = resp.status, resp
        return response

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Leave this to the context: ``requests`` would read the certificates again for each connection (20 ms)."""


def _connect(deadline: RequestDeadline) -> socket.socket:
    """Connect to the first allowed address of the host that accepts; each gets an equal share of the time."""
    deadline.connected = True
    if deadline.guard.proxy:
        return _connect_through(deadline.guard.proxy, deadline)
    addresses = _look_up(deadline)
    if not addresses:
        raise NotAskedError(Fault.NO_SUCH_NAME)
    allowed = [address for address in addresses if deadline.guard.allows(str(address[1][0]))]
    if not allowed:
        raise NotAskedError(Fault.PRIVATE, ", ".join(sorted({str(address[0]) for _, address in addresses})[:3]))
    return _reach(allowed, deadline)


def _connect_through(proxy: Proxy, deadline: RequestDeadline) -> socket.socket:
    """Connect to a proxy and, for https, through it to the server."""
    host = _known_name(deadline.url.host)
    if is_ip(host) and not deadline.guard.allows(host):
        raise NotAskedError(Fault.PRIVATE, host)
    try:
        sock = _reach(look_up(proxy.host, proxy.port, deadline.left()), deadline)
    except OSError as error:
        raise NotAskedError(Fault.PROXY, (error.strerror or str(error)).lower()) from error
    try:
        if deadline.url.scheme == "https":
            proxy.tunnel(sock, deadline.url, deadline.left)
    except ProxyError as error:
        sock.close()
        raise NotAskedError(Fault.UNREACHABLE if error.is_temporary else Fault.PROXY, f"proxy: {error}") from error
    except OSError:
        sock.close()
        raise
    return sock


def _reach(allowed: Sequence[SocketAddress], deadline: RequestDeadline) -> socket.socket:
    """Connect to the first of these addresses that accepts."""
    failure: OSError = TimeoutError("timed out")
    is_ipv6_only = all(family is socket.AF_INET6 for family, _ in allowed)
    for number, (family, address) in enumerate(allowed):
        sock = _Socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(deadline.left() / (len(allowed) - number))
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.connect(address)
            deadline.reached = "after the connection was made"
            sock.settimeout(deadline.left())  # for the TLS handshake
        except OSError as error:
            sock.close()
            if is_ipv6_only and error.errno in _NO_ROUTE:
                raise NotAskedError(Fault.NO_IPV6) from error
            failure = error
        else:
            return sock
    raise failure


def _look_up(deadline: RequestDeadline) -> Sequence[SocketAddress]:
    try:
        return look_up(_known_name(deadline.url.host), deadline.url.port, deadline.left())
    except socket.gaierror as error:
        if error.errno == socket.EAI_NONAME:  # a name that exists without addresses may get them back
            raise NotAskedError(Fault.NO_SUCH_NAME) from error
        raise NotAskedError(Fault.NAME_TROUBLE, (error.strerror or "").lower()) from error
    except TimeoutError as error:
        raise NotAskedError(Fault.NAME_TROUBLE, str(error)) from error


def _known_name(host: str) -> str:
    """Return the host to look up; two names have a fixed meaning, whatever a name server says."""
    domain = host.rstrip(".").rpartition(".")[2]
    if domain == "invalid":  # never exists (RFC 6761 §6.4)
        raise NotAskedError(Fault.NO_SUCH_NAME)
    return "127.0.0.1" if domain == "localhost" else host  # is always this machine (RFC 6761 §6.3)


_NO_ROUTE = {EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL}
"""Why a connection has no route; without any IPv6 address, the system may say that none is available."""
