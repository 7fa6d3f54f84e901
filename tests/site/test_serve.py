"""`pathgen serve` as a curator runs it: a real process, real saves and real sockets."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import pytest
from projects import SMALLEST, edit, pathgen, site_of, write

from pathgen.site.render import Project
from pathgen.site.serve import EVENTS

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

    @contextmanager
    def open_page(self, address: str) -> Iterator[http.client.HTTPResponse]:
        """Open a page as a browser does: ask for it, then for news of the version that it names."""
        [news] = re.findall(r'new EventSource\("([^"]*)"\)', self.ask(address)[1])
        connection = self.connection()
        connection.request("GET", news)
        answer = connection.getresponse()
        assert answer.getheader("Content-Type") == "text/event-stream"
        yield answer
        connection.close()

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
        if self.process.poll() is None:
            self.stop()
        assert "Traceback" not in self.said, self.said


def next_news(page: http.client.HTTPResponse) -> str:
    """Wait until an open page is told of a new version."""
    return next(line for line in iter(page.readline, b"") if line.startswith(b"data:")).decode()


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
    with serving.open_page("/topics/basics/") as page:
        serving.save("A page", "A better page")
        assert next_news(page) == "data: new\n"
        assert serving.shows("/topics/basics/", "A better page")


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
    with serving.open_page("/") as page:
        write(serving.project.folder, {name: text})
        assert next_news(page) == "data: new\n"
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


def test_a_page_opened_before_a_build_learns_of_it_even_when_it_asks_late(serving: Serving) -> None:
    with serving.open_page("/") as page:
        [late] = re.findall(r'new EventSource\("([^"]*)"\)', serving.ask("/")[1])
        serving.save("My path", "Our path")
        next_news(page)
    connection = serving.connection()
    connection.request("GET", late)
    assert next_news(connection.getresponse()) == "data: new\n"
    connection.close()


def test_pages_that_are_closed_abruptly_do_no_harm(serving: Serving) -> None:
    for _ in range(50):
        connection = socket.create_connection(("127.0.0.1", serving.port), PATIENCE_SECONDS)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.sendall(f"GET {EVENTS} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
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
    assert serving.shows("/", EVENTS)
    assert EVENTS.encode() not in (site_of(serving.project) / "index.html").read_bytes()


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


@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl+C goes to everyone at the console")
def test_ctrl_c_ends_it_at_once_and_well(tmp_path: Path) -> None:
    with Serving(write(tmp_path, {"resources.yaml": SMALLEST}), *QUICK) as serving, serving.open_page("/"):
        assert serving.stop() == 0
        assert serving.said.endswith("(stop with Ctrl+C)\nStopped.\n")


MOMENTS = [("", 0.0), *(("Built in", delay) for delay in (0, 0.001, 0.003, 0.01)), ("Serving", 0), ("Serving", 0.3)]
"""What it says before it is interrupted, if anything, and the seconds after; a build is under way at the first."""


@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl+C goes to everyone at the console")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(("said", "delay"), MOMENTS)
def test_it_ends_well_at_any_moment(tmp_path: Path, said: str, delay: float, number: signal.Signals) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST})
    with Serving(project, *QUICK) as serving:
        wait_until(project.build.is_dir)
        serving.hears(said)
        time.sleep(delay)
        assert serving.stop(number) == 0
        assert serving.said.endswith("Stopped.\n")
        assert ("Built in" in serving.said) == bool(said)


@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl+C goes to everyone at the console")
def test_who_presses_ctrl_c_again_and_again_interrupts_no_cleaning_up(tmp_path: Path) -> None:
    with Serving(write(tmp_path, {"resources.yaml": SMALLEST}), *QUICK) as serving:
        serving.hears("Built in")
        for _ in range(5):
            serving.process.send_signal(signal.SIGINT)
        assert serving.stop() == 0
        assert serving.said.count("Stopped.\n") == 1


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    write(tmp_path, {"resources.yaml": SMALLEST})
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = pathgen(tmp_path, "serve", "--port", str(port))
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
    done = pathgen(tmp_path, "serve", *arguments)
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
