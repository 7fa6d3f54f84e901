"""A request ends in time and within bounds, whatever a server does; these servers speak bytes, as some break HTTP."""

from __future__ import annotations

import gzip
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from ipaddress import ip_network
from time import monotonic, sleep

import pytest
from requests.cookies import RequestsCookieJar
from servers import stop_accepting

from pathgen.http.client import ANCHOR_BYTES, PAGE_BYTES, Fetcher, Request
from pathgen.http.exchange import ClientProfile, Fault
from pathgen.http.network_guard import NetworkGuard

Behaviour = Callable[[socket.socket], None]
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@contextmanager
def server(*behaviours: Behaviour) -> Iterator[tuple[str, list[bytes]]]:
    """Serve connections in turn, each by the next behaviour (the last one on and on); give the address and requests."""
    requests: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            for number in range(100):
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                behaviour = behaviours[min(number, len(behaviours) - 1)]
                threading.Thread(target=handle, args=(connection, behaviour), daemon=True).start()

        def handle(connection: socket.socket, behaviour: Behaviour) -> None:
            with connection, suppress(OSError):
                requests.append(_request(connection))
                behaviour(connection)

        serving = threading.Thread(target=serve, daemon=True)
        serving.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", requests
        stop_accepting(listening, serving)


def _request(connection: socket.socket) -> bytes:
    """Read a request with its body, which may come in pieces."""
    request = connection.recv(65536)
    length = re.search(rb"\r\nContent-Length: ([0-9]+)\r\n", request)
    while length and len(request.partition(b"\r\n\r\n")[2]) < int(length[1]):
        request += connection.recv(65536)
    return request


