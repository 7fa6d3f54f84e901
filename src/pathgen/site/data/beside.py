"""All files for programs that are written beside the home page."""

from __future__ import annotations

from collections.abc import Sequence

from pathgen.catalogue.resolve import Catalogue
from pathgen.site.changes_page import Revision
from pathgen.site.data import catalogue_json, changes_feed, feed, llms, opml
from pathgen.site.link_health import LinkHealth


def for_programs(
    catalogue: Catalogue, health: LinkHealth, site_url: str, changes: Sequence[Revision] = ()
) -> dict[str, bytes]:
    """Return the files by name; ``site_url`` is empty where it is not known."""
    written = {catalogue_json.FILE: catalogue_json.catalogue_json(catalogue, health)}
    if site_url:
        written[feed.FILE] = feed.feed(catalogue, health, site_url)
    if site_url and changes:
        written[changes_feed.FILE] = changes_feed.changes_feed(catalogue, changes, site_url)
    blogs = opml.opml(catalogue, health)
    if blogs:
        written[opml.FILE] = blogs
    written[llms.FILE] = llms.llms(catalogue, site_url, written)
    return written
