"""What a curator does with ``pathgen check-links``: its options, its history, its manners."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import parse_qs

import pytest
from command import pathgen, python
from handlers import always, by_path, hang, reset, status
from servers import LoopbackServers, ReceivedRequest, Response, page, redirect
from sightings import look
from test_scenarios import OPEN, QUICK, catalogue, checked, write

from pathgen.files import read_tree
from pathgen.links.history import History


@pytest.fixture(name="servers")
def _servers() -> Iterator[LoopbackServers]:
    with LoopbackServers() as servers:
        yield servers


@pytest.mark.parametrize(
    ("handler", "fail_on", "code"),
    [
        (always(page()), "moved", 0),
        (status(403), "moved", 0),
        (status(404), "dead", 1),
        (status(404), "never", 0),
        (status(500), "dead", 0),
        (status(500), "failing", 1),
        (by_path(a=redirect(301, "/b"), b=page()), "failing", 0),
        (by_path(a=redirect(301, "/b"), b=page()), "moved", 1),
    ],
)
def test_the_exit_status_says_whether_there_is_something_to_act_on(
    tmp_path: Path, servers: LoopbackServers, handler: object, fail_on: str, code: int
) -> None:
    write(tmp_path, f"{servers.add('a', handler).url}/a")  # type: ignore[arg-type]
    done = pathgen("check-links", *OPEN, "--retries", "0", "--fail-on", fail_on, cwd=tmp_path)
    assert done.returncode == code, done.stdout


def test_an_invalid_catalogue_is_reported_and_nothing_is_asked(tmp_path: Path, servers: LoopbackServers) -> None:
    server = servers.add("a", always(page()))
    (tmp_path / "resources.yaml").write_text(catalogue(server.url) + "  nonsense: 1\n", encoding="utf-8")
    done = pathgen("check-links", *OPEN, cwd=tmp_path)
    assert (done.returncode, server.requests) == (1, [])
    assert "nonsense" in done.stderr


def test_a_server_that_asks_for_a_long_wait_is_not_asked_again(tmp_path: Path, servers: LoopbackServers) -> None:
    server = servers.add(
        "busy", lambda request: page() if request.number == 0 else Response(429, "", {"Retry-After": "3600"})
    )
    write(tmp_path, *(f"{server.url}/{number}" for number in range(30)))
    done = pathgen("check-links", *OPEN, "--per-host", "1", "--format", "json", cwd=tmp_path)
    links = json.loads(done.stdout)["links"]
    assert sorted(link["reason"] for link in links) == ["ok", *["rate-limited"] * 29]
    assert (done.returncode, len(server.requests)) == (0, 2)
    assert {link["final_url"] for link in links} == {link["url"] for link in links}


@pytest.mark.parametrize("file", ["resources.yaml", "./resources.yaml", "links.sqlite", "mkdocs.yml", "content/a.md"])
def test_no_report_takes_the_place_of_what_is_read(tmp_path: Path, servers: LoopbackServers, file: str) -> None:
    server = servers.add("a", always(page()))
    write(tmp_path, f"{server.url}/a")
    (tmp_path / "content").mkdir()
    for kept in ("mkdocs.yml", "content/a.md"):
        (tmp_path / kept).write_text("", encoding="utf-8")
    before = read_tree(tmp_path)
    done = pathgen("check-links", *OPEN, "--format", f"json:{file}", cwd=tmp_path)
    assert (done.returncode, server.requests) == (2, [])
    assert "would be overwritten" in done.stderr
    exported = pathgen("export", "--format", "json", "--output", file, cwd=tmp_path)
    assert exported.returncode == 2
    assert read_tree(tmp_path) == before


def test_a_dead_link_is_shown_with_its_place_and_advice(tmp_path: Path, servers: LoopbackServers) -> None:
    write(tmp_path, f"{servers.add('a', status(404)).url}/a")
    report = pathgen("check-links", *OPEN, cwd=tmp_path).stdout
    assert "resources.yaml:7:" in report
    assert "error[not-found] dead link: 404 Not Found" in report
    assert "^^^^" in report
    assert report.endswith("resources.yaml: 1 link: 1 dead\n")


def test_an_address_is_asked_once_however_often_it_is_used(tmp_path: Path, servers: LoopbackServers) -> None:
    server = servers.add("a", always(page()))
    write(tmp_path, f"{server.url}/x", f"{server.url}/x")
    link = checked(tmp_path, *OPEN)[f"{server.url}/x"]
    assert len(server.requests) == 1
    assert [use["id"] for use in link["uses"]] == ["link-0", "link-1"]


def test_each_spelling_of_an_address_is_reported_though_it_is_requested_once(
    tmp_path: Path, servers: LoopbackServers
) -> None:
    server = servers.add("a", by_path(a=redirect(301, "/b"), b=page()))
    number = int.from_bytes(map(int, server.host.split(".")))
    urls = [f"{server.url}/a", f"http://{number}:{server.port}/a", f"HTTP://{server.host}:{server.port}/c/../a"]
    write(tmp_path, *urls)
    look(tmp_path, *OPEN)
    for _ in range(2):
        found = checked(tmp_path, *OPEN)
        assert [found[url]["suggestion"] for url in urls] == [f"{server.url}/b"] * 3
        assert [found[url]["uses"][0]["id"] for url in urls] == ["link-0", "link-1", "link-2"]
    assert [request.target for request in server.requests[:2]] == ["/a", "/b"]
    assert len(server.requests) == len(["/a", "/b", "a made-up neighbour"])


def test_links_of_the_prose_are_checked(tmp_path: Path, servers: LoopbackServers) -> None:
    server = servers.add("a", status(404))
    write(tmp_path)
    (tmp_path / "resources.yaml").write_text("path: {title: X}\n", encoding="utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "about.md").write_text(f"# About\n\nSee [this]({server.url}/x).\n", encoding="utf-8")
    [link] = checked(tmp_path, *OPEN, status=1).values()
    [use] = link["uses"]
    assert (use["id"], use["field"], use["line"], use["column"]) == ("content/about.md", "prose", 3, 12)


def test_a_second_run_with_a_fresh_history_asks_nothing(tmp_path: Path, servers: LoopbackServers) -> None:
    server = servers.add("a", always(page()))
    write(tmp_path, server.url)
    first = checked(tmp_path, *OPEN)[server.url]
    second = checked(tmp_path, *OPEN)[server.url]
    assert len(server.requests) == 1
    assert (first["from_history"], second["from_history"]) == (False, True)
    assert {**first, "from_history": True} == second
    checked(tmp_path, *OPEN, "--max-age", "0")
    assert len(server.requests) == 2
    checked(tmp_path, *OPEN, "--no-history")
    assert len(server.requests) == 3


def test_what_is_not_ok_is_checked_again(tmp_path: Path, servers: LoopbackServers) -> None:
    server = servers.add("a", lambda request: Response(404) if request.number < 2 else page())
    write(tmp_path, f"{server.url}/a")
    assert [checked(tmp_path, *OPEN)[f"{server.url}/a"]["verdict"] for _ in range(2)] == ["dead", "ok"]


def test_what_fails_again_and_again_is_dead(tmp_path: Path, servers: LoopbackServers) -> None:
    url = f"{servers.add('a', status(500)).url}/a"
    write(tmp_path, url)
    options = (*OPEN, "--retries", "0", "--failing-runs", "2", "--failing-days", "0")
    links = [checked(tmp_path, *options)[url] for _ in range(2)]
    assert [(link["verdict"], link["reason"]) for link in links] == [
        ("failing", "server-error"),
        ("dead", "long-failing"),
    ]
    assert checked(tmp_path, *OPEN, "--retries", "0")[url]["verdict"] == "failing"  # a week has not passed


def test_a_server_that_is_silent_to_us_is_never_dead(tmp_path: Path, servers: LoopbackServers) -> None:
    urls = [f"{servers.add('silent', lambda _: hang).url}/a", f"{servers.add('resets', lambda _: reset).url}/a"]
    write(tmp_path, *urls)
    options = (*OPEN[:-1], "0.5s", "--retries", "0", "--failing-runs", "2", "--failing-days", "0")
    for _ in range(3):
        found = checked(tmp_path, *options)
        assert [found[url]["reason"] for url in urls] == ["timeout", "reset"]


def test_a_page_that_did_not_change_is_not_sent_again(tmp_path: Path, servers: LoopbackServers) -> None:
    def unchanged(request: ReceivedRequest) -> Response:
        if request.headers.get("if-none-match") == '"1"':
            return Response(304)
        return page(ETag='"1"')

    server = servers.add("a", unchanged)
    write(tmp_path, server.url)
    for reason in ("ok", "not-modified", "not-modified"):
        link = checked(tmp_path, *OPEN, "--max-age", "0")[server.url]
        assert (link["verdict"], link["reason"]) == ("ok", reason)


def test_offline_reports_what_is_known(tmp_path: Path, servers: LoopbackServers) -> None:
    server, other = servers.add("a", status(404)), servers.add("b", always(page()))
    write(tmp_path, f"{server.url}/a")
    checked(tmp_path, *OPEN)
    request = len(server.requests)
    write(tmp_path, f"{server.url}/a", other.url)
    found = checked(tmp_path, *OPEN, "--offline")
    assert {link["reason"] for link in found.values()} == {"not-found", "offline"}
    assert (len(server.requests), other.requests) == (request, [])


def test_a_run_can_be_narrowed(tmp_path: Path, servers: LoopbackServers) -> None:
    urls = [f"{servers.add(str(number), always(page())).url}/{number}" for number in range(3)]
    write(tmp_path, *urls)

    def ok(*options: str) -> list[int]:
        found = checked(tmp_path, *OPEN, "--no-history", *options)
        return [number for number, url in enumerate(urls) if found[url]["verdict"] == "ok"]

    assert ok("--only", "link-1") == [1]
    assert ok("--only", "*/2", "--only", "link-0") == [0, 2]
    assert ok("--exclude", "*/1") == [0, 2]


def test_an_address_with_brackets_is_chosen_by_itself(tmp_path: Path) -> None:
    urls = ["http://[::1]:9/a", "http://[::1]:9/b"]
    write(tmp_path, *urls)

    def reasons(option: str) -> list[str]:
        found = checked(tmp_path, "--offline", "--no-history", option, urls[0])
        return [found[url]["reason"] for url in urls]

    assert reasons("--only") == ["offline", "excluded"]
    assert reasons("--exclude") == ["excluded", "offline"]


def test_shards_share_out_all_links_by_host(tmp_path: Path, servers: LoopbackServers) -> None:
    hosts = [servers.add(str(number), always(page())) for number in range(12)]
    urls = [f"{server.url}/{path}" for server in hosts for path in "ab"]
    write(tmp_path, *urls)
    shards = []
    for number in "123":
        found = checked(tmp_path, *OPEN, *QUICK, "--no-history", "--shard", f"{number}/3")
        shards.append({url for url in urls if found[url]["verdict"] == "ok"})
    assert set().union(*shards) == set(urls)
    assert sum(map(len, shards)) == len(urls)
    assert all({url[:-1] + "a", url[:-1] + "b"} <= shard for shard in shards for url in shard)


def test_only_what_changed_since_a_revision_is_checked(tmp_path: Path, servers: LoopbackServers) -> None:
    old, new = servers.add("old", status(404)), servers.add("new", always(page()))

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=A", "-c", "user.email=a@b.example")
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)  # noqa: S607

    write(tmp_path, f"{old.url}/a")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    write(tmp_path, f"{old.url}/a", f"{new.url}/b")
    found = checked(tmp_path, *OPEN, "--changed-since", "HEAD", status=0)
    assert {url: link["reason"] for url, link in found.items()} == {f"{old.url}/a": "unchanged", f"{new.url}/b": "ok"}
    assert old.requests == []


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x", "HEAD; rm -rf /"])
def test_an_unknown_revision_is_reported(tmp_path: Path, revision: str) -> None:
    write(tmp_path, "https://a.example/")
    done = pathgen("check-links", f"--changed-since={revision}", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, f"pathgen: {tmp_path} is not in a git repository\n")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)  # noqa: S607 - the git of the machine
    done = pathgen("check-links", f"--changed-since={revision}", cwd=tmp_path)
    assert done.returncode == 2
    assert "there is no git revision" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [".git", "resources.yaml"]


def test_a_time_budget_leaves_the_rest_for_another_run(tmp_path: Path, servers: LoopbackServers) -> None:
    server = servers.add("slow", always(page()))
    write(tmp_path, *(f"{server.url}/{number}" for number in range(30)))
    found = checked(tmp_path, *OPEN, "--time-budget", "1", status=0)
    reasons = [link["reason"] for link in found.values()]
    assert 1 <= reasons.count("ok") <= 12
    assert reasons.count("ok") + reasons.count("out-of-budget") == 30
    again = checked(tmp_path, *OPEN, "--time-budget", "1", status=0)
    assert sum(link["verdict"] == "ok" for link in again.values()) > reasons.count("ok")


def test_a_host_gets_few_requests_at_the_same_time_and_not_too_fast(tmp_path: Path, servers: LoopbackServers) -> None:
    times: list[float] = []

    def slow(_: ReceivedRequest) -> Response:
        times.append(monotonic())
        sleep(0.3)
        return page()

    server = servers.add("a", slow)
    write(tmp_path, *(f"{server.url}/{number}" for number in range(8)))
    checked(tmp_path, *OPEN)
    assert server.most_active <= 2
    assert times[-1] - times[0] > 7 / 5 - 0.1  # five a second; when each arrives, a busy machine blurs
    assert server.connections <= 2


def test_a_server_that_says_too_fast_is_asked_one_by_one_after_the_wait(
    tmp_path: Path, servers: LoopbackServers
) -> None:
    times: list[float] = []

    def busy(request: ReceivedRequest) -> Response:
        times.append(monotonic())
        return Response(429, "", {"Retry-After": "2"}) if request.number == 0 else page()

    server = servers.add("a", busy)
    write(tmp_path, *(f"{server.url}/{number}" for number in range(3)))
    found = checked(tmp_path, *OPEN, "--per-host", "1")
    assert {link["verdict"] for link in found.values()} == {"ok"}
    assert times[1] - times[0] > 1.8


POLICY = """\
link_policy:
  - host: {host}
    rate: 100
    headers: {{X-Token: "Bearer ${{PATHGEN_HEADER_TEST}}", X-Lacking: "${{PATHGEN_HEADER_NOT_THERE}}"}}
