"""What a project says in words of its own, and what it puts in place of the theme's files and of our assets."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import pathgen
from projects import SMALLEST, content_of, edit, parsed, site_of, write

from pathgen.errors import PathgenError
from pathgen.i18n.overrides import MessageOverrides, over
from pathgen.site.build import build
from pathgen.site.render import Project, render


def shown(project: Project, page: str = "index.md") -> str:
    render(project)
    return (project.build / "docs" / page).read_text(encoding="utf-8")


def test_a_text_of_a_project_stands_in_place_of_ours_and_the_rest_stays(tmp_path: Path) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST})
    assert "See the topics" in shown(project)
    write(tmp_path, {"languages/en.yaml": "home:\n  see_topics: Look & see\n  resources: {other: '{count} recipes'}\n"})
    text = shown(project)
    assert "Look &amp; see" in text
    assert "1 recipes on 1 topic" in text
    assert "See the topics" not in text


def test_words_saved_while_the_site_is_served_are_seen(tmp_path: Path) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST, "languages/en.yaml": "home: {see_topics: First}\n"})
    assert "First" in shown(project)
    write(tmp_path, {"languages/en.yaml": "home: {see_topics: Second}\n"})
    assert "Second" in shown(project)
    (tmp_path / "languages" / "en.yaml").unlink()
    assert "See the topics" in shown(project)


def test_a_language_that_we_do_not_speak_is_a_file(tmp_path: Path, engine: str) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST, "languages/fi.yaml": "home: {see_topics: Katso aiheet}\n"})
    edit(project, "title: My path", "title: Leipä, language: fi")
    loaded, _ = build(project, site_of(project), engine)
    assert loaded.is_valid
    page = parsed(site_of(project) / "index.html")
    assert page.get("lang") == "fi"
    assert "Katso aiheet" in content_of(site_of(project) / "index.html").text_content()
    assert "1 resource on 1 topic" in content_of(site_of(project) / "index.html").text_content()  # what it leaves out


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("home: {see_topic: A}", "en.yaml:1:8: there is no text home.see_topic; did you mean `see_topics`?"),
        ("home: {see_topics: '{nothing}'}", "en.yaml:1:20: home.see_topics has no value {nothing}; its values: none"),
        ("home: {entries: {other: '{size}'}}", "home.entries.other has no value {size}; its values: {count}"),
        ("home: {entries: {one: 'x'}}", "home.entries needs the form `other`"),
        ("home: {entries: {several: 'x'}}", "several is not a plural form; use one of few, many, "),
        ("home: {see_topics: [a]}", "home.see_topics must be a single text"),
        ("home: text", "en.yaml:1:7: home must be a mapping of names and texts"),
        ("- a", "the file must be a mapping of names and texts"),
        ("home: {see_topics: '{'}", "home.see_topics has a brace that is not part of a value"),
        ("home: {see_topics: 'a {{ b'}", "has a brace that is not part of a value"),
        ("home: {see_topics: '{0.__class__}'}", "has a brace that is not part of a value"),
        ("home: {entries: {other: '{count:d}'}}", "has a brace that is not part of a value"),
        ("home: {entries: {other: '{count!z}'}}", "has a brace that is not part of a value"),
        ("home: {entries: {other: '{count:>999999999}'}}", "has a brace that is not part of a value"),
        ("home: {", "en.yaml:1:7: not YAML: this `{` is never closed"),
        ("[" * 2_000, "not YAML"),
    ],
)
def test_a_slip_is_told_with_its_place(tmp_path: Path, written: str, message: str) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST, "languages/en.yaml": written})
    with pytest.raises(PathgenError) as error:
        render(project)
    assert message in str(error.value)
    assert not (project.build / "docs").exists()


def test_the_documentation_has_every_text_that_names_libraries_and_variants(root: Path) -> None:
    def names(part: Any, above: str = "") -> Iterator[str]:
        for name, text in part.items() if isinstance(part, dict) else ():
            yield from names(text, f"{above}{name}.")
        if isinstance(part, str) and re.search("librar|variant", re.sub(r"\{\w+\}", "", part), re.IGNORECASE):
            yield above

    page = (root / "content" / "documentation" / "change-the-site.md").read_text(encoding="utf-8")
    [example] = re.findall("```yaml title=.*?\n(libraries:.*?)```", page, re.DOTALL)
    ours = yaml.safe_load((root / "src/pathgen/i18n/languages/en.yaml").read_bytes())
    theirs = over(ours, MessageOverrides("en", "languages/en.yaml", example))
    assert sorted(names(ours)) != [*names(theirs)] == ["words.kinds.library."], "the kind is named under `kinds`"


def test_a_slip_ends_the_command(tmp_path: Path) -> None:
    write(tmp_path, {"resources.yaml": SMALLEST, "languages/en.yaml": "home: text"})
    done = pathgen("render", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        2,
        "pathgen: languages/en.yaml:1:7: home must be a mapping of names and texts\n",
    )


def test_a_file_that_is_named_after_no_language_is_told(tmp_path: Path) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST, "languages/klingonish.yaml": "home: {}\n"})
    with pytest.raises(PathgenError, match="'klingonish' is not a valid language tag"):
        render(project)


def test_files_of_the_theme_and_assets_are_replaced_by_name(tmp_path: Path, engine: str) -> None:
    files = {
        "resources.yaml": SMALLEST,
        "overrides/404.html": '{% extends "main.html" %}{% block content %}<h1 id="missing">Nothing</h1>{% endblock %}',
        "overrides/assets/favicon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "overrides/.hidden": "no",
    }
    project = write(tmp_path, files)
    build(project, site_of(project), engine)
    assert "Nothing" in content_of(site_of(project) / "404.html").text_content()
    assert (site_of(project) / "assets" / "favicon.svg").read_text() == files["overrides/assets/favicon.svg"]
    assert not (project.build / "overrides" / ".hidden").exists()


def test_a_kind_of_a_language_says_the_rest_as_the_language_does(tmp_path: Path) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST, "languages/ar-EG.yaml": "home: {audience: Of Egypt}\n"})
    edit(project, "title: My path", "title: Path, language: ar-eg, audience: All")
    text = shown(project)
    assert "Of Egypt" in text
    assert "See the topics" not in text  # it is said in Arabic
    write(tmp_path, {"languages/ar.yaml": "home: {see_topics: Of all Arabs, audience: Theirs}\n"})
    text = shown(project)
    assert ("Of Egypt" in text, "Of all Arabs" in text, "Theirs" in text) == (True, True, False)


def test_what_editors_and_systems_hide_beside_a_file_is_no_language(tmp_path: Path) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST, "languages/en.yaml": "home: {see_topics: Mine}\n"})
    (tmp_path / "languages" / ".#en.yaml").symlink_to("someone@somewhere.1")  # as Emacs does while one writes
    assert "Mine" in shown(project)


def test_words_whose_folder_is_deleted_are_gone(tmp_path: Path) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST, "languages/en.yaml": "home: {see_topics: Mine}\n"})
    assert "Mine" in shown(project)
    shutil.rmtree(tmp_path / "languages")
    assert "See the topics" in shown(project)


def test_a_text_is_text_wherever_it_stands(tmp_path: Path, engine: str) -> None:
    hostile = '</script><script>alert(1)</script><b>&amp;"'
    words = f"""\
