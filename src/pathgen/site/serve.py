"""`pathgen serve`: the site on a local address, rebuilt at each save, with pages that reload by themselves."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from typing import Any

from watchfiles import watch

from pathgen.catalogue.includes import is_named
from pathgen.catalogue.load import Loaded
from pathgen.catalogue.shared_entries import site_above
from pathgen.errors import PathgenError
from pathgen.files import read_bytes
from pathgen.site.build import build, refuse_foreign
from pathgen.site.render import Project

EVENTS = "/.pathgen-reload"
"""Where pages wait for news (server-sent events, HTML Living Standard §9.2)."""
_RELOAD = f"""<script>new EventSource("{EVENTS}?%d").onmessage = () => location.reload()</script></body>"""
"""Contains the version of the page, so that a build that ends before the page connects is noticed too."""
_HEARTBEAT_SECONDS = 10.0
"""How often an idle page's connection is written to, so that closed ones are noticed."""
_GLANCE_MILLISECONDS = 100
"""How long to look for saves before going on."""


class News:
    """How many versions of the site there have been, and a way to wait for the next."""

    def __init__(self) -> None:
        self.version = 0
        self._changed = threading.Condition()

    def tell(self) -> None:
        """Say that there is a new version."""
        with self._changed:
            self.version += 1
            self._changed.notify_all()

    def wait_for_other(self, version: int, timeout_seconds: float) -> int:
        """Wait for another version than this one; return the newest."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != version, timeout_seconds)
            return self.version


def serve(
    project: Project,
    output: Path,
    engine: str,
    address: tuple[str, int],
    *,
    tell: Callable[[str], None],
    show: Callable[[Loaded], None],
    stop: threading.Event,
) -> None:
    """Build and serve until ``stop`` is set or an interrupt is raised, which may be at any moment.

    ``tell`` receives lines to print, ``show`` each catalogue loaded.

    Raises:
        PathgenError: the catalogue cannot be opened, ``output`` contains something else, or the address is taken.
    """
    read_bytes(project.catalogue)
    refuse_foreign(output, project)
    news = News()
    try:
        server = SiteServer(address, partial(SiteRequestHandler, news, stop, directory=str(output)))
    except OSError as error:
        raise PathgenError(
            f"cannot listen on {address[0]}:{address[1]}: {(error.strerror or str(error)).lower()}"
        ) from error

    included = WatchedFiles(project)

    def follow(loaded: Loaded) -> None:
        included.follow(loaded)
        show(loaded)

    def rebuild() -> None:
        if _build(project, output, engine, tell, follow):
            news.tell()

    try:
        saves = _saves(project, stop, included)
        next(saves, None)  # from now on no save is missed
        rebuild()
        with server.answering():
            tell(f"Serving {project.catalogue} at http://{address[0]}:{server.server_port}/ (stop with Ctrl+C)")
            for saved in saves:
                if saved:
                    rebuild()
    finally:
        stop.set()
        news.tell()


def _build(
    project: Project, output: Path, engine: str, tell: Callable[[str], None], show: Callable[[Loaded], None]
) -> bool:
    """Build once and report the result; return whether the site changed."""
    start = monotonic()
    try:
        loaded, changed = build(project, output, engine)
    except PathgenError as error:
        tell(str(error))
        return False
    show(loaded)
    if not loaded.is_valid:
        tell("Not built; the last good site stays up.")
        return False
    tell(f"Built in {monotonic() - start:.1f} s, {len(changed)} files changed.")
    return bool(changed)


class WatchedFiles:
    """What the catalogue included when it was last read: files, what its paths are made from, and patterns."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.files: set[Path] = set()
        self.inputs: list[Path] = []
        self.patterns: list[str] = []

    def follow(self, loaded: Loaded) -> None:
        """Watch the files that were read; nothing changes where the catalogue itself could not be read."""
        if loaded.catalogue:
            shared = (source.file for source in loaded.catalogue.sources)
            self.files = {Path(file).resolve() for file in (*loaded.files, *shared)}
            self.inputs = [item.resolve() for path, _ in self.project.paths(loaded) for item in path.inputs]
            self.patterns = [*loaded.patterns]

    def has(self, path: Path, folder: Path) -> bool:
        """Whether a file is, or may become, part of the catalogue in ``folder``."""
        if path in self.files or any(item == path or item in path.parents for item in self.inputs):
            return True
        return path.is_relative_to(folder) and is_named(path.relative_to(folder).as_posix(), self.patterns)