"""


def test_a_token_goes_to_its_own_host_alone_and_is_never_printed(
    tmp_path: Path, servers: LoopbackServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATHGEN_HEADER_TEST", "s3cret")
    other = servers.add("other", always(page()))
    server = servers.add("own", by_path(a=redirect(302, f"{other.url}/b")))
    monkeypatch.setenv("PATHGEN_HEADER_TEST_HOST", server.url)
    write(tmp_path, f"{server.url}/a", f"{server.url}/none", more=POLICY.format(host=server.host))
    done = pathgen("check-links", *OPEN, "--format", "text", "--format", "json", cwd=tmp_path)
    assert server.requests[0].headers["x-token"] == "Bearer s3cret"
    assert "x-lacking" not in server.requests[0].headers
    assert "x-token" not in other.requests[0].headers
    assert "s3cret" not in done.stdout + done.stderr
    assert b"s3cret" not in (tmp_path / "links.sqlite").read_bytes()


@pytest.mark.parametrize(
    "named", ["", "{other}", "{host}", "https://{host}:{port}", "{host}:{port}", "http://{host}:1"]
)
def test_a_token_goes_to_no_host_that_only_the_catalogue_names(
    tmp_path: Path, servers: LoopbackServers, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    server, other = servers.add("own", always(page())), servers.add("other", always(page()))
    monkeypatch.setenv("PATHGEN_HEADER_TEST", "s3cret")
    port = server.url.rpartition(":")[2]
    monkeypatch.setenv("PATHGEN_HEADER_TEST_HOST", named.format(other=other.url, host=server.host, port=port))
    write(tmp_path, server.url, more=POLICY.format(host=server.host))
    done = pathgen("check-links", *OPEN, cwd=tmp_path)
    assert "x-token" not in server.requests[0].headers
    advice = "pathgen: PATHGEN_HEADER_TEST is not sent: set PATHGEN_HEADER_TEST_HOST to the host that may receive it\n"
    assert (advice in done.stderr) == (not named)


def test_a_host_that_the_curator_ignores_is_not_asked(tmp_path: Path, servers: LoopbackServers) -> None:
    server = servers.add("a", status(404))
    write(tmp_path, f"{server.url}/a", more=f"link_policy: [{{host: {server.host}, ignore: It answers no robot.}}]\n")
    [link] = checked(tmp_path, *OPEN, status=0).values()
    assert (link["reason"], link["detail"], server.requests) == ("ignored", "It answers no robot.", [])


def test_neither_proxies_nor_passwords_of_the_machine_are_used(
    tmp_path: Path, servers: LoopbackServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, server = servers.add("proxy", always(page())), servers.add("a", always(page()))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)
    (tmp_path / ".netrc").write_text(f"machine {server.host} login a password b\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    write(tmp_path, server.url)
    assert checked(tmp_path, *OPEN)[server.url]["verdict"] == "ok"
    assert proxy.requests == []
    assert "authorization" not in server.requests[0].headers


def test_a_title_that_is_another_is_noticed_and_the_link_is_ok(tmp_path: Path, servers: LoopbackServers) -> None:
    server = servers.add("a", lambda request: page("Number 0 explained" if request.number == 0 else "Cheap watches"))
    write(tmp_path, server.url)
    checked(tmp_path, *OPEN)
    link = checked(tmp_path, *OPEN, "--max-age", "0")[server.url]
    assert link["verdict"] == "ok"
    assert link["notice"] == "the page's title changed from 'Number 0 explained' to 'Cheap watches'"


def test_a_dead_link_with_an_archived_copy_is_nothing_to_act_on(tmp_path: Path, servers: LoopbackServers) -> None:
    server, copy = servers.add("a", status(404)), servers.add("copy", always(page()))
    text = catalogue(f"{server.url}/a").replace(f'"{server.url}/a"', f'"{server.url}/a", archived: "{copy.url}/x"')
    (tmp_path / "resources.yaml").write_text(text, encoding="utf-8")
    done = pathgen("check-links", *OPEN, cwd=tmp_path)
    assert done.returncode == 0
    assert "Dead, with an archived copy in the catalogue:" in done.stdout


def test_several_forms_go_to_several_files(tmp_path: Path, servers: LoopbackServers) -> None:
    write(tmp_path, f"{servers.add('a', status(404)).url}/a")
    forms = ("json", "junit", "sarif", "github", "markdown")
    options = [word for form in forms for word in ("--format", f"{form}:out/{form}")]
    done = pathgen("check-links", *OPEN, *options, "--format", "text", cwd=tmp_path)
    assert done.stdout.startswith("resources.yaml:7:")
    assert all((tmp_path / "out" / form).stat().st_size for form in forms)


def test_a_report_that_cannot_be_written_costs_no_other(tmp_path: Path, servers: LoopbackServers) -> None:
    write(tmp_path, servers.add("a", always(page())).url)
    forms = ("--format", "json:resources.yaml/x.json", "--format", "text", "--format", "junit:out/junit.xml")
    done = pathgen("check-links", *OPEN, "--no-history", *forms, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "resources.yaml: 1 link: 1 ok\n")
    assert done.stderr.startswith("pathgen: cannot write resources.yaml")
    assert (tmp_path / "out" / "junit.xml").stat().st_size


def on_terminal(folder: Path, *arguments: str, **variables: str) -> str:
    """Run the command on a terminal of 40 columns; return all that it shows."""
    import pty  # noqa: PLC0415 - Windows has none

    ours, theirs = pty.openpty()
    environment = {**os.environ, "NO_COLOR": "", "COLUMNS": "40", **variables}
    command = [sys.executable, "-m", "pathgen", *arguments]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=theirs, stderr=theirs):
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # the other end is closed
            while piece := os.read(ours, 4096):
                shown += piece
    os.close(ours)
    return shown.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="has no such terminals")
def test_a_narrow_terminal_shows_all_of_the_progress(tmp_path: Path, servers: LoopbackServers) -> None:
    answers = (always(page()), status(404), status(403), status(500))
    write(tmp_path, *(f"{servers.add(str(number), answer).url}/a" for number, answer in enumerate(answers)))
    shown = on_terminal(tmp_path, "check-links", *OPEN, "--retries", "0", TERM="xterm")
    bar = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).partition("resources.yaml")[0]
    assert "4/4 0:00:00" in bar
    assert all(f"1 {verdict}" in " ".join(bar.split()) for verdict in ("ok", "dead", "unknown", "failing"))


@pytest.mark.skipif(sys.platform == "win32", reason="has no such terminals")
@pytest.mark.parametrize("variables", [{"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"}])
def test_no_colours_are_shown_to_who_wants_none(tmp_path: Path, variables: dict[str, str]) -> None:
    (tmp_path / "resources.yaml").write_text("path: {titel: X}\n", encoding="utf-8")
    shown = on_terminal(tmp_path, "check-links", **variables)
    assert "unknown-field" in shown
    assert "\x1b" not in shown
    assert "\x1b[" in on_terminal(tmp_path, "check-links", TERM="xterm")


@pytest.mark.skipif(sys.platform == "win32", reason="has no such terminals")
def test_a_terminal_that_can_draw_nothing_gets_lines(tmp_path: Path, servers: LoopbackServers) -> None:
    write(tmp_path, servers.add("a", always(page())).url, servers.add("b", lambda _: lambda _: sleep(12)).url)
    shown = on_terminal(tmp_path, "check-links", *OPEN[:-1], "11s", "--retries", "0", TERM="dumb")
    assert shown.startswith("1 of 2 links: 1 ok\r\n")


def interrupted(options: tuple[str, ...], folder: Path, is_time: Callable[[], bool]) -> int:
    """Run the command in a folder and press Ctrl-C twice, at a moment and a little later; return its exit status."""
    # A shell that runs the tests in the background makes its children ignore the signal.
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); import pathgen.cli as c; c.main()"
    command = [sys.executable, "-c", code, "check-links", *options]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE) as process:
        until = monotonic() + 20
        while not is_time():
            assert monotonic() < until
            sleep(0.05)
        for _ in range(2):
            sleep(0.4)
            os.kill(process.pid, signal.SIGINT)
        return process.wait(10)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_an_interrupted_run_keeps_and_reports_what_it_found(tmp_path: Path, servers: LoopbackServers) -> None:
    good, bad = servers.add("good", always(page())), servers.add("bad", lambda _: hang)
    write(tmp_path, good.url, bad.url)
    options = (*OPEN, "--timeout", "60", "--format", "json:report.json")
    assert interrupted(options, tmp_path, lambda: bool(bad.requests and good.requests)) == 130
    found = {link["url"]: link["reason"] for link in json.loads((tmp_path / "report.json").read_text())["links"]}
    assert found == {good.url: "ok", bad.url: "interrupted"}
    request = len(good.requests)
    assert checked(tmp_path, *OPEN, "--offline")[good.url]["verdict"] == "ok"
    assert len(good.requests) == request


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_a_run_interrupted_while_it_asks_for_copies_reports_what_it_found(
    tmp_path: Path, servers: LoopbackServers
) -> None:
    dead, api = servers.add("dead", status(404)), servers.add("api", lambda _: hang)
    write(tmp_path, f"{dead.url}/a")
    options = (*OPEN, "--timeout", "60", "--archive-api", api.url, "--format", "json:report.json")
    assert interrupted(options, tmp_path, lambda: bool(api.requests)) == 130
    [link] = json.loads((tmp_path / "report.json").read_text())["links"]
    assert (link["verdict"], link["archived"]) == ("dead", None)


def test_where_no_name_at_all_is_found_it_is_the_network_that_is_missing(tmp_path: Path) -> None:
    write(tmp_path, *(f"https://host-{number}.invalid/" for number in range(12)))
    done = pathgen("check-links", "--retries", "0", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.partition(",")[0] for line in done.stderr.splitlines() if line.startswith("pathgen:")] == [
        "pathgen: there is no network: none of 12 hosts could be found or reached"
    ]
    with History(tmp_path / "links.sqlite") as history:
        assert history.recall() == {}
    write(tmp_path, "https://host.invalid/")
    [link] = checked(tmp_path, "--retries", "0", status=1).values()
    assert link["reason"] == "no-such-name"


FULL = """
import sqlite3, sys
from pathgen.cli import main
from pathgen.links.history import History
opened = History._open
def small(self):  # a database that may not grow is what a full disk makes of it
    opened(self)
    (pages,) = self._db.execute("PRAGMA page_count").fetchone()
    self._db.execute(f"PRAGMA max_page_count = {pages + 12}")
