"""What changes for readers, as it is found and as it is said."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathgen.catalogue.load import parse
from pathgen.catalogue.resolve import Catalogue
from pathgen.changes import FORMATS
from pathgen.changes.describe import NOTHING, ChangeDescriptions
from pathgen.changes.diff import Change, compare
from pathgen.changes.markdown import MOST
from pathgen.changes.since import ChangeReport

BASE = """\
path: {title: My path}
editions: [{id: now, title: Now}, {id: then, title: Then}]
concepts: [{id: cell, title: Cell}]
steps:
  - id: one
    title: First
    resources:
      - {id: a, title: A, url: "https://example.org/a", minutes: 1h, why: To begin}
      - {id: b, title: B, url: "https://example.org/b", minutes: 2h, teaches: cell}
      - {id: c, title: C, url: "https://example.org/c"}
      - {ref: caffe}
  - id: two
    title: Second
    resources:
      - {id: d, title: D, url: "https://example.org/d", minutes: 3h}
      - {title: No id, url: "https://example.org/e"}
libraries:
  - {id: caffe, name: Caffe, url: "https://caffe.example/", why: It was fast}
  - {id: torch, name: Torch, url: "https://torch.example/"}
topics:
  - id: t
    title: Topic
    resources: [{ref: a, part: chapter 1}]
    subtopics: [{id: t-sub, title: Below, resources: [{id: x, title: X, url: "https://example.org/x"}]}]
