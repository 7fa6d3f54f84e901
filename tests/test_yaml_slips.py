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
    written, fixed = (Counter(re.findall(r"\w+", text)) for text in (slip.file, slip.fixed_file))
    assert fixed == written


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
