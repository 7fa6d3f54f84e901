"""Reading the bytes of a file that nobody vouches for: its text, its values and where each was written."""

from __future__ import annotations

import codecs
import re

from pathgen.diagnostics import Diagnostic, Severity, Source, Span
from pathgen.files import MAX_BYTES
from pathgen.yamldoc.known import Known
from pathgen.yamldoc.parse import CONTROL, ParseError, Tree, build

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read(
    file: str, data: bytes, known: Known | None = None, *, number: int = 0
) -> tuple[Source, Tree | None, list[Diagnostic]]:
    """Parse the bytes of ``file``; the tree is ``None`` where a diagnostic says why they cannot be read.

    ``known`` shortens reading a file again after an edit; ``number`` is the file's place among those of a catalogue.
    """
    source, problem = _decode(file, data, number)
    if problem is None:
        control = CONTROL.search(source.text)
        problem = control and control_character(source, control)
    if problem is not None:
        return source, None, [problem]
    found: list[Diagnostic] = []
    try:
        value, marks = (known and known.build(source)) or build(source, found)
    except ParseError as refused:
        return source, None, [*found, refused.diagnostic]
    if not isinstance(value, dict):
        kind = "a list" if isinstance(value, list) else "a single value" if value else "empty"
        message = f"the file is {kind}, not a catalogue"
        help_ = "a catalogue is a mapping that starts with `path:`"
        span = Span(source, 0, 0) if not value else Span(source, marks[0], marks[0] + 1)
        return source, None, [*found, Diagnostic("not-a-catalogue", Severity.ERROR, span, message, help_)]
    return source, Tree(source, value, marks), found


def encoding_of(data: bytes) -> tuple[bytes, str]:
    """Return the byte-order mark of a file (empty if it has none) and the encoding of the rest."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return bom, name
    # YAML 1.2.2 §5.2: the position of the first NUL distinguishes UTF-16 from UTF-8, as files start with ASCII
    if len(data) > 1 and b"\0" in data[:2] and data[:2] != b"\0\0":
        return b"", "utf-16-be" if data[0] == 0 else "utf-16-le"
    return b"", "utf-8"


def _decode(file: str, data: bytes, number: int) -> tuple[Source, Diagnostic | None]:
    if len(data) > MAX_BYTES:
        source = Source(file, "", number)
        message = f"the file is larger than {MAX_BYTES // 2**20} MB"
        span = Span(source, 0, 0)
        return source, Diagnostic("too-large", Severity.ERROR, span, message, "split the catalogue into several paths")
    bom, encoding = encoding_of(data)
    data = data[len(bom) :]
    try:
        return Source(file, data.decode(encoding), number), None
    except UnicodeDecodeError as error:
        source = Source(file, data.decode(encoding, errors="replace"), number)
        start = len(data[: error.start].decode(encoding, errors="replace"))
        message = f"byte {data[error.start]:#04x} is not {encoding.upper()} text"
        help_ = "save the file as UTF-8"
        return source, Diagnostic("encoding", Severity.ERROR, Span(source, start, start + 1), message, help_)


def control_character(source: Source, match: re.Match[str]) -> Diagnostic:
    """Return what is said of a control character in a text."""
    span = Span(source, match.start(), match.end())
    message = f"the file contains the control character U+{ord(match[0]):04X}"
    return Diagnostic("control-character", Severity.ERROR, span, message, "delete it")
