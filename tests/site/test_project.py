"""What a project adds to its catalogue: prose, pictures, templates and settings of its own."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urljoin

import pytest
from command import pathgen
from projects import SMALLEST, content_of, parsed, site_of, write

from pathgen.errors import PathgenError
from pathgen.files import read_tree
from pathgen.site.build import build
from pathgen.site.render import Project, render

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>'
STEPS = """
steps:
  - id: first
    title: First
    resources:
      - {title: Another page, url: "https://example.org/b"}
"""


def built(project: Project, engine: str) -> Path:
    """Build a project; give its site."""
    loaded, _ = build(project, site_of(project), engine)
    assert loaded.diagnostics == ()
    return site_of(project)


def refused(folder: Path) -> str:
    """Render a project in vain; give the one line that is said, from the file's name on."""
    with pytest.raises(PathgenError) as failure:
        render(Project(folder / "resources.yaml"))
    said = str(failure.value).removeprefix(f"{folder}{os.sep}")
    assert "\n" not in said
    return said


def hrefs(site: Path, address: str) -> dict[str, str]:
    """Tell where the links of a page's content lead, seen from the root: ``{words: address}``."""
    links = [link for link in content_of(site / address / "index.html").iter("a") if link.get("href") is not None]
    return {link.text_content(): urljoin(f"/{address}", link.get("href")) for link in links}


# --- prose -------------------------------------------------------------------------------------------------------


def test_prose_leads_to_pages_and_shows_pictures(tmp_path: Path, engine: str) -> None:
    prose = """
# My own page

[home](index.md), [step](steps/first.md), [entry](steps/first.md#first-another-page), [topic](topics/basics.md),
[all](topics/index.md "All of them"), [progress](<progress.md>), [credits][c], [here](#mine), [out](https://example.org/x).
![net](pictures/net.svg) [the picture](pictures/net.svg) ![again][n]

[c]: credits.md
[n]: pictures/net.svg

## Mine
"""
    step = "[own](../own-page.md), [home](../index.md), ![net](../pictures/net.svg), [below](first.md)\n"
    home = "[own](own-page.md#mine) ![net](pictures/net.svg)\n"
    content = {"own-page.md": prose, "steps/first.md": step, "index.md": home, "pictures/net.svg": PICTURE}
    files = {f"content/{name}": text for name, text in content.items()}
    site = built(write(tmp_path, {"resources.yaml": SMALLEST + STEPS, **files}), engine)
    assert hrefs(site, "own-page/") == {
        "home": "/",
        "step": "/steps/first/",
        "entry": "/steps/first/#first-another-page",
        "topic": "/topics/basics/",
        "all": "/topics/",
        "progress": "/progress/",
        "credits": "/credits/",
        "here": "/own-page/#mine",
        "out": "https://example.org/x",
        "the picture": "/pictures/net.svg",
    }
    assert hrefs(site, "steps/first/").items() >= {"own": "/own-page/", "below": "/steps/first/"}.items()
    assert hrefs(site, "")["own"] == "/own-page/#mine"
    pictures = [content_of(site / page).xpath(".//img/@src") for page in ("own-page/index.html", "index.html")]
    assert pictures == [["../pictures/net.svg"] * 2, ["pictures/net.svg"]]
    assert (site / "pictures/net.svg").read_text(encoding="utf-8") == PICTURE


def test_outside_links_of_the_prose_tell_the_other_site_nothing(tmp_path: Path, engine: str) -> None:
    prose = "# Own\n\n[a](https://example.org), <https://example.org/b>, [c](HTTP://example.org), [d](index.md)\n"
    site = built(write(tmp_path, {"resources.yaml": SMALLEST, "content/own.md": prose}), engine)
    relations = {link.text_content(): link.get("rel") for link in content_of(site / "own/index.html").iter("a")}
    relations.pop("", None)
    assert relations == {"a": "noopener", "https://example.org/b": "noopener", "c": "noopener", "d": None}


def test_a_page_of_ones_own_may_have_any_name(tmp_path: Path, engine: str) -> None:
    names = ["My page é", "a&b", "100%", "__x__", "{{ x }}", "a#b"]
    files = {f"content/{name}.md": "Text\n" for name in names}
    site = built(write(tmp_path, {"resources.yaml": SMALLEST, **files}), engine)
    titles = [parsed(site / name / "index.html").findtext(".//title") for name in names]
    expected = ["My page é", "A&b", "100%", "__x__", "{{ x }}", "A#b"]
    assert titles == [f"{title} - My path" for title in expected]


