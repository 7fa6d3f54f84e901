"""``changes.xml``: what the newest commits changed for readers, as an Atom feed: what the page of the changes tells.

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
    """Write the feed of some changes, the newest first; there is at least one."""
    page = site_url + place("changes.md")
    say = messages_of(catalogue.path.language)
    return atom(
        catalogue,
        (_written(one, page, say) for one in changes),
        max(one.commit.moment for one in changes),
        title=say("machines.changes", title=catalogue.path.title),
        page=page,
        address=site_url + FILE,
    )


def _written(one: Revision, page: str, say: Messages) -> Element:
    told = one.told
    lines = [
        say("changes.within", place=part.heading, what=f"{line.before}{line.title}{line.after}")
        for part in told.parts
        for line in part.lines
    ]
    if told.left:
        lines.append(f"… {say('changes.more', count=told.left)}")
    here = f"{page}#c{one.commit.short}"
    return element(
        "entry",
        element("title", told.summary),
        element("id", here),
        element("link", href=here),
        element("published", one.commit.moment),
        element("updated", one.commit.moment),
        element("summary", "\n".join(lines)) if lines else None,
    )
