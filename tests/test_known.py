from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathgen.catalogue.load import parse
from pathgen.diagnostics import Source
from pathgen.yamldoc.known import LONG, Known
from pathgen.yamldoc.parse import build

if TYPE_CHECKING:
    from pathlib import Path


def _catalogue() -> str:
    entry = """\
      - title: Entry {0} of {1}
        url: https://example.org/{1}/{0}
        creators: [Ada Lovelace, Alan Turing]
        minutes: 1h-2h
        why: It is the entry number {0} of the topic that is called {1}.
"""
    topics = (
        f"  # a comment\n  - id: {name}\n    title: {name.title()}\n    resources:\n"
        + "".join(entry.format(number, name) for number in range(35))
        for name in ("first", "second", "third", "fourth")
    )
    return (
        "path:\n  title: A path\ntopics:\n" + "".join(topics) + "libraries:\n  - {id: a, name: A, url: https://a.org}\n"
    )


LONG_CATALOGUE = _catalogue()


def _read(text: str, known: Known | None) -> tuple[Any, ...]:
    """Everything that reading tells: what is wrong and where, and what stands where."""
    loaded = parse("resources.yaml", text.encode(), known=known)
    told = [(one.code, str(one.span), one.message, one.help) for one in loaded.diagnostics]
    entries = loaded.catalogue.entries if loaded.catalogue else ()
    fields = ("title", "url", "creators", "minutes", "why")
    return told, [(entry.id, entry.title, *(entry.span(field) for field in fields)) for entry in entries]


def _places(read: tuple[Any, ...]) -> tuple[Any, ...]:
    told, entries = read
    return told, [
        (one, title, *((span.start, span.end, str(span)) for span in spans)) for one, title, *spans in entries
    ]


def test_the_catalogue_is_long_enough_to_be_taken_apart(tmp_path: Path) -> None:
    assert len(LONG_CATALOGUE) > LONG
    assert Known(tmp_path).build(Source("resources.yaml", LONG_CATALOGUE)) is not None
    assert len(list(tmp_path.glob("*.json"))) == 4


def test_a_known_catalogue_gives_the_same_values(tmp_path: Path) -> None:
    source = Source("resources.yaml", LONG_CATALOGUE)
    expected = build(source, [])[0]
    for _ in ("learnt", "recalled"):
        built = Known(tmp_path).build(source)
        assert built is not None
        assert built[0] == expected


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_after_any_edit_it_reads_as_a_whole_would(data: st.DataObject, tmp_path: Path) -> None:
    start = data.draw(st.integers(0, len(LONG_CATALOGUE)), label="start")
    end = data.draw(st.integers(start, min(start + 40, len(LONG_CATALOGUE))), label="end")
    # What makes YAML mean something else, at the start of a line or within one.
    pieces = ["\n", "  - ", "    - ", '"', "'", "[", "topics:\n", "---\n", "&a ", "!x ", "\t", "#", "a: b\n"]
    new = data.draw(st.lists(st.sampled_from(pieces), max_size=5).map("".join), label="new")
    edited = LONG_CATALOGUE[:start] + new + LONG_CATALOGUE[end:]
    known = Known(tmp_path)
    known.build(Source("resources.yaml", LONG_CATALOGUE))
    assert _places(_read(edited, known)) == _places(_read(edited, None))


def test_a_part_whose_last_entry_lacks_a_field_ends_where_it_does_in_the_whole(tmp_path: Path) -> None:
    line = "        creators: [Ada Lovelace, Alan Turing]\n"
    at = LONG_CATALOGUE.rindex(line, 0, LONG_CATALOGUE.index("id: second"))
    edited = LONG_CATALOGUE[:at] + LONG_CATALOGUE[at + len(line) :]
    assert _places(_read(edited, Known(tmp_path))) == _places(_read(edited, None))


@pytest.mark.parametrize("junk", [b"", b"5", b"[]", b"{", b'["x", [1, 2]]'[:5]])
def test_a_damaged_memory_is_read_past(tmp_path: Path, junk: bytes) -> None:
    expected = _places(_read(LONG_CATALOGUE, None))
    known = Known(tmp_path)
    known.build(Source("resources.yaml", LONG_CATALOGUE))
    for file in tmp_path.glob("*.json"):
        file.write_bytes(junk)
    assert _places(_read(LONG_CATALOGUE, known)) == expected


def test_what_is_no_longer_in_the_catalogue_is_forgotten(tmp_path: Path) -> None:
    known = Known(tmp_path)
    known.build(Source("resources.yaml", LONG_CATALOGUE))
    known.forget_the_rest()
    before = {file.name for file in tmp_path.iterdir()}
    known.build(
        Source("resources.yaml", LONG_CATALOGUE.replace("number 7 of the topic that is called second", "seven"))
    )
    known.forget_the_rest()
    after = {file.name for file in tmp_path.iterdir()}
    assert len(before & after) == 3
    assert len(after) == 4
