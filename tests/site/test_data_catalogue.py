"""``catalogue.json`` holds everything, fits its schema, and is documented."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from command import pathgen
from jsonschema import Draft202012Validator
from projects import parsed, site_of
from published import project_at
from test_hostile import Texts, catalogue_of

from pathgen import load
from pathgen.catalogue.load import parse
from pathgen.site.build import build
from pathgen.site.data.catalogue_json import FILE, catalogue_json
from pathgen.site.data.catalogue_schema import dumps_schema, json_schema
from pathgen.site.link_health import LinkHealth, health_of


def schema() -> Draft202012Validator:
    return Draft202012Validator(json_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.fixture(scope="module", name="flagship")
def _flagship(root: Path) -> dict[str, Any]:
    found = load(root / "resources.yaml").catalogue
    assert found
    return json.loads(catalogue_json(found, LinkHealth()))  # type: ignore[no-any-return]


def test_the_schema_is_the_one_that_is_committed_and_printed(root: Path) -> None:
    Draft202012Validator.check_schema(json_schema())
    committed = (root / "schema" / "catalogue.schema.json").read_text(encoding="utf-8")
    assert committed == dumps_schema()
    assert pathgen("schema", "catalogue", cwd=root).stdout == committed


def test_the_flagship_fits_the_schema_and_is_whole(root: Path, flagship: dict[str, Any]) -> None:
    assert [error.message for error in schema().iter_errors(flagship)] == []
    catalogue = load(root / "resources.yaml").catalogue
    assert catalogue
    assert [entry["id"] for entry in flagship["entries"]] == [entry.id for entry in catalogue.entries]
    for name in ("concepts", "libraries", "editions", "tracks"):
        assert [item["id"] for item in flagship[name]] == [item.id for item in getattr(catalogue, name)]
    sections = {item["id"] for item in _walk(flagship["topics"])} | {item["id"] for item in flagship["steps"]}
    assert sections == {section.part.id for section in catalogue.sections}
    assert {item["section"] for item in flagship["entries"]} <= sections
    long = next(entry for entry in catalogue.entries if entry.minutes and entry.minutes.low < entry.minutes.high)
    assert next(item["minutes"] for item in flagship["entries"] if item["id"] == long.id) == list(long.minutes or ())


def _walk(topics: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [nested for topic in topics for nested in (topic, *_walk(topic["subtopics"]))]


def test_every_place_that_it_names_is_on_the_site(tmp_path: Path, engine: str) -> None:
    for name in ("path", "topics"):
        project = project_at(tmp_path / name, "", name)
        build(project, site_of(project), engine)
        data = json.loads((site_of(project) / FILE).read_bytes())
        named = [item["page"] for part in ("concepts", "steps", "entries", "libraries") for item in data[part]]
        for page in [*named, *(item["page"] for item in _walk(data["topics"]))]:
            file, _, anchor = page.partition("#")
            tree = parsed(site_of(project) / file / "index.html")
            assert not anchor or tree.xpath("//*[@id = $id]", id=anchor), page


def test_what_checks_found_of_a_link_is_in_it(tmp_path: Path) -> None:
    project = project_at(tmp_path / "project")
    catalogue = load(project.catalogue).catalogue
    assert catalogue
    data = json.loads(catalogue_json(catalogue, health_of(catalogue, project.history)))
    assert [error.message for error in schema().iter_errors(data)] == []
    assert data["links_checked"] == "2026-03-06"
    links = {entry["url"]: entry["link"] for entry in data["entries"]}
    assert links["https://example.org/buy"] == {
        "verdict": "ok",
        "since": "2026-03-06",
        "checked": "2026-03-06",
        "seen": "2026-03-06",
        "moved_to": None,
    }
    assert links["https://example.org/gas"]["verdict"] == "dead"
    assert links["https://example.org/gas"]["seen"] is None
    assert links["https://example.org/coil"]["moved_to"] == "https://example.org/new"
    assert links["https://example.org/dough"] is None


def test_hostile_text_stands_in_it_letter_by_letter() -> None:
    texts = Texts(str)
    text = json.dumps(catalogue_of(texts), ensure_ascii=False, indent=1)
    catalogue = parse("resources.yaml", text.encode()).catalogue
    assert catalogue
    data = json.loads(catalogue_json(catalogue, LinkHealth()))
    assert [error.message for error in schema().iter_errors(data)] == []
    found = set(_strings(data))
    assert [written for written in texts.written if " ".join(written.split()) not in found] == []


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [" ".join(value.split())]
    below = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [text for part in below for text in _strings(part)]


def test_the_documentation_names_every_field_and_no_other(root: Path) -> None:
    text = (root / "content" / "documentation" / "catalogue-json.md").read_text(encoding="utf-8")
    documented = {
        heading: set(re.findall(r"^\| ((?:`\w+`(?:, )?)+)", body, re.MULTILINE))
        for heading, body in re.findall(r"^## `(\w+)`.*?\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    }
    fields = {
        heading: {name for cell in cells for name in re.findall(r"\w+", cell)} for heading, cells in documented.items()
    }
    described = json_schema()
    expected = {"schema": set(described["properties"])}
    for name, schema in described["properties"].items():
        items = schema.get("items", {})
        if schema.get("type") == "object" or "properties" in items:
            expected[name] = set((schema if "properties" in schema else items)["properties"])
    expected["topics"] = set(described["$defs"]["topic"]["properties"])
    expected["link"] = set(described["$defs"]["link"]["anyOf"][0]["properties"])
    assert fields == expected


def test_the_example_of_the_documentation_runs(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (root / "content" / "documentation" / "catalogue-json.md").read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    catalogue = load(root / "resources.yaml").catalogue
    assert catalogue
    (tmp_path / FILE).write_bytes(catalogue_json(catalogue, LinkHealth()))
    exec(code.replace('"site/', f'"{tmp_path.as_posix()}/'), {})  # noqa: S102 - our own words
    assert "Neural networks" in capsys.readouterr().out
