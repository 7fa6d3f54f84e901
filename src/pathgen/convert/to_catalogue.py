"""From an imported list to a catalogue in YAML: every page once, with ids imported from titles, and nothing lost.

The description of a link in the list is not in the curator's words, so it does not become a ``why``: it is a comment in
the place where the ``why`` belongs, marked ``# their words:`` (docs/decisions/0018).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pathgen.catalogue.field_order import FIELDS
from pathgen.catalogue.ids import derived_id, slug
from pathgen.catalogue.resolve import Catalogue
from pathgen.catalogue.rules.bad_url import url_problems
from pathgen.convert.import_list import LONGEST_WORDS, ImportedGroup, ImportedLink, ImportedList, line
from pathgen.diagnostics import Severity, shorten
from pathgen.urls import same_page, untracked
from pathgen.yamldoc.format import lines_of
from pathgen.yamldoc.parse import CONTROL
from pathgen.yamldoc.scalars import scalar

LONGEST_TITLE = 300
LONGEST_ID = 100
_WORD = re.compile(r"\w")


class Names:
    """The ids and addresses that a catalogue already has."""

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self.ids: set[str] = set()
        self.urls: dict[str, str] = {}
        self.next: dict[str, int] = {}
        if catalogue:
            for section in catalogue.sections:
                self.ids |= {section.part.id, *section.part.aliases}
            for library in catalogue.libraries:
                self.ids |= {library.id, *library.aliases}
                self.urls[same_page(library.url)] = f"the library {library.id}"
            for entry_id, resource in catalogue.written:
                self.ids |= {entry_id, *resource.aliases}
                self.urls.setdefault(same_page(resource.url), f"the entry {entry_id}")

    def id(self, wanted: str) -> str:
        """Return a free id, and take it: ``wanted``, or ``wanted`` with a number if that is taken."""
        free, number = wanted, self.next.get(wanted, 2)
        while free in self.ids:
            free = f"{wanted[: LONGEST_ID - 8].rstrip('-.')}-{number}"
            number += 1
        self.next[wanted] = number
        self.ids.add(free)
        return free


def catalogue_of(imported: ImportedList, title: str) -> str:
    """Return a list as the YAML of a catalogue; ``title`` is used if the list has no title.

    Anything that cannot be imported is added to the problems of the list.
    """
    if imported.whole is not None:
        return "\n".join(lines_of(_clean(imported.whole))) + "\n"
    top = imported.top
    lines = ["path:", f"  title: {_value(_title(top.title) or title)}", "topics:"]
    names = Names()
    groups = [ImportedGroup(top.title or title, top.at, top.links)] if top.links else []
    topics = list(topics_of(imported, [*groups, *top.groups], names, "  "))
    if not topics:
        imported.note(0, "no link was found in the file", "check that --format is right", Severity.ERROR)
    return "\n".join([*lines, *topics]) + "\n"


def topics_of(
    imported: ImportedList, groups: Iterable[ImportedGroup], names: Names, indent: str, above: str = ""
) -> Iterator[str]:
    """Yield the YAML lines of groups as topics, or as subtopics of the page ``above``; empty groups are reported."""
    for group in groups:
        title = _title(group.title) or "Untitled"
        topic_id = names.id(derived_id(above, title) if above else slug(title))
        page = above or topic_id
        entries = list(entries_of(imported, group.links, names, f"{indent}    ", page))
        below = list(topics_of(imported, group.groups, names, f"{indent}    ", page))
        if not entries and not below:
            names.ids.discard(topic_id)
            imported.note(group.at, f"nothing was imported from {shorten(title)!r}", severity=Severity.NOTICE)
            continue
        yield f"{indent}- id: {_value(topic_id)}"
        yield f"{indent}  title: {_value(title)}"
        if entries:
            yield f"{indent}  resources:"
            yield from entries
        if below:
            yield f"{indent}  subtopics:"
            yield from below


def entries_of(
    imported: ImportedList, links: Iterable[ImportedLink], names: Names, indent: str, page: str
) -> Iterator[str]:
    """Yield the YAML lines of links as resources of a page; links that cannot be imported are reported."""
    for link in links:
        url = _address(imported, link)
        if url is None:
            continue
        same = same_page(url)
        if same in names.urls:
            help_ = "to list it in this topic too, write a `ref` to it"
            imported.note(link.at, f"{shorten(url)} is listed already, as {names.urls[same]}", help_, Severity.NOTICE)
            continue
        title = _title(link.title) or url
        wanted = str(link.fields.get("id") or derived_id(page, title))
        entry_id = names.id(wanted)
        names.urls[same] = f"{shorten(title)!r} at line {imported.source.position(link.at)[0]}"
        fields = {
            **link.fields,
            "title": title,
            "url": url,
            "id": entry_id if entry_id != derived_id(page, title) else "",
        }
        written = {name: fields[name] for name in FIELDS if fields.get(name)}  # in the order in which fmt writes them
        yield from lines_of([_clean(written)], indent)
        if _WORD.search(link.words):
            yield f"{indent}  # their words: {_cut(CONTROL.sub('', line(link.words)), LONGEST_WORDS)}"


def _address(imported: ImportedList, link: ImportedLink) -> str | None:
    url = link.url.strip()
    url = f"https:{url}" if url.startswith("//") else f"https://{url}" if url.lower().startswith("www.") else url
    url = untracked(url.replace(" ", "%20"))
    found = url_problems(url)
    if found and found[-1].start and found[-1].end == len(url) and not url_problems(url[: found[-1].start]):
        url, found = url[: found[-1].start], []  # a full stop or bracket after the address
    if not found:
        return url
    imported.note(link.at, f"{shorten(url)!r} is not imported: {found[0].message}", found[0].help)
    return None


def _title(text: str) -> str:
    return _cut(CONTROL.sub("", line(text)), LONGEST_TITLE)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _value(text: str) -> str:
    return scalar(CONTROL.sub("", text))


def _clean(value: Any) -> Any:
    """Return values without control characters, which a catalogue cannot contain."""
    if isinstance(value, Mapping):
        return {_clean(str(key)): _clean(below) for key, below in value.items()}
    if isinstance(value, str):
        return CONTROL.sub("", value)
    return [_clean(item) for item in value] if isinstance(value, Iterable) else value
