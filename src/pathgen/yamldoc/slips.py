"""The commonest slips of YAML: where each is, and the text that its author meant.

A kind of slip is a function that looks at one line and yields fixes for it. Which of them is right is not known
before it is tried: a fix counts only if the parser, given the fixed text, gets past the place where it stopped.
So no advice is given that was not followed, and no fix leaves out a word.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from pathgen.diagnostics import shorten
from pathgen.yamldoc.edit import TextEdit
from pathgen.yamldoc.scalars import quoted

_LONGEST_HELP = 200
"""Longer lines are not repeated in the help."""
_ABOVE = 200
"""How many lines above a slip are looked at for its neighbours."""
_NEAR = 10
"""How many lines above it a bracket may have been opened."""
FARTHEST = 12
"""The most columns by which a line is taken to be off."""
LEAST_LIKENESS = 0.3
"""Items that are less like those of a list, by the keys that both have, are not moved into it."""
_UNKNOWN_LIKENESS = 0.5
"""How much an item is taken to be like others with which it has no key in common, such as a `ref`."""
_SPACE = r"(?:[^\S\r\n]|[\u200b\u2060])"
_KEY = r"[A-Za-z_][\w-]*"
_PARTS = re.compile(
    rf"(?P<indent>{_SPACE}*)(?P<dash>(?:-{_SPACE}+)*)(?:(?P<key>{_KEY}){_SPACE}*:(?:{_SPACE}+|$))?(?P<value>.*)"
)
_ODD_SPACE = re.compile(r"[^\S\r\n \t]|[\u200b\u2060]")
_LONG_DASH = re.compile(
    r"( *)([\u2010-\u2015\u2212\u2022\u2023\u00b7\u25a0\u25aa\u25b6\u25cb\u25cf\u25e6\u2043\u2192\u21d2\uff0d]"
    r"|(?:[*+]|[-=]+>|--+|\d{1,3}[.)])(?=\s))\s*(?=\S)"
)
_GLUED_DASH = re.compile(r" *(?:- +)*-(?=[^\s-])")
_GLUED_COLON = re.compile(rf"\s*(?:- +)*(\"{_KEY}\"|{_KEY})\s*(?::(?=[^\s/:])|\uff1a\s*)")
_GLUED_IN_BRACES = re.compile(rf"(?<=[{{,\s])({_KEY}):(?=[^\s/:])")
_NOT_A_KEY = frozenset({"http", "https", "mailto", "ftp", "doi", "urn", "isbn", "tel", "file", "arxiv"})
_NO_COLON = re.compile(rf"\s*(?:- +)*({_KEY})(\s*;\s*|[.,]?\s+)(?=\S)")
_EQUALS = re.compile(rf"\s*(?:- +)*({_KEY})(\s*(?:=>?|:=)\s*)(?=\S)")
_MARKS = re.compile(
    r"""\ *(?P<quote>>\s|\+(?=\ {3}))?\ *
        (?:(?:-\s+)+(?P<mark>[!@%$](?=[A-Za-z_][\w-]*:\s)|(?:\[[ xX]?\]|[*+\u2022])\s+(?=[A-Za-z_`*]))?)?
        (?:(?P<sign>\*\*|__|[*`])(?P<key>[A-Za-z_][\w-]*)(?::(?P=sign)|(?P=sign)\s*:)\s*)?""",
    re.VERBOSE,
)
_FENCE = re.compile(r"\s*(?:```|~~~)\s*[\w-]*\s*")
_FOREIGN_COMMENT = re.compile(
    rf"\s*(?:(?://+|--(?!\s+{_KEY}:\s))\s+(?P<line>\S.*)|<!--\s*(?P<html>.*?)\s*-->|/\*+\s*(?P<c>.*?)\s*\*/)\s*"
)
ADDRESS_IN_MARKS = re.compile(r"(?:\[(?P<words>[^\[\]]*)\]\(|`)(?P<url>https?://[^()\s`]+)[)`]")
"""An address with the marks of Markdown for a link or for code."""
_IN_PARENTHESES = re.compile(rf"\(({_KEY}: .*)\)")
_PAIR = re.compile(rf"({_KEY}): +")
_NEXT_PAIR = re.compile(rf",\s*(?={_KEY}:\s)")
_NEXT_ITEM = re.compile(r",\s*")
_SURPLUS = re.compile(r"""(["'\]}])([,;\]}]+)$""")
_BULLET = re.compile(r" *(?:(?:[-*+\u2022]|\d{1,3}[.)]) +)+")
_MARKDOWN_ENTRY = re.compile(r"!?\[([^\[\]]+)\]\((https?://[^()\s]+)\)(?:\s*[-\u2013\u2014:]?\s*(\S.*))?")
_HTML_ENTRY = re.compile(
    r" *(?:- +)*(?:<li>\s*)?<a\s[^<>]*?href=[\"']?(https?://[^\s\"'<>]+)[^<>]*>([^<>]+)</a>\s*(?:</li>)?\s*"
)
_ORG_ENTRY = re.compile(r" *(?:[-*+] +)*\[\[(https?://[^\s\[\]]+)\](?:\[([^\[\]]+)\])?\]")
_TOML_PAIR = re.compile(rf"\s*({_KEY})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.-]+))\s*")
_ROW = re.compile(r" *\|(.+?)\|? *")
_ITEM_IN_BRACES = re.compile(r" *(\{[^{}]*\}),?")
_TOGETHER = re.compile(rf"(?:[,;]\s+({_KEY}):\s|[,;]?\s+(url):\s+https?://)")
_START_OF_COMMENT = re.compile(r"(?<=\s)#")
_COMMENT = re.compile(r"\s+#(?=\s|$)")
_BLOCK = re.compile(r"[|>][+-]?[1-9]?[+-]?")
_INDICATORS = frozenset("[]{},&*!|>%@`?-#:")
_CUT_OFF_IN_BRACKETS = re.compile(
    rf"(?:[\[{{,]|^)\s*(?:{_KEY}: +)?([^\s\[\]{{}},'\"#][^\[\]{{}},'\"]*?\s#[^\s#,\]}}][^,\]}}]*)"
)
_CURLY = "\u201c\u201d\u201e\u201f\u2018\u2019\u00ab\u00bb"


class SlipFix(NamedTuple):
    """What to change, where the slip is, and what to say of it."""

    edits: tuple[TextEdit, ...]
    at: int
    message: str
    help: str
    is_closing: bool = False
    """Whether it ends something that swallowed the lines below it, in which there may be other slips."""
    by: int = 0
    """By how many columns it moves a line."""
    likeness: float | None = None
    """How much an item that it moves is like those to which it belongs then; ``None`` if it moves no item."""
    is_usual: bool = False
    """Whether it moves an item two columns to the right of the key of its list, as most people write it."""


class TextLines:
    r"""The lines of a text, which only ``\n`` ends, numbered from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(end.end() for end in re.finditer("\n", text))]

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, number: int) -> str:
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end].rstrip("\r\n")

    def number(self, offset: int) -> int:
        """Return the number of the line that has an offset."""
        return bisect_right(self.starts, offset) - 1

    def above(self, number: int) -> Iterator[int]:
        """Yield the numbers of the lines above one that have more than a comment, upwards."""
        for before in range(number - 1, max(-1, number - _ABOVE), -1):
            if self[before].strip() and not self[before].lstrip().startswith("#"):
                yield before

    @cached_property
    def keys(self) -> Counter[str]:
        """How many lines of the text have each word as a key."""
        return Counter(re.findall(rf"^\s*(?:- +)*({_KEY}):(?=\s)", self.text, re.MULTILINE))

    def parts(self, number: int) -> re.Match[str]:
        """Return a line by its parts; every line has them."""
        found = _PARTS.match(self[number])
        assert found is not None, "the pattern matches every text"  # noqa: S101 - for mypy
        return found

    def item_keys(self, number: int) -> frozenset[str]:
        """Return the keys of the item that starts in a line."""
        first = self.parts(number)
        column = len(first["indent"]) + len(first["dash"])
        keys = set(re.findall(rf"[{{,]\s*({_KEY}): ", first["value"]) if first["value"].startswith("{") else ())
        for below in range(number, self.group_end(number)):
            parts = self.parts(below)
            if parts["key"] and len(parts["indent"]) + len(parts["dash"]) == column:
                keys.add(parts["key"])
        return frozenset(keys)

    def usual_key(self, number: int) -> str | None:
        """Return the key with which an item above or below a line starts, in the same column."""
        indent = self.parts(number)["indent"]
        others = (*islice(self.above(number), _ABOVE), *range(number + 1, min(len(self), number + _ABOVE)))
        items = (self.parts(line) for line in others)
        return next((item["key"] for item in items if item["dash"] and item["key"] and item["indent"] == indent), None)

    def group_end(self, number: int, *, with_siblings: bool = False) -> int:
        """Return the number of the line after those that belong to one: indented deeper, or as it is, too."""
        indent = _indent(self[number])
        for below in range(number + 1, len(self)):
            line = self[below]
            deeper = _indent(line) - indent
            if line.strip() and (deeper < 0 or (deeper == 0 and not with_siblings)):
                return below
        return len(self)

    def item_end(self, number: int, column: int, last: int) -> int:
        """Return the number of the line before ``last`` where another item starts, if one belongs in a column."""
        others = (below for below in range(number + 1, last) if _indent(self[below]) <= column)
        return next((below for below in others if self.parts(below)["dash"]), last)


Kind = Callable[[TextLines, int, int], Iterable[SlipFix]]
"""A kind of slip: from the lines, the number of one, and the offset where the parser stopped, to its fixes."""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _as_line(line: str) -> str:
    """Return a line for the help; nothing where it is too long to be repeated."""
    return f": `{line.strip()}`" if len(line) < _LONGEST_HELP else ""


def _fix(lines: TextLines, number: int, edits: Iterable[tuple[int, int, str]], message: str, help_: str) -> SlipFix:
    """Return the fix of one line: its edits by columns from 0, and the help, which ends with the fixed line."""
    start = lines.starts[number]
    edits = [*edits]
    line = lines[number]
    for begin, end, new in reversed(edits):
        line = line[:begin] + new + line[end:]
    changes = tuple(TextEdit(start + begin, start + end, new) for begin, end, new in edits)
    return SlipFix(changes, start + edits[0][0], message, help_ + _as_line(line))


# --- the kinds that one look at a line shows -----------------------------------------------------------------------


def _odd_spaces(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of spaces that look like ordinary ones, as word processors and web pages have them."""
    line = lines[number]
    before = line[: lines.parts(number).start("value")]
    odd = [*_ODD_SPACE.finditer(before)]
    if odd:
        name = unicodedata.name(odd[0][0], f"U+{ord(odd[0][0]):04X}").lower()
        edits = [(sign.start(), sign.end(), " " if sign[0].isspace() else "") for sign in odd]
        yield _fix(lines, number, edits, f"this is not an ordinary space ({name})", "write an ordinary space")


def _tabs(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a tab in the indentation or after a dash."""
    line = lines[number]
    found = lines.parts(number)
    dash = found["dash"]
    message = "YAML needs spaces here, not a tab"
    if "\t" in dash:
        at = found.start("dash")
        edits = [(at + sign.start(), at + sign.end(), " ") for sign in re.finditer("\t+", dash)]
        yield _fix(lines, number, edits, message, "write a space")
    indent = found["indent"]
    if "\t" in indent:
        end = next(
            (
                below
                for below in range(number + 1, len(lines))
                if not lines[below].strip() or "\t" not in _white(lines[below])
            ),
            len(lines),
        )
        for column in dict.fromkeys((*_columns_below(lines, number), *_columns(lines, number, is_dash=bool(dash)))):
            for width in (2, 4, 8):
                yield _untabbed(lines, range(number, end), column, width, indent.index("\t"))
            edits = [(0, len(indent), " " * column)]
            help_ = f"write {_spaces(column)} before `{_word(line)}`"
            yield _fix(lines, number, edits, message, help_)._replace(at=lines.starts[number] + indent.index("\t"))


def _untabbed(lines: TextLines, numbers: range, column: int, width: int, at: int) -> SlipFix:
    """Return the fix that writes spaces for the tabs of several lines, the first of which belongs in a column."""
    first = len(_white(lines[numbers[0]]).expandtabs(width))
    edits = []
    for number in numbers:
        white = _white(lines[number])
        start = lines.starts[number]
        edits.append(TextEdit(start, start + len(white), " " * max(0, len(white.expandtabs(width)) - first + column)))
    several = f", and spaces in the {_lines(len(numbers) - 1)} below as well" if len(numbers) > 1 else ""
    help_ = f"write {_spaces(column)} before `{_word(lines[numbers[0]])}`{several}"
    return SlipFix(tuple(edits), lines.starts[numbers[0]] + at, "YAML needs spaces here, not a tab", help_)


def _white(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _long_dashes(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a long dash, a bullet or a star for the dash of an item."""
    found = _LONG_DASH.match(lines[number])
    if found:
        message = f"an item of a list starts with `- `, not with `{found[2]}`"
        yield _fix(lines, number, [(found.start(2), found.end(), "- ")], message, "write a hyphen and a space")
    line = lines[number].lstrip(" ")
    if re.match(rf"\S {_KEY}: ", line) and (line[0] in "~?>" or unicodedata.category(line[0]) == "So"):
        at = _indent(lines[number])
        message = f"an item of a list starts with `- `, not with `{line[0]}`"
        yield _fix(lines, number, [(at, at + 1, "-")], message, "write a hyphen")


def _glued_dash(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes where there is no space after the dash of an item."""
    found = _GLUED_DASH.match(lines[number])
    if found:
        edits = [(found.end(), found.end(), " ")]
        fix = _fix(lines, number, edits, "there is no space after the `-`", "write a space after it")
        yield fix._replace(at=fix.at - 1)


def _glued_colon(lines: TextLines, number: int, stopped: int) -> Iterator[SlipFix]:
    """Yield fixes where there is no space after the colon of a key, or a wide colon."""
    line = lines[number]
    message, help_ = "there is no space after the `:`", "write a space after it"
    found = _GLUED_COLON.match(line)
    if found and found[1].lower() not in _NOT_A_KEY:
        if "\uff1a" in found[0]:
            edits = [(found.end(1), found.end(), ": ")]
            yield _fix(lines, number, edits, "this is a wide colon (U+FF1A), not a `:`", "write `:` and a space")
            return
        fix = _fix(lines, number, [(found.end(), found.end(), " ")], message, help_)
        yield fix._replace(at=fix.at - 1)
    if "{" in line:
        for pair in _GLUED_IN_BRACES.finditer(line):
            if pair[1].lower() not in _NOT_A_KEY and lines.starts[number] + pair.start() >= stopped:
                fix = _fix(lines, number, [(pair.end(), pair.end(), " ")], message, help_)
                yield fix._replace(at=fix.at - 1)


def _quotes(lines: TextLines, number: int, stopped: int) -> Iterator[SlipFix]:
    """Yield fixes of a value that starts with a quote, but does not end with it."""
    found = lines.parts(number)
    value = _without_comment(found["value"])
    sign = value[:1]
    if sign not in ("'", '"'):
        return
    at = found.start("value")
    end = at + len(value)
    closed = value.find(sign, 1) >= 0
    inner = value[1:-1] if len(value) > 1 and value[-1] in f"{sign}{_CURLY}" else value[1:]
    if sign == '"' and "\\" in value and value.endswith('"') and value.count('"') == len("''"):
        new = quoted(inner, "'" if "'" not in inner else '"')
        message = "in double quotes, a `\\` starts an escape sequence"
        fix = _fix(lines, number, [(at, end, new)], message, "write single quotes")
        backslash = lines.text.rfind("\\", fix.at, stopped + 1) if lines.number(stopped) == number else -1
        yield fix._replace(at=max(backslash, fix.at))
    elif closed and value.endswith(sign) and _is_inside(value, value.find(sign, 1)):
        message = "there is a quote inside this text, so the text ends there"
        other = quoted(
            re.sub(r"''|\\'", "'", inner) if sign == "'" else inner, "'" if '"' in inner and "'" not in inner else '"'
        )
        yield _fix(lines, number, [(at, end, other)], message, "write other quotes around the text")
    elif closed:
        message = "this value goes on after its closing quote"
        yield _fix(lines, number, [(at, end, _in_quotes(value))], message, "put the whole value in quotes")
    elif _ends_here(lines, number):
        message = "this quote is never closed"
        if inner != value[1:]:
            edits = [(end - 1, end, sign)]
            fix = _fix(lines, number, edits, message, f"close it with the same character, not with {value[-1]}")
            yield fix._replace(at=lines.starts[number] + at, is_closing=True)
        elif sign == "'" and re.match(r"'\w", value) and " " in value:
            help_ = "close it at the end, or, if it is an apostrophe, put the whole value in double quotes"
            fix = _fix(lines, number, [(at, end, _in_quotes(value))], message, help_)
            yield fix._replace(is_closing=True)
        new = value + sign
        fix = _fix(lines, number, [(at, end, new)], message, "close it with the same character")
        yield fix._replace(is_closing=True)


def _ends_here(lines: TextLines, number: int) -> bool:
    """Whether what is written in a line surely ends with it, as the next line is a key or an item."""
    for below in range(number + 1, len(lines)):
        if lines[below].strip():
            parts = lines.parts(below)
            return bool(
                parts["key"] or parts["dash"] or _LONG_DASH.match(lines[below]) or _GLUED_DASH.match(lines[below])
            )
    return True


def _is_inside(value: str, quote: int) -> bool:
    """Whether a quote is part of the text: it starts a word, or is the apostrophe in one."""
    return value[quote - 1].isspace() or value[quote + 1 : quote + 2].isalnum()


def _without_comment(value: str) -> str:
    comment = _COMMENT.search(value)
    return (value[: comment.start()] if comment else value).rstrip()


def _in_quotes(value: str) -> str:
    """Return a value in the quotes that show it as it is."""
    return quoted(value, "'" if '"' in value and "'" not in value else '"')


def _needs_quotes(value: str, *, in_brackets: bool = False) -> bool:
    if value[:1] in ("'", '"'):
        closed = value.endswith(value[0]) and value.count(value[0]) == len("''")
        return not closed
    return (
        value[:1] in _INDICATORS
        or ": " in value
        or value.endswith(":")
        or (in_brackets and re.search(r"[\[\]{}]|,$", value) is not None)
    )


def _indicators(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a value that starts with a sign of YAML, or contains a colon and a space."""
    found = lines.parts(number)
    value = _without_comment(found["value"])
    at = found.start("value")
    if not value or value[0] in "'\"" or not _needs_quotes(value) or not (found["key"] or found["dash"]):
        return
    broken = re.match(r"(https?:)\s+(?=//)", value)
    if broken:
        gap = (at + broken.end(1), at + broken.end(), "")
        yield _fix(lines, number, [gap], "there is a space in this address", "delete it")
    edits = [(at, at + len(value), _in_quotes(value))]
    is_first = value[0] in _INDICATORS
    contains = "a value contains `: `" if ": " in value else "a value ends with `:`"
    message = f"a text that starts with `{value[0]}` needs quotes" if is_first else contains
    may_be_list = found["key"] and value.startswith("- ")
    help_ = "if it is a list, start it in the line below; if not, put the value in quotes"
    fix = _fix(lines, number, edits, message, help_ if may_be_list else "put the value in quotes")
    if not is_first:
        colon = value.find(": ") if ": " in value else len(value) - 1
        fix = fix._replace(at=fix.at + colon)
    yield fix


def _sign_over_lines(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of a text over several lines that starts with a sign of YAML."""
    parts = lines.parts(number)
    value = parts["value"]
    if value[:1] in _INDICATORS - {"#"} and not _BLOCK.fullmatch(_without_comment(value)):
        end = number + 1
        while end < len(lines) and _is_text(lines[end]):
            end += 1
        if end > number + 1:
            message = f"a text that starts with `{value[0]}` needs quotes"
            at = lines.starts[number] + parts.start("value")
            yield _in_quotes_over_lines(lines, number, end - 1, at, message)


def _cut_off_in_brackets(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of values in brackets that contain a `#` after a space, which starts a comment."""
    line = lines[number]
    edits = [(value.start(1), value.end(1), _in_quotes(value[1])) for value in _CUT_OFF_IN_BRACKETS.finditer(line)]
    if edits and ("[" in line[: edits[0][0]] or "{" in line[: edits[0][0]] or _is_in_brackets(lines, number)):
        message = "a `#` after a space starts a comment, also in brackets"
        fix = _fix(lines, number, edits, message, "put the value in quotes")
        yield fix._replace(at=lines.starts[number] + line.index("#", edits[0][0]))


def _in_braces(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a value inside braces or brackets that has to be in quotes."""
    line = lines[number]
    for opened in islice(re.finditer(r"(?<![^\s\[-])[\[{]", line), _NEAR):
        closing = "]" if opened[0] == "[" else "}"
        for closed in islice(re.finditer(re.escape(closing), line[opened.end() :]), _NEAR):
            inside = line[opened.end() : opened.end() + closed.start()]
            for start, end in _values(inside, is_mapping=closing == "}"):
                value = inside[start:end]
                is_nested = re.fullmatch(r"\[[^\[\]]*\]|\{[^{}]*\}", value) or re.search(rf"[\[{{]{_KEY}: ", value)
                is_part = value.count("{") != value.count("}") or value.count("[") != value.count("]")
                if value and not (is_nested or is_part) and _needs_quotes(value, in_brackets=True):
                    message = f"in {'brackets' if closing == ']' else 'braces'}, this value needs quotes"
                    edits = [(opened.end() + start, opened.end() + end, _in_quotes(value))]
                    yield _fix(lines, number, edits, message, "put the value in quotes")


def _values(inside: str, *, is_mapping: bool) -> Iterator[tuple[int, int]]:
    """Yield where each value is in the text between two brackets or braces."""
    start = 0
    for gap in (*(_NEXT_PAIR if is_mapping else _NEXT_ITEM).finditer(inside), None):
        end = gap.start() if gap else len(inside)
        pair = _PAIR.match(inside, start, end) if is_mapping else None
        begin = pair.end() if pair else start
        yield begin, begin + len(inside[begin:end].rstrip())
        start = gap.end() if gap else end


def _brackets(lines: TextLines, number: int, stopped: int) -> Iterator[SlipFix]:
    """Yield fixes of a bracket that is not closed."""
    if lines.number(stopped) == number and lines.text[stopped : stopped + 1] in ("]", "}"):
        closing = "}" if lines.text[stopped] == "]" else "]"
        at = stopped - lines.starts[number]
        message = f"there is no `{closing}` before this `{lines.text[stopped]}`"
        yield _fix(lines, number, [(at, at, closing)], message, "write one")
    found = lines.parts(number)
    value = _without_comment(found["value"])
    line = lines[number]
    end = found.start("value") + len(value)
    if value[:1] in ("[", "{"):
        closing = "]" if value[0] == "[" else "}"
        pattern = r"([\w.-]+(,\s*[\w.-]+)*,?)?$" if closing == "]" else rf"({_KEY}: |$)"
        is_list = re.match(pattern, value[1:])
        if closing not in value and is_list and _ends_here(lines, number):
            at = len(line[:end].rstrip(" ,"))
            help_ = f"write `{closing}` at the end of it"
            fix = _fix(lines, number, [(at, at, closing)], f"this `{value[0]}` is never closed", help_)
            yield fix._replace(at=lines.starts[number] + found.start("value"), is_closing=True)


def _commas(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes where a comma is missing between two pairs in braces, or at the end of a line in them."""
    line = lines[number]
    for pair in re.finditer(rf"(?<=[^\s,{{]) +(?={_KEY}:\s|\"{_KEY}\":\s)", line):
        if "{" in line[: pair.start()]:
            yield _fix(lines, number, [(pair.start(), pair.start(), ",")], "there is no comma here", "write one")
    value = _without_comment(line)
    if value and value[-1] not in ",[{" and _is_in_brackets(lines, number):
        end = len(value)
        yield _fix(lines, number, [(end, end, ",")], "there is no comma at the end of this line", "write one")


def _opened(text: str) -> int:
    """Return how many more brackets a text opens than it closes."""
    return len(re.findall(r"[\[{]", text)) - len(re.findall(r"[\]}]", text))


def _is_in_brackets(lines: TextLines, number: int) -> bool:
    """Whether a bracket that is opened in a line, or not far above it, is not closed at the end of the line."""
    depth = 0
    for line in (number, *islice(lines.above(number), _NEAR)):
        value = lines.parts(line)["value"]
        depth += _opened(value)
        if value[:1] in ("[", "{"):
            return depth > 0
    return False


def _surplus(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a comma or a bracket too many, and of semicolons, as other formats have them."""
    line = lines[number]
    end = len(_without_comment(line))
    found = _SURPLUS.search(line[:end])
    is_surplus = found and (_opened(line[:end]) < 0 or not set(found[2]) & set("]}"))
    if found and is_surplus and not _is_in_brackets(lines, number):
        fix = _fix(lines, number, [(found.end(1), end, "")], f"`{found[2]}` is too much here", "delete it")
        yield fix
    for pair in re.finditer(rf"(,\s*,|;)(?=\s*{_KEY}:\s)", line):
        if "{" in line[: pair.start()]:
            yield _fix(
                lines,
                number,
                [(pair.start(1), pair.end(1), ",")],
                "values in braces are separated by one comma",
                "write one",
            )


def _markdown_entry(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of an item that is a link as Markdown has it, maybe with a remark and in another column."""
    line = _without_comment(lines[number])
    bullet = _BULLET.match(line)
    link = _MARKDOWN_ENTRY.fullmatch(line, bullet.end()) if bullet else None
    if link:
        values = {"title": link[1], "url": link[2], **({"why": link[3]} if link[3] else {})}
        message = "this is a link of Markdown, not an item with keys"
        yield from _as_item(lines, number, values, message, "write its parts")


def _html_entry(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of an item that is a link as HTML has it."""
    link = _HTML_ENTRY.fullmatch(lines[number])
    if link:
        message = "this is a link of HTML, not an item with keys"
        yield from _as_item(lines, number, {"title": link[2].strip(), "url": link[1]}, message, "write its parts")


def _org_entry(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of an item that is a link as Org has it: the address, then the words."""
    link = _ORG_ENTRY.fullmatch(_without_comment(lines[number]))
    if link:
        message = "this is a link of Org, not an item with keys"
        yield from _as_item(lines, number, {"title": link[2] or link[1], "url": link[1]}, message, "write its parts")


def _toml_entry(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of an item that is a table as TOML has it: `key = "value"` in each line, maybe below `[[name]]`."""
    heading = re.fullmatch(r"\s*\[\[?[\w.-]+\]?\]\s*", lines[number]) is not None
    first = number + 1 if heading else number
    pairs: dict[str, str] = {}
    while first + len(pairs) < len(lines) and (pair := _TOML_PAIR.fullmatch(lines[first + len(pairs)])):
        pairs[pair[1]] = pair[2] or pair[3] or pair[4]
    if pairs.keys() & lines.keys.keys() and len(pairs) > 1:
        start, last = lines.starts[number + 1], first + len(pairs) - 1
        rest = TextEdit(start, lines.starts[last] + len(lines[last]), "")
        message = "this is a table of TOML, not an item with keys"
        for fix in _as_item(lines, number, pairs, message, "write its parts"):
            yield fix._replace(edits=(*fix.edits, rest))


def _row(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of an item that is a row of a table as Markdown has it: a link, or words and an address."""
    row = _ROW.fullmatch(lines[number])
    cells = [cell.strip() for cell in row[1].split("|")] if row else []
    cells = [part for cell in cells if cell for part in _link_parts(cell)]
    address = next((cell for cell in cells if re.fullmatch(r"https?://\S+", cell)), None)
    words = [cell for cell in cells if cell != address]
    if address and words:
        values = {"title": words[0], "url": address, **({"why": "; ".join(words[1:])} if words[1:] else {})}
        message = "this is a row of a table, not an item with keys"
        yield from _as_item(lines, number, values, message, "write its parts")


def _link_parts(text: str) -> tuple[str, ...]:
    """Return the words and the address of a link of Markdown, and any other text as it is."""
    link = _MARKDOWN_ENTRY.fullmatch(text)
    return (link[1], link[2]) if link and not link[3] else (text,)


def _item_in_braces(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of an item in braces as JSON has it, without a dash and with a comma."""
    item = _ITEM_IN_BRACES.fullmatch(lines[number])
    if item and not _is_in_brackets(lines, number):
        for column in dict.fromkeys((*_columns(lines, number, is_dash=True), *_columns_below(lines, number))):
            edits = [(0, len(lines[number]), f"{' ' * column}- {item[1]}")]
            fix = _fix(lines, number, edits, "this item has no dash", "write `- ` before it, and no comma after it")
            yield fix._replace(at=lines.starts[number] + _indent(lines[number]))


def _together(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of more keys in the line of the first, where other lines have these keys, too."""
    parts = lines.parts(number)
    value = parts["value"]
    starts_plain = parts["key"] and value[:1] not in _INDICATORS
    keys = [*_TOGETHER.finditer(value)] if starts_plain else []
    names = [str(key[1] or key[2]) for key in keys]
    if not names or names[0] not in lines.keys or parts["key"] in names:
        return
    column = len(parts["indent"]) + len(parts["dash"])
    start = lines.starts[number] + parts.start("value")
    if parts["dash"] and value.endswith("}") and "{" not in value:
        opening = TextEdit(lines.starts[number] + column, lines.starts[number] + column, "{")
        message = "this `}` was never opened"
        yield SlipFix((opening,), start + len(value) - 1, message, f"write `{{` before `{parts['key']}`")
    places = [(key.start(), key.start(key.lastindex or 0)) for key in keys]
    edits = tuple(TextEdit(start + gap, start + at, f"\n{' ' * column}") for gap, at in places)
    ends = [gap for gap, _ in places[1:]] + [len(value)]
    written = [f"`{shorten(value[at:end])}`" for (_, at), end in zip(places, ends, strict=True)]
    where = "a line of its own" if len(keys) == 1 else "lines of their own"
    sign = value[keys[0].start()]
    without = f", without the `{sign}` before it" if sign in ",;" else ""
    help_ = f"write {' and '.join(written)} in {where}, after {_spaces(column)}{without}"
    message = f"{' and '.join(f'`{name}`' for name in names)} {'is' if len(keys) == 1 else 'are'} in the line of"
    yield SlipFix(edits, edits[0].end, f"{message} `{parts['key']}`", help_)


def _address_alone(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a line with an address and nothing else, below a key that has its value."""
    line = _without_comment(lines[number])
    above = next(lines.above(number), None)
    if re.fullmatch(r"\s*https?://\S+", line) and above is not None and lines.parts(above)["value"]:
        address = line.strip()  # stands for the title, too, as two items of the same title have the same id
        message = "this address is outside of any item"
        for fix in _as_item(lines, number, {"title": address, "url": address}, message, "write an item with it"):
            yield fix._replace(help=fix.help.replace(f'title: "{address}"', 'title: "…"'))


def _as_item(lines: TextLines, number: int, values: Mapping[str, str], message: str, help_: str) -> Iterator[SlipFix]:
    """Yield the fixes that write an item in braces in place of a line, in each column where an item may start."""
    line = _without_comment(lines[number])
    item = ", ".join(f"{key}: {_in_quotes(value)}" for key, value in values.items())
    bullet = _BULLET.match(line)
    at = lines.starts[number] + (bullet.end() if bullet else _indent(line))
    indents = [_indent(line)] if bullet else []
    for column in dict.fromkeys((*indents, *_columns_below(lines, number), *_columns(lines, number, is_dash=True))):
        after = f", after {_spaces(column)}" if column != _indent(line) else ""
        fix = _fix(lines, number, [(0, len(line), f"{' ' * column}- {{{item}}}")], message, help_ + after)
        yield fix._replace(at=at)


def _marks(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of a key or item with the marks that other formats have for a quotation, a box or a bold word."""
    found = _MARKS.match(lines[number])
    assert found is not None, "the pattern matches every text"  # noqa: S101 - for mypy
    edits = [(*found.span(name), "") for name in ("quote", "mark") if found[name]]
    if found["key"]:
        edits.append((found.start("sign"), found.end(), f"{found['key']}: "))
    rest = lines[number][found.end() :]
    if edits and (found["key"] or re.match(rf"{_KEY}:(?:\s|$)", rest)):
        yield _fix(lines, number, edits, "this is a mark of another format, not of YAML", "delete it")


def _foreign_lines(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of a line that is a comment in another format, or starts or ends a block of code."""
    line = lines[number]
    start = lines.starts[number]
    comment = _FOREIGN_COMMENT.fullmatch(line)
    if comment:
        text = comment["line"] or comment["html"] or comment["c"] or ""
        white = len(_white(line))
        edits = [(white, len(line), f"# {text}".rstrip())]
        yield _fix(lines, number, edits, "this is a comment of another format", "write `# ` before its words")
    elif line.lstrip().startswith("<!--"):
        end = next((below for below in range(number, min(len(lines), number + _ABOVE)) if "-->" in lines[below]), None)
        if end is not None:
            places = [lines.starts[below] + len(_white(lines[below])) for below in range(number, end + 1)]
            message, help_ = "this is a comment of another format", f"write `# ` before each of its {len(places)} lines"
            yield SlipFix(tuple(TextEdit(place, place, "# ") for place in places), places[0], message, help_)
    elif _FENCE.fullmatch(line):
        message = "a block of code starts or ends like this in another format, not in YAML"
        edit = TextEdit(start, start + len(line), "")
        yield SlipFix((edit,), start + len(_white(line)), message, "delete this line")


def _marked_address(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of an address that is a link or code of Markdown."""
    parts = lines.parts(number)
    value = _without_comment(parts["value"])
    found = ADDRESS_IN_MARKS.fullmatch(value)
    if found and parts["key"] == "url":
        at = parts.start("value")
        edits = [(at, at + len(value), found["url"])]
        has_words = found["words"] and not found["words"].startswith("http")
        help_ = "write the address alone" + (", and the words in another field" if has_words else "")
        yield _fix(lines, number, edits, "this is an address with the marks of Markdown", help_)
    link = _MARKDOWN_ENTRY.fullmatch(value)
    first = next((line for line in (number, *lines.above(number)) if lines.parts(line)["dash"]), number)
    if link and not link[3] and parts["key"] == "title" and "url" not in lines.item_keys(first):
        at = parts.start("value")
        title = _in_quotes(link[1]) if _needs_quotes(link[1]) else link[1]
        column = " " * (len(parts["indent"]) + len(parts["dash"]))
        help_ = f"write `title: {title}` and `url: {link[2]}` below one another"
        fix = _fix(lines, number, [(at, at + len(value), f"{title}\n{column}url: {link[2]}")], "", "")
        yield fix._replace(message="this is a link of Markdown, not a title", help=help_)


def _parentheses(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of an item whose keys are in parentheses."""
    parts = lines.parts(number)
    value = _without_comment(parts["value"])
    found = _IN_PARENTHESES.fullmatch(value)
    if found and parts["dash"] and not parts["key"]:
        at = parts.start("value")
        opening, closing = (at, at + 1), (at + len(value) - 1, at + len(value))
        message = "the keys of an item are in braces, not in parentheses"
        yield _fix(lines, number, [(*opening, "{"), (*closing, "}")], message, "write `{` and `}`")
        message = "the first key of an item is not in parentheses"
        yield _fix(lines, number, [(*opening, ""), (*closing, "")], message, "delete them")


def _no_key(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of an item whose first value has no key, although keys are below it."""
    parts = lines.parts(number)
    value = _without_comment(parts["value"])
    below = next((after for after in range(number + 1, len(lines)) if lines[after].strip()), None)
    if not parts["dash"] or parts["key"] or not value or below is None or _needs_no_key(value):
        return
    column = len(parts["indent"]) + len(parts["dash"])
    next_parts = lines.parts(below)
    if next_parts["dash"] or not next_parts["key"] or len(next_parts["indent"]) != column:
        return
    key = "url" if re.match("https?://", value) else lines.usual_key(number)
    if key is None or key in lines.item_keys(number):
        return
    at = parts.start("value")
    new = f"{key}: {_in_quotes(value) if _needs_quotes(value) else value}"
    message = "there is no key before this value, but there are keys below it"
    yield _fix(lines, number, [(at, at + len(value), new)], message, f"write what it is, such as the `{key}`")


def _needs_no_key(value: str) -> bool:
    """Whether a value is a mapping or list itself."""
    return value[0] in "{[" and value[-1] in "]}"


def _extra_dash(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of a key that has a dash, although it belongs to the item above it."""
    above = next(lines.above(number), None)
    parts = lines.parts(number)
    if above is None or parts["dash"].strip() != "-" or not parts["key"]:
        return
    key = lines.parts(above)
    column = len(key["indent"]) + len(key["dash"])
    item = next((line for line in (above, *lines.above(above)) if lines.parts(line)["dash"]), None)
    if item is None or not key["key"] or not key["value"] or column != len(parts["indent"]):
        return
    if lines.item_keys(number) == {parts["key"]} and parts["key"] not in lines.item_keys(item):
        edits = [(parts.start("dash"), parts.end("dash"), "")]
        message = f"this `-` starts another item, but `{parts['key']}` belongs to the one above"
        yield _fix(lines, number, edits, message, "delete the dash")


def _doubled_dash(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of an item with two dashes, whose other keys are below the second."""
    parts = lines.parts(number)
    message = "this second `-` starts a list in the list"
    if parts["dash"].count("-") > 1:
        second = parts.start("dash") + parts["dash"].rindex("-")
        yield _fix(lines, number, [(second, parts.end("dash"), "")], message, "delete it")
    elif parts["dash"] and _without_comment(parts["value"]) == "-":  # its keys are in the lines below
        second = parts.start("value")
        yield _fix(lines, number, [(second, second + 1, "")], message, "delete it")


def _below_dash(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of the keys of an item that start below its dash, in the same column."""
    above = next(lines.above(number), None)
    indent = _indent(lines[number])
    if above is None or not lines.parts(number)["key"] or _without_comment(lines[above]) != f"{' ' * indent}-":
        return
    end = lines.item_end(number, indent, lines.group_end(number, with_siblings=True))
    below = f", and move the {_lines(end - number - 1)} below it as far" if end > number + 1 else ""
    yield _moved(lines, range(number, end), 2, above)._replace(
        message="the keys of an item are indented deeper than its `-`",
        help=f"write {_spaces(indent + 2)} before `{_word(lines[number])}`{below}",
        by=0,
    )


def _documents(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of a line that starts a second document, or ends the first."""
    line = lines[number].strip()
    if line in ("---", "..."):
        start = lines.starts[number] + lines[number].index(line)
        edits = (TextEdit(start, start + len(line), ""),)
        yield SlipFix(edits, start, f"`{line}` is not allowed here, as a file is one document", "delete this line")


def _equals(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a key with a sign of another format for its colon."""
    found = _EQUALS.match(lines[number])
    if found and found[1] in lines.keys:
        message = f"there is no `:` after `{shorten(found[1])}`"
        yield _fix(lines, number, [(found.start(2), found.end(2), ": ")], message, "write a colon and a space")


def _no_colon(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes where there is no colon after a key that other lines have."""
    found = _NO_COLON.match(lines[number])
    if found and found[1] in lines.keys:
        message = f"there is no `:` after `{shorten(found[1])}`"
        yield _fix(lines, number, [(found.start(2), found.end(2), ": ")], message, "write a colon and a space")


# --- the kinds that need the lines around --------------------------------------------------------------------------


def _columns(lines: TextLines, number: int, *, is_dash: bool) -> list[int]:
    """Return the columns, from 0, in which the keys (or dashes) above a line start, the nearest first."""
    return [column for column, _ in _neighbours(lines, number, is_dash=is_dash)]


def _neighbours(lines: TextLines, number: int, *, is_dash: bool) -> list[tuple[int, int]]:
    """Return those columns, each with the number of its line: of what is still open there."""
    found: dict[int, int] = {}
    lowest = len(lines.text)
    for above in lines.above(number):
        parts = lines.parts(above)
        indent = len(parts["indent"])
        if indent > lowest or not (parts["key"] or parts["dash"]):
            continue
        lowest = indent
        dashes = [indent + dash.start() for dash in re.finditer("-", parts["dash"])]
        columns = dashes if is_dash else [indent + len(parts["dash"])] if parts["key"] else []
        for column in columns:
            found.setdefault(column, above)
        if lowest == 0 and found:
            break
    return [*found.items()]


def _columns_below(lines: TextLines, number: int) -> Iterator[int]:
    """Yield the column of what starts below the line before, if that is a key without a value."""
    for above in lines.above(number):
        parts = lines.parts(above)
        if parts["key"] and not parts["value"]:
            yield len(parts["indent"]) + len(parts["dash"]) + 2
        return


def _word(line: str) -> str:
    """Return the first word of a line, with which a message names it."""
    words = line.replace("- ", "").split()
    return shorten(words[0].removesuffix(":"), 30) if words else "-"


def _spaces(count: int) -> str:
    return "no space" if count == 0 else "1 space" if count == 1 else f"{count} spaces"


def _misaligned(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a line, with what belongs to it, that starts a few columns beside its neighbours."""
    parts = lines.parts(number)
    if not (parts["key"] or parts["dash"]) or "\t" in parts["indent"]:
        return
    indent = len(parts["indent"])
    ends = {lines.group_end(number), lines.group_end(number, with_siblings=True)}
    neighbours = _neighbours(lines, number, is_dash=bool(parts["dash"]))
    least = min((abs(column - indent) for column, _ in neighbours), default=0)
    for column, above in neighbours:
        if 0 < abs(column - indent) <= FARTHEST:
            for end in {*ends, *(lines.item_end(number, column, end) for end in ends)}:
                fix = _weighed(_moved(lines, range(number, end), column - indent, above), lines, number, column, above)
                is_nearest = abs(column - indent) == least
                yield fix if _may_follow(lines, number, above, otherwise=is_nearest) else fix._replace(likeness=0)


def _may_follow(lines: TextLines, number: int, neighbour: int, *, otherwise: bool) -> bool:
    """Whether a key may end what is below another: not if items have it without that; ``otherwise``: no item has it."""
    key, other = lines.parts(number), lines.parts(neighbour)
    if key["dash"] or other["value"]:
        return True
    near = range(max(0, number - _ABOVE), min(len(lines), number + _ABOVE))
    items = (lines.item_keys(line) for line in near if lines.parts(line)["dash"])
    having = [keys for keys in items if key["key"] in keys]
    return any(other["key"] in keys for keys in having) if having else otherwise


def _first_of_list(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of the first item of a list, which is not indented deeper than the key above it."""
    above = next(lines.above(number), None)
    indent = _indent(lines[number])
    if above is None or not lines.parts(number)["dash"]:
        return
    for column in _columns_below(lines, number):
        last = lines.group_end(number)
        for end in {last, lines.item_end(number, column, last)} if indent < column else ():
            fix = _moved(lines, range(number, end), column - indent, above)
            yield _weighed(fix._replace(by=0), lines, number, column)


def _first_misaligned(lines: TextLines, number: int, stopped: int) -> Iterator[SlipFix]:
    """Yield fixes of the items above a line that start beside it: they are off, not the line."""
    line = lines.number(stopped)
    parts = lines.parts(line)
    if number >= line or not (parts["key"] or parts["dash"]):
        return
    off = len(parts["indent"]) - _indent(lines[number])
    if 0 < abs(off) <= FARTHEST:
        yield _weighed(_moved(lines, range(number, line), off, line), lines, number, len(parts["indent"]), line)


def _no_dash(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of an item without a dash, which starts with a key that the item above it has."""
    parts = lines.parts(number)
    indent = len(parts["indent"])
    item = next((line for line in lines.above(number) if lines.parts(line)["dash"]), None)
    if not parts["key"] or parts["dash"] or item is None or len(lines.parts(item)["indent"]) != indent:
        return
    first = _EQUALS.match(lines[item])
    if parts["key"] not in lines.item_keys(item) and not (first and first[1] == parts["key"]):
        return
    end = lines.item_end(number, indent, lines.group_end(number, with_siblings=True))
    edits = [
        TextEdit(lines.starts[line], lines.starts[line], "- " if line == number else "  ")
        for line in range(number, end)
        if lines[line].strip()
    ]
    at = lines.starts[number] + indent
    edits[0] = TextEdit(at, at, "- ")
    below = f", and move the {_lines(len(edits) - 1)} below it as far" if len(edits) > 1 else ""
    message = "this starts an item, but there is no `-` before it"
    yield SlipFix(tuple(edits), at, message, f"write `- ` before `{_word(lines[number])}`{below}")


def _keys_above(lines: TextLines, number: int, stopped: int) -> Iterator[SlipFix]:
    """Yield the fix of keys that end a list before one of its items: they belong to the item above them."""
    line = lines.number(stopped)
    if number != line or not lines.parts(line)["dash"]:
        return
    first = line
    indent = None
    for above in lines.above(line):
        parts = lines.parts(above)
        if not parts["key"] or parts["dash"] or indent not in (None, _indent(lines[above])):
            column = _indent(lines[above]) + len(parts["dash"])
            if first < line and parts["key"] and indent is not None and 0 < column - indent <= FARTHEST:
                fix = _moved(lines, range(first, line), column - indent, above)
                yield _weighed(fix, lines, line, _indent(lines[line]), below=first)
            return
        first, indent = above, _indent(lines[above])


def _weighed(
    fix: SlipFix, lines: TextLines, number: int, column: int, *siblings: int, below: int | None = None
) -> SlipFix:
    """Return a fix with how well an item suits the list in a column that ends above ``below``; some items are known."""
    if not lines.parts(number)["dash"]:
        return fix
    keys = lines.item_keys(number)
    is_usual = False
    for above in lines.above(number if below is None else below):
        parts = lines.parts(above)
        if len(parts["indent"]) == column and parts["dash"]:
            siblings = (*siblings, above)
        elif len(parts["indent"]) < column:
            is_usual = not parts["value"] and len(parts["indent"]) + len(parts["dash"]) + 2 == column
            break
    others = [other for line in dict.fromkeys(siblings) if keys & (other := lines.item_keys(line))]
    likenesses = [len(keys & other) / len(keys | other) for other in others]
    likeness = sum(likenesses) / len(likenesses) if likenesses else _UNKNOWN_LIKENESS
    return fix._replace(likeness=likeness, is_usual=is_usual)


def _moved(lines: TextLines, numbers: range, by: int, neighbour: int) -> SlipFix:
    """Return the fix that moves lines to the right, or to the left."""
    edits = []
    first = numbers[0]
    for number in numbers:
        start, line = lines.starts[number], lines[number]
        if line.strip():
            removed = min(max(0, -by), _indent(line))
            edits.append(TextEdit(start, start + removed, " " * max(0, by)))
    column = _indent(lines[first])
    kind = "item" if lines.parts(first)["dash"] else "line"
    message = f"this {kind} starts in column {column + 1}, where nothing else starts"
    help_ = how_to_move(lines, numbers, by, neighbour)
    return SlipFix(tuple(edits), lines.starts[first] + column, message, help_, by=abs(by))


def how_to_move(lines: TextLines, numbers: range, by: int, neighbour: int) -> str:
    """Return the advice to move lines to the right, or to the left, to where a neighbour of the first is."""
    first = numbers[0]
    word, other = _word(lines[first]), _word(lines[neighbour])
    count = sum(bool(lines[number].strip()) for number in numbers) - 1
    below = f", and move the {_lines(count)} below it as far" if count else ""
    is_first = lines.parts(first)["dash"] and not lines.parts(neighbour)["dash"] and not lines.parts(neighbour)["value"]
    goal = f"it belongs to `{other}`" if is_first else f"`{word}` lines up with `{other}`"
    return f"write {_spaces(_indent(lines[first]) + by)} before it, so that {goal} in line {neighbour + 1}{below}"


def _lines(count: int) -> str:
    return "line" if count == 1 else f"{count} lines"


def _continued(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a text that goes on in a line that is not indented."""
    equals = _EQUALS.match(lines[number])
    if not _is_text(lines[number]) or (equals and equals[1] in lines.keys):
        return
    first = number
    above = next(lines.above(first), None)
    while above is not None and _is_text(lines[above]):
        first, above = above, next(lines.above(above), None)
    if above is None or not lines.parts(above)["key"]:
        return
    key = lines.parts(above)
    column = len(key["indent"]) + len(key["dash"]) + 2
    end = first
    while end < len(lines) and _is_text(lines[end]):
        end += 1
    edits = []
    for line in range(first, end):
        start = lines.starts[line]
        edits.append(TextEdit(start, start + len(_white(lines[line])), " " * column))
    message = f"this line goes on with the text of `{key['key']}`, but is not indented deeper than it"
    several = f" and the {_lines(end - first - 1)} below it" if end - first > 1 else ""
    yield SlipFix(
        tuple(edits),
        lines.starts[first] + _indent(lines[first]),
        message,
        f"write {_spaces(column)} before it{several}",
    )


def _is_text(line: str) -> bool:
    """Whether a line is neither an item nor a key: words that go on with those above."""
    parts = _PARTS.match(line)
    return (
        bool(line.strip())
        and parts is not None
        and not (parts["key"] or parts["dash"])
        and line.lstrip()[0] not in "#-"
    )


def _colon_in_continued(lines: TextLines, number: int, stopped: int) -> Iterator[SlipFix]:
    """Yield fixes of a text over several lines that contains a colon and a space."""
    above = next((line for line in lines.above(number) if lines.parts(line)["key"]), None)
    if above is not None:
        yield from _quoted_over_lines(lines, above, number, stopped, "a text over several lines contains `: `")


def _cut_off(lines: TextLines, number: int, stopped: int) -> Iterator[SlipFix]:
    """Yield fixes of a text over several lines that a `#` ends, as it starts a comment."""
    if number != lines.number(stopped) or lines.keys[lines.parts(number)["key"]] > 1:
        return
    above = next(
        (line for line in lines.above(number) if lines.parts(line)["key"] or lines.parts(line)["dash"]), number
    )
    for line in range(above, number):
        comment = _START_OF_COMMENT.search(lines[line], lines.parts(line).start("value"))
        if comment:
            at = lines.starts[line] + comment.start()
            message = "a `#` after a space starts a comment, which ends the text, but the text goes on below"
            yield from _quoted_over_lines(lines, above, number, at, message)
            return


def _quoted_over_lines(lines: TextLines, above: int, number: int, at: int, message: str) -> Iterator[SlipFix]:
    """Yield the fix that puts a plain text over several lines in quotes."""
    value = lines.parts(above)["value"]
    column = _column(lines, above)
    if not value or value[0] in "'\"[{|>" or _indent(lines[number]) <= column:
        return
    end = number
    while end + 1 < len(lines) and lines[end + 1].strip() and _indent(lines[end + 1]) > column:
        end += 1
    yield _in_quotes_over_lines(lines, above, end, at, message)._replace(by=FARTHEST + 1)


def _column(lines: TextLines, number: int) -> int:
    """Return the column, from 0, than which the text of a line has to be indented deeper."""
    parts = lines.parts(number)
    return len(parts["indent"]) + (len(parts["dash"]) if parts["key"] else 0)


def _in_quotes_over_lines(lines: TextLines, first: int, last: int, at: int, message: str) -> SlipFix:
    """Return the fix that puts the value of a line, and the lines below it, in quotes, and indents these."""
    key = lines.parts(first)
    start = lines.starts[first] + key.start("value")
    stop = lines.starts[last] + len(lines[last].rstrip())
    column = _column(lines, first) + 2
    edits = [TextEdit(start, start, '"')]
    for line in range(first + 1, last + 1):
        missing = column - _indent(lines[line])
        if missing > 1:
            edits.append(TextEdit(lines.starts[line], lines.starts[line], " " * missing))
    indented = f", and indent the lines below it by {_spaces(column)}" if len(edits) > 1 else ""
    signs = [*re.finditer(r'["\\]', lines.text[start:stop])]
    edits += [TextEdit(start + sign.start(), start + sign.start(), "\\") for sign in signs]
    edits.append(TextEdit(stop, stop, '"'))
    escaped = ', and `\\` before each " and \\ in it' if signs else ""
    name = f"`{key['key']}`" if key["key"] else "the text"
    help_ = f'write " before the first word of {name} in line {first + 1} and after its last{escaped}{indented}'
    return SlipFix(tuple(edits), at, message, help_)


def is_meant(text: str, offset: int) -> bool:
    """Whether an anchor, alias or tag is one, and not the start of a text such as `*Notes*` or `!important`."""
    written = text[offset:].partition("\n")[0]
    found = re.match(r"([!*&])([\w!.:/-]*)\s*(.?)", written)
    if found is None:
        return False
    sign, name, rest = found.groups()
    if sign == "!":
        if re.fullmatch(rf"{_KEY}:", name):
            return False
        return name.startswith("!") or rest in ("[", "{") or not text[:offset].rpartition("\n")[2].strip(" -")
    other = "&" if sign == "*" else r"\*"
    names_keys_below = sign == "&" and re.search(rf"\n[ -]*&{re.escape(name)}\n *{_KEY}:\s", text) is not None
    is_merge = text[:offset].rstrip().endswith("<<:")
    return names_keys_below or is_merge or re.search(rf"[\s\[,]{other}{re.escape(name)}(?![\w-])", text) is not None


SURE: tuple[Kind, ...] = (
    _documents,
    _odd_spaces,
    _marks,
    _toml_entry,
    _equals,
    _markdown_entry,
    _html_entry,
    _org_entry,
    _row,
    _item_in_braces,
    _together,
    _address_alone,
    _long_dashes,
    _glued_dash,
    _glued_colon,
    _tabs,
    _surplus,
    _foreign_lines,
    _marked_address,
    _parentheses,
    _extra_dash,
    _doubled_dash,
    _below_dash,
    _no_dash,
    _cut_off,
    _cut_off_in_brackets,
    _quotes,
    _brackets,
    _commas,
    _in_braces,
    _sign_over_lines,
    _indicators,
    _no_colon,
    _no_key,
)
"""The kinds of which the first that helps is right."""
GLUED: tuple[Kind, ...] = (_odd_spaces, _marks, _equals, _long_dashes, _glued_dash, _glued_colon)
"""The kinds that come in several lines one below the other, of which the parser notices only the last."""
LIKELY: tuple[Kind, ...] = (
    _continued,
    _misaligned,
    _first_misaligned,
    _first_of_list,
    _keys_above,
    _colon_in_continued,
)
"""The kinds of which the one is right that moves least; of several, the one with which the parser gets furthest."""
QUOTES: tuple[Kind, ...] = (_quotes,)
"""The kind that can be far above the place where the parser stops: a quote is closed by the next."""
