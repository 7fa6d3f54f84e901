"""Pages that the Wayback Machine is asked to keep: a real server plays Save Page Now 2, well and ill."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import parse_qs

import pytest
from command import pathgen
from fast_clock import fast_clock
from loopback_server import answering

from pathgen.http.client import Fetcher
from pathgen.http.network_guard import NetworkGuard
from pathgen.links.archive.plan import ArchivePlan, PageToArchive
from pathgen.links.archive.run import ArchiveRun
from pathgen.links.archive.wayback import Service
from pathgen.links.history import History
from pathgen.links.history_rows import Capture
from pathgen.links.verdict import Result, Verdict

OPEN = ("--allow-private", "127.0.0.0/8", "--rate", "3000")
WHEN = "20261126190000"
A, B, C = (f"https://example.org/{name}" for name in "abc")
HOSTILE = "\x1b[2K\r\n::error::forged ##[error]\u202e"


def job_of(url: str) -> str:
    return "spn2-" + sha1(url.encode()).hexdigest()  # noqa: S324 - as the service names its jobs


@dataclass(frozen=True)
class Says:
    """An answer: a JSON value, bytes, or what speaks on the connection by itself."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def error(code: str) -> Says:
    return Says({"status": "error", "status_ext": code, "message": HOSTILE, "exception": HOSTILE})


def success(timestamp: object = WHEN) -> Says:
    other = {"original_url": "https://evil.example/", "resources": ["https://evil.example/x"], "message": HOSTILE}
    return Says({"status": "success", "timestamp": timestamp, **other})


PENDING = Says({"status": "pending", "resources": []})


class Wayback:
    """The service: ``save`` and ``look`` say what is answered, by the page and how often it was asked for before."""

    def __init__(self) -> None:
        self.url = ""
        self.posts: list[dict[str, list[str]]] = []
        self.looks: Counter[str] = Counter()
        self.headers: list[dict[str, str]] = []
        self.times: list[float] = []
        self.save: Callable[[str, int], Says | None] = lambda _page, _number: None
        self.look: Callable[[str, int], Says] = lambda _page, number: success() if number else PENDING

    @property
    def asked(self) -> Counter[str]:
        """How often each page was asked for."""
        return Counter(post["url"][0] for post in self.posts)

    def posted(self, form: str) -> Says:
        fields = parse_qs(form)
        [page] = fields["url"]
        number = self.asked[page]
        self.times.append(monotonic())
        self.posts.append(fields)
        return self.save(page, number) or Says({"url": page, "job_id": job_of(page)})

    def looked(self, path: str) -> Says:
        page = next(page for page in self.asked if path == f"/save/status/{job_of(page)}")
        self.looks[page] += 1
        return self.look(page, self.looks[page] - 1)


@contextmanager
def served() -> Iterator[Wayback]:
    wayback = Wayback()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.answer(lambda: wayback.looked(self.path))

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            assert self.path == "/save"
            self.answer(lambda: wayback.posted(form))

        def answer(self, say: Callable[[], Says]) -> None:
            wayback.headers.append({name.lower(): value for name, value in self.headers.items()})
            said = say()
            if callable(said.body):
                self.close_connection = True
                with suppress(OSError):
                    said.body(self.wfile)
                return
            data = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
            self.send_response(said.status)
            for name, value in {"Content-Length": str(len(data)), **said.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with answering(Handler) as wayback.url:
        yield wayback


@pytest.fixture(name="wayback")
def _wayback() -> Iterator[Wayback]:
    with served() as server:
        yield server


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("IA_ACCESS_KEY_ID", "IA_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)


def write(folder: Path, *urls: str, more: str = "") -> None:
    entries = "".join(f"      - title: Number {n}\n        url: {url}\n" for n, url in enumerate(urls))
    text = f"path: {{title: My path}}\n{more}topics:\n  - id: all\n    title: All\n    resources:\n{entries}"
    (folder / "resources.yaml").write_text(text, encoding="utf-8")


def read(folder: Path) -> str:
    return (folder / "resources.yaml").read_text(encoding="utf-8")


def saved(folder: Path, wayback: Wayback, *options: str) -> subprocess.CompletedProcess[str]:
    done = pathgen("archive", "--save", "--archive-api", wayback.url, *OPEN, *options, cwd=folder)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]|##\[|^::", done.stdout + done.stderr, re.MULTILINE)
    return done


@contextmanager
def saving(folder: Path, wayback: Wayback) -> Iterator[subprocess.Popen[str]]:
    """Start a run that the test ends; a shell that runs tests in the background makes its children ignore Ctrl-C."""
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); import pathgen.cli as c; c.main()"
    command = [sys.executable, "-c", code, "archive", "--save", "--archive-api", wayback.url, *OPEN]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def until(is_so: Callable[[], object]) -> None:
    end = monotonic() + 20
    while not is_so():
        assert monotonic() < end
        sleep(0.02)


