"""The current edition lists an entry that has been replaced.

`replaced_by` means that there is something better to use now, and the edition that readers see first should list that.
The old entry can stay in older editions. An entry of a step without `editions` belongs to all editions, and so to the
current one. The list of a topic is a collection rather than advice: it is checked only where an entry names the current
edition.

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
    """Yield the replaced entries that readers of the default edition see."""
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
    help_ = f"list `{latest}` instead (`ref: {latest}`), and move this one to an older edition with `editions`"
    if isinstance(entry.written, Resource):
        return Diagnostic(CODE, Severity.ERROR, entry.span("replaced_by"), message, help_)
    related = ((entry.target.span("replaced_by"), "its replacement is named here"),)
    return Diagnostic(CODE, Severity.ERROR, entry.span("ref"), message, help_, related)


def _latest(replacements: dict[str, str], name: str) -> str:
    """Return the last of a chain of replacements; a circle, which the rule ``cycle`` reports, ends where it closes."""
    seen = {name}
    while (following := replacements.get(name)) is not None and following not in seen:
        seen.add(following)
        name = following
    return name
