"""The page of the changes and its feed, from real git repositories: complete, quick, and only text."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import feedparser
import pytest
import yaml
from build_once import Once
from lxml import etree
from projects import content_of, parsed, site_of
from repository import ADDRESS, AUTHOR, commit, git
from test_data_lists import ATOM

from pathgen.errors import PathgenError
from pathgen.files import read_tree
from pathgen.site.build import build
from pathgen.site.data.atom import LANGUAGE
from pathgen.site.render import Project, render

SITE = "https://example.org/sub/path/"
NEVER = "never said"
"""What no comparison says: where it is shown, nothing was compared again."""


def catalogue(*titles: str, more: str = "") -> str:
    entries = ", ".join(
        f'{{id: {title.lower()}, title: {title}, url: "https://example.org/{title}"}}' for title in titles
    )
    return f"path: {{title: P{more}}}\nsteps: [{{id: first, title: Bread, resources: [{entries}]}}]\n"


@pytest.fixture(name="project")
def _project(once: Once, tmp_path: Path) -> Project:
    """A project whose catalogue has a history: five commits on four days, of which three say something to readers."""
    folder = shutil.copytree(once("changes", make_history), tmp_path / "project")
    return Project(folder / "resources.yaml")


def make_history(folder: Path) -> None:
    git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / ".gitignore").write_text("/build/\n/site/\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(f"site_url: {SITE}\n", encoding="utf-8")
    commit(folder, catalogue("Flour", "Salt"), 1)
    commit(folder, catalogue("Flour", "Salt", "Water"), 2)
    commit(folder, "[\n", 3)
    commit(folder, catalogue("Flour", "Water"), 4)
    commit(folder, "# a comment\n" + catalogue("Flour", "Water"), 4)
    commit(folder, catalogue("Flour", "Water", "Yeast"), 5)


@pytest.fixture
def site(once: Once, engine: str) -> Path:
    """The site of that project after one more commit, which no test changes."""

    def make(folder: Path) -> None:
        make_history(folder)
        commit(folder, catalogue("Flour", "Yeast"), 6)
        loaded, _ = build(Project(folder / "resources.yaml"), folder / "site", engine)
        assert loaded.is_valid, loaded.diagnostics

    return once(f"changes-{engine}", make) / "site"


def page_of(project: Project) -> str:
    loaded, _ = render(project)
    assert loaded.is_valid, loaded.diagnostics
    return (project.build / "docs" / "changes" / "index.md").read_text(encoding="utf-8")


def memory_of(project: Project) -> Path:
    return project.build / "changes.json"


def test_the_site_tells_by_day_what_each_commit_changed_and_links_to_what_is_there(site: Path) -> None:
    article = content_of(site / "changes" / "index.html")
    assert [" ".join(element.itertext()).strip("¶ \n") for element in article.iter("h2")] == [
        *("2026-01-06", "2026-01-05", "2026-01-02", "2026-01-01"),
    ]
    assert ["".join(element.itertext()) for element in article.find_class("pg-changes__sum")] == [
        "Removes 1 from Step 1.",
        "Adds 1 to Step 1.",
        "Adds 1 to Step 1.",
        "Adds step Bread; adds 2 to Step 1.",
    ]
    lines = [("".join(element.itertext()), element.xpath("a/@href")) for element in article.iter("dd")]
    assert lines == [
        ("Removes “Water”", []),
        ("Adds “Yeast”", ["../steps/first/#yeast"]),
        ("Adds “Water”", []),
    ]
    assert {link for element in article.iter("dt") for link in element.xpath("a/@href")} == {"../steps/first/"}
    assert f"{SITE}changes/" in (site / "sitemap.xml").read_text(encoding="utf-8")
    index = read_tree(site)["assets/search.json"]
    assert b"steps/first/" in index
    assert b"changes/" not in index


def test_the_feed_tells_the_same_and_is_named_in_every_head(site: Path) -> None:
    data = (site / "changes.xml").read_bytes()
    ATOM.assertValid(etree.fromstring(data))
    feed = feedparser.parse(data)
    assert (feed.bozo, feed.feed.title, feed.feed.id) == (False, "P: changes", f"{SITE}changes/")
    assert [(entry.title, entry.updated[:10], entry.get("summary")) for entry in feed.entries] == [
        ("Removes 1 from Step 1", "2026-01-06", "Step 1. Bread: removes “Water”"),
        ("Adds 1 to Step 1", "2026-01-05", "Step 1. Bread: adds “Yeast”"),
        ("Adds 1 to Step 1", "2026-01-02", "Step 1. Bread: adds “Water”"),
        ("Adds step Bread; adds 2 to Step 1", "2026-01-01", None),
    ]
    anchors = parsed(site / "changes/index.html").xpath("//@id")
    assert all(entry.id == entry.link and entry.link.partition("#")[2] in anchors for entry in feed.entries)
    for page, up in (("", "./"), ("changes/", "../"), ("steps/first/", "../../")):
        links = parsed(site / page / "index.html").xpath("//link[@type='application/atom+xml']")
        assert [(link.get("title"), link.get("href")) for link in links] == [
            ("P", f"{up}feed.xml"),
            ("P: changes", f"{up}changes.xml"),
        ]
    assert parsed(site / "changes/index.html").xpath("//article//a[@href='../changes.xml']")


@pytest.mark.parametrize("where", ["no repository", "no commit", "another's repository", "shallow"])
def test_without_a_history_nothing_is_said_of_it(project: Project, tmp_path: Path, where: str) -> None:
    folder = tmp_path / "other"
    if where == "shallow":
        git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{project.folder}", "other")
    else:
        folder.mkdir()
        (folder / "resources.yaml").write_text(catalogue("Flour"), encoding="utf-8")
        (folder / "mkdocs.yml").write_text(f"site_url: {SITE}\n", encoding="utf-8")
    if where != "no repository":
        git(folder, "init", "--quiet")
    if where == "another's repository":
        (folder / "mine").write_text("", encoding="utf-8")
        git(folder, "add", "mine")
        git(folder, "commit", "--quiet", "--message=Mine")
    other = Project(folder / "resources.yaml")
    render(other)
    assert not memory_of(other).exists()
    assert_nothing_is_said_of_changes(read_tree(other.build / "docs"))
    assert "changes.xml" not in (other.build / "mkdocs.yml").read_text(encoding="utf-8")


def test_no_page_names_a_history_that_is_not_there(built: Project) -> None:
    assert_nothing_is_said_of_changes(read_tree(site_of(built)))


def assert_nothing_is_said_of_changes(tree: dict[str, bytes]) -> None:
    assert "index.md" in tree or "index.html" in tree
    assert [name for name in tree if "changes" in name] == []
    assert [name for name, data in tree.items() if b"changes/" in data or b"changes.xml" in data] == []


def test_without_an_address_of_the_site_there_is_the_page_and_no_feed(project: Project, engine: str) -> None:
    project.config.unlink()
    build(project, site_of(project), engine)
    tree = read_tree(site_of(project))
    assert "changes.xml" not in tree
    assert b"changes.xml" not in tree["changes/index.html"]
    assert b"Adds 1 to Step 1" in tree["changes/index.html"]


def test_neither_the_words_nor_the_name_nor_the_address_of_who_made_a_commit_are_shown(project: Project) -> None:
    render(project)
    for name, data in read_tree(project.build).items():
        assert not [text for text in (AUTHOR, ADDRESS, "pwned", "mallory") if text.encode() in data], name


def test_a_strangers_titles_are_text_also_in_the_feed(project: Project) -> None:
    evil = '"]]> <b onclick=x>&amp;</b> **x** [a](b) {{ 7*7 }} {: .a }\\n# x"'
    commit(project.folder, catalogue("Flour").replace("title: Flour", f"title: {evil}"), 6)
    commit(project.folder, catalogue("Flour"), 7)
    build(project, site_of(project), "mkdocs")
    said = "“]]> <b onclick=x>&amp;</b> **x** [a](b) {{ 7*7 }} {: .a } # x” is now called “Flour”"
    article = content_of(site_of(project) / "changes" / "index.html")
    assert said in [" ".join("".join(element.itertext()).split()) for element in article.iter("dd")]
    feed = etree.fromstring((site_of(project) / "changes.xml").read_bytes())
    assert {element.tag.partition("}")[2] for element in feed.iter()} == {
        *("feed", "title", "id", "link", "updated", "author", "name", "entry", "published", "summary"),
    }


def test_what_was_compared_is_not_compared_again(project: Project) -> None:
    page_of(project)
    memory = memory_of(project)
    memory.write_text(memory.read_text(encoding="utf-8").replace("Adds 1 to", NEVER), encoding="utf-8")
    said = page_of(project)
    assert said.count(f">{NEVER}") == 2
    commit(project.folder, catalogue("Flour", "Water", "Yeast", "Malt"), 6)
    again = page_of(project)
    assert again.count(f">{NEVER}") == 2
    assert again.count(">Adds 1 to Step 1") == 1
    assert "#malt" in again


def test_a_new_commit_makes_the_page_and_the_feeds_old_and_nothing_else(project: Project) -> None:
    page_of(project)
    before = render(project)[1]
    commit(project.folder, catalogue("Flour", "Water", "Yeast") + "# a comment\n", 6)
    after = render(project)[1]
    text = catalogue("Flour", "Water", "Yeast", more=", summary: S")
    commit(project.folder, text, 7)
    commit(project.folder, catalogue("Flour", "Water", "Yeast"), 8)
    assert (before, after, render(project)[1]) == ([], [], ["changes/index.md", "feed.xml", "changes.xml"])


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"key": 1, "changes": {}}',
        b'{"key": "other", "changes": {"a": {"summary": "x"}}}',
    ],
)
def test_a_damaged_memory_is_as_good_as_none(project: Project, junk: bytes) -> None:
    said = page_of(project)
    kept = memory_of(project).read_bytes()
    memory_of(project).write_bytes(junk)
    assert page_of(project) == said
    assert memory_of(project).read_bytes() == kept


@pytest.mark.parametrize(
    "wrong",
    [
        5,
        None,
        {"summary": ["x"]},
        {"summary": "x", "left": 10**30},
        {"summary": "x", "parts": [["h", "s", [["a", "b"]]]]},
    ],
)
def test_a_memory_with_a_part_of_another_shape_is_as_good_as_none(project: Project, wrong: object) -> None:
    said = page_of(project)
    memory = json.loads(memory_of(project).read_bytes())
    memory["changes"][next(iter(memory["changes"]))] = wrong
    memory_of(project).write_text(json.dumps(memory), encoding="utf-8")
    assert page_of(project) == said


@pytest.mark.parametrize("engine", ["zensical"])
def test_a_hostile_memory_says_text_and_links_to_nothing_but_the_site(project: Project, engine: str) -> None:
    page_of(project)
    evil = "<script>window.pwned=1</script>\n\n# x\n\n[x](javascript:x) \x1b\ufffe"
    memory = json.loads(memory_of(project).read_bytes())
    line = [evil, evil, evil, "entry", "flour"], [evil, evil, evil, evil, evil]
    for changes in memory["changes"].values():
        changes |= {"summary": evil, "parts": [[evil, evil, line]], "left": 10**9}
    memory_of(project).write_text(json.dumps(memory), encoding="utf-8")
    build(project, site_of(project), engine)
    article = content_of(site_of(project) / "changes" / "index.html")
    assert article.xpath(".//script") == []
    assert len(list(article.iter("h1"))) == 1
    assert set(article.xpath(".//dl//@href")) <= {"../steps/first/#flour"}
    ATOM.assertValid(etree.fromstring((site_of(project) / "changes.xml").read_bytes()))


def test_what_is_no_longer_in_the_history_is_forgotten(project: Project) -> None:
    page_of(project)
    git(project.folder, "reset", "--quiet", "--hard", "HEAD~4")
    page_of(project)
    listed = git(project.folder, "rev-list", "HEAD").split()
    assert json.loads(memory_of(project).read_bytes())["changes"].keys() == set(listed)


def test_of_many_commits_the_newest_fifty_are_looked_at_and_of_many_changes_the_first_hundred(project: Project) -> None:
    entries = [f"E{number}" for number in range(130)]
    commit(project.folder, catalogue(*entries), 6)
    for number in range(49):
        commit(project.folder, catalogue(*entries, f"More{number}"), 7)
    said = page_of(project)
    assert said.count('<li id="c') == 50
    assert said.count("<dd>Adds “") == 100 + 49
    assert "All 133 changes" in said
    assert "… and 33 more" in said
    assert "2026-01-05" not in said


@pytest.mark.parametrize("engine", ["zensical"])
def test_the_page_of_an_arabic_path_and_its_feed_are_arabic(project: Project, engine: str) -> None:
    for day, titles in ((6, ("Flour",)), (7, ("Flour", "Malt"))):
        commit(project.folder, catalogue(*titles, more=", language: ar"), day)
    build(project, site_of(project), engine)
    article = content_of(site_of(project) / "changes" / "index.html")
    (line,) = article.xpath("//li[.//a[contains(@href, '#malt')]]")
    assert plain("".join(line.find_class("pg-changes__sum")[0].itertext())) == "إضافة مدخل واحد إلى الخطوة 1."
    assert ["".join(element.itertext()) for element in line.iter("dd")] == ["إضافة «\u2068Malt\u2069»"]
    assert not article.xpath(".//*[@lang or @dir]")
    feed = etree.fromstring((site_of(project) / "changes.xml").read_bytes())
    ATOM.assertValid(feed)
    assert [element.get(LANGUAGE) for element in feed.iter() if element.get(LANGUAGE)] == ["ar"]
    said = " ".join([*article.itertext(), *(element.text for element in feed.iter("{*}title", "{*}summary"))])
    assert {*re.findall("[A-Za-z]+", said)} <= {
        "Flour",
        "Salt",
        "Water",
        "Yeast",
        "Malt",
        "Bread",
        "P",
        "Atom",
        "ar",
        "en",
    }


def test_what_was_told_in_other_texts_is_told_again(project: Project) -> None:
    assert "Adds 1 to Step 1" in page_of(project)
    messages = project.languages / "en.yaml"
    messages.parent.mkdir()
    messages.write_text("changes: {counted: {added: {other: '{count} more in {place}'}}}\n", encoding="utf-8")
    assert "1 more in Step 1" in page_of(project)
    messages.unlink()
    assert "Adds 1 to Step 1" in page_of(project)
    commit(project.folder, catalogue("Flour", "Water", "Yeast", more=", language: ar"), 6)
    assert "Adds 1 to" not in page_of(project)


def plain(text: str) -> str:
    return re.sub("[\u2068\u2069]|¶", "", text).strip()


def test_a_name_keeps_its_first_letter(project: Project) -> None:
    library = "libraries: [{{id: x, name: xgrad, url: 'https://example.org/x'{}}}]\n"
    commit(project.folder, catalogue("Flour") + library.format(""), 6)
    commit(project.folder, catalogue("Flour") + library.format(", status: archived 2020"), 7)
    said = page_of(project)
    assert '<p class="pg-changes__sum">xgrad is now archived (2020).<a' in said
    assert '<a href="../libraries/#x">xgrad</a> is now archived (2020)' in said


def test_an_entry_that_has_another_id_today_is_linked_to_where_it_stands(project: Project) -> None:
    text = catalogue("Flour", "Water", "Yeast").replace("id: yeast,", "id: leaven, aliases: [yeast],")
    commit(project.folder, text, 6)
    said = page_of(project)
    assert said.count('href="../steps/first/#leaven"') == 2
    assert "#yeast" not in said


def test_a_page_of_that_name_is_refused(project: Project) -> None:
    project.content.mkdir()
    (project.content / "changes.md").write_text("# Mine\n", encoding="utf-8")
    with pytest.raises(PathgenError, match=r"content/changes\.md: pathgen writes a page of that name"):
        render(project)


def test_where_the_site_is_published_its_history_is_fetched(root: Path) -> None:
    for path in (".github", "src/pathgen/scaffold/hosts/github/github"):
        workflow = yaml.safe_load((root / path / "workflows/site.yml").read_text(encoding="utf-8"))
        checkout = next(step for step in workflow["jobs"]["build"]["steps"] if "checkout" in step.get("uses", ""))
        assert checkout["with"]["fetch-depth"] == 0


def test_a_repository_that_git_refuses_to_read_ends_it_with_the_reason_of_git(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # git's own, for its tests of this
    with pytest.raises(PathgenError) as caught:
        render(project)
    [_, reason, *advice] = str(caught.value).split("\n")
    assert reason.startswith("  fatal: detected dubious ownership in repository at ")
    assert advice[-1].startswith("  git config --global --add safe.directory ")


def test_a_project_outside_a_repository_has_no_such_page(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(catalogue("Flour"), encoding="utf-8")
    project = Project(tmp_path / "resources.yaml")
    render(project)
    assert not (project.build / "docs" / "changes").exists()
