"""After the first visit, a site is read without a network; a new publication replaces it; a disk says what it lacks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Error, Page
from served import Site, SiteHandler, serving

from pathgen.site.build import build
from pathgen.site.render import Project

IS_READY = "(await navigator.serviceWorker.ready).active.state === 'activated' && navigator.serviceWorker.controller"
KEPT = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  return (await Promise.all(caches_.map((cache) => cache.keys()))).flat().map(({ url }) => url);
}"""
WORKERS = "(await navigator.serviceWorker.getRegistrations()).length"
SIZE = "async (image) => { await image.decode(); return `${image.naturalWidth}x${image.naturalHeight}`; }"


def wait_until(page: Page, is_so: str) -> None:
    """Wait for a condition in a page, which may await something."""
    page.evaluate(f"async () => {{ while (!({is_so})) await new Promise((next) => {{ setTimeout(next, 100); }}); }}")


@contextmanager
def reader(browser: Browser, script: str = "") -> Iterator[Page]:
    """A reader with a browser that runs service workers, and a script before each page's own."""
    context = browser.new_context(service_workers="allow")
    context.add_init_script(script)
    try:
        yield context.new_page()
    finally:
        context.close()


def visit(page: Page, site: Site) -> None:
    """Open the home page and stay until the site is kept."""
    page.goto(site.url)
    wait_until(page, IS_READY)


@pytest.mark.both_engines
def test_a_site_that_was_visited_is_read_without_a_server(browser: Browser, sample: Site) -> None:
    with ExitStack() as server, reader(browser) as page:
        site = server.enter_context(serving(sample.engine, sample.folder))
        visit(page, site)
        assert all(url.startswith(site.url) for url in page.evaluate(KEPT))
        server.close()
        page.reload()
        assert page.locator("h1").inner_text() == "Bread in two steps"
        page.goto(f"{site.url}steps/dough/?edition=2026")
        box = page.locator(".pg-entry .pg-tick").first
        box.check()
        page.locator(".pg-search-button").click()
        page.locator(".pg-search input").fill("oven")
        page.locator(".pg-search__results a").first.click()
        page.goto(f"{site.url}steps/dough/index.html")
        assert box.is_checked()
        with pytest.raises(Error, match="net::ERR_"):
            page.goto(f"{site.url}nowhere/")


PROJECT = """\
path: {title: First title, summary: A path.}
steps: [{id: dough, title: Dough, resources: [{title: A, url: "https://example.org/a", minutes: 20}]}]
"""


