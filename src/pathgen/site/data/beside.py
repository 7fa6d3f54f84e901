"""The files for programs that stand beside the home page, all together."""

from __future__ import annotations

from collections.abc import Sequence

from pathgen.catalogue.resolve import Catalogue
from pathgen.site.changes_page import Revision
from pathgen.site.data import catalogue_json, changes_feed, feed, llms, opml
from pathgen.site.link_health import LinkHealth


def for_programs(
    catalogue: Catalogue, health: LinkHealth, site_url: str, changes: Sequence[Revision] = ()
) -> dict[str, bytes]:
    """Write the files, by their names; ``site_url`` is empty where it is not known."""
    made = {catalogue_json.FILE: catalogue_json.catalogue_json(catalogue, health)}
    if site_url:
        made[feed.FILE] = feed.feed(catalogue, health, site_url)
    if site_url and changes:
        made[changes_feed.FILE] = changes_feed.changes_feed(catalogue, changes, site_url)
    blogs = opml.opml(catalogue, health)
    if blogs:
        made[opml.FILE] = blogs
    made[llms.FILE] = llms.llms(catalogue, site_url, made)
    return made
