r"""Text from a stranger's file, made safe to print: it cannot control the terminal or run commands in a CI log.

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
_NO_WIDTH = {"Mn", "Me"}


def cells(text: str) -> list[str]:
    """Return what to show for each character."""
    if text.isascii() and text.isprintable() and "##" not in text:
        return list(text)
    shown = [_written_out(character) if unicodedata.category(character) in _ACTS else character for character in text]
    for command in _LOG_COMMAND.finditer(text):
        shown[command.start() + 1] = _written_out("#")
    return shown


def visible(text: str) -> str:
    """Return a text as it is safe to print, on one line."""
    return "".join(cells(text))


def width(text: str) -> int:
    """Return the number of terminal columns of a text (UAX #11: wide characters take two, marks none)."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def fitting(shown: Iterable[str], columns: int) -> int:
    """Return how many of the cells fit into ``columns``."""
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
