"""Runs the examples of a page of Markdown as its reader does: without a network, and without a shell.

- A fence with a title is a file, and is written.
- Each line of a ``sh`` fence is run. It succeeds, unless it says ``# ends with 1``. What installs pathgen is skipped,
  as the reader's is the one that is tested; ``pip install ./FOLDER`` puts a package beside it, for this reader alone.
  ``pathgen serve`` is stopped once it serves. Other commands of pathgen run in the process of the tests, which saves
  starting Python for each; where the reader installed a package, the real command runs, as only a new process sees it.
- A ``python`` fence is run.
- A ``text`` fence is in what the last fence that ran has shown.
- A ``yaml`` fence without a title is a list of entries.

``https://example.org`` is a server of ours on this machine, and so are the Internet Archive and GitHub's API;
``https://github.com/OWNER`` is a folder. Nothing else of the web is there. What is shown names them as the page does.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from textwrap import indent
from typing import Any
from urllib.parse import parse_qs, urlsplit

from command import pathgen
from loopback_server import answering

from pathgen import load

FENCE = re.compile(r"^```(?P<kind>\w+)(?: title=\"(?P<name>[^\"]+)\")?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_STATUS = re.compile(r"# ends with (\d)$")
_CARETS = re.compile(r"\^+")
"""As many as an address has letters, and ours has others."""
_EXAMPLE, _ARCHIVE = "https://example.org", "https://web.archive.org"
_PYTHON = [sys.executable, "-X", "utf8"]
_PYTHON_PATH = os.environ.get("PYTHONPATH")
_OF_THE_TESTS = ("python3", "pip", "source", "pytest")
"""What makes an environment, installs pathgen into it and enters it; and the tests themselves."""

START = {
    "resources.yaml": "path: {title: My path}\ntopics:\n  - id: reading\n    title: Reading\n    resources:\n"
    "      - {title: A book, url: 'https://example.org/book', kind: book}\n",
    "README.md": "# Bread\n\n## Flour\n\n- [Of flour](https://example.org/flour)\n",
    "bookmarks.html": "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF='https://example.org/a'>A page</A></DL>\n",
    "papers.bib": "@article{a, title = {A paper}, url = {https://example.org/paper}, year = {2020}}\n",
}
"""What a reader has at the start: a repository with a small path, and lists to start from."""
TITLES = {
    "/a": "A page",
    "/book": "A book",
    "/dough": "How flour and water become dough",
    "/notes": "Notes on kneading",
    "/ovens": "Baking without a Dutch oven",
}
"""The pages of ``https://example.org``; any other is not there."""
MOVED = {"/oven": "/ovens"}
REPOSITORIES = {
    "/repos/OWNER/loaf": {"archived": True, "pushed_at": "2020-05-06T07:08:09Z", "license": {"spdx_id": "MIT"}},
    "/repos/OWNER/crumb": {
        "archived": False,
        "pushed_at": "2026-05-06T07:08:09Z",
        "license": {"spdx_id": "Apache-2.0"},
    },
}
"""What GitHub's API knows: ``{address: answer}``."""


def follow(page: str, folder: Path) -> None:
    """Do what a page says, from its first line to its last, in an empty folder.

    Raises:
        AssertionError: something is not as the page says.
    """
    assert len(re.findall(r"^\s*```", page, re.MULTILINE)) == 2 * len(FENCE.findall(page)), "a fence is not understood"
    with ExitStack() as stack:
        web = {name: stack.enter_context(answering(_Handler)) for name in (_EXAMPLE, _ARCHIVE)}
        stack.enter_context(_environment(folder))
        reader = _Reader(folder / "reader", web)
        for fence in FENCE.finditer(page):
            reader.do(fence["kind"], fence["name"], fence["text"])
        assert reader.did, "the page has no example"
        assert load(reader.start / "resources.yaml").is_valid, "the catalogue is not valid at the end"


