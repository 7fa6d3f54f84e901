"""Lists as people write them: each keeps its titles, structure and words when it is imported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from command import pathgen

from pathgen.catalogue.load import parse
from pathgen.catalogue.resolve import Catalogue, Section
from pathgen.convert import imported
from pathgen.convert.to_catalogue import catalogue_of


def written(text: str) -> str:
    """Return the YAML of a list in Markdown."""
    return catalogue_of(imported("awesome", "list.md", text.encode()), "list")


def catalogue(text: str) -> Catalogue:
    """Return the catalogue of a list in Markdown; it is valid."""
    loaded = parse("resources.yaml", written(text).encode())
    assert loaded.is_valid, loaded.diagnostics
    assert loaded.catalogue
    return loaded.catalogue


def titles(text: str) -> dict[str, str]:
    """Return the title of each entry by the end of its address, and the ends of its other addresses."""
    found: dict[str, str] = {}
    for entry in catalogue(text).entries:
        end = entry.url.removeprefix("https://example.org/")
        found[end] = entry.title
        for name, _, url in entry.also.addresses if entry.also else ():
            found[f"{end} {name}"] = url.removeprefix("https://example.org/")
    return found


def outline(text: str) -> list[str]:
    """Return the titles of topics and entries, each indented below the topic that it is in."""
    return [*_outline(catalogue(text).topics, "")]


def _outline(sections: Sequence[Section], indent: str) -> Iterator[str]:
    for section in sections:
        yield f"{indent}{section.part.title}:"
        yield from (f"{indent}  {entry.title}" for entry in section.entries)
        yield from _outline(section.sections, f"{indent}  ")


LINK = "<a href='https://example.org/1'>B</a>"


def test_a_rule_above_text_is_no_metadata() -> None:
    text = (
        "# L\n\n## A\n\n- [One](https://example.org/1)\n\n---\n### B\n\n- [Two](https://example.org/2)\n\n---\n\n## C\n"
    )
    assert outline(f"{text}- [Three](https://example.org/3)\n") == ["A:", "  One", "  B:", "    Two", "C:", "  Three"]
    assert outline("---\n\n# L\n## A\n- [One](https://example.org/1)\n\n---\n") == ["A:", "  One"]


@pytest.mark.parametrize(
    "front",
    ['---\nlayout: page\ntitle: "Looms"\n---\n', "---\r\ntitle: Looms\r\n---\r\n", "+++\ntitle = 'Looms'\n+++\n"],
)
def test_front_matter_gives_the_title(front: str) -> None:
    listed = imported("awesome", "list.md", f"{front}\n## A\n- [Öne](https://example.org/1) - é\n- none".encode())
    assert listed.top.title == "Looms"
    assert [group.title for group in listed.top.groups] == ["A"]
    assert [listed.source.text[problem.span.start :] for problem in listed.problems] == ["none"]


def test_brackets_of_an_address_are_balanced() -> None:
    stack = "https://example.org/Stack_(type)"
    for text in (f"- {stack}", f"- <{stack}>", f"- A stack ({stack}), as it is", f"- [A stack]({stack})"):
        assert [entry.url for entry in catalogue(f"## A\n{text}\n").entries] == [stack]


def test_joiners_and_marks_are_written_as_they_are() -> None:
    title = "می\u200cخواستم \u200fالعربية\u200e 👩\u200d💻"
    assert f"title: {title}\n" in written(f"## A\n- [{title}](https://example.org/1)\n")
    assert "\\U0000202e" in written("## A\n- [a \u202eb](https://example.org/1)\n")  # turns all that follows around


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("* 8th Light https://example.org/1", {"1": "8th Light"}),
        ("- Name: <https://example.org/1>", {"1": "Name"}),
        ("- Think [Digital](https://example.org/1) & [Book $34](https://example.org/2)",
         {"1": "Think (Digital)", "1 book": "2"}),
        ("- How it works [1](https://example.org/1) [2](https://example.org/2)",
         {"1": "How it works", "1 other": "2"}),
        ("- [CS 1](https://example.org/1) ([YouTube](https://example.org/2)) ([Notes](https://example.org/3)) - Words",
         {"1": "CS 1", "1 video": "2", "1 notes": "3"}),
        ("- [CS 1](https://example.org/1)\n  - [Assignments](https://example.org/2)",
         {"1": "CS 1", "1 exercises": "2"}),
        ("- [CS 1](https://example.org/1) - Words, [slides](https://example.org/2), [B](https://example.org/3)",
         {"1": "CS 1", "1 slides": "2"}),
        ("- Name [PyPi](https://example.org/1), [Conda](https://example.org/2)",
         {"1": "Name (PyPi)", "1 package": "2"}),
        ("- [@video@Weaving](https://example.org/1)", {"1": "Weaving"}),
        ("- [CS 1](https://example.org/1) ([Spring 2018](https://example.org/2)) ([Notes](https://example.org/3))",
         {"1": "CS 1", "1 other": "2", "1 notes": "3"}),
        ("- [CS 1](https://example.org/1)\n  - Words [Docker Hub](https://example.org/2)",
         {"1": "CS 1", "2": "Words (Docker Hub)"}),
        (f"- [CS 1](https://example.org/1)\n  - {'Long words ' * 12} [book](https://example.org/2)", {"1": "CS 1"}),
        ("- Deep voice (2017), S. Arik, [pdf](https://example.org/1)", {"1": "Deep voice (2017), S. Arik"}),
        ("| A | Of | At |\n| - | - | - |\n| Maths | 13 weeks | [here](https://example.org/1) |", {"1": "Maths"}),
        ("| # | Of | At |\n| - | - | - |\n| 1 | Maths | <https://example.org/1> |", {"1": "Maths"}),
        ("| A | At |\n| - | - |\n| [Design](a/b.md) | [chat](https://example.org/1) |", {"1": "Design (chat)"}),
        ("🔗 [Weaving](https://example.org/1)\n\n:star: [Warps](https://example.org/2)\n\n1️⃣ [Wefts](https://example.org/3)",
         {"1": "Weaving", "2": "Warps", "3": "Wefts"}),
        ("▶️ [Video](https://example.org/1)", {"1": "Looms (Video)"}),
        ("- [CS 1](https://example.org/1) ([Part 1b](https://example.org/2), [part ii](https://example.org/3))",
         {"1": "CS 1", "1 other": "3"}),
        ("| A | At |\n| - | - |\n| [Design](a.md) | chat: [part 1](https://example.org/1) |", {"1": "Design (part 1)"}),
        ("| A | Of | At |\n| - | - | - |\n| [Design](a.md) | [maths](https://example.org/1) | |",
         {"1": "Design (maths)"}),
        ("| A | At |\n| - | - |\n| 2) Twill  It is a weave. | [Paper](https://example.org/1) |", {"1": "Twill"}),
        ("- [Twill (Russian)](https://example.org/1), [(English)](https://example.org/2)",
         {"1": "Twill (Russian)", "1 other": "2"}),
        ("- Yarns [Ann's / Book $50](https://example.org/1)", {"1": "Yarns"}),
        ("- [CS 1](https://example.org/1) ([YouTube playlists](https://example.org/2))", {"1": "CS 1", "1 video": "2"}),
        ("- [CS 1, https://example.org/2](https://example.org/1)", {"1": "CS 1", "1 other": "2"}),
        ("- (short) Yarns [book](https://example.org/1)", {"1": "(short) Yarns"}),
        ("- A set of yarns (n=9) [Data](https://example.org/1)", {"1": "A set of yarns (n=9)"}),
        ('**[1]** Lee, Ann. "**Warps and wefts**." Looms (2015). [[pdf]](https://example.org/1) **(old)**',
         {"1": "Warps and wefts"}),
        ('- Lee, A., "Warps and wefts", Looms [pdf](https://example.org/1)', {"1": "Warps and wefts"}),
        ("<a href='https://example.org/1'><b>Warps</b><br><sup>Fast</sup></a>", {"1": "Warps Fast"}),
        # beside them, titles that look alike:
        ("- [Part 1: Wefts](https://example.org/1), [Parts](https://example.org/2)",
         {"1": "Part 1: Wefts", "2": "Parts"}),
        ("- [HTML5](https://example.org/1), [Coder](https://example.org/2)", {"1": "HTML5", "2": "Coder"}),
        ("- [A loom for $200](https://example.org/1)", {"1": "A loom for $200"}),
        ('- The "one page" loom [pdf](https://example.org/1)', {"1": 'The "one page" loom'}),
        ("- Ann Lee: [Think](https://example.org/1)", {"1": "Think"}),
        ("- [Video editing](https://example.org/1), [C](https://example.org/2)", {"1": "Video editing", "2": "C"}),
        ("- 2021: [Threads](https://example.org/1)", {"1": "Threads"}),
        ("- [A](https://example.org/1)", {"1": "A"}),
        ("- [Spring](https://example.org/1), [Winter 9](https://example.org/2)", {"1": "Spring", "2": "Winter 9"}),
        ("https://example.org/1", {"1": "example.org/1"}),
        ("| A | At |\n| - | - |\n| Ann Lee | [Think](https://example.org/1) |", {"1": "Think"}),
    ],
)  # fmt: skip
def test_a_text_that_names_nothing_is_no_title(item: str, expected: dict[str, str]) -> None:
    assert titles(f"# L\n\n## Looms\n\n{item}\n") == expected


def test_a_text_that_repeats_is_no_title() -> None:
    def items(count: int) -> str:
        return "## A\n" + "".join(
            f"- Course {'abc'[number]}: [Some school](https://example.org/{number}) - words\n"
            for number in range(count)
        )

    assert titles(items(3)) == {
        "0": "Course a (Some school)",
        "1": "Course b (Some school)",
        "2": "Course c (Some school)",
    }
    assert written(items(3)).count("# their words: words\n") == 3
    versions = "".join(f"- [Looms Manual](https://example.org/{number}) (PDF) (1.{number})\n" for number in range(3))
    assert list(titles(f"## Looms\n{versions}").values()) == [f"Looms Manual (PDF) (1.{number})" for number in range(3)]
    packages = "".join(f"- [yarn](https://example.org/{number}) - Words {number}.\n" for number in range(3))
    assert set(titles(f"## Looms\n{packages}").values()) == {"yarn"}, "each is described, so it is called so"
    shops = "".join(f"- Shop {number}\n  - Full list - https://example.org/{number}\n" for number in range(3))
    assert list(titles(f"## Looms\n{shops}").values()) == [f"Shop {number} (Full list)" for number in range(3)]
    assert set(titles(items(2)).values()) == {"Some school"}
    assert written(items(2)).count("# their words: Course") == 2


def test_a_description_belongs_to_the_entry_before_its_companions() -> None:
    text = written("## A\n- [A](https://example.org/1) ([video](https://example.org/2)) - Words.\n\n  More.\n")
    also = "        also:\n          video: https://example.org/2\n"
    assert f"url: https://example.org/1\n{also}        # their words: Words. More.\n" in text
    text = written("## A\n- [A](https://example.org/1). Words.\n- [B](https://example.org/2) - .NET\n")
    assert "# their words: Words.\n" in text
    assert "# their words: .NET\n" in text
    text = written("## A\n- [A](https://example.org/1) and [B](https://example.org/2) - Words.\n")
    assert "url: https://example.org/2\n        # their words: Words.\n" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## A\n\n**B**\n\n- [1b](1)\n\n**C:**\n\n- [2b](2)\n### D\n- [3b](3)\n## E\n- [4b](4)",
         ["A:", "  B:", "    1b", "  C:", "    2b", "  D:", "    3b", "E:", "  4b"]),
        ("## A\n**Note** that this is new.\n\n**It is new.**\n\n- [1b](1)", ["A:", "  1b"]),
        ("## A\n- B\n  - [1b](1)\n- **C:**\n  - [2b](2)\n- [3b](3)",
         ["A:", "  3b", "  B:", "    1b", "  C:", "    2b"]),
        ("## A\n1. B\n   1. C\n      - [1b](1)", ["A:", "  B:", "    C:", "      1b"]),
        ("## A\n<details><summary><b>B</b></summary>\n\n- [1b](1)\n\n</details>\n\n- [2b](2)",
         ["A:", "  2b", "  B:", "    1b"]),
        ("## A\n<details><summary>Click to expand</summary>\n\n- [1b](1)\n\n</details>", ["A:", "  1b"]),
        ("## All\n### A\n- [1b](1)\n### B\n- [2b](2)\n## License\nMIT",
         ["A:", "  1b", "B:", "  2b"]),
        ("## A\n**<a href='#l'>`^ back to top ^`</a>**\n\n- [1b](1)\n\n### B\n<a href='#l'>↑ Top</a>\n\n- [2b](2)",
         ["A:", "  1b", "  B:", "    2b"]),
        (f"## A\n- {'Long words ' * 12}\n  - [1b](1)", ["A:", "  1b"]),
        ("## A\n<details><summary>Show 20 hidden looms...</summary>\n\n- [1b](1)\n\n</details>", ["A:", "  1b"]),
        (f"## A\n<details><summary><b>{LINK}</b> (🥇)</summary>\n\n- [Code](2)\n- [PyPi](3)\n</details>\n\n- [4b](4)",
         ["A:", "  B", "  4b"]),
        (f"## A\n<details><summary>{LINK}</summary>\n\n- [2b](2)\n\n</details>\n\n- [3b](3)",
         ["A:", "  3b", "  B:", "    B", "    2b"]),
        (f"## A\n<details><summary>{LINK}</summary>\n\n- [PyPi](2)\n## C\n- [3b](3)",
         ["A:", "  B:", "    B", "C:", "  3b"]),
        ("## [Loom](9)\n*Fast.*\n\n[Free](9)\n## A\n### [B](1)\nWords.\n### [C](2)\n- [D](3)",
         ["L:", "  Loom", "A:", "  B", "  C:", "    C", "    D"]),
        ("## All\n- [0b](0)\n### A\n- [1b](1)", ["All:", "  0b", "  A:", "    1b"]),
    ],
)  # fmt: skip
def test_structure_is_kept(text: str, expected: list[str]) -> None:
    assert outline(f"# L\n\n{text}\n".replace("](", "](https://example.org/")) == expected


def test_an_advertisement_is_no_title_and_no_entry() -> None:
    call = "# Our new loom is here! 🎉\n\n<p><a href='https://example.org/ad'><img src='a.png'>Buy it</a></p>\n\n"
    text = "## A\n\n- [B](https://example.org/1)\n- <a href='https://example.org/2'><img src='c.png'>C</a>\n"
    assert catalogue(f"{call}# Looms\n\n{text}").path.title == "Looms"
    assert outline(f"{call}# Looms\n\n{text}") == ["A:", "  B", "  C"]
    only = "# Learn to weave!\n\nAll of it.\n\n"
    assert catalogue(f"{only}{text}").path.title == "Learn to weave!", "no other heading is the title of this list"
    assert outline(f"{only}{text}") == ["A:", "  B", "  C"]
    assert catalogue(f"# Looms & more\n\n{text}").path.title == "Looms & more"


def test_a_list_with_only_relative_links_says_how_to_make_them_whole() -> None:
    listed = imported("awesome", "list.md", b"# L\n\n- [A](a.md)\n")
    catalogue_of(listed, "list")
    assert listed.diagnostics[-1].help == "say where it starts: --base https://host/folder/"


@pytest.mark.parametrize("heading", ["Contents", "README", "Table of Contents", "Sponsored by Weavers"])
def test_a_heading_that_names_nothing_is_no_title(heading: str) -> None:
    read = catalogue(f"# {heading}\n\n# Looms\n\n## A\n\n- [B](https://example.org/1)\n")
    assert read.path.title == "Looms"
    assert outline(f"# {heading}\n\n## A\n\n- [B](https://example.org/1)\n") == ["A:", "  B"]


def test_a_heading_over_everything_is_the_title_if_it_says_something() -> None:
    text = "## {}\n\n### A\n- [One](https://example.org/1)\n\n### B\n- [Two](https://example.org/2)\n"
    assert [catalogue(text.format(name)).path.title for name in ("Looms", "Info")] == ["Looms", "list"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "<h3>Looms</h3>\n\n# Contents\n- [A](#a)\n\n# Summary\nWords.\n\n# Community\n- [A](https://example.org/a)",
            "Looms",
        ),
        (
            "## Looms &lt;now&gt;\nWords.\n## A\n- [A](https://example.org/a)\n## B\n- [B](https://example.org/b)",
            "Looms <now>",
        ),
        ("# Summary\n- [A](https://example.org/a)\n# B\n- [B](https://example.org/b)", "Summary"),
        ("### News\nWords.\n# Looms\n- [A](https://example.org/a)", "Looms"),
    ],
)
def test_a_heading_of_a_section_is_no_title_where_there_is_another(text: str, title: str) -> None:
    assert catalogue(text).path.title == title


def test_what_an_item_without_a_link_says_belongs_to_the_entry_around() -> None:
    text = "# L\n## A\n- [A](https://example.org/1)\n  - Needs no looms.\n  - It takes a year, {} <https://example.org/2>.\n"
    assert "# their words: Needs no looms. It takes a year, " in written(text.format("as they say " * 10))


def test_the_addresses_of_an_entry_that_is_listed_already_are_reported() -> None:
    link = "- [A](https://example.org/1) ([video](https://example.org/{}))\n"
    read = imported("awesome", "list.md", f"# L\n## A\n{link.format(2)}{link.format(3)}".encode())
    catalogue_of(read, "list")
    assert "belongs to an address that is listed already: https://example.org/3" in [p.message for p in read.problems]


def test_the_readme_of_a_folder_is_called_after_it(tmp_path: Path) -> None:
    (tmp_path / "looms").mkdir()
    (tmp_path / "looms" / "README.md").write_text("## A\n- [B](https://example.org/1)\n", encoding="utf-8")
    done = pathgen("import", "looms/README.md", "--dry-run", cwd=tmp_path)
    assert done.stdout.startswith("path:\n  title: Looms\n")
    (tmp_path / "looms" / "_data").mkdir()
    (tmp_path / "looms" / "_data" / "resources.yml").write_text("- {title: A, url: 'https://example.org/1'}\n")
    done = pathgen("import", "looms/_data/resources.yml", "--dry-run", cwd=tmp_path)
    assert done.stdout.startswith("path:\n  title: Looms\n")


def test_what_a_list_says_of_its_parts_is_a_comment() -> None:
    text = written(
        "# L\n\n> A quote of [A](https://example.org/a).\n\n## B\n\nWords.\n\n- [C](https://example.org/c)\n\nMore.\n"
    )
    assert "  title: L\n  # their words: A quote of A <https://example.org/a>.\n" in text
    assert "    title: B\n    # their words: Words.\n    resources:" in text


def test_signs_of_other_programs_are_no_words() -> None:
    text = written("## A :star:\n- [[Note|Shown]] and [B](https://example.org/b)[^1] :tada: - words at 10:30:15\n")
    assert "title: A\n" in text
    assert "# their words: Shown and … words at 10:30:15\n" in text


ROW = "| [Twill](https://example.org/{0}) | [code](https://example.org/{0}c) |\n"
BOLD = "| API | Where |\n| - | - |\n| 1) **Twill** - a loom {0} | [Paper](https://example.org/1) |\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# L\n## Contents\n- [A](#a)\n### A\n- [B](https://example.org/b)\n", ["A:", "  B"]),
        ("# L\n## Index\n- [A](#a)\n### A\n- [B](https://example.org/b)\n", ["A:", "  B"]),
        ("## A\n<details><summary>a</summary>\n\n- [B](https://example.org/b)\n</details>\n", ["A:", "  B"]),
        ("## A&nbsp;[[top]](#l)\n- [B](https://example.org/b)\n", ["A:", "  B"]),
        ("## Note:\n- [B](https://example.org/b)\n", ["Note:", "  B"]),
        (f"## A\n| Name | Code |\n| - | - |\n{''.join(map(ROW.format, range(3)))}", ["A:", *["  Twill"] * 3]),
        (f"## A\n{BOLD.format('of many words' * 20)}", ["A:", "  Twill"]),
        ("- Weaving 101\n  - [Readings](https://example.org/r)\n", ["Weaving 101:", "  Weaving 101 (Readings)"]),
    ],
)
def test_headings_and_rows_have_their_names(text: str, expected: list[str]) -> None:
    assert outline(text) == expected


def test_a_heading_that_is_a_picture_is_called_as_the_picture() -> None:
    assert catalogue("# ![Looms](logo.svg)\n## A\n- [B](https://example.org/b)\n").path.title == "Looms"
    badge = (
        "# Looms ![Badge](b.svg)\n[![Badge](b.svg)](https://example.org/badge)\n## A\n- [B](https://example.org/b)\n"
    )
    assert catalogue(badge).path.title == "Looms"
    assert "their words" not in written(badge)


def test_a_table_of_contents_in_any_language_is_no_title() -> None:
    text = "### \u0641\u0647\u0631\u0633\u062a\n- [A](#a)\n### A\n- [B](https://example.org/b)\n### C\n- [D](https://example.org/d)\n"
    assert catalogue(text).path.title == "list"
    text = f"#### All that a weaver needs.\n{text}"
    assert catalogue(text).path.title == "list", "a sentence is no title"


def test_signs_of_other_scripts_are_around_words() -> None:
    text = "## A\n- [B](https://example.org/b)\uff1a\u8bcd\u3002\n- [C](https://example.org/c)\u3001[D](https://example.org/d)\n"
    assert "# their words: \u8bcd" in written(text)
    assert outline(text) == ["A:", "  B", "  C", "  D"]


def test_an_address_that_repeats_is_a_reference() -> None:
    text = "## A\n- [B](https://example.org/b)\n- [B](https://example.org/b#)\n## C\n"
    text += "- [B again](https://www.example.org/b) - words\n"
    assert outline(text) == ["A:", "  B", "C:", "  B"]
    assert "      - ref: a-b\n        # their words: words\n" in written(text)


def test_a_companion_in_a_description_leaves_no_brackets() -> None:
    text = "# L\n## A\n- [One](https://example.org/1) - Good. ([Source Code](https://example.org/2)) `MIT`\n"
    assert titles(text) == {"1": "One", "1 code": "2"}
    assert "# their words: Good. MIT\n" in written(text)


def test_a_table_in_html_is_read_as_one_in_markdown() -> None:
    text = """# L
