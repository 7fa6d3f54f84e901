"""Every field refuses every wrong shape, in the validator and in the JSON Schema alike."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from pathgen.catalogue import model
from pathgen.catalogue.json_schema import json_schema

SCHEMA = json_schema()
PARTS = [part for part in vars(model).values() if isinstance(part, type) and issubclass(part, model.Part)][1:]
FIELDS = [(part, field) for part in PARTS for field in part.model_fields]
SHAPES: list[Any] = [
    [],
    {},
    [[]],
    [{}],
    ["40"],
    ["60", "30"],
    [["a"]],
    ["historic", "2019"],
    {"state": "bogus"},
    {"low": "30", "high": "60"},
    {"a": "b"},
    {"a": ["b"]},
]


def _schema_accepts(part: type[model.Part], field: str, shape: Any) -> bool:
    described = SCHEMA if part is model.File else SCHEMA["$defs"][part.__name__]
    return Draft202012Validator({**described["properties"][field], "$defs": SCHEMA["$defs"]}).is_valid(shape)


def _validator_accepts(part: type[model.Part], field: str, shape: Any) -> bool:
    try:
        part.model_validate({field: shape})
    except ValidationError as invalid:
        return all(error["loc"][0] != field for error in invalid.errors())
    return True


def test_the_fields_are_those_of_all_parts() -> None:
    assert {model.File, model.Resource, model.Library, model.Step, model.LinkPolicy} <= set(PARTS)


@pytest.mark.parametrize(("part", "field"), FIELDS, ids=[f"{part.__name__}.{field}" for part, field in FIELDS])
def test_the_validator_and_the_schema_refuse_the_same_shapes(part: type[model.Part], field: str) -> None:
    by_schema = [shape for shape in SHAPES if _schema_accepts(part, field, shape)]
    by_validator = [shape for shape in SHAPES if _validator_accepts(part, field, shape)]
    assert by_validator == by_schema


WORDS = ["", "x", "on", "off", "y", "t", "a b", "2019-13", "2h", "#", "../a.md", "60-40", "١٢"]
NUMBERS_AND_ANSWERS = [
    *((part, field) for part, field in FIELDS if field in ("start", "default", "gpu", "rate", "extra_seconds")),
]


@pytest.mark.parametrize(("part", "field"), NUMBERS_AND_ANSWERS, ids=lambda value: getattr(value, "__name__", value))
def test_the_validator_and_the_schema_refuse_the_same_words(part: type[model.Part], field: str) -> None:
    refused = [word for word in WORDS if not _schema_accepts(part, field, word)]
    assert refused == WORDS == [word for word in WORDS if not _validator_accepts(part, field, word)]


@pytest.mark.parametrize("word", ["yes", "No", "TRUE", "false"])
def test_yes_and_no_may_be_written_in_any_case(word: str) -> None:
    assert _schema_accepts(model.Resource, "start", word)
    assert _validator_accepts(model.Resource, "start", word)
