"""The fields of an entry are listed once, and what derives from the list has them all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pathgen.api import load
from pathgen.catalogue.fields import (
    ASKED_FIELDS,
    CHANGED_FIELDS,
    CHANGED_FIELDS_OF_PLACE,
    ENTRY_FIELDS,
    FACETS,
    FIELDS_OF_JSON,
    SCHEMA_ORG,
    EntryField,
)
from pathgen.catalogue.model import Resource
from pathgen.site.data.catalogue_json import catalogue_json
from pathgen.site.data.catalogue_schema import json_schema
from pathgen.site.link_health import health_of

OF_CURATORS = {"id", "aliases", "formerly", "added", "reviewed"}
"""What changes without a reader noticing."""


def test_every_field_of_the_model_is_listed_once() -> None:
    names = [field.name for field in ENTRY_FIELDS]
    assert sorted(names) == sorted(Resource.model_fields), "add the new field to pathgen/catalogue/fields.py"


def test_every_field_that_readers_see_is_compared() -> None:
    assert {*CHANGED_FIELDS, *CHANGED_FIELDS_OF_PLACE} == {*Resource.model_fields} - OF_CURATORS


@pytest.mark.parametrize("field", ENTRY_FIELDS, ids=lambda field: field.name)
def test_places_are_taken_once(field: EntryField) -> None:
    others = [other for other in ENTRY_FIELDS if other is not field]
    assert all(field.json != other.json for other in others)
    assert all(field.diff is None or field.diff != other.diff for other in others)
    assert all(field.facet is None or field.facet != other.facet for other in others)
    assert bool(field.question) == bool(field.asked)


def test_the_lists_that_derive_have_what_the_fields_say() -> None:
    assert [field.name for field in ASKED_FIELDS][::14] == ["title", "id"]
    assert set(FACETS) == {"kind", "level", "year", "access", "language", "tags"}
    assert set(SCHEMA_ORG) <= set(Resource.model_fields)
    assert [field.json for field in FIELDS_OF_JSON] == sorted(field.json for field in ENTRY_FIELDS)


def test_catalogue_json_and_its_schema_have_every_field(tmp_path: Path) -> None:
    text = "path: {title: T}\ntopics: [{id: a, title: A, resources: [{title: T, url: 'https://example.org/a'}]}]\n"
    (tmp_path / "resources.yaml").write_text(text, encoding="utf-8")
    catalogue = load(tmp_path / "resources.yaml").catalogue
    assert catalogue is not None
    [entry] = json.loads(catalogue_json(catalogue, health_of(catalogue, tmp_path / "links.sqlite")))["entries"]
    described = json_schema()["properties"]["entries"]["items"]["properties"]
    assert list(entry) == list(described)
    assert set(Resource.model_fields) <= set(entry)
