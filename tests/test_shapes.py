"""Every field refuses every wrong shape, in the validator and in the JSON Schema alike."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from pathgen.catalogue import model
from pathgen.catalogue.json_schema import json_schema
from pathgen.catalogue.rules.bad_url import url_problems
from pathgen.catalogue.values import AddedKind, Validation

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


def _described(part: type[model.Part], field: str) -> dict[str, Any]:
    described = SCHEMA if part is model.File else SCHEMA["$defs"][part.__name__]
    return dict(described["properties"][field])


def _schema_accepts(part: type[model.Part], field: str, shape: Any) -> bool:
    return Draft202012Validator({**_described(part, field), "$defs": SCHEMA["$defs"]}).is_valid(shape)


def _validator_accepts(part: type[model.Part], field: str, shape: Any) -> bool:
    """Whether `validate` accepts a value: the model, and for addresses the rule on them.

    The catalogue adds it to the kinds if it can, as the schema does not know which kinds a catalogue adds.
    """
    is_id = isinstance(shape, str) and _schema_accepts(model.KindOfCatalogue, "id", shape)
    try:
        part.model_validate({field: shape}, context=Validation(10, {shape: AddedKind(shape, "Added")} if is_id else {}))
    except ValidationError as invalid:
        if any(error["loc"][0] == field for error in invalid.errors()):
            return False
    urls = ([shape] if isinstance(shape, str) else shape) if '"uri"' in json.dumps(_described(part, field)) else ()
    return not any(url_problems(url, is_history=field == "formerly") for url in urls)


def test_the_fields_are_those_of_all_parts() -> None:
    assert {model.File, model.Resource, model.Library, model.Step, model.LinkPolicy} <= set(PARTS)


@pytest.mark.parametrize(("part", "field"), FIELDS, ids=[f"{part.__name__}.{field}" for part, field in FIELDS])
def test_the_validator_and_the_schema_refuse_the_same_shapes(part: type[model.Part], field: str) -> None:
    by_schema = [shape for shape in SHAPES if _schema_accepts(part, field, shape)]
    by_validator = [shape for shape in SHAPES if _validator_accepts(part, field, shape)]
    assert by_validator == by_schema


WORDS = [
    *(
        "",
        "x",
        "on",
        "off",
        "y",
        "t",
        "a b",
        "2h",
        "#",
        "../a.md",
        "١٢",
        "v1.1",
        "a.b",
        "A",
        "-",
        "~ a",
        " ",
        "en",
        "aa",
    ),
    *("0", "00", "-1", "+1", "01", "1", "40", "600", "601", "999", "1000", "1001", "2016", "2100", "2101", "9999"),
    *(
        "02016",
        "99999",
        "100000",
        "2016.0",
        "2016.5",
        "2019.",
        ".5",
        "0.5",
        "0.50",
        "-0.5",
        "5.",
        "1e2",
        "1e3",
        "0x7e0",
    ),
    *("0o17", "inf", ".inf", "nan", ".nan", "Infinity", "2_019", " 2019", "2019 ", "2 019", "1,000", "1.10", "600.0"),
    *(
        "true",
        "True",
        "tRUE",
        "false",
        "yes",
        "No",
        "book",
        "free",
        "error",
        "https://example.org/a",
        "www.example.org",
    ),
    *("example.org", "127.0.0.1", "1.10.example", "::1", "localhost", "unknown", "Unknown", "60-40", "40 - 60", "0-40"),
    *("2019-13", "2019-05", "2019-05-06", "2019-02-30", "20190506", "100-20", "20-100", "040-50", "40-40", "2h-1h"),
    *(
        "1h-2h",
        "9h-10h",
        "10h-9h",
        "0h",
        "0m",
        "0h30",
        "1h30-4h",
        "30m-60",
        "60m-40m",
        "gone",
        "gone 2019",
        "gone 2019-13",
    ),
    *("gone  2019", "gone ", "active", "archived 2017-09-28"),
]
"""Texts, numbers and answers as people write them, without quotes or with."""
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan")


def _as_editors_read(word: str) -> str | int | float | bool:
    """Resolve a plain scalar as YAML 1.2.2 §10.3.2 does; no word says null."""
    if word in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return word.lower() == "true"
    if _INTEGER.fullmatch(word):
        return int(word, 0) if word[1:2] in ("o", "x") else int(word)
    return float(word.replace(".inf", "inf").replace(".nan", "nan")) if _FLOAT.fullmatch(word) else word


def _is_only_spelling(word: str) -> bool:
    """Whether an editor reads a word as a value that is usually written in another way, such as ``+1`` and ``True``."""
    value = _as_editors_read(word)
    if isinstance(value, float) and value.is_integer():
        return True
    return not isinstance(value, str) and json.dumps(value) != word


@pytest.mark.parametrize(("part", "field"), FIELDS, ids=[f"{part.__name__}.{field}" for part, field in FIELDS])
def test_the_validator_and_the_schema_refuse_the_same_words(part: type[model.Part], field: str) -> None:
    """An editor sees values: it cannot refuse one of two ways to write a number (2019 and +2019)."""
    by_schema = [word for word in WORDS if _schema_accepts(part, field, word)]
    by_validator = [word for word in WORDS if _validator_accepts(part, field, word)]
    assert by_validator == by_schema
    plain = [word for word in WORDS if word and word == word.strip() and word[0] not in "#-" and ": " not in word]
    by_schema = [word for word in plain if _schema_accepts(part, field, _as_editors_read(word))]
    by_validator = [word for word in plain if _validator_accepts(part, field, word)]
    assert [word for word in by_validator if word not in by_schema] == []
    assert [word for word in by_schema if word not in by_validator and not _is_only_spelling(word)] == []


TIMES = ["1", "9", "10", "11", "19", "20", "99", "100", "101", "909", "990", "1000", "9999"]


@pytest.mark.parametrize("unit", ["", "m", "h"])
@pytest.mark.parametrize("dash", ["-", " - "])
def test_both_refuse_ranges_that_go_down(unit: str, dash: str) -> None:
    for low in TIMES:
        for high in TIMES:
            written = f"{low}{unit}{dash}{high}{unit}"
            accepted = (
                _schema_accepts(model.Resource, "minutes", written),
                _validator_accepts(model.Resource, "minutes", written),
            )
            assert accepted == ((int(low) <= int(high),) * 2), written


@pytest.mark.parametrize("written", ["2h-90", "90-1h", "2h30-2h", "1h30-1h20"])
def test_only_the_validator_compares_hours_with_minutes(written: str) -> None:
    assert _schema_accepts(model.Resource, "minutes", written)
    assert not _validator_accepts(model.Resource, "minutes", written)


@pytest.mark.parametrize(("field", "written"), [("added", "2019-02-29"), ("status", "gone 2019-02-29")])
def test_only_the_validator_knows_the_leap_years(field: str, written: str) -> None:
    assert _schema_accepts(model.Resource, field, written)
    assert not _validator_accepts(model.Resource, field, written)


@pytest.mark.parametrize(
    ("part", "field", "written"),
    [
        (model.Edition, "id", "2016"),
        (model.Resource, "title", "1984"),
        (model.Resource, "title", "true"),
        (model.Resource, "year", "2016"),
        (model.Resource, "part", "1.10"),
        (model.Track, "title", "3.5"),
        (model.Resource, "minutes", "40"),
        (model.Resource, "added", "2019"),
        (model.Library, "number", "7"),
        (model.LinkPolicy, "rate", "0.5"),
    ],
)
def test_plain_numbers_and_answers_stay_allowed(part: type[model.Part], field: str, written: str) -> None:
    assert _schema_accepts(part, field, _as_editors_read(written))
    assert _schema_accepts(part, field, written)
    assert _validator_accepts(part, field, written)


@pytest.mark.parametrize("word", ["yes", "No", "TRUE", "false"])
def test_yes_and_no_may_be_written_in_any_case(word: str) -> None:
    assert _schema_accepts(model.Resource, "start", word)
    assert _validator_accepts(model.Resource, "start", word)