def copy_of(wayback: Wayback, url: str) -> str:
    return f"{wayback.url}/web/{WHEN}/{url}"


# --- which pages ---------------------------------------------------------------------------------------------------


def test_without_save_the_entries_are_listed_and_nothing_is_asked_or_written(tmp_path: Path, wayback: Wayback) -> None:
    write(tmp_path, A, f"{B}\n        archived: https://a.example/x", C)
    before = read(tmp_path)
    done = pathgen("archive", "--archive-api", wayback.url, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"resources.yaml:7:14: {A}",
        f"resources.yaml:12:14: {C}",
        "2 entries without an archived copy; asking for them takes a minute at 3 a minute: pathgen archive --save",
    ]
    assert (wayback.posts, read(tmp_path)) == ([], before)
    assert not (tmp_path / "links.sqlite").exists()


def test_the_pace_is_what_the_service_allows_with_keys_and_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, *(f"{A}/{number}" for number in range(60)))
    assert "takes about 20 minutes at 3 a minute" in pathgen("archive", cwd=tmp_path).stdout
    assert "asking for 12 of them takes about 4 minutes" in pathgen("archive", "--limit", "12", cwd=tmp_path).stdout
    monkeypatch.setenv("IA_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("IA_SECRET_ACCESS_KEY", "s3cret")
    assert "takes about 10 minutes at 6 a minute" in pathgen("archive", cwd=tmp_path).stdout


def test_what_no_archive_can_keep_is_left_out_with_the_reason(tmp_path: Path, wayback: Wayback) -> None:
    urls = ("http://192.168.0.1/x", "http://wiki/x", "https://web.archive.org/web/2020/https://a.example/")
    policy = "link_policy:\n  - {host: walled.example, ignore: Its owner wishes so.}\n"
    gone = f"{B}\n        status: gone"
    write(tmp_path, A, *urls, "https://walled.example/x", gone, C, more=policy)
    with History(tmp_path / "links.sqlite") as history:
        history.remember(Result(A, Verdict.DEAD, "not-found", checked_at="2026-11-24T00:00:00Z"))
        history.remember(Result(C, Verdict.UNKNOWN, "private-address", checked_at="2026-11-24T00:00:00Z"))
    for done in (pathgen("archive", cwd=tmp_path), saved(tmp_path, wayback)):
        assert done.returncode == 0
        refused = re.findall(r"^resources.yaml:\d+:14: not asked for: (\S+) \((.*)\)$", done.stdout, re.MULTILINE)
        assert dict(refused) == {
            A: "the link is dead",
            urls[0]: "it is on a private network, which archives cannot reach",
            urls[1]: "it is on a private network, which archives cannot reach",
            urls[2]: "it is already an archived copy",
            "https://walled.example/x": "the catalogue's link_policy says to ignore this host: Its owner wishes so.",
            B: "the catalogue says that the page is gone",
            C: "it is on a private network, which archives cannot reach",
        }
    assert wayback.posts == []


def test_what_the_catalogue_says_cannot_forge_a_line(tmp_path: Path, wayback: Wayback) -> None:
    policy = 'link_policy:\n  - {host: walled.example, ignore: "It says ##[error] in a log."}\n'
    write(tmp_path, "https://walled.example/x", more=policy)
    for done in (pathgen("archive", cwd=tmp_path), saved(tmp_path, wayback)):
        assert r"to ignore this host: It says #\x23[error] in a log.)" in done.stdout


# --- the course of a run -------------------------------------------------------------------------------------------


def test_copies_are_asked_for_waited_for_and_written(tmp_path: Path, wayback: Wayback) -> None:
    library = "libraries:\n  - {id: lib, name: Lib, url: 'https://lib.example/', licence: MIT}\n"
    write(tmp_path, A, B, more=library)
    done = saved(tmp_path, wayback)
    assert done.returncode == 0, done.stderr
    lib = "https://lib.example/"
    assert wayback.asked == {A: 1, B: 1, lib: 1}
    assert wayback.posts[0] == {"url": [lib], "if_not_archived_within": ["30d"]}
    assert wayback.looks == {A: 2, B: 2, lib: 2}
    assert f"url: {A}\n        archived: {copy_of(wayback, A)}\n" in read(tmp_path)
    assert f"url: '{lib}', archived: '{copy_of(wayback, lib)}', licence" in read(tmp_path)
    assert f"resources.yaml:9:14: kept: {copy_of(wayback, A)}" in done.stdout
    assert done.stderr == "Changed resources.yaml.\n"
    assert pathgen("validate", cwd=tmp_path).returncode == 0
    assert {headers["accept"] for headers in wayback.headers} == {"application/json"}
    again = saved(tmp_path, wayback)
    assert (again.returncode, again.stdout, len(wayback.posts)) == (0, "", 3)
    assert pathgen("archive", cwd=tmp_path).stdout == "Every entry has an archived copy.\n"


def test_a_page_is_asked_for_once_however_it_is_written(tmp_path: Path, wayback: Wayback) -> None:
    write(tmp_path, f"{A}#one", f"{A}#two", f"HTTPS://Example.org/{'c'}/../a", more="rules: {duplicate-url: 'off'}\n")
    assert saved(tmp_path, wayback).returncode == 0
    assert wayback.asked == {A: 1}
    assert read(tmp_path).count(f"archived: {copy_of(wayback, A)}") == 3


def test_a_copy_is_written_into_the_file_that_lists_its_entry(tmp_path: Path, wayback: Wayback) -> None:
    (tmp_path / "resources.yaml").write_text("path: {title: P}\ninclude: parts/*.yaml\n", encoding="utf-8")
    (tmp_path / "parts").mkdir()
    part = tmp_path / "parts" / "one.yaml"
    part.write_text(f"topics:\n- id: t\n  title: T\n  resources:\n  - {{title: A, url: '{A}'}}\n", encoding="utf-8")
    assert saved(tmp_path, wayback).returncode == 0
    assert f"url: '{A}', archived: '{copy_of(wayback, A)}'}}" in part.read_text(encoding="utf-8")


def test_a_copy_that_cannot_be_written_is_reported(tmp_path: Path, wayback: Wayback) -> None:
    write(tmp_path, f"\n          {A}")
    before = read(tmp_path)
    for _ in range(2):
        done = saved(tmp_path, wayback)
        left = f"Left: resources.yaml:8:11: archived: {copy_of(wayback, A)} is not written"
        why = "its entry is written in an unusual way; edit it by hand"
        assert (done.returncode, done.stderr) == (1, f"{left}: {why}\n")
    assert (read(tmp_path), wayback.asked) == (before, {A: 1})


def test_what_several_paths_of_a_site_share_is_asked_for_and_written_once(tmp_path: Path, wayback: Wayback) -> None:
    shared = f"entries: [{{id: book, title: Book, url: '{A}', why: Good.}}]\n"
    files = {"resources.yaml": "path: {title: S}\ninclude: ['*/resources.yaml', shared.yaml]\n", "shared.yaml": shared}
    entry = f"{{id: page, title: Page, url: '{B}'}}"
    path = f"path: {{title: P}}\nsteps: [{{id: s, title: S, resources: [{{ref: book}}, {entry}]}}]\n"
    files |= {f"{name}/resources.yaml": path for name in ("a", "b")}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = saved(tmp_path, wayback)
    assert (done.returncode, wayback.asked) == (0, {A: 1, B: 1}), done.stderr
    for name, url in (("shared.yaml", A), ("a/resources.yaml", B), ("b/resources.yaml", B)):
        assert (tmp_path / name).read_text(encoding="utf-8").count(
            f"url: '{url}', archived: '{copy_of(wayback, url)}'"
        ) == 1
    assert pathgen("validate", cwd=tmp_path).returncode == 0


def test_an_edit_that_is_made_meanwhile_is_not_lost(tmp_path: Path, wayback: Wayback) -> None:
    write(tmp_path, A, B)

    def edits(page: str, number: int) -> Says:
        if not number and page == A:
            (tmp_path / "resources.yaml").write_text(f"# A new first line\n{read(tmp_path)}", encoding="utf-8")
        return success()

    wayback.look = edits
    assert saved(tmp_path, wayback).returncode == 0
    assert read(tmp_path).startswith("# A new first line\n")
    assert read(tmp_path).count("archived: ") == 2


def test_a_catalogue_that_was_spoilt_meanwhile_is_reported_and_its_copies_are_written_later(
    tmp_path: Path, wayback: Wayback
) -> None:
    write(tmp_path, A)
    good = read(tmp_path)

    def spoils(_page: str, _number: int) -> Says:
        (tmp_path / "resources.yaml").write_text(f"{good}nonsense: 1\n", encoding="utf-8")
        return success()

    wayback.look = spoils
    done = saved(tmp_path, wayback)
    assert done.returncode == 1
    assert "The copies are kept in the history: fix the catalogue and run it again" in done.stderr
    (tmp_path / "resources.yaml").write_text(good, encoding="utf-8")
    assert f"kept: {copy_of(wayback, A)}" in pathgen("archive", cwd=tmp_path).stdout
    assert saved(tmp_path, wayback).returncode == 0
    assert (f"archived: {copy_of(wayback, A)}" in read(tmp_path), wayback.asked) == (True, {A: 1})


def test_only_the_limit_is_requested_and_the_rest_next_time(tmp_path: Path, wayback: Wayback) -> None:
    write(tmp_path, A, B, C)
    done = saved(tmp_path, wayback, "--limit", "2")
    assert (done.returncode, wayback.asked) == (0, {A: 1, B: 1})
    assert "1 entry still to request: run it again to continue." in done.stderr
    assert saved(tmp_path, wayback, "--limit", "2").returncode == 0
    assert wayback.asked == {A: 1, B: 1, C: 1}


def test_pages_are_requested_within_the_rate(tmp_path: Path, wayback: Wayback) -> None:
    write(tmp_path, A, B, C)
    saved(tmp_path, wayback, "--rate", "60")
    assert all(later - earlier > 0.7 for earlier, later in zip(wayback.times, wayback.times[1:], strict=False))


# --- keys ----------------------------------------------------------------------------------------------------------


def test_keys_go_to_the_service_and_nowhere_else(
    tmp_path: Path, wayback: Wayback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IA_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("IA_SECRET_ACCESS_KEY", "s3cret")
    write(tmp_path, A, B)
    with served() as other:
        wayback.save = lambda page, _: Says(b"", 307, {"Location": f"{other.url}/save"}) if page == A else None
        wayback.look = lambda _, number: success() if number else Says(b"", 302, {"Location": f"{other.url}/x"})
        done = saved(tmp_path, wayback)
        assert (other.posts, other.looks, other.headers) == ([], {}, [])
    assert {headers["authorization"] for headers in wayback.headers} == {"LOW key:s3cret"}
    assert f"not kept: {A} ({wayback.url} sent an unusable answer: status 307)" in done.stdout
    assert f"archived: {copy_of(wayback, B)}" in read(tmp_path)
    database = (tmp_path / "links.sqlite").read_bytes()
    assert "s3cret" not in done.stdout + done.stderr + read(tmp_path)
    assert b"s3cret" not in database


def test_without_keys_none_are_sent_and_a_service_that_needs_some_is_reported(tmp_path: Path, wayback: Wayback) -> None:
    write(tmp_path, A, B)
    wayback.save = lambda *_: Says({"message": "You need to be logged in"}, 401)
    done = saved(tmp_path, wayback)
    assert (done.returncode, len(wayback.posts)) == (1, 1)
    assert "authorization" not in wayback.headers[0]
    wish = "needs the keys of an account in IA_ACCESS_KEY_ID and IA_SECRET_ACCESS_KEY"
    assert done.stderr == f"pathgen: {wayback.url} {wish}\n2 entries still to request: run it again to continue.\n"


@pytest.mark.parametrize(
    ("key", "secret", "message"),
    [
        ("key", None, "IA_SECRET_ACCESS_KEY is not set"),
        (None, "s3cret", "IA_ACCESS_KEY_ID is not set"),
        ("key", "s3cret\r\nX: y", "IA_SECRET_ACCESS_KEY contains characters that are not valid in a key"),
        ("kéy", "s3cret", "IA_ACCESS_KEY_ID contains characters that are not valid in a key"),
    ],
)
def test_invalid_keys_are_reported_and_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str | None, secret: str | None, message: str
) -> None:
    for name, value in (("IA_ACCESS_KEY_ID", key), ("IA_SECRET_ACCESS_KEY", secret)):
        if value is not None:
            monkeypatch.setenv(name, value)
    write(tmp_path, A)
    done = pathgen("archive", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert message in done.stderr
    assert "s3cret" not in done.stderr


# --- what can go wrong ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_late", [False, True], ids=["at once", "later"])
@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("error:not-found", "not-found"),
        ("error:too-many-daily-captures", "too-many-daily-captures"),
        (HOSTILE, "an error without a name"),
        ("error:" + "x" * 1000, "an error without a name"),
    ],
)
def test_a_page_that_cannot_be_kept_is_reported(
    tmp_path: Path, wayback: Wayback, code: str, message: str, *, is_late: bool
) -> None:
    write(tmp_path, A, B)
    if is_late:
        wayback.look = lambda page, _: error(code) if page == A else success()
    else:
        wayback.save = lambda page, _: error(code) if page == A else None
    done = saved(tmp_path, wayback)
    assert (done.returncode, wayback.asked) == (1, {A: 1, B: 1})
    assert f"resources.yaml:7:14: not kept: {A} ({message})\n" in done.stdout
    assert f"url: {A}\n      - title" in read(tmp_path)
    assert f"archived: {copy_of(wayback, B)}" in read(tmp_path)


