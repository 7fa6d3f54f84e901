"""An Atom feed (RFC 4287) around the entries that a caller makes."""

from __future__ import annotations

from collections.abc import Iterable

from pathgen.catalogue.resolve import Catalogue
from pathgen.site.data.elements import Element, document, element

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
NAMESPACE = "http://www.w3.org/2005/Atom"


def atom(
    catalogue: Catalogue, entries: Iterable[Element], updated: str, *, title: str, page: str, address: str
) -> bytes:
    """Return a feed; ``page`` is the full address of its page, used as the id, ``address`` that of the feed itself."""
    path = catalogue.path
    return document(
        element(
            "feed",
            element("title", title),
            element("subtitle", path.summary) if path.summary else None,
            element("id", page),
            element("link", href=page),
            element("link", href=address, rel="self", type="application/atom+xml"),
            element("updated", updated),
            element("author", element("name", path.title)),
            *entries,
            xmlns=NAMESPACE,
            **{LANGUAGE: path.language},
        )
    )
