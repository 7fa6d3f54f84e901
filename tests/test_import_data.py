"""What spreadsheets, bookmark services, reference managers and data files write is imported with all that it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import pathgen

from pathgen.catalogue.field_order import field_order
from pathgen.catalogue.load import load, parse
from pathgen.convert import export, imported
from pathgen.convert.to_catalogue import catalogue_of
from pathgen.site.render import Project
from pathgen.yamldoc.format import formatted

ONE = "https://example.org/1"


def written(form: str, text: str | bytes, **options: Any) -> str:
    """Return the catalogue of a list; it is valid and formatted."""
    data = text.encode() if isinstance(text, str) else text
    found = catalogue_of(imported(form, "list", data, **options), "L")
    loaded = parse("resources.yaml", found.encode())
    assert loaded.is_valid, loaded.diagnostics
    assert formatted("resources.yaml", found.encode(), field_order) == found.encode()
    return found


def entry(form: str, text: str | bytes, **options: Any) -> str:
    """Return what is written of the only entry of a list, without its title and address."""
    found = written(form, text, **options)
    assert found.count("title: A\n") == 1, found
    lines = found.partition("title: A\n")[2].splitlines()
    return "\n".join(line.strip() for line in lines if not line.strip().startswith("url: "))


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("Course,Link,Level\nA,https://example.org/1,Beginner", "level: beginner"),
        ("Title,Website URL,Duration,Language\nA,example.org/1,2 hours,French", "minutes: 2h\nlanguage: fr"),
        ('Name,url,Author\nA,<https://example.org/1>,"Ann Lee, Bo Li"', "creators: [Ann Lee, Bo Li]"),
        ("title,url,tags\nA,https://example.org/1,django|python", "tags: [django, python]"),
        ('title,url,note,excerpt\nA,https://example.org/1,mine,"theirs"', "# their words: mine · theirs"),
        ("title,url,GitHub link,Slides\nA,https://example.org/1,https://example.org/2,https://example.org/3",
         "also:\nslides: https://example.org/3\ncode: https://example.org/2"),
        ("title,url,price,date\nA,https://example.org/1,$34,2021-03-01", "year: 2021\naccess: paid"),
        ("sep=;\ntitle;url;licence\nA;https://example.org/1;CC BY 4.0", "licence: CC BY 4.0"),
        ("title,url,status\nA,https://example.org/1,unread", ""),
        ("title,url,file attachments\nA,https://example.org/1,C:\\me\\a.pdf", ""),
        ('Key,Item Type,Publication Year,Author,Title,DOI\nX1,journalArticle,2020,"Long, Ann",A,10.1000/1',
         "creators: [Ann Long]\nyear: 2020\nkind: paper"),
        ("title,url,colour\nA,https://example.org/1,red", "# their words: colour: red"),
        ("title,url,also\nA,https://example.org/1,code: https://example.org/2; code: https://example.org/3",
         "also:\ncode: [https://example.org/2, https://example.org/3]"),
        ("title,where\nA,https://example.org/1", ""),
        ("title,url,archived\nA,https://example.org/1,false", ""),
    ],
)  # fmt: skip
def test_a_table_says_what_its_columns_mean(table: str, expected: str) -> None:
    assert entry("csv", table + "\n") == expected


WATCHED = {
    "header": "YouTube",
    "title": "Watched A",
    "titleUrl": ONE,
    "subtitles": [{"name": "Ann", "url": "https://example.org/ann"}],
    "time": "2024-01-02T03:04:05.678Z",
    "products": ["YouTube"],
    "activityControls": ["YouTube watch history"],
}


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("csv", "Channel Id,Channel Url,Channel Title\nUC1,https://example.org/1,A", ""),
        ("json", json.dumps([WATCHED]), "creators: [Ann]\nkind: video"),
        ("csv", 'URL,Title,Selection,Folder,Timestamp,Tags\nhttps://example.org/1,A,quote,Archive,17,"[""b"",""c d""]"',
         "tags: [b, c d]\n# their words: quote"),
        ("csv", "title,url,time_added,tags,status\nA,https://example.org/1,17,b|c,unread", "tags: [b, c]"),
        ("bookmarks", '<h1>Unread</h1>\n<li><a href="https://example.org/1" time_added="17" tags="b,c">A</a></li>',
         "tags: [b, c]"),
        ("csv", ('id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n'
         '1,A,n,e,https://example.org/1,Unsorted,"b, c",2024-01-02T03:04:05.000Z,x.jpg,mine,true'),
         "tags: [b, c]\n# their words: n · e"),
        ("csv", ("Name,Link,Topic,Attachments,Free?,Created time\n"
         'A,https://example.org/1,"B,C",s.png (https://v5.airtableusercontent.com/v1/s),checked,1/2/2024 3:04pm'),
         "access: free\ntags: [C]"),
        ("csv", "Name,URL,Author\nA,https://example.org/1,Ann (https://www.notion.so/Ann-c300?pvs=21)",
         "creators: [Ann]"),
        ("json", json.dumps([{"id": "http://zotero.org/users/1/items/A", "title": "A", "URL": ONE, "page": "1-2",
         "author": [{"family": "Beek", "given": "Ann", "non-dropping-particle": "van"}],
         "accessed": {"date-parts": [[2020, 1, 1]]}}]),
         "creators: [Ann van Beek]\n# their words: page: 1-2"),
        ("csv", ("Item Type,Author,Title,ISSN,Url,Pages,Issue,Publisher,Notes\n"
         'journalArticle,"Long, Ann",A,1234-5678,https://example.org/1,1-11,3,P,<p>mine</p>'),
         "creators: [Ann Long]\nkind: paper\n# their words: Publisher: P · ISSN: 1234-5678 · Pages: 1-11 · Issue: 3"),
    ],
)  # fmt: skip
def test_what_services_write_is_read(form: str, text: str, expected: str) -> None:
    assert entry(form, text) == expected


def test_a_playlist_of_takeout_names_videos_by_their_ids() -> None:
    found = written("csv", "Video ID,Playlist Video Creation Timestamp\neY-eyZuW_Uk,2023-12-07T15:57:57+00:00\n")
    assert "url: https://www.youtube.com/watch?v=eY-eyZuW_Uk\n        kind: video\n" in found


def test_a_bookmark_is_called_after_its_folder_where_its_text_names_nothing() -> None:
    text = """<H1>Bookmarks</H1><DL><p><DT><H3 PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3><DL><p>
