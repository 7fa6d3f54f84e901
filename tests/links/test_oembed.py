"""Videos and recordings: their hosts' oEmbed services are asked, on loopback servers under the hosts' real names."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from handlers import always, hang
from servers import LoopbackServers, ReceivedRequest, Response, Server, page, redirect

from pathgen.http.exchange import Exchange
from pathgen.http.network_guard import NetworkGuard
from pathgen.links.check import Checked, check
from pathgen.links.link import Link
from pathgen.links.oembed import oembed_question, oembed_title
from pathgen.links.settings import Settings

SETTINGS = Settings(jobs=8, timeout=2, retries=0, rate=100, guard=NetworkGuard((ip_network("127.77.0.0/16"),)))
system = socket.getaddrinfo
VIDEO = Response(200, json.dumps({"title": "A  talk", "type": "video"}), {"Content-Type": "application/json"})
SHELL = page("YouTube", "<script>load()</script>")


@pytest.fixture(name="servers")
def _servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackServers]:
    with LoopbackServers() as servers:

        def look_up(host: str, port: int, *rest: Any, **more: Any) -> list[Any]:
            known = host if host[0].isdecimal() else servers.by_name["host"].host
            return system(known, port, *rest, **more)

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        yield servers


def host(servers: LoopbackServers, answer: Response, otherwise: Response = SHELL) -> Server:
    """Start a host whose pages are all alike, and whose oEmbed service sends ``answer``."""

    def handle(request: ReceivedRequest) -> Response:
        return answer if "oembed" in urlsplit(request.target).path else otherwise

    return servers.add("host", handle)


def found(server: Server, address: str, **settings: Any) -> Checked:
    """Check an address of a host at the server's port."""
    name, _, path = address.partition("/")
    link = Link(f"http://{name}:{server.port}/{path}", ())
    (checked,) = [done for done in check([link], {}, replace(SETTINGS, **settings)) if done]
    return checked


@pytest.mark.parametrize(
    ("answer", "verdict", "reason"),
    [
        (VIDEO, "ok", "ok"),
        (Response(401, "Unauthorized"), "ok", "ok"),
        (Response(403, "Forbidden"), "dead", "video-private"),
        (Response(404, "Not Found"), "dead", "video-gone"),
        (Response(400, "Bad Request"), "dead", "video-gone"),
        (Response(500), "unknown", "witness-failed"),
        (Response(429, "", {"Retry-After": "86400"}), "unknown", "witness-failed"),
        (Response(200, "<title>Before you continue</title>"), "unknown", "witness-failed"),
        (Response(200, "[]"), "unknown", "witness-failed"),
    ],
)
def test_youtube_says_of_each_video_whether_it_is_there(
    servers: LoopbackServers, answer: Response, verdict: str, reason: str
) -> None:
    server = host(servers, answer)
    result = found(server, "www.youtube.com/watch?v=aircAruvnKk&t=10s#t=5").result
    assert (result.verdict, result.reason) == (verdict, reason)
    assert [urlsplit(request.target).path for request in server.requests] == ["/oembed"]
    assert result.redirects == ()


def test_a_witness_that_hangs_says_nothing(servers: LoopbackServers) -> None:

    server = servers.add("host", lambda _: hang)
    assert found(server, "youtu.be/aircAruvnKk", timeout=0.5).result.reason == "witness-failed"


def test_a_witness_that_fails_once_is_asked_again(servers: LoopbackServers) -> None:
    server = servers.add("host", lambda request: VIDEO if request.number else Response(503))
    assert found(server, "youtu.be/aircAruvnKk", retries=1).result.reason == "ok"


def test_the_title_and_address_are_those_of_the_video(servers: LoopbackServers) -> None:
    server = host(servers, VIDEO)
    checked = found(server, "youtu.be/aircAruvnKk?si=1")
    assert checked.page_title == "A talk"
    assert checked.result.final_url == f"http://youtu.be:{server.port}/aircAruvnKk?si=1"
    assert checked.page_fields[1:] == (None, None, None)


WATCH, LIST = "https://www.youtube.com/watch?v=", "https://www.youtube.com/playlist?list="


