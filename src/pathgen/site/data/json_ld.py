"""What the pages are, in the words of schema.org, as JSON-LD (https://www.w3.org/TR/json-ld11/).

The path is a ``Course`` with a ``Syllabus`` for each step. It is a ``LearningResource``, too, by Bioschemas' profile
for training material: catalogues such as TeSS list a course with its instances among events. Entries are
``LearningResource`` in an ``ItemList``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from pathgen.catalogue.fields import SCHEMA_ORG
from pathgen.catalogue.model import Credit, Library, Step
from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.catalogue.values import Access
from pathgen.escape import is_outside
from pathgen.i18n.labels import Total, total
from pathgen.i18n.messages import messages_of
from pathgen.learner.route import route, time_of_route
from pathgen.site.page_urls import page_of, place

Node = dict[str, Any]
_TRAINING_MATERIAL = "https://bioschemas.org/profiles/TrainingMaterial/1.0-RELEASE"
At = Callable[[str], str]
"""Writes an address within the site as a page of it sees it."""


class Graphs:
    """The nodes of each page of a catalogue's site."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.say = messages_of(catalogue.path.language)
        self._pages: dict[str, Callable[[At], list[Node]]] = {
            "": self._home,
            place("topics/index.md"): self._topics,
            place("libraries.md"): self._libraries,
            place("concepts.md"): self._concepts,
        }
        for section in catalogue.tops:
            describe = self._step if isinstance(section.part, Step) else self._topic
            self._pages[place(page_of(catalogue, section))] = partial(describe, section)

    def of(self, page: str, trail: Sequence[tuple[str, str]], at: At) -> Node:
        """Describe a page; ``trail`` names what lies above it, each with its address, and at last the page itself."""
        crumbs = [
            {"@type": "ListItem", "position": number, "name": title, "item": {"@id": at(to)}}
            for number, (to, title) in enumerate(trail, 1)
        ]
        nodes = self._pages[page](at) if page in self._pages else []
        breadcrumbs = {"@type": "BreadcrumbList", "itemListElement": crumbs}
        return {"@context": "https://schema.org", "@graph": [*nodes, breadcrumbs]}

    def _home(self, at: At) -> list[Node]:
        path, stages = self.catalogue.path, self.catalogue.stages
        shared = _without_unknown(
            {
                "url": at(""),
                "name": path.title,
                "description": path.summary,
                "inLanguage": path.language,
                "license": _licence(path.licence),
                "teaches": path.outcomes,
                "audience": {"@type": "Audience", "audienceType": path.audience} if path.audience else None,
                "hasPart": [{"@id": at(place(page_of(self.catalogue, section)))} for section in self.catalogue.tops],
                "isBasedOn": [_source(source) for source in path.sources],
            }
        )
        if not stages:
            return [self._material(at(""), shared)]
        course: Node = {"@type": "Course", "@id": at("")} | shared
        course |= _without_unknown({"coursePrerequisites": path.assumes, "hasCourseInstance": self._instances()})
        syllabus = {"syllabusSections": [self._syllabus(section, at) for section in stages]}
        return [course | syllabus, self._material(at("#training-material"), shared)]

    def _material(self, id_: str, shared: Node) -> Node:
        """Return the path as training material: what it shares with the course, and what the profile has besides."""
        path = self.catalogue.path
        material = {
            "@type": "LearningResource",
            "@id": id_,
            "http://purl.org/dc/terms/conformsTo": {"@type": "CreativeWork", "@id": _TRAINING_MATERIAL},
            "learningResourceType": "learning path",
            "keywords": [section.part.title for section in self.catalogue.tops],
            "competencyRequired": path.assumes,
            "timeRequired": _time(time_of_route(self.catalogue)) if self.catalogue.stages else None,
        }
        return _without_unknown(material) | shared

    def _instances(self) -> list[Node]:
        ways: list[tuple[str | None, str, str | None]]
        ways = [(edition.id, edition.title, edition.summary) for edition in self.catalogue.editions]
        ways = ways or [(None, self.catalogue.path.title, None)]
        return [
            _without_unknown(
                {
                    "@type": "CourseInstance",
                    "name": title,
                    "description": summary,
                    "courseMode": "online",
                    "courseWorkload": _time(time_of_route(self.catalogue, edition)),
                }
            )
            for edition, title, summary in ways
        ]

    def _syllabus(self, section: Section, at: At) -> Node:
        address = at(place(page_of(self.catalogue, section)))
        needed = [stop.entry for stop in route(self.catalogue) if stop.section is section]
        taught = [
            concept.title
            for concept in self.catalogue.concepts
            if self.catalogue.homes.get(concept.id) == section.part.id
        ]
        return _without_unknown(
            {
                "@type": "Syllabus",
                "@id": address,
                "url": address,
                "name": section.part.title,
                "description": section.part.summary,
                "timeRequired": _time(total(needed)),
                "teaches": taught,
                "isPartOf": {"@id": at("")},
            }
        )

    def _step(self, section: Section, at: At) -> list[Node]:
        return [self._syllabus(section, at), *self._list(section.part.title, section.entries, at)]

    def _topic(self, section: Section, at: At) -> list[Node]:
        topic, address = section.part, at(place(page_of(self.catalogue, section)))
        node = {
            "@type": "LearningResource",
            "@id": address,
            "url": address,
            "name": topic.title,
            "isPartOf": {"@id": at("")},
        }
        return [
            node | _without_unknown({"description": topic.summary}),
            *self._list(topic.title, section.all_entries, at),
        ]

    def _list(self, name: str, entries: Iterable[Entry], at: At) -> list[Node]:
        return _item_list(name, (self._entry(entry, at) for entry in entries))

    def _entry(self, entry: Entry, at: At) -> Node:
        concepts = self.catalogue.concept
        values = {
            "title": entry.title,
            "url": _web(entry.url),
            "archived": _web(entry.target.archived),
            "creators": ", ".join(entry.creators),
            "year": str(entry.year or ""),
            "kind": entry.kind,
            "level": entry.level,
            "language": entry.language,
            "minutes": _time(total([entry])),
            "access": entry.access is not Access.PAID if entry.access else None,
            "licence": _licence(entry.licence),
            "tags": [*entry.tags],
            "also": [url for _, _, url in entry.also.addresses] if entry.also else [],
            "teaches": [concepts[id_].title for id_ in entry.teaches if id_ in concepts],
        }
        node = {"@type": "LearningResource", "@id": at(place(page_of(self.catalogue, entry), entry.id))}
        return _without_unknown(node | {SCHEMA_ORG[name]: value for name, value in values.items()})

    def _topics(self, at: At) -> list[Node]:
        places = [
            (section.part.title, at(place(page_of(self.catalogue, section)))) for section in self.catalogue.topics
        ]
        nodes = (
            {"@type": "LearningResource", "@id": address, "url": address, "name": title} for title, address in places
        )
        return _item_list(self.say("machines.topics"), nodes)

    def _libraries(self, at: At) -> list[Node]:
        return _item_list(self.say("libraries.title"), (_library(library, at) for library in self.catalogue.libraries))

    def _concepts(self, at: At) -> list[Node]:
        terms = [
            _without_unknown(
                {
                    "@type": "DefinedTerm",
                    "@id": at(place("concepts.md", concept.id)),
                    "name": concept.title,
                    "description": concept.summary,
                }
            )
            for concept in self.catalogue.concepts
        ]
        name = self.say("machines.concepts")
        return [{"@type": "DefinedTermSet", "name": name, "hasDefinedTerm": terms}]