## A
<table>
  <thead><tr><th>Name</th><th>About</th><th>Link</th></tr></thead>
  <tr><td>Calculus</td><td>Good<br>words</td><td><a href="https://example.org/1">here</a></td></tr>
  <tr><td><b>Algebra</b><td>Old<td><a href="https://example.org/2">PDF</a> <a href="https://example.org/3">Video</a>
  <tr>
  <td>

[Topology](https://example.org/4)

  </td><td>MIT</td></tr>
</table>

After [this](https://example.org/9)
"""
    assert titles(text) == {"1": "Calculus", "2": "Algebra", "2 video": "3", "4": "Topology"}
    assert [line.partition("words: ")[2] for line in written(text).splitlines() if "their words" in line] == [
        "Good words",
        "Old",
        "MIT",
    ]


def test_a_table_in_html_that_only_places_things_has_a_line_for_each_cell() -> None:
    text = """# L
## A
<table><tr>
<td><a href="https://example.org/1">One</a><br>good</td><td align="center"><a href="https://example.org/2">Two</a></td>
</tr><tr><td>Three</td><td>words</td><td><a href="https://example.org/3">link</a></td></tr>
<tr><td><a href="https://example.org/4">Four</a></td>

## B
- [Five](https://example.org/5)
"""
    assert titles(text) == {"1": "One", "2": "Two", "3": "Three", "4": "Four", "5": "Five"}
    assert outline(text)[-2:] == ["B:", "  Five"]
    assert "# their words: good\n" in written(text)
