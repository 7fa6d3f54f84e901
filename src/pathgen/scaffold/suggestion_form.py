"""The form for suggestions, with the kinds, the places and the licence of one catalogue."""

from __future__ import annotations

from typing import Any

import yaml

from pathgen.catalogue.resolve import Catalogue, Section

FORM = ".github/ISSUE_TEMPLATE/suggest-entry.yml"
_HEAD = "# `pathgen upgrade` makes this form again from the catalogue: its kinds, steps, topics and licence.\n"


def suggestion_form(template: bytes, catalogue: Catalogue) -> bytes:
    """Return the form with a choice of the catalogue's kinds and places, and the licence of what is answered."""
    form: dict[str, Any] = yaml.safe_load(template)
    fields = {field.get("id"): field for field in form["body"]}
    kinds = fields["kind"]["attributes"]["options"]
    kinds += [kind.id for kind in catalogue.kinds if kind.id not in kinds]
    places = _places(catalogue.sections)
    if places:
        fields["place"].update(type="dropdown")
        fields["place"]["attributes"] = {"label": fields["place"]["attributes"]["label"], "options": places}
    if catalogue.path.licence:
        fields["why"]["attributes"]["description"] += f" Your text is published under {catalogue.path.licence}."
    return (_HEAD + yaml.safe_dump(form, sort_keys=False, allow_unicode=True, width=120)).encode()


def _places(sections: tuple[Section, ...]) -> list[str]:
    """Return the titles of steps and topics, as `pathgen add` reads them; ids where two have the same title."""
    titles = [section.part.title for section in sections]
    return [section.part.id if titles.count(section.part.title) > 1 else section.part.title for section in sections]