def _item_list(name: str, items: Iterable[Node]) -> list[Node]:
    found = [{"@type": "ListItem", "position": number, "item": item} for number, item in enumerate(items, 1)]
    return [{"@type": "ItemList", "name": name, "numberOfItems": len(found), "itemListElement": found}]


def _library(library: Library, at: At) -> Node:
    return _without_unknown(
        {
            "@type": "SoftwareSourceCode",
            "@id": at(place("libraries.md", library.id)),
            "name": library.name,
            "url": _web(library.url),
            "codeRepository": _web(library.repository),
            "archivedAt": _web(library.archived),
            "programmingLanguage": library.languages,
            "license": _licence(library.licence),
            "creditText": ", ".join(library.origin),
            "datePublished": str(library.released or ""),
        }
    )


def _source(source: Credit) -> Node:
    return _without_unknown(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "url": _web(source.url),
            "creditText": ", ".join(source.creators),
            "datePublished": str(source.year or ""),
            "license": _licence(source.licence),
        }
    )


def _licence(name: str | None) -> Node | None:
    """Return a licence as a work: the vocabulary wants a work or its address, and the catalogue has only the name."""
    return {"@type": "CreativeWork", "name": name} if name else None


def _web(url: str | None) -> str | None:
    return url if url and is_outside(url) else None


def _time(time: Total) -> str | None:
    """Return the middle of a range as a duration (ISO 8601): ``PT90M``; ``None`` where it is not known."""
    return f"PT{(time.low + time.high) // 2}M" if time.high else None


def _without_unknown(node: Node) -> Node:
    """Return a node without the values that are not known."""
    return {name: value for name, value in node.items() if value not in (None, "", (), [])}
