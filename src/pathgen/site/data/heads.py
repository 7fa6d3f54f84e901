"""What the head of each page says about it to search engines, feed readers and programs that show a link to it.

One file for each page, which ``overrides/main.html`` includes by the page's address, so that Markdown leaves it alone.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from pathgen.catalogue.resolve import Catalogue
from pathgen.escape import head, json_script
from pathgen.i18n.messages import messages_of
from pathgen.site.data import cards, changes_feed
from pathgen.site.data.json_ld import Graphs
from pathgen.site.page_urls import place, way_up
from pathgen.site.pages import Nav
from pathgen.site.translations import Translations

FOLDER = "heads"
_ALTERNATES = {
    "feed.xml": "application/atom+xml",
    changes_feed.FILE: "application/atom+xml",
    "catalogue.json": "application/json",
    "blogs.opml": "text/x-opml",
    "llms.txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class _Page:
    """A page: its address below the site's, and the titles above and of it with their addresses."""

    place: str
    trail: list[tuple[str, str]]


def heads(
    catalogue: Catalogue,
    nav: Nav,
    site_url: str,
    written: Collection[str],
    *,
    translated: Translations = MappingProxyType({}),
    folder: str = "",
) -> dict[str, bytes]:
    """Return our part of the head of every page in the navigation: ``{path below the theme's folder: HTML}``.

    ``site_url`` is empty where it is not known; ``written`` names the files for programs. ``translated`` has
    the pages that are in other languages too, and ``folder`` is the path's address below its site's.
    """
    graphs = Graphs(catalogue)
    shown = cards.shown_on(catalogue)
    found = {}
    for page in _pages(nav, catalogue.path.title):
        up = way_up(page.place)
        lines = _alternates(catalogue, up, written)
        root = site_url.removesuffix(folder) or way_up(folder + page.place)
        lines += [
            f'<link rel="alternate" hreflang="{head(other.language)}" href="{root}{other.address}">'
            for other in translated.get(page.place, ())
        ]
        lines += _open_graph(catalogue, page, site_url, shown.get(page.place, shown[""]))
        base = site_url or up
        graph = json_script(graphs.of(page.place, page.trail, lambda to, base=base: base + to))  # type: ignore[misc]
        lines.append(f'<script type="application/ld+json">{graph}</script>')
        found[f"{FOLDER}/{page.place}head.html"] = "\n".join(lines).encode()
    return found


def _pages(nav: Nav, home: str) -> Iterator[_Page]:
    titles = {place(path): title for title, path in _flat(nav)} | {"": home}
    for address, title in titles.items():
        above = [""] if address else []
        folder = posixpath.dirname(address.rstrip("/"))
        if folder and f"{folder}/" in titles:
            above.append(f"{folder}/")
        yield _Page(address, [*((to, titles[to]) for to in above), (address, title)])


def _flat(nav: Nav) -> Iterator[tuple[str, str]]:
    for title, to in nav:
        if isinstance(to, str):
            yield title, to
        else:
            yield from _flat(to)


def _alternates(catalogue: Catalogue, up: str, written: Collection[str]) -> list[str]:
    title = catalogue.path.title
    others = {changes_feed.FILE: messages_of(catalogue.path.language)("machines.changes", title=title)}
    return [
        f'<link rel="alternate" type="{kind}" title="{head(others.get(name, title))}" href="{up}{name}">'
        for name, kind in _ALTERNATES.items()
        if name in written
    ]


def _open_graph(catalogue: Catalogue, page: _Page, site_url: str, card: cards.Card) -> list[str]:
    """Return the tags for Open Graph (https://ogp.me) and Twitter's cards; the theme writes title and description."""
    tags = {"og:site_name": catalogue.path.title, "og:type": "article" if page.place else "website"}
    if not page.place:
        tags["og:title"] = catalogue.path.title
    if site_url:
        tags |= {
            "og:url": site_url + page.place,
            "og:image": site_url + card.file,
            "og:image:type": "image/png",
            "og:image:width": str(cards.WIDTH),
            "og:image:height": str(cards.HEIGHT),
            "og:image:alt": card.words,
        }
    lines = [f'<meta property="{name}" content="{head(text)}">' for name, text in tags.items()]
    kind = "summary_large_image" if site_url else "summary"
    return [*lines, f'<meta name="twitter:card" content="{kind}">']
