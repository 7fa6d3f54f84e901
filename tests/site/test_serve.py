"""`pathgen serve` as a curator runs it: a real process, real saves and real sockets."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest
from command import pathgen
from projects import SMALLEST, edit, site_of, write

from pathgen.site.render import Project
from pathgen.site.site_server import VERSION

PATIENCE_SECONDS = 60
"""How long a slow machine may take for one build."""
QUICK = ["--engine", "zensical", "--port", "0"]


class Serving:
    """A running `pathgen serve`, what it says on stderr, and its pages."""

    def __init__(self, project: Project, *arguments: str) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have us, and so it, ignore Ctrl+C
        self.project = project
        self.said = ""
        self.heard = threading.Condition()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pathgen", "serve", *arguments],
            cwd=project.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self.listener = threading.Thread(target=self._listen)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            with self.heard:
                self.said += line
                self.heard.notify_all()

    def hears(self, pattern: str, start: int = 0) -> re.Match[str]:
        """Wait until it says something, from a place of what it has said on."""
        with self.heard:
            found = self.heard.wait_for(lambda: re.compile(pattern).search(self.said, start), PATIENCE_SECONDS)
        assert found, f"{pattern!r} was not said:\n{self.said[start:]}"
        return found

    def after(self, act: Callable[[], object], pattern: str) -> str:
        """Do something and wait for what is said of it; give what was said since."""
        start = len(self.said)
        act()
        end = self.hears(pattern, start).end()
        return self.said[start:end]

    @property
    def port(self) -> int:
        return int(self.hears(r"Serving resources\.yaml at http://127\.0\.0\.1:([0-9]+)/ \(stop with Ctrl\+C\)\n")[1])

    def save(self, old: str, new: str) -> None:
        """Save the smallest catalogue with some words changed."""
        write(self.project.folder, {"resources.yaml": SMALLEST.replace(old, new)})

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)

    def ask(self, address: str, method: str = "GET") -> tuple[int, str]:
        """Ask for an address as it stands; give the status and the text."""
        connection = self.connection()
        connection.request(method, address)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def shows(self, address: str, words: str) -> bool:
        """Tell whether a page that is there holds some words."""
        status, text = self.ask(address)
        return status == http.HTTPStatus.OK and words in text

    def page(self, address: str) -> Page:
        """Open a page as a browser does."""
        [version] = re.findall(r'!== "([^"]*)"', self.ask(address)[1])
        return Page(self, version)

    def raw(self, data: bytes, address: str = "127.0.0.1") -> bytes:
        """Send bytes; give everything that comes back until the server ends the connection."""
        with socket.create_connection((address, self.port), PATIENCE_SECONDS) as connection:
            with suppress(ConnectionError):  # it ends before it has read all of a long request
                connection.sendall(data)
            answer = b""
            with suppress(ConnectionError):
                while part := connection.recv(65536):
                    answer += part
            return answer

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Stop it as Ctrl+C does; give its status."""
        if sys.platform == "win32":  # there Ctrl+C goes to everyone at the console, us included
            self.process.terminate()
        else:
            self.process.send_signal(number)
        status = self.process.wait(PATIENCE_SECONDS)
        self.listener.join()
        assert self.process.stderr
        self.process.stderr.close()
        return status

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        assert "Traceback" not in self.said, self.said


@dataclass(frozen=True)
class Page:
    """A page that is open, of a version of the site."""

    server: Serving
    version: str

    def is_old(self) -> bool:
        return self.server.ask(VERSION)[1] != self.version

    def reloads(self) -> None:
        """Wait until the page learns of a new version."""
        wait_until(self.is_old)


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, "it never came to pass"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """One server for the tests that do not mind what the others saved."""
    files = {"resources.yaml": SMALLEST, "content/own.md": "# Own\n", "content/pictures/net.svg": "<svg/>"}
    with Serving(write(tmp_path_factory.mktemp("serve"), files), *QUICK) as running:
        running.hears("Serving ")
        yield running


# --- saves -------------------------------------------------------------------------------------------------------


def test_a_saved_entry_is_on_the_page_that_reloads(serving: Serving) -> None:
    page = serving.page("/topics/basics/")
    serving.save("A page", "A better page")
    page.reloads()
    assert serving.shows("/topics/basics/", "A better page")
    assert not serving.page("/topics/basics/").is_old()


