"""Sites behind a real server, below a path of it, and what a page did while it was open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from loopback_server import answering
from playwright.sync_api import Browser, Page, Request, ViewportSize

BELOW = "/sub/path/"
"""The path of the sites on their servers."""

EMPTY = "/empty"
"""The address of a page without anything on it, beside the site: what is stored in the browser is seen from it."""

CHECKS = Path(__file__).with_name("checks.js")
WIDE = {"width": 1366, "height": 820}
NARROW = {"width": 390, "height": 844}
EMULATED = {"color_scheme": "light", "reduced_motion": "no-preference", "forced_colors": "none"}
"""What a reader may have asked the system for, which can be changed while a page is open."""


@dataclass(frozen=True)
class Site:
    """A built site, and where it is served."""

    engine: str
    folder: Path
    url: str


class SiteHandler(SimpleHTTPRequestHandler):
    """Serves a folder below a path, and its own page where nothing is, as the usual hosts do."""

    def do_GET(self) -> None:
        """Answer, and with nothing where a browser's storage is to be seen."""
        if self.path != EMPTY:
            super().do_GET()
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html>")

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
def serving(engine: str, folder: Path, handler: type[SiteHandler] = SiteHandler) -> Iterator[Site]:
    """Serve a site on this machine for a while."""
    with answering(partial(handler, directory=str(folder))) as url:
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
    def noting(self) -> Iterator[None]:
        """Note what the page complains of, and what is asked of another site."""
        note = self.complaints.append

        def asked(request: Request) -> None:
            if not request.url.startswith((self.site.url, "data:", "blob:")):
                note(f"request to {request.url}")

        listeners: dict[Any, Callable[[Any], object]] = {
            "request": asked,
            "console": lambda message: note(f"console: {message.text}") if message.type == "error" else None,
            "pageerror": lambda error: note(f"error: {error}"),
            "dialog": lambda dialog: (note(f"dialog: {dialog.message}"), dialog.dismiss()),
        }
        for event, listener in listeners.items():
            self.page.on(event, listener)
        yield
        for event, listener in listeners.items():
            self.page.remove_listener(event, listener)


@contextmanager
def visiting(browser: Browser, site: Site, *, alone: bool = False, **settings: Any) -> Iterator[Visit]:
    """Open a site as a reader who never saw it, on the page that the tests of a worker share, as it loads the fastest.

    What adds scripts or a clock to each document, or wants settings that a context keeps, is ``alone`` in a context.
    """
    settings = {"viewport": WIDE, **EMULATED, **settings}
    is_shared = not alone and settings.keys() == {"viewport", *EMULATED}
    page = _shared(browser) if is_shared else _opened(browser, **settings)
    address = site.url.removesuffix(BELOW) + EMPTY
    is_left_clean = False
    try:
        if is_shared:
            _renew(page, address, **settings)
        else:
            page.goto(address)
        visit = Visit(page, site)
        with visit.noting():
            yield visit
        is_left_clean = is_shared
    finally:
        if not is_left_clean:
            page.context.close()
            if is_shared:
                _shared.cache_clear()


def _opened(browser: Browser, **settings: Any) -> Page:
    """Open a page in a context of its own."""
    context = browser.new_context(service_workers="block", **settings)
    context.add_init_script(path=CHECKS)
    return context.new_page()


@cache
def _shared(browser: Browser) -> Page:
    return _opened(browser)


def _renew(page: Page, address: str, viewport: ViewportSize, **emulated: Any) -> None:
    """Take away what earlier tests left, and show a page from which the site's storage is seen."""
    for other in page.context.pages:
        if other != page:
            other.close()
    page.unroute_all()
    page.goto(address)
    page.context.clear_cookies()
    page.evaluate("localStorage.clear(), sessionStorage.clear()")
    page.mouse.move(-1, -1)
    page.set_viewport_size(viewport)
    page.emulate_media(media="null", **emulated)
