"""Slips in values: quotes that are missing, in the way or never closed, and texts over several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pathgen.yamldoc.edit import TextEdit
from pathgen.yamldoc.scalars import quoted
from pathgen.yamldoc.slips.signs import EQUALS, GLUED_DASH, LONG_DASH
from pathgen.yamldoc.slips.slip_fix import FARTHEST, SlipFix, line_fix
from pathgen.yamldoc.slips.text_lines import (
    KEY,
    TextLines,
    column_of_text,
    indent_of,
    is_in_brackets,
    is_text,
    so_many_lines,
    spaces,
    white_at_start,
    without_comment,
)

_START_OF_COMMENT = re.compile(r"(?<=\s)#")
_BLOCK = re.compile(r"[|>][+-]?[1-9]?[+-]?")
INDICATORS = frozenset("[]{},&*!|>%@`?-#:")
_CUT_OFF_IN_BRACKETS = re.compile(
    rf"(?:[\[{{,]|^)\s*(?:{KEY}: +)?([^\s\[\]{{}},'\"#][^\[\]{{}},'\"]*?\s#[^\s#,\]}}][^,\]}}]*)"
)
_CURLY = "\u201c\u201d\u201e\u201f\u2018\u2019\u00ab\u00bb"


def quotes_of_value(lines: TextLines, number: int, stopped: int) -> Iterator[SlipFix]:
    """Yield fixes of a value that starts with a quote, but does not end with it."""
    found = lines.parts(number)
    value = without_comment(found["value"])
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
        fix = line_fix(lines, number, [(at, end, new)], message, "write single quotes")
        backslash = lines.text.rfind("\\", fix.at, stopped + 1) if lines.number(stopped) == number else -1
        yield fix._replace(at=max(backslash, fix.at))
    elif closed and value.endswith(sign) and _is_inside(value, value.find(sign, 1)):
        message = "there is a quote inside this text, so the text ends there"
        other = quoted(
            re.sub(r"''|\\'", "'", inner) if sign == "'" else inner, "'" if '"' in inner and "'" not in inner else '"'
        )
        yield line_fix(lines, number, [(at, end, other)], message, "write other quotes around the text")
    elif closed:
        message = "this value goes on after its closing quote"
        yield line_fix(lines, number, [(at, end, in_quotes(value))], message, "put the whole value in quotes")
    elif ends_here(lines, number):
        message = "this quote is never closed"
        if inner != value[1:]:
            edits = [(end - 1, end, sign)]
            fix = line_fix(lines, number, edits, message, f"close it with the same character, not with {value[-1]}")
            yield fix._replace(at=lines.starts[number] + at, is_closing=True)
        elif sign == "'" and re.match(r"'\w", value) and " " in value:
            help_ = "close it at the end, or, if it is an apostrophe, put the whole value in double quotes"
            fix = line_fix(lines, number, [(at, end, in_quotes(value))], message, help_)
            yield fix._replace(is_closing=True)
        new = value + sign
        fix = line_fix(lines, number, [(at, end, new)], message, "close it with the same character")
        yield fix._replace(is_closing=True)


def ends_here(lines: TextLines, number: int) -> bool:
    """Whether what is written in a line surely ends with it, as the next line is a key or an item."""
    for below in range(number + 1, len(lines)):
        if lines[below].strip():
            parts = lines.parts(below)
            return bool(
                parts["key"] or parts["dash"] or LONG_DASH.match(lines[below]) or GLUED_DASH.match(lines[below])
            )
    return True


def _is_inside(value: str, quote: int) -> bool:
    """Whether a quote is part of the text: it starts a word, or is the apostrophe in one."""
    return value[quote - 1].isspace() or value[quote + 1 : quote + 2].isalnum()


def in_quotes(value: str) -> str:
    """Return a value in the quotes that show it as it is."""
    return quoted(value, "'" if '"' in value and "'" not in value else '"')


def needs_quotes(value: str, *, in_brackets: bool = False) -> bool:
    """Whether YAML would read a value as something else than its text."""
    if value[:1] in ("'", '"'):
        closed = value.endswith(value[0]) and value.count(value[0]) == len("''")
        return not closed
    return (
        value[:1] in INDICATORS
        or ": " in value
        or value.endswith(":")
        or (in_brackets and re.search(r"[\[\]{}]|,$", value) is not None)
    )


def indicators(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a value that starts with a sign of YAML, or contains a colon and a space."""
    found = lines.parts(number)
    value = without_comment(found["value"])
    at = found.start("value")
    if not value or value[0] in "'\"" or not needs_quotes(value) or not (found["key"] or found["dash"]):
        return
    broken = re.match(r"(https?:)\s+(?=//)", value)
    if broken:
        gap = (at + broken.end(1), at + broken.end(), "")
        yield line_fix(lines, number, [gap], "there is a space in this address", "delete it")
    edits = [(at, at + len(value), in_quotes(value))]
    is_first = value[0] in INDICATORS
    contains = "a value contains `: `" if ": " in value else "a value ends with `:`"
    message = f"a text that starts with `{value[0]}` needs quotes" if is_first else contains
    may_be_list = found["key"] and value.startswith("- ")
    help_ = "if it is a list, start it in the line below; if not, put the value in quotes"
    fix = line_fix(lines, number, edits, message, help_ if may_be_list else "put the value in quotes")
    if not is_first:
        colon = value.find(": ") if ": " in value else len(value) - 1
        fix = fix._replace(at=fix.at + colon)
    yield fix


