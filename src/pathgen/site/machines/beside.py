"""The files for programs that stand beside the home page, all together."""

from __future__ import annotations

from pathgen.catalogue.resolve import Catalogue
from pathgen.site.health import Health
from pathgen.site.machines import catalogue_json, feed, llms, opml


def for_programs(catalogue: Catalogue, health: Health, site_url: str) -> dict[str, bytes]:
    """Write the files, by their names; ``site_url`` is empty where it is not known."""
    made = {catalogue_json.FILE: catalogue_json.catalogue_json(catalogue, health)}
    if site_url:
        made[feed.FILE] = feed.feed(catalogue, health, site_url)
    blogs = opml.opml(catalogue, health)
    if blogs:
        made[opml.FILE] = blogs
    made[llms.FILE] = llms.llms(catalogue, site_url, made)
    return made