<DT><A HREF="https://example.org/1">YouTube</A>
<DT><H3>Algebra</H3><DL><p>
<DT><A HREF="https://example.org/2">PDF</A>
<DT><A HREF="https://example.org/3">3</A>
<DT><A HREF="https://example.org/4">https://example.org/4</A>
<DT><A HREF="https://example.org/5">Rings</A>
</DL></DL></DL>"""
    titles = [part.strip() for part in written("bookmarks", text).split("- title:")[1:]]
    assert [title.splitlines()[0] for title in titles] == [
        "YouTube", "Algebra (PDF)", "Algebra (3)", "example.org/4", "Rings"
    ]  # fmt: skip


def test_a_project_of_a_best_of_list_that_is_only_a_package_has_its_page() -> None:
    text = (
        "projects:\n  - {name: A, npm_id: '@b/a', category: c}\n  - {name: D, conda_id: conda-forge/d, category: c}\n"
    )
    found = written("yaml", text)
    assert "title: A\n        url: https://libraries.io/npm/@b%2Fa\n" in found
    assert "title: D\n        url: https://libraries.io/conda/d\n" in found


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_table_that_is_imported_is_written_back_with_all_that_it_says(form: str) -> None:
    table = (
        "topic,title,url,creators,year,kind,minutes,level,language,access,licence,tags,slides,code\n"
        "B > C,A,https://example.org/1,Ann; Bo,2020,paper,30-60,beginner,fr,free,MIT,x; y,"
        "https://example.org/2,https://example.org/3 https://example.org/4\n"
        "D,E,https://example.org/5,,,,,,en,,,,,\n"
    )
    found = written("csv", table)
    catalogue = parse("resources.yaml", found.encode()).catalogue
    assert catalogue
    exported = export(Project(Path("resources.yaml")), catalogue, form)
    assert written("json" if form == "jsonl" else form, exported) == found


def test_private_columns_are_left_out_and_named_once() -> None:
    table = "title,url,created,highlights,cover\n" + "A,https://example.org/1,2024,mine,x.png\n" * 3
    listed = imported("csv", "list", table.encode())
    assert [problem.message for problem in listed.problems] == [
        "about its owner, not about the pages, so not imported: created, highlights, cover"
    ]
    assert "mine" not in catalogue_of(listed, "L")


def test_a_table_of_windows_is_read_and_broken_utf_8_is_not_taken_for_one() -> None:
    table = "title,url\nÉtude – où,https://example.org/1\n"
    assert "title: Étude – où" in written("csv", table.encode("cp1252"))
    broken = "title,url\nÉté où ça,https://example.org/1\n".encode() + b"\xff,https://example.org/2\n"
    assert "title: Été où ça" in written("csv", broken)


def test_a_column_is_named_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("what,where\nA,example.org/1\n", encoding="utf-8")
    done = pathgen("import", "list.csv", "--dry-run", "--column", "url=where", "--column", "title=what", cwd=tmp_path)
    assert "title: A\n        url: https://example.org/1\n" in done.stdout, done.stderr
    for column, message in (("url=Where", "there is no column 'Where'"), ("colour=where", "write FIELD=NAME")):
        done = pathgen("import", "list.csv", "--dry-run", "--column", column, cwd=tmp_path)
        assert done.returncode != 0
        assert message in done.stderr


CSL = [{"id": "x", "type": "article-journal", "title": "A", "author": [{"family": "Long", "given": "Ann"}],
        "issued": {"date-parts": [["2020", 1]]}, "DOI": "10.1000/1"}]  # fmt: skip
CHROME = {"roots": {"bookmark_bar": {"name": "Bar", "type": "folder", "date_added": "1", "children": [
    {"name": "Looms", "type": "folder", "children": [{"type": "url", "name": "A", "url": ONE}]}]}}}  # fmt: skip
BEST_OF = """\
categories:
  - {category: looms, title: Looms, subtitle: Words.}
