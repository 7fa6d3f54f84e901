"""The kinds that a catalogue adds to those that every catalogue has, from its file to the pages and the exports."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from command import pathgen

from pathgen.api import load
from pathgen.catalogue.json_schema import json_schema
from pathgen.changes.diff import compare
from pathgen.i18n.messages import messages_of
from pathgen.site.data import catalogue_schema
from pathgen.site.data.catalogue_json import catalogue_json
from pathgen.site.facets import facets
from pathgen.site.link_health import health_of

HOSTILE = "Recipe </script><img src=x onerror=alert(1)>"
CATALOGUE = f"""
path: {{title: Bread}}
kinds:
  - {{id: recipe, title: "{HOSTILE}"}}
  - {{id: video, title: Screencast}}
include: [more.yaml, "*/resources.yaml"]
entries:
  - {{id: shared, title: Shared, url: "https://example.org/shared", kind: quiz}}
topics:
  - id: basics
    title: Basics
    defaults: {{kind: recipe}}
    resources:
      - {{title: A, url: "https://example.org/a"}}
      - {{title: B, url: "https://example.org/b", kind: video}}
      - {{title: C, url: "https://example.org/c", kind: paper}}
      - ref: shared
"""
MORE = "kinds: [{id: quiz, title: Quiz}]\n"
OTHER = """
path: {title: Cake}
kinds: [{id: quiz, title: Riddle}]
topics:
  - id: basics
    title: Basics
    resources: [{title: D, url: "https://example.org/d", kind: recipe}, {ref: shared}]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A site whose kinds are in its own file, in an included file, and in another path."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "resources.yaml").write_text(OTHER, encoding="utf-8")
    (tmp_path / "more.yaml").write_text(MORE, encoding="utf-8")
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path / "resources.yaml"


def kinds(file: Path, folder: str = "") -> dict[str, list[tuple[str, str]]]:
    """Return the kinds of the entries of a path, as its readers choose from them."""
    loaded = load(file)
    assert loaded.diagnostics == ()
    catalogue = loaded.paths[folder].catalogue if folder else loaded.catalogue
    assert catalogue
    return {facet.name: [*facet.values] for facet in facets(catalogue.entries, {}, messages_of("en"))}


def test_a_kind_of_the_file_an_included_file_or_the_site_has_its_title(file: Path) -> None:
    mine = [("paper", "Paper"), ("quiz", "Quiz"), ("recipe", HOSTILE), ("video", "Screencast")]
    assert kinds(file)["kind"] == mine
    assert kinds(file, "other")["kind"] == [("recipe", HOSTILE), ("quiz", "Riddle")]
    assert kinds(file.parent / "other" / "resources.yaml")["kind"] == [("recipe", HOSTILE), ("quiz", "Riddle")]