def test_what_could_not_be_kept_is_left_alone_for_a_day_and_reported_again(tmp_path: Path, wayback: Wayback) -> None:
    write(tmp_path, A)
    wayback.save = lambda *_: error("error:not-found")
    for passed, asked in ((timedelta(), 1), (timedelta(hours=23), 1), (timedelta(hours=2), 2)):
        earlier(tmp_path, passed)
        done = saved(tmp_path, wayback)
        assert (done.returncode, wayback.asked) == (1, {A: asked})
        assert (f"not asked for: {A} (not-found; requested at 20" in done.stdout) == (passed > timedelta(hours=2))


def earlier(folder: Path, by: timedelta) -> None:
    """Move all requests of the history into the past."""
    with History(folder / "links.sqlite") as history:
        for capture in history.captures().values():
            history.remember_capture(
                Capture(capture.url, capture.asked_at - by, capture.job, capture.archived, capture.error)
            )


@pytest.mark.parametrize(
    ("refusal", "message"),
    [
        (error("error:user-session-limit"), "accepts no more requests now: user-session-limit"),
        (error("error:max-daily-bandwidth-from-ip"), "accepts no more requests now: max-daily-bandwidth-from-ip"),
        (Says({"message": HOSTILE}, 429), "accepts no more requests now"),
        (Says(b"", 429, {"Retry-After": "86400"}), "accepts no more requests now; try again in 86,400 seconds"),
        (Says(b"", 503), "accepts no more requests now"),
        (
            Says({"status": "error", "status_ext": "error:not-found", "job_id": job_of(B)}, 429),
            "accepts no more requests now",
        ),
    ],
)
def test_a_service_at_its_rate_limit_is_left_alone_until_later(
    tmp_path: Path, wayback: Wayback, refusal: Says, message: str
) -> None:
    write(tmp_path, A, B, C)
    wayback.save = lambda page, number: refusal if page == B and not number else None
    wayback.look = lambda _, number: success() if number > 3 else PENDING
    done = saved(tmp_path, wayback)
    assert (done.returncode, wayback.asked) == (1, {A: 1, B: 1})
    assert done.stderr.splitlines() == [
        "Changed resources.yaml.",
        f"pathgen: {wayback.url} {message}",
        "2 entries still to request: run it again to continue.",
    ]
    assert f"archived: {copy_of(wayback, A)}" in read(tmp_path), "what was under way is waited for"
    assert saved(tmp_path, wayback).returncode == 0
    assert wayback.asked == {A: 1, B: 2, C: 1}
    assert read(tmp_path).count("archived: ") == 3