@pytest.mark.parametrize(
    ("name", "text", "address"),
    [
        ("content/own.md", "# Own\n\nSaved as prose.\n", "/own/"),
        ("content/second.md", "# Second\n\nSaved as a page.\n", "/second/"),
        ("templates/prose.md.j2", "{{ body }}\n\nSaved as a template.\n", "/own/"),
        ("mkdocs.yml", "site_name: Saved as a setting.\n", "/own/"),
    ],
)
def test_whatever_the_site_is_made_from_is_followed(serving: Serving, name: str, text: str, address: str) -> None:
    page = serving.page("/")
    write(serving.project.folder, {name: text})
    page.reloads()
    assert serving.shows(address, re.findall("Saved as .*[.]", text)[0])


def test_what_the_site_is_not_made_from_is_not_followed(serving: Serving) -> None:
    said = len(serving.said)
    write(serving.project.folder, {"notes.txt": "", ".git/index": "", "resources.yaml~": "", "contents/own.md": ""})
    time.sleep(1)
    assert serving.said[said:] == ""


def test_an_invalid_save_is_told_and_the_last_good_site_stays(serving: Serving) -> None:
    output = serving.after(lambda: serving.save("title: Basics", "titel: Basics"), "Not built.*\n")
    assert "resources.yaml:4:5: error[unknown-field] there is no field `titel` here\n" in output
    assert "did you mean `title`?" in output
    assert output.endswith("Not built; the last good site stays up.\n")
    assert serving.shows("/topics/basics/", "https://example.org/a")
    serving.after(lambda: serving.save("title: Basics", "title: Mended"), "Built in ")
    assert serving.shows("/topics/basics/", "Mended")


def test_a_build_that_fails_is_told_and_the_last_good_site_stays(serving: Serving) -> None:
    broken = {"content/broken.md": '# Broken\n\n<p><a href="../nowhere/">x</a></p>\n'}
    output = serving.after(lambda: write(serving.project.folder, broken), "there is no file at.*\n")
    assert output.endswith("  broken/index.html: there is no file at 'nowhere/'\n")
    assert serving.ask("/broken/")[0] == http.HTTPStatus.NOT_FOUND
    serving.after((serving.project.content / "broken.md").unlink, "Built in ")


def test_a_file_that_cannot_be_read_leaves_the_last_good_site_up(serving: Serving) -> None:
    write(serving.project.folder, {"content/locked.md": "# Locked\n"})
    wait_until(lambda: serving.shows("/locked/", "Locked"))
    locked = serving.project.content / "locked.md"
    write(serving.project.folder, {"content/locked.md": "# Locked again\n"})
    locked.chmod(0)
    said = "Built in" if os.access(locked, os.R_OK) else "locked.md: permission denied"  # root may read everything
    serving.after(lambda: serving.save("A page", "A page beside it"), said)
    assert serving.shows("/locked/", "Locked")
    serving.after(locked.unlink, "Built in ")
    assert serving.shows("/topics/basics/", "A page beside it")