def sign_over_lines(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of a text over several lines that starts with a sign of YAML."""
    parts = lines.parts(number)
    value = parts["value"]
    if value[:1] in INDICATORS - {"#"} and not _BLOCK.fullmatch(without_comment(value)):
        end = number + 1
        while end < len(lines) and is_text(lines[end]):
            end += 1
        if end > number + 1:
            message = f"a text that starts with `{value[0]}` needs quotes"
            at = lines.starts[number] + parts.start("value")
            yield _in_quotes_over_lines(lines, number, end - 1, at, message)


def cut_off_in_brackets(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of values in brackets that contain a `#` after a space, which starts a comment."""
    line = lines[number]
    edits = [(value.start(1), value.end(1), in_quotes(value[1])) for value in _CUT_OFF_IN_BRACKETS.finditer(line)]
    if edits and ("[" in line[: edits[0][0]] or "{" in line[: edits[0][0]] or is_in_brackets(lines, number)):
        message = "a `#` after a space starts a comment, also in brackets"
        fix = line_fix(lines, number, edits, message, "put the value in quotes")
        yield fix._replace(at=lines.starts[number] + line.index("#", edits[0][0]))


def continued(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a text that goes on in a line that is not indented."""
    equals = EQUALS.match(lines[number])
    if not is_text(lines[number]) or (equals and equals[1] in lines.keys):
        return
    first = number
    above = next(lines.above(first), None)
    while above is not None and is_text(lines[above]):
        first, above = above, next(lines.above(above), None)
    if above is None or not lines.parts(above)["key"]:
        return
    key = lines.parts(above)
    column = len(key["indent"]) + len(key["dash"]) + 2
    end = first
    while end < len(lines) and is_text(lines[end]):
        end += 1
    edits = []
    for line in range(first, end):
        start = lines.starts[line]
        edits.append(TextEdit(start, start + len(white_at_start(lines[line])), " " * column))
    message = f"this line goes on with the text of `{key['key']}`, but is not indented deeper than it"
    several = f" and the {so_many_lines(end - first - 1)} below it" if end - first > 1 else ""
    yield SlipFix(
        tuple(edits),
        lines.starts[first] + indent_of(lines[first]),
        message,
        f"write {spaces(column)} before it{several}",
    )


def colon_in_continued(lines: TextLines, number: int, stopped: int) -> Iterator[SlipFix]:
    """Yield fixes of a text over several lines that contains a colon and a space."""
    above = next((line for line in lines.above(number) if lines.parts(line)["key"]), None)
    if above is not None:
        yield from _quoted_over_lines(lines, above, number, stopped, "a text over several lines contains `: `")


def cut_off(lines: TextLines, number: int, stopped: int) -> Iterator[SlipFix]:
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
    column = column_of_text(lines, above)
    if not value or value[0] in "'\"[{|>" or indent_of(lines[number]) <= column:
        return
    end = number
    while end + 1 < len(lines) and lines[end + 1].strip() and indent_of(lines[end + 1]) > column:
        end += 1
    yield _in_quotes_over_lines(lines, above, end, at, message)._replace(by=FARTHEST + 1)


def _in_quotes_over_lines(lines: TextLines, first: int, last: int, at: int, message: str) -> SlipFix:
    """Return the fix that puts the value of a line, and the lines below it, in quotes, and indents these."""
    key = lines.parts(first)
    start = lines.starts[first] + key.start("value")
    stop = lines.starts[last] + len(lines[last].rstrip())
    column = column_of_text(lines, first) + 2
    edits = [TextEdit(start, start, '"')]
    for line in range(first + 1, last + 1):
        missing = column - indent_of(lines[line])
        if missing > 1:
            edits.append(TextEdit(lines.starts[line], lines.starts[line], " " * missing))
    indented = f", and indent the lines below it by {spaces(column)}" if len(edits) > 1 else ""
    signs = [*re.finditer(r'["\\]', lines.text[start:stop])]
    edits += [TextEdit(start + sign.start(), start + sign.start(), "\\") for sign in signs]
    edits.append(TextEdit(stop, stop, '"'))
    escaped = ', and `\\` before each " and \\ in it' if signs else ""
    name = f"`{key['key']}`" if key["key"] else "the text"
    help_ = f'write " before the first word of {name} in line {first + 1} and after its last{escaped}{indented}'
    return SlipFix(tuple(edits), at, message, help_)
