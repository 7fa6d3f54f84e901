"""Connections that keep a time limit as a whole, go only where they may, and send what was written.

``requests`` and ``urllib3`` limit each read; a server that sends a byte a second would hold them for ever. Here each
read waits for no longer than what is left of the limit of the whole request. The address that was checked is the one
that is connected to, so a name server that answers otherwise the second time changes nothing.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from time import monotonic
from typing import Any

import certifi
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError
from urllib3.util import create_urllib3_context

from pathgen.http.exchange import Fault
from pathgen.http.network_guard import NetworkGuard, Place, is_ip, look_up
from pathgen.http.proxy import Proxy, ProxyError
from pathgen.http.request_url import RequestUrl

_MOST_INTERIM = 20
"""The interim answers before the answer that are listened to; servers send one or two."""
_MOST_LINES = 100
"""The header lines of an interim answer: as many as ``http.client`` reads of an answer."""


class NotAskedError(Exception):
    """No connection was made, for a reason of ours or the name server's."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(detail or str(fault))
        self.fault = fault
        self.detail = detail


@dataclass(slots=True)
class RequestDeadline:
    """One request of one thread: where it goes, until when, and whether it made a connection of its own."""

    target: RequestUrl
    until: float
    guard: NetworkGuard
    connected: bool = False

    def left(self) -> float:
        """Give the seconds left.

        Raises:
            TimeoutError: there are none, though no read had to wait: a server may send without a pause.
        """
        seconds = self.until - monotonic()
        if seconds <= 0:
            raise TimeoutError("timed out")
        return seconds

    def shorten(self, seconds: float) -> None:
        """Leave no more than so many seconds from now on."""
        self.until = min(self.until, monotonic() + seconds)


class _Thread(threading.local):
    """What the thread is at: urllib3 has no place for it between the request and the socket."""

    request_deadline: RequestDeadline


_thread = _Thread()


@contextmanager
def request_deadline(target: RequestUrl, seconds: float, guard: NetworkGuard) -> Iterator[RequestDeadline]:
    """Give the thread a deadline: all sockets that it uses meanwhile keep to its limit."""
    _thread.deadline = made = RequestDeadline(target, monotonic() + seconds, guard)
    try:
        yield made
    finally:
        del _thread.deadline


class _InTime:
    """What a socket does within the limit of its thread's deadline, however often it was used before."""

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
    """A response behind any interim ones: 103 Early Hints (RFC 8297) is not the answer (RFC 9110 §15.2)."""

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(_MOST_INTERIM):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if not HTTPStatus.SWITCHING_PROTOCOLS < status < HTTPStatus.OK:
                return version, status, reason
            if not any(self.fp.readline(1 << 16).strip() == b"" for _ in range(_MOST_LINES)):
                break
        raise HTTPException("more interim answers than a server sends")


class _Sending:
    """What both kinds of connection do otherwise than urllib3's."""

    def _new_conn(self) -> socket.socket:
        try:
            return _connect(_thread.deadline)
        except ConnectionError as error:  # a bare one urllib3 takes for an answer that came early, and goes on without
            raise NewConnectionError(self, str(error)) from error  # type: ignore[arg-type]

    def putrequest(self, method: str, url: str, *arguments: Any, **options: Any) -> None:
        """Send the address as it was written: urllib3 would rewrite its percent-encodings."""
        del url
        target, proxy = _thread.deadline.target, _thread.deadline.guard.proxy
        through = proxy.headers if proxy and target.scheme == "http" else None
        super().putrequest(method, target.path if through is None else str(target), *arguments, **options)  # type: ignore[misc]
        for name, value in (through or {}).items():
            self.putheader(name, value)  # type: ignore[attr-defined]


class _Plain(_Sending, HTTPConnection):
    response_class = _Response  # what http.client makes, before urllib3 wraps it


