"""The pages at the former addresses of steps and topics, which lead on to where they are now.

They are files that both engines copy as they are, so that neither the search nor the sitemap has them.
"""

from __future__ import annotations

import posixpath
from itertools import product

from jinja2 import Environment

from pathgen.catalogue.resolve import Catalogue
from pathgen.i18n.messages import messages_of
from pathgen.site.page_urls import address, place, way_up


def moved_pages(catalogue: Catalogue, jinja: Environment, site_url: str) -> dict[str, bytes]:
    """Return the pages for each former id of a step, topic or subtopic: ``{path below docs/: HTML}``.

    There are two, as a step may have been a topic, and a topic a step; with the same id, the id is an alias, too.
    ``site_url`` is empty where it is not known.
    """
    template = jinja.get_template("moved.html.j2")
    texts = messages_of(catalogue.path.language)
    found = {}
    for top in catalogue.tops:
        for section in top.walk():
            target = place(top.page, "" if section is top else section.part.id)
            for alias, as_other in product(section.part.aliases, (False, True)):
                former = section.page_under(alias, as_other=as_other)
                if former == top.page:
                    continue
                folder = address(former)
                up = way_up(folder)
                canonical = (site_url or up) + place(top.page)
                page = template.render(section=section, texts=texts, to=up + target, canonical=canonical)
                found[posixpath.join(folder, "index.html")] = page.encode()
    return found