def test_a_short_wait_that_the_service_asks_for_is_kept(tmp_path: Path, wayback: Wayback) -> None:
    write(tmp_path, A, B)
    wayback.save = lambda page, number: Says(b"", 429, {"Retry-After": "1"}) if page == A and not number else None
    assert saved(tmp_path, wayback).returncode == 0
    assert wayback.asked == {A: 2, B: 1}
    assert wayback.times[1] - wayback.times[0] >= 0.95


def test_a_service_that_cannot_be_reached_is_reported_once(tmp_path: Path, wayback: Wayback) -> None:
    write(tmp_path, A, B)
    wayback.url = "http://127.0.0.1:9"
    done = saved(tmp_path, wayback)
    assert (done.returncode, done.stdout) == (1, "")
    assert "pathgen: http://127.0.0.1:9 cannot be reached (refused)\n2 entries still" in done.stderr


def test_a_private_address_of_a_service_is_reached_only_where_it_is_allowed(tmp_path: Path, wayback: Wayback) -> None:
    write(tmp_path, A)
    done = pathgen("archive", "--save", "--archive-api", wayback.url, cwd=tmp_path)
    assert (done.returncode, wayback.posts) == (1, [])
    assert "cannot be reached (private-address)" in done.stderr


def drips(wfile: Any) -> None:
    wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(10_000):
        wfile.write(b" ")
        wfile.flush()
        sleep(0.05)