def built(folder: Path, catalogue: str = PROJECT, settings: str = "") -> Path:
    """Build a small site; return its folder."""
    (folder / "content").mkdir(exist_ok=True)
    (folder / "resources.yaml").write_text(catalogue, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    loaded, _ = build(Project(folder / "resources.yaml"), folder / "site", "mkdocs")
    assert loaded.is_valid, loaded.diagnostics
    return folder / "site"


def test_a_new_publication_is_seen_at_once_and_kept_then(browser: Browser, tmp_path: Path) -> None:
    folder = built(tmp_path)
    with ExitStack() as server, reader(browser) as page:
        site = server.enter_context(serving("mkdocs", folder))
        visit(page, site)
        first = set(page.evaluate(KEPT))
        built(tmp_path, PROJECT.replace("First title", "Second title"))
        page.goto(site.url)
        assert page.locator("h1").inner_text() == "Second title"
        former = next(url for url in first if "/steps/dough/" in url)
        wait_until(page, f"!(await ({KEPT})()).includes('{former}')")
        server.close()
        page.goto(f"{site.url}steps/dough/")
        assert "Second title" in page.title()
        now = set(page.evaluate(KEPT))
    assert {url for url in first & now if "/bundle." in url}, "what did not change is not fetched again"


def test_a_large_picture_is_kept_when_it_was_seen(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    for name in ("seen", "unseen"):
        picture = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><!--{"x" * 200_000}--></svg>'
        (tmp_path / f"content/{name}.svg").write_text(picture, encoding="utf-8")
        (tmp_path / f"content/{name}.md").write_text(f"# A page\n\n![Picture]({name}.svg)\n", encoding="utf-8")
    with ExitStack() as server, reader(browser) as page:
        site = server.enter_context(serving("mkdocs", built(tmp_path)))
        visit(page, site)
        page.goto(f"{site.url}seen/", wait_until="networkidle")
        server.close()
        loads = "document.querySelector('article img').naturalWidth > 0"
        page.reload()
        assert page.evaluate(loads)
        page.goto(f"{site.url}unseen/")
        assert not page.evaluate(loads)


def test_a_slow_network_is_waited_for_only_a_moment(browser: Browser, sample: Site) -> None:
    is_fast, is_over = Event(), Event()
    is_fast.set()

    class Slow(SiteHandler):
        def do_GET(self) -> None:  # noqa: N802 - the base class's name
            if is_fast.is_set() or is_over.wait():
                super().do_GET()

    with reader(browser) as page, serving(sample.engine, sample.folder, Slow) as site:
        visit(page, site)
        is_fast.clear()
        page.goto(f"{site.url}steps/dough/", wait_until="commit")
        assert page.locator("h1").inner_text() == "Dough"
        is_over.set()


def test_a_worker_deletes_itself_where_a_project_turns_it_off(browser: Browser, tmp_path: Path) -> None:
    folder = built(tmp_path)
    with reader(browser) as page, serving("mkdocs", folder) as site:
        visit(page, site)
        page.evaluate("caches.open('of another site of this host')")
        built(tmp_path, settings="extra: {offline: false}\n")
        assert not (folder / "manifest.webmanifest").exists()
        page.goto(site.url)
        wait_until(page, f"!{WORKERS}")
        wait_until(page, "(await caches.keys()).join() === 'of another site of this host'")
        page.reload(wait_until="networkidle")
        page.wait_for_timeout(3000)
        assert page.evaluate(f"async () => {WORKERS}") == 0


def test_a_reader_who_saves_data_fetches_nothing_more(browser: Browser, sample: Site) -> None:
    with reader(browser, "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })") as page:
        page.goto(sample.url, wait_until="networkidle")
        page.wait_for_timeout(3000)
        assert page.evaluate(f"async () => {WORKERS}") == 0


def test_the_paths_of_a_site_are_kept_with_it(browser: Browser, site_of: Callable[[str, str], Site]) -> None:
    folder = site_of("school", "mkdocs").folder
    with ExitStack() as server, reader(browser) as page:
        site = server.enter_context(serving("mkdocs", folder))
        page.goto(f"{site.url}en/steps/dough/")
        wait_until(page, IS_READY)
        server.close()
        page.goto(f"{site.url}ar/topics/dough/")
        assert page.locator("h1").inner_text() == "العجين"
        page.goto(site.url)
        assert page.locator("h1").inner_text() == "A school"


def test_the_site_can_be_installed(browser: Browser, sample: Site) -> None:
    with reader(browser) as page:
        page.goto(sample.url)
        client = page.context.new_cdp_session(page)
        found = client.send("Page.getAppManifest")
        assert (found["url"], found["errors"]) == (f"{sample.url}manifest.webmanifest", [])
        manifest = json.loads(found["data"])
        assert (manifest["name"], manifest["lang"], manifest["dir"]) == ("Bread in two steps", "en", "ltr")
        assert {urljoin(found["url"], manifest[name]) for name in ("scope", "start_url")} == {sample.url}
        for icon in manifest["icons"]:
            page.goto(urljoin(found["url"], icon["src"]))
            assert page.locator("img").evaluate(SIZE) == icon["sizes"]


def test_a_page_on_a_disk_says_what_needs_a_server(browser: Browser, tmp_path: Path) -> None:
    folder = built(tmp_path, settings="site_url: https://example.org/bread/\n")
    with reader(browser) as page:
        page.goto((folder / "steps/dough/index.html").as_uri())
        notice = page.locator(".pg-disk")
        assert "opened from a disk" in notice.inner_text()
        assert notice.locator("a").get_attribute("href") == "https://example.org/bread/steps/dough/"
        page.locator(".md-header .pg-name").click()
        assert page.url == (folder / "index.html").as_uri()
        assert not page.locator(".pg-search-button").is_visible()
        built(tmp_path)
        page.reload()
        assert notice.locator("a").count() == 0
    with reader(browser) as page, serving("mkdocs", folder) as site:
        page.goto(site.url)
        assert not page.locator(".pg-disk").is_visible()