FENCED = "```sh\n# no heading\n```\n\n"
TITLED = {
    "front": ("---\ntitle: \"Tools: <b> & 'more'\"\n---\n# Heading\n", "Tools: <b> & 'more'"),
    "lines": ("---\r\ntitle: 2026\r\n---\r\nText\r\n", "2026"),
    "first": ("---\nhide: [toc]\n---\n## Below\n\n# The *first* `code` {: #top }\n", "The first code"),
    "lined": (f"{FENCED}Under\nlined\n=====\n", "Under lined"),
    "below": (f"{FENCED}## Only this\n", "Only this"),
    "by-name": (f"{FENCED}Text\n", "My by name"),
    "rules": ("---\nNo mapping\n\n---\n# Between rules\n", "Between rules"),
}
"""Pages by their names: the prose, and the title that it has."""


def test_a_page_is_called_by_its_front_matter_or_heading(tmp_path: Path, engine: str) -> None:
    files = {f"content/my-{name}.md": prose for name, (prose, _) in TITLED.items()}
    site = built(write(tmp_path, {"resources.yaml": SMALLEST, **files}), engine)
    links = {
        link.get("href"): " ".join(link.text_content().split())
        for link in parsed(site / "credits/index.html").iter("a")
    }
    found = (site / "assets/search.json").read_text(encoding="utf-8").replace('\\"', '"')
    for name, (_, title) in TITLED.items():
        page = site / f"my-{name}/index.html"
        assert parsed(page).findtext(".//title") == f"{title} - My path"
        assert links[f"../my-{name}/"] == title
        assert title in found
        text = content_of(page).text_content()
        assert "hide:" not in text
        assert "title:" not in text


def test_front_matter_of_a_page_is_for_the_theme(tmp_path: Path, engine: str) -> None:
    front = "---\ndescription: All about it\nhide: [toc]\n---\n"
    pages = {"content/plain.md": "# A\n\n## B\n", "content/own.md": f"{front}# A\n\n## B\n"}
    site = built(write(tmp_path, {"resources.yaml": SMALLEST, **pages}), engine)
    plain, hidden = (parsed(site / name / "index.html") for name in ("plain", "own"))
    assert hidden.xpath("string(.//meta[@name='description']/@content)") == "All about it"
    secondary = ".//div[@data-md-type='toc']/@hidden"
    assert (bool(plain.xpath(secondary)), bool(hidden.xpath(secondary))) == (False, True)


@pytest.mark.parametrize(
    ("name", "prose", "place", "message"),
    [
        ("own", "---\ntitle: [\n---\n", "own.md:2:8", "this `[` is never closed"),
        ("own", "---\ntitle: A\nsearch: {exclude: true}\n---\n", "own.md:3:1", "finds every page; delete `search`"),
        ("own", '---\ntitle: tags\n"tags": [a]\n---\n', "own.md:3:1", "pages of prose have no tags; delete `tags`"),
        ("steps/first", "---\ntitle: A\n---\n", "steps/first.md:1:1", "the catalogue says what this page is called"),
        ("index", "---\ntitle: A\n---\n", "index.md:1:1", "the catalogue says what this page is called"),
    ],
)
def test_front_matter_that_would_do_nothing_is_refused(
    tmp_path: Path, name: str, prose: str, place: str, message: str
) -> None:
    write(tmp_path, {"resources.yaml": SMALLEST + STEPS, f"content/{name}.md": prose})
    assert message in refused(tmp_path)
    done = pathgen("validate", cwd=tmp_path)
    assert done.returncode == 1
    assert f"content/{place}: error[bad-site-file]" in done.stdout
    assert message in done.stdout


def test_prose_that_is_not_text_is_told_with_its_place(tmp_path: Path) -> None:
    write(tmp_path, {"resources.yaml": SMALLEST, "content/own.md": b"caf\xe9"})
    assert refused(tmp_path) == "content/own.md: byte 3 is not UTF-8 text; save it as UTF-8"


@pytest.mark.parametrize(
    "name",
    ["404", "concepts", "credits", "libraries", "rules", "topics"],
)
def test_a_page_cannot_take_the_name_of_one_that_is_made(tmp_path: Path, name: str) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST, f"content/{name}.md": "# Mine"})
    with pytest.raises(PathgenError, match=f"^content/{name}.md: pathgen writes a page of that name; rename yours"):
        render(project)


def test_the_page_of_rules_is_there_where_the_catalogue_asks_for_it(tmp_path: Path) -> None:
    asking = SMALLEST.replace("{title: My path}", "{title: My path, show_rules: yes}")
    for catalogue, is_there in ((SMALLEST, False), (asking, True)):
        project = write(tmp_path, {"resources.yaml": catalogue})
        render(project)
        assert (project.build / "docs" / "rules" / "index.md").exists() is is_there


