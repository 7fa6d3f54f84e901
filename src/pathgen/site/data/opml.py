"""``blogs.opml``: the blogs and podcasts of the catalogue, for feed readers to import (OPML 2.0).

Where their feeds are is not known, so each is a link to its site (``type="link"``).
"""

from __future__ import annotations

from pathgen.catalogue.resolve import Catalogue, Entry
from pathgen.catalogue.values import EntryState, Kind
from pathgen.escape import is_outside
from pathgen.i18n.messages import messages_of
from pathgen.site.data.elements import Element, document, element
from pathgen.site.link_health import LinkHealth

FILE = "blogs.opml"
_KINDS = (Kind.BLOG, Kind.PODCAST)


def opml(catalogue: Catalogue, health: LinkHealth) -> bytes | None:
    """Return the list, in the order of the catalogue and without what is gone; ``None`` where there are no blogs."""
    blogs = {
        entry.url: entry
        for entry in reversed(catalogue.entries)
        if entry.kind in _KINDS and is_outside(entry.url) and not _is_gone(entry, health)
    }
    if not blogs:
        return None
    title = messages_of(catalogue.path.language)("machines.blogs", title=catalogue.path.title)
    head = element("head", element("title", title), element("docs", "http://opml.org/spec2.opml"))
    return document(element("opml", head, element("body", *map(_outline, reversed(blogs.values()))), version="2.0"))


def _is_gone(entry: Entry, health: LinkHealth) -> bool:
    return entry.url in health.ended or (entry.status is not None and entry.status.state == EntryState.GONE)


def _outline(entry: Entry) -> Element:
    return element(
        "outline",
        text=entry.title,
        type="link",
        url=entry.url,
        htmlUrl=entry.url,
        description=entry.why,
        language=entry.language,
        category=f"/{entry.kind}",
    )
