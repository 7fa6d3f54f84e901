r"""Characters of a stranger's file as they may be shown: none of them acts on the terminal or the log they land in.

Control and format characters (terminal escapes, bidirectional overrides, line separators) are written out as ``\x1b``
or ``\u202e``. So is the second ``#`` of ``##[``, which starts a command anywhere in a line of a GitHub or Azure log
(``actions/runner``, ActionCommand.TryParse; ``microsoft/azure-pipelines-agent`` has ``##vso[``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LOG_COMMAND = re.compile(r"##(?=\w*\[)")
_ACTS = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_SIGNS = re.compile(r"[^\w ,'\-\u0080-\U0010ffff]|_", re.ASCII)
_CALLS = re.compile("&#(?:64|35);(?=.)")
_NO_WIDTH = {"Mn", "Me"}


def cells(text: str) -> list[str]:
    """Give what is shown for each character."""
    if text.isascii() and text.isprintable() and "##" not in text:
        return list(text)
    shown = [_written_out(character) if unicodedata.category(character) in _ACTS else character for character in text]
    for command in _LOG_COMMAND.finditer(text):
        shown[command.start() + 1] = _written_out("#")
    return shown


def visible(text: str) -> str:
    """Give a text as it may be shown on one line."""
    return "".join(cells(text))


def in_markdown(text: str) -> str:
    """Write a text so that none of its signs has a meaning, neither to Markdown nor to HTML nor to GitHub.

    GitHub looks for ``@someone`` and ``#1`` in what Markdown has become, so that something of no width stands between.
    """
    written = _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", visible(text))
    return _CALLS.sub(lambda call: call[0] + "&#8203;", written)


def width(text: str) -> int:
    """Count the columns of a terminal that a shown text takes (UAX #11: wide characters take two, marks none)."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def fitting(shown: Iterable[str], columns: int) -> int:
    """Count the cells that fit into so many columns."""
    count = 0
    for cell in shown:
        columns -= width(cell)
        if columns < 0:
            break
        count += 1
    return count


def _columns(character: str) -> int:
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _written_out(character: str) -> str:
    number = ord(character)
    if number <= 0xFF:  # noqa: PLR2004 - the escapes of Python and JSON with two, four and eight digits
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004
