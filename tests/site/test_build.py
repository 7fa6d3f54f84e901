"""Building a site: reproducible, whole or not at all, and strict about what leads nowhere."""

from __future__ import annotations

import gzip
import os
import re
import sys
import tomllib
from pathlib import Path

import pytest
from command import pathgen, pathgen_process
from projects import SMALLEST, content_of, edit, parsed, site_of, times, write

from pathgen.errors import PathgenError
from pathgen.files import read_tree
from pathgen.site.build import MARK, build
from pathgen.site.engine import started_engine
from pathgen.site.render import Project
from pathgen.today import EPOCH_VARIABLE


def rebuilt(project: Project, engine: str) -> list[str]:
    """Build again; give the files of the site that changed."""
    loaded, changed = build(project, site_of(project), engine)
    assert loaded.is_valid
    return changed


def fail_to_build(project: Project, engine: str) -> str:
    """Return the message of a build that fails, after checking that the last site is unchanged."""
    before, written = read_tree(site_of(project)), times(site_of(project))
    with pytest.raises(PathgenError) as failure:
        build(project, site_of(project), engine)
    assert read_tree(site_of(project)) == before
    assert times(site_of(project)) == written
    return str(failure.value)


# --- the same again ----------------------------------------------------------------------------------------------


def test_the_smallest_catalogue_gives_a_whole_site(built: Project) -> None:
    pages = {name for name in read_tree(site_of(built)) if name.endswith(".html")}
    expected = {"index.html", "404.html", "credits/index.html", "progress/index.html"}
    assert pages == expected | {"topics/index.html", "topics/basics/index.html"}
    assert content_of(site_of(built) / "topics/basics/index.html").xpath("//a[@href = 'https://example.org/a']")


def test_another_process_in_another_folder_on_another_day_makes_the_same_bytes(
    built: Project, engine: str, tmp_path: Path
) -> None:
    elsewhere = write(tmp_path / "else where", {"resources.yaml": SMALLEST})
    os.utime(elsewhere.catalogue, (1_000_000_000, 1_000_000_000))
    far = {"TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "7"}
    done = pathgen_process(
        "build", "--engine", engine, "--output", "other", "else where/resources.yaml", cwd=tmp_path, **far
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert done.stderr.startswith("The site is in other (")
    assert read_tree(tmp_path / "other") == read_tree(site_of(built))


def test_a_build_writes_no_date_that_nobody_knows(built: Project, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(EPOCH_VARIABLE, raising=False)
    built.config.write_text("site_url: https://example.org/\n", encoding="utf-8")  # without it there is no sitemap
    rebuilt(built, engine)
    tree = read_tree(site_of(built))
    assert "feed.xml" not in tree, "nothing has happened yet, and a feed needs a date"
    assert not [name for name, data in tree.items() if re.search(rb"\b19[78][0-9]-|lastmod", data)]
    packed = tree.get("sitemap.xml.gz")
    assert packed is None or (gzip.decompress(packed), packed[4:8]) == (tree["sitemap.xml"], bytes(4))
    edit(built, "{title: A page,", "{title: A page, added: 2024-05-06,")
    rebuilt(built, engine)
    assert b"<updated>2024-05-06T00:00:00Z" in read_tree(site_of(built))["feed.xml"]


def test_a_build_uses_the_time_that_it_is_given(built: Project, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EPOCH_VARIABLE, "1700000000")
    built.config.write_text("site_url: https://example.org/\n", encoding="utf-8")
    rebuilt(built, engine)
    tree = read_tree(site_of(built))
    assert b"<updated>2023-11-14T22:13:20Z" in tree["feed.xml"]
    days = set(re.findall(rb"<lastmod>(.*?)<", tree["sitemap.xml"]))
    assert days == ({b"2023-11-14"} if engine == "mkdocs" else set()), "Zensical writes none"


def test_building_again_writes_nothing(built: Project, engine: str) -> None:
    before = times(site_of(built))
    for path in (built.catalogue, *(built.build / "docs").rglob("*")):
        os.utime(path, (2_000_000_000, 2_000_000_000))
    assert rebuilt(built, engine) == []
    assert times(site_of(built)) == before


def test_only_what_changed_is_written(built: Project, engine: str) -> None:
    before, tree = times(site_of(built)), read_tree(site_of(built))
    edit(built, "A page", "Another page")
    changed = rebuilt(built, engine)
    assert [name for name in changed if name.endswith(".html")] == ["topics/basics/index.html"]
    after = read_tree(site_of(built))
    assert {name for name in after if after[name] != tree[name]} == set(changed)
    assert {name for name, time in times(site_of(built)).items() if time != before[name]} == set(changed)


def test_a_page_that_is_gone_from_the_catalogue_goes_from_the_site(built: Project, engine: str) -> None:
    edit(built, "id: basics", "id: fundamentals")
    assert {"topics/basics/index.html", "topics/fundamentals/index.html"} <= set(rebuilt(built, engine))
    assert not (site_of(built) / "topics" / "basics").exists()
    assert "basics/" not in (site_of(built) / "llms.txt").read_text(encoding="utf-8")


# --- whole or not at all -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["mkdocs"])
def test_an_invalid_catalogue_leaves_the_last_site(built: Project, engine: str) -> None:
    before = times(site_of(built))
    edit(built, "title: Basics", "titel: Basics")
    loaded, changed = build(built, site_of(built), engine)
    assert (loaded.is_valid, changed) == (False, [])
    assert times(site_of(built)) == before


def test_a_link_of_the_prose_that_leads_nowhere_leaves_the_last_site(built: Project, engine: str) -> None:
    page = "# Own\n\nSee [a page](nowhere.md) and [a place](topics/basics.md#basics-a-pgae).\n"
    write(built.folder, {"content/own.md": page})
    said = fail_to_build(built, engine)
    assert "nowhere.md" in said
    assert "basics-a-pgae" in said
    assert "\x1b" not in said, "no colours"
    assert "Traceback" not in said


@pytest.mark.parametrize("engine", ["mkdocs"])
def test_a_mistake_in_a_template_leaves_the_last_site(built: Project, engine: str) -> None:
    write(built.folder, {"templates/topic.md.j2": "{{ nothing }}"})
    assert "there is no value `nothing`" in fail_to_build(built, engine)


def test_what_no_engine_checks_leaves_the_last_site_too(built: Project, engine: str) -> None:
    page = '# Own\n\n<p><a href="../nowhere/">x</a> <img src="../net.png" alt=""></p>\n'
    write(built.folder, {"content/own.md": page, "content/extra.html": "<p>Hello</p>"})
    assert fail_to_build(built, engine).splitlines() == [
        "the site was not published because of these errors:",
        "  extra.html: no link leads to this page",
        "  own/index.html: there is no file at 'net.png'",
        "  own/index.html: there is no file at 'nowhere/'",
    ]


@pytest.mark.parametrize("engine", ["zensical"])
def test_an_anchor_that_a_page_has_twice_leaves_the_last_site(built: Project, engine: str) -> None:
    write(built.folder, {"content/own.md": '# Own\n\n<p id="twice">A</p>\n\n<p id="twice">B</p>\n'})
    assert fail_to_build(built, engine).endswith("\n  own/index.html: the anchor 'twice' is there more than once")


@pytest.mark.parametrize("engine", ["mkdocs"])
def test_an_engine_that_fails_leaves_the_last_site_and_is_quoted(built: Project, engine: str) -> None:
    write(built.folder, {"mkdocs.yml": "plugins: [{material/meta: {enabled: 5}}]"})
    said = fail_to_build(built, engine)
    assert said.startswith("mkdocs could not build the site:\n")
    assert "Plugin 'material/meta' option 'enabled': Expected type" in said


@pytest.mark.parametrize("engine", ["mkdocs"])
def test_the_last_line_of_an_engine_that_crashes_is_shown(built: Project, engine: str) -> None:
    write(built.folder, {"hook.py": "def on_env(env, **_):\n    raise OSError(28, 'No space left on device')\n"})
    write(built.folder, {"mkdocs.yml": f"hooks: [{built.folder / 'hook.py'}]\n"})
    assert fail_to_build(built, engine).endswith("\nOSError: [Errno 28] No space left on device")


@pytest.mark.parametrize("engine", ["mkdocs"])
def test_an_empty_date_of_the_source_is_none(built: Project, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    loaded, _ = build(built, site_of(built), engine)
    assert loaded.is_valid


def test_front_matter_that_cannot_be_read_leaves_the_last_site(built: Project, engine: str) -> None:
    write(built.folder, {"content/b.md": "---\ntitle: Lecture: one\ndescription: A text\n---\n\nHello\n"})
    assert fail_to_build(built, engine).startswith("content/b.md:2:15: not YAML: a value contains `: `")


def test_a_page_with_rules_and_colons_is_published(built: Project, engine: str) -> None:
    prose = {
        "a": "# Hello\n\n---\n\nNote: text\n",
        "b": "---\n\nNote: text\n\n## More\n\nText: more\n",
        "c": "---\n\nAt 12:30: a text\n\n---\n",
    }
    write(built.folder, {f"content/{name}.md": text for name, text in prose.items()})
    assert {f"{name}/index.html" for name in prose} <= {*rebuilt(built, engine)}


def test_characters_above_ffff_are_shown_wherever_a_title_or_summary_is(built: Project, engine: str) -> None:
    rare = "\U0001d53d \U00020bb7 \U0001f680"
    edit(built, "{title: My path}", f"{{title: Path {rare}, summary: Sum {rare}}}")
    edit(built, "title: Basics", f"title: Topic {rare}\n    summary: Sum {rare}")
    edit(built, "topics:\n", f"steps:\n  - {{id: one, title: Step {rare}, summary: Sum {rare}}}\ntopics:\n")
    rebuilt(built, engine)
    for page, title in (("", "Path"), ("topics/basics/", "Topic"), ("steps/one/", "Step")):
        html = parsed(site_of(built) / page / "index.html")
        assert f"{title} {rare}" in html.findtext("head/title")
        assert html.xpath("//article//h1[1]")[0].text_content() == f"{title} {rare}"
        assert f"Sum {rare}" in html.xpath("//meta[@name = 'description']/@content")[0]


@pytest.mark.parametrize("engine", ["zensical"])
@pytest.mark.parametrize(
    ("written", "message"),
    [
        (b"{% if %}\n", ":2: write a value before `%}`"),
        (b"\xff", ": byte 26 is not UTF-8 text; save it as UTF-8"),
    ],
)
def test_a_file_of_the_theme_that_is_no_template_is_told_with_its_place(
    built: Project, engine: str, written: bytes, message: str
) -> None:
    file = built.folder / "overrides" / "main.html"
    file.parent.mkdir()
    file.write_bytes(b'{% extends "base.html" %}\n' + written)
    assert fail_to_build(built, engine) == f"{file}{message}"


@pytest.mark.parametrize(
    ("engine", "message"),
    [
        (
            "mkdocs",
            "overrides/main.html:2: jinja2.exceptions.UndefinedError: 'mkdocs.structure.pages.Page object' has no",
        ),
        ("zensical", "undefined value (in main.html:2)"),
    ],
)
def test_a_file_of_the_theme_that_fails_is_told_with_its_place_by_the_engine_that_knows_it(
    built: Project, engine: str, message: str
) -> None:
    block = "{% block content %}{{ page.nothing.a }}{{ super() }}{% endblock %}"
    write(built.folder, {"overrides/main.html": f'{{% extends "base.html" %}}\n{block}\n'})
    assert message in fail_to_build(built, engine)


@pytest.mark.skipif(sys.platform == "win32", reason="no file is called so there")
@pytest.mark.parametrize("engine", ["zensical"])
def test_an_engine_that_ends_well_without_a_page_leaves_the_last_site(built: Project, engine: str) -> None:
    write(built.folder, {"content/a: b.md": "# Zensical takes this for an address"})
    assert fail_to_build(built, engine).endswith("\n  index.html: the engine made no such page")


def test_an_engine_that_is_not_there_is_told_with_how_to_get_it(
    tmp_path: Path, root: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, engine, None)  # by which Python is told that there is none
    with pytest.raises(PathgenError) as missing, started_engine(engine, tmp_path):
        pass
    advice = re.fullmatch(
        f"the engine {engine} is not installed; run: pip install '({engine}[^']+)'", str(missing.value)
    )
    assert advice
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert advice[1] in [*project["dependencies"], *project["optional-dependencies"]["zensical"]]
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"pip install '(zensical[^']+)'", readme) == project["optional-dependencies"]["zensical"]
    assert "pip install 'pathgen[" not in readme


@pytest.mark.parametrize("engine", ["zensical"])
def test_a_topic_called_index_keeps_its_page(built: Project, engine: str) -> None:
    edit(built, "topics:\n", "topics:\n  - {id: index, title: Of the whole}\n")
    rebuilt(built, engine)
    assert content_of(site_of(built) / "topics/index.html").xpath(".//h1[. = 'Topics']")


def test_a_language_that_the_theme_does_not_speak_is_no_obstacle(built: Project, engine: str) -> None:
    edit(built, "{title: My path}", "{title: My path, language: la}")
    rebuilt(built, engine)


# --- where it is written -----------------------------------------------------------------------------------------


def refused(project: Project, output: Path) -> str:
    """Return the message of a build into a folder that is refused, after checking that the project is unchanged."""
    before = read_tree(project.folder)
    with pytest.raises(PathgenError) as failure:
        build(project, output, "mkdocs")
    assert read_tree(project.folder) == before
    return str(failure.value)


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST, "site/thesis.txt": "the only copy"})
    message = "contains files that pathgen did not write; choose an empty or new folder"
    assert refused(project, site_of(project)) == f"{site_of(project)} {message}"


@pytest.mark.parametrize("output", [".", "..", "site/.."])
def test_the_project_itself_is_refused(tmp_path: Path, output: str) -> None:
    project = write(tmp_path / "below", {"resources.yaml": SMALLEST, MARK: "", "site/x": ""})
    assert refused(project, project.folder / output).endswith("contains the project itself; choose another folder")


@pytest.mark.parametrize("output", ["build", "build/docs", "content", "content/below", "templates"])
def test_a_part_of_the_project_is_refused(tmp_path: Path, output: str) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST, "content/own.md": "# Own"})
    assert refused(project, project.folder / output).endswith("is part of the project; choose another folder")