class _Secure(_Sending, HTTPSConnection):
    response_class = _Response


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class Adapter(HTTPAdapter):
    """The way from ``requests`` to our connections; it must be used within a ``request_deadline``."""

    def __init__(self, pools: int, per_host: int, ca_file: str | None = None) -> None:
        self._ca_file = ca_file
        self._lock = threading.Lock()
        super().__init__(pool_connections=pools, pool_maxsize=per_host)

    @cached_property
    def _context(self) -> ssl.SSLContext:
        """The TLS of all connections, made for the first that needs it: reading the certificates takes 20 ms."""
        context = create_urllib3_context()
        context.load_verify_locations(certifi.where())
        if self._ca_file:
            context.load_verify_locations(self._ca_file)
        context.sslsocket_class = _SecureSocket
        return context

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Make pools of our connections."""
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}

    def get_connection_with_tls_context(self, *_arguments: Any, **_options: Any) -> HTTPConnectionPool:
        """Tell the pool by the target of the deadline: a proxy that there is stands behind the socket."""
        target = _thread.deadline.target
        host = f"[{target.host}]" if ":" in target.host else target.host
        tls = {}
        if target.scheme == "https":
            with self._lock:
                tls = {"ssl_context": self._context}
        return self.poolmanager.connection_from_host(host, target.port, target.scheme, tls)

    def build_response(self, req: PreparedRequest, resp: Any) -> Response:
        """Give what came as it is: ``requests`` would copy its headers and keep its cookies; a visit does that."""
        response = Response()
        response.request, response.raw = req, resp
        response.status_code, response.headers = resp.status, resp.headers
        return response

    def request_url(self, request: PreparedRequest, proxies: Any) -> str:  # noqa: ARG002 - requests' signature
        """Give urllib3 something plain; what is sent is the target of the deadline."""
        return "/"

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Leave the pool as it is: its context verifies."""


def _connect(deadline: RequestDeadline) -> socket.socket:
    """Connect to the first address of the host that may be reached and answers; each gets its share of the time."""
    deadline.connected = True
    if deadline.guard.proxy:
        return _connect_through(deadline.guard.proxy, deadline)
    places = _found(deadline)
    if not places:
        raise NotAskedError(Fault.NO_SUCH_NAME)
    allowed = [place for place in places if deadline.guard.allows(str(place[1][0]))]
    if not allowed:
        raise NotAskedError(Fault.PRIVATE, ", ".join(sorted({str(address[0]) for _, address in places})[:3]))
    return _reach(allowed, deadline)


def _connect_through(proxy: Proxy, deadline: RequestDeadline) -> socket.socket:
    """Connect to a proxy, and for TLS through it to the server."""
    host = _own_name(deadline.target.host)
    if is_ip(host) and not deadline.guard.allows(host):
        raise NotAskedError(Fault.PRIVATE, host)
    try:
        sock = _reach(look_up(proxy.host, proxy.port, deadline.left()), deadline)
    except OSError as error:
        raise NotAskedError(Fault.PROXY, (error.strerror or str(error)).lower()) from error
    try:
        if deadline.target.scheme == "https":
            proxy.tunnel(sock, deadline.target, deadline.left)
    except ProxyError as error:
        sock.close()
        raise NotAskedError(Fault.UNREACHABLE if error.is_passing else Fault.PROXY, f"proxy: {error}") from error
    except OSError:
        sock.close()
        raise
    return sock


def _reach(allowed: Sequence[Place], deadline: RequestDeadline) -> socket.socket:
    """Connect to the first of these that answers."""
    failure: OSError = TimeoutError("timed out")
    for number, (family, address) in enumerate(allowed):
        sock = _Socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(deadline.left() / (len(allowed) - number))
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.connect(address)
            sock.settimeout(deadline.left())  # for the TLS handshake
        except OSError as error:
            sock.close()
            failure = error
        else:
            return sock
    raise failure


def _found(deadline: RequestDeadline) -> Any:
    try:
        return look_up(_own_name(deadline.target.host), deadline.target.port, deadline.left())
    except socket.gaierror as error:
        if error.errno in _NO_SUCH_NAME:
            raise NotAskedError(Fault.NO_SUCH_NAME) from error
        raise NotAskedError(Fault.NAME_TROUBLE, (error.strerror or "").lower()) from error
    except TimeoutError as error:
        raise NotAskedError(Fault.NAME_TROUBLE, str(error)) from error


def _own_name(host: str) -> str:
    """Give a host as it is looked up: two names mean the same everywhere, whatever a name server says."""
    domain = host.rstrip(".").rpartition(".")[2]
    if domain == "invalid":  # never exists (RFC 6761 §6.4)
        raise NotAskedError(Fault.NO_SUCH_NAME)
    return "127.0.0.1" if domain == "localhost" else host  # is always this machine (RFC 6761 §6.3)


_NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