def _saves(project: Project, stop: threading.Event, included: WatchedFiles) -> Iterator[bool]:
    """Yield every moment whether something that the site is made from was saved, once for each burst of saves.

    A path is made from files of its site, too.
    """
    folder = project.folder.resolve()
    inputs = [path.resolve() for path in project.inputs]

    def concerns_us(_: object, name: str) -> bool:
        path = Path(name)
        return any(path == item or item in path.parents for item in inputs) or included.has(path, folder)

    changes = watch(
        (site_above(project.catalogue) or folder).resolve(),
        watch_filter=concerns_us,
        stop_event=stop,
        rust_timeout=_GLANCE_MILLISECONDS,
        yield_on_timeout=True,
        raise_interrupt=True,
    )
    return map(bool, changes)


class SiteServer(ThreadingHTTPServer):
    """Answers each connection in its own thread; connections that browsers drop are ignored."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # where it allows two programs to listen on one address

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Answer connections until the end of the block.

        An interrupt may come while the thread starts: its socket stays open then, as it would fail without it.
        """
        threading.Thread(target=self.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            self.shutdown()
            self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore a connection that was dropped; anything else is our bug."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class SiteRequestHandler(SimpleHTTPRequestHandler):
    """Serves the files of the site, and notifies every open page of a new version."""

    protocol_version = "HTTP/1.1"
    # A Windows registry may say otherwise, and a browser then runs no script.
    extensions_map = {  # noqa: RUF012 - the base class's form
        **SimpleHTTPRequestHandler.extensions_map,
        ".css": "text/css",
        ".js": "text/javascript",
        ".svg": "image/svg+xml",
    }

    def __init__(self, news: News, stop: threading.Event, *arguments: Any, **options: Any) -> None:
        self.news = news
        self.stop = stop
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        """Answer with news, a page with the reload script, or a file."""
        path, _, version = self.path.partition("?")
        if path == EVENTS:
            self._send_news(int(version) if version.isdecimal() else self.news.version)
        else:
            super().do_GET()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Print nothing: the terminal is for the results of builds."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the site's own 404 page."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        self._send_page(page.read_bytes(), HTTPStatus.NOT_FOUND)

    def send_head(self) -> Any:
        """Add the reload script to HTML as it is sent; the files on disk stay as they will be published."""
        path = Path(self.translate_path(self.path))
        if "\0" in str(path):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        page = path / "index.html" if path.is_dir() and self.path.split("?")[0].endswith("/") else path
        if page.suffix == ".html" and page.is_file():
            self._send_page(page.read_bytes(), HTTPStatus.OK)
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> None:  # noqa: ARG002 - the base class's signature
        """Show no folder: the published site has nothing there either."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """Forbid browsers to cache: each save counts immediately."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def _send_page(self, data: bytes, status: HTTPStatus) -> None:
        before, end, after = data.rpartition(b"</body>")
        page = before + (_RELOAD % self.news.version).encode() + after if end else data
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)

    def _send_news(self, seen: int) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            while not self.stop.is_set():
                version = self.news.wait_for_other(seen, _HEARTBEAT_SECONDS)
                self.wfile.write(b"data: new\n\n" if version != seen else b": still here\n\n")
                self.wfile.flush()
                seen = version
        except OSError:  # the page was closed
            self.close_connection = True