labels: [{label: wood, image: "https://example.org/i"}]
projects:
  - {name: A, github_id: weaver/loom, pypi_id: loom, category: looms, labels: [wood], license: MIT}
"""


@pytest.mark.parametrize(
    ("form", "data", "expected"),
    [
        ("json", json.dumps(CSL), "creators: [Ann Long]\nyear: 2020\nkind: paper"),
        ("json", json.dumps(CHROME), ""),
        ("json", json.dumps({"data": {"items": [{"name": "A", "url": ONE, "tags": ["b"]}]}}), "tags: [b]"),
        ("json", json.dumps({"Looms": {"A": ONE}}), ""),
        ("json", json.dumps({"Looms": [{"title": "A", "link": ONE, "video": ["https://example.org/2"]}]}),
         "also:\nvideo: https://example.org/2"),
        ("yaml", "- category: Looms\n  links:\n    - {title: A, url: 'https://example.org/1', year: 2020}\n",
         "year: 2020"),
        ("yaml", "Looms:\n  - name: A\n    website: https://example.org/1\n    description: Words\n",
         "# their words: Words"),
        ("yaml", BEST_OF, "licence: MIT\ntags: [wood]\nalso:\npackage: https://libraries.io/pypi/loom"),
    ],
)  # fmt: skip
def test_nested_values_are_groups_and_entries(form: str, data: str, expected: str) -> None:
    assert entry(form, data) == expected
    if "Looms" in data:
        assert "title: Looms" in written(form, data)


def test_an_item_of_data_is_named_where_there_is_no_line() -> None:
    listed = imported("json", "list", json.dumps([{"title": "A", "url": ONE}, {"title": "B"}]).encode())
    assert [problem.message for problem in listed.problems] == ["rows without an address are not imported: number 2: B"]
    listed = imported("yaml", "list", b"- {title: A, url: 'https://example.org/1'}\n- title: B\n")
    assert [problem.span.line for problem in listed.problems] == [2]


def test_google_scholar_and_biblatex_are_read() -> None:
    text = """\
