"""The commonest slips of YAML: each is explained where it is, the advice loses no word, and the rest is checked."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from yaml_slips import AROUND, FIRST, SLIPS, Slip

from pathgen.catalogue.load import parse
from pathgen.diagnostics import Diagnostic

ENDS = pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
EACH = pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS.keys())


def found_in(text: str) -> list[Diagnostic]:
    """Return the errors of a text: that a title has Markdown in it, or a full stop, is another matter."""
    diagnostics = parse("resources.yaml", text.encode()).diagnostics
    return [found for found in diagnostics if found.severity == "error"]


def test_the_table_has_the_slips_of_the_reports() -> None:
    assert len(SLIPS) >= 60


@ENDS
@EACH
def test_a_slip_is_explained_where_it_is_and_the_rest_is_checked(slip: Slip, end: str) -> None:
    found = found_in(slip.file.replace("\n", end))
    *slips, last = found
    places = [f"{found.span.location.line - FIRST + 1}:{found.span.location.column}" for found in slips]
    assert " ".join(places) == slip.place, [(item.message, item.help) for item in found]
    assert all(slip.says in item.help for item in slips), [item.help for item in slips]
    assert (last.code, last.help) == ("unknown-field", "did you mean `kind`?")
    assert last.span.location.line == slip.file.count("\n")


@EACH
def test_the_advice_makes_a_file_that_is_valid(slip: Slip) -> None:
    assert [found.code for found in found_in(slip.fixed_file)] == ["unknown-field"]
    assert found_in(AROUND.replace("SLIP\n", ""))[0].code == "unknown-field"


@EACH
def test_the_advice_loses_no_word(slip: Slip) -> None:
    bullets = re.compile(r"^ *\d\. |<[a-z/]*(?: href=)?", re.MULTILINE)
    written, fixed = (Counter(re.findall(r"\w+", bullets.sub("", text))) for text in (slip.file, slip.fixed_file))
    assert not written - fixed


@EACH
def test_the_advice_shows_the_line_as_it_is_to_be_written(slip: Slip) -> None:
    slips = found_in(slip.file)[:-1]
    lines = slip.fixed_file.split("\n")
    for found in slips:
        line = lines[found.span.location.line - 1]
        shown = re.search(r": `(.*)`$", found.help)
        assert shown is None or shown[1] == line.strip()
        spaces = re.search(r"write (\d+) spaces before", found.help)
        assert spaces is None or int(spaces[1]) == len(line) - len(line.lstrip())


def test_a_list_of_markdown_is_explained_in_other_columns() -> None:
    start = AROUND[: AROUND.index("SLIP")]
    for column in (0, 4, 6, 8):
        white = " " * column
        listed = f"{white}* [Bread](https://example.org/bread)\n{white}* [Salt](https://example.org/salt)\n"
        found = found_in(start + listed)
        assert [item.message for item in found] == ["this is a link of Markdown, not an item with keys"] * 2, column
        after = "" if column == 6 else ", after 6 spaces"
        assert found[1].help == f'write its parts{after}: `- {{title: "Salt", url: "https://example.org/salt"}}`'


def test_addresses_outside_of_items_are_as_many_slips() -> None:
    listed = AROUND.replace("SLIP", "      https://example.org/bread\n      https://example.org/salt")
    assert [item.message for item in found_in(listed)[:-1]] == ["this address is outside of any item"] * 2


def test_a_key_within_a_title_is_no_second_key() -> None:
    found = found_in(AROUND.replace("SLIP", "      - title: Learn why: a memoir\n        url: https://example.org/a"))
    assert found[0].help == 'put the value in quotes: `- title: "Learn why: a memoir"`'


# --- lines in the wrong column, which YAML may read as something else -------------------------------------------

STEPS = """\
path: {title: My path}
steps:
  - id: bake
    title: Bake
    resources:
      - title: Flour
        url: https://example.org/flour
SLIP
      - title: Salt
        url: https://example.org/salt
  - id: eat
    title: Eat
    resources:
      - title: Last
        url: https://example.org/last
