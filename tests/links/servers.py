"""Real servers on loopback addresses, each with a handler: what link checkers meet on the web.

A handler is a function of one request (``ReceivedRequest``). It returns a ``Response``, or a function that writes bytes
to the connection. Each server has its own address in 127.0.0.0/8 where the system supports that, so that requests to
one server do not count towards the rate limit of another.
"""

from __future__ import annotations

import socket
import ssl
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Self

PROSE = "A paragraph of a page that has enough to say to be a page and no excuse for one. " * 12


@dataclass(frozen=True)
class ReceivedRequest:
    """A request as it was received: ``number`` counts those to the same server from 0."""

    method: str
    target: str
    headers: Mapping[str, str]
    number: int

    @property
    def is_robot(self) -> bool:
        return "pathgen" in self.headers.get("user-agent", "")


@dataclass(frozen=True)
class Response:
    status: int = 200
    body: str | bytes = ""
    headers: Mapping[str, str] = field(default_factory=dict)


RawHandler = Callable[[socket.socket], None]
"""Writes the bytes of a response itself, for servers that break HTTP."""
Handler = Callable[[ReceivedRequest], Response | RawHandler]


def page(title: str = "A page", body: str = PROSE, **headers: str) -> Response:
    html = f"<!doctype html><html lang=en><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    return Response(200, html, {name.replace("_", "-"): value for name, value in headers.items()})


def redirect(status: int, location: str, **headers: str) -> Response:
    return Response(
        status, "", {"Location": location, **{name.replace("_", "-"): value for name, value in headers.items()}}
    )


class Server:
    """One server: it keeps the requests received and counts connections."""

    def __init__(self, host: str, handler: Handler) -> None:
        self.handler = handler
        self.context: ssl.SSLContext | None = None
        self.requests: list[ReceivedRequest] = []
        self.connections = 0
        self.active = 0
        self.most_active = 0
        self.lock = threading.Lock()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.socket = socket.create_server((host, 0), family=family)
        self.port = self.socket.getsockname()[1]
        self.host = host
        self._accepting = threading.Thread(target=self._accept_connections, daemon=True)
        self._accepting.start()

    def close(self) -> None:
        stop_accepting(self.socket, self._accepting)

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.context else 'http'}://{host}:{self.port}"

    def _accept_connections(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._handle, args=(connection,), daemon=True).start()

    def _handle(self, connection: socket.socket) -> None:
        with suppress(OSError, ValueError), connection:
            connection.settimeout(30)
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as reading:
                while self._respond(connection, reading):
                    pass

    def _respond(self, connection: socket.socket, reading: object) -> bool:
        line = reading.readline(65536).decode("latin-1").split()  # type: ignore[attr-defined]
        if len(line) < 3:
            return False
        headers = {}
        while (header := reading.readline(65536).decode("latin-1").strip()) != "":  # type: ignore[attr-defined]
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        with self.lock:
            request = ReceivedRequest(line[0], line[1], headers, len(self.requests))
            self.requests.append(request)
            self.active += 1
            self.most_active = max(self.most_active, self.active)
        try:
            response = self.handler(request)
            if not isinstance(response, Response):
                response(connection)
                return False
            connection.sendall(_encoded(response, request.method))
        finally:
            with self.lock:
                self.active -= 1
        return "close" not in (response.headers.get("Connection"), headers.get("connection"))


def stop_accepting(listener: socket.socket, accepting: threading.Thread) -> None:
    """Close a socket that a thread accepts connections from, once that thread has ended.

    A thread that still waited would be sent back to the socket's number whenever its process is stopped for a moment.
    By then a server of another test may have that number, and would answer as this one did.
    """
    with suppress(OSError):  # macOS: a socket that listens is not connected
        listener.shutdown(socket.SHUT_RDWR)
    if sys.platform == "linux":  # elsewhere it is the close that wakes the thread
        accepting.join()
    listener.close()


def _encoded(response: Response, method: str) -> bytes:
    body = response.body.encode() if isinstance(response.body, str) else response.body
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), **response.headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value != "-")
    return f"HTTP/1.1 {response.status} X\r\n{head}\r\n".encode() + (b"" if method == "HEAD" else body)


class LoopbackServers:
    """Many servers; ``add`` starts one on an address of its own."""

    def __init__(self) -> None:
        self.by_name: dict[str, Server] = {}
        self._stack = ExitStack()
        self._count = 0

    def add(self, name: str, handler: Handler, net: int = 77, host: str = "") -> Server:
        self._count += 1
        number = self._count
        address = f"127.{net}.{number // 250}.{number % 250 + 1}" if sys.platform == "linux" else "127.0.0.1"
        server = self.by_name[name] = Server(host or address, handler)
        self._stack.callback(server.close)
        return server

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
