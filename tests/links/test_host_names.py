"""What name servers do to a checker. The system's resolver is replaced, as one cannot be told what to answer."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from handlers import always
from servers import LoopbackServers, Server, page, redirect

from pathgen.http.network_guard import NetworkGuard
from pathgen.links.check import check
from pathgen.links.history import History
from pathgen.links.link import Link
from pathgen.links.network_watch import NoNetworkError
from pathgen.links.run import run
from pathgen.links.select import LinkSelection
from pathgen.links.settings import Settings

Names = Callable[[str], list[str]]
SETTINGS = Settings(jobs=8, timeout=2, retries=0, rate=100, guard=NetworkGuard((ip_network("127.77.0.0/16"),)))
system = socket.getaddrinfo


@pytest.fixture(name="servers")
def _servers() -> Iterator[LoopbackServers]:
    with LoopbackServers() as servers:
        yield servers


def told(monkeypatch: pytest.MonkeyPatch, names: Names) -> None:
    """Let names be looked up by a function: it gives addresses, raises ``socket.gaierror``, or takes its time."""

    def look_up(host: str, port: int, *rest: Any, **more: Any) -> list[Any]:
        found = [host] if host[0].isdecimal() else names(host)
        return [place for address in found for place in system(address, port, *rest, **more)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def said(*urls: str) -> list[str]:
    """Check addresses; give the reasons in their order."""
    found = {
        known.result.url: known.result.reason for known in check([Link(url, ()) for url in urls], {}, SETTINGS) if known
    }
    return [found[url] for url in urls]


def named(server: Server, name: str, path: str = "/") -> str:
    return f"http://{name}:{server.port}{path}"


def fails(error: int) -> Names:
    def names(_: str) -> list[str]:
        raise socket.gaierror(error, "no")

    return names


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (fails(socket.EAI_NONAME), "no-such-name"),
        (fails(socket.EAI_AGAIN), "name-trouble"),
        (fails(socket.EAI_FAIL), "name-trouble"),
        (lambda _: ["127.0.0.1"], "private-address"),
        (lambda _: ["10.0.0.1", "::1", "169.254.169.254"], "private-address"),
        (lambda _: ["::ffff:127.0.0.1"], "private-address"),
    ],
)
def test_what_a_name_server_says_is_told(monkeypatch: pytest.MonkeyPatch, names: Names, reason: str) -> None:
    told(monkeypatch, names)
    assert said("http://a.example/") == [reason]


@pytest.mark.skipif(not hasattr(socket, "EAI_NODATA"), reason="does not know this error")
def test_a_name_without_an_address_is_not_one_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, fails(socket.EAI_NODATA))
    assert said("http://a.example/") == ["name-trouble"]


def test_a_name_server_that_fails_for_ipv4_alone_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(_host: str, _port: int, family: int = 0, **_: Any) -> list[Any]:
        raise socket.gaierror(socket.EAI_AGAIN if family == socket.AF_INET else socket.EAI_NONAME, "no")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert said("http://a.example/") == ["name-trouble"]


@pytest.mark.skipif(sys.platform != "linux", reason="others have routes to groups")
def test_a_network_without_ipv6_says_nothing_of_a_host_that_has_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    # Linux has no route for TCP to a group of hosts, by IPv6 or IPv4, whatever the network.
    addresses = {"six.example": ["ff02::1"], "four.example": ["224.0.0.1"], "both.example": ["ff02::1", "224.0.0.1"]}
    told(monkeypatch, addresses.__getitem__)
    guard = NetworkGuard((ip_network("224.0.0.0/4"), ip_network("ff00::/8")))
    links = [Link(f"http://{name}/", ()) for name in addresses]
    found = {
        known.result.url: known.result.reason for known in check(links, {}, replace(SETTINGS, guard=guard)) if known
    }
    assert [found[link.url] for link in links] == ["no-ipv6", "unreachable", "unreachable"]


@pytest.mark.parametrize("name", ["localhost", "localhost.", "a.LOCALHOST"])
def test_this_machine_is_private_whatever_a_name_server_says(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    told(monkeypatch, lambda _: ["1.1.1.1"])
    assert said(f"http://{name}/") == ["private-address"]


def test_a_name_server_that_is_silent_holds_up_its_link_alone(
    monkeypatch: pytest.MonkeyPatch, servers: LoopbackServers
) -> None:
    server = servers.add("ok", always(page()))

    def names(host: str) -> list[str]:
        if host == "slow.example":
            sleep(5)
        return [server.host]

    told(monkeypatch, names)
    start = monotonic()
    assert said("http://slow.example/", named(server, "quick.example")) == ["name-trouble", "ok"]
    assert monotonic() - start < 4


def test_a_name_that_leads_elsewhere_the_second_time_leads_nowhere_private(
    monkeypatch: pytest.MonkeyPatch, servers: LoopbackServers
) -> None:
    server, canary = servers.add("ok", always(page(Connection="close"))), servers.add("canary", always(page()), net=66)
    answers = iter([server.host, canary.host])
    told(monkeypatch, lambda _: [next(answers)])
    reasons = said(named(server, "a.example", "/1"), named(server, "a.example", "/2"))
    assert sorted(reasons) == ["ok", "private-address"]
    assert (server.connections, canary.connections) == (1, 0)


def test_a_redirect_to_a_name_with_a_private_address_is_not_followed(
    monkeypatch: pytest.MonkeyPatch, servers: LoopbackServers
) -> None:
    canary = servers.add("canary", always(page()), net=66)
    server = servers.add("from", always(redirect(301, named(canary, "inside.example"))))
    told(monkeypatch, lambda host: [canary.host if host == "inside.example" else server.host])
    assert said(named(server, "a.example")) == ["private-address"]
    assert canary.connections == 0


def test_of_several_addresses_one_that_answers_is_enough(
    monkeypatch: pytest.MonkeyPatch, servers: LoopbackServers
) -> None:
    server, canary = servers.add("ok", always(page())), servers.add("canary", always(page()), net=66)
    told(monkeypatch, lambda _: [canary.host, "127.77.99.99", server.host])
    assert said(named(server, "a.example")) == ["ok"]
    assert canary.connections == 0


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Bücher.Example", "xn--bcher-kva.example"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ("b%C3%BCcher.example", "xn--bcher-kva.example"),
        ("EXAMPLE.example", "example.example"),
        ("a.example.", "a.example."),
        ("faß.example", "xn--fa-hia.example"),
        ("under_score.example", "under_score.example"),
    ],
)
def test_a_name_is_looked_up_as_a_browser_does(
    monkeypatch: pytest.MonkeyPatch, servers: LoopbackServers, written: str, asked: str
) -> None:
    names = []
    server = servers.add("ok", always(page()))

    def look_up(host: str) -> list[str]:
        names.append(host)
        return [server.host]

    told(monkeypatch, look_up)
    assert said(named(server, written)) == ["ok"]
    bare = asked.removesuffix(".")  # as servers know their names
    assert names == [asked]
    assert server.requests[0].headers["host"] == f"{bare}:{server.port}"


def reasons(urls: list[str], history: History, **settings: Any) -> set[str]:
    """Check addresses as a run of the command does; give the reasons."""
    links = [Link(url, (), request=url) for url in urls]
    found = run(links, LinkSelection(), replace(SETTINGS, **settings), history, is_offline=False, show=lambda _: None)
    return {result.reason for result in found.results}


MANY = [f"http://host-{number}.example/" for number in range(12)]


def test_a_network_that_is_missing_makes_nothing_dead_however_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, fails(socket.EAI_AGAIN))
    with History(tmp_path / "h") as history:
        for _ in range(3):
            with pytest.raises(NoNetworkError, match="none of 12 hosts"):
                reasons(MANY, history, failing_runs=2, failing_days=0)
        assert history.recall() == {}


@pytest.mark.parametrize("error", [socket.EAI_AGAIN, socket.EAI_NONAME])
def test_a_missing_network_is_found_out_after_a_few_hosts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    asked: set[str] = set()

    def names(host: str) -> list[str]:
        asked.add(host)
        sleep(0.02)
        raise socket.gaierror(error, "no")

    told(monkeypatch, names)
    with History(tmp_path / "h") as history:
        with pytest.raises(NoNetworkError):
            reasons([f"http://host-{number}.example/" for number in range(1000)], history)
        assert history.recall() == {}
    assert len(asked) < 100


@pytest.mark.parametrize("place", [0, 10, 19])
def test_twenty_dead_hosts_among_which_one_answers_are_dead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, servers: LoopbackServers, place: int
) -> None:
    server = servers.add("ok", always(page()))

    def names(host: str) -> list[str]:
        if host == "there.example":
            sleep(0.2)
            return [server.host]
        raise socket.gaierror(socket.EAI_NONAME, "no")

    told(monkeypatch, names)
    urls = [f"http://host-{number}.example/" for number in range(20)]
    urls.insert(place, named(server, "there.example"))
    with History(tmp_path / "h") as history:
        assert reasons(urls, history, jobs=1) == {"ok", "no-such-name"}
        assert len(history.recall()) == 21


def test_where_no_name_is_known_but_a_host_answers_by_its_address_the_network_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, servers: LoopbackServers
) -> None:
    told(monkeypatch, fails(socket.EAI_NONAME))
    many = [f"http://host-{number}.example/" for number in range(60)]
    with History(tmp_path / "h") as history:
        assert reasons([servers.add("ok", always(page())).url, *many], history) == {"ok", "no-such-name"}
        assert len(history.recall()) == 61


def test_an_address_that_is_none_does_not_make_a_missing_network_be_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, fails(socket.EAI_NONAME))
    with History(tmp_path / "h") as history:
        with pytest.raises(NoNetworkError):
            reasons(["http://a.example:99999/", "http://10.0.0.1/", *MANY], history)
        assert history.recall() == {}


def test_names_that_were_found_to_be_gone_stay_so_where_nothing_else_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, servers: LoopbackServers
) -> None:
    server = servers.add("ok", always(page()))

    def names(host: str) -> list[str]:
        if host == "there.example":
            return [server.host]
        raise socket.gaierror(socket.EAI_NONAME, "no")

    told(monkeypatch, names)
    with History(tmp_path / "h") as history:
        assert reasons([*MANY, named(server, "there.example")], history) == {"ok", "no-such-name"}
        assert reasons(MANY, history) == {"no-such-name"}


def test_one_host_that_is_gone_is_no_missing_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, fails(socket.EAI_NONAME))
    with History(tmp_path / "h") as history:
        assert reasons([f"http://a.example/{number}" for number in range(12)], history) == {"no-such-name"}
        assert len(history.recall()) == 12