ENTRY = "topics: [{id: a, title: A, resources: [{title: B, url: 'https://b.example', kind: %s}]}]\n"


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        ("quizz", "did you mean `quiz`?"),
        ("artical", "did you mean `article`?"),
        ("Interactive game", "write one of: quiz, article,"),
    ],
)
def test_an_unknown_kind_has_the_near_one_and_how_to_add_it(kind: str, start: str, tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(f"path: {{title: T}}\n{MORE}{ENTRY % kind}", encoding="utf-8")
    [problem] = load(tmp_path / "resources.yaml").diagnostics
    added = f"`- {{id: {kind.lower().replace(' ', '-')}, title: …}}`"
    assert problem.code == "unknown-value"
    assert problem.help.startswith(start)
    assert problem.help.endswith(f"(or add it to the catalogue's `kinds`: {added})")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kinds: [{id: quiz, label: Quiz}]", ["unknown-field"]),
        ("kinds: [{id: quiz}]", ["missing-field"]),
        ("kinds: [{id: Quiz!, title: Quiz}]", ["bad-value", "unknown-value"]),
        ("kinds: [{id: quiz, title: A}, {id: quiz, title: B}]", ["duplicate-id"]),
        ("kinds: quiz", ["bad-value", "unknown-value"]),
    ],
)
def test_a_mistake_in_kinds_is_reported_once(text: str, expected: list[str], tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(f"path: {{title: T}}\n{text}\n{ENTRY % 'quiz'}", encoding="utf-8")
    assert [problem.code for problem in load(tmp_path / "resources.yaml").diagnostics] == expected


def test_both_schemas_accept_it(file: Path) -> None:
    for text in (CATALOGUE, OTHER):
        jsonschema.validate(yaml.safe_load(text), json_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(CATALOGUE.replace("kind: paper", "kind: [paper]")), json_schema())
    catalogue = load(file).catalogue
    assert catalogue
    written = json.loads(catalogue_json(catalogue, health_of(catalogue, file.with_name("links.sqlite"))))
    jsonschema.validate(written, catalogue_schema.json_schema())
    assert written["kinds"][1:] == [{"id": "video", "title": "Screencast"}, {"id": "quiz", "title": "Quiz"}]
    assert [entry["kind"] for entry in written["entries"]] == ["recipe", "video", "paper", "quiz"]


def test_what_changes_about_a_kind_is_described(file: Path) -> None:
    before = load(file).catalogue
    file.with_name("more.yaml").write_text(MORE.replace("Quiz", "Riddle"), encoding="utf-8")
    file.write_text(CATALOGUE.replace("kind: paper", "kind: quiz"), encoding="utf-8")
    now = load(file).catalogue
    assert before
    assert now
    changes = [(change.what, change.field, change.before, change.after) for change in compare(before, now).all]
    assert changes == [("kind", "title", "Quiz", "Riddle"), ("entry", "kind", "paper", "quiz")]


def test_a_command_adds_an_entry_of_such_a_kind(file: Path) -> None:
    entry = ("https://example.org/e", "--to", "basics", "--title", "E", "--why", "Good.", "--offline", "--no-input")
    added = pathgen("add", *entry, "--kind", "quiz", cwd=file.parent)
    assert added.returncode == 0, added.stderr
    assert "kind: quiz" in file.read_text(encoding="utf-8")
    refused = pathgen("add", *(word.replace("/e", "/f") for word in entry), "--kind", "quizz", cwd=file.parent)
    assert refused.returncode == 2
    assert "did you mean `quiz`?" in refused.stderr


def test_a_table_brings_kinds_to_a_new_catalogue(tmp_path: Path) -> None:
    table = "topic,title,url,kind,Type\nA,B,https://example.org/b,short-quiz,\nA,C,https://example.org/c,video,\n"
    (tmp_path / "t.csv").write_text(
        f"{table}A,D,https://example.org/d,,riddle\nA,E,https://example.org/e,Not a name,\n", "utf-8"
    )
    pathgen("import", "t.csv", cwd=tmp_path)
    assert kinds(tmp_path / "resources.yaml")["kind"] == [("short-quiz", "Short quiz"), ("video", "Video")]
    words = (tmp_path / "resources.yaml").read_text("utf-8")
    assert "their words: Type: riddle" in words
    assert "their words: kind: Not a name" in words


def test_an_export_brings_the_kinds_back(file: Path) -> None:
    exported = pathgen("export", "--format", "json", "--output", "all.json", cwd=file.parent)
    assert exported.returncode == 0, exported.stderr
    pathgen("import", "all.json", "--catalogue", "again.yaml", cwd=file.parent)
    assert kinds(file.with_name("again.yaml")) == kinds(file)


def test_pages_escape_the_title_and_name_a_general_type_for_machines(file: Path) -> None:
    built = pathgen("build", cwd=file.parent)
    assert built.returncode == 0, built.stderr
    page = (file.parent / "site" / "topics" / "basics" / "index.html").read_text(encoding="utf-8")
    assert "<img src=x" not in page
    assert "Recipe &lt;/script&gt;&lt;img" in page
    assert '"@type":"LearningResource"' in page
    assert '"learningResourceType":"quiz"' in page


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_kind_of_the_catalogue_comes_back_from_a_table(file: Path, form: str) -> None:
    table = file.parent / f"list.{form}"
    assert pathgen("export", "--format", form, "--output", str(table), str(file), cwd=file.parent).returncode == 0
    text = table.read_text(encoding="utf-8").replace("https://example.org/", "https://example.com/")
    table.write_text(text.replace("paper", "Quiz").replace("Basics", "More"), encoding="utf-8")
    added = pathgen("import", str(table), "--into", "basics", "--catalogue", str(file), "--dry-run", cwd=file.parent)
    assert added.stdout.count("kind: quiz") == 1 + 2, added
    assert "their words: kind" not in added.stdout, added


def test_a_page_of_markdown_says_what_readers_call_a_kind(file: Path) -> None:
    page = pathgen("export", "--format", "markdown", str(file), cwd=file.parent).stdout
    assert "[C](https://example.org/c) (paper)" in page
    assert "[B](https://example.org/b) (Screencast)" in page
    assert "[Shared](https://example.org/shared) (Quiz)" in page