@article{a, title={A}, author={Long, Ann and others}, journal={arXiv preprint arXiv:1503.02531}, year={2015}}
@misc{b, title={B}, howpublished={\\url{https://example.org/b_1}}}
@misc{e, title={\\href{https://example.org/e}{E {\\"o}}}}
@article{c, title={C}, doi={10.1000/1}, doi={10.1000/2}, keywords={x, y}}
@book{d, title={D}, isbn={978-3-16-148410-0}}
"""
    found = written("bibtex", text)
    assert "url: https://arxiv.org/abs/1503.02531\n        creators: [Ann Long]\n" in found
    assert "url: https://example.org/b_1\n" in found
    assert "title: E ö\n        url: https://example.org/e\n" in found
    assert "        tags: [x, y]\n        also:\n          doi: https://doi.org/10.1000/2\n" in found
    assert "title: D" not in found


def test_a_folder_of_markdown_has_a_topic_for_each_file(tmp_path: Path) -> None:
    for name, text in {
        "10-first/index.md": "# Looms\n\nWords.\n",
        "10-first/warps@XIdCvT-4HyyglHJLRrHlz.md": f"- [@video@A]({ONE})\n",
        "second.md": "# Wefts\n- [B](https://example.org/2)\n- [C](nowhere)\n",
        ".hidden/third.md": "- [D](https://example.org/4)\n",
    }.items():
        (tmp_path / "notes" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "notes" / name).write_text(text, encoding="utf-8")
    done = pathgen("import", "notes", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"{Path('notes') / 'second.md'}:3:3: nowhere" in done.stderr or "second.md:3:3" in done.stderr
    found = (tmp_path / "resources.yaml").read_text(encoding="utf-8")
    assert [line.split("title: ")[1] for line in found.splitlines() if "title: " in line] == [
        "Notes", "Looms", "Warps", "A", "Wefts", "B"
    ]  # fmt: skip
    assert "    # their words: Words.\n" in found


def test_a_note_about_a_page_is_an_entry_of_its_folder(tmp_path: Path) -> None:
    clipped = (
        f'---\ntitle: "Yarn: a primer"\nsource: {ONE}\nauthor: ["[[Ada B|Ada Baker]]"]\npublished: 2024-03-01\n'
        f"created: 2026-01-05\ntags: [wool]\n---\nFirst words.\n"
    )
    plain = "---\nurl: https://example.org/2\n---\nSecond words.\n\n- [More](https://example.org/3)\n"
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text(clipped, encoding="utf-8")
    (tmp_path / "notes" / "to-spin.md").write_text(plain, encoding="utf-8")
    done = pathgen("import", "notes", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "link" not in done.stderr
    catalogue = load(tmp_path / "resources.yaml").catalogue
    assert catalogue
    first, *others = catalogue.entries
    assert (first.title, first.url, first.creators, first.year) == ("Yarn: a primer", ONE, ("Ada Baker",), 2024)
    assert [entry.title for entry in others] == ["To spin", "More"]
    found = (tmp_path / "resources.yaml").read_text(encoding="utf-8")
    assert "tags: [wool]\n        # their words: First words.\n" in found
    assert "# their words: Second words.\n" in found


def test_the_data_of_hecat_are_grouped_by_the_first_tag(tmp_path: Path) -> None:
    for name, text in {
        "tags/looms.yml": "name: Looms\ndescription: Words.\n",
        "software/a.yml": f"name: A\nwebsite_url: {ONE}\nlicenses: [MIT]\ntags: [Looms, Wood]\narchived: false\n"
        "source_code_url: https://example.org/2\nstargazers_count: 5\n",
    }.items():
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / name).write_text(text, encoding="utf-8")
    found = pathgen("import", "data", "--dry-run", cwd=tmp_path).stdout
    assert "    title: Looms\n    # their words: Words.\n    resources:\n" in found
    assert "        licence: MIT\n        tags: [Wood]\n        also:\n          code: https://example.org/2\n" in found


def test_relative_links_are_whole_with_a_base(tmp_path: Path) -> None:
    (tmp_path / "list.md").write_text("## A\n| [B](b/c.md) | [chat](https://example.org/d) |\n| - | - |\n", "utf-8")
    done = pathgen("import", "list.md", "--dry-run", "--base", "https://example.org/x/", cwd=tmp_path)
    assert "title: B\n        url: https://example.org/x/b/c.md\n" in done.stdout
    assert "discussion: https://example.org/d\n" in done.stdout


@pytest.mark.parametrize("ending", ["org", "rst", "adoc"])
def test_other_formats_are_refused_with_a_way_to_convert_them(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"list.{ending}").write_text("* [[https://example.org/1][A]]\n", encoding="utf-8")
    done = pathgen("import", f"list.{ending}", cwd=tmp_path)
    assert done.returncode == 2
    assert "pandoc -f" in done.stderr


def test_problems_are_grouped_unless_all_are_asked_for(tmp_path: Path) -> None:
    text = "## A\n- [B](https://example.org/b)\n" + "".join(f"- [C](c{number})\n" for number in range(9))
    (tmp_path / "list.md").write_text(text, encoding="utf-8")
    done = pathgen("import", "list.md", "--dry-run", cwd=tmp_path)
    assert "not the address of a web page, so not imported (9 times)\n  list.md:3:3: c0\n" in done.stderr
    assert "  and 6 more; --verbose shows them all\n" in done.stderr
    assert done.stderr.endswith("9 warnings in list.md\n")
    assert pathgen("import", "list.md", "--dry-run", "--verbose", cwd=tmp_path).stderr.count("so not imported: c") == 9