def test_prose_saved_with_a_byte_order_mark_is_read_without_it(tmp_path: Path) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST, "content/own.md": b"\xef\xbb\xbf# Own"})
    render(project)
    assert "\ufeff" not in (project.build / "docs/own/index.md").read_text(encoding="utf-8")


def test_what_editors_and_systems_leave_behind_is_no_content(tmp_path: Path) -> None:
    left = {"content/.DS_Store": "", "content/.own.md.swp": "", "content/.own.md": "# Half", "content/.git/x.md": ""}
    project = write(tmp_path, {"resources.yaml": SMALLEST, **left})
    render(project)
    assert not [name for name in read_tree(project.build / "docs") if "/." in f"/{name}"]


# --- templates ---------------------------------------------------------------------------------------------------


def test_a_template_of_the_project_wins_over_ours_by_its_name(tmp_path: Path) -> None:
    template = "# {{ section.part.title | md }} {: #top }\n\n{% include 'mine.md.j2' %}"
    templates = {"templates/topic.md.j2": template, "templates/mine.md.j2": "{{ path.title }} & {{ '<b>' }}"}
    project = write(tmp_path, {"resources.yaml": SMALLEST, **templates})
    render(project)
    page = project.build / "docs/topics/basics/index.md"
    assert page.read_text(encoding="utf-8") == "# Basics {: #top }\n\nMy path & &lt;b&gt;"
    (project.templates / "topic.md.j2").unlink()
    render(project)
    assert "https://example.org/a" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("\n{% if %}", "templates/topic.md.j2:2: write a value before `%}`"),
        ("\n\n{{ nothing }}", "templates/topic.md.j2:3: there is no value `nothing`; write one that pathgen's "),
        ("{% include 'gone.md.j2' %}", "templates/topic.md.j2:1: there is no template `gone.md.j2`; write the name "),
        ("{{ 1 + 'a' }}", "templates/topic.md.j2:1: a value cannot be used like this (unsupported operand"),
        ("{{ section.nothing }}", "templates/topic.md.j2:1: a value of the type Section has no `nothing`; write "),
        (
            "{% if 1 %}\n{% for a in b %}",
            "templates/topic.md.j2:2: this `{% for %}` is never closed; write `{% endfor ",
        ),
        (
            "{% if 1 %}{% endfor %}",
            "templates/topic.md.j2:1: `{% endfor %}` is not expected here, as `{% if %}` is not ",
        ),
        ("{% iff 1 %}", "templates/topic.md.j2:1: there is no tag `iff`; did you mean `if`?"),
        ("{{ 1 | lowr }}", "templates/topic.md.j2:1: there is no filter `lowr`; did you mean `lower`?"),
        ("{{ 1 is prnt }}", "templates/topic.md.j2:1: there is no test `prnt`; delete it, or write a test that exists"),
        ("{# a", "templates/topic.md.j2:1: this `{#` is never closed; write `#}` where it ends"),
        (
            "{% raw %} a",
            "templates/topic.md.j2:1: this `{% raw %}` is never closed; write `{% endraw %}` where it ends",
        ),
        ("{{ a b }}", "templates/topic.md.j2:1: `b` is not expected here; write `}}` before it, or what joins it"),
        ("{% if a b %}", "templates/topic.md.j2:1: `b` is not expected here; write `%}` before it, or what joins it"),
        ("{% for a b %}", "templates/topic.md.j2:1: `in` is missing before `b`; write it"),
        ("{{ f(a }}", "templates/topic.md.j2:1: write `)` before this `}`"),
        ("{{ ? }}", "templates/topic.md.j2:1: `?` is not allowed here; delete it, or quote the text"),
        ("{{ ) }}", "templates/topic.md.j2:1: `)` is not expected here; delete it, or write what goes before it"),
        ("{% block a %}{% endblock %}{% block a %}{% endblock %}", "templates/topic.md.j2:1: there are two blocks `a`"),
        ("{% include %}", "templates/topic.md.j2:1: write a value before `%}`"),
        ("{% else %}", "templates/topic.md.j2:1: `{% else %}` is not expected here; write the tag that it belongs to "),
        ("{% block %}", "templates/topic.md.j2:1: a name is missing before `%}`; write it"),
        ("{{ f(**a, b) }}", "templates/topic.md.j2:1: this cannot be read as a template (invalid syntax for "),
        (b"caf\xe9", "templates/topic.md.j2: byte 3 is not UTF-8 text"),
    ],
)
def test_a_mistake_in_a_template_is_told_in_one_line(tmp_path: Path, template: str, message: str) -> None:
    write(tmp_path, {"resources.yaml": SMALLEST, "templates/topic.md.j2": template})
    assert refused(tmp_path).startswith(message)