class _Reader:
    """Someone who follows a page: where they are, and what they were shown."""

    def __init__(self, folder: Path, web: Mapping[str, str]) -> None:
        self.start = self.folder = folder
        self.installed = folder.with_name("installed")
        self.web = web
        """The servers that play others: ``{address in the page: address on this machine}``."""
        self.shown = ""
        self.did = 0
        for name, text in START.items():
            self._write(name, text)
        for line in ("git init -q -b main", "git add .", "git commit -q -m A"):
            self._line(line)
        for name in ("pathgen", "bread"):
            self._line(f"git init -q --bare ../OWNER/{name}.git")

    def do(self, kind: str, name: str | None, text: str) -> None:
        self.did += 1
        if name:
            self._write(name, text)
        elif kind == "sh":
            self.shown = ""
            for line in text.splitlines():
                self._line(line)
        elif kind == "python":
            self.shown = self._run(_PYTHON, text)
        elif kind == "text":
            assert _CARETS.sub("^", text.strip()) in _CARETS.sub("^", self.shown), self.shown
        elif kind == "yaml":
            self._entries(text)
        else:
            raise AssertionError(f"nobody knows what to do with {kind}")

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self._to_servers(text), encoding="utf-8")

    def _entries(self, text: str) -> None:
        topic = "path: {title: T}\ntopics:\n  - id: a\n    title: A\n    resources:\n"
        self._write("entries.yaml", topic + indent(text, "      "))
        assert load(self.folder / "entries.yaml").diagnostics == ()

    def _line(self, line: str) -> None:
        wanted = _STATUS.search(line)
        words = shlex.split(line, comments=True)
        while words:
            end = words.index("&&") if "&&" in words else len(words)
            self._command(words[:end], int(wanted[1]) if wanted else 0)
            words = words[end + 1 :]

    def _command(self, words: list[str], wanted: int) -> None:
        name, *arguments = words
        name = name.removeprefix(".venv/bin/")
        if name == "pip" and arguments[-1].startswith("./"):
            offline = ["--quiet", "--no-deps", "--no-build-isolation", "--target", str(self.installed)]
            self._run([*_PYTHON, "-m", "pip", *arguments, *offline])
            return
        if name in _OF_THE_TESTS:
            return
        if name == "cd":
            self.folder /= arguments[0]
        elif (name, *arguments[:1]) == ("pathgen", "serve"):
            self._serve(arguments)
        else:
            arguments, file = (arguments[:-2], arguments[-1]) if ">" in arguments else (arguments, "")
            shown = (
                self._pathgen(arguments, wanted) if name == "pathgen" else self._run([name, *arguments], wanted=wanted)
            )
            if file:
                self._write(file, shown)
            else:
                self.shown += shown

    def _pathgen(self, arguments: list[str], wanted: int) -> str:
        """Run a command of pathgen; return what it shows."""
        arguments = [self._to_servers(argument) for argument in self._abroad(arguments)]
        if self.installed.is_dir():
            return self._run([*_PYTHON, "-m", "pathgen", *arguments], wanted=wanted)
        return self._checked(pathgen(*arguments, cwd=self.folder), wanted)

    def _abroad(self, arguments: list[str]) -> list[str]:
        """Say to a command of pathgen where the web is."""
        private = ["--allow-private", "127.0.0.0/8"]
        archive = ["--archive-api", _ARCHIVE] if "--archive" in arguments else []
        more = {
            "add": private,
            "archive": [*private, "--archive-api", _ARCHIVE],
            "check-links": [*private, *archive],
            "refresh": [*private, "--api-url", f"github.com={_EXAMPLE}"],
        }
        return [*arguments, *more.get(arguments[0], [])]

    def _run(self, command: list[str], given: str = "", wanted: int = 0) -> str:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(self.installed), _PYTHON_PATH)))},
            input=given,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        return self._checked(done, wanted)

    def _checked(self, done: subprocess.CompletedProcess[str], wanted: int) -> str:
        """Return what a command showed, once it ended as the page says."""
        shown = self._as_written(done.stdout + done.stderr)
        assert done.returncode == wanted, f"{done.args} ends with {done.returncode}\n{shown}"
        return shown

    def _serve(self, arguments: list[str]) -> None:
        command = [*_PYTHON, "-m", "pathgen", *arguments, "--port", "0"]
        process = subprocess.Popen(
            command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
        )
        with process:
            patience = threading.Timer(120, process.kill)
            patience.start()
            heard = next((line for line in process.stdout or () if line.startswith("Serving ")), "")
            patience.cancel()
            process.terminate()
        assert heard, "nothing is served"

    def _to_servers(self, text: str) -> str:
        for public, local in self.web.items():
            text = text.replace(public, local)
        return text

    def _as_written(self, text: str) -> str:
        for public, local in self.web.items():
            text = text.replace(local, public)
        return text


@contextmanager
def _environment(folder: Path) -> Iterator[None]:
    """Set git's user, and a folder that it pushes to in place of GitHub, for a while."""
    before = dict(os.environ)
    os.environ |= {
        "GIT_CONFIG_COUNT": "3",
        "GIT_CONFIG_KEY_0": "user.name",
        "GIT_CONFIG_VALUE_0": "A",
        "GIT_CONFIG_KEY_1": "user.email",
        "GIT_CONFIG_VALUE_1": "a@b.example",
        "GIT_CONFIG_KEY_2": f"url.{folder.as_uri()}/.insteadOf",
        "GIT_CONFIG_VALUE_2": "https://github.com/",
    }
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


class _Handler(BaseHTTPRequestHandler):
    """Serves what there is of the web."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/wayback/available":
            copy = f"http://{self.headers['Host']}/web/20240701000000/{parse_qs(parts.query)['url'][0]}"
            closest = {"available": True, "status": "200", "url": copy}
            self._answer(200, json.dumps({"archived_snapshots": {"closest": closest}}))
        elif parts.path in REPOSITORIES:
            named = {"full_name": parts.path.removeprefix("/repos/"), "stargazers_count": 5}
            self._answer(200, json.dumps({**named, **REPOSITORIES[parts.path]}))
        elif parts.path in MOVED:
            self._answer(301, "", Location=MOVED[parts.path])
        elif parts.path in TITLES or parts.path.startswith("/web/"):
            title = TITLES.get(parts.path, "A copy")
            head = f"<title>{title}</title><meta name=author content='Ada Example'><h1>{title}</h1>"
            self._answer(200, head + "<p>There is a lot to say of it.</p>" * 50)
        else:
            self._answer(404, "<title>Not found</title>")

    def _answer(self, status: int, body: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