"""
TOPICS = """\
path: {title: My path}
topics:
  - id: bake
    title: Bake
    subtopics:
      - id: bread
        title: Bread
        resources:
          - title: Flour
            url: https://example.org/flour
SLIP
"""
SALT = STEPS[STEPS.index("      - title: Salt") : STEPS.index("  - id: eat")]
ENTRY = "- title: Bread\n  url: https://example.org/bread\n  why: It is good."
STEP = "- id: rest\n  title: Rest\n  resources:\n    - title: Bread\n      url: https://example.org/bread"
FIELDS = "why: It is good.\nminutes: 20"
IN_COLUMNS = {
    "an entry": (STEPS, ENTRY, 6, 13),
    "the last entry of a list": (STEPS.replace(SALT, ""), ENTRY, 6, 13),
    "the last entry of a subtopic": (TOPICS, ENTRY, 10, 16),
    "a step": (STEPS.replace(SALT, ""), STEP, 2, 10),
    "fields": (STEPS, FIELDS, 8, 13),
    "fields of the last entry": (STEPS.replace(SALT, ""), FIELDS, 8, 13),
}
"""For each: the file, the lines, the column from 0 where they belong, and in how many columns they are tried."""


@pytest.mark.parametrize(("file", "lines", "right", "columns"), IN_COLUMNS.values(), ids=IN_COLUMNS.keys())
def test_lines_in_any_column_are_explained_once(file: str, lines: str, right: int, columns: int) -> None:
    line = file[: file.index("SLIP")].count("\n") + 1
    below = lines.count("\n")
    for column in range(columns):
        text = file.replace("SLIP", "\n".join(" " * column + written for written in lines.split("\n")))
        found = parse("resources.yaml", text.encode()).diagnostics
        if column == right:
            assert found == ()
            continue
        [slip] = found
        assert (slip.span.location.line, slip.span.location.column) == (line, column + 1)
        assert slip.help.startswith(f"write {right} spaces before it, so that ")
        assert slip.help.endswith(f", and move the {f'{below} lines' if below > 1 else 'line'} below it as far")


@pytest.mark.parametrize("column", [0, 1, 2, 3])
def test_the_first_item_of_a_list_belongs_to_the_key_above_it(column: int) -> None:
    first = STEPS[STEPS.index("      - title: Flour") : STEPS.index("SLIP")]
    text = STEPS.replace(SALT, "").replace(first, "")
    text = text.replace("SLIP", "\n".join(" " * column + written for written in ENTRY.split("\n")))
    [slip] = parse("resources.yaml", text.encode()).diagnostics
    assert (slip.span.location.line, slip.span.location.column) == (6, column + 1)
    assert slip.help == (
        "write 6 spaces before it, so that it belongs to `resources` in line 5, and move the 2 lines below it as far"
    )


def test_what_is_in_the_wrong_column_is_checked_all_the_same() -> None:
    entry = STEPS.replace("SLIP", f"{ENTRY}\n  minutes: x\n  teaches: [salt]")
    codes = [found.code for found in parse("resources.yaml", entry.encode()).diagnostics]
    assert codes == ["yaml-syntax", "bad-value", "dangling-reference"]
    field = STEPS.replace("SLIP", "    minutes: x").replace(SALT, "")
    codes = [found.code for found in parse("resources.yaml", field.encode()).diagnostics]
    assert codes == ["unknown-field", "bad-value"]


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("    link: https://example.org/rest", "link"),  # no field of an entry that is spelt so
        ("  - {id: rest, title: Rest, url: 'https://example.org/a', goals: [x]}", "url"),
        ("  - {title: Rest, colour: red}", "colour"),
    ],
)
def test_what_is_merely_unknown_stays_unknown(written: str, field: str) -> None:
    text = STEPS.replace(SALT, "").replace("SLIP", written)
    found = [item.message for item in found_in(text)]
    assert f"there is no field `{field}` here" in found
