"""What the servers of the zoo can do: functions of a request, put together in ``scenarios``."""

from __future__ import annotations

import socket
from collections.abc import Callable
from time import sleep

from servers import Answer, Asked, Behaviour, Speaks, page, redirect

LIMIT_SECONDS = 2
"""The time limit that the zoo is checked with; what hangs does so for longer."""


def always(answer: Answer) -> Behaviour:
    return lambda _: answer


def says(*pieces: bytes, pause: float = 0.0) -> Behaviour:
    def speak(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
            sleep(pause)

    return lambda _: speak


def hangs(connection: socket.socket) -> None:
    del connection
    sleep(3 * LIMIT_SECONDS)


def stalls(*pieces: bytes) -> Speaks:
    """Begin an answer, and never end it."""

    def speak(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
        hangs(connection)

    return speak


def status(code: int, **headers: str) -> Behaviour:
    return always(Answer(code, "<h1>no</h1>", {name.replace("_", "-"): value for name, value in headers.items()}))


def at(**answers: Answer) -> Behaviour:
    """Answer by the path's first name (``home`` for none); what is not named is a 404."""

    def behave(asked: Asked) -> Answer:
        name = asked.target.partition("?")[0].strip("/").partition("/")[0] or "home"
        return answers.get(name, Answer(404, "nothing here"))

    return behave


def everything(known: Answer, unknown: Answer, path: str = "/a/page") -> Behaviour:
    """Answer one address with something and any other with something else."""
    return lambda asked: known if asked.target.partition("?")[0] == path else unknown


def times(*answers: Answer | Speaks) -> Behaviour:
    """Answer each request by the next, the last one on and on."""
    return lambda asked: answers[min(asked.number, len(answers) - 1)]


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    connection.close()


def by(test: Callable[[Asked], bool], yes: Answer, no: Answer) -> Behaviour:
    return lambda asked: yes if test(asked) else no


def chain(hops: int, code: int = 302) -> Behaviour:
    def behave(asked: Asked) -> Answer:
        number = int(asked.target.strip("/") or 0)
        return redirect(code, f"/{number + 1}") if number < hops else page()

    return behave


def bounce(asked: Asked) -> Answer:
    """Redirect to itself until a cookie comes back."""
    return page() if "seen=1" in asked.headers.get("cookie", "") else redirect(302, asked.target, Set_Cookie="seen=1")


def hears(target: str) -> Behaviour:
    """Be there for one request target alone, to the letter."""
    return lambda asked: page() if asked.target == target else Answer(404)


def to_host(asked: Asked, address: str) -> Answer:
    return page() if asked.target == "/b" else redirect(301, address.format(host=asked.headers["host"]))
