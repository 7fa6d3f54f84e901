"""``changes.xml``: what the newest commits changed for readers, as an Atom feed of what the page of changes shows.

It names its entries by whole addresses, so there is none where the site's own is not known.
"""

from __future__ import annotations

from collections.abc import Sequence

from pathgen.catalogue.resolve import Catalogue
from pathgen.i18n.messages import Messages, messages_of
from pathgen.site.changes_page import Revision
from pathgen.site.data.atom import atom
from pathgen.site.data.elements import Element, element
from pathgen.site.page_urls import place

FILE = "changes.xml"


def changes_feed(catalogue: Catalogue, changes: Sequence[Revision], site_url: str) -> bytes:
    """Return the feed of some changes, newest first; there is at least one."""
    page = site_url + place("changes.md")
    say = messages_of(catalogue.path.language)
    return atom(
        catalogue,
        (_written(revision, page, say) for revision in changes),
        max(revision.commit.moment for revision in changes),
        title=say("machines.changes", title=catalogue.path.title),
        page=page,
        address=site_url + FILE,
    )


def _written(revision: Revision, page: str, say: Messages) -> Element:
    changes = revision.changes
    lines = [
        say("changes.within", place=part.heading, what=f"{line.before}{line.title}{line.after}")
        for part in changes.parts
        for line in part.lines
    ]
    if changes.left:
        lines.append(f"… {say('changes.more', count=changes.left)}")
    link = f"{page}#c{revision.commit.short}"
    return element(
        "entry",
        element("title", changes.summary),
        element("id", link),
        element("link", href=link),
        element("published", revision.commit.moment),
        element("updated", revision.commit.moment),
        element("summary", "\n".join(lines)) if lines else None,
    )