def floods(wfile: Any) -> None:
    wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{")
    while True:
        wfile.write(b'"job_id": "spn2-", ' * 1000)


NO_ANSWERS = [
    floods,
    drips,
    lambda _: None,
    lambda wfile: wfile.write(b"\x16\x03\x01 no HTTP\r\n\r\n"),
    b"<!doctype html><title>Temporarily offline</title>",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"a":' * 100_000,
    [{"job_id": job_of(A)}],
    {},
    {"job_id": None},
    {"job_id": 5},
    {"job_id": "spn2-" + "g" * 40},
    {"job_id": job_of(A) + "/../../x"},
    {"job_id": job_of(A) + "\n"},
    {"job_id": job_of(A), "timestamp": "2026-11-26"},
    {"status": "lost", "job_id": job_of(A)},
]
IDS = [
    *("floods", "drips", "says nothing", "no http", "html", "no text", "lists without end", "objects without end"),
    *("a list", "nothing in it", "no id", "a number", "no hex", "a path", "a line end", "a bad time", "a new status"),
]


@pytest.mark.parametrize("body", NO_ANSWERS, ids=IDS)
def test_an_unusable_answer_is_reported_and_remembered(tmp_path: Path, wayback: Wayback, body: Any) -> None:
    write(tmp_path, A, B)
    wayback.save = lambda page, _: Says(body) if page == A else None
    started = monotonic()
    done = saved(tmp_path, wayback, "--timeout", "1s")
    assert monotonic() - started < 30
    assert done.returncode == 1
    assert f"not kept: {A} ({wayback.url} sent an unusable answer: " in done.stdout
    assert f"archived: {copy_of(wayback, B)}" in read(tmp_path)
    with History(tmp_path / "links.sqlite") as history:
        known = history.captures()[A]
    assert (known.job, known.archived, known.error) == ("", "", "")


def test_a_page_without_an_answer_is_left_alone_for_an_hour(tmp_path: Path, wayback: Wayback) -> None:
    write(tmp_path, A)
    wayback.save = lambda _, number: None if number else Says(b"offline")
    for passed, asked, status in ((0, 1, 1), (59, 1, 1), (2, 2, 0)):
        earlier(tmp_path, timedelta(minutes=passed))
        done = saved(tmp_path, wayback)
        assert (done.returncode, wayback.asked) == (status, {A: asked})
        message = "without an answer; to be requested again after an hour"
        assert (message in done.stdout) == (passed == 59)


def test_after_three_unusable_answers_in_a_row_the_run_stops(tmp_path: Path, wayback: Wayback) -> None:
    write(tmp_path, *(f"{A}/{number}" for number in range(9)))
    wayback.save = lambda page, _: Says(b"", 502) if page[-1] in "01345" else None
    done = saved(tmp_path, wayback)
    assert (done.returncode, len(wayback.posts)) == (1, 6)
    assert f"pathgen: {wayback.url} sent 3 unusable answers in a row\n3 entries still" in done.stderr


@pytest.mark.parametrize(
    "said",
    [
        *(Says(body) for body in NO_ANSWERS[3:9]),
        Says({"status": "success"}),
        Says({"status": "success", "timestamp": "20261399000000"}),
        Says({"status": "success", "timestamp": "2026112619000"}),
        Says({"status": "success", "timestamp": "2026112619000\u0663"}),
        Says({"status": "success", "timestamp": f"{WHEN}/../../evil"}),
        Says({"status": "success", "timestamp": int(WHEN)}),
        Says({"status": "success", "timestamp": WHEN, "job_id": job_of(B)}),
        Says({"status": "error", "status_ext": "error:not-found", "job_id": job_of(B)}),
        Says(b"", 500),
        PENDING,
    ],
)
def test_a_copy_that_the_service_does_not_tell_of_is_waited_for_and_looked_at_later(
    tmp_path: Path, wayback: Wayback, said: Says
) -> None:
    wayback.look = lambda *_: said
    page = PageToArchive(A, ())
    with (
        History(tmp_path / "h") as history,
        closing(Fetcher(NetworkGuard((ip_network("127.0.0.0/8"),)), 1, 1)) as fetcher,
    ):
        plan = ArchivePlan()
        plan.to_ask.append(page)
        keeping = ArchiveRun(plan, Service(wayback.url, 1.0), history, fetcher, rate=12, clock=fast_clock())
        outcomes = [outcome for outcome in keeping.run() if outcome]
        assert [(outcome.copy, outcome.reason) for outcome in outcomes] == [
            ("", "the copy is not ready yet; the next run asks for it")
        ]
        known = history.captures()[A]
    assert (known.job, known.archived, known.error) == (job_of(A), "", "")
    assert (wayback.asked, wayback.looks[A] > 50) == ({A: 1}, True)  # five minutes, asked every five seconds


def test_a_long_answer_about_a_copy_is_read(tmp_path: Path, wayback: Wayback) -> None:
    write(tmp_path, A)
    parts = [f"https://example.org/{number}/{'x' * 500}" for number in range(1000)]
    wayback.look = lambda *_: Says({"resources": parts, "status": "success", "timestamp": WHEN})
    assert saved(tmp_path, wayback).returncode == 0


# --- runs that end before their time -------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="nothing can be killed so there")
def test_a_run_that_is_killed_is_resumed_and_no_page_is_asked_for_twice(tmp_path: Path, wayback: Wayback) -> None:
    write(tmp_path, A, B, C)
    wayback.look = lambda page, _: success() if page == A else PENDING
    with saving(tmp_path, wayback) as process:
        assert process.stdout
        assert process.stdout.readline().strip().endswith(copy_of(wayback, A))
        until(lambda: wayback.looks[C])
        process.kill()
    assert "archived" not in read(tmp_path)
    assert pathgen("archive", cwd=tmp_path).stdout.splitlines() == [
        f"resources.yaml:9:14: under way: {B}",
        f"resources.yaml:11:14: under way: {C}",
        f"resources.yaml:7:14: kept: {copy_of(wayback, A)}",
        "What is under way, or kept, is looked at and written by pathgen archive --save.",
    ]
    wayback.look = lambda *_: success()
    assert saved(tmp_path, wayback).returncode == 0
    assert wayback.asked == {A: 1, B: 1, C: 1}
    assert all(f"archived: {copy_of(wayback, url)}" in read(tmp_path) for url in (A, B, C))


@pytest.mark.skipif(sys.platform == "win32", reason="nothing can be killed so there")
def test_a_page_whose_request_was_under_way_when_the_run_was_killed_is_not_asked_for_again(
    tmp_path: Path, wayback: Wayback
) -> None:
    write(tmp_path, A, B)
    wayback.save = lambda page, _: Says(drips) if page == A else None
    with saving(tmp_path, wayback) as process:
        until(lambda: wayback.posts)
        sleep(0.2)
        process.kill()
    done = saved(tmp_path, wayback)
    assert (done.returncode, wayback.asked) == (1, {A: 1, B: 1})
    assert f"not asked for: {A} (requested at 20" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_an_interrupted_run_writes_what_was_kept(tmp_path: Path, wayback: Wayback) -> None:
    write(tmp_path, A, B)
    wayback.look = lambda page, _: success() if page == A else PENDING
    with saving(tmp_path, wayback) as process:
        assert process.stdout
        process.stdout.readline()
        until(lambda: wayback.looks[B] > 2)
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(10) == 130
        assert process.stderr
        assert process.stderr.read() == "Changed resources.yaml.\n"
    assert f"url: {A}\n        archived: {copy_of(wayback, A)}\n" in read(tmp_path)
    wayback.look = lambda *_: success()
    assert saved(tmp_path, wayback).returncode == 0
    assert wayback.asked == {A: 1, B: 1}


def test_a_copy_that_the_service_has_forgotten_is_asked_for_again_after_an_hour(
    tmp_path: Path, wayback: Wayback
) -> None:
    write(tmp_path, A, B)
    for age, asked in ((30, 0), (61, 1)):
        when = datetime.now(UTC) - timedelta(minutes=age)
        with History(tmp_path / "links.sqlite") as history:
            history.remember_capture(Capture(A, when, job=job_of(A)))
        wayback.posts, wayback.looks = [{"url": [A]}], Counter()
        wayback.look = lambda page, number: Says(b"no such job", 404) if page == A and number < 3 else success()
        assert saved(tmp_path, wayback).returncode == 0
        assert wayback.asked[A] == 1 + asked
        write(tmp_path, A, B)


def test_two_runs_at_the_same_time_ask_for_each_page_once(tmp_path: Path, wayback: Wayback) -> None:
    write(tmp_path, *(f"{A}/{number}" for number in range(30)))
    with saving(tmp_path, wayback) as first, saving(tmp_path, wayback) as other:
        for process in (first, other):
            _, said = process.communicate(timeout=60)
            assert "Traceback" not in said
    assert set(wayback.asked.values()) == {1}
    assert len(wayback.asked) == 30
    saved(tmp_path, wayback)
    assert read(tmp_path).count("archived: ") == 30


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--archive-api", "file:///etc/passwd"], "has to start with https://"),
        (["--limit", "0"], "--limit"),
        (["--rate", "nan"], "--rate"),
        (["--timeout", "0"], "--timeout"),
        (["no.yaml"], "no.yaml"),
    ],
)
def test_invalid_options_are_reported_in_a_line(tmp_path: Path, options: list[str], message: str) -> None:
    write(tmp_path, A)
    done = pathgen("archive", *options, cwd=tmp_path)
    assert (done.returncode, message in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr
