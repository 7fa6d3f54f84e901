"""Each setting of the theme in a project's ``mkdocs.yml`` works with both engines, or is refused with its place."""

from __future__ import annotations

import re
from pathlib import Path

import material
import pytest
from command import pathgen
from mkdocs.config.defaults import MkDocsConfig
from projects import SMALLEST, parsed, site_of, write

from pathgen.errors import PathgenError
from pathgen.site.build import build
from pathgen.site.engine_settings import SETTINGS, settings_faults

REFUSED = [name for name, setting in SETTINGS.items() if setting.instead]
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle r="4" cx="4" cy="4"/></svg>'
WORKS = """\
site_name: !ENV [PATHGEN_TEST_NAME, "Bread & <b>"]
site_author: A baker
copyright: Mine
repo_url: https://github.com/o/bread
repo_name: the repository
edit_uri: edit/main/
extra_css: [look.css]
extra_javascript: [look.js, {path: late.js, defer: true}]
extra_templates: [names.txt]
theme:
  name: material
  variant: classic
  font: false
  logo: logo.svg
  favicon: logo.svg
  icon: {repo: fontawesome/brands/github, menu: material/dots-vertical}
  features: [content.action.edit, content.action.view, navigation.tabs, content.code.copy]
  palette:
    - {scheme: slate, toggle: {icon: material/weather-sunny}}
    - {scheme: default, toggle: {icon: material/weather-night, name: To the dark}}
extra:
  homepage: https://example.org/
  generator: false
  social: [{icon: fontawesome/brands/mastodon, link: "https://example.org/@us", name: Us}]
  alternate: [{name: Deutsch, link: "https://example.org/de/", lang: de}]
  analytics: {provider: custom}
  annotate: {json: [.s2]}
  mine: {free: yes}
"""
FILES = {
    "resources.yaml": SMALLEST + "steps: [{id: first, title: First}, {id: second, title: Second}]\n",
    "mkdocs.yml": WORKS,
    "content/own.md": "# Own\n\n```py\nprint()\n```\n",
    "content/steps/first.md": "Prose\n",
    "content/look.css": "",
    "content/look.js": "",
    "content/late.js": "",
    "content/names.txt": "{{ config.site_name }}",
    "content/logo.svg": PICTURE,
    "overrides/partials/integrations/analytics/custom.html": "<script>var counted = 1</script>",
    "overrides/partials/comments.html": "<p>Comments of {{ page.title }}</p>",
}


def faults(folder: Path, settings: str) -> list[tuple[int, int, str]]:
    write(folder, {"mkdocs.yml": settings})
    return list(settings_faults(folder / "mkdocs.yml"))


def as_yaml(name: str) -> str:
    """Write a setting by its name in the table, in the second line of the file."""
    parent, is_item, item = name.partition(": ")
    above, _, key = parent.rpartition(".")
    value = f"[{item}]" if is_item else "x"
    return f"{above}:\n  {key}: {value}\n" if above else f"# one setting\n{key}: {value}\n"


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_work_is_refused_with_what_to_do_instead(tmp_path: Path, name: str) -> None:
    [(line, _, reason)] = faults(tmp_path, as_yaml(name))
    assert line == 2
    assert SETTINGS[name].instead in reason


@pytest.mark.parametrize(
    ("settings", "place", "message"),
    [
        ("site_name: 2026", (1, 12), "write it in quotes: `'2026'`"),
        ("site_nam: a", (1, 1), "there is no setting `site_nam`; did you mean `site_name`?"),
        ("theme:\n  feature: []", (2, 3), "did you mean `features`?"),
        ("theme: readthedocs", (1, 8), "can only be `material`"),
        ("theme: {name: mkdocs}", (1, 15), "can only be `material`"),
        ("theme: {variant: modern}", (1, 18), "can only be `classic`"),
        ("theme: [a]", (1, 8), "`theme` is a mapping"),
        ("theme: {font: {text: Roboto}}", (1, 15), "Google would see each reader"),
        ("theme: {logo: none.svg}", (1, 15), "there is no file content/none.svg"),
        ("theme: {icon: {logo: no/icon}}", (1, 22), "there is no icon no/icon"),
        ("theme: {features: [content.code.copi]}", (1, 20), "did you mean `content.code.copy`?"),
        ("theme: {features: [content.action.edit]}", (1, 20), "needs `edit_uri`"),
        ("theme: {features: navigation.tabs}", (1, 19), "`theme.features` is a list"),
        ("theme: {palette: {primary: teal}}", (1, 28), "set `--pg-accent`"),
        ("theme: {palette: [{scheme: youtube}]}", (1, 28), "write `default` for light or `slate` for dark"),
        ("theme: {palette: [{toggle: 1}]}", (1, 28), "`icon` is missing"),
        ("theme: {palette: [a]}", (1, 19), "a mapping is expected"),
        ("extra_css: [no.css]", (1, 13), "there is no file content/no.css"),
        ("extra_css: look.css", (1, 12), "a list of files is expected"),
        ("extra_javascript: [{defer: true}]", (1, 20), "`path` is missing"),
        ("extra: {social: [{link: a}]}", (1, 18), "`icon` is missing"),
        ("extra: {social: {link: a}}", (1, 17), "a list is expected"),
        ("extra: {generator: true}", (1, 20), "the footer names no engine"),
        ("repo_url: example.org", (1, 11), "an address that starts with `https://`"),
        ("edit_uri: edit/main/", (1, 1), "needs `repo_url`"),
        ("plugins: [{material/search: {}}]", (1, 12), "the search is pathgen's own"),
        ("plugins: {search: {}}", (1, 11), "the search is pathgen's own"),
        ("plugins: [{no-such: {}}]", (1, 12), "there is no plug-in `no-such`; install the package"),
        ("markdown_extensions: [pymdownx.no_such]", (1, 23), "there is no extension `pymdownx.no_such`; install"),
        ("markdown_extensions: {no_such: {}}", (1, 23), "there is no extension `no_such`"),
        ("hooks: [no.py]", (1, 9), "there is no file no.py; hooks are beside mkdocs.yml"),
        ("site_url: example.org", (1, 11), "an address that starts with `https://`"),
    ],
)
def test_a_value_that_would_do_nothing_is_refused(
    tmp_path: Path, settings: str, place: tuple[int, int], message: str
) -> None:
    [(line, column, reason)] = faults(tmp_path, settings)
    assert (line, column) == place
    assert message in reason


