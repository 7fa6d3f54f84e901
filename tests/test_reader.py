"""What the reader makes of a file: of every encoding, of scalars as written, and of files made to harm."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command import measured, pathgen

from pathgen.catalogue.load import parse

# --- encodings ---------------------------------------------------------------------------------------------------

TEXT = """\
path: {title: Weg, summary: Vom 😀 zum Übersetzer, titel: x}
topics:
  - id: a   # 深層 and 😀 before what is wrong
    title: 入門
    resources:
      - {why: 😀 é, title: S, url: "https://example.org/", kind: bok}
      - {title: T,
         urll: x}
"""
PLACES = ["1:51 unknown-field", "6:65 unknown-value", "8:10 unknown-field", "8:16 bad-url"]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
        TEXT.replace("\n", "\r\n").encode(),
        codecs.BOM_UTF8 + TEXT.replace("\n", "\r\n").encode(),
        codecs.BOM_UTF16_LE + TEXT.replace("\n", "\r\n").encode("utf-16-le"),
    ],
    ids=[
        "UTF-8",
        "UTF-8 with a mark",
        "UTF-16 LE with a mark",
        "UTF-16 BE with a mark",
        "UTF-16 LE",
        "UTF-16 BE",
        "UTF-32 LE with a mark",
        "UTF-32 BE with a mark",
        "CRLF",
        "CRLF with a mark",
        "UTF-16 with CRLF",
    ],
)
def test_places_are_right_in_every_encoding(data: bytes) -> None:
    found = parse("a.yaml", data).diagnostics
    assert [f"{diagnostic.span.line}:{diagnostic.span.column} {diagnostic.code}" for diagnostic in found] == PLACES


# --- scalars -----------------------------------------------------------------------------------------------------

WRITTEN = [
    "no",
    "yes",
    "1:30",
    "2016-01-05",
    "1.10",
    "~",
    "null",
    "0x10",
    "0o17",
    "1e3",
    ".inf",
    "true",
    "0777",
    "1_000",
]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_title_is_the_characters_its_author_wrote(written: str) -> None:
    loaded = parse("a.yaml", f"path: {{title: {written}}}\n".encode())
    assert loaded.is_valid
    assert loaded.catalogue is not None
    assert loaded.catalogue.path.title == written


# --- files made to harm ------------------------------------------------------------------------------------------

# Each takes under 5 s on a quiet machine; this tells what never ends or takes the square of its size on a busy one.
SECONDS = 20
MEGABYTES = 500
HEAD = b"path: {title: x}\ntopics:\n  - id: a\n    title: A\n    resources:\n"
ITEM = b"      - {id: i%d, title: t%d, url: 'https://example.org/%d'%s}\n"
FULL = 16 * 2**20 - 100


def fill(pattern: bytes, size: int = FULL) -> bytes:
    return pattern * (size // len(pattern))


def items(count: int, extra: bytes = b"") -> bytes:
    return b"".join(ITEM % (at, at, at, extra.replace(b"#", b"%d" % (at + 1))) for at in range(count))


def bomb() -> bytes:
    first = b"a: &a [x, x, x, x, x, x, x, x, x]\n"
    return first + b"".join(b"%c: &%c [%s]\n" % (at, at, b", ".join([b"*%c" % (at - 1)] * 9)) for at in range(98, 108))


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a million brackets": ("too-deep", lambda: b"path: " + b"[" * 1_000_000),
    "a million braces": ("yaml-syntax", lambda: b"{" * 1_000_000),
    "deep dashes": ("too-deep", lambda: b"- " * 100_000),
    "deep keys": ("too-deep", lambda: b"".join(b" " * at + b"a:\n" for at in range(2000))),
    "aliases in aliases": ("yaml-alias", bomb),
    "a tag that runs a program": ("yaml-tag", lambda: b"path: !!python/object/apply:os.system ['echo harm']\n"),
    "100 MB": ("too-large", lambda: fill(b"path: {title: x}\n", 100 * 2**20)),
    "a NUL byte": ("control-character", lambda: b"path: {title: 'x\0y'}\n"),
    "an escaped control character": ("control-character", lambda: b'path: {title: "x\\e[2J"}\n'),
    "broken UTF-8": ("encoding", lambda: b"path: {title: \xff\xfe}\n"),
    "half of a UTF-16 character": ("encoding", lambda: "path: 😀".encode("utf-16")[:-1]),
    "tabs": ("yaml-syntax", lambda: b"path:\n\ttitle: x\n"),
    "nothing": ("not-a-catalogue", lambda: b""),
    "a mark and nothing": ("not-a-catalogue", lambda: codecs.BOM_UTF16_LE),
    "a list": ("not-a-catalogue", lambda: b"- path\n- topics\n"),
    "a word": ("not-a-catalogue", lambda: b"path\n"),
    "two documents": ("yaml-syntax", lambda: b"path: {title: x}\n---\npath: {title: y}\n"),
    "an id that climbs": ("bad-value", lambda: HEAD + b"      - {id: ../../x, title: x, url: 'https://a.org'}\n"),
    "a million invalid entries": ("too-large", lambda: HEAD + b"      - x\n" * 1_000_000),
    "as many invalid entries as are read": ("bad-value", lambda: HEAD + b"      - x\n" * 399_000),
    "as many empty entries as are read": (
        "missing-field",
        lambda: b"path: {title: x}\nlibraries:\n" + b"- {}\n" * 79_000,
    ),
    "as many entries as are read": ("bad-url", lambda: HEAD + items(44_000).replace(b"https", b"htps")),
    "a line of 10 MB": ("too-large", lambda: b"path: {title: " + b"x" * 10_000_000 + b"}\n"),
    "20,000 mistakes on one line": (
        "missing-field",
        lambda: HEAD[:-1] + b" [" + b"{title: t, urll: x}, " * 20_000 + b"]\n",
    ),
    "200,000 keys twice": ("duplicate-key", lambda: b"path:\n" + b"  title: x\n" * 200_000),
    "200,000 keys twice on one line": ("duplicate-key", lambda: b"path: {" + b"title: x, " * 200_000 + b"}\n"),
    "120,000 unknown fields in one place": (
        "too-large",
        lambda: b"".join(b"titel%d: x\n" % at for at in range(120_000)),
    ),
    "unknown fields in every entry": (
        "unknown-field",
        lambda: (
            HEAD + (b"      - {title: t, url: u, " + b", ".join(b"x%d: y" % at for at in range(90)) + b"}\n") * 2_500
        ),
    ),
    "a list of 395,000 bad ids": (
        "bad-value",
        lambda: b"path: {title: x}\nlibraries: [{id: a, name: A, url: b, aliases: [" + b"A, " * 395_000 + b"]}]\n",
    ),
    "unknown fields with long names": (
        "unknown-field",
        lambda: HEAD[:17] + b"".join(b"? %s%d\n: x\n" % (b"k" * 9000, at) for at in range(900)),
    ),
    "16 MB of dashes": ("too-deep", lambda: fill(b"- ")),
    "16 MB of items": ("too-large", lambda: fill(b"- \n")),
    "16 MB of braces": ("yaml-syntax", lambda: fill(b"{")),
    "16 MB of keys in keys": ("yaml-syntax", lambda: fill(b"a: ")),
    "16 MB of one key": ("duplicate-key", lambda: fill(b"a:\n")),
    "16 MB of keys without a name": ("duplicate-key", lambda: fill(b"?\n")),
    "16 MB of line ends": ("not-a-catalogue", lambda: fill(b"\n")),
    "16 MB of comments": ("not-a-catalogue", lambda: fill(b"#\n")),
    "16 MB in a quote": ("yaml-syntax", lambda: b'path: "' + fill(b"x\n\n")),
    "a step that starts 15,000 times": (
        "one-start",
        lambda: b"path: {title: x}\nsteps:\n  - id: s\n    title: S\n    resources:\n" + items(15_000, b", start: yes"),
    ),
    "a circle of 15,000 entries": (
        "cycle",
        lambda: (
            HEAD
            + items(15_000, b", replaced_by: i#")
            + b"      - {id: i15000, title: t, url: 'https://b.org', replaced_by: i0}\n"
        ),
    ),
    "20,000 references to nothing": (
        "dangling-reference",
        lambda: HEAD + items(2_000) + b"      - ref: i-nothing\n" * 20_000,
    ),
    "one id 50,000 times": (
        "duplicate-id",
        lambda: HEAD + b"      - {id: a, title: t, url: 'https://a.org', aliases: [" + b"b, " * 50_000 + b"]}\n",
    ),
    "long addresses": (
        "bad-url",
        lambda: (
            HEAD
            + b"".join(b"      - {title: t%d, url: 'https://a.org/%s\"'}\n" % (at, b"(a[" * 3300) for at in range(1500))
        ),
    ),
}


@pytest.mark.parametrize(("code", "make"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_told_of_in_time_and_in_memory(tmp_path: Path, code: str, make: Callable[[], bytes]) -> None:
    (tmp_path / "hostile.yaml").write_bytes(make())
    done, seconds, megabytes = measured("validate", "hostile.yaml", "--format", "github", cwd=tmp_path)
    (tmp_path / "hostile.yaml").unlink()
    assert (done.returncode, done.stderr) == (1, "")
    assert f"title={code}::" in done.stdout
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_problems_beyond_a_thousand_of_a_kind_are_summed_up() -> None:
    found = parse("a.yaml", HEAD + b"      - {titel: x}\n" * 1_500).diagnostics
    assert len(found) == 1_001
    assert found[-1].message == "… and more like this: only the first 1,000 are shown"


@pytest.mark.parametrize("name", ["folder", "pipe", "/dev/zero"])
@pytest.mark.skipif(sys.platform == "win32", reason="this system has no named pipes in folders and no /dev")
def test_what_is_no_file_is_refused_before_it_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    done = pathgen("validate", name, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, f"pathgen: cannot read {name}: it is not a file\n")
