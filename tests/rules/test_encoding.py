from __future__ import annotations

import codecs

import pytest

from pathgen.catalogue.load import parse

TEXT = "path: {title: Éducation €}\n"


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b"path:\n  title: caf\xe9", "2:13", "byte 0xe9 is not UTF-8 text"),
        (b"path:\n  title: \xc3\xa9\xff", "2:11", "byte 0xff is not UTF-8 text"),
        (codecs.BOM_UTF8 + b"path:\n  title: \xff", "2:10", "byte 0xff is not UTF-8 text"),
        (codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"\x00\xd8", "1:3", "byte 0x00 is not UTF-16-LE text"),
    ],
)
def test_the_byte_that_is_no_text_is_reported(data: bytes, place: str, message: str) -> None:
    [found] = parse("resources.yaml", data).diagnostics
    assert (found.code, f"{found.span.line}:{found.span.column}", found.message) == ("encoding", place, message)
    assert found.help == "save the file as UTF-8"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_is_read_as_what_it_is(encoding: str) -> None:
    loaded = parse("resources.yaml", TEXT.encode(encoding))
    assert loaded.diagnostics == ()
    assert loaded.catalogue is not None
    assert loaded.catalogue.path.title == "Éducation €"
