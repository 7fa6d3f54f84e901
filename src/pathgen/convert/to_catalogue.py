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
        return "\n".join(_lines(made.whole, "")) + "\n"
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
        written = [name for name in FIELDS if fields.get(name)]  # in the order in which fmt writes them
        for name in written:
            value = fields[name]
            mark = "-" if name == written[0] else " "
            yield f"{indent}{mark} {name}: {_value(value) if isinstance(value, str) else _flow(value)}"
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


def _value(text: str, *, in_brackets: bool = False) -> str:
    return scalar(CONTROL.sub("", text), in_brackets=in_brackets)


def _flow(values: Iterable[Any]) -> str:
    return f"[{', '.join(_value(str(value), in_brackets=True) for value in values)}]"


def _lines(value: Any, indent: str) -> Iterator[str]:
    """Write any values as YAML, in lines."""
    items = value.items() if isinstance(value, Mapping) else ((None, one) for one in value)
    for key, one in items:
        head = f"{indent}-" if key is None else f"{indent}{_value(str(key))}:"
        if isinstance(one, Mapping | list) and one:
            first, *rest = _lines(one, f"{indent}  ")
            if key is None:
                yield f"{head} {first[len(indent) + 2 :]}"
                yield from rest
            else:
                yield head
                yield first
                yield from rest
        else:
            yield f"{head} {_plain(one)}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping | list):
        return "{}" if isinstance(value, Mapping) else "[]"
    return str(value) if isinstance(value, int | float) else _value(str(value))
