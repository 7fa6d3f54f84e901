"""What the search finds: ``assets/search.json``, which a page loads when someone searches (``assets/search.js``)."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree, html

from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.i18n.labels import labels_of
from pathgen.i18n.messages import messages_of
from pathgen.markdown import MarkdownReader
from pathgen.site.page_urls import page_of, place
from pathgen.site.pages import prose_pages, title_of
from pathgen.urls import split

FILE = "assets/search.json"
_Record = dict[str, str | int]
_INITIALS_OF = range(3, 7)
"""The number of words of a title whose initials people use as its name, such as GAN."""
_WORD = re.compile(r"\w+")
_HEADINGS = ("h1", "h2", "h3")
_COMMON = frozenset({"www", "com", "org", "net", "edu", "io", "github", "youtube"})
"""Parts of addresses that lead to too much, or are in none that people remember."""
_FIRST, _SECOND, _THIRD, _LAST = range(4)
"""The order of what matches equally well: ideas, the places of the path, what is listed there, and pages about it."""


def search_records(
    catalogue: Catalogue, prose: Mapping[str, str], markdown: MarkdownReader, paths: Collection[str]
) -> bytes:
    """Return the records of a path, and where the other paths of its site are, as JSON.

    ``{"language", "texts": {…}, "paths": [address below this one], "records": [{"title", "url" from the home page,
    "about": a line on what it is and where, "words": further names, "text", "rank": 0 to 3, the first is the best}]}``
    """
    texts = messages_of(catalogue.path.language)
    records = _Records(catalogue)
    found = [*records.concepts(), *records.libraries(), *records.sections(), *records.entries()]
    found += records.prose(prose, markdown)
    data = {
        "language": texts.language,
        "title": catalogue.path.title,
        "texts": dict(texts.part("search.found")),
        "paths": sorted(paths),
        "records": [{key: value for key, value in record.items() if value} for record in found],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


class _Records:
    """The records of each part of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.say = messages_of(catalogue.path.language)
        self.labels = labels_of(catalogue.path.language)

    def concepts(self) -> Iterator[_Record]:
        for concept in self.catalogue.concepts:
            yield {
                "title": concept.title,
                "url": place("concepts.md", concept.id),
                "about": self.say("search.concept"),
                "words": _names(concept.title, (concept.id, *concept.aliases)),
                "text": concept.summary or "",
                "rank": _FIRST,
            }

    def libraries(self) -> Iterator[_Record]:
        for library in self.catalogue.libraries:
            names = (library.id, *library.aliases)
            yield {
                "title": library.name,
                "url": place("libraries.md", library.id),
                "about": _line(self.say("search.library"), self.labels.people(library.origin)),
                "words": _line(_names(library.name, names, library.url), *library.origin, mark=" "),
                "rank": _SECOND,
            }

    def sections(self) -> Iterator[_Record]:
        for top in self.catalogue.tops:
            for section in top.walk():
                part = section.part
                yield {
                    "title": part.title,
                    "url": place(top.page, "" if section is top else part.id),
                    "about": self._name_of(top) if section is top else _line(self._name_of(top), top.part.title),
                    "words": _names(part.title, (part.id, *part.aliases)),
                    "text": part.summary or "",
                    "rank": _SECOND,
                }

    def entries(self) -> Iterator[_Record]:
        seen = set(self.catalogue.library)
        for top in self.catalogue.tops:
            for entry in top.all_entries:
                if entry.id not in seen and page_of(self.catalogue, entry) == top.page:
                    seen.add(entry.id)
                    yield self._entry(entry, top)

    def _entry(self, entry: Entry, top: Section) -> _Record:
        facts = [text for name, text in self.labels.facts(entry, self.catalogue.path.language) if name != "time"]
        taught = (self.catalogue.concept[id_].title for id_ in entry.teaches if id_ in self.catalogue.concept)
        names = (entry.id, *self.catalogue.former_ids.get(entry.id, ()))
        return {
            "title": _line(entry.title, entry.part or "", mark=", "),
            "url": place(top.page, entry.id),
            "about": _line(*facts[:2], top.part.title),
            "words": _line(_names(entry.title, names, entry.url), *entry.creators, mark=" "),
            "text": _line(entry.why or "", *entry.tags, *taught),
            "rank": _THIRD,
        }

    def prose(self, prose: Mapping[str, str], markdown: MarkdownReader) -> Iterator[_Record]:
        """Yield a record for each part of the curator's prose that has text, by its heading."""
        for top in self.catalogue.tops:
            path = top.prose_among(prose) or top.page
            yield from self._parts(prose.get(path, ""), path, top.page, top.part.title, markdown)
        for path in ("index.md", *sorted(prose_pages(self.catalogue, prose))):
            title = self.catalogue.path.title if path == "index.md" else title_of(prose.get(path, ""), path)
            yield from self._parts(prose.get(path, ""), path, path, title, markdown)

    def _parts(self, text: str, path: str, page: str, title: str, markdown: MarkdownReader) -> Iterator[_Record]:
        rank = _LAST if "/" in path and page == path and not page.startswith(("steps/", "topics/")) else _THIRD
        if not text:
            return
        body = html.fragment_fromstring(markdown.to_html(text, f"content/{path}"), create_parent="div")
        etree.strip_elements(body, etree.Comment, "script", "style", with_tail=False)
        heading, anchor, words = title, "", list[str]()
        for element in [*body, None]:
            if element is not None and element.tag not in _HEADINGS:
                words += " ".join(element.itertext()).replace("¶", "").split()
                continue
            if words or anchor:
                yield {
                    "title": heading,
                    "url": place(page, anchor),
                    "about": title if heading != title else self.say("search.page"),
                    "text": " ".join(words),
                    "rank": rank,
                }
            if element is None:
                return
            words = "".join(element.itertext()).replace("¶", "").split()
            if element.tag == "h1":  # the page may be called something else
                heading, anchor, words = title, "", words if " ".join(words) != title else []
            else:
                heading, anchor, words = " ".join(words), element.get("id", ""), []

    def _name_of(self, top: Section) -> str:
        if top.number:
            return self.say("machines.step", number=top.number, steps=len(self.catalogue.steps))
        return self.say("machines.before" if top.number == 0 else "search.topic")


def _line(*parts: str, mark: str = " · ") -> str:
    return mark.join(part for part in parts if part)


def _names(title: str, ids: Collection[str], url: str = "") -> str:
    """Return the words that a part is also known by: of its ids, its initials, and its host or account there."""
    words = [word for id_ in ids for word in id_.split("-")]
    titled = _WORD.findall(title)
    if len(titled) in _INITIALS_OF:
        words.append("".join(word[0] for word in titled))
    address = split(url)
    words += [*(address.authority or "").split("."), address.path.strip("/").partition("/")[0].lstrip("@~")]
    known = {word.lower() for word in titled} | _COMMON
    return " ".join(word for word in dict.fromkeys(word.lower() for word in words) if word and word not in known)