def test_a_file_is_refused(tmp_path: Path) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST, "site": "a file"})
    assert refused(project, site_of(project)) == f"{site_of(project)} is a file, not a folder"


@pytest.mark.parametrize("engine", ["zensical"])
def test_an_empty_folder_is_fine(built: Project, engine: str) -> None:
    (built.folder / "empty").mkdir()
    build(built, built.folder / "empty", engine)
    assert read_tree(built.folder / "empty") == read_tree(site_of(built))


# --- the command -------------------------------------------------------------------------------------------------


def test_an_invalid_catalogue_is_told_with_status_1(tmp_path: Path) -> None:
    write(tmp_path, {"resources.yaml": SMALLEST.replace("Basics", "''")})
    done = pathgen("build", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("resources.yaml:4:12: error[missing-value] `title` has no value\n")
    assert [path.name for path in tmp_path.iterdir()] == ["resources.yaml"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build"], "pathgen: cannot read resources.yaml: no such file or directory\n"),
        (["render", "other.yaml"], "pathgen: cannot read other.yaml: no such file or directory\n"),
        (["build", "--output", "thesis"], "pathgen: thesis contains files that pathgen did not write; choose "),
    ],
)
def test_what_stops_the_command_is_one_line_with_status_2(tmp_path: Path, arguments: list[str], message: str) -> None:
    write(tmp_path, {"thesis/only-copy.txt": ""})
    done = pathgen(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(message)


def test_an_engine_that_nobody_made_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    done = pathgen("build", "--engine", "jekyll", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "'jekyll' is not one of 'mkdocs', 'zensical'" in done.stderr
