from __future__ import annotations

import pytest

from pathgen.catalogue.load import parse


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty, not a catalogue"),
        (b"# nothing\n", "the file is empty, not a catalogue"),
        (b"---\n...\n", "the file is empty, not a catalogue"),
        (b"- path\n", "the file is a list, not a catalogue"),
        (b"path\n", "the file is a single value, not a catalogue"),
    ],
)
def test_a_file_that_is_no_mapping_is_reported(data: bytes, message: str) -> None:
    [found] = parse("resources.yaml", data).diagnostics
    assert (found.code, found.message) == ("not-a-catalogue", message)
    assert found.help == "a catalogue is a mapping that starts with `path:`"


def test_a_mapping_is_one() -> None:
    assert parse("resources.yaml", b"path: {title: A}").diagnostics == ()