@pytest.mark.parametrize(
    ("address", "about"),
    [
        ("https://www.youtube.com/watch?v=aircAruvnKk", WATCH + "aircAruvnKk"),
        ("http://youtube.com/watch?app=desktop&v=aircAruvnKk&list=PLabc&index=2", WATCH + "aircAruvnKk"),
        ("https://m.youtube.com/watch?v=aircAruvnKk#t=3", WATCH + "aircAruvnKk"),
        ("https://music.youtube.com/watch?v=aircAruvnKk", WATCH + "aircAruvnKk"),
        ("https://youtu.be/aircAruvnKk?t=3", WATCH + "aircAruvnKk"),
        ("https://www.youtube.com/embed/aircAruvnKk?rel=0", WATCH + "aircAruvnKk"),
        ("https://www.youtube-nocookie.com/embed/aircAruvnKk", WATCH + "aircAruvnKk"),
        ("https://www.youtube.com/live/aircAruvnKk", WATCH + "aircAruvnKk"),
        ("https://www.youtube.com/shorts/aircAruvnKk/", WATCH + "aircAruvnKk"),
        ("https://www.youtube.com/v/aircAruvnKk", WATCH + "aircAruvnKk"),
        ("https://www.youtube.com/watch?v=short", WATCH + "short"),
        ("https://www.youtube.com//watch?v=aircAruvnKk", WATCH + "aircAruvnKk"),
        ("https://www.youtube.com/attribution_link?a=1&u=%2Fwatch%3Fv%3DaircAruvnKk%26t", WATCH + "aircAruvnKk"),
        ("https://www.youtube.com/view_play_list?p=PLabc", LIST + "PLabc"),
        ("https://www.youtube.com/course?list=PLabc", LIST + "PLabc"),
        ("https://www.youtube.com/embed?listType=playlist&list=PLabc", LIST + "PLabc"),
        ("https://vimeo.com/showcase/12/video/345", "https://vimeo.com/showcase/12/video/345"),
        ("https://www.slideshare.net/someone/a-talk-12345", "https://www.slideshare.net/someone/a-talk-12345"),
        ("https://www.youtube.com/playlist?list=PLabc", LIST + "PLabc"),
        ("https://www.youtube.com/embed/videoseries?list=PLabc", LIST + "PLabc"),
        ("https://vimeo.com/76979871", "https://vimeo.com/76979871"),
        (
            "https://player.vimeo.com/video/76979871?h=8272103f6e",
            "https://player.vimeo.com/video/76979871?h=8272103f6e",
        ),
        ("https://soundcloud.com/a-band/a-song", "https://soundcloud.com/a-band/a-song"),
        (
            "https://open.spotify.com/intl-de/track/2qToAcex0ruZfbEbAy9OhW?si=1",
            "https://open.spotify.com/track/2qToAcex0ruZfbEbAy9OhW",
        ),
        ("https://speakerdeck.com/someone/a-talk", "https://speakerdeck.com/someone/a-talk"),
        ("https://www.slideshare.net/slideshow/a-talk/1234", "https://www.slideshare.net/slideshow/a-talk/1234"),
    ],
)
def test_a_service_is_asked_about_the_work(address: str, about: str) -> None:
    question = oembed_question(address)
    assert question is not None
    assert parse_qs(urlsplit(question[1]).query)["url"] == [about]
    assert question[1].startswith("https://")


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/",
        "https://www.youtube.com/@3blue1brown",
        "https://www.youtube.com/channel/UCYO_jab_esuFRV4b17AJtAw",
        "https://www.youtube.com/user/someone/videos",
        "https://www.youtube.com/c/someone",
        "https://www.youtube.com/results?search_query=a&v=1",
        "https://www.youtube.com/feeds/videos.xml?channel_id=1",
        "https://www.youtube.com/playlist?list=WL",
        "https://youtu.be/",
        "https://vimeo.com/staffpicks",
        "https://vimeo.com/channels/staffpicks",
        "https://soundcloud.com/a-band",
        "https://soundcloud.com/a-band/tracks",
        "https://soundcloud.com/discover/sets/x",
        "https://speakerdeck.com/someone",
        "https://open.spotify.com/search",
        "https://youtube.com.example/watch?v=aircAruvnKk",
        "https://example.org/watch?v=aircAruvnKk",
        "https://[/watch?v=aircAruvnKk",
    ],
)
def test_other_pages_are_ordinary(address: str) -> None:
    assert oembed_question(address) is None


@pytest.mark.parametrize("status", [301, 302])
@pytest.mark.parametrize(
    ("answer", "reasons"),
    [(VIDEO, ("moved", "ok")), (Response(404), ("video-gone",)), (Response(500), ("witness-failed",))],
)
def test_a_video_behind_a_short_address_is_asked_for(
    servers: LoopbackServers, answer: Response, reasons: tuple[str, ...], status: int
) -> None:
    def handle(request: ReceivedRequest) -> Response:
        if request.target == "/short":
            return redirect(status, f"http://www.youtube.com:{server.port}/watch?v=aircAruvnKk")
        return answer if "oembed" in request.target else SHELL

    server = servers.add("host", handle)
    assert found(server, "short.example/short").result.reason == reasons[0 if status == 301 else -1]


def test_a_channel_is_asked_for_its_page(servers: LoopbackServers) -> None:
    server = host(servers, Response(404), page("A channel"))
    assert found(server, "www.youtube.com/@channel").result.reason == "ok"
    assert [request.target for request in server.requests] == ["/@channel"]


@pytest.mark.parametrize(
    ("address", "answers", "reason", "requests"),
    [
        ("vimeo.com/76979871", (VIDEO, page()), "ok", 1),
        ("vimeo.com/76979871", (Response(404), page()), "video-gone", 1),
        ("vimeo.com/76979871", (Response(403), page()), "ok", 2),  # embedding is off
        ("soundcloud.com/a-band/a-song", (VIDEO, Response(403)), "ok", 1),
        ("soundcloud.com/a-band/a-song", (Response(404), Response(404)), "not-found", 3),
        ("soundcloud.com/a-band/a-song", (Response(404), page()), "witness-failed", 2),
        (
            "soundcloud.com/a-band/a-song",
            (Response(403), page()),
            "ok",
            2,
        ),  # a day on which the service was out of order
    ],
)
def test_where_pages_are_honest_they_are_asked_what_the_service_leaves_open(
    servers: LoopbackServers, address: str, answers: tuple[Response, Response], reason: str, requests: int
) -> None:
    server = host(servers, *answers)
    assert found(server, address).result.reason == reason
    assert len(server.requests) == requests


@pytest.mark.parametrize("body", [b"", b"[" * 100_000, b"\xff", b"null", b'{"title": 1}', b'{"title"'])
def test_a_hostile_answer_has_no_title(body: bytes) -> None:

    assert oembed_title(Exchange("https://x.example/", 200, body=body)) == ""


def test_no_service_is_asked_for_an_ordinary_page(servers: LoopbackServers) -> None:
    server = servers.add("host", always(page()))
    assert found(server, "example.org/watch?v=aircAruvnKk").result.reason == "ok"
    assert len(server.requests) == 1