home: {{see_topics: '{hostile}', entries: {{other: '{{count}} {hostile}'}}}}
script: {{plan: {{calendar: '{hostile} {{title}}'}}}}
frame: {{dark: '{hostile}', toc: '{hostile}', engine: {{missing: '{hostile}', credits: '{hostile}'}}}}
"""
    project = write(tmp_path, {"resources.yaml": SMALLEST, "languages/en.yaml": words})
    build(project, site_of(project), engine)
    for page in site_of(project).rglob("*.html"):
        assert "alert(1)" not in "".join(parsed(page).xpath("//script[not(@type)]/text()")), page
        assert not parsed(page).xpath("//b"), page
    home, missing = (parsed(site_of(project) / name) for name in ("index.html", "404.html"))
    assert hostile in home.xpath("string(//main)")
    assert hostile in [label.get("title") for label in home.xpath("//label")]
    assert missing.xpath("string(//h1)") == hostile


def test_the_themes_program_works_through_the_pages_that_hold_something_for_it(tmp_path: Path, engine: str) -> None:
    """It takes a tenth of a second on a phone to look through a long list for what only prose holds."""
    files = {
        "resources.yaml": SMALLEST,
        "content/table.md": "# A table\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        "content/code.md": "# Code\n\n```python\npass\n```\n",
    }
    project = write(tmp_path, files)
    build(project, site_of(project), engine)
    found = "//*[@data-md-component='content']"
    worked = {
        page: bool(parsed(site_of(project) / page / "index.html").xpath(found))
        for page in ("table", "code", "topics/basics")
    }
    assert worked == {"table": True, "code": True, "topics/basics": False}
