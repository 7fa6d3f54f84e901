from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathgen.catalogue.load import parse
from pathgen.diagnostics import Source
from pathgen.yamldoc.known import LONG, Known
from pathgen.yamldoc.parse import build


def _catalogue(entries: int) -> str:
    entry = """\
      - title: Entry {0} of {1}
        url: https://example.org/{1}/{0}
        creators: [Ada Lovelace, Alan Turing]
        minutes: 1h-2h
        why: It is the entry number {0} of the topic that is called {1}.
"""
    topics = (
        f"  # a comment\n  - id: {name}\n    title: {name.title()}\n    resources:\n"
        + "".join(entry.format(number, name) for number in range(entries))
        for name in ("first", "second", "third", "fourth")
    )
    return (
        "path:\n  title: A path\ntopics:\n" + "".join(topics) + "libraries:\n  - {id: a, name: A, url: https://a.org}\n"
    )


LONG_CATALOGUE = _catalogue(35)
SHORT_CATALOGUE = _catalogue(3)


def _read(text: str, known: Known | None) -> tuple[Any, ...]:
    """Return the diagnostics of a text, and its entries with the places of their fields."""
    loaded = parse("resources.yaml", text.encode(), known=known)
    diagnostics = [
        (diagnostic.code, str(diagnostic.span), diagnostic.message, diagnostic.help)
        for diagnostic in loaded.diagnostics
    ]
    entries = loaded.catalogue.entries if loaded.catalogue else ()
    fields = ("title", "url", "creators", "minutes", "why")
    return diagnostics, [(entry.id, entry.title, *(entry.span(field) for field in fields)) for entry in entries]


def _places(read: tuple[Any, ...]) -> tuple[Any, ...]:
    diagnostics, entries = read
    return diagnostics, [
        (entry_id, title, *((span.start, span.end, str(span)) for span in spans)) for entry_id, title, *spans in entries
    ]


def _parsed(known: Known, text: str) -> list[dict[str, Any]]:
    """Return the topics of a text, each the very object that is kept."""
    built = known.build(Source("resources.yaml", text))
    assert built is not None
    return list(built[0]["topics"])


def test_the_catalogue_is_long_enough_to_be_taken_apart() -> None:
    assert len(LONG_CATALOGUE) > LONG
    assert len(_parsed(Known(), LONG_CATALOGUE)) == 4


def test_a_known_catalogue_gives_the_same_values() -> None:
    source = Source("resources.yaml", LONG_CATALOGUE)
    expected = build(source, [])[0]
    known = Known()
    for _ in ("learnt", "recalled"):
        built = known.build(source)
        assert built is not None
        assert built[0] == expected


@settings(deadline=None)
@given(data=st.data())
def test_after_any_edit_it_reads_as_a_whole_would(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SHORT_CATALOGUE)), label="start")
    end = data.draw(st.integers(start, min(start + 40, len(SHORT_CATALOGUE))), label="end")
    # What makes YAML mean something else, at the start of a line or within one.
    pieces = ["\n", "  - ", "    - ", '"', "'", "[", "topics:\n", "---\n", "&a ", "!x ", "\t", "#", "a: b\n"]
    new = data.draw(st.lists(st.sampled_from(pieces), max_size=5).map("".join), label="new")
    edited = SHORT_CATALOGUE[:start] + new + SHORT_CATALOGUE[end:]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "pathgen.yamldoc.known.LONG", 0
        )  # so that it is taken apart, and an edit is often where parts meet
        known = Known()
        assert known.build(Source("resources.yaml", SHORT_CATALOGUE))
        assert _places(_read(edited, known)) == _places(_read(edited, None))


def test_a_part_whose_last_entry_lacks_a_field_ends_where_it_does_in_the_whole() -> None:
    line = "        creators: [Ada Lovelace, Alan Turing]\n"
    at = LONG_CATALOGUE.rindex(line, 0, LONG_CATALOGUE.index("id: second"))
    edited = LONG_CATALOGUE[:at] + LONG_CATALOGUE[at + len(line) :]
    assert _places(_read(edited, Known())) == _places(_read(edited, None))


def test_what_is_no_longer_in_the_catalogue_is_forgotten() -> None:
    known = Known()
    edited = LONG_CATALOGUE.replace("number 7 of the topic that is called second", "seven")
    first = _parsed(known, LONG_CATALOGUE)
    known.forget_the_rest()
    second = _parsed(known, edited)
    assert [entry is other for entry, other in zip(first, second, strict=True)] == [True, False, True, True]
    known.forget_the_rest()
    third = _parsed(known, LONG_CATALOGUE)
    assert [entry is other for entry, other in zip(first, third, strict=True)] == [True, False, True, True]
