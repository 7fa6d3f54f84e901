"""The edition for today lists an entry that has been replaced.

`replaced_by` says that there is something better to use now. The edition that readers get first should give them that;
the old entry stays where it is history. An entry of a step that names no edition belongs to all of them, and so to
today's; a topic's list, which is a collection rather than advice, is looked at only where it names the edition.

Bad:

    editions:
      - {id: today, title: Today, default: yes}
      - {id: "2016", title: The path of 2016}
    steps:
      - id: first
        title: First step
        resources:
          - {id: old, title: A page, url: "https://example.org/a", replaced_by: new}
          - {id: new, title: A better page, url: "https://example.org/b"}

Good:

    editions:
      - {id: today, title: Today, default: yes}
      - {id: "2016", title: The path of 2016}
    steps:
      - id: first
        title: First step
        resources:
          - {id: old, title: A page, url: "https://example.org/a", replaced_by: new, editions: "2016"}
          - {id: new, title: A better page, url: "https://example.org/b"}
"""

from __future__ import annotations

from collections.abc import Iterator

from pathgen.catalogue.model import Resource
from pathgen.catalogue.resolve import Catalogue, Entry
from pathgen.diagnostics import Diagnostic, Severity, quote

CODE = "replaced-entry"


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Look at what readers of the default edition see."""
    if catalogue.default_edition is None:
        return
    edition = catalogue.default_edition.id
    replacements = {
        entry.id: entry.target.replaced_by
        for entry in catalogue.entries
        if isinstance(entry.target, Resource) and entry.target.replaced_by
    }
    if not replacements:
        return
    for stage in catalogue.stages:
        for entry in stage.entries:
            if entry.id in replacements and entry.is_in(edition):
                yield _diagnose(entry, edition, _latest(replacements, entry.id))
    for topic in catalogue.topics:
        for entry in topic.all_entries:
            if entry.id in replacements and edition in entry.editions:
                yield _diagnose(entry, edition, _latest(replacements, entry.id))


def _diagnose(entry: Entry, edition: str, latest: str) -> Diagnostic:
    message = f"the edition {quote(edition)} lists {quote(entry.title)}, which has been replaced"
    help_ = f"list `{latest}` instead (`ref: {latest}`), and keep this one in `editions` of its time"
    if isinstance(entry.written, Resource):
        return Diagnostic(CODE, Severity.ERROR, entry.span("replaced_by"), message, help_)
    related = ((entry.target.span("replaced_by"), "replaced as said here"),)
    return Diagnostic(CODE, Severity.ERROR, entry.span("ref"), message, help_, related)


def _latest(replacements: dict[str, str], name: str) -> str:
    """Follow the replacements to the last; a circle (a matter of the rule ``cycle``) ends where it closes."""
    seen = {name}
    while (following := replacements.get(name)) is not None and following not in seen:
        seen.add(following)
        name = following
    return name
