"""The JSON Schema (2020-12) of ``catalogue.json``, as ``schema/catalogue.schema.json`` has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any, get_args

from pathgen.catalogue.fields import FIELDS_OF_JSON, EntryField
from pathgen.catalogue.model import Resource
from pathgen.catalogue.values import EntryState, Kind, LibraryState, Role
from pathgen.links.verdict import Verdict
from pathgen.reports.json import dumps
from pathgen.site.data.catalogue_json import SCHEMA

_Schema = dict[str, Any]


def _text(description: str, **more: Any) -> _Schema:
    return {"type": "string", "description": description, **more}


def _maybe(description: str, **more: Any) -> _Schema:
    return {"type": ["string", "null"], "description": description, **more}


def _texts(description: str) -> _Schema:
    return {"type": "array", "items": {"type": "string"}, "description": description}


def _number(description: str, **more: Any) -> _Schema:
    return {"type": ["integer", "null"], "description": description, **more}


def _flag(description: str) -> _Schema:
    return {"type": "boolean", "description": description}


def _one_of(words: Iterable[str], description: str) -> _Schema:
    return {"enum": [*map(str, words), None], "description": description}


def _list_of(item: _Schema, description: str) -> _Schema:
    return {"type": "array", "items": item, "description": description}


def _object(properties: _Schema) -> _Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _or_null(schema: _Schema, description: str) -> _Schema:
    return {"anyOf": [schema, {"type": "null"}], "description": description}


def _state(words: Iterable[str]) -> _Schema:
    return _or_null(
        _object({"state": {"enum": [*map(str, words)]}, "date": _maybe("when: a year, a month or a day")}),
        "its status",
    )


_ID = _text("its permanent name: readers' progress and links depend on it")
_PAGE = _text("where it is on the site, relative to this file", format="uri-reference")
_URL = _text("its address", format="uri")
_ALIASES = _texts("ids it once had")
_ARCHIVED = _maybe("the address of an archived copy")
_FORMERLY = _texts("addresses it once had, oldest first")
_SUMMARY = _maybe("what it is about, in a sentence")
_WHY = _maybe("why it is listed, in the curator's words")
_IN_EDITIONS = _texts("ids of the editions it belongs to; none means all")
_LINK = {"$ref": "#/$defs/link"}
_TOPIC = {"$ref": "#/$defs/topic"}


def _defs() -> _Schema:
    link = {
        "verdict": {"enum": list(map(str, Verdict)), "description": "what the last check of the address said"},
        "since": _text("since when it has been so", format="date"),
        "checked": _text("the day of the last check", format="date"),
        "seen": _maybe("the day it was last seen alive", format="date"),
        "moved_to": _maybe("where it redirects permanently, if it does"),
    }
    topic = {
        "id": _ID,
        "title": _text("what readers see"),
        "summary": _SUMMARY,
        "collected": _maybe("when its list was collected: a year, a month or a day"),
        "page": _PAGE,
        "aliases": _ALIASES,
        "subtopics": _list_of(_TOPIC, "its divisions"),
    }
    return {"link": _or_null(_object(link), "the state of the link, if it was checked"), "topic": _object(topic)}


def _described_path() -> _Schema:
    source = {
        "title": _text("what the work is called"),
        "url": _maybe("where it can be read"),
        "creators": _texts("who made it"),
        "year": _number("when it appeared"),
        "licence": _maybe("under which licence"),
        "note": _maybe("what was taken from it"),
    }
    return _object(
        {
            "title": _text("the path's name"),
            "summary": _maybe("what the reader gets, in a sentence"),
            "audience": _maybe("who it is for"),
            "licence": _maybe("the licence of the catalogue"),
            "language": _text("the language of the site (BCP 47)"),
            "assumes": _texts("what a reader should know or have"),
            "outcomes": _texts("what a reader can do at the end"),
            "sources": _list_of(_object(source), "the works the path draws on"),
        }
    )


def _described_entry() -> _Schema:
    fields = {field.name: _described_field(field) for field in FIELDS_OF_JSON}
    return _object(
        {
            **{name: fields.pop(name) for name in ("id", "title", "url")},
            "page": _PAGE,
            "section": _text("the id of the step, topic or subtopic that lists it here"),
            "reference": _flag("whether it is written in full elsewhere, and listed here again"),
            **fields,
            "link": _LINK,
        }
    )


def _described_field(field: EntryField) -> _Schema:
    """Return the schema of a field: that of the model, unless its value is always known once it is resolved."""
    if field.name in _RESOLVED:
        return {**_RESOLVED[field.name], "description": field.meaning}
    model = Resource.model_fields[field.name]
    types = set(_types(model.annotation))
    closed = next((type_ for type_ in types if issubclass(type_, Enum)), None)
    if closed:
        return _one_of(closed, field.meaning)
    if field.is_several or field.name == "replaced_by":  # a library may have several successors
        return _texts(field.meaning)
    if bool in types:
        return _flag(field.meaning)
    return (_number if int in types else _text if model.is_required() else _maybe)(field.meaning)


_RESOLVED: dict[str, _Schema] = {
    "also": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string", "format": "uri"}}},
    "id": _text(""),
    "kind": {"anyOf": [_one_of(Kind, "one of ours"), _text("one that `kinds` adds")]},
    "url": _text("", format="uri"),
    "language": _text(""),
    "minutes": {"type": ["array", "null"], "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
    "role": {"enum": list(map(str, Role))},
    "status": _state(dict.fromkeys([*map(str, EntryState), *map(str, LibraryState)])),
}
"""The shapes of the fields that have another one in the catalogue."""


def _types(annotation: Any) -> Iterator[type]:
    """Return the plain types in an annotation."""
    inner = get_args(annotation)
    if not inner and isinstance(annotation, type):
        yield annotation
    for below in inner:
        yield from _types(below)


def _described_library() -> _Schema:
    return _object(
        {
            "id": _ID,
            "name": _text("what it is called"),
            "url": _URL,
            "repository": _maybe("where its source is kept"),
            "number": _number("its number in the list the path was made from"),
            "parent": _maybe("the id of the library it is built on"),
            "languages": _texts("the programming languages it is used from or written in"),
            "licence": _maybe("its licence"),
            "origin": _texts("who made it"),
            "released": _number("the year of its first release"),
            "page": _PAGE,
            "status": _state(LibraryState),
            "successor": _texts("ids of the libraries that continue its work"),
            "use_instead": _texts("ids of the libraries to use instead; empty: its successors"),
            "gpu": {"type": ["boolean", "null"], "description": "whether it computes on GPUs; null: not recorded"},
            "why": _WHY,
            "archived": _ARCHIVED,
            "formerly": _FORMERLY,
            "editions": _IN_EDITIONS,
            "aliases": _ALIASES,
            "link": _LINK,
        }
    )


def json_schema() -> _Schema:
    """Return the JSON Schema of the file."""
    title = _text("what readers see")
    need = {"id": _text("the id of the concept needed"), "because": _maybe("why it is needed")}
    check = {
        "question": _text("the question"),
        "answer": _maybe("what a good answer says"),
        "see": _texts("ids of entries for readers who did not know the answer"),
        "editions": _IN_EDITIONS,
    }
    edition = {"id": _ID, "title": title, "summary": _SUMMARY, "default": _flag("whether readers get this one first")}
    track = {"id": _ID, "title": title, "library": _maybe("the id of the library it uses")}
    kind = {"id": _ID, "title": title}
    concept = {
        "id": _ID,
        "title": title,
        "summary": _SUMMARY,
        "page": _PAGE,
        "step": _maybe("the id of the step it belongs to"),
        "requires": _list_of(_object(need), "the concepts to understand first"),
        "taught_by": _texts("ids of the entries that teach it, in the order of the path"),
        "aliases": _ALIASES,
    }
    step = {
        "id": _ID,
        "number": {"type": "integer", "minimum": 0, "description": "counted from 1; 0 is what comes before step 1"},
        "title": title,
        "summary": _maybe("what the reader can do after it"),
        "page": _PAGE,
        "goals": _texts("what the reader can do after it"),
        "goals_editions": _list_of(_IN_EDITIONS, "for each goal, the editions in which the step teaches it"),
        "self_check": _list_of(_object(check), "questions by which readers find out whether they are done"),
        "aliases": _ALIASES,
    }
    path = {
        "title": _text("what readers see"),
        "summary": _SUMMARY,
        "catalogue": _text("its own file of this form, relative to this one", format="uri-reference"),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A pathgen catalogue, resolved (catalogue.json)",
        **_object(
            {
                "schema": {"const": SCHEMA, "description": "the version of the file's shape"},
                "path": _described_path(),
                "paths": _list_of(_object(path), "the other paths of the site"),
                "links_checked": _maybe("the day of the newest check of links", format="date"),
                "editions": _list_of(_object(edition), "the ways to follow the path"),
                "tracks": _list_of(_object(track), "the libraries a reader can choose from"),
                "kinds": _list_of(_object(kind), "the kinds of resources that the catalogue adds"),
                "concepts": _list_of(_object(concept), "the ideas the path teaches"),
                "steps": _list_of(_object(step), "the stages of the path, in order"),
                "topics": _list_of(_TOPIC, "lists of resources by subject"),
                "entries": _list_of(_described_entry(), "every entry where it is listed, in order"),
                "libraries": _list_of(_described_library(), "the software the path speaks of"),
            }
        ),
        "$defs": _defs(),
    }


def dumps_schema() -> str:
    """Return the JSON Schema as it is printed and committed."""
    return dumps(json_schema())
