"""The JSON Schema that editors use accepts what pathgen accepts, and is the one that is committed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import pathgen
from jsonschema import Draft202012Validator
from test_smallest import SMALLEST

from pathgen.catalogue.json_schema import dumps, json_schema
from pathgen.catalogue.load import parse

EVERYTHING = """\
path:
  title: 1984
  summary: What the reader gets.
  audience: Whoever can program.
  assumes: Python
  outcomes: [Train a network, Explain it]
  licence: CC0-1.0
  language: en
  show_rules: yes
  sources:
    - {title: A list, url: "https://example.org/list", creators: Ann Bee, year: 2016, licence: MIT, note: The order.}
  defaults: {kind: article, role: core, level: beginner, language: en, access: free, editions: today, track: b}
include: []
rules: {title-hygiene: "off", creator-hygiene: warning}
editions:
  - {id: "2016", title: 2016, summary: As it was.}
  - {id: today, title: Today, default: yes}
kinds:
  - {id: recipe, title: Recipe}
tracks:
  - {id: b, title: B, library: lib-b}
concepts:
  - {id: one, title: One, summary: It is one., step: first, aliases: uno}
  - {id: two, title: Two, requires: one}
  - {id: three, title: Three, requires: [one, {id: two, because: It counts on.}]}
preparation: {id: before, title: Before}
steps:
  - id: first
    title: First
    summary: Begin.
    goals: [Know one, {text: Know the rest, editions: today}]
    self_check: [Say what one is., {question: Count to two., answer: 2, see: whole, editions: today}]
    prose: steps/first.md
    aliases: [start]
    defaults: {level: advanced}
    resources:
      - id: whole
        title: The whole
        url: https://example.org/whole
        aliases: [all]
        creators: [Ann Bee, Cy Dee]
        year: 2016
        kind: book
        role: optional
        start: true
        part: chapter 1
        track: b
        editions: ["2016", today]
        minutes: 2h-4h
        open_ended: yes
        level: intermediate
        language: zh-Hans
        access: paid
        teaches: [one, two]
        why: It is short.
        licence: CC BY 4.0
        tags: [wood, wool]
        also:
          free_copy: https://example.org/free_copy
          doi: https://example.org/doi
          paper: https://example.org/paper
          book: https://example.org/book
          notes: https://example.org/notes
          slides: https://example.org/slides
          video: https://example.org/video
          audio: https://example.org/audio
          code: https://example.org/code
          notebook: https://example.org/notebook
          data: https://example.org/data
          demo: https://example.org/demo
          exercises: https://example.org/exercises
          solutions: https://example.org/solutions
          documentation: https://example.org/documentation
          package: https://example.org/package
          discussion: https://example.org/discussion
          other: https://example.org/other
        archived: https://example.com/whole
        formerly: http://example.net/whole
        status: historic 2019-05
        added: 2016
        reviewed: 2026-01-05
      - {title: Its minutes, url: "https://example.org/minutes", minutes: 40, replaced_by: whole, editions: "2016"}
      - {title: Not known, url: "https://example.org/unknown", minutes: unknown, start: no, teaches: three}
      - {ref: lib-a, part: part 1, role: reference, why: It works., start: no, track: b, editions: today,
         minutes: 30-60, teaches: one}
      - ref: shared
libraries:
  - {id: lib-a, name: A, url: "https://example.org/lib-a", repository: "https://example.org/src", number: 1, gpu: yes,
     languages: [C, Python], licence: MIT, origin: A lab, released: 2010, status: active, why: It works.,
     archived: "https://example.com/lib-a", editions: today, aliases: a, formerly: ["https://example.net/lib-a"]}
  - {id: lib-b, name: B, url: "https://example.org/lib-b", parent: lib-a, successor: lib-a, use_instead: lib-a,
     status: maintenance 2020, gpu: false}
topics:
  - id: subject
    title: Subject
    summary: What it is about.
    collected: 2016-05
    prose: topics/subject.md
    aliases: [theme]
    defaults: {kind: code}
    subtopics:
      - {id: sub, title: Sub, resources: [{pick: yes, title: Derived, url: "https://example.org/derived"}]}
entries:
  - {id: shared, title: Shared, url: "https://example.org/shared"}
link_policy:
  - {host: example.org, rate: 0.5, extra_seconds: 20, headers: {Authorization: "Bearer ${PATHGEN_HEADER_TOKEN}"}}
  - {host: example.com, ignore: It answers no robot.}
