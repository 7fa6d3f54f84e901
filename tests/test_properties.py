"""What holds of the reader for every text and every bytes."""

from __future__ import annotations

import json
from collections.abc import Callable

import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pathgen.catalogue.load import Loaded, parse
from pathgen.diagnostics import Source, Span
from pathgen.reports import REPORTS
from pathgen.yamldoc.decode import read
from pathgen.yamldoc.parse import span_of

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is slow, and that is no mistake of the reader's."""

# Pieces that make YAML, and pieces that make a catalogue: texts of them reach deeper than texts of any characters.
SIGNS = [
    "- ",
    ": ",
    "? ",
    "\n",
    "\n  ",
    "{",
    "}",
    "[",
    "]",
    ", ",
    "'",
    '"',
    "#",
    "&a ",
    "*a ",
    "!t ",
    "|",
    ">",
    "---",
    "\t",
    "\r",
]
SIGNS += ["\ufeff", "\x85", "\u2028", "\x00", "\x1b", "😀", "é", "~", "\\", "%YAML 1.1\n", "..."]
WORDS = [
    "path",
    "title",
    "topics",
    "steps",
    "resources",
    "id",
    "url",
    "ref",
    "x",
    "A",
    "1",
    "requires",
    "concepts",
    "libraries",
]
PIECES = st.lists(st.sampled_from([*SIGNS, *WORDS, *(f"{word}: " for word in WORDS)]), max_size=60).map("".join)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])

KEYS = st.sampled_from(
    [*WORDS, "kind", "role", "minutes", "teaches", "editions", "rules", "defaults", "subtopics", "prose", "aliases"]
)
VALUES = st.recursive(
    st.sampled_from(["", "x", "y", "2016", "2h-4h", "no", "https://example.org/", "../x", "unnamed.3", "a b", "off"])
    | st.text(max_size=5),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(KEYS, below, max_size=5),
    max_leaves=30,
)


def check(data: bytes) -> None:
    """Read bytes: the reader returns or diagnoses, each place is in the file, and every report can be written."""
    loaded = parse("a.yaml", data)
    assert isinstance(loaded, Loaded)
    assert loaded.catalogue is not None or loaded.diagnostics
    for found in loaded.diagnostics:
        for span in (found.span, *(span for span, _ in found.related)):
            assert 0 <= span.start <= span.end <= len(span.source.text)
    for report in REPORTS.values():
        report(loaded.diagnostics, ["a.yaml"])


@given(st.binary(max_size=200))
@example(b"\xff\xfe\x00")
@example(b"\x00a")
@settings(UNHURRIED)
def test_any_bytes_are_read_or_diagnosed(data: bytes) -> None:
    check(data)


@given(PIECES, ENCODINGS)
@example("path: %YAML 1.1\n\t", "utf-8")
@settings(UNHURRIED, max_examples=250)  # each of up to 60 pieces, which are 59
def test_any_text_is_read_or_diagnosed(text: str, encoding: str) -> None:
    check(text.encode(encoding))


@given(st.dictionaries(KEYS, VALUES, max_size=6))
@example({"topics": [{}], "title": []})
@settings(UNHURRIED)
def test_any_values_are_read_or_diagnosed(value: dict[str, object]) -> None:
    check(json.dumps(value).encode())
    check(json.dumps({"path": {"title": "x"}, **value}).encode())


# What may stand in a plain scalar anywhere, and what needs quotes.
PLAIN = st.text("abz09.-/éñ日😀_", min_size=1, max_size=12).filter(
    lambda text: text.strip("-.") and text[0] not in "-."
)
SEEN = st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Cs", "Zl", "Zp"], exclude_characters="\ufeff")
QUOTED = st.text(SEEN, max_size=12)


def quoted(text: str) -> str:
    """Write a text in double quotes: JSON's strings are YAML's."""
    return json.dumps(text, ensure_ascii=False)


SCALARS = st.lists(st.tuples(PLAIN, st.sampled_from([str, quoted])) | st.tuples(QUOTED, st.sampled_from([quoted])))


@given(SCALARS.filter(bool), st.sampled_from(["block", "flow"]))
@settings(UNHURRIED)
def test_the_text_at_a_scalar_parses_back_to_its_value(
    scalars: list[tuple[str, Callable[[str], str]]], style: str
) -> None:
    written = [write(value) for value, write in scalars]
    block = ["list:", *(f"  - {item}  # é" for item in written)]
    lines = block if style == "block" else ["# 😀", f"list: [{', '.join(written)}]"]
    _, tree, found = read("a.yaml", "\r\n".join(lines).encode())
    assert tree is not None, found
    for at, (value, _) in enumerate(scalars):
        assert tree.value["list"][at] == value
        span = span_of(tree.source, tree.marks, ("list", at))
        assert yaml.load(tree.source.text[span.start : span.end], yaml.BaseLoader) == value  # noqa: S506 - texts only


@given(st.text("ab\n\r\u2028é😀", max_size=40), st.integers(1, 1000), st.data())
@settings(UNHURRIED)
def test_lines_and_columns_agree_with_counting(text: str, times: int, data: st.DataObject) -> None:
    source = Source("a.yaml", text * times)
    start = data.draw(st.integers(0, len(source.text)))
    span = Span(source, start, data.draw(st.integers(start, len(source.text))))
    before = source.text[: span.start].split("\n")
    assert (span.line, span.column) == (len(before), len(before[-1]) + 1)
    before = source.text[: span.end].split("\n")
    assert span.location[3:] == (len(before), len(before[-1]) + 1)
    assert str(span.location) == str(span)
