"""How many requests a link costs on an ordinary list of learning material."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from servers import PROSE, LoopbackServers, ReceivedRequest, Response, page, redirect
from small_web import SETTINGS

from pathgen.diagnostics import Location
from pathgen.links.check import check
from pathgen.links.link import Link, Occurrence

LINKS = 200
MOST = 1.6
OWN = '<script src="/assets/app.js"></script>'
COUNTER = '<script src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>'
VIDEO = Response(200, '{"title": "A talk"}', {"Content-Type": "application/json"})
Kind = Callable[[int], tuple[str, str, Response]]


def static(number: int, words: str = "<p>Notes of a few words.</p>") -> tuple[str, str, Response]:
    return f"cs{number % 25}.u.example", f"/~ada/{number}.html", page(f"Lecture {number}", words)


def moved(number: int, path: str, status: int = 301) -> tuple[str, str, Response]:
    return f"site{number}.example", path, redirect(status, f"/new{path}/")


def kinds() -> Iterator[tuple[float, Kind]]:
    """Yield what the links of lists lead to, with their share: counted on 31 lists of 36,111 addresses, or guessed."""
    yield 0.25, lambda number: ("github.com", f"/o/{number}", page(f"Lecture {number}", PROSE + OWN))
    yield 0.02, lambda number: ("github.com", f"/old/{number}", redirect(301, f"/new/{number}/"))
    yield 0.01, lambda number: ("github.com", f"/gone/{number}", Response(404))
    yield 0.144, lambda number: ("www.youtube.com", f"/watch?v=abcdefg{number:04}", VIDEO)
    yield 0.065, lambda number: (f"site{number}.example", "/", page(f"Lecture {number}", PROSE + OWN))
    yield 0.02, lambda number: (f"site{number}.example", "/", page("Acme", f"<p>A few words.</p>{COUNTER}"))
    yield 0.04, static
    yield 0.02, lambda number: static(number, PROSE)
    yield 0.02, lambda number: ("courses.example", f"/learn/{number}", redirect(302, "/browse"))
    # Blogs, documentation, papers: a fifth of such pages has moved, a few have few words or another language.
    yield 0.24, lambda number: (f"site{number % 99}.example", f"/post/{number}", page(f"Lecture {number}", PROSE + OWN))
    yield 0.06, lambda number: moved(number, f"/post{number}")
    yield 0.03, lambda number: moved(number, f"/docs{number}", 302)
    yield (
        0.03,
        lambda number: (f"site{number}.example", "/a.pdf", Response(200, b"%PDF", {"Content-Type": "application/pdf"})),
    )
    yield 0.02, lambda number: (f"site{number}.example", "/a", Response(403))
    yield 0.02, lambda number: (f"site{number}.example", "/a", Response(404))
    yield (
        0.011,
        lambda number: (f"site{number}.example", "/fr", page("Cours magistral", f"<p>{'mot après mot ' * 99}{OWN}")),
    )


def test_an_ordinary_list_costs_few_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: dict[tuple[str, str], Response] = {}
    titles = []
    for share, kind in kinds():
        for _ in range(round(share * LINKS)):
            host, path, answer = kind(len(answers))
            titles.append(f"Lecture {len(answers)}")
            answers[host, path] = answer

    def handle(request: ReceivedRequest) -> Response:
        if "oembed" in request.target:
            return VIDEO
        known = answers.get((request.headers["host"].partition(":")[0], request.target))
        is_new = request.target.startswith(("/new/", "/browse"))
        return known or (page("Lecture", PROSE + OWN) if is_new else Response(404))

    system = socket.getaddrinfo
    with LoopbackServers() as servers:
        server = servers.add("web", handle)

        def look_up(host: str, port: int, *rest: Any, **more: Any) -> list[Any]:
            return system(host if host[0].isdecimal() else server.host, port, *rest, **more)

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        links = [
            Link(f"http://{host}:{server.port}{path}", (Occurrence("a", "url", Location("a", 1, 1, 1, 2), title),))
            for (host, path), title in zip(answers, titles, strict=True)
        ]
        found = [done.result for done in check(links, {}, replace(SETTINGS, jobs=16, rate=1000)) if done]
    assert len(found) == len(links)
    assert {result.reason for result in found if result.verdict == "dead"} == {"not-found"}
    assert 1 < len(server.requests) / len(links) <= MOST, len(server.requests)
