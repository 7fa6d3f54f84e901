"""What a reader's browser keeps, what is measured while a page loads, and how storage can fail."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page
from served import BELOW, Visit

TICKS, CHOICE = f"pathgen-ticks:{BELOW}", f"pathgen-choice:{BELOW}"
"""The keys of the storage."""

FORBIDDEN = """
for (const name of ["localStorage", "sessionStorage"]) {
  const get = () => { throw new DOMException("no", "SecurityError"); };
  Object.defineProperty(window, name, { configurable: true, enumerable: true, get });
}
"""
"""As in a Chromium that blocks all cookies."""

FULL = """Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };"""
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) {
    const nodes = one.sources.map(({ node }) => (node?.closest ? node : node?.parentElement));
    const ours = nodes.filter((node) => node?.closest(".md-main")).map((node) => node.outerHTML.slice(0, 200));
    if (!one.hadRecentInput && ours.length) window.shifts.push([one.value, ...ours]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
"""Notes what moves below the header; the theme paints that one while it still arrives."""


def exported(
    *done: str, at: str = "2026-01-02T03:04:05.000Z", undone: tuple[str, ...] = (), site: object = None
) -> str:
    """Write a progress file; those of before name no site."""
    named = {} if site is None else {"site": site}
    ticks = {entry: {"done": is_done, "at": at} for is_done, ones in ((True, done), (False, undone)) for entry in ones}
    return json.dumps({"format": "pathgen-progress", "version": 1, **named, "ticks": ticks})


def keeping(page: Page, key: str, value: str) -> None:
    """Store something in the browser before any script of the site runs."""
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [key, value])


def kept(page: Page) -> dict[str, bool]:
    """Return what the browser has stored: ``{id: done}``."""
    text = page.evaluate("(key) => localStorage.getItem(key)", TICKS)
    return {entry: tick["done"] for entry, tick in json.loads(text)["ticks"].items()} if text else {}


def shown(page: Page) -> list[str]:
    """List the titles of the entries that can be seen in full, in their order on the screen."""
    titles = page.locator(".pg-entry__title:visible").all()
    placed = sorted((title.bounding_box()["y"], title.locator("a").first.text_content() or "") for title in titles)  # type: ignore[index]
    return [title for _, title in placed]


def settled(visit: Visit, path: str) -> Page:
    """Open a page, and wait for its boxes."""
    visit.go(path)
    visit.page.locator(".pg-tick").first.wait_for(state="attached")
    return visit.page


def path_data(visit: Visit) -> Any:
    """Return what the site's scripts know about the path."""
    return visit.page.request.get(f"{visit.site.url}assets/path.json").json()
