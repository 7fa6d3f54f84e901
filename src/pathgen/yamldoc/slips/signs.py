"""Slips in the signs of YAML: odd spaces and tabs, long dashes, and a sign of another format in place of `-` or `:`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pathgen.diagnostics import shorten
from pathgen.yamldoc.edit import TextEdit
from pathgen.yamldoc.slips.slip_fix import SlipFix, line_fix
from pathgen.yamldoc.slips.text_lines import (
    KEY,
    TextLines,
    columns_above,
    columns_below,
    first_word,
    indent_of,
    so_many_lines,
    spaces,
    white_at_start,
)

_ODD_SPACE = re.compile(r"[^\S\r\n \t]|[\u200b\u2060]")
LONG_DASH = re.compile(
    r"( *)([\u2010-\u2015\u2212\u2022\u2023\u00b7\u25a0\u25aa\u25b6\u25cb\u25cf\u25e6\u2043\u2192\u21d2\uff0d]"
    r"|(?:[*+]|[-=]+>|--+|\d{1,3}[.)])(?=\s))\s*(?=\S)"
)
GLUED_DASH = re.compile(r" *(?:- +)*-(?=[^\s-])")
_GLUED_COLON = re.compile(rf"\s*(?:- +)*(\"{KEY}\"|{KEY})\s*(?::(?=[^\s/:])|\uff1a\s*)")
_GLUED_IN_BRACES = re.compile(rf"(?<=[{{,\s])({KEY}):(?=[^\s/:])")
_NOT_A_KEY = frozenset({"http", "https", "mailto", "ftp", "doi", "urn", "isbn", "tel", "file", "arxiv"})
_NO_COLON = re.compile(rf"\s*(?:- +)*({KEY})(\s*;\s*|[.,]?\s+)(?=\S)")
EQUALS = re.compile(rf"\s*(?:- +)*({KEY})(\s*(?:=>?|:=)\s*)(?=\S)")
_MARKS = re.compile(
    r"""\ *(?P<quote>>\s|\+(?=\ {3}))?\ *
        (?:(?:-\s+)+(?P<mark>[!@%$](?=[A-Za-z_][\w-]*:\s)|(?:\[[ xX]?\]|[*+\u2022])\s+(?=[A-Za-z_`*]))?)?
        (?:(?P<sign>\*\*|__|[*`])(?P<key>[A-Za-z_][\w-]*)(?::(?P=sign)|(?P=sign)\s*:)\s*)?""",
    re.VERBOSE,
)


def odd_spaces(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of spaces that look like ordinary ones, as word processors and web pages have them."""
    line = lines[number]
    before = line[: lines.parts(number).start("value")]
    odd = [*_ODD_SPACE.finditer(before)]
    if odd:
        name = unicodedata.name(odd[0][0], f"U+{ord(odd[0][0]):04X}").lower()
        edits = [(sign.start(), sign.end(), " " if sign[0].isspace() else "") for sign in odd]
        yield line_fix(lines, number, edits, f"this is not an ordinary space ({name})", "write an ordinary space")


def tabs(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a tab in the indentation or after a dash."""
    line = lines[number]
    found = lines.parts(number)
    dash = found["dash"]
    message = "YAML needs spaces here, not a tab"
    if "\t" in dash:
        at = found.start("dash")
        edits = [(at + sign.start(), at + sign.end(), " ") for sign in re.finditer("\t+", dash)]
        yield line_fix(lines, number, edits, message, "write a space")
    indent = found["indent"]
    if "\t" in indent:
        end = next(
            (
                below
                for below in range(number + 1, len(lines))
                if not lines[below].strip() or "\t" not in white_at_start(lines[below])
            ),
            len(lines),
        )
        for column in dict.fromkeys((*columns_below(lines, number), *columns_above(lines, number, is_dash=bool(dash)))):
            for width in (2, 4, 8):
                yield _untabbed(lines, range(number, end), column, width, indent.index("\t"))
            edits = [(0, len(indent), " " * column)]
            help_ = f"write {spaces(column)} before `{first_word(line)}`"
            yield line_fix(lines, number, edits, message, help_)._replace(at=lines.starts[number] + indent.index("\t"))


def _untabbed(lines: TextLines, numbers: range, column: int, width: int, at: int) -> SlipFix:
    """Return the fix that writes spaces for the tabs of several lines, the first of which belongs in a column."""
    first = len(white_at_start(lines[numbers[0]]).expandtabs(width))
    edits = []
    for number in numbers:
        white = white_at_start(lines[number])
        start = lines.starts[number]
        edits.append(TextEdit(start, start + len(white), " " * max(0, len(white.expandtabs(width)) - first + column)))
    several = f", and spaces in the {so_many_lines(len(numbers) - 1)} below as well" if len(numbers) > 1 else ""
    help_ = f"write {spaces(column)} before `{first_word(lines[numbers[0]])}`{several}"
    return SlipFix(tuple(edits), lines.starts[numbers[0]] + at, "YAML needs spaces here, not a tab", help_)


def long_dashes(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a long dash, a bullet or a star for the dash of an item."""
    found = LONG_DASH.match(lines[number])
    if found:
        message = f"an item of a list starts with `- `, not with `{found[2]}`"
        yield line_fix(lines, number, [(found.start(2), found.end(), "- ")], message, "write a hyphen and a space")
    line = lines[number].lstrip(" ")
    if re.match(rf"\S {KEY}: ", line) and (line[0] in "~?>" or unicodedata.category(line[0]) == "So"):
        at = indent_of(lines[number])
        message = f"an item of a list starts with `- `, not with `{line[0]}`"
        yield line_fix(lines, number, [(at, at + 1, "-")], message, "write a hyphen")


def glued_dash(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes where there is no space after the dash of an item."""
    found = GLUED_DASH.match(lines[number])
    if found:
        edits = [(found.end(), found.end(), " ")]
        fix = line_fix(lines, number, edits, "there is no space after the `-`", "write a space after it")
        yield fix._replace(at=fix.at - 1)


def glued_colon(lines: TextLines, number: int, stopped: int) -> Iterator[SlipFix]:
    """Yield fixes where there is no space after the colon of a key, or a wide colon."""
    line = lines[number]
    message, help_ = "there is no space after the `:`", "write a space after it"
    found = _GLUED_COLON.match(line)
    if found and found[1].lower() not in _NOT_A_KEY:
        if "\uff1a" in found[0]:
            edits = [(found.end(1), found.end(), ": ")]
            yield line_fix(lines, number, edits, "this is a wide colon (U+FF1A), not a `:`", "write `:` and a space")
            return
        fix = line_fix(lines, number, [(found.end(), found.end(), " ")], message, help_)
        yield fix._replace(at=fix.at - 1)
    if "{" in line:
        for pair in _GLUED_IN_BRACES.finditer(line):
            if pair[1].lower() not in _NOT_A_KEY and lines.starts[number] + pair.start() >= stopped:
                fix = line_fix(lines, number, [(pair.end(), pair.end(), " ")], message, help_)
                yield fix._replace(at=fix.at - 1)


def marks(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of a key or item with the marks that other formats have for a quotation, a box or a bold word."""
    found = _MARKS.match(lines[number])
    assert found is not None, "the pattern matches every text"  # noqa: S101 - for mypy
    edits = [(*found.span(name), "") for name in ("quote", "mark") if found[name]]
    if found["key"]:
        edits.append((found.start("sign"), found.end(), f"{found['key']}: "))
    rest = lines[number][found.end() :]
    if edits and (found["key"] or re.match(rf"{KEY}:(?:\s|$)", rest)):
        yield line_fix(lines, number, edits, "this is a mark of another format, not of YAML", "delete it")


def documents(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of a line that starts a second document, or ends the first."""
    line = lines[number].strip()
    if line in ("---", "..."):
        start = lines.starts[number] + lines[number].index(line)
        edits = (TextEdit(start, start + len(line), ""),)
        yield SlipFix(edits, start, f"`{line}` is not allowed here, as a file is one document", "delete this line")


def equals(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a key with a sign of another format for its colon."""
    found = EQUALS.match(lines[number])
    if found and found[1] in lines.keys:
        message = f"there is no `:` after `{shorten(found[1])}`"
        yield line_fix(lines, number, [(found.start(2), found.end(2), ": ")], message, "write a colon and a space")


def no_colon(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes where there is no colon after a key that other lines have."""
    found = _NO_COLON.match(lines[number])
    if found and found[1] in lines.keys:
        message = f"there is no `:` after `{shorten(found[1])}`"
        yield line_fix(lines, number, [(found.start(2), found.end(2), ": ")], message, "write a colon and a space")
