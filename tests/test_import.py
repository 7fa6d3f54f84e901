"""``pathgen import``, as a curator runs it, on lists with the quirks of real ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import pathgen

from pathgen import load
from pathgen.catalogue.field_order import field_order
from pathgen.catalogue.load import parse
from pathgen.convert import IMPORTERS, imported
from pathgen.convert.to_catalogue import catalogue_of
from pathgen.diagnostics import Severity
from pathgen.yamldoc.format import formatted

LIST = """\
# Awesome looms [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)

Inspired by [another list](https://example.org/another).

## Contents
- [Looms](#looms)

<a name="looms" />

## Looms

- [A warp](https://example.org/warp) - Says how to dress one, with [a film](https://example.org/film).
- [A weft](https://example.org/weft), [Another](https://example.org/other)
    * Nested: [pdf](https://example.org/nested.pdf)
- [The warp again](http://www.example.org/warp/)
- No link at all
- [Broken](example)
- [Bracket](https://example.org/a_(b))
- <a href="https://example.org/html?utm_source=x">In &amp; out</a>

### Films

| Name | Of |
| --- | --- |
| [A row](https://example.org/row) | threads |

## Looms
[Starts a line
over two](https://example.org/two)
https://example.org/bare
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    return tmp_path


def entries(path: Path) -> dict[str, str]:
    loaded = load(path)
    assert loaded.is_valid, loaded.diagnostics
    assert loaded.catalogue
    return {entry.url: entry.title for entry in loaded.catalogue.entries}


def test_headings_become_topics_and_links_entries(folder: Path) -> None:
    done = pathgen("import", "list.md", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert entries(folder / "resources.yaml") == {
        "https://example.org/warp": "A warp",
        "https://example.org/weft": "A weft",
        "https://example.org/other": "Another",
        "https://example.org/nested.pdf": "Nested",
        "https://example.org/a_(b)": "Bracket",
        "https://example.org/html": "In & out",
        "https://example.org/row": "A row",
        "https://example.org/two": "Starts a line over two",
        "https://example.org/bare": "https://example.org/bare",
    }
    catalogue = load(folder / "resources.yaml").catalogue
    assert catalogue
    assert [section.part.id for section in catalogue.sections] == ["looms", "looms-films", "looms-2"]
    assert catalogue.path.title == "Awesome looms"


def test_their_words_are_comments_and_no_why(folder: Path) -> None:
    assert pathgen("import", "list.md", cwd=folder).returncode == 0
    text = (folder / "resources.yaml").read_text(encoding="utf-8")
    assert "# their words: Says how to dress one, with a film <https://example.org/film>.\n" in text
    assert "why:" not in text


def test_what_is_not_taken_is_told_with_its_line(folder: Path) -> None:
    output = pathgen("import", "list.md", "--verbose", cwd=folder).stderr
    for place, words in {
        "1:": "a picture with a link is not imported: https://awesome.re",
        "3:": "mentioned in a sentence, so kept in the comment: https://example.org/another",
        "6:": "points to a place in the list itself",
        "12:": "mentioned in a description, so kept in the comment: https://example.org/film",
        "15:": "listed already: http://www.example.org/warp/, as 'A warp' at line 12",
        "16:": "this item has no link",
        "17:": "not the address of a web page, so not imported: example",
        "19:": "address corrected: https://example.org/html?utm_source=x is now https://example.org/html",
    }.items():
        assert any(line.startswith(f"list.md:{place}") and words in line for line in output.split("\n")), (
            place,
            output,
        )


def test_a_catalogue_that_is_there_is_not_written_over(folder: Path) -> None:
    (folder / "resources.yaml").write_text("path: {title: Mine}\n", encoding="utf-8")
    done = pathgen("import", "list.md", cwd=folder)
    assert done.returncode == 2
    assert "resources.yaml already exists" in done.stderr
    assert (folder / "resources.yaml").read_text(encoding="utf-8") == "path: {title: Mine}\n"


def test_a_dry_run_shows_and_writes_nothing(folder: Path) -> None:
    done = pathgen("import", "list.md", "--dry-run", cwd=folder)
    assert done.stdout.startswith("path:\n  title: Awesome looms\n")
    assert [path.name for path in folder.iterdir()] == ["list.md"]


MINE = """\
path: {title: Mine}  # a word
topics:
  - id: weaving
    title: Weaving
    resources:
      - {title: Warps, url: "https://example.org/warp"}
      - title: Mine
        url: https://example.org/mine
        # a comment of that entry

  # Of what comes next
  - id: other
    title: Other
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_list_is_put_into_a_topic_and_every_other_byte_stays(folder: Path, line_end: str) -> None:
    before = MINE.replace("\n", line_end).encode()
    (folder / "resources.yaml").write_bytes(before)
    done = pathgen("import", "list.md", "--into", "weaving", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "listed already" in done.stderr
    after = (folder / "resources.yaml").read_bytes()
    kept = [line for line in after.split(b"\n") if line in before.split(b"\n")]
    assert b"\n".join(kept).startswith(before[: before.index(b"    resources")])
    at = before.index(b"  # Of what comes next")
    assert after.endswith(before[at:])
    assert len(entries(folder / "resources.yaml")) == 10
    again = pathgen("import", "list.md", "--into", "weaving", cwd=folder)
    assert again.returncode == 1
    assert (folder / "resources.yaml").read_bytes() == after


def test_a_topic_without_entries_gets_its_lists(folder: Path) -> None:
    (folder / "resources.yaml").write_text(MINE, encoding="utf-8")
    assert pathgen("import", "list.md", "--into", "other", cwd=folder).returncode == 0
    assert len(entries(folder / "resources.yaml")) == 10


BRACKETS = """\
path: {title: Mine}
topics:
  - id: weaving
    title: Weaving
    resources: [{title: Warps, url: "https://example.org/warp"}, {title: Mine, url: "https://example.org/m"}]  # both
  - {id: braced, title: "Braced, still", aliases: [old]}
  - id: empty
    title: Empty
    resources: []
  - id: above
    title: Above
    subtopics: [{id: below, title: Below}]
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("into", "old", "new"),
    [
        (
            "weaving",
            'resources: [{title: Warps, url: "https://example.org/warp"}, {title: Mine, url: "https://example.org/m"}]',
            "resources:",
        ),
        ("braced", '- {id: braced, title: "Braced, still", aliases: [old]}', "- id: braced"),
        ("empty", "resources: []", "resources:"),
        ("above", "subtopics: [{id: below, title: Below}]", "subtopics:"),
    ],
)
def test_what_stands_in_brackets_gets_lines_of_its_own(
    folder: Path, into: str, old: str, new: str, line_end: str
) -> None:
    (folder / "resources.yaml").write_bytes(BRACKETS.replace("\n", line_end).encode())
    text = "# L\n\n- [M](https://m.example/)\n\n## Below\n\n- [N](https://n.example/)\n"
    (folder / "list.md").write_text(text, encoding="utf-8")
    before = load(folder / "resources.yaml").catalogue
    done = pathgen("import", "list.md", "--into", into, cwd=folder)
    assert done.returncode == 0, done.stderr
    lines = (folder / "resources.yaml").read_bytes().decode().split(line_end)
    assert [line for line in BRACKETS.split("\n") if line not in lines] == [
        line for line in BRACKETS.split("\n") if old in line
    ]
    assert any(line.strip().removesuffix("  # both") == new for line in lines)
    after = load(folder / "resources.yaml").catalogue
    assert before
    assert after
    topics = {section.part.id: section.part for section in after.sections}
    assert {section.part.id: section.part.title for section in before.sections}.items() <= {
        (id_, part.title) for id_, part in topics.items()
    }
    assert len(after.entries) == len(before.entries) + 2
    assert [entry.title for entry in topics[into].resources[-1:]] == ["M"]


def test_what_stands_too_oddly_in_brackets_is_told_with_how_to_mend_it(folder: Path) -> None:
    for text, message in (
        (BRACKETS.replace("[{id: below", "[  # a comment\n      {id: below"), "a comment within the brackets"),
        (BRACKETS.replace("above\n    title", "x\n    title").replace("below", "above"), "this is in brackets"),
    ):
        (folder / "resources.yaml").write_text(text, encoding="utf-8")
        done = pathgen("import", "list.md", "--into", "above", cwd=folder)
        assert (done.returncode, message in done.stderr) == (2, True), done.stderr
        assert "write it on lines of its own first" in done.stderr
        assert (folder / "resources.yaml").read_text(encoding="utf-8") == text


def test_a_topic_in_an_included_file_is_written_there(folder: Path) -> None:
    main = "path: {title: Mine}\ninclude: more/*.yaml\ntopics:\n  - {id: own, title: Own}\n"
    (folder / "resources.yaml").write_text(main, encoding="utf-8")
    (folder / "more").mkdir()
    (folder / "more" / "a.yaml").write_text(MINE.partition("\n")[2], encoding="utf-8")
    done = pathgen("import", "list.md", "--into", "weaving", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith(f" entries are in {Path('more') / 'a.yaml'}.\n")
    assert (folder / "resources.yaml").read_text(encoding="utf-8") == main
    assert len(entries(folder / "resources.yaml")) == 10


def test_a_topic_that_is_not_there_is_told(folder: Path) -> None:
    (folder / "resources.yaml").write_text(MINE, encoding="utf-8")
    done = pathgen("import", "list.md", "--into", "weavign", cwd=folder)
    assert (done.returncode, done.stderr) == (
        2,
        "pathgen: there is no topic 'weavign' in resources.yaml; did you mean `weaving`?\n",
    )


BOOKMARKS = """\
<!DOCTYPE NETSCAPE-Bookmark-file-1>
<TITLE>Bookmarks</TITLE><H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1">Looms &amp; more</H3>
    <DL><p>
        <DT><A HREF="https://example.org/a" ADD_DATE="1">A <b>bold</b> one</A>
        <DD>Their words
        <DT><A HREF="javascript:alert(1)">Bookmarklet</A>
        <DT><H3>Deeper</H3>
        <DL><p><DT><A HREF="https://example.org/b">B</A></DL><p>
    </DL><p>
    <DT><A HREF="https://example.org/c">C</A>
</DL><p>
"""
OPML = """\
<?xml version="1.0"?>
<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<opml version="2.0"><head><title>Feeds</title></head><body>
<outline text="Looms">
  <outline text="A &x;" xmlUrl="https://example.org/feed" htmlUrl="https://example.org/a"/>
</outline>
<outline text="B" type="link" url="https://example.org/b" description="Their words"/>
</body></opml>
"""
CSV = """\
name;link;category;year;notes
A;https://example.org/a;Looms > Warps;1990;Their words
'=B;https://example.org/b;Looms;soon;
;;;2000;
"""
BIBTEX = """\
@article{a, title = {An {\\"O}ld {Loom}}, author = {Weaver, Ada and Ben Thread}, doi = {10.1000/182}, year = 1990}
@book{open, title = "never closed,
@misc{b, title = {B}, howpublished = {nowhere}}
@misc{c, title = {C \\& D}, url = {https://example.org/c_d}}
"""
JSON = '[{"title": "A", "url": "https://example.org/a", "topic": "Looms", "year": 1990}, 3, {"title": "no url"}]'


@pytest.mark.parametrize(
    ("form", "text", "found", "problems"),
    [
        (
            "bookmarks",
            BOOKMARKS,
            ["looms-more A bold one", "looms-more-deeper B", "bookmarks C"],
            ["8 not the address of a web page, so not imported: javascript:alert(1)"],
        ),
        ("opml", OPML, ["feeds B", "looms A"], []),
        (
            "csv",
            CSV,
            ["looms =B", "looms-warps A"],
            [
                "3 `year` cannot be this, so kept in the comment: soon",
                "4 rows without an address are not imported: number 3",
            ],
        ),
        (
            "bibtex",
            BIBTEX,
            ["x An Öld Loom", "x C & D"],
            ["2 this record cannot be read", "3 rows without an address are not imported: number 2: B"],
        ),
        (
            "json",
            JSON,
            ["looms A"],
            [
                "1 items without an address are not imported: number 2: 3",
                "1 rows without an address are not imported: number 2: no url",
            ],
        ),
    ],
)
def test_every_form_gives_topics_entries_and_what_was_not_understood(
    form: str, text: str, found: list[str], problems: list[str]
) -> None:
    result = imported(form, "list", text.encode())
    written = catalogue_of(result, "X").encode()
    assert formatted("x", written, field_order) == written
    loaded = parse("x", written)
    assert loaded.is_valid, loaded.diagnostics
    assert loaded.catalogue
    listed = [f"{section.part.id} {entry.title}" for section in loaded.catalogue.sections for entry in section.entries]
    assert sorted(listed) == sorted(found)
    says = [f"{problem.span.line} {problem.message}" for problem in result.problems]
    assert [start for start in problems if not any(line.startswith(start) for line in says)] == [], says
    assert "passwd" not in catalogue_of(imported(form, "list", text.encode()), "X")


HOSTILE = {
    "nothing": b"",
    "bytes": bytes(range(256)) * 40,
    "brackets": b"[" * 200_000,
    "half links": b"[a](<b" * 40_000,
    "quotes": b"> " * 100_000 + b"[a](https://example.org/a)",
    "lines": b"\n" * 1_000_000,
    "braces": b"@a{b, title = {" + b"{" * 200_000,
    "folders": b"<DL><p><DT><H3>a</H3>" * 20_000,
    "outlines": b"<opml><body>" + b"<outline text='a'>" * 20_000,
    "lists": b"[" * 100_000 + b"]" * 100_000,
    "an open quote": b'title,url\n"a,https://example.org/a\n' + b"b,c\n" * 100_000,
    "tags": b"<a " * 100_000,
    "comments": b"<!-- " * 100_000,
    "quoted tags": b"<div " + b'<a href="' * 50_000,
}


@pytest.mark.parametrize("form", IMPORTERS)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_list_gives_a_catalogue_or_says_why_not(form: str, name: str) -> None:
    result = imported(form, "list", HOSTILE[name])
    text = catalogue_of(result, "X")
    assert result.problems or parse("x", text.encode()).is_valid


def test_markdown_too_large_to_be_held_is_refused_before_it_is_parsed() -> None:
    result = imported("awesome", "list.md", b"- [A](https://example.org/a)\n" + b"a" * 8 * 2**20)
    [problem] = result.problems
    assert problem.severity is Severity.ERROR
    assert "8 MB" in problem.message
    assert problem.help
    assert not result.top.links


def test_a_list_that_makes_too_large_a_catalogue_is_named_itself(folder: Path) -> None:
    why = "x" * 1_900
    rows = "".join(f"A,https://example.org/{number},{why}\n" for number in range(9_000))
    (folder / "list.csv").write_text(f"title,url,notes\n{rows}")
    result = pathgen("import", "list.csv", "--catalogue", "new.yaml", cwd=folder)
    assert result.returncode == 1
    assert "list.csv:1:1: error[not-imported] this lists more than the 16 MB" in result.stdout + result.stderr
    assert not (folder / "new.yaml").exists()


def test_a_form_that_cannot_be_told_is_asked_for(folder: Path) -> None:
    (folder / "list.txt").write_text(LIST, encoding="utf-8")
    done = pathgen("import", "list.txt", cwd=folder)
    assert done.returncode == 2
    assert "is not clear from its name; use --format awesome|bookmarks|csv|opml|json|yaml|bibtex" in done.stderr


def test_a_file_without_links_makes_no_catalogue(folder: Path) -> None:
    (folder / "list.md").write_text("# Nothing\n", encoding="utf-8")
    done = pathgen("import", "list.md", cwd=folder)
    assert done.returncode == 1
    assert "no link was found" in done.stderr
    assert not (folder / "resources.yaml").exists()
