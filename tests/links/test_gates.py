"""Gates that visitors see instead of a page, each beside an article that quotes it."""

from __future__ import annotations

import socket
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest
from handlers import always
from servers import PROSE, LoopbackServers, Response, page, redirect

from pathgen.http.network_guard import NetworkGuard
from pathgen.links.check import check
from pathgen.links.link import Link
from pathgen.links.settings import Settings

SETTINGS = Settings(jobs=8, timeout=2, retries=0, rate=100, guard=NetworkGuard((ip_network("127.77.0.0/16"),)))
ALIBABA = """<script>
var arg1='70D9569CD5E5895C84F284A09503B1598C5762A1';
function setCookie(name,value){document.cookie=name+"="+value}
function reload(x) {setCookie("acw_sc__v2", x);document.location.reload();}
</script>"""
INFINITY_FREE = (
    '<script src="/aes.js"></script><script>document.cookie="__test="+toHex(slowAES.decrypt(c,2,a,b))</script>'
    "<noscript>This site requires Javascript to work</noscript>"
)
INVITED = (
    "<p>This blog is open to invited readers only</p><p>http://a.blogspot.com/</p><p>It doesn't look like you have "
    "been invited to read this blog. If you think this is a mistake, you might want to contact the blog author.</p>"
)
PRIVATE = "<p>This site is marked private by its owner. If you would like to view it, you need permission.</p>"
COOKIE_TEST = "<script>document.cookie='seen=1';location.reload()</script>"
AGE = "<h1>Welcome</h1><p>Are you over 18? Yes. No.</p>"
CONSENT = "<h1>Before you continue to News</h1><p>We use cookies. Accept all, or reject all.</p>"
REGIONS = (
    "<p>Our website is currently unavailable in most European countries.</p>",
    "<p>Dieser Inhalt ist in Ihrem Land nicht verfügbar.</p>",
    "<p>Ce contenu n'est pas disponible dans votre pays.</p>",
    "<p>Este contenido no está disponible en tu país.</p>",
    "<p>Видео недоступно в вашей стране.</p>",
)
REGION = "<p>This content is not available in your country.</p>"


def reason(body: str) -> str:
    """Return the reason for a page with this body."""
    with LoopbackServers() as servers:
        url = servers.add("gate", always(Response(200, f"<html><body>{body}</body></html>"))).url + "/a/page"
        return next(done.result.reason for done in check([Link(url, ())], {}, SETTINGS) if done)


@pytest.mark.parametrize(
    ("gate", "code"),
    [
        (ALIBABA, "challenge"),
        (INFINITY_FREE, "challenge"),
        (INVITED, "invited-only"),
        (PRIVATE, "invited-only"),
        (REGION, "region"),
        *((sentence, "region") for sentence in REGIONS),
        (COOKIE_TEST, "challenge"),
        (AGE, "gate"),
        (CONSENT, "consent"),
    ],
)
def test_a_gate_is_unknown_and_an_article_that_quotes_it_is_ok(gate: str, code: str) -> None:
    assert reason(gate) == code
    quoted = gate.replace("<script", "&lt;script").replace("<noscript", "&lt;noscript")
    assert reason(f"<title>How sites keep robots out</title><h1>Gates</h1><p>{PROSE}</p>{quoted}") == "ok"


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("www.youtube.com", "consent.youtube.com", "consent"),
        ("news.yahoo.com", "consent.yahoo.com", "consent"),
        ("techcrunch.com", "guce.techcrunch.com", "consent"),
        ("consent.example", "consent.example", "ok"),
        ("www.example.org", "about-consent.example.org", "ok"),
    ],
)
def test_a_consent_wall_is_known_by_its_host(monkeypatch: pytest.MonkeyPatch, first: str, last: str, code: str) -> None:
    system = socket.getaddrinfo
    with LoopbackServers() as servers:
        wall = servers.add("wall", always(page("Before you continue")))
        to_wall = always(redirect(302, f"http://{last}:{wall.port}/m?continue=x"))
        server = wall if first == last else servers.add("host", to_wall)

        def look_up(name: str, port: int, *rest: Any, **more: Any) -> list[Any]:
            known = wall.host if name == last else server.host
            return system(name if name[0].isdecimal() else known, port, *rest, **more)

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        link = Link(f"http://{first}:{server.port}/@channel", ())
        found = next(done for done in check([link], {}, replace(SETTINGS, timeout=3)) if done)
    assert found.result.reason == code