@pytest.mark.parametrize(
    "settings",
    [
        "theme: material",
        "theme:",
        "extra:",
        "copyright:",
        "theme: {palette: {scheme: slate}}",
        "theme: {palette: [{media: (prefers-color-scheme), primary: custom}]}",
        "extra_css: [assets/pathgen.css, 'https://example.org/a.css']",
        "plugins: [privacy, {material/meta: {}}]",
        "markdown_extensions: [abbr, pymdownx.keys, 'markdown.extensions.smarty:SmartyExtension', {toc: {}}]",
        "extra: {my: {own: names}}",
        "site_url: !ENV [A, B]",
    ],
)
def test_what_works_is_not_refused(tmp_path: Path, settings: str) -> None:
    assert faults(tmp_path, settings) == []


def test_all_faults_are_reported_by_validate_and_the_first_stops_a_build(tmp_path: Path) -> None:
    write(tmp_path, {"resources.yaml": SMALLEST, "mkdocs.yml": "site_name: A\nnav: []\nstrict: true\n"})
    for command in ("validate", "build"):
        done = pathgen(command, cwd=tmp_path)
        assert done.returncode != 0
        assert "mkdocs.yml:2:1: " in done.stdout + done.stderr
        assert "`nav` cannot be set" in done.stdout + done.stderr
        assert ("mkdocs.yml:3:1: " in done.stdout) == (command == "validate")


def test_the_table_has_all_settings_of_the_engine_and_the_theme() -> None:
    options = {name for name, _ in MkDocsConfig._schema}
    old = {"config_file_path", "mdx_configs", "pages", "google_analytics", "theme", "extra"}
    assert options - old - SETTINGS.keys() == set()
    templates = Path(next(iter(material.__path__))) / "templates"
    texts = [file.read_text(encoding="utf-8") for file in templates.rglob("*.html")]
    features = {name for text in texts for name in re.findall(r'"([a-z]+\.[a-z.]+)" (?:not )?in features', text)}
    assert len(features) > 10
    assert {f"theme.features: {name}" for name in features} - SETTINGS.keys() == set()


def test_every_setting_that_works_is_seen(tmp_path: Path, engine: str) -> None:
    project = write(tmp_path, FILES)
    loaded, _ = build(project, site_of(project), engine)
    assert loaded.is_valid
    site = site_of(project)
    page, step, plain = (parsed(site / f"{name}index.html") for name in ("own/", "steps/first/", "steps/second/"))
    head = {meta.get("name"): meta.get("content") for meta in page.iter("meta")}
    assert page.findtext(".//title") == "Own - Bread & <b>"
    assert head["author"] == "A baker"
    assert page.xpath("string(.//footer)").split()[0] == "Mine"
    [source, *_] = page.xpath(".//header//a[contains(@class, 'md-source')]")
    assert (source.get("href"), source.text_content().split()) == ("https://github.com/o/bread", ["the", "repository"])
    assert source.get("data-md-component") is None, "a script would ask GitHub for stars"
    edits = [page.xpath("string(.//a[@rel='edit']/@href)") for page in (page, step, plain)]
    files = ["content/own.md", "content/steps/first.md", "resources.yaml"]
    assert edits == [f"https://github.com/o/bread/edit/main/{file}" for file in files]
    [view] = page.xpath(".//a[contains(@class, 'md-content__button') and not(@rel)]/@href")
    assert view == "https://github.com/o/bread/blob/main/content/own.md"
    assert [link.get("href") for link in page.iter("link")].count("../look.css") == 1
    scripts = {script.get("src"): script.get("defer") is not None for script in page.iter("script")}
    assert (scripts["../look.js"], scripts["../late.js"]) == (False, True)
    assert (site / "names.txt").read_text(encoding="utf-8").startswith("Bread &")
    assert "../logo.svg" in page.xpath(".//header//img/@src")
    assert page.xpath("string(.//link[@rel='icon']/@href)") == "../logo.svg"
    assert page.xpath(".//header//form[@data-md-component='palette']/input/@aria-label") == [
        "Switch to light colours",
        "To the dark",
    ]
    assert not page.xpath("//link[contains(@href, 'googleapis')]")
    assert page.xpath(".//header//a[contains(@class, 'pg-name')]/@href") == ["https://example.org/"]
    assert page.xpath(".//footer//a[contains(@class, 'md-social')]/@href") == ["https://example.org/@us"]
    assert "https://example.org/de/" in page.xpath(".//header//a/@href")
    assert "counted = 1" in "".join(page.xpath(".//script/text()"))
    assert "Comments of Own" in page.text_content()


def test_what_only_mkdocs_runs_is_refused_for_the_other(tmp_path: Path) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST, "mkdocs.yml": "site_name: A\nplugins: []\n"})
    with pytest.raises(PathgenError, match=r"mkdocs.yml:2:1: zensical does not run `plugins`; delete it"):
        build(project, site_of(project), "zensical")
