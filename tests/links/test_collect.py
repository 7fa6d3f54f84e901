"""Every outside address is collected once, with each place where it is written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from mkdocs.config import load_config

from pathgen import load
from pathgen.errors import PathgenError
from pathgen.links.collect import collect
from pathgen.links.link import Link
from pathgen.markdown import markdown_reader
from pathgen.site.render import Project, render

CATALOGUE = """\
path:
  title: My path
  sources: [{title: A work, url: "https://source.example/"}]
link_policy:
  - {host: walled.example, ignore: answers no robot}
libraries:
  - {id: looms, name: Looms, url: "https://looms.example/", repository: "https://code.example/looms"}
topics:
  - id: basics
    title: Basics
    resources:
      - {title: One, url: "https://a.example/one", year: 2015, archived: "https://web.archive.org/web/2015/x"}
      - {title: The same, id: same, url: "https://A.example:443/one"}
      - {title: A part, url: "https://a.example/one#part"}
      - {title: Gone, url: "https://gone.example/", status: gone 2019}
      - {title: Behind a wall, url: "https://www.walled.example/x"}
      - {ref: looms}
"""
PROSE = """\
# Words

See [one](https://a.example/one), [two](<https://b.example/two> "Two") and https://not.a.link.example/.

<https://auto.example/?a=1&b=2> and [three][3] and <a href="https://html.example/?a=1&amp;b=2">four</a>.

`[code](https://code.example/)`

```
[code](https://code.example/fenced)
```

[inside](topics/index.md) [mail](mailto:a@b.example) ![picture](https://picture.example/a.png)

[3]: https://c.example/three
"""


def collected(folder: Path, catalogue: str = CATALOGUE, prose: str = PROSE, settings: str = "") -> dict[str, Link]:
    (folder / "content").mkdir()
    if settings:
        (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (folder / "resources.yaml").write_text(catalogue, encoding="utf-8")
    (folder / "content" / "words.md").write_text(prose, encoding="utf-8")
    loaded = load(folder / "resources.yaml")
    assert loaded.catalogue is not None
    return {link.url: link for link in collect(loaded.catalogue, folder / "content")}


def test_each_address_is_collected_once_with_all_its_uses(tmp_path: Path) -> None:
    links = collected(tmp_path)
    assert list(links) == [
        "https://source.example/",
        "https://looms.example/",
        "https://code.example/looms",
        "https://a.example/one",
        "https://web.archive.org/web/2015/x",
        "https://A.example:443/one",
        "https://a.example/one#part",
        "https://gone.example/",
        "https://www.walled.example/x",
        "https://b.example/two",
        "https://auto.example/?a=1&b=2",
        "https://c.example/three",
        "https://html.example/?a=1&b=2",
        "https://picture.example/a.png",
    ]
    assert [(use.id, use.field) for use in links["https://a.example/one"].uses] == [
        ("basics-one", "url"),
        ("content/words.md", "prose"),
    ]


def test_ways_to_write_one_address_share_their_request(tmp_path: Path) -> None:
    links = collected(tmp_path)
    requests = [
        links[f"https://{rest}"].request for rest in ("a.example/one", "A.example:443/one", "a.example/one#part")
    ]
    assert requests[0] == requests[1] != requests[2]


def test_a_use_stands_where_its_address_is_written(tmp_path: Path) -> None:
    for link in collected(tmp_path).values():
        for use in link.uses:
            written = use.span.source.text[use.span.start : use.span.end].strip('"').replace("&amp;", "&")
            assert written == link.url


def test_a_use_knows_its_title_its_year_and_its_copy(tmp_path: Path) -> None:
    use = collected(tmp_path)["https://a.example/one"].uses[0]
    assert (use.title, use.year, use.copy) == ("One", 2015, "https://web.archive.org/web/2015/x")


def test_what_the_curator_knows_to_be_gone_or_ignores_is_not_checked(tmp_path: Path) -> None:
    skipped = {link.url: (link.skipped, link.detail) for link in collected(tmp_path).values() if link.skipped}
    assert skipped == {
        "https://gone.example/": ("known-gone", ""),
        "https://www.walled.example/x": ("ignored", "answers no robot"),
    }


def test_what_one_entry_calls_gone_and_another_does_not_is_checked(tmp_path: Path) -> None:
    again = CATALOGUE + '      - {title: Still there, url: "https://gone.example/"}\n'
    assert collected(tmp_path, again)["https://gone.example/"].skipped == ""


# --- extensions of Markdown --------------------------------------------------------------------------------------

LINK = "[x](https://in.example/page)"
TABS = "markdown_extensions: [pymdownx.tabbed: {alternate_style: true}]\n"


@pytest.mark.parametrize(
    ("prose", "settings"),
    [
        (f'!!! note "Look"\n\n    See {LINK}.\n', ""),
        (f"??? question\n\n    See {LINK}.\n", ""),
        (f'<div markdown="1">\nSee {LINK}.\n</div>\n', ""),
        (f"Word\n:   See {LINK}.\n", ""),
        (f"Said.[^1]\n\n[^1]: See {LINK}.\n", ""),
        (f"| a | b |\n| - | - |\n| {LINK} | c |\n", ""),
        (f"## Heading {LINK}\n", ""),
        (f'=== "One"\n\n    See {LINK}.\n', TABS),
        (f"The {LINK} SVG.\n\n*[SVG]: a drawing\n", "markdown_extensions: [abbr]\n"),
        ("See https://in.example/page here.\n", "markdown_extensions:\n  pymdownx.magiclink: {}\n"),
    ],
    ids=["admonition", "details", "html", "definition", "footnote", "table", "heading", "tabs", "abbreviation", "bare"],
)
def test_what_the_site_shows_as_a_link_is_collected_where_it_is_written(
    tmp_path: Path, prose: str, settings: str
) -> None:
    (link,) = (
        found for url, found in collected(tmp_path, prose=prose, settings=settings).items() if "in.example" in url
    )
    (use,) = link.uses
    start = prose.index("https://in.example/page")
    assert (link.url, use.span.start, use.span.end) == ("https://in.example/page", start, start + len(link.url))


@pytest.mark.parametrize(
    "prose", ["```\n    [x](https://in.example/)\n```\n", "~~~ python\nhttps://in.example/\n~~~\n"]
)
def test_code_holds_no_links(tmp_path: Path, prose: str) -> None:
    assert "https://in.example/" not in collected(tmp_path, prose=prose)


@pytest.mark.parametrize(
    "settings",
    [
        "",
        "site_name: A\n",
        TABS,
        "markdown_extensions:\n  - abbr\n  - toc: {permalink: true}\n",
        "markdown_extensions:\n  abbr:\n  toc: {permalink: true}\n",
    ],
    ids=["none", "other", "tabs", "list", "mapping"],
)
def test_every_extension_of_the_site_is_in_force_where_links_are_collected(tmp_path: Path, settings: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(settings or "site_name: A\n", encoding="utf-8")
    (tmp_path / "resources.yaml").write_text("path: {title: My path}\n", encoding="utf-8")
    project = Project(tmp_path / "resources.yaml")
    render(project)
    site = load_config(str(project.build / "mkdocs.yml"))
    ours = markdown_reader(project.config, is_trusted=False).extensions
    assert list(ours) == site["markdown_extensions"]
    options = {name: {key: value for key, value in of.items() if key != "title"} for name, of in ours.items() if of}
    theirs = {
        name: {key: value for key, value in of.items() if key != "title"} for name, of in site["mdx_configs"].items()
    }
    assert options == theirs


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("[no_such]", "mkdocs.yml: the Markdown extension 'no_such' cannot be imported: ModuleNotFoundError: "),
        ("[abbr: {no_such: 1}]", "mkdocs.yml: the Markdown extension 'abbr' cannot be used: KeyError: "),
        ("[{toc: []}]", "mkdocs.yml: markdown_extensions: names are expected, each with its options or none"),
        ("[[abbr]]", "mkdocs.yml: markdown_extensions: names are expected, each with its options or none"),
        ("[toc: {slugify: !!python/name:os.system }]", "mkdocs.yml:1:38: only functions of pymdownx and of"),
        ("[toc: {slugify: !!python/object/apply:os.system [ls]}]", "mkdocs.yml:1:38: only functions of pymdownx"),
        ("[toc: {slugify: !!python/name:pymdownx.no.such }]", "mkdocs.yml:1:38: pymdownx.no.such cannot be imported"),
        ("[toc: {slugify: !unknown x}]", "mkdocs.yml:1:38: not YAML: this tag or key cannot be used here"),
    ],
)
def test_settings_that_cannot_be_used_are_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PathgenError) as error:
        collected(Path(), settings=f"markdown_extensions: {settings}\n")
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)


def test_collecting_imports_no_code_of_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "of_a_stranger.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [str(tmp_path), "", *sys.path])
    before = sys.path[:]
    with pytest.raises(PathgenError, match="No module named 'of_a_stranger'"):
        collected(tmp_path, settings="markdown_extensions: [of_a_stranger]\n")
    assert sys.path == before
    with pytest.raises(PathgenError, match="cannot be used: SystemExit: imported"):
        markdown_reader(tmp_path / "mkdocs.yml", is_trusted=True)


def test_no_variable_of_the_machine_gets_into_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "s3cret")
    settings = "markdown_extensions: [wikilinks: {base_url: 'https://in.example/', end_url: !ENV [SECRET, /]}]\n"
    assert "https://in.example/A/" in collected(tmp_path, prose="[[A]]\n", settings=settings)


def test_functions_of_the_theme_are_called(tmp_path: Path) -> None:
    settings = """\
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - toc:
      slugify: !!python/object/apply:pymdownx.slugs.slugify
        kwds: {case: lower}
"""
    links = collected(tmp_path, prose=f"## A :material-account: {LINK}\n", settings=settings)
    assert [url for url in links if url.startswith(("https://in.", "https://cdn"))] == ["https://in.example/page"]
