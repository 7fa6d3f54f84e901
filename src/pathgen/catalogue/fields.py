"""The fields of an entry, each with everything that the rest of pathgen needs to know about it.

Tables, importers, changes, the questions of ``add``, the filters of the site, ``catalogue.json`` with its JSON Schema
and the words of schema.org derive from this list; a test fails when a field of the model is missing. The numbers are
places in an output that has an order of its own; they leave room between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pathgen.catalogue.model import Reference, Resource
from pathgen.catalogue.values import Access, Level, Role


class AskedWhen(StrEnum):
    """When ``add`` asks for a field."""

    ALWAYS = "always"
    HINTED = "hinted"
    """Only if there is a value to propose."""


@dataclass(frozen=True, slots=True)
class EntryField:
    """A field of an entry: ``meaning`` describes it in ``catalogue.json``, where its place is ``json``."""

    name: str
    meaning: str
    json: int
    diff: int | None = None
    """Its place among the changes of an entry; ``None`` if readers need not know of a change."""
    question: str = ""
    """What ``add`` asks, at the place ``asked``; empty where it never asks."""
    asked: int = 0
    asked_when: AskedWhen = AskedWhen.ALWAYS
    option: str = ""
    """The option of ``add``, if it has another name than the field."""
    is_local: bool = False
    """Whether it names something of the catalogue that a table comes from, so that another one cannot take it."""
    facet: int | None = None
    """Its place among the values that entries are filtered by."""
    schema_org: str = ""
    """The property of schema.org (https://schema.org/LearningResource); empty where there is none."""

    @property
    def is_several(self) -> bool:
        """Whether it has several values."""
        return isinstance(Resource.model_fields[self.name].default, tuple)


_HINTED = AskedWhen.HINTED
ENTRY_FIELDS = (
    EntryField(
        "id", "its permanent name: readers' progress and links depend on it", json=10,
        question="Id, which is permanent", asked=130, asked_when=_HINTED,
    ),
    EntryField("title", "its title", json=20, diff=10, question="Title", asked=10, schema_org="name"),
    EntryField("url", "its address", json=30, diff=20, schema_org="url"),
    EntryField(
        "creators", "who made it", json=50, diff=30, question="Creators, with ; between them", asked=20,
        option="--creator", schema_org="creditText",
    ),
    EntryField("year", "when it appeared", json=60, diff=40, question="Year", asked=30, facet=30,
               schema_org="datePublished"),
    EntryField(
        "kind", "what it is", json=40, diff=50, question="Kind, such as article, paper, video", asked=40, facet=10,
        schema_org="learningResourceType",
    ),
    EntryField(
        "role", "what part it plays here", json=120, diff=120, question=f"Role: {', '.join(Role)}", asked=50,
        is_local=True,
    ),
    EntryField("start", "whether it is the one to start with here", json=130, diff=130, is_local=True),
    EntryField("pick", "whether it is a curator's pick of this topic", json=135, diff=135, is_local=True),
    EntryField("part", "which part of it is meant here", json=110, diff=110),
    EntryField("track", "the id of the track it belongs to", json=140, diff=170, is_local=True),
    EntryField(
        "editions", "ids of the editions it belongs to; none means all", json=150, diff=180,
        question="Editions, with ; between them", asked=110, asked_when=_HINTED, option="--edition", is_local=True,
    ),
    EntryField(
        "minutes", "from the quickest to the slowest reader; null: unknown", json=100, diff=140,
        question="Minutes, such as 40, 30-60 or 2h-4h", asked=70, schema_org="timeRequired",
    ),
    EntryField("open_ended", "whether it is open-ended: its hours count in no total", json=105, diff=145),
    EntryField(
        "level", "who can follow", json=70, diff=60, question=f"Level: {', '.join(Level)}", asked=80, facet=20,
        schema_org="educationalLevel",
    ),
    EntryField(
        "language", "its language (BCP 47)", json=80, diff=70, question="Language", asked=60, asked_when=_HINTED,
        facet=50, schema_org="inLanguage",
    ),
    EntryField(
        "access", "what it takes to see it", json=90, diff=80, question=f"Access: {', '.join(Access)}", asked=90,
        asked_when=_HINTED, facet=40, schema_org="isAccessibleForFree",
    ),
    EntryField(
        "licence", "its licence", json=92, diff=85, question="Licence", asked=92, asked_when=_HINTED,
        schema_org="license",
    ),
    EntryField(
        "tags", "words to find it by", json=162, diff=165, question="Tags, with ; between them", asked=105,
        asked_when=_HINTED, facet=45, option="--tag", schema_org="keywords",
    ),
    EntryField(
        "teaches", "ids of the concepts it teaches", json=160, diff=160,
        question="Concepts it teaches (ids), with ; between them", asked=100, is_local=True, schema_org="teaches",
    ),
    EntryField(
        "why", "why it is listed, in the curator's words", json=170, diff=150,
        question="Why? What the reader gets from it here, in your own words", asked=120,
    ),
    EntryField("also", "its other addresses, by what is there", json=185, diff=103, schema_org="sameAs"),
    EntryField("archived", "the address of an archived copy", json=190, diff=105, schema_org="archivedAt"),
    EntryField("formerly", "addresses it once had, oldest first", json=200),
    EntryField("status", "its status, and since when", json=180, diff=90),
    EntryField("replaced_by", "ids of what to use instead", json=210, diff=100, is_local=True),
    EntryField("added", "when it came into the catalogue: a year, a month or a day", json=230),
    EntryField("reviewed", "when a curator last looked at it", json=240),
    EntryField("aliases", "ids it once had", json=220),
)  # fmt: skip
"""Every field, in the order in which tables have them."""


def _in_json(field: EntryField) -> int:
    return field.json


def _asked(field: EntryField) -> int:
    return field.asked


FIELDS_OF_JSON = tuple(sorted(ENTRY_FIELDS, key=_in_json))
"""The fields in the order of ``catalogue.json``."""
ASKED_FIELDS = tuple(sorted((field for field in ENTRY_FIELDS if field.question), key=_asked))
"""The fields that ``add`` asks for, in its order."""
_COMPARED = [name for _, name in sorted((field.diff, field.name) for field in ENTRY_FIELDS if field.diff)]
CHANGED_FIELDS = tuple(name for name in _COMPARED if name not in Reference.model_fields)
"""The fields of a resource in which a change means something to readers."""
CHANGED_FIELDS_OF_PLACE = tuple(name for name in _COMPARED if name in Reference.model_fields)
"""Those that each place that lists an entry may set."""
FACETS = tuple(name for _, name in sorted((field.facet, field.name) for field in ENTRY_FIELDS if field.facet))
"""The fields that entries are filtered by."""
SCHEMA_ORG = {field.name: field.schema_org for field in ENTRY_FIELDS if field.schema_org}
"""What schema.org calls each field that it has: ``{field: property}``."""
