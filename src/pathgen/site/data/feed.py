"""``feed.xml``: what is new in the catalogue, which links died or moved, and which libraries ended (Atom, RFC 4287).

All dates are the catalogue's and the history's, so that the same two always make the same feed. A feed needs full
addresses and a date, so there is none where the address of the site or no date at all is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pathgen.catalogue.model import Library, Resource
from pathgen.catalogue.resolve import Catalogue, Entry
from pathgen.escape import is_outside
from pathgen.i18n.labels import labels_of, upper_first
from pathgen.i18n.messages import Messages, messages_of
from pathgen.links.verdict import Verdict
from pathgen.site.data.atom import atom
from pathgen.site.data.elements import Element, element
from pathgen.site.link_health import LinkHealth
from pathgen.site.page_urls import page_of, place

FILE = "feed.xml"
MOST = 50


@dataclass(frozen=True, slots=True)
class _News:
    """An event in the life of an entry or a library: a date (year, month or day), and the kind of event."""

    date: str
    event: str
    about: Entry | Library
    says: str

    @property
    def moment(self) -> str:
        """The first moment of the date (RFC 3339)."""
        return f"{(self.date + '-01-01')[:10]}T00:00:00Z"


def feed(catalogue: Catalogue, health: LinkHealth, site_url: str, changed: str = "") -> bytes | None:
    """Return the feed, newest first, with 50 items at most.

    ``changed`` is when the catalogue last changed (RFC 3339), for a feed without items; there is none without either.
    """
    path, say = catalogue.path, messages_of(catalogue.path.language)
    news = sorted(_news(catalogue, health, say), key=lambda item: item.moment, reverse=True)[:MOST]
    updated = news[0].moment if news else changed
    if not updated:
        return None
    entries = (_written(item, catalogue, site_url, say) for item in news)
    return atom(catalogue, entries, updated, title=path.title, page=site_url, address=site_url + FILE)


def _news(catalogue: Catalogue, health: LinkHealth, say: Messages) -> Iterator[_News]:
    """List what happened: an address that several share counts for the first of them."""
    seen: set[str] = set()
    for entry in catalogue.entries:
        if entry.is_reference or not isinstance(entry.target, Resource):
            continue
        if entry.target.added:
            yield _News(entry.target.added, "added", entry, entry.why or "")
        if entry.url not in seen:
            yield from _of_address(entry, health, say)
        seen.add(entry.url)
    for library in catalogue.libraries:
        if library.has_ended and library.status and library.status.date:
            state = labels_of(say.language).library_state(library, catalogue.living_replacements(library))
            yield _News(library.status.date, "ended", library, f"{upper_first(state)}.")
        if library.url not in seen:
            yield from _of_address(library, health, say)
        seen.add(library.url)


def _of_address(about: Entry | Library, health: LinkHealth, say: Messages) -> Iterator[_News]:
    ended, found = health.ended.get(about.url), health.found.get(about.url)
    if ended:
        says = say("machines.dead_why", date=ended.since, why=ended.why)
        yield _News(ended.since, "dead", about, f"{says} {say('machines.copy')}" if ended.copy else says)
    elif found and found.verdict == Verdict.MOVED and found.moved_to:
        yield _News(found.since, "moved", about, say("machines.moved_to", date=found.since, to=found.moved_to))


def _written(news: _News, catalogue: Catalogue, site_url: str, say: Messages) -> Element:
    about = news.about
    title, kind = (about.name, None) if isinstance(about, Library) else (about.title, about.kind)
    page, _, anchor = place(page_of(catalogue, about), about.id).partition("#")
    link = f"{site_url}{page}#{anchor}"
    # The same entry may die twice: the event and its date are part of the name, in a query that file servers ignore.
    name = link if news.event == "added" else f"{site_url}{page}?{news.event}={news.date}#{anchor}"
    return element(
        "entry",
        element("title", say(f"machines.{news.event}", title=title)),
        element("id", name),
        element("link", href=link),
        element("link", href=about.url, rel="related") if is_outside(about.url) else None,
        element("published", news.moment) if news.event == "added" else None,
        element("updated", news.moment),
        element("category", term=kind) if kind else None,
        element("summary", news.says) if news.says else None,
    )