def test_pages_that_are_closed_abruptly_do_no_harm(serving: Serving) -> None:
    for _ in range(50):
        connection = socket.create_connection(("127.0.0.1", serving.port), PATIENCE_SECONDS)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.sendall(f"GET {VERSION} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        connection.close()  # with a reset, as of a browser that was killed
    serving.after(lambda: serving.save("A page", "A page for those who stayed"), "Built in ")
    assert serving.shows("/topics/basics/", "for those who stayed")
    assert "Traceback" not in serving.said


# --- answers -----------------------------------------------------------------------------------------------------


def test_a_save_in_a_path_of_the_site_is_seen(tmp_path: Path) -> None:
    topic = 'topics: [{id: t, title: T, resources: [{title: E, url: "https://example.org/e"}]}]\n'
    path = f"path: {{title: One}}\n{topic}"
    main = "path: {title: School}\ninclude: '*/resources.yaml'\n"
    project = write(tmp_path, {"resources.yaml": main, "one/resources.yaml": path, "one/content/index.md": "Before."})
    with Serving(project, *QUICK) as serving:
        assert serving.shows("/one/", "Before.")
        serving.after(lambda: write(tmp_path, {"one/content/index.md": "Behind."}), "Built in")
        assert serving.shows("/one/", "Behind.")
        serving.after(lambda: write(tmp_path, {"one/resources.yaml": path.replace("One", "Uno")}), "Built in")
        assert serving.shows("/", "Uno")


def test_the_reload_script_is_in_what_is_sent_and_not_in_what_is_published(serving: Serving) -> None:
    assert serving.shows("/", VERSION)
    assert VERSION.encode() not in (site_of(serving.project) / "index.html").read_bytes()


@pytest.mark.parametrize(
    "address", ["/gone/", "/gone", "/gone.png", "/topics/gone/?q=1", "/pictures/", "/%00", "/a%0Ab"]
)
def test_what_is_not_there_is_told_by_the_sites_own_page(serving: Serving, address: str) -> None:
    status, text = serving.ask(address)
    assert status == http.HTTPStatus.NOT_FOUND
    assert "Page not found" in text


@pytest.mark.parametrize(
    "address",
    [
        "/../resources.yaml",
        "/%2e%2e/resources.yaml",
        "/..%2fresources.yaml",
        "/topics/../../resources.yaml",
        "/..\\resources.yaml",
        "//../resources.yaml",
        "../resources.yaml",
        "/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd",
    ],
)
def test_nothing_but_the_site_is_given_out(serving: Serving, address: str) -> None:
    status, text = serving.ask(address)
    assert status in (http.HTTPStatus.NOT_FOUND, http.HTTPStatus.BAD_REQUEST)
    assert "example.org" not in text


def _request(target: bytes, host: bytes = b"localhost", version: bytes = b"HTTP/1.1") -> bytes:
    return b"GET %s %s\r\nHost: %s\r\n\r\n" % (target, version, host)


FINE, MISSING, BAD, FOREIGN = b"HTTP/1.0 200", b"HTTP/1.0 404", b"HTTP/1.0 400", b"HTTP/1.0 421"
REQUESTS = {
    "usual": (_request(b"/"), FINE),
    "older": (_request(b"/", version=b"HTTP/1.0"), FINE),
    "absolute form": (_request(b"http://localhost/topics/basics/", b"evil.example"), FINE),
    "question": (_request(b"/?a=%zz#top"), FINE),
    "NUL": (_request(b"/a\0b"), MISSING),
    "escaped NUL": (_request(b"/%00/"), MISSING),
    "bytes that are not UTF-8": (_request(b"/\xff\xfe/"), MISSING),
    "escaped bytes that are not UTF-8": (_request(b"/%ff%ed%a0%80/"), MISSING),
    "bad escape": (_request(b"/%zz/%"), MISSING),
    "long name": (_request(b"/" + b"a" * 5000), MISSING),
    "many folders": (_request(b"/" + b"a/" * 5000), MISSING),
    "upper directory that stays inside": (_request(b"/topics/../topics/basics/"), MISSING),
    "upper directory": (_request(b"/../resources.yaml"), MISSING),
    "file as a folder": (_request(b"/assets/pathgen.css/"), MISSING),
    "two slashes": (_request(b"//evil.example/%2e%2e"), MISSING),
    "foreign absolute form": (_request(b"http://evil.example/", b"localhost"), FOREIGN),
    "no path": (_request(b"topics"), BAD),
    "asterisk": (_request(b"*"), BAD),
    "authority": (_request(b"localhost:443"), BAD),
    "open bracket": (_request(b"http://[::1/"), FOREIGN),
    "version that is not": (_request(b"/", version=b"HTTP/9.9"), b""),
    "HTTP/0.9": (b"GET /\r\n\r\n", b""),
    "no words": (b"\r\n\r\n", b""),
    "one word": (b"\xff\0\r\n\r\n", b""),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n\r\n", b""),
    "header without a colon": (b"GET / HTTP/1.1\r\nHost: localhost\r\n\0\xff\r\n\r\n", b""),
    "very long": (b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b""),
    "many headers": (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 500 + b"\r\n", b""),
    "other method": (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc", b"HTTP/1.0 501"),
}


@pytest.mark.parametrize(("data", "status"), REQUESTS.values(), ids=REQUESTS)
def test_any_request_is_survived(serving: Serving, data: bytes, status: bytes) -> None:
    answer = serving.raw(data)
    assert answer.startswith(status)
    assert b"example.org/a" not in answer or status == FINE
    assert serving.shows("/", "My path")
    assert "Traceback" not in serving.said


def test_a_preview_sends_a_worker_that_keeps_nothing_of_a_site(serving: Serving) -> None:
    _, sent = serving.ask("/sw.js")
    assert "const KEPT = {};" in sent
    assert "registration.unregister()" in sent


@pytest.mark.parametrize(
    ("host", "status"),
    [
        *(
            (host, FINE)
            for host in ("localhost", "LocalHost:%d", "localhost.", "127.0.0.1", "127.0.0.1:%d", "[::1]:%d")
        ),
        *((host, FOREIGN) for host in ("evil.example", "evil.example:%d", "localhost.evil.example", "", "192.168.0.1")),
        *((host, FOREIGN) for host in ("evil@localhost", "localhost/", "[localhost]", "127.0.0.1.evil.example", "::1")),
    ],
)
def test_only_the_names_of_this_machine_are_answered(serving: Serving, host: str, status: bytes) -> None:
    named = host % serving.port if "%d" in host else host
    answer = serving.raw(_request(b"/", named.encode()))
    assert answer.startswith(status)
    assert (b"My path" in answer) == (status == FINE)


def test_who_names_no_host_is_not_answered(serving: Serving) -> None:
    assert serving.raw(b"GET / HTTP/1.0\r\n\r\n").startswith(FOREIGN)


def test_localhost_is_answered_in_both_kinds_of_addresses(serving: Serving) -> None:
    for address in ("127.0.0.1", "::1"):
        assert serving.raw(_request(b"/"), address).startswith(FINE)


def test_connections_that_ask_nothing_keep_nobody_out(serving: Serving) -> None:
    with ExitStack() as idle:
        for _ in range(200):
            idle.enter_context(socket.create_connection(("127.0.0.1", serving.port), PATIENCE_SECONDS))
        assert serving.shows("/", "My path")
        if Path("/proc").is_dir():
            assert len(list(Path(f"/proc/{serving.process.pid}/task").iterdir())) < 100


def test_a_connection_that_asks_nothing_is_ended(serving: Serving) -> None:
    assert serving.raw(b"GET / HTTP/1.1\r\nHost: loc") == b""


def test_the_head_of_a_page_can_be_asked_for_alone(serving: Serving) -> None:
    for address in ("/", "/assets/pathgen.css"):
        connection = serving.connection()
        connection.request("HEAD", address)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (http.HTTPStatus.OK, b"")
        assert int(answer.getheader("Content-Length", "0")) == len(serving.ask(address)[1].encode())
        connection.close()
    assert serving.ask("/gone/", "HEAD") == (http.HTTPStatus.NOT_FOUND, "")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/assets/pathgen.js", "text/javascript"),
        ("/assets/pathgen.css", "text/css"),
        ("/pictures/net.svg", "image/svg+xml"),
    ],
)
def test_each_file_is_sent_as_what_it_is_and_kept_by_no_browser(serving: Serving, address: str, kind: str) -> None:
    connection = serving.connection()
    connection.request("GET", address)
    answer = connection.getresponse()
    assert (answer.getheader("Content-Type"), answer.getheader("Cache-Control")) == (kind, "no-store")
    connection.close()


