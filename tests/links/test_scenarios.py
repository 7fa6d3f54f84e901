"""``check-links`` runs once over every scenario: no false alarms, and no dead link missed."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from command import pathgen
from handlers import LIMIT_SECONDS, always
from scenarios import SCENARIOS
from servers import LoopbackServers, page, redirect
from sightings import look

OPEN = ("--allow-private", "127.77.0.0/16", "--allow-private", "::1/128", "--timeout", f"{LIMIT_SECONDS}s")
QUICK = ("--rate", "200", "--jobs", "64")


def catalogue(*urls: str, more: str = "") -> str:
    """Return a catalogue with an entry for each address; ids are ``link-N``."""
    entries = "".join(
        f"      - {{title: Page {number}, id: link-{number}, url: {json.dumps(url, ensure_ascii=False)}}}\n"
        for number, url in enumerate(urls)
    )
    rules = "rules: {bad-url: 'off', duplicate-url: 'off', tracking-parameters: 'off'}\n"
    return f"path: {{title: Links}}\n{rules}{more}topics:\n  - id: links\n    title: Links\n    resources:\n{entries}"


def checked(folder: Path, *options: str, status: int | None = None) -> dict[str, Any]:
    """Run the command in a folder; return the links of its JSON report by address."""
    done = pathgen("check-links", "--format", "json", *options, cwd=folder)
    assert done.returncode in ((status,) if status is not None else (0, 1)), done.stderr
    report = json.loads(done.stdout)
    return {link["url"]: link for link in report["links"]}


def write(folder: Path, *urls: str, more: str = "") -> None:
    (folder / "resources.yaml").write_text(catalogue(*urls, more=more), encoding="utf-8")


def secure(ca: trustme.CA, name: str, age_days: int = 0) -> ssl.SSLContext:
    until = datetime.now(UTC) - timedelta(days=age_days) if age_days else None
    since = datetime.now(UTC) - timedelta(days=2 * age_days) if age_days else None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(name, not_after=until, not_before=since).configure_cert(context)
    return context


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, str], dict[str, Any], LoopbackServers]]:
    """Check every scenario once: return the address of each by name, the links of the report, and the servers."""
    folder = tmp_path_factory.mktemp("scenarios")
    with LoopbackServers() as servers:
        urls = {name: servers.add(name, handler).url + path for name, path, handler, _, _ in SCENARIOS}
        urls["by IPv6"] = servers.add("by IPv6", always(page()), host="::1").url + "/"
        _add_tls(servers, urls, folder)
        _add_canary(servers, urls)
        write(folder, *urls.values())
        look(folder, *OPEN, *QUICK, "--ca-file", str(folder / "ca.pem"))
        found = checked(folder, "--offline")
        yield urls, found, servers


def _add_tls(servers: LoopbackServers, urls: dict[str, str], folder: Path) -> None:
    ours, strange = trustme.CA(), trustme.CA()
    ours.cert_pem.write_to_path(str(folder / "ca.pem"))
    for name, ca, host, days in (
        ("good", ours, None, 0),
        ("expired", ours, None, 5),
        ("for another name", ours, "other.example", 0),
        ("of a stranger", strange, None, 0),
    ):
        server = servers.add(f"tls {name}", always(page()))
        server.context = secure(ca, host or server.host, days)
        urls[f"tls {name}"] = f"{server.url}/"


def _add_canary(servers: LoopbackServers, urls: dict[str, str]) -> None:
    """Start a server on a network that is not allowed, and link to it in every way there is."""
    canary = servers.add("canary", always(page()), net=66)
    first, second, third, fourth = (int(part) for part in canary.host.split("."))
    number = (first << 24) + (second << 16) + (third << 8) + fourth
    for name, host in {
        "by address": canary.host,
        "by number": str(number),
        "in hex": hex(number),
        "in octal": ".".join(f"0{part:o}" for part in (first, second, third, fourth)),
        "in short": f"{first}.{second}.{(third << 8) + fourth}",
        "mapped": f"[::ffff:{canary.host}]",
        "with a dot": f"{canary.host}.",
        "with credentials": f"user:pass@{canary.host}",
    }.items():
        urls[f"canary {name}"] = f"http://{host}:{canary.port}/{name.replace(' ', '-')}"
    behind = servers.add("canary behind a redirect", always(redirect(302, f"{canary.url}/redirected")))
    urls["canary behind a redirect"] = f"{behind.url}/a"


@pytest.mark.parametrize(("name", "verdict", "reason"), [(row[0], row[3], row[4]) for row in SCENARIOS], ids=str)
def test_every_scenario_gets_its_verdict(run: Any, name: str, verdict: str, reason: str) -> None:
    urls, found, _ = run
    link = found[urls[name]]
    assert (link["verdict"], link["reason"]) == (verdict, reason), link


@pytest.mark.parametrize(
    ("name", "verdict", "reason"),
    [
        ("tls good", "ok", "ok"),
        ("tls expired", "failing", "tls"),
        ("tls for another name", "failing", "tls"),
        ("tls of a stranger", "failing", "tls"),
    ],
)
def test_a_bad_certificate_is_reported(run: Any, name: str, verdict: str, reason: str) -> None:
    urls, found, _ = run
    assert (found[urls[name]]["verdict"], found[urls[name]]["reason"]) == (verdict, reason), found[urls[name]]


def test_no_private_address_is_connected_to(run: Any) -> None:
    urls, found, servers = run
    reasons = {name: found[url]["reason"] for name, url in urls.items() if name.startswith("canary")}
    assert set(reasons.values()) == {"private-address"}, reasons
    assert servers.by_name["canary"].connections == 0


def test_a_server_is_reached_by_ipv6(run: Any) -> None:
    urls, found, servers = run
    assert found[urls["by IPv6"]]["verdict"] == "ok"
    assert servers.by_name["by IPv6"].requests[0].headers["host"] == urls["by IPv6"].split("/")[2]


def test_every_link_gets_one_verdict(run: Any) -> None:
    urls, found, _ = run
    assert sorted(found) == sorted(set(urls.values()))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("permanent", "/new"),
        ("permanent 308", "/new"),
        ("permanent then temporary", "/new"),
        ("a place behind a redirect", "/new#part"),
        ("to a place in another page", "/new#part"),
        ("to an address with steps", "/b/text"),
        ("home for good", None),
    ],
)
def test_the_new_address_is_where_the_permanent_hops_end(run: Any, name: str, path: str | None) -> None:
    urls, found, servers = run
    assert found[urls[name]]["suggestion"] == (path and servers.by_name[name].url + path)


def test_a_robot_says_who_it_is(run: Any) -> None:
    _, _, servers = run
    agent = servers.by_name["ok"].requests[0].headers["user-agent"]
    assert "pathgen/" in agent
    assert "+https://" in agent
