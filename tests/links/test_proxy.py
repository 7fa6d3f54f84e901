"""The way out through a proxy that the curator names: a real one, which alone knows where the names lead."""

from __future__ import annotations

import socket
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic

import pytest
import trustme
from command import pathgen
from handlers import LIMIT_SECONDS, always, known_path, status
from servers import LoopbackServers, ReceivedRequest, Response, Server, page, redirect
from sightings import look
from test_scenarios import OPEN, checked, secure, write

from pathgen.http.proxy import proxy_of

LOGIN = "Basic " + b64encode(b"ada:p@ss").decode()


@pytest.fixture(name="servers")
def _servers() -> Iterator[LoopbackServers]:
    with LoopbackServers() as servers:
        yield servers


class Through:
    """A proxy's behaviour: hands on what is asked for the hosts that it knows, as bytes or as a request."""

    def __init__(self, **known: Server) -> None:
        self.known = {f"{name}.example": server for name, server in known.items()}

    def __call__(self, request: ReceivedRequest) -> Response | Callable[[socket.socket], None]:
        host = (
            request.target.removeprefix("http://").partition("/")[0].rpartition(":")[0]
            or request.target[7:].split("/")[0]
        )
        server = self.known.get(host)
        if server is None:
            return Response(502)
        if request.method == "CONNECT":
            return lambda client: tunnel(client, server)
        lines = [f"GET /{request.target[7:].partition('/')[2]} HTTP/1.1", f"Host: {host}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in request.headers.items() if name not in ("host", "connection")]
        return lambda client: forward(client, server, "\r\n".join([*lines, "", ""]).encode())


def tunnel(client: socket.socket, server: Server) -> None:
    with socket.create_connection((server.host, server.port)) as far:
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        back = threading.Thread(target=pump, args=(far, client))
        back.start()
        pump(client, far)
        back.join()


def forward(client: socket.socket, server: Server, request: bytes) -> None:
    with socket.create_connection((server.host, server.port)) as far:
        far.sendall(request)
        pump(far, client)


def pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            sink.sendall(piece)
        sink.shutdown(socket.SHUT_WR)


def test_both_schemes_go_through_it_and_its_login_goes_no_further(tmp_path: Path, servers: LoopbackServers) -> None:
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    plain, tls = servers.add("plain", always(page())), servers.add("tls", always(page()))
    tls.context = secure(ca, "tls.example")
    proxy = servers.add("proxy", Through(plain=plain, tls=tls))
    urls = ["http://plain.example/a%2Fb?q=1", "https://tls.example/c"]
    write(tmp_path, *urls)
    option = proxy.url.replace("//", "//ada:p%40ss@")
    found = checked(tmp_path, *OPEN, "--proxy", option, "--ca-file", str(tmp_path / "ca.pem"))
    assert {url: found[url]["verdict"] for url in urls} == dict.fromkeys(urls, "ok")
    assert sorted(f"{request.method} {request.target}" for request in proxy.requests) == [
        "CONNECT tls.example:443",
        "GET http://plain.example/a%2Fb?q=1",
    ]
    assert {request.headers["proxy-authorization"] for request in proxy.requests} == {LOGIN}
    assert "proxy-authorization" not in tls.requests[0].headers
    assert tls.requests[0].target == "/c"


def test_a_redirect_is_followed_through_it(tmp_path: Path, servers: LoopbackServers) -> None:
    new = servers.add("new", always(page("Number 0")))
    old = servers.add("old", known_path(redirect(301, "http://new.example/new/here"), Response(404), "/here"))
    proxy = servers.add("proxy", Through(old=old, new=new))
    write(tmp_path, "http://old.example/here")
    look(tmp_path, "--proxy", proxy.url)
    link = checked(tmp_path, "--proxy", proxy.url)["http://old.example/here"]
    assert (link["verdict"], link["suggestion"]) == ("moved", "http://new.example/new/here"), link["detail"]


def test_a_made_up_neighbour_is_asked_for_through_it(tmp_path: Path, servers: LoopbackServers) -> None:
    new = servers.add("new", always(page("Page 0")))
    old = servers.add("old", known_path(redirect(301, "http://new.example/elsewhere"), Response(404), "/here"))
    proxy = servers.add("proxy", Through(old=old, new=new))
    write(tmp_path, "http://old.example/here")
    link = checked(tmp_path, "--proxy", proxy.url)["http://old.example/here"]
    assert link["verdict"] == "moved", link["detail"]
    assert "http://new.example/elsewhere is offered as a fix once" in link["detail"]
    assert [request.target for request in proxy.requests][-1].startswith("http://old.example/pathgen-")


@pytest.mark.parametrize("host", ["127.77.9.9", "localhost", "0x7f.1", "[::ffff:127.0.0.1]", "10.0.0.1"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_what_is_written_as_a_private_address_is_not_asked_for(
    tmp_path: Path, servers: LoopbackServers, scheme: str, host: str
) -> None:
    proxy = servers.add("proxy", Through())
    write(tmp_path, f"{scheme}://{host}/")
    [link] = checked(tmp_path, "--proxy", proxy.url).values()
    assert (link["verdict"], link["reason"], proxy.requests) == ("unknown", "private-address", [])


@pytest.mark.parametrize(
    ("handler", "verdict", "reason"),
    [
        (status(403), "unknown", "proxy"),
        (status(407), "unknown", "proxy"),
        (status(502), "failing", "unreachable"),
        (lambda _: lambda client: client.sendall(b"SSH-2.0-x\r\n\r\n"), "unknown", "proxy"),
        (lambda _: lambda client: client.close(), "unknown", "proxy"),
        (lambda _: lambda client: client.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 40_000), "unknown", "proxy"),
    ],
)
def test_a_proxy_that_refuses_says_nothing_of_the_page(
    tmp_path: Path, servers: LoopbackServers, handler: Callable[[ReceivedRequest], Response], verdict: str, reason: str
) -> None:
    proxy = servers.add("proxy", handler)
    write(tmp_path, "https://a.example/")
    link = checked(tmp_path, "--proxy", proxy.url, "--retries", "0")["https://a.example/"]
    assert (link["verdict"], link["reason"]) == (verdict, reason)


def test_a_proxy_that_is_not_there_is_said_and_nothing_is_dead(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    write(tmp_path, "https://a.example/", "http://b.example/")
    found = checked(tmp_path, "--proxy", f"http://127.0.0.1:{port}", status=0)
    assert {link["reason"] for link in found.values()} == {"proxy"}


def test_the_time_limit_holds_for_a_proxy_that_sends_a_byte_a_second(tmp_path: Path, servers: LoopbackServers) -> None:
    def drip(client: socket.socket) -> None:
        with suppress(OSError):
            for byte in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100:
                client.sendall(bytes([byte]))
                threading.Event().wait(0.5)

    proxy = servers.add("proxy", lambda _: drip)
    write(tmp_path, "https://a.example/")
    start = monotonic()
    limit = f"{LIMIT_SECONDS}s"
    link = checked(tmp_path, "--proxy", proxy.url, "--timeout", limit, "--retries", "0")["https://a.example/"]
    assert (link["verdict"], link["reason"]) == ("failing", "timeout")
    assert monotonic() - start < LIMIT_SECONDS + 10


def test_the_environment_may_name_it(tmp_path: Path, servers: LoopbackServers, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = servers.add("proxy", Through(a=servers.add("a", always(page()))))
    monkeypatch.setenv("PATHGEN_PROXY", proxy.url)
    write(tmp_path, "http://a.example/")
    assert checked(tmp_path)["http://a.example/"]["verdict"] == "ok"


@pytest.mark.parametrize("written", ["", "proxy:8080", "socks5://a:1", "https://a:1", "http://a/b", "http://a:99999"])
def test_what_is_no_proxy_is_told(tmp_path: Path, written: str) -> None:
    write(tmp_path, "https://a.example/")
    done = pathgen("check-links", "--proxy", written, cwd=tmp_path)
    assert (done.returncode, "write it as http://host:port" in done.stderr) == (2, True)


def test_a_login_is_not_shown() -> None:
    assert "ada" not in repr(proxy_of("http://ada:secret@proxy.example:3128"))