"""
PROSE = frozenset({"steps/first.md", "topics/subject.md"})


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    return Draft202012Validator(json_schema())


def as_editors_read(text: str) -> Any:
    """Resolve scalars as an editor does (PyYAML resolves more: dates, and `yes` as a truth value)."""

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {  # noqa: RUF012 - yaml's own form
            sign: [(tag, form) for tag, form in forms if not tag.endswith(":timestamp")]
            for sign, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    return yaml.load(text, Loader)  # noqa: S506 - a SafeLoader


def parts(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [schema, *(part for part in schema["$defs"].values() if part.get("type") == "object")]


def test_the_committed_schema_is_that_of_the_code(root: Path) -> None:
    assert (root / "schema" / "resources.schema.json").read_text(encoding="utf-8") == dumps()


def test_the_command_prints_it(tmp_path: Path) -> None:
    done = pathgen("schema", cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout)) == (0, json_schema())


def test_an_included_file_has_a_schema_of_its_own(tmp_path: Path) -> None:
    done = pathgen("schema", "included", cwd=tmp_path)
    check = Draft202012Validator(json.loads(done.stdout))
    assert check.is_valid({"steps": [{"id": "one", "title": "One"}]})
    assert not check.is_valid({"path": {"title": "My path"}})
    assert not check.is_valid({"include": "more.yaml"})


def test_it_is_a_schema_of_2020_12() -> None:
    Draft202012Validator.check_schema(json_schema())
    assert json_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_part_and_field_is_described_and_no_part_is_open() -> None:
    for part in parts(json_schema()):
        assert part["description"]
        assert part["additionalProperties"] is False
        assert [name for name, field in part["properties"].items() if not field.get("description")] == []


def values_in(schema: Any) -> list[dict[str, Any]]:
    """List a schema and everything below it that describes values."""
    below = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    return [*([schema] if isinstance(schema, dict) else []), *(value for item in below for value in values_in(item))]


def test_an_editor_says_in_words_what_a_format_is() -> None:
    with_pattern = [value for value in values_in(json_schema()) if isinstance(value.get("pattern"), str)]
    assert len(with_pattern) > 20
    names_of_headers = json_schema()["$defs"]["LinkPolicy"]["properties"]["headers"]
    wordless = [value for value in with_pattern if "patternErrorMessage" not in value]
    assert [value for value in wordless if value not in values_in(names_of_headers)] == []
    added = json_schema()["$defs"]["Resource"]["properties"]["added"]
    assert added["patternErrorMessage"] == "write 2016, 2016-01 or 2016-01-05, a day that exists"


def test_an_editor_does_not_propose_true_and_false_for_a_text(schema: Draft202012Validator) -> None:
    """The YAML language server proposes both where it meets the type, anywhere but below `not`."""
    title = json_schema()["$defs"]["Resource"]["properties"]["title"]
    assert [value["type"] for value in values_in({**title, "anyOf": title["anyOf"][:1]}) if "type" in value] == [
        ["string", "number"]
    ]
    for written, is_text in (("yes", True), ("true", True), ("1984", True), ("[a]", False), ("{a: b}", False)):
        text = EVERYTHING.replace("title: The whole", f"title: {written}", 1)
        assert schema.is_valid(as_editors_read(text)) == is_text, written


def test_the_example_has_every_field() -> None:
    used = set()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            used.update(value)
        for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(below)

    walk(yaml.load(EVERYTHING, yaml.BaseLoader))  # noqa: S506 - makes nothing but texts
    known = {name for part in parts(json_schema()) for name in part["properties"]}
    assert known - used == set()


@pytest.mark.parametrize("text", [SMALLEST, EVERYTHING], ids=["smallest", "everything"])
def test_what_pathgen_accepts_the_schema_accepts(schema: Draft202012Validator, text: str) -> None:
    assert [found for found in parse("a.yaml", text.encode(), PROSE).diagnostics if found.severity == "error"] == []
    assert [error.message for error in schema.iter_errors(as_editors_read(text))] == []


def test_the_flagship_is_valid_by_it(schema: Draft202012Validator, root: Path) -> None:
    text = (root / "resources.yaml").read_text(encoding="utf-8")
    assert [error.message for error in schema.iter_errors(as_editors_read(text))] == []


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("path:", "paths:"),
        ("why: It is short.", "wy: It is short."),
        ("kind: book", "kind: a book"),  # `kinds` may add any id
        ("ref: lib-a", "reff: lib-a"),
        ("status: historic 2019-05", "status: histric 2019-05"),
        ("status: historic 2019-05", "status: historic in 2019"),
        ("minutes: 2h-4h", "minutes: two hours"),
        ("minutes: 40", "minutes: 0"),
        ("reviewed: 2026-01-05", "reviewed: 5 January"),
        ("reviewed: 2026-01-05", "reviewed: 2026-02-30"),
        ("status: historic 2019-05", "status: historic 2019-04-31"),
        ("host: example.com", "host: https://example.com"),
        ("year: 2016\n", "year: soon\n"),
        ("year: 2016\n", "year: 16\n"),
        ("id: whole", "id: The Whole"),
        ("language: zh-Hans", "language: Chinese!"),
        ("title: The whole", "title:"),
        ("title: The whole", "title: [The, whole]"),
        ("resources:\n", "resources: none\n    why:\n"),
        ("because: It counts", "becaus: It counts"),
        ("requires: one", "requires: {id: one}"),
        ("gpu: yes", "gpu: perhaps"),
        ("answer: 2", "anser: 2"),
        ('title-hygiene: "off"', "title-hygiene: never"),
        ("default: yes", "default: first"),
        ("number: 1", "number: 0"),
    ],
)
def test_what_pathgen_refuses_the_schema_refuses(schema: Draft202012Validator, written: str, instead: str) -> None:
    assert written in EVERYTHING
    wrong = EVERYTHING.replace(written, instead, 1)
    assert not parse("a.yaml", wrong.encode(), PROSE).is_valid
    assert not schema.is_valid(as_editors_read(wrong))
