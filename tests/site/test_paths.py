"""Several paths in one site, built by both engines: each below the site's own pages, in its own words."""

from __future__ import annotations

import shutil
from pathlib import Path
from posixpath import normpath

import pytest
from build_once import Once
from projects import content_of, parsed, site_of, write

from pathgen.errors import PathgenError
from pathgen.site.build import build
from pathgen.site.render import Project, render

HOSTILE = "</a><script>alert(1)</script>"
FILES = {
    "resources.yaml": "path: {title: School & more, summary: Two paths.}\ninclude: ['*/resources.yaml', shared.yaml]\n",
    "shared.yaml": 'entries: [{id: book, title: A book, url: "https://example.org/book"}]\n',
    "mkdocs.yml": "site_url: https://example.org/school/\nextra_css: [look.css]\ntheme: {logo: images/mark.svg}\n",
    "content/look.css": ".school {}\n",
    "content/images/mark.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "content/index.md": "Choose one.\n",
    "content/credits-of-ours.md": "# Ours\n",
    "one/resources.yaml": f"""\
path: {{title: "One {HOSTILE}", summary: "<b>First</b>"}}
steps: [{{id: basics, title: Basics, resources: [{{ref: book, minutes: 30}}]}}]
""",
    "one/content/index.md": "See [the step](steps/basics.md).\n",
    "one/content/steps/basics.md": "Prose of One.\n",
    "two/resources.yaml": """\
path: {title: الثاني, language: ar}
topics: [{id: basics, title: Basics, resources: [{ref: book}]}]
""",
}


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Project:
    return write(tmp_path, FILES)


@pytest.fixture
def site(once: Once, engine: str) -> Path:
    """The site of all paths, which no test changes."""

    def make(folder: Path) -> None:
        loaded, _ = build(write(folder, FILES), folder / "site", engine)
        assert loaded.is_valid

    return once(f"paths-{engine}", make) / "site"


def test_each_path_stands_in_its_folder_and_the_home_page_lists_them(site: Path) -> None:
    home = content_of(site / "index.html")
    listed = home.xpath("//section[@aria-labelledby='paths']//li")
    assert [item.xpath("string(a/@href)") for item in listed] == ["./one/", "./two/"]
    assert [item.xpath("string(a)") for item in listed] == [f"One {HOSTILE}", "الثاني"]
    assert "1 step · about 30 min" in listed[0].text_content()
    assert listed[1].get("lang") == "ar"
    assert listed[1].xpath("string(p[@lang='en']/bdi)") == "1 entry"  # in the site's words, in their own direction
    assert "Prose of One." in content_of(site / "one/steps/basics/index.html").text_content()
    assert "A book" in content_of(site / "two/topics/basics/index.html").text_content()
    assert [parsed(site / name / "index.html").get("lang") for name in ("", "one", "two")] == ["en", "en", "ar"]


def test_every_page_of_a_path_leads_to_the_site(site: Path) -> None:
    for page, to in (("one/index.html", "../"), ("one/steps/basics/index.html", "../../../")):
        [link] = parsed(site / page).xpath("//header//a[@class='pg-site']")
        assert (normpath(link.get("href")), link.text_content()) == (normpath(to), "School & more")
    [link] = parsed(site / "two/index.html").xpath("//header//a[@class='pg-site']")
    assert (link.get("lang"), link.xpath("string(bdi)")) == ("en", "School & more")  # within what runs the other way
    assert not parsed(site / "index.html").xpath("//a[@class='pg-site']")


TRANSLATED = {
    "resources.yaml": "path: {title: School}\ninclude: '*/resources.yaml'\n",
    "en/resources.yaml": """\
path: {title: Bread}
steps: [{id: dough, title: Dough}, {id: oven, title: Oven}]
""",
    "ar/resources.yaml": """\
path: {title: الخبز, language: ar}
steps: [{id: dough, title: العجين}]
""",
    "de/resources.yaml": """\
path: {title: Wein, language: de}
steps: [{id: keller, title: Keller}]
""",
}


@pytest.mark.parametrize("site_url", ["", "https://example.org/school/"])
def test_a_page_leads_to_its_counterparts_in_other_languages(tmp_path: Path, site_url: str) -> None:
    settings = {"mkdocs.yml": f"site_url: {site_url}\n"} if site_url else {}
    project = write(tmp_path, TRANSLATED | settings)
    build(project, site_of(project), "mkdocs")

    def alternates(page: str) -> dict[str, str]:
        root = site_url or "../" * page.count("/")
        links = parsed(site_of(project) / page / "index.html").xpath("//head/link[@hreflang]")
        return {link.get("hreflang"): link.get("href").removeprefix(root) for link in links}

    for page in ("steps/dough/", ""):
        both = {"ar": f"ar/{page}", "en": f"en/{page}"}
        assert alternates(f"ar/{page}") == alternates(f"en/{page}") == both
    for page in ("", "en/steps/oven/", "de/", "de/steps/keller/", "en/credits/"):
        assert alternates(page) == {}, page
    [switch] = content_of(site_of(project) / "en/steps/dough/index.html").xpath(
        "//p[contains(@class, 'pg-languages')]/a"
    )
    assert (switch.get("href"), switch.get("lang"), switch.text_content()) == (
        "../../../ar/steps/dough/",
        "ar",
        "العربية",
    )