def test_a_folder_without_its_slash_leads_to_its_page(serving: Serving) -> None:
    connection = serving.connection()
    connection.request("GET", "/topics")
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (http.HTTPStatus.MOVED_PERMANENTLY, "/topics/")
    connection.close()


# --- start and end -----------------------------------------------------------------------------------------------


def test_an_invalid_catalogue_is_told_at_the_start_and_waited_for(tmp_path: Path) -> None:
    with Serving(
        write(tmp_path, {"resources.yaml": SMALLEST.replace("title: Basics", "titel: Basics")}), *QUICK
    ) as serving:
        assert serving.ask("/")[0] == http.HTTPStatus.NOT_FOUND
        assert "error[unknown-field]" in serving.said
        serving.after(lambda: serving.save("", ""), "Built in ")
        assert serving.shows("/topics/basics/", "https://example.org/a")


def test_a_save_during_the_first_build_is_not_missed(tmp_path: Path) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST})
    with Serving(project, "--port", "0") as serving:
        wait_until((project.build / "mkdocs.yml").is_file)
        edit(project, "A page", "A page saved early")
        wait_until(lambda: serving.shows("/topics/basics/", "A page saved early"))


MOMENTS = [
    *(("", 0.0, number) for number in (signal.SIGINT, signal.SIGTERM)),
    *(("Built in", delay, signal.SIGINT) for delay in (0, 0.001, 0.003, 0.01)),
    *(("Serving", delay, signal.SIGINT) for delay in (0, 0.3)),
    ("Serving", 0.3, signal.SIGTERM),
]
"""What it says before it is interrupted, if anything, the seconds after, and how; a build is under way at the first."""


