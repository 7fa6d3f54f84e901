"""A slip of one character anywhere in a good catalogue: it never ends in a traceback or in the words of a library."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from yaml_slips import AROUND, SLIPS

from pathgen.catalogue.load import parse

GOOD = AROUND.replace("kond", "kind").replace(
    "SLIP\n",
    "      - {title: Bread, url: 'https://example.org/bread', teaches: [yeast]}\n"
    '      - title: "Cheese: the basics"\n'
    "        url: https://example.org/cheese\n"
    "        why: >-\n"
    "          A long text\n"
    "          over two lines.\n",
)
LIBYAML = re.compile(
    r"(?i)while (?:parsing|scanning)|did not find|could not (?:find|determine)|found (?:character|unexpected|unknown)"
    r"|not allowed in this context|block (?:mapping|sequence|collection|end)|flow (?:mapping|sequence)|scalar|token"
)
SIGNS = st.sampled_from(
    [*"\t\r\n \u00a0-\u2013:#[]{}'\"*&!|>%@`?,.\\<=~", "<<<<<<<", "---", "\ufeff", "\u200b"]
) | st.characters(exclude_categories=("Cs",))


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 2), SIGNS)
def test_any_edit_of_one_character_is_explained_in_plain_words(at: int, removed: int, added: str) -> None:
    text = GOOD[:at] + added + GOOD[at + removed :]
    for found in parse("resources.yaml", text.encode()).diagnostics:
        assert found.message
        assert found.help
        assert not LIBYAML.search(found.message), found.message
        location = found.span.location
        assert 1 <= location.line <= text.count("\n") + 1


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(sorted(SLIPS)), min_size=2, max_size=4, unique=True))
def test_slips_do_not_hide_each_other(names: list[str]) -> None:
    blocks = [SLIPS[name].file.removeprefix(AROUND.partition("SLIP")[0]) for name in names]
    tail = AROUND.partition("SLIP\n")[2]
    text = AROUND.partition("SLIP")[0] + "".join(block.removesuffix(tail) for block in blocks) + tail
    found = [item for item in parse("resources.yaml", text.encode()).diagnostics if item.severity == "error"]
    assert any(item.code == "unknown-field" and item.help == "did you mean `kind`?" for item in found)
