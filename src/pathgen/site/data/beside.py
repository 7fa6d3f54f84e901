"""All files for programs that are written beside the home page."""

from __future__ import annotations

from collections.abc import Sequence

from pathgen.catalogue.resolve import Catalogue
from pathgen.site.changes_page import Revision
from pathgen.site.data import catalogue_json, changes_feed, feed, llms, opml
from pathgen.site.link_health import LinkHealth
from pathgen.today import given_time


def for_programs(
    catalogue: Catalogue, health: LinkHealth, site_url: str, changes: Sequence[Revision] = ()
) -> dict[str, bytes]:
    """Return the files by name; ``site_url`` is empty where it is not known."""
    written = {catalogue_json.FILE: catalogue_json.catalogue_json(catalogue, health)}
    changed = max((revision.commit.moment for revision in changes), default="") or _given_moment()
    news = feed.feed(catalogue, health, site_url, changed) if site_url else None
    if news:
        written[feed.FILE] = news
    if site_url and changes:
        written[changes_feed.FILE] = changes_feed.changes_feed(catalogue, changes, site_url)
    blogs = opml.opml(catalogue, health)
    if blogs:
        written[opml.FILE] = blogs
    written[llms.FILE] = llms.llms(catalogue, site_url, written)
    return written


def _given_moment() -> str:
    """Return the time that was set for the build (RFC 3339); empty where none is."""
    time = given_time()
    return f"{time:%Y-%m-%dT%H:%M:%SZ}" if time else ""
