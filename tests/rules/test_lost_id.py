"""What readers lose where an id changes, how it is recognised, and the line that keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pathgen.catalogue.field_order import field_order
from pathgen.catalogue.ids import check_id
from pathgen.catalogue.load import load, parse
from pathgen.catalogue.resolve import Catalogue
from pathgen.changes.diff import compare
from pathgen.changes.lost_ids import keep_ids, lost_ids, with_lost_ids
from pathgen.yamldoc.format import formatted

BREAD = """\
path: {title: Bread}

concepts:
  - {id: waiting, title: Resting}

steps:
  - id: dough
    title: Dough
    prose: mixing.md
    self_check:
      - Why does it rest? # not for long
      - question: How long?
        answer: An hour.
    resources:
      - title: Flour
        url: https://example.org/f
        teaches: waiting
      - {title: Salt, url: https://example.org/salt}
      - ref: stove
  - id: bake
    title: Bake
    self_check: [Is it brown?]
    resources:
      - {title: Heat, url: https://example.org/heat}

libraries:
  - {id: stove, name: Oven, url: https://example.org/oven}

topics:
  - id: loaves
    title: Loaves
    resources:
      - id: rye
        title: Rye bread at home
        url: https://example.org/rye
        aliases: dark
    subtopics:
      - id: flat
        title: Flat
        resources:
          - {title: Pita, url: https://example.org/pita}
"""
WHY, LONG, BROWN = (
    check_id("dough", "Why does it rest?"),
    check_id("dough", "How long?"),
    check_id("bake", "Is it brown?"),
)


def catalogue(text: str) -> Catalogue:
    loaded = parse("resources.yaml", text.encode(), frozenset({"mixing.md"}))
    assert loaded.is_valid, loaded.diagnostics
    assert loaded.catalogue
    return loaded.catalogue


def edited(*edits: tuple[str, str]) -> str:
    text = BREAD
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return text


def lost(*edits: tuple[str, str]) -> list[str]:
    """Tell what is lost, with the line to write; with ``?`` where it is a guess."""
    found = lost_ids(compare(catalogue(BREAD), catalogue(edited(*edits))))
    return [f"{change.kind} {change.id}: {change.line}{'' if change.is_sure else ' ?'}" for change in found]


def test_a_catalogue_that_is_the_same_loses_nothing() -> None:
    assert lost() == []


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([("id: dough", "id: paste")], ["step paste: aliases: dough"]),
        ([("id: dough", "id: paste"), ("title: Dough", "title: Mix it")], ["step paste: aliases: dough"]),
        ([("id: loaves", "id: breads"), ("title: Loaves", "title: Of all kinds")], ["topic breads: aliases: loaves"]),
        ([("id: flat", "id: thin")], ["topic thin: aliases: flat"]),
        ([("title: Salt", "title: Sea salt")], ["entry dough-sea-salt: aliases: dough-salt"]),
        ([("title: Salt, url: https://example.org/salt", "title: SALT!, id: salt, url: http://www.example.org/salt/")],
         ["entry salt: aliases: dough-salt"]),
        ([("title: Salt, url: https://example.org/salt",
           "id: salt, title: Salt, url: https://example.com/s, formerly: https://example.org/salt")],
         ["entry salt: aliases: dough-salt"]),
        ([("title: Salt, url: https://example.org/salt", "id: salt, title: Salt, url: https://example.com/s")],
         ["entry salt: aliases: dough-salt"]),
        ([("id: rye\n", "id: rye-bread\n")], ["entry rye-bread: aliases: [dark, rye]"]),
        ([("        aliases: dark\n", "")], ["entry rye: aliases: dark"]),
        ([("id: stove", "id: oven"), ("ref: stove", "ref: oven")], ["library oven: aliases: stove"]),
        ([("id: stove, name: Oven, url: https://example.org/oven", "id: oven, name: Oven, url: https://oven.example/"),
          ("ref: stove", "ref: oven")], ["library oven: aliases: stove"]),
        ([("waiting", "rest")], ["concept rest: aliases: waiting"]),
        ([("How long?", "For how many minutes?")],
         [f"question {check_id('dough', 'For how many minutes?')}: aliases: {LONG}"]),
        ([("Is it brown?", "Is it brown now?")],
         [f"question {check_id('bake', 'Is it brown now?')}: {{question: …, aliases: {BROWN}}}"]),
        ([("Is it brown?", "Is it quite brown?")],
         [f"question {check_id('bake', 'Is it quite brown?')}: {{question: …, aliases: {BROWN}}} ?"]),
        ([("title: Salt, url: https://example.org/salt", "title: Salts, url: https://example.com/other")],
         ["entry dough-salts: aliases: dough-salt ?"]),
    ],
)  # fmt: skip
def test_an_id_that_changed_is_recognised(edits: list[tuple[str, str]], expected: list[str]) -> None:
    assert lost(*edits) == expected


@pytest.mark.parametrize(
    "edits",
    [
        [("id: dough", "id: paste\n    aliases: dough")],
        [("title: Salt", "aliases: dough-salt, title: Sea salt")],
        [("title: Salt", "id: dough-salt, title: Sea salt")],
        [("title: Salt, url: https://example.org/salt", "title: Yeast, url: https://example.com/yeast")],
        [("id: stove, name: Oven, url: https://example.org/oven", "id: pan, name: Pan, url: https://pan.example/"),
         ("ref: stove", "ref: pan")],
        [("{id: waiting, title: Resting}", "{id: heat, title: Heat}"), ("teaches: waiting", "teaches: heat")],
        [("Is it brown?", "What does the crust sound like?")],
        [("      - {title: Salt, url: https://example.org/salt}\n", "")],
        [("How long?", "How long?\n        aliases: dough/01234567")],
    ],
)  # fmt: skip
def test_what_is_kept_new_or_gone_is_left_alone(edits: list[tuple[str, str]]) -> None:
    assert lost(*edits) == []


def test_an_entry_that_moved_to_another_step_has_an_id_made_from_that() -> None:
    line = "      - {title: Salt, url: https://example.org/salt}\n"
    heat = "      - {title: Heat, url: https://example.org/heat}\n"
    assert lost((line, ""), (heat, heat + line)) == ["entry bake-salt: aliases: dough-salt"]


def test_two_things_of_one_title_are_not_told_apart() -> None:
    twice = [("title: Pita", "title: Salt"), ("https://example.org/salt", "https://example.org/1")]
    before = catalogue(edited(*twice))
    after = catalogue(
        edited(("title: Pita, url: https://example.org/pita", "title: Salt, id: a, url: https://example.org/2"),
               ("title: Salt, url: https://example.org/salt", "title: Salt, id: b, url: https://example.org/3"))
    )  # fmt: skip
    found = lost_ids(compare(before, after))
    assert {(change.id, change.former) for change in found} == {("b", ("dough-salt",)), ("a", ("loaves-salt",))}


ALL = [
    ("id: dough", "id: paste"), ("waiting", "rest"), ("stove", "oven"), ("id: loaves", "id: breads"),
    ("title: Salt", "title: Sea salt"), ("id: rye\n", "id: rye-bread\n"), ("Why does it rest?", "Why does it rest so?"),
    ("How long?", "For how many minutes?"), ("Is it brown?", "Is it brown now?"),
]  # fmt: skip


WRITTEN = [
    "  - {id: rest, aliases: waiting, title: Resting}",
    "      - question: Why does it rest so?  # not for long",
    "        aliases: dough/f0ee2789",
    "        aliases: dough/82f333e6",
    "    aliases: dough",
    "      - {title: Sea salt, aliases: dough-salt, url: https://example.org/salt}",
    "    self_check: [{question: Is it brown now?, aliases: bake/9913e321}]",
    "  - {id: oven, aliases: stove, name: Oven, url: https://example.org/oven}",
    "    aliases: loaves",
    "        aliases: [dark, rye]",
]
"""The lines that are new or changed."""


def test_one_command_writes_all_lines_and_nothing_else(tmp_path: Path) -> None:
    before = catalogue(BREAD)
    file = tmp_path / "resources.yaml"
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "mixing.md").write_text("Mix.", encoding="utf-8")
    text = edited(*ALL)
    data = formatted("resources.yaml", text.encode(), field_order)
    file.write_bytes(data)
    loaded = load(file)
    assert loaded.catalogue
    changed, left = keep_ids(loaded, lost_ids(compare(before, loaded.catalogue)))
    assert left == []
    after = changed[file].after.decode()
    assert formatted("resources.yaml", after.encode(), field_order).decode() == after
    file.write_text(after, encoding="utf-8")
    kept = load(file).catalogue
    assert kept
    assert lost_ids(compare(before, kept)) == []
    lines = data.decode().splitlines()
    assert [line for line in after.splitlines() if line not in lines] == WRITTEN


def test_a_rule_that_is_off_or_an_error_is_so(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "mixing.md").write_text("Mix.", encoding="utf-8")
    file = tmp_path / "resources.yaml"
    for setting, expected in (("off", []), ("error", ["error"]), ("warning", ["warning"])):
        file.write_text(edited(("id: dough", "id: paste")) + f"rules: {{lost-id: {setting}}}\n", encoding="utf-8")
        loaded = with_lost_ids(load(file, before=catalogue(BREAD)))
        assert [str(found.severity) for found in loaded.diagnostics if found.code == "lost-id"] == expected


def test_a_step_that_becomes_a_topic_is_recognised_and_compared() -> None:
    before = parse("resources.yaml", BREAD.encode()).catalogue
    bake = BREAD[BREAD.index("  - id: bake") : BREAD.index("libraries:")]
    text = BREAD.replace(bake, "\n").rstrip() + "\n" + bake.replace("id: bake", "id: baking").rstrip() + "\n"
    now = parse("resources.yaml", text.replace("    self_check: [Is it brown?]\n", "").encode()).catalogue
    assert before
    assert now
    changes = compare(before, now)
    [lost] = [found for found in lost_ids(changes) if found.kind == "topic"]
    assert (lost.id, lost.former) == ("baking", ("bake",))
    assert {change.field for change in changes.all if change.what == "topic"} == {None}
    back = compare(now, before)
    assert {change.field for change in back.all if change.what == "step"} == {None, "self_check"}


def test_an_address_that_changes_under_the_same_id_is_kept(tmp_path: Path) -> None:
    """A step that becomes a topic, and back, has its page in another folder."""
    step = BREAD[BREAD.index("  - id: bake") : BREAD.index("libraries:")]
    text = BREAD.replace(step, "\n").rstrip() + "\n" + step.rstrip() + "\n"
    as_topic = text.replace("    self_check: [Is it brown?]\n", "")
    file = tmp_path / "resources.yaml"
    file.write_text(as_topic, encoding="utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "mixing.md").write_text("# Mixing\n", encoding="utf-8")
    for before in (BREAD, as_topic):
        loaded = load(file)
        assert loaded.catalogue
        found = lost_ids(compare(catalogue(before), loaded.catalogue))
        addresses = [lost for lost in found if lost.id == "bake"]
        if before == as_topic:
            assert addresses == []
            return
        assert [(lost.line, lost.had()) for lost in addresses] == [
            ("aliases: bake", "had another address under the id bake")
        ]
        changed, left = keep_ids(loaded, addresses)
        assert left == []
        file.write_bytes(changed[file].after)
        loaded = load(file)
        assert loaded.catalogue
        assert not [found for found in loaded.diagnostics if found.code == "duplicate-id"]
        assert "bake" not in [lost.id for lost in lost_ids(compare(catalogue(before), loaded.catalogue))]
