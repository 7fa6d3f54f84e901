"""Sites behind a real server, below a path of it, and what a page did while it was open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from loopback_server import answering
from playwright.sync_api import Browser, Page, Request

BELOW = "/sub/path/"
"""The path of the sites on their servers."""

CHECKS = Path(__file__).with_name("checks.js")
WIDE = {"width": 1366, "height": 820}
NARROW = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Site:
    """A built site, and where it is served."""

    engine: str
    folder: Path
    url: str


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder below a path, and its own page where nothing is, as the usual hosts do."""

    def translate_path(self, path: str) -> str:
        inside = urlsplit(path).path
        return super().translate_path("/" + inside.removeprefix(BELOW) if inside.startswith(BELOW) else "/nowhere")

    def end_headers(self) -> None:
        """Send what a site's ``_headers`` say, as Netlify and Cloudflare do."""
        file = Path(self.directory, "_headers")
        for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
            if line.startswith(" "):
                name, _, value = line.strip().partition(": ")
                self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing."""


@contextmanager
def serving(engine: str, folder: Path) -> Iterator[Site]:
    """Serve a site on this machine for a while."""
    with answering(partial(_Handler, directory=str(folder))) as url:
        yield Site(engine, folder, url + BELOW)


@dataclass
class Visit:
    """An open page, and all that a reader would not want to know of."""

    page: Page
    site: Site
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.site.url + path, wait_until="load")

    def ask(self, check: str, *values: object) -> Any:
        """Run one of the checks of ``checks.js`` in the page."""
        return self.page.evaluate("([check, values]) => checks[check](...values)", [check, values])


@contextmanager
def visiting(browser: Browser, site: Site, **settings: Any) -> Iterator[Visit]:
    """Open a page in a context of its own; what is asked of another site is noted."""
    context = browser.new_context(**{"viewport": WIDE, **settings})
    context.add_init_script(path=CHECKS)
    page = context.new_page()
    visit = Visit(page, site)
    note = visit.complaints.append

    def asked(request: Request) -> None:
        if not request.url.startswith((site.url, "data:", "blob:")):
            note(f"request to {request.url}")

    page.on("request", asked)
    page.on("console", lambda message: note(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: note(f"error: {error}"))
    page.on("dialog", lambda dialog: (note(f"dialog: {dialog.message}"), dialog.dismiss()))
    try:
        yield visit
    finally:
        context.close()
