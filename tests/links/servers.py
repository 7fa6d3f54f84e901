"""Real servers on loopback addresses, one behaviour each: what the web does to link checkers.

A behaviour is a function of one request (``Asked``) that gives an ``Answer``, or speaks bytes itself. Each stands on an
address of its own in 127.0.0.0/8 where the system has them, so that one server's pace says nothing of another's.
"""

from __future__ import annotations

import socket
import ssl
import sys
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Self

PROSE = "A paragraph of a page that has enough to say to be a page and no excuse for one. " * 12


@dataclass(frozen=True)
class Asked:
    """A request as it came: ``number`` counts those to the same server from 0."""

    method: str
    target: str
    headers: Mapping[str, str]
    number: int

    @property
    def is_robot(self) -> bool:
        return "pathgen" in self.headers.get("user-agent", "")


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: str | bytes = ""
    headers: Mapping[str, str] = field(default_factory=dict)


Speaks = Callable[[socket.socket], None]
Behaviour = Callable[[Asked], Answer | Speaks]


def page(title: str = "A page", body: str = PROSE, **headers: str) -> Answer:
    html = f"<!doctype html><html lang=en><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    return Answer(200, html, {name.replace("_", "-"): value for name, value in headers.items()})


def redirect(status: int, location: str, **headers: str) -> Answer:
    return Answer(
        status, "", {"Location": location, **{name.replace("_", "-"): value for name, value in headers.items()}}
    )


class Server:
    """One server: it counts its requests and its connections, and remembers what was asked."""

    def __init__(self, host: str, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.context: ssl.SSLContext | None = None
        self.asked: list[Asked] = []
        self.connections = 0
        self.active = 0
        self.most_active = 0
        self.lock = threading.Lock()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.socket = socket.create_server((host, 0), family=family)
        self.port = self.socket.getsockname()[1]
        self.host = host
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.context else 'http'}://{host}:{self.port}"

    def _serve(self) -> None:
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
                while self._answer(connection, reading):
                    pass

    def _answer(self, connection: socket.socket, reading: object) -> bool:
        line = reading.readline(65536).decode("latin-1").split()  # type: ignore[attr-defined]
        if len(line) < 3:
            return False
        headers = {}
        while (header := reading.readline(65536).decode("latin-1").strip()) != "":  # type: ignore[attr-defined]
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        with self.lock:
            asked = Asked(line[0], line[1], headers, len(self.asked))
            self.asked.append(asked)
            self.active += 1
            self.most_active = max(self.most_active, self.active)
        try:
            answer = self.behaviour(asked)
            if not isinstance(answer, Answer):
                answer(connection)
                return False
            connection.sendall(_written(answer, asked.method))
        finally:
            with self.lock:
                self.active -= 1
        return answer.headers.get("Connection") != "close"


def _written(answer: Answer, method: str) -> bytes:
    body = answer.body.encode() if isinstance(answer.body, str) else answer.body
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), **answer.headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value != "-")
    return f"HTTP/1.1 {answer.status} X\r\n{head}\r\n".encode() + (b"" if method == "HEAD" else body)


class Zoo:
    """Many servers; ``add`` gives a new one an address of its own."""

    def __init__(self) -> None:
        self.servers: dict[str, Server] = {}
        self._stack = ExitStack()
        self._number = Counter[str]()

    def add(self, name: str, behaviour: Behaviour, net: int = 77, host: str = "") -> Server:
        self._number["hosts"] += 1
        number = self._number["hosts"]
        own = f"127.{net}.{number // 250}.{number % 250 + 1}" if sys.platform == "linux" else "127.0.0.1"
        made = self.servers[name] = Server(host or own, behaviour)
        self._stack.callback(made.socket.close)
        return made

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