# --- settings ----------------------------------------------------------------------------------------------------

OWN_SETTINGS = """
site_name: !ENV [PATHGEN_TEST_NAME, From the settings]
theme:
  palette: {scheme: slate}
extra:
  mine: yes
"""


def test_a_setting_of_the_project_wins_over_ours(tmp_path: Path, engine: str) -> None:
    project = write(tmp_path, {"resources.yaml": SMALLEST, "mkdocs.yml": OWN_SETTINGS, "content/own.md": "# Own"})
    page = parsed(built(project, engine) / "own/index.html")
    assert page.findtext(".//title") == "Own - From the settings"
    body = page.find(".//body")
    assert (body.get("data-md-color-scheme"), body.get("data-md-color-primary")) == ("slate", "custom")
    assert page.xpath("//link[contains(@href, 'assets/pathgen.css')]"), "what it does not set stays ours"


def test_an_extension_of_the_project_comes_to_ours(tmp_path: Path, engine: str) -> None:
    prose = "# Own {: #mine }\n\nThe SVG, [out](https://example.org).\n\n*[SVG]: a drawing\n"
    settings = "markdown_extensions:\n  - abbr\n  - toc: {permalink: true}\n"
    project = write(tmp_path, {"resources.yaml": SMALLEST, "mkdocs.yml": settings, "content/own.md": prose})
    page = content_of(built(project, engine) / "own/index.html")
    assert page.xpath(".//abbr/@title") == ["a drawing"]
    assert page.xpath(".//h1/@id") == ["mine"]
    assert page.xpath(".//a[. = 'out']/@rel") == ["noopener"]


def test_an_extension_of_the_project_holds_for_the_printed_page(tmp_path: Path) -> None:
    catalogue = SMALLEST + "steps: [{id: begin, title: Begin}]\n"
    prose = "The SVG.\n\n*[SVG]: a drawing\n"
    settings = "markdown_extensions:\n  - abbr\n"
    files = {"resources.yaml": catalogue, "mkdocs.yml": settings, "content/steps/begin.md": prose}
    project = write(tmp_path, files)
    render(project)
    printed = (project.build / "docs/print/index.md").read_text(encoding="utf-8")
    assert '<abbr title="a drawing">SVG</abbr>' in printed


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("site_name: a\nplugins: [", "mkdocs.yml:2:10: not YAML: this `[` is never closed; "),
        ("a: 1\n---\nb: 2\n", "mkdocs.yml:2:1: not YAML: "),
        ("- site_name: a", "mkdocs.yml: a mapping of settings is expected, such as `site_name: My path`"),
        ("site_name", "mkdocs.yml: a mapping of settings is expected, such as `site_name: My path`"),
        (b"site_name: caf\xe9", "mkdocs.yml: not YAML: "),
        (b"site_name: \0", "mkdocs.yml: not YAML: it contains the control character U+0000"),
        ("a: " + "[" * 1_000, "mkdocs.yml:1:4: not YAML: "),
        ("extra: &a {b: *a}", "mkdocs.yml: "),
        ("? [a, b]\n: c", "mkdocs.yml:1:3: not YAML: a key is a list or mapping"),
    ],
    ids=["bracket", "two", "list", "word", "latin-1", "nul", "deep", "round", "key"],
)
def test_settings_that_cannot_be_read_are_told_in_one_line(tmp_path: Path, settings: str, message: str) -> None:
    write(tmp_path, {"resources.yaml": SMALLEST, "mkdocs.yml": settings})
    assert refused(tmp_path).startswith(message)


def test_settings_that_are_a_folder_are_told_in_one_line(tmp_path: Path) -> None:
    write(tmp_path, {"resources.yaml": SMALLEST, "mkdocs.yml/x": ""})
    assert refused(tmp_path) == f"cannot read {tmp_path / 'mkdocs.yml'}: it is not a file"


def test_an_empty_file_of_settings_sets_nothing(tmp_path: Path) -> None:
    for settings in ("", "# nothing yet\n"):
        project = write(tmp_path, {"resources.yaml": SMALLEST, "mkdocs.yml": settings})
        render(project)
        assert "site_name: My path" in (project.build / "mkdocs.yml").read_text(encoding="utf-8")