def says(*pieces: bytes, pause: float = 0.0) -> Behaviour:
    def behave(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
            sleep(pause)

    return behave


def floods(first: bytes, piece: bytes) -> Behaviour:
    """Send without a pause and without an end."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(piece * 100)

    return behave


def body(content: bytes, headers: bytes = b"") -> Behaviour:
    return says(OK + headers + b"Content-Length: %d\r\n\r\n" % len(content) + content)


@pytest.fixture(name="fetcher")
def _fetcher() -> Iterator[Fetcher]:
    with closing(Fetcher(NetworkGuard((ip_network("127.0.0.0/8"),)), 10, 2)) as fetcher:
        yield fetcher


def test_a_page_comes_with_its_headers_and_its_body(fetcher: Fetcher) -> None:
    with server(body(b"<title>A page</title>", b"X-Mark: yes\r\n")) as (url, requests):
        found = fetcher.exchange(Request(f"{url}/a//%2Fb?c=d e", 5.0))
    assert (found.status, found.body, found.is_whole, found.fault) == (200, b"<title>A page</title>", True, None)
    assert found.headers["x-mark"] == "yes"
    assert requests[0].startswith(b"GET /a//%2Fb?c=d%20e HTTP/1.1\r\n")


@pytest.mark.parametrize("path", ["/%7Euser/%2f%41", "/a?", "/?%7e=[x]", "/a/b;c=d&e'f", "/x%zz"])
def test_the_address_is_sent_as_it_was_written(fetcher: Fetcher, path: str) -> None:
    with server(body(b"")) as (url, requests):
        fetcher.exchange(Request(url + path, 5.0))
    assert requests[0].startswith(f"GET {path} HTTP/1.1\r\n".encode())


@pytest.mark.parametrize("kind", [b"text/html; charset", b"text/html; charset=", b";;=;", b"text/html; charset=\xff"])
def test_an_odd_content_type_does_no_harm(fetcher: Fetcher, kind: bytes) -> None:
    with server(body(b"hi", b"Content-Type: " + kind + b"\r\n")) as (url, _):
        assert fetcher.exchange(Request(url, 5.0)).status == 200


def test_a_robot_says_who_it_is_and_a_browser_does_not(fetcher: Fetcher) -> None:
    with server(body(b"")) as (url, requests):
        for profile in ClientProfile:
            fetcher.exchange(Request(url, 5.0, profile))
    assert b"pathgen/" in requests[0]
    assert b"+https://" in requests[0]
    assert b"pathgen" not in requests[1]
    assert b"Chrome/" in requests[1]


@pytest.mark.parametrize(
    ("behaviour", "fault"),
    [
        (says(b"220 mail.example ESMTP\r\n"), Fault.BROKEN),
        (says(b""), Fault.RESET),
        (says(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000 + b"\r\n\r\n"), Fault.BROKEN),
        (says(OK + b"Content-Length: 100\r\n\r\n"), Fault.BROKEN),
        (says(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nnot chunked"), Fault.BROKEN),
        (says(OK + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nxxxxx"), Fault.BROKEN),
    ],
)
def test_what_is_not_http_is_told_as_that(fetcher: Fetcher, behaviour: Behaviour, fault: Fault) -> None:
    with server(behaviour) as (url, _):
        found = fetcher.exchange(Request(url, 5.0))
    assert (found.status, found.fault) == (None, fault)


@pytest.mark.parametrize(
    "behaviour",
    [
        lambda _: sleep(30),
        says(*(bytes([byte]) for byte in b"HTTP/1.1 200 OK\r\n" * 100), pause=0.05),
        says(OK, *(b"X-%d: 1\r\n" % number for number in range(100)), pause=0.05),
        says(OK + b"Content-Length: 9\r\n\r\n", *[b""] * 100, pause=0.1),
    ],
    ids=["silence", "a byte at a time", "a header at a time", "no body"],
)
def test_the_time_limit_holds_for_all_of_a_request(fetcher: Fetcher, behaviour: Behaviour) -> None:
    start = monotonic()
    with server(behaviour) as (url, _):
        found = fetcher.exchange(Request(url, 0.5))
    assert (found.status, found.fault) == (None, Fault.TIMEOUT)
    assert monotonic() - start < 20  # else it would go on for ever


CHUNKED = OK + b"Transfer-Encoding: chunked\r\n"


@pytest.mark.parametrize(
    "behaviour",
    [
        floods(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
        floods(b"HTTP/1.1 103 Early Hints\r\n", b"X: 1\r\n"),
        floods(OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"")),
        floods(CHUNKED + b"Content-Encoding: gzip\r\n\r\n", b"14\r\n" + gzip.compress(b"") + b"\r\n"),
        floods(CHUNKED + b"\r\n0\r\n", b"Trailer: 1\r\n"),
        floods(CHUNKED + b"\r\n", b"0" * 100),
        floods(CHUNKED + b"\r\n1;", b"extension"),
    ],
    ids=["103", "lines-of-103", "empty-gzip", "empty-gzip-in-chunks", "trailers", "zeros", "extension"],
)
def test_a_flood_that_never_makes_a_read_wait_ends_in_time(fetcher: Fetcher, behaviour: Behaviour) -> None:
    with server(behaviour) as (url, _):
        start = monotonic()
        found = fetcher.exchange(Request(url, 0.5))
        assert monotonic() - start < 20  # else it would go on for ever
    assert found.fault in (Fault.BROKEN, Fault.TIMEOUT) or not found.is_whole


def test_a_page_that_comes_slowly_is_judged_by_what_came(fetcher: Fetcher) -> None:
    with server(says(OK + b"Content-Length: 999\r\n\r\n<title>A", *[b"."] * 100, pause=0.05)) as (url, _):
        found = fetcher.exchange(Request(url, 0.5))
    assert (found.status, found.is_whole) == (200, False)
    assert found.body.startswith(b"<title>A")


def test_a_page_without_end_is_read_up_to_a_limit(fetcher: Fetcher) -> None:
    with server(says(OK + b"\r\n", *[b"x" * 65536] * 200)) as (url, _):
        found = fetcher.exchange(Request(url, 10.0))
    assert (found.status, len(found.body), found.is_whole) == (200, PAGE_BYTES, False)


def test_a_page_that_unpacks_to_gigabytes_is_read_up_to_a_limit(fetcher: Fetcher) -> None:
    bomb = gzip.compress(gzip.compress(bytes(1 << 28)), 9)
    for packed in (bomb, gzip.compress(bytes(1 << 26))):
        with server(body(packed, b"Content-Encoding: gzip\r\n")) as (url, _):
            found = fetcher.exchange(Request(url, 10.0, bytes=ANCHOR_BYTES))
        assert found.status == 200
        assert len(found.body) <= ANCHOR_BYTES


def test_the_body_of_what_is_no_page_is_not_read(fetcher: Fetcher) -> None:
    film = says(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 9999999999\r\n\r\n", b"x", pause=0.1)
    with server(film) as (url, _):
        found = fetcher.exchange(Request(url, 5.0))
    assert (found.status, found.body, found.fault) == (200, b"", None)


def test_early_hints_are_not_the_answer(fetcher: Fetcher) -> None:
    hints = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    with server(says(hints + OK + b"Content-Length: 0\r\n\r\n")) as (url, _):
        assert fetcher.exchange(Request(url, 5.0)).status == 200


def test_a_kept_connection_is_used_again_and_a_closed_one_replaced(fetcher: Fetcher) -> None:
    def once_more_then_close(connection: socket.socket) -> None:
        connection.sendall(OK + b"Content-Length: 0\r\n\r\n")
        connection.recv(65536)
        connection.sendall(OK + b"Content-Length: 2\r\n\r\nhi")
        connection.recv(65536)

    with server(once_more_then_close, body(b"new")) as (url, requests):
        found = [fetcher.exchange(Request(f"{url}/{number}", 5.0)) for number in range(3)]
    assert [answer.body for answer in found] == [b"", b"hi", b"new"]
    assert len(requests) == 2


def test_what_a_form_says_is_posted_as_a_browser_does(fetcher: Fetcher) -> None:
    with server(body(b"taken")) as (url, requests):
        found = fetcher.exchange(Request(url, 5.0, form={"url": "https://a.example/", "x": "1"}))
    assert (found.status, found.body) == (200, b"taken")
    head, _, sent = requests[0].partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST / HTTP/1.1"
    assert b"Content-Type: application/x-www-form-urlencoded" in lines
    assert b"Content-Length: 34" in lines
    assert sent == b"url=https%3A%2F%2Fa.example%2F&x=1"


def test_a_form_is_posted_once_on_a_connection_of_its_own(fetcher: Fetcher) -> None:
    late = []

    def takes_one_more_and_hangs_up(connection: socket.socket) -> None:
        connection.sendall(OK + b"Content-Length: 0\r\n\r\n")
        late.append(connection.recv(65536))

    with server(takes_one_more_and_hangs_up, says(b""), body(b"again")) as (url, requests):
        assert fetcher.exchange(Request(url, 5.0)).status == 200
        assert fetcher.exchange(Request(url, 5.0, form={"a": "1"})).fault is Fault.RESET
    assert [request.partition(b" ")[0] for request in (*requests, *late)].count(b"POST") == 1


def test_cookies_are_kept_and_sent_back(fetcher: Fetcher) -> None:
    jar = RequestsCookieJar()
    with server(body(b"", b"Set-Cookie: seen=1; Path=/\r\nConnection: close\r\n")) as (url, requests):
        for _ in range(2):
            fetcher.exchange(Request(url, 5.0, cookies=jar))
    assert b"Cookie: seen=1" in requests[1]


def test_a_private_address_is_never_connected_to() -> None:
    with closing(Fetcher(NetworkGuard(), 10, 2)) as fetcher, server(body(b"")) as (url, requests):
        port = url.rpartition(":")[2]
        hosts = ("127.0.0.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "localhost", "0.0.0.0")  # noqa: S104
        found = [fetcher.exchange(Request(f"http://{host}:{port}/", 5.0)) for host in hosts]
    assert {answer.fault for answer in found} == {Fault.PRIVATE}
    assert requests == []


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://127.0.0.1:1/", Fault.REFUSED),
        ("http://no-such-name.invalid/", Fault.NO_SUCH_NAME),
        ("http://127.0.0.1:99999/", Fault.BAD_ADDRESS),
    ],
)
def test_why_there_is_no_answer_is_told(fetcher: Fetcher, url: str, fault: Fault) -> None:
    assert fetcher.exchange(Request(url, 5.0)).fault is fault


def test_plain_http_where_tls_is_expected_is_told_as_bad_tls(fetcher: Fetcher) -> None:
    with server(body(b"")) as (url, _):
        assert fetcher.exchange(Request(url.replace("http:", "https:"), 5.0)).fault is Fault.HANDSHAKE


def test_a_tls_handshake_that_stalls_ends_in_time(fetcher: Fetcher) -> None:
    with server(lambda _: sleep(30)) as (url, _):
        assert fetcher.exchange(Request(url.replace("http:", "https:"), 0.5)).fault is Fault.TIMEOUT
