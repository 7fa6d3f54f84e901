"""From an imported list to a catalogue in YAML: every page once, ids that follow from titles, and nothing lost.

What the list says of a link is not the curator's own words, so it is no ``why``: it stands as a comment where the
``why`` belongs, marked ``# their words:`` (docs/decisions/0018).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pathgen.catalogue.field_order import FIELDS
from pathgen.catalogue.resolve import Catalogue, derived_id, slug
from pathgen.catalogue.rules.bad_url import url_problems
from pathgen.convert.import_list import LONGEST_WORDS, ImportedGroup, ImportedLink, ImportedList, line
from pathgen.diagnostics import Severity, shorten
from pathgen.urls import normalised, untracked
from pathgen.yamldoc.format import lines_of
from pathgen.yamldoc.parse import CONTROL
from pathgen.yamldoc.scalars import scalar

LONGEST_TITLE = 300
LONGEST_ID = 100
_WORD = re.compile(r"\w")


class Names:
    """The ids and addresses that are taken."""

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self.ids: set[str] = set()
        self.urls: dict[str, str] = {}
        self.next: dict[str, int] = {}
        if catalogue:
            for section in catalogue.sections:
                self.ids |= {section.part.id, *section.part.aliases}
            for library in catalogue.libraries:
                self.ids |= {library.id, *library.aliases}
                self.urls[normalised(library.url)] = f"the library {library.id}"
            for own, resource in catalogue.written:
                self.ids |= {own, *resource.aliases}
                self.urls.setdefault(normalised(resource.url), f"the entry {own}")

    def id(self, wanted: str) -> str:
        """Give an id that is free, as close to the one wanted as may be."""
        own, number = wanted, self.next.get(wanted, 2)
        while own in self.ids:
            own = f"{wanted[: LONGEST_ID - 8].rstrip('-.')}-{number}"
            number += 1
        self.next[wanted] = number
        self.ids.add(own)
        return own


def catalogue_of(made: ImportedList, title: str) -> str:
    """Write a catalogue of a list; ``title`` is for one that has none of its own.

    What cannot be taken is added to the problems of the list.
    """
    if made.whole is not None:
        return "\n".join(lines_of(_clean(made.whole))) + "\n"
    top = made.top
    lines = ["path:", f"  title: {_value(_title(top.title) or title)}", "topics:"]
    names = Names()
    groups = [ImportedGroup(top.title or title, top.at, top.links)] if top.links else []
    topics = list(topics_of(made, [*groups, *top.groups], names, "  "))
    if not topics:
        made.note(0, "no link was found in the file", "look whether --format is right", Severity.ERROR)
    return "\n".join([*lines, *topics]) + "\n"


def topics_of(
    made: ImportedList, groups: Iterable[ImportedGroup], names: Names, indent: str, above: str = ""
) -> Iterator[str]:
    """Write groups as the items of a list of topics, or of subtopics of the page ``above``; empty ones are told."""
    for group in groups:
        title = _title(group.title) or "Untitled"
        own = names.id(derived_id(above, title) if above else slug(title))
        page = above or own
        entries = list(entries_of(made, group.links, names, f"{indent}    ", page))
        below = list(topics_of(made, group.groups, names, f"{indent}    ", page))
        if not entries and not below:
            names.ids.discard(own)
            made.note(group.at, f"nothing was taken from below {shorten(title)!r}", severity=Severity.NOTICE)
            continue
        yield f"{indent}- id: {_value(own)}"
        yield f"{indent}  title: {_value(title)}"
        if entries:
            yield f"{indent}  resources:"
            yield from entries
        if below:
            yield f"{indent}  subtopics:"
            yield from below


def entries_of(
    made: ImportedList, links: Iterable[ImportedLink], names: Names, indent: str, page: str
) -> Iterator[str]:
    """Write links as the items of a page's list of resources; what cannot be one is told."""
    for link in links:
        url = _address(made, link)
        if url is None:
            continue
        same = normalised(url)
        if same in names.urls:
            help_ = "to list it here too, write a `ref` to it"
            made.note(link.at, f"{shorten(url)} is listed already, as {names.urls[same]}", help_, Severity.NOTICE)
            continue
        title = _title(link.title) or url
        wanted = str(link.fields.get("id") or derived_id(page, title))
        own = names.id(wanted)
        names.urls[same] = f"{shorten(title)!r} at line {made.source.position(link.at)[0]}"
        fields = {**link.fields, "title": title, "url": url, "id": own if own != derived_id(page, title) else ""}
        written = {name: fields[name] for name in FIELDS if fields.get(name)}  # in the order in which fmt writes them
        yield from lines_of([_clean(written)], indent)
        if _WORD.search(link.words):
            yield f"{indent}  # their words: {_cut(CONTROL.sub('', line(link.words)), LONGEST_WORDS)}"


def _address(made: ImportedList, link: ImportedLink) -> str | None:
    url = link.url.strip()
    url = f"https:{url}" if url.startswith("//") else f"https://{url}" if url.lower().startswith("www.") else url
    url = untracked(url.replace(" ", "%20"))
    found = url_problems(url)
    if found and found[-1].start and found[-1].end == len(url) and not url_problems(url[: found[-1].start]):
        url, found = url[: found[-1].start], []  # a full stop or bracket that was copied along
    if not found:
        return url
    made.note(link.at, f"{shorten(url)!r} is not taken: {found[0].message}", found[0].help)
    return None


def _title(text: str) -> str:
    return _cut(CONTROL.sub("", line(text)), LONGEST_TITLE)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _value(text: str) -> str:
    return scalar(CONTROL.sub("", text))


def _clean(value: Any) -> Any:
    """Return values without control characters, which no catalogue may hold."""
    if isinstance(value, Mapping):
        return {_clean(str(key)): _clean(below) for key, below in value.items()}
    if isinstance(value, str):
        return CONTROL.sub("", value)
    return [_clean(item) for item in value] if isinstance(value, Iterable) else value
