"""Measure the flagship's pages as a reader's browser gets them, and print every figure in one table.

The site is built, served compressed by a small server of this machine, and opened in Chromium. Run it as
``.venv/bin/python benchmarks/pages.py``; it takes about two minutes.
"""

from __future__ import annotations

import gzip
import mimetypes
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from catalogue import catalogue
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
PAGES = {
    "home": "",
    "a step": "steps/getting-practical/",
    "topics": "topics/",
    "the longest topic": "topics/deep-learning/",
    "libraries": "libraries/",
    "concepts": "concepts/",
    "plan": "plan/",
    "progress": "progress/",
}
OURS = re.compile(r"/assets/[^/]+\.js$")
"""The theme's scripts stand one folder deeper."""
ENTRIES = 500
ROUNDS = 5
PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True, "has_touch": True}
SLOWER = 4
# What Chromium's developer tools call fast 4G, and Lighthouse's mobile profile, slow 4G: 562 ms for each request, so
# that a page with a style sheet cannot be there within a second (lighthouse/core/config/constants.js).
FAST_4G = {"latency": 165.0, "downloadThroughput": 9e6 * 0.9 / 8, "uploadThroughput": 1.5e6 * 0.9 / 8}
SLOW_4G = {"latency": 562.5, "downloadThroughput": 1.6384e6 * 0.9 / 8, "uploadThroughput": 0.75e6 * 0.9 / 8}
WATCH = """
window.shifts = []; window.long = [];
const watch = (type, note) =>
  new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({type, buffered: true});
watch("layout-shift", (one) => shifts.push(one.value));
watch("longtask", (one) => long.push(one.startTime + one.duration));
"""
# Interactive: something is painted, our scripts are here and have run, and no long task keeps a reader waiting.
INTERACTIVE = """
() => {
  const scripts = performance.getEntriesByType("resource").filter((one) => /\\/assets\\/[^/]+\\.js$/.test(one.name));
  const painted = performance.getEntriesByName("first-contentful-paint").map((one) => one.startTime);
  const { domContentLoadedEventEnd } = performance.getEntriesByType("navigation")[0];
  return Math.max(domContentLoadedEventEnd, ...painted, ...long, ...scripts.map((one) => one.responseEnd));
}
"""
FILTER = """
([name, value]) => {
  const form = document.querySelector("[data-pg-filter]");
  form.elements[name].value = value;
  form.dispatchEvent(new Event("input"));
  document.body.offsetHeight; // what is shown has its place
}
"""
# What is far below the screen follows in later frames: 500 entries take nine.
SETTLE = """
() => new Promise((done) => {
  let frames = 12;
  const next = () => (frames-- ? requestAnimationFrame(next) : done());
  next();
})
"""
ASKED = (("words", "gradient"), ("words", "gradient network"), ("kind", "paper"), ("words", ""), ("kind", ""))
SPENT = ("ScriptDuration", "RecalcStyleDuration", "LayoutDuration")


class _Compressed(SimpleHTTPRequestHandler):
    """Serves a folder as the usual hosts do: what is text is compressed, and may be kept for ten minutes."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(urlsplit(self.path).path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        body = file.read_bytes()
        self.send_response(HTTPStatus.OK)
        if kind.startswith("text/") or "json" in kind or "svg" in kind or "javascript" in kind:
            body = _packed(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        with suppress(BrokenPipeError):  # the page was left before all of it had come
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing."""


@cache
def _packed(body: bytes) -> bytes:
    """Compress a file once: hosts do not do so again for each reader."""
    return gzip.compress(body)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Compressed, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def row(label: str, value: float, most: float | None, unit: str) -> None:
    """Print one row of the table; ``most`` is what the figure may be at most, ``None`` where it stands for itself."""
    limit = "" if most is None else f"{most:g} {unit}{'  <- over' if value > most else ''}"
    print(f"{label:64} {value:8.2f} {unit:8} {limit}", flush=True)


