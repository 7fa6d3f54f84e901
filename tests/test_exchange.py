"""What is taken away in a form can be brought back from it: all of it, or what the documentation says."""

from __future__ import annotations

import csv
import json
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from bibtexparser.entrypoint import parse_string
from command import pathgen
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from pathgen.catalogue.load import load, parse
from pathgen.catalogue.resolve import Catalogue
from pathgen.convert import EXPORTERS, imported
from pathgen.convert.export_context import ExportContext
from pathgen.convert.json import as_written
from pathgen.convert.link_titles import names_nothing
from pathgen.convert.to_catalogue import catalogue_of
from pathgen.site.print_html import Selection
from pathgen.site.render import Project

TEXT = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Cs", "Zl", "Zp"]), min_size=1, max_size=12)
    .map(lambda text: " ".join(text.replace("\ufeff", "").split()))
    .filter(bool)
)
ATTACKS = st.sampled_from(
    [
        "=1+1",
        "@x",
        "-",
        "[a](b)",
        "<script>x</script>",
        "</a>",
        "{",
        "}",
        "\\",
        "| a |",
        "yes",
        "~",
        "a: b",
        "#",
        "'",
        '"',
    ]
)
WORDS = TEXT | ATTACKS | st.tuples(TEXT, ATTACKS, TEXT).map(" ".join)
MAYBE: dict[str, st.SearchStrategy[Any]] = {
    "creators": st.lists(WORDS, max_size=3),
    "year": st.integers(1000, 2100).map(str),
    "kind": st.sampled_from(["paper", "book", "video"]),
    "role": st.sampled_from(["core", "optional"]),
    "minutes": st.sampled_from(["40", "2h-4h", "unknown"]),
    "level": st.sampled_from(["beginner", "advanced"]),
    "why": WORDS,
    "status": st.sampled_from(["gone 2019", "historic", "active"]),
    "part": WORDS,
    "added": st.sampled_from(["2016", "2016-01-05"]),
    "editions": st.sampled_from(["old", ["old", "new"], []]),
    "start": st.sampled_from(["yes", "no"]),
    "pick": st.sampled_from(["yes", "no"]),
    "formerly": st.just(["https://example.org/before"]),
}