History._open = small
main()
"""


def test_a_history_that_can_take_no_more_costs_nothing_but_the_rest_of_itself(
    tmp_path: Path, servers: LoopbackServers
) -> None:
    server = servers.add("a", always(page()))
    write(tmp_path, *(f"{server.url}/{number}?{'long' * 400}" for number in range(20)))
    done = python("-c", FULL, "check-links", *OPEN, *QUICK, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "resources.yaml: 20 links: 20 ok\n")
    assert done.stderr == "pathgen: cannot use links.sqlite as the history of links: database or disk is full\n"
    with History(tmp_path / "links.sqlite") as history:
        assert history.recall()


def archive(copies: dict[str, str]) -> object:
    """Answer as the Wayback availability service does; the copy is named after the year asked for."""

    def answer(request: ReceivedRequest) -> Response:
        if request.target.startswith("/web/"):
            return page()
        query = parse_qs(request.target.partition("?")[2])
        [url] = query["url"]
        host, year = request.headers["host"], query.get("timestamp", ["2000"])[0][:4]
        found = {"available": True, "status": copies.get(url), "url": f"http://{host}/web/{year}0105000000/{url}"}
        body = {"archived_snapshots": {"closest": found} if url in copies else {}}
        return Response(200, json.dumps(body), {"Content-Type": "application/json"})

    return answer


def test_what_moved_and_what_is_dead_is_repaired_and_nothing_else_changes(
    tmp_path: Path, servers: LoopbackServers
) -> None:
    server = servers.add("a", by_path(old=redirect(301, "/new"), new=page(), temporary=redirect(302, "/new")))
    urls = [f"{server.url}/{name}" for name in ("old", "dead", "temporary", "lost")]
    api = servers.add("api", archive({urls[1]: "200", urls[3]: "404"}))  # type: ignore[arg-type]
    write(tmp_path, *urls)
    path = tmp_path / "resources.yaml"
    before = path.read_text(encoding="utf-8").replace(f'"{urls[1]}"}}', f'"{urls[1]}", year: 2012}}  # kept')
    path.write_text(before, encoding="utf-8")
    look(tmp_path, *OPEN)
    options = (*OPEN, "--archive-api", api.url, "--fix")
    dry = pathgen("check-links", *options, "--dry-run", cwd=tmp_path)
    assert path.read_text(encoding="utf-8") == before
    assert dry.stderr.count("\n+      - ") == 2
    report = pathgen("check-links", *options, "--dry-run", "--format", "json", cwd=tmp_path)
    assert json.loads(report.stdout)["summary"]["moved"] == 1, "what a program reads is the report alone"
    assert report.stderr == dry.stderr
    assert pathgen("check-links", *options, cwd=tmp_path).returncode == 1
    copy = f'"{urls[1]}", archived: "{api.url}/web/20120105000000/{urls[1]}"'
    after = before.replace(f'"{urls[0]}"', f'"{server.url}/new"').replace(f'"{urls[1]}"', copy)
    assert path.read_text(encoding="utf-8") == after
    pathgen("check-links", *options, cwd=tmp_path)
    assert path.read_text(encoding="utf-8") == after


def test_an_address_that_two_entries_would_get_is_written_for_neither(tmp_path: Path, servers: LoopbackServers) -> None:
    moves = {"bread-guide": "/guide", "cake-guide": "/guide", "pie-notes": "/pie", "tart-notes": "/tart-list"}
    pages = {target[1:]: page() for target in moves.values()}
    server = servers.add("a", by_path(**{name: redirect(301, target) for name, target in moves.items()}, **pages))
    write(tmp_path, *(f"{server.url}/{name}" for name in (*moves, "tart-list")))
    look(tmp_path, *OPEN)
    links = checked(tmp_path, *OPEN, "--fix", status=0)
    offered = {name: links[f"{server.url}/{name}"]["suggestion"] for name in moves}
    assert offered == {"bread-guide": None, "cake-guide": None, "pie-notes": f"{server.url}/pie", "tart-notes": None}
    assert "another entry leads there too" in links[f"{server.url}/cake-guide"]["detail"]
    text = (tmp_path / "resources.yaml").read_text(encoding="utf-8")
    assert [name in text for name in moves] == [True, True, False, True]


def test_an_archive_that_does_not_answer_is_reported_and_fails_nothing(
    tmp_path: Path, servers: LoopbackServers
) -> None:
    server = servers.add("a", by_path())
    api = servers.add("api", lambda request: Response(503) if request.number else archive({})(request))  # type: ignore[operator]
    write(tmp_path, f"{server.url}/one", f"{server.url}/other")
    done = pathgen("check-links", *OPEN, "--archive-api", api.url, "--fail-on", "never", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "resources.yaml: 2 links: 2 dead")
    assert done.stderr == f"pathgen: {api.url} did not answer for 1 of 2 dead pages; try again later\n"


def test_a_repair_changes_the_included_file_that_has_the_link(tmp_path: Path, servers: LoopbackServers) -> None:
    server = servers.add("a", by_path(old=redirect(301, "/new"), new=page()))
    main, part = tmp_path / "resources.yaml", tmp_path / "more" / "a.yaml"
    main.write_text("path: {title: My path}\ninclude: more/*.yaml\n", encoding="utf-8")
    part.parent.mkdir()
    entry = f'{{title: A page, url: "{server.url}/old"}}  # kept'
    part.write_text(f"topics:\n  - id: one\n    title: One\n    resources:\n      - {entry}\n", encoding="utf-8")
    kept, before = main.read_bytes(), part.read_text(encoding="utf-8")
    look(tmp_path, *OPEN)
    done = pathgen("check-links", *OPEN, "--fix", cwd=tmp_path)
    assert "Changed more" in done.stderr
    assert part.read_text(encoding="utf-8") == before.replace("/old", "/new")
    assert main.read_bytes() == kept


def test_a_repair_changes_the_file_of_the_path_of_a_site_and_what_its_paths_share(
    tmp_path: Path, servers: LoopbackServers
) -> None:
    server = servers.add(
        "a", by_path(old=redirect(301, "/new"), gone=redirect(308, "/newer"), new=page(), newer=page())
    )
    (tmp_path / "a").mkdir()
    files = {
        "resources.yaml": "path: {title: School}\ninclude: [a/resources.yaml, shared.yaml]\n",
        "shared.yaml": f"entries: [{{id: one, title: A page, url: '{server.url}/old'}}]\n",
        "a/resources.yaml": "path: {title: A}\ntopics:\n  - id: list\n    title: One\n    resources:\n"
        f"      - {{ref: one}}\n      - {{title: Another page, url: '{server.url}/gone'}}\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    look(tmp_path, *OPEN)
    done = pathgen("check-links", *OPEN, "--fix", cwd=tmp_path)
    assert done.stderr.count("Changed") == len(["shared.yaml", "a/resources.yaml"]), done.stderr
    for name, text in files.items():
        mended = text.replace("/old", "/new").replace("/gone", "/newer")
        assert (tmp_path / name).read_text(encoding="utf-8") == mended


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--rate", "nan"], "a number is expected"),
        (["--failing-days", "nan"], "a number is expected"),
        (["--timeout", "0"], "the duration has to be more than 0"),
        (["--ca-file", "resources.yaml"], "contains no certificates"),
        (["--archive-api", "file:///etc/passwd"], "has to start with https://"),
        (["--shard", "3/2"], "is not a valid shard"),
        (["--format", "pdf"], "is none of"),
        (["--max-age", "soon"], "is not a valid duration"),
        (["--allow-private", "everything"], "everything"),
    ],
)
def test_an_option_that_makes_no_sense_is_reported(tmp_path: Path, options: list[str], message: str) -> None:
    write(tmp_path)
    done = pathgen("check-links", *options, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_dry_run_of_nothing_is_a_mistake(tmp_path: Path) -> None:
    write(tmp_path)
    done = pathgen("check-links", "--dry-run", cwd=tmp_path)
    assert done.returncode == 2
    assert "--dry-run needs --fix" in done.stderr


def test_a_moved_link_of_the_prose_is_repaired(tmp_path: Path, servers: LoopbackServers) -> None:
    server = servers.add("a", by_path(old=redirect(308, "/new"), new=page()))
    (tmp_path / "resources.yaml").write_text("path: {title: X}\n", encoding="utf-8")
    (tmp_path / "content").mkdir()
    prose = tmp_path / "content" / "about.md"
    prose.write_bytes(f"# About\r\n\r\n[é]({server.url}/old) and <{server.url}/old>.\r\n".encode())
    look(tmp_path, *OPEN)
    pathgen("check-links", *OPEN, "--fix", cwd=tmp_path)
    assert prose.read_bytes() == f"# About\r\n\r\n[é]({server.url}/new) and <{server.url}/new>.\r\n".encode()


def test_a_moved_link_that_the_prose_writes_in_another_way_is_reported(
    tmp_path: Path, servers: LoopbackServers
) -> None:
    server = servers.add("a", by_path(o_ld=redirect(308, "/new"), new=page()))
    (tmp_path / "resources.yaml").write_text("path: {title: X}\n", encoding="utf-8")
    (tmp_path / "content").mkdir()
    prose = tmp_path / "content" / "about.md"
    prose.write_text(f"[it]({server.url}/o\\_ld)\n", encoding="utf-8")
    before = prose.read_bytes()
    look(tmp_path, *OPEN)
    done = pathgen("check-links", *OPEN, "--fix", cwd=tmp_path)
    why = f"{server.url}/o_ld does not appear in the text as it is; change what produces it there"
    place = Path("content", "about.md")
    assert done.stderr.splitlines() == [f"Left: {place}:1:1: prose: {server.url}/new is not written: {why}"]
    assert prose.read_bytes() == before


@pytest.mark.parametrize("now", ["Something else, and longer than what stood here before.\n", None])
def test_prose_that_changed_while_its_links_were_checked_is_left_and_reported(
    tmp_path: Path, servers: LoopbackServers, now: str | None
) -> None:
    prose = tmp_path / "content" / "about.md"

    def write_now(request: ReceivedRequest) -> Response:
        if request.number > len(["/old", "/new", "a made-up neighbour"]):
            prose.unlink(missing_ok=True)
            if now:
                prose.write_text(now, encoding="utf-8")
        return redirect(308, "/new") if request.target == "/old" else page()

    server = servers.add("a", write_now)
    (tmp_path / "resources.yaml").write_text("path: {title: X}\n", encoding="utf-8")
    prose.parent.mkdir()
    prose.write_text(f"[it]({server.url}/old)\n", encoding="utf-8")
    look(tmp_path, *OPEN)
    done = pathgen("check-links", *OPEN, "--max-age", "0", "--fix", cwd=tmp_path)
    message = f"Left: {Path('content', 'about.md')}: {server.url}/new is not written: the file changed meanwhile"
    assert done.stderr.splitlines() == [message]
    assert (prose.read_text(encoding="utf-8") if prose.exists() else None) == now


def test_a_copy_that_cannot_be_written_is_reported(tmp_path: Path, servers: LoopbackServers) -> None:
    server = servers.add("a", by_path())
    dead = f"{server.url}/dead"
    api = servers.add("api", archive({dead: "200"}))  # type: ignore[arg-type]
    text = f"path: {{title: T}}\ntopics:\n- id: t\n  title: T\n  resources:\n  - title: A\n    url:\n      {dead}\n"
    (tmp_path / "resources.yaml").write_text(text, encoding="utf-8")
    done = pathgen("check-links", *OPEN, "--archive-api", api.url, "--fix", cwd=tmp_path)
    copy = f"{api.url}/web/20000105000000/{dead}"
    why = "its entry is written in an unusual way; edit it by hand"
    assert done.stderr.splitlines() == [f"Left: resources.yaml:8:7: archived: {copy} is not written: {why}"]
    assert (tmp_path / "resources.yaml").read_text(encoding="utf-8") == text


def test_an_address_that_another_entry_has_is_not_written_a_second_time(
    tmp_path: Path, servers: LoopbackServers
) -> None:
    server = servers.add(
        "a", by_path(old=redirect(301, "/new"), older=redirect(301, "/newer"), new=page(), newer=page())
    )
    write(tmp_path, f"{server.url}/old", f"{server.url}/new", f"{server.url}/older")
    path = tmp_path / "resources.yaml"
    before = path.read_text(encoding="utf-8").replace("duplicate-url: 'off', ", "")
    path.write_text(before, encoding="utf-8")
    look(tmp_path, *OPEN)
    done = pathgen("check-links", *OPEN, "--fix", cwd=tmp_path)
    assert f"{server.url}/new is not offered: another entry leads there too" in done.stdout
    assert path.read_text(encoding="utf-8") == before.replace("/older", "/newer")
