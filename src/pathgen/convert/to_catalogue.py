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
from pathgen.catalogue.model import Also
from pathgen.catalogue.resolve import Catalogue
from pathgen.catalogue.rules.bad_url import url_problems
from pathgen.convert.import_list import LONGEST_WORDS, RELATIVE, ImportedGroup, ImportedLink, ImportedList, line
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
        self.refs: dict[str, str] = {}
        """The ids of the entries of the list itself, by address."""
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
    lines = ["path:", f"  title: {_value(_title(top.title) or title)}", *_their_words(top.words, "")]
    if imported.added_kinds:
        lines += [
            "kinds:",
            *lines_of([{"id": kind, "title": title} for kind, title in imported.added_kinds.items()], "  "),
        ]
    lines.append("topics:")
    names = Names()
    groups = [ImportedGroup(top.title or title, top.at, top.links)] if top.links else []
    topics = list(topics_of(imported, [*groups, *top.groups], names, "  "))
    if not topics:
        is_relative = any(problem.help == RELATIVE for problem in imported.problems)
        help_ = RELATIVE.removeprefix("if it is relative, ") if is_relative else "check that --format is right"
        imported.note(0, "no link was found in the file", help_, Severity.ERROR)
    return "\n".join([*lines, *topics]) + "\n"


def topics_of(
    imported: ImportedList, groups: Iterable[ImportedGroup], names: Names, indent: str, above: str = ""
) -> Iterator[str]:
    """Yield the YAML lines of groups as topics, or as subtopics of the page ``above``; empty groups are reported."""
    whole = imported
    for group in groups:
        imported = group.origin or whole
        title = _title(group.title) or "Untitled"
        topic_id = names.id(derived_id(above, title) if above else slug(title))
        page = above or topic_id
        entries = list(entries_of(imported, group.links, names, f"{indent}    ", page))
        below = list(topics_of(imported, group.groups, names, f"{indent}    ", page))
        if not entries and not below:
            names.ids.discard(topic_id)
            imported.note(group.at, f"topics without a link are left out: {shorten(title)}", severity=Severity.NOTICE)
            continue
        yield f"{indent}- id: {_value(topic_id)}"
        yield f"{indent}  title: {_value(title)}"
        yield from _their_words(group.words, indent)
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
    in_topic: set[str] = set()
    for link in links:
        url = _address(imported, link)
        if url is None:
            continue
        same = same_page(url)
        if same in names.refs and same not in in_topic:
            yield f"{indent}- ref: {_value(names.refs[same])}"
            yield from _their_words(link.words, indent)
        if same in names.urls:
            how = "listed again, so a `ref`" if same in names.refs and same not in in_topic else "listed already"
            imported.note(link.at, f"{how}: {shorten(url)}, as {names.urls[same]}", severity=Severity.NOTICE)
            for other in (other for urls in link.also.values() for other in urls):
                imported.note(link.at, f"belongs to an address that is {how}: {other}", severity=Severity.NOTICE)
            in_topic.add(same)
            continue
        title = _title(link.title) or url
        wanted = str(link.fields.get("id") or derived_id(page, title))
        entry_id = names.id(wanted)
        names.urls[same] = f"{shorten(title)!r}" + _at_line(imported, link)
        names.refs[same] = entry_id
        in_topic.add(same)
        fields = {
            **link.fields,
            "title": title,
            "url": url,
            "also": _other_addresses(imported, link, url),
            "id": entry_id if entry_id != derived_id(page, title) else "",
        }
        written = {name: fields[name] for name in FIELDS if fields.get(name)}  # in the order in which fmt writes them
        yield from lines_of([_clean(written)], indent)
        yield from _their_words(link.words, indent)


def _at_line(imported: ImportedList, link: ImportedLink) -> str:
    """Return where a link is in the list; "" for data whose parser says no places."""
    return f" at line {imported.source.position(link.at)[0]}" if link.at else ""


def _their_words(words: str, indent: str) -> Iterator[str]:
    """Yield the comment with what the list says of an entry or a topic."""
    if _WORD.search(words):
        yield f"{indent}  # their words: {_cut(CONTROL.sub('', line(words)), LONGEST_WORDS)}"


def _other_addresses(imported: ImportedList, link: ImportedLink, main: str) -> dict[str, str | list[str]]:
    """Return the addresses of a link besides its ``main`` one that are valid, in the order of the schema."""
    found: dict[str, str | list[str]] = {}
    for name in Also.model_fields:
        parts = (ImportedLink("", url, link.at) for url in link.also.get(name, ()))
        urls = list(dict.fromkeys(url for part in parts if (url := _address(imported, part)) and url != main))
        if urls:
            found[name] = urls if len(urls) > 1 else urls[0]
    return found


def _address(imported: ImportedList, link: ImportedLink) -> str | None:
    """Return the address of a link, corrected where it could not be opened; ``None`` if that is not enough."""
    listed = url = link.url.strip()
    url = f"https:{url}" if url.startswith("//") else f"https://{url}" if url.lower().startswith("www.") else url
    url = untracked(url.replace(" ", "%20"))
    found = url_problems(url)
    if found and found[-1].start and found[-1].end == len(url) and not url_problems(url[: found[-1].start]):
        url, found = url[: found[-1].start], []  # a full stop or bracket after the address
    if found:
        imported.note(link.at, f"{found[0].message}, so not imported: {shorten(url)}", found[0].help)
        return None
    if url != listed:
        imported.note(link.at, f"address corrected: {listed} is now {shorten(url)}", severity=Severity.NOTICE)
    return url


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