@st.composite
def values(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a catalogue with steps and topics, each with entries that say any part of what an entry can say."""
    numbers = iter(range(100))

    def entries() -> list[dict[str, Any]]:
        found = []
        for _ in range(draw(st.integers(0, 3))):
            number = next(numbers)
            url = f"https://example.org/{number}" + draw(st.sampled_from(["", "/a_(b)", "?q=1&r=%20", "#é"]))
            known = {"id": f"e{number}", "title": draw(WORDS), "url": url}
            found.append(known | draw(st.fixed_dictionaries({}, optional=MAYBE)))
        return found

    def topic(name: str, **more: Any) -> dict[str, Any]:
        defaults = draw(st.sampled_from([{}, {"editions": []}, {"level": "beginner", "editions": "new"}]))
        return {"id": name, "title": draw(WORDS), "defaults": defaults, "resources": entries(), **more}

    shelf = entries()
    references = [{"ref": entry["id"]} for entry in shelf[:1]]
    return {
        "path": {"title": draw(WORDS), "summary": draw(WORDS), "defaults": {"editions": "old"}},
        "rules": dict.fromkeys(("title-hygiene", "creator-hygiene", "one-start"), "off"),
        "editions": [{"id": "old", "title": draw(WORDS)}, {"id": "new", "title": "New", "default": "yes"}],
        "steps": [topic("s", self_check=["Why?", {"question": draw(WORDS), "answer": draw(WORDS)}])],
        "libraries": [{"id": "l", "name": draw(WORDS), "url": "https://example.org/l", "gpu": "no", "number": "1"}],
        "topics": [topic("t", subtopics=[topic("u")]), topic("v", subtopics=[{**topic("w"), "resources": references}])],
        "entries": shelf,
        "link_policy": [{"host": "example.org", "rate": "0.5", "headers": {"X-A": "${PATHGEN_HEADER_B}"}}],
    }


def read(value: dict[str, Any]) -> Catalogue:
    loaded = parse("x", json.dumps(value, ensure_ascii=False).encode())
    assert loaded.is_valid, loaded.diagnostics
    assert loaded.catalogue
    return loaded.catalogue


def written(form: str, catalogue: Catalogue) -> bytes:
    return EXPORTERS[form](ExportContext(Project(Path("x")), catalogue, Selection(catalogue, ("old",), "")))


def back(form: str, data: bytes) -> Catalogue:
    result = imported(form, "x", data)
    text = catalogue_of(result, "X")
    loaded = parse("y", text.encode())
    assert loaded.catalogue, (loaded.diagnostics, text)
    return loaded.catalogue


@given(values())
def test_json_brings_back_the_same_catalogue(value: dict[str, Any]) -> None:
    catalogue = read(value)
    again = back("json", written("json", catalogue))
    assert as_written(again).model_dump() == as_written(catalogue).model_dump()
    assert [id_ for id_, _ in again.shared] == [entry["id"] for entry in value["entries"]]
    for before, after in zip(catalogue.entries, again.entries, strict=True):
        assert (after.id, after.editions, after.level, after.minutes) == (
            before.id,
            before.editions,
            before.level,
            before.minutes,
        )


def test_json_brings_the_flagship_back(root: Path) -> None:
    catalogue = load(root / "resources.yaml").catalogue
    assert catalogue
    text = catalogue_of(imported("json", "x", written("json", catalogue)), "X")
    again = parse("x", text.encode(), catalogue.prose)
    assert again.catalogue
    assert again.is_valid
    assert as_written(again.catalogue).model_dump() == as_written(catalogue).model_dump()
    assert as_written(again.catalogue).model_fields_set == as_written(catalogue).model_fields_set


@pytest.mark.parametrize("form", ["awesome", "bookmarks", "csv", "opml", "jsonl"])
@given(value=values())
@settings(max_examples=40)
def test_every_list_brings_back_each_title_and_address(form: str, value: dict[str, Any]) -> None:
    catalogue = read(value)
    if not catalogue.entries:
        return
    again = back("json" if form == "jsonl" else form, written(form, catalogue))
    before = {entry.url: entry.title for entry in catalogue.entries}
    after = {entry.url: entry.title for entry in again.entries}
    assert after.keys() == before.keys()
    repeated = Counter(before.values())
    for url, title in before.items():
        if not seen(title) or (form in ("awesome", "bookmarks") and (names_nothing(title) or repeated[title] > 2)):
            continue  # in a list such a text is taken for no title, whoever wrote it
        assert seen(after[url]) == seen(title)


def seen(text: str) -> str:
    """Give what of a text is sure to come through every form: its letters and figures."""
    return "".join(filter(str.isalnum, text))


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@given(value=values())
@settings(max_examples=40)
def test_a_table_brings_back_what_is_said_of_an_entry(form: str, value: dict[str, Any]) -> None:
    catalogue = read(value)
    if not catalogue.entries:
        return
    again = {entry.id: entry for entry in back("json" if form == "jsonl" else form, written(form, catalogue)).entries}
    for entry in catalogue.entries:
        found = again[entry.id]
        assert (found.year, found.kind, found.level, found.minutes, found.status) == (
            entry.year,
            entry.kind,
            entry.level,
            entry.minutes,
            entry.status,
        )


HOSTILE = {
    "path": {"title": "=T <b>", "summary": "*x*"},
    "rules": {"title-hygiene": "off", "creator-hygiene": "off"},
    "topics": [
        {
            "id": "t",
            "title": "</H3><script>",
            "resources": [
                {
                    "title": '=HYPERLINK("https://evil.example") ](x) <script>alert(1)</script> } { | ^',
                    "url": "https://example.org/a_(b)?c=d&e='f'",
                    "creators": ["+1", "@a"],
                    "kind": "paper",
                    "why": "-1 & [a](https://evil.example) <img src=x>",
                }
            ],
        }
    ],
}


def test_no_cell_of_a_table_is_a_formula() -> None:
    table = [*csv.reader(StringIO(written("csv", read(HOSTILE)).decode(), newline=""))]
    assert len(table) == 2
    assert [cell for row in table for cell in row if cell[:1] in set("=+-@")] == []


def test_a_hostile_title_is_text_in_every_form() -> None:
    catalogue = read(HOSTILE)
    [entry] = catalogue.entries
    [outline] = [
        element for element in etree.fromstring(written("opml", catalogue)).iter("outline") if element.get("url")
    ]
    assert (outline.get("text"), outline.get("url")) == (entry.title, entry.url)
    page = html.document_fromstring(written("bookmarks", catalogue))
    assert [(link.text_content(), link.get("href")) for link in page.iter("a")] == [(entry.title, entry.url)]
    assert [*page.iter("script", "img")] == []
    library = parse_string(written("bibtex", catalogue).decode())
    assert len(library.entries) == len(library.blocks) == 1
    for form, read_as in (("awesome", "awesome"), ("markdown", "awesome"), ("bibtex", "bibtex")):
        result = imported(read_as, "x", written(form, catalogue))
        assert yaml.safe_load(catalogue_of(result, "X"))["topics"][0]["resources"][0]["title"] == entry.title


def test_markdown_has_the_questions_of_each_step_and_bibtex_every_entry_of_a_plain_list() -> None:
    entry = {"title": "A", "url": "https://example.org/a"}
    step = {"id": "s", "title": "S", "self_check": ["Why *so*?", {"question": "How?", "answer": "Like this."}]}
    path = read({"path": {"title": "P"}, "steps": [{**step, "resources": [entry]}]})
    assert (
        "**Check yourself:**\n\n1. Why \\*so\\*?\n1. How?\n   Answer: Like this.\n"
        in written("markdown", path).decode()
    )
    plain = read({"path": {"title": "P"}, "topics": [{"id": "t", "title": "T", "resources": [entry]}]})
    assert "@misc{t-a," in written("bibtex", plain).decode()
    paper = {"title": "B", "url": "https://example.org/b", "kind": "paper"}
    mixed = read({"path": {"title": "P"}, "topics": [{"id": "t", "title": "T", "resources": [entry, paper]}]})
    assert written("bibtex", mixed).decode().count("@misc") == 1


def test_an_edition_holds_what_belongs_to_it(root: Path, tmp_path: Path) -> None:
    done = pathgen("export", str(root / "resources.yaml"), "--format=jsonl", "--edition=2016", cwd=tmp_path)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows
    assert [row for row in rows if "2016" not in row.get("editions", ["2016"])] == []


def test_text_goes_to_stdout_and_a_book_does_not(root: Path, tmp_path: Path) -> None:
    for form in EXPORTERS:
        done = pathgen("export", str(root / "resources.yaml"), f"--format={form}", cwd=tmp_path)
        assert (done.returncode, bool(done.stdout)) == ((2, False) if form in ("cartridge", "epub") else (0, True)), (
            done.stderr
        )
    assert "name a file" in done.stderr


def test_an_awesome_list_has_a_heading_for_each_topic_and_each_page_once() -> None:
    first = {"title": "a page", "url": "https://example.org/a", "why": "says why"}
    again = {"ref": "t-a-page"}
    value = {
        "path": {"title": "My path of looms"},
        "topics": [
            {"id": "t", "title": "Looms!", "resources": [first]},
            {"id": "e", "title": "Empty"},
            {"id": "u", "title": "Looms", "resources": [again, {"title": "B", "url": "https://example.org/b"}]},
        ],
    }
    assert written("awesome", read(value)).decode() == (
        "# My Path of Looms [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)\n\n"
        "## Contents\n\n- [Looms](#looms)\n- [Looms](#looms-1)\n\n"
        "## Looms\n\n- [a page](https://example.org/a) - Says why.\n\n"
        "## Looms\n\n- [B](https://example.org/b)\n"
    )