"""


def catalogue(text: str) -> Catalogue:
    loaded = parse("resources.yaml", text.encode(), rules=())
    assert loaded.is_valid, loaded.diagnostics
    assert loaded.catalogue is not None
    return loaded.catalogue


def changes(*edits: tuple[str, str], before: str = BASE) -> list[Change]:
    """Compare the base with an edit of it."""
    return list(compare(catalogue(before), catalogue(edited(*edits))).all)


def edited(*edits: tuple[str, str]) -> str:
    text = BASE
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def said(*edits: tuple[str, str], form: str = "text", before: str | None = BASE) -> str:
    result = compare(catalogue(before) if before else None, catalogue(edited(*edits)))
    return FORMATS[form](ChangeReport("c0ffee", result, None))


def test_a_catalogue_that_is_the_same_changes_nothing() -> None:
    assert changes(("    title: First\n", "    title:   First # a comment\n")) == []
    assert said() == NOTHING + "\n"


@pytest.mark.parametrize(
    ("old", "new", "field", "before", "after"),
    [
        ("title: A,", "title: Ah,", "title", "A", "Ah"),
        ("https://example.org/a", "https://example.org/2", "url", "https://example.org/a", "https://example.org/2"),
        ("why: To begin", "why: To start", "why", "To begin", "To start"),
        ("minutes: 1h", "minutes: unknown", "minutes", (60, 60), None),
        ("id: a,", "id: a, level: beginner,", "level", None, "beginner"),
        ("id: a,", "id: a, access: paid,", "access", None, "paid"),
        ("id: a,", "id: a, role: optional,", "role", "core", "optional"),
        ("id: a,", "id: a, editions: then,", "editions", (), ("then",)),
        ("id: a,", "id: a, status: gone 2019,", "status", None, ("gone", "2019")),
        ("id: a,", "id: a, replaced_by: b,", "replaced_by", (), ("b",)),
        ("id: a,", 'id: a, archived: "https://a.example/c",', "archived", None, "https://a.example/c"),
        ("id: caffe,", "id: caffe, status: discontinued 2018,", "status", None, ("discontinued", "2018")),
        ("id: caffe,", "id: caffe, successor: torch,", "successor", (), ("torch",)),
        ("    title: First", "    title: Start", "title", "First", "Start"),
        ("    title: First", "    title: First\n    goals: [Say what it is]", "goals", (), ("Say what it is",)),
        ("    title: First", "    title: First\n    self_check: [Why?]", "self_check", (), ("Why? ",)),
        (
            "    title: First",
            "    title: First\n    self_check: [{question: Why?, editions: old}]",
            "self_check",
            (),
            ("Why?  old",),
        ),
        ("title: Topic", "title: Subject", "title", "Topic", "Subject"),
        ("title: Cell}", "title: Cell, requires: cell}", "requires", (), ("cell",)),
        ("title: Now}", "title: Today}", "title", "Now", "Today"),
        ("title: My path", "title: My way", "title", "My path", "My way"),
    ],
)
def test_each_field_that_readers_see_is_told_once(old: str, new: str, field: str, before: Any, after: Any) -> None:
    found = changes((old, new))
    assert [(change.kind, change.field, change.before, change.after) for change in found] == [
        ("changed", field, before, after)
    ]
    assert said((old, new)) != NOTHING + "\n"


@pytest.mark.parametrize(("entry_id", "title"), [("a", "“A”"), ("torch", "Torch")])
def test_an_archived_copy_is_told_in_words(entry_id: str, title: str) -> None:
    first = (f"id: {entry_id},", f'id: {entry_id}, archived: "https://a.example/1",')
    other = (first[1], first[1].replace("/1", "/2"))
    assert f"{title} has an archived copy: https://a.example/1\n" in said(first)
    assert f"{title} has a new archived copy: https://a.example/2\n" in said(first, other, before=edited(first))
    assert f"{title} no longer has an archived copy\n" in said(before=edited(first))


def test_when_a_curator_looked_changes_nothing_for_readers() -> None:
    assert said(("id: a,", "id: a, added: 2020-01-01, reviewed: 2026-01-01,")) == NOTHING + "\n"


def test_what_a_reference_says_of_its_own_is_told_in_its_place() -> None:
    (found,) = changes(("part: chapter 1", "part: chapter 2"))
    assert (found.id, found.section, found.field) == ("a", "t", "part")


def test_an_entry_is_added_and_removed_where_it_is_listed() -> None:
    line = '      - {id: b, title: B, url: "https://example.org/b", minutes: 2h, teaches: cell}\n'
    new = '      - {id: new, title: New, url: "https://example.org/new"}\n'
    found = changes((line, new))
    assert [(change.kind, change.id, change.section) for change in found] == [
        ("added", "new", "one"),
        ("removed", "b", "one"),
    ]


def test_an_entry_that_goes_to_another_step_has_moved() -> None:
    line = '      - {id: d, title: D, url: "https://example.org/d", minutes: 3h}\n'
    found = changes((line, ""), ("      - {ref: caffe}\n", "      - {ref: caffe}\n" + line))
    assert [(change.kind, change.id, change.before, change.after) for change in found] == [("moved", "d", "two", "one")]


def test_a_reference_in_one_more_place_is_added_there_and_has_not_moved() -> None:
    (found,) = changes(("      - {ref: caffe}\n", "      - {ref: caffe}\n      - {ref: d}\n"))
    assert (found.kind, found.id, found.section) == ("added", "d", "one")


def test_an_alias_tells_an_entry_again() -> None:
    found = changes(("id: d,", "id: dee, aliases: d,"), ("https://example.org/d", "https://example.org/other"))
    assert [(change.kind, change.id, change.field) for change in found] == [
        ("renamed", "dee", None),
        ("changed", "dee", "url"),
    ]


def test_a_derived_id_that_follows_the_title_is_told_by_the_address() -> None:
    found = changes(("title: No id", "title: Another title"), ("https://example.org/e", "http://www.example.org/e/"))
    assert [(change.kind, change.field) for change in found] == [
        ("renamed", None),
        ("changed", "title"),
        ("changed", "url"),
    ]


def test_an_address_that_two_entries_have_tells_neither() -> None:
    twice = BASE.replace("https://example.org/d", "https://example.org/e")
    found = changes(
        ("id: d, title: D,", "id: d2, title: Dee,"), ("title: No id", "title: Other"), ("https://example.org/d", "https://example.org/e"),
        before=twice,
    )  # fmt: skip
    assert sorted(change.kind for change in found) == ["added", "added", "removed", "removed"]


def test_steps_topics_libraries_and_concepts_come_go_and_are_renamed() -> None:
    found = changes(
        ("  - id: two\n", "  - id: second\n    aliases: two\n"),
        ('  - {id: torch, name: Torch, url: "https://torch.example/"}\n', ""),
        ("{id: cell, title: Cell}", "{id: cell, title: Cell}, {id: net, title: Net}"),
        ("topics:\n", "topics:\n  - {id: u, title: More}\n"),
    )
    assert {(change.kind, change.what, change.id) for change in found} == {
        ("renamed", "step", "second"),
        ("removed", "library", "torch"),
        ("added", "concept", "net"),
        ("added", "topic", "u"),
        ("renamed", "entry", "second-no-id"),
    }


def test_what_stays_where_it_is_is_not_told_as_moved_when_one_entry_is() -> None:
    line = '      - {id: a, title: A, url: "https://example.org/a", minutes: 1h, why: To begin}\n'
    (found,) = changes((line, ""), ("      - {ref: caffe}\n", line + "      - {ref: caffe}\n"))
    assert (found.kind, found.section, found.after) == ("reordered", "one", ("a",))


def test_an_entry_that_a_section_lists_twice_is_compared_with_its_like() -> None:
    twice = edited(("resources: [{ref: a, part: chapter 1}]", "resources: [{ref: a, part: x}, {ref: a, part: y}]"))
    assert compare(catalogue(twice), catalogue(twice)).all == ()


@given(st.permutations(["a", "b", "c", "d"]), st.permutations(["a", "b", "c", "d"]), st.integers(1, 3))
def test_every_change_between_two_orders_is_found_and_none_without_one(
    before: list[str], now: list[str], cut: int
) -> None:
    def path(ids: list[str]) -> Catalogue:
        lists = [
            [f"{{id: {id_}, title: T, url: 'https://a.org/{id_}'}}" for id_ in part] for part in (ids[:cut], ids[cut:])
        ]
        steps = [f"{{id: s{n}, title: S, resources: [{', '.join(items)}]}}" for n, items in enumerate(lists)]
        return catalogue(f"path: {{title: P}}\nsteps: [{', '.join(steps)}]\n")

    found = compare(path(before), path(now)).all
    assert (found == ()) == (before == now)
    assert {change.id for change in found if change.kind == "moved"} == set(before[:cut]) ^ set(now[:cut])


def test_where_there_was_nothing_everything_is_new() -> None:
    result = compare(None, catalogue(BASE)).all
    assert {change.kind for change in result} == {"added"}
    assert {change.what for change in result} == {"edition", "step", "topic", "entry", "library", "concept"}


def test_the_words_say_it_as_a_person_would() -> None:
    result = said(
        ("id: caffe,", "id: caffe, status: discontinued,"),
        ("      - {id: d,", '      - {title: New, url: "https://example.org/n", minutes: 20h}\n      - {id: d,'),
    )
    assert result.splitlines() == [
        "adds 1 to Step 2; Caffe is now discontinued; total about 6 h → about 25 h",
        "",
        "Step 2. Second",
        "  adds “New”",
        "",
        "Libraries",
        "  Caffe is now discontinued",
    ]


def test_a_value_is_said_as_a_catalogue_writes_it() -> None:
    assert said(("id: caffe,", "id: caffe, gpu: yes,")).endswith("  Caffe: gpu none → yes\n")
    assert said(("id: a,", "id: a, editions: then,")).endswith("  “A”: editions all → Then\n")
    assert said(("minutes: 1h", "minutes: 30-50")).endswith("  “A”: time about 1 h → 30–50 min\n")


def test_a_summary_counts_what_is_too_much_to_name() -> None:
    result = compare(None, catalogue(BASE))
    summary = ChangeDescriptions(result, str).summary()
    assert "adds 8 entries to 4 steps and topics" in summary
    assert "libraries Caffe, Torch" in summary


def test_in_another_language_nothing_of_ours_is_english() -> None:
    """Names have one or two letters here, so that a longer word is ours."""
    base = re.sub(r"(title|name|why): [^,}\n]+", r"\1: X", BASE).replace("t-sub", "ts")
    edits = [
        ("id: a,", "id: a, level: beginner, kind: book, access: paid, language: ar, year: 2016, part: P, start: true,"),
        ("minutes: 1h", "minutes: 5h"),
        ("why: X}", "why: Y, role: optional, status: paywalled 2019, replaced_by: b, editions: then}"),
        ("id: b,", 'id: bb, aliases: b, archived: "https://a.example/c", creators: [A, B],'),
        ("https://example.org/c", "https://example.org/2"),
        ("id: caffe,", "id: caffe, status: maintenance, successor: torch, gpu: yes, released: 2012, licence: L,"),
        ("id: two\n    title: X", "id: two\n    title: Y\n    goals: [G]\n    self_check: [Q]\n    summary: S"),
        ("path: {title: X}", "path: {title: X, audience: A, assumes: [B], outcomes: [O]}"),
        ("id: cell, title: X}", "id: cell, title: X, requires: nn}, {id: nn, title: N}"),
        ("id: ts,", "id: u,"),
    ]
    then = now = base
    for old, new in edits:
        assert old in now, old
        now = now.replace(old, new, 1)
    pairs = [(None, now), (then, now), (now, then)]
    for before, after in pairs:
        result = compare(catalogue(before) if before else None, catalogue(after))
        words = ChangeDescriptions(result, str, "ar")
        said = [words.summary(), *(group.heading for group in words.groups()), *map(words.line, result.all)]
        assert len(said) > 10
        assert {line for line in said if re.search("[A-Za-z]{3}", re.sub(r"https://\S+", "", line))} == set()


def test_a_title_is_only_text_in_each_format() -> None:
    hostile = r'"\u202e ## [x](https://evil.example) @someone #1 <img src=x onerror=alert(1)> ##[error]{0} `"'
    assert "\u202e" not in said(("title: A,", f"title: {hostile},"))
    markdown = said(("title: A,", f"title: {hostile},"), form="markdown")
    assert not set("\u202e[]<>`@") & set(markdown)
    assert json.loads(said(("title: A,", f"title: {hostile},"), form="json"))["changes"][0]["title"].startswith(
        "\u202e"
    )


def test_a_comment_is_never_longer_than_github_takes() -> None:
    lines = "".join(f'      - {{title: "{n} {"*" * 150}", url: "https://example.org/n{n}"}}\n' for n in range(300))
    result = said(("      - {ref: caffe}\n", lines), form="markdown")
    assert MOST / 2 < len(result) <= MOST + 100
    assert result.count("\n- ") + int(result.rsplit("… and ", 1)[1].split()[0]) == 301


def test_programs_get_values_as_a_catalogue_writes_them() -> None:
    result = json.loads(said(("minutes: 1h", "minutes: 1h-2h"), ("title: B,", "title: Be,"), form="json"))
    assert result["minutes"] == {
        "before": {"low": 360, "high": 360, "unknown": 3},
        "after": {"low": 360, "high": 420, "unknown": 3},
    }
    assert [(change["field"], change["before"], change["after"]) for change in result["changes"]] == [
        ("minutes", "60", "60-120"),
        ("title", "B", "Be"),
    ]