def test_every_path_takes_the_files_of_the_site_that_its_settings_name(site: Path) -> None:
    for page in ("index.html", "one/index.html", "two/topics/basics/index.html"):
        document = parsed(site / page)
        (look,) = document.xpath("//link[contains(@href, 'look.css')]/@href")
        for address in (look, document.xpath("string(//img[contains(@src, 'mark.svg')]/@src)")):
            assert (site / page).parent.joinpath(address).resolve().is_relative_to(site.resolve())
            assert (site / page).parent.joinpath(address).is_file(), (page, address)
    assert not (site / "one" / "look.css").exists(), "it is published once"


def test_programs_find_the_pages_of_all_paths(site: Path) -> None:
    places = parsed(site / "sitemap.xml").xpath("//loc/text()")
    assert "https://example.org/school/one/steps/basics/" in places
    assert len(places) == len(set(places))
    assert {*parsed(site / "one" / "sitemap.xml").xpath("//loc/text()")} < {*places}  # the theme asks for it
    assert "](https://example.org/school/one/llms.txt): " in (site / "llms.txt").read_text(encoding="utf-8")
    [canonical] = parsed(site / "one/index.html").xpath("//link[@rel='canonical']/@href")
    assert canonical == "https://example.org/school/one/"
    assert (site / "404.html").exists()
    assert not (site / "one" / "404.html").exists()  # no server asks for it


def test_a_path_takes_the_templates_of_the_site_unless_it_has_its_own(project: Project) -> None:
    for folder, words in (("", "Of the site."), ("two/", "Of two.")):
        write(project.folder, {f"{folder}templates/credits.md.j2": f"# Credits\n\n{words}\n"})
    render(project)
    descriptions = {
        name: (project.build / name / "docs" / "credits" / "index.md").read_text()
        for name in ("paths/one", "paths/two")
    }
    assert ["Of the site." in descriptions["paths/one"], "Of two." in descriptions["paths/two"]] == [True, True]


def test_a_home_page_that_only_lists_paths_keeps_no_room_for_more(tmp_path: Path) -> None:
    files = {"resources.yaml": "path: {title: School}\ninclude: '*/resources.yaml'\n"}
    project = write(tmp_path, files | {"one/resources.yaml": "path: {title: One}\n"})
    render(project)
    assert 'class="pg-hero"' not in (project.build / "docs" / "index.md").read_text(encoding="utf-8")


def test_rendering_again_writes_nothing(project: Project) -> None:
    _, first = render(project)
    assert "paths/one/steps/basics/index.md" in first
    assert render(project)[1] == []


def test_a_path_whose_address_the_site_uses_is_refused(tmp_path: Path) -> None:
    topics = "topics: [{id: basics, title: Basics, resources: [{ref: book}]}]\n"
    files = {"resources.yaml": "path: {title: School}\ninclude: ['*/resources.yaml', shared.yaml]\n" + topics}
    files |= {"shared.yaml": FILES["shared.yaml"], "topics/resources.yaml": "path: {title: T}\n"}
    project = write(tmp_path, files)
    with pytest.raises(PathgenError, match=r"^topics/: the site has topics/\S+ already; rename the folder"):
        build(project, site_of(project), "zensical")
    assert not site_of(project).exists()


def test_a_path_may_stand_in_the_folder_of_another(tmp_path: Path) -> None:
    topics = "topics: [{id: basics, title: Basics, resources: [{title: E, url: 'https://example.org/e'}]}]\n"
    include = ["*/*/resources.yaml", "a/*.yaml"]  # what is within another comes first
    files = {"resources.yaml": f"path: {{title: School}}\ninclude: {include}\n"}
    files |= {f"{name}/resources.yaml": f"path: {{title: {name}}}\n{topics}" for name in ("a", "a/docs", "a/site")}
    project = write(tmp_path, files)
    for _ in range(2):  # what one of them makes is none of another's
        build(project, site_of(project), "zensical")
        for name in ("a", "a/docs", "a/site"):
            assert parsed(site_of(project) / name / "index.html").xpath("string(//h1)").strip() == name


def test_a_site_is_not_built_into_what_a_path_is_made_from(project: Project) -> None:
    (project.folder / "two" / "content").mkdir()
    with pytest.raises(PathgenError, match="is part of the project"):
        build(project, project.folder / "two" / "content", "zensical")


@pytest.mark.parametrize("engine", ["zensical"])
def test_a_path_that_is_gone_is_gone_from_the_site(site: Path, tmp_path: Path) -> None:
    project = Project(shutil.copytree(site.parent, tmp_path / "copy") / "resources.yaml")
    assert (site_of(project) / "two").exists()
    shutil.rmtree(project.folder / "two")
    build(project, site_of(project), "zensical")
    assert not (site_of(project) / "two").exists()
    assert "الثاني" not in (site_of(project) / "index.html").read_text(encoding="utf-8")


def test_a_path_alone_has_the_settings_and_the_address_that_it_has_in_its_site(project: Project, engine: str) -> None:
    alone = Project(project.folder / "one" / "resources.yaml")
    build(alone, site_of(alone), engine)
    [canonical] = parsed(site_of(alone) / "index.html").xpath("//link[@rel='canonical']/@href")
    assert canonical == "https://example.org/school/one/"


def test_a_path_alone_is_written_with_the_words_of_its_site(project: Project) -> None:
    write(project.folder, {"languages/en.yaml": "home: {start: Begin here}\n"})
    render(Project(project.folder / "one" / "resources.yaml"))
    assert "Begin here" in (project.folder / "one" / "build" / "docs" / "index.md").read_text(encoding="utf-8")
