"""A small web on one loopback server: each host's name has its handler, and entries link to its pages."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest
from servers import Handler, LoopbackServers, RawHandler, ReceivedRequest, Response, Server

from pathgen.diagnostics import Location
from pathgen.http.network_guard import NetworkGuard
from pathgen.links.check import check
from pathgen.links.link import Link, Occurrence
from pathgen.links.settings import Settings
from pathgen.links.verdict import Result

SETTINGS = Settings(jobs=8, timeout=2, retries=0, rate=200, guard=NetworkGuard((ip_network("127.77.0.0/16"),)))
_PORT = "{port}"
system = socket.getaddrinfo


class SmallWeb:
    """Hosts with their handlers. ``{port}`` in what a handler sends becomes the server's port."""

    def __init__(self, servers: LoopbackServers) -> None:
        self._hosts: Mapping[str, Handler] = {}
        self.server: Server = servers.add("web", self._handle)

    def _handle(self, request: ReceivedRequest) -> Response | RawHandler:
        host = request.headers["host"].partition(":")[0]
        answer = self._hosts.get(host, lambda _: Response(404))(request)
        if not isinstance(answer, Response) or isinstance(answer.body, bytes):
            return answer
        port = str(self.server.port)
        headers = {name: value.replace(_PORT, port) for name, value in answer.headers.items()}
        return Response(answer.status, answer.body.replace(_PORT, port), headers)

    def result(self, url: str, title: str = "", creators: tuple[str, ...] = (), **hosts: Handler) -> Result:
        """Check an address such as ``a.example/b`` that an entry links to; a host ``a_example`` is ``a.example``."""
        self._hosts = {name.replace("__", "-").replace("_", "."): handler for name, handler in hosts.items()}
        host, slash, path = url.partition("/")
        use = Occurrence("entry", "url", Location("resources.yaml", 1, 1, 1, 2), title, creators=creators)
        link = Link(f"http://{host}:{self.server.port}{slash}{path}", (use,))
        (done,) = [checked.result for checked in check([link], {}, replace(SETTINGS)) if checked]
        return done


@contextmanager
def small_web(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallWeb]:
    """Let every host's name lead to one server for a while."""
    with LoopbackServers() as servers:
        web = SmallWeb(servers)

        def look_up(host: str, port: int, *rest: Any, **more: Any) -> list[Any]:
            return system(host if host[0].isdecimal() else web.server.host, port, *rest, **more)

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        yield web