def build(project: Path, output: Path) -> Path:
    """Build the site of a project."""
    command = [sys.executable, "-m", "pathgen", "build", "--output", str(output)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    return output


@contextmanager
def opened(browser: Browser, **settings: Any) -> Iterator[Page]:
    """Open a page in a browser that has seen nothing yet."""
    context = browser.new_context(**settings)
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


def weight(browser: Browser, url: str) -> tuple[float, float, float]:
    """Open a page: kilobytes over the wire in all and of our scripts, and by how much its parts moved."""
    sizes: dict[str, float] = {}
    names: dict[str, str] = {}
    with opened(browser, viewport={"width": 1366, "height": 820}) as page:
        network = page.context.new_cdp_session(page)
        network.on("Network.requestWillBeSent", lambda sent: names.update({sent["requestId"]: sent["request"]["url"]}))
        network.on("Network.loadingFinished", lambda done: sizes.update({done["requestId"]: done["encodedDataLength"]}))
        network.send("Network.enable")
        page.goto(url, wait_until="networkidle")
        page.wait_for_timeout(500)
        moved = sum(page.evaluate("shifts"))
    ours = sum(size for request, size in sizes.items() if OURS.search(urlsplit(names[request]).path))
    return sum(sizes.values()) / 1000, ours / 1000, moved


def interactive(browser: Browser, url: str, network: dict[str, float]) -> float:
    """Give the seconds until a page can be used on a slow phone."""
    with opened(browser, **PHONE) as page:
        slow = page.context.new_cdp_session(page)
        slow.send("Network.enable")
        slow.send("Network.emulateNetworkConditions", {"offline": False, **network})
        slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(url, wait_until="networkidle")
        page.wait_for_timeout(1000)
        return float(page.evaluate(INTERACTIVE)) / 1000


def flagship(browser: Browser, folder: Path) -> None:
    """Measure the flagship, page by page."""
    with served(build(ROOT, folder / "flagship")) as url:
        for name, path in PAGES.items():
            whole, ours, moved = weight(browser, url + path)
            row(f"{name}: over the wire", whole, 100 if name == "home" else None, "KB")
            row(f"{name}: our scripts in that", ours, 30, "KB")
            row(f"{name}: cumulative layout shift", moved, 0, "")
            quick, slow = (
                min(interactive(browser, url + path, network) for _ in range(ROUNDS)) for network in (FAST_4G, SLOW_4G)
            )
            row(f"{name}: interactive on a phone {SLOWER} times slower, fast 4G", quick, 0.8, "s")
            row(f"{name}: the same, slow 4G", slow, None, "s")


def filtering(browser: Browser, folder: Path) -> None:
    """Measure the filter of a page that lists many entries: processor time of the slowest answer, at its quickest.

    It is told until the reader sees the answer, and with what is done below the screen in the frames behind that.
    """
    (folder / "resources.yaml").write_text(catalogue(ENTRIES, 1), encoding="utf-8")
    with served(build(folder, folder / "long")) as url, opened(browser) as page:
        page.goto(f"{url}topics/topic-0/?words=part")
        page.wait_for_selector("html:not([data-filtering])", state="attached")
        metrics = page.context.new_cdp_session(page)
        metrics.send("Performance.enable", {"timeDomain": "threadTicks"})

        def spent() -> float:
            found = metrics.send("Performance.getMetrics")["metrics"]
            return float(sum(entry["value"] for entry in found if entry["name"] in SPENT)) * 1000

        def answer(asked: tuple[str, str]) -> tuple[float, float]:
            before = spent()
            page.evaluate(FILTER, list(asked))
            seen = spent() - before
            page.evaluate(SETTLE)
            return seen, spent() - before

        rounds = [[answer(asked) for asked in ASKED] for _ in range(ROUNDS)]
        seen, whole = (
            max(min(times[index] for times in measured) for measured in zip(*rounds, strict=True)) for index in (0, 1)
        )
        row(f"filtering a page of {ENTRIES} entries", seen, 50, "ms")
        row("the same, with all frames behind it", whole, None, "ms")


def chromium() -> str:
    """Find a browser as the tests do."""
    code = "from chromium import find_chromium; print(find_chromium())"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "tests" / "browser", check=True, capture_output=True, text=True
    )
    return found.stdout.strip()


def main() -> None:
    """Print the table, row by row as it is measured."""
    print(f"{'measurement':64} {'figure':>8} {'':8} at most")
    arguments = ["--no-sandbox"] if sys.platform == "linux" else []
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        for part in (filtering, flagship):
            part(browser, Path(folder))
        browser.close()


if __name__ == "__main__":
    main()