@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl+C goes to everyone at the console")
@pytest.mark.parametrize(("said", "delay", "number"), MOMENTS)
def test_it_ends_well_at_any_moment(tmp_path: Path, said: str, delay: float, number: signal.Signals) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST})
    with Serving(project, *QUICK) as serving:
        wait_until(project.build.is_dir)
        serving.hears(said)
        time.sleep(delay)
        assert serving.stop(number) == 0
        assert serving.said.endswith("(stop with Ctrl+C)\nStopped.\n" if said == "Serving" else "Stopped.\n")
        assert ("Built in" in serving.said) == bool(said)


@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl+C goes to everyone at the console")
def test_who_presses_ctrl_c_again_and_again_interrupts_no_cleaning_up(tmp_path: Path) -> None:
    with Serving(write(tmp_path, {"resources.yaml": SMALLEST}), *QUICK) as serving:
        serving.hears("Built in")
        for _ in range(5):
            serving.process.send_signal(signal.SIGINT)
        assert serving.stop() == 0
        assert serving.said.count("Stopped.\n") == 1


def test_a_folder_that_cannot_be_read_ends_nothing(tmp_path: Path) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST, "secret/a.txt": ""})
    (tmp_path / "secret").chmod(0)
    try:
        with Serving(project, *QUICK) as serving:
            assert serving.shows("/", "My path")
            serving.after(lambda: serving.save("A page", "A better page"), "Built in")
    finally:
        (tmp_path / "secret").chmod(0o755)


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    write(tmp_path, {"resources.yaml": SMALLEST})
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = pathgen("serve", "--port", str(port), cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"pathgen: cannot listen on 127.0.0.1:{port}: ")


@pytest.mark.parametrize(
    ("files", "arguments", "message"),
    [
        ({}, [], "pathgen: cannot read resources.yaml: no such file or directory\n"),
        ({}, ["gone/resources.yaml"], "pathgen: cannot read gone/resources.yaml: no such file or directory\n"),
        ({"resources.yaml": SMALLEST, "site/x": ""}, [], "pathgen: site contains files that pathgen did not write; "),
        ({"resources.yaml": SMALLEST}, ["--host", "256.0.0.1"], "pathgen: cannot listen on 256.0.0.1:8000: "),
    ],
    ids=["catalogue", "folder", "output", "host"],
)
def test_what_no_save_can_mend_ends_it(
    tmp_path: Path, files: dict[str, str], arguments: list[str], message: str
) -> None:
    write(tmp_path, files)
    done = pathgen("serve", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(message)


def test_a_save_of_an_included_file_is_followed_and_so_is_a_new_one(tmp_path: Path) -> None:
    step = "steps:\n  - {id: %s, title: A step}\n"
    files = {"resources.yaml": "path: {title: My path}\ninclude: parts/*.yaml\n", "parts/a.yaml": step % "one"}
    write(tmp_path, files)
    with Serving(Project(tmp_path / "resources.yaml"), *QUICK) as serving:
        assert serving.port
        serving.after(lambda: write(tmp_path, {"parts/a.yaml": step % "another"}), r"Built in .*, [1-9]")
        serving.after(lambda: write(tmp_path, {"parts/b.yaml": step % "third"}), r"Built in .*, [1-9]")
        assert (tmp_path / "site" / "steps" / "third" / "index.html").is_file()


def test_a_path_of_a_site_follows_what_it_takes_from_there(tmp_path: Path) -> None:
    files = {"resources.yaml": 'path: {title: School}\ninclude: ["*/resources.yaml", shared.yaml]\n'}
    shared = 'entries: [{id: book, title: %s, url: "https://example.org/book"}]\n'
    step = "path: {title: One}\nsteps: [{id: basics, title: Basics, resources: [{ref: book}]}]\n"
    write(tmp_path, files | {"shared.yaml": shared % "A book", "one/resources.yaml": step})
    with Serving(Project(tmp_path / "one" / "resources.yaml"), *QUICK) as serving:
        assert serving.port
        serving.after(lambda: write(tmp_path, {"shared.yaml": shared % "Another"}), r"Built in .*, [1-9]")
        assert "Another" in (tmp_path / "one/site/steps/basics/index.html").read_text(encoding="utf-8")
        serving.after(lambda: write(tmp_path, {"languages/en.yaml": "home: {start: Begin}\n"}), r"Built in .*, [1-9]")
