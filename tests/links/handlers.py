"""Handlers for the loopback servers: each decides what a server answers to a request."""

from __future__ import annotations

import socket
from collections.abc import Callable
from time import sleep

from servers import Handler, RawHandler, ReceivedRequest, Response, page, redirect

LIMIT_SECONDS = 2
"""The time limit for checking the scenarios; a handler that hangs does so for longer."""


def always(answer: Response) -> Handler:
    return lambda _: answer


def send_bytes(*pieces: bytes, pause: float = 0.0) -> Handler:
    def speak(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
            sleep(pause)

    return lambda _: speak


def hang(connection: socket.socket) -> None:
    del connection
    sleep(3 * LIMIT_SECONDS)


def then_stall(*pieces: bytes) -> RawHandler:
    """Send the start of a response and never finish it."""

    def speak(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
        hang(connection)

    return speak


def status(code: int, **headers: str) -> Handler:
    return always(Response(code, "<h1>no</h1>", {name.replace("_", "-"): value for name, value in headers.items()}))


def by_path(**answers: Response) -> Handler:
    """Respond by the first segment of the path (``home`` if empty); 404 for any other path."""

    def handle(request: ReceivedRequest) -> Response:
        name = request.target.partition("?")[0].strip("/").partition("/")[0] or "home"
        return answers.get(name, Response(404, "nothing here"))

    return handle


def known_path(known: Response, unknown: Response, path: str = "/a/page") -> Handler:
    """Send one response for ``path`` and another for every other path."""
    return lambda request: known if request.target.partition("?")[0] == path else unknown


def in_turn(*answers: Response | RawHandler) -> Handler:
    """Send the responses one after another, then repeat the last one."""
    return lambda request: answers[min(request.number, len(answers) - 1)]


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    connection.close()


def depending_on(test: Callable[[ReceivedRequest], bool], yes: Response, no: Response) -> Handler:
    """Send ``yes`` where the request passes the test, else ``no``."""
    return lambda request: yes if test(request) else no


def redirect_chain(hops: int, code: int = 302) -> Handler:
    def handle(request: ReceivedRequest) -> Response:
        number = int(request.target.strip("/") or 0)
        return redirect(code, f"/{number + 1}") if number < hops else page()

    return handle


def cookie_bounce(request: ReceivedRequest) -> Response:
    """Redirect to the same address until the cookie comes back."""
    return (
        page() if "seen=1" in request.headers.get("cookie", "") else redirect(302, request.target, Set_Cookie="seen=1")
    )


def exact_target(target: str) -> Handler:
    """Return a page for exactly this request target and 404 for all others."""
    return lambda request: page() if request.target == target else Response(404)


def redirect_to_host(request: ReceivedRequest, address: str) -> Response:
    moved = {"/a": redirect(301, address.format(host=request.headers["host"])), "/b": page()}
    return moved.get(request.target, Response(404))
