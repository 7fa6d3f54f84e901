"""Slips in brackets and braces: one that is not closed, a comma that is missing, a sign too many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pathgen.yamldoc.slips.quoting import ends_here, in_quotes, needs_quotes
from pathgen.yamldoc.slips.slip_fix import SlipFix, line_fix
from pathgen.yamldoc.slips.text_lines import KEY, NEAR, TextLines, is_in_brackets, open_brackets, without_comment

_IN_PARENTHESES = re.compile(rf"\(({KEY}: .*)\)")
_PAIR = re.compile(rf"({KEY}): +")
_NEXT_PAIR = re.compile(rf",\s*(?={KEY}:\s)")
_NEXT_ITEM = re.compile(r",\s*")
_SURPLUS = re.compile(r"""(["'\]}])([,;\]}]+)$""")


def in_braces(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a value inside braces or brackets that has to be in quotes."""
    line = lines[number]
    for opened in islice(re.finditer(r"(?<![^\s\[-])[\[{]", line), NEAR):
        closing = "]" if opened[0] == "[" else "}"
        for closed in islice(re.finditer(re.escape(closing), line[opened.end() :]), NEAR):
            inside = line[opened.end() : opened.end() + closed.start()]
            for start, end in _values(inside, is_mapping=closing == "}"):
                value = inside[start:end]
                is_nested = re.fullmatch(r"\[[^\[\]]*\]|\{[^{}]*\}", value) or re.search(rf"[\[{{]{KEY}: ", value)
                is_part = value.count("{") != value.count("}") or value.count("[") != value.count("]")
                if value and not (is_nested or is_part) and needs_quotes(value, in_brackets=True):
                    message = f"in {'brackets' if closing == ']' else 'braces'}, this value needs quotes"
                    edits = [(opened.end() + start, opened.end() + end, in_quotes(value))]
                    yield line_fix(lines, number, edits, message, "put the value in quotes")


def _values(inside: str, *, is_mapping: bool) -> Iterator[tuple[int, int]]:
    """Yield where each value is in the text between two brackets or braces."""
    start = 0
    for gap in (*(_NEXT_PAIR if is_mapping else _NEXT_ITEM).finditer(inside), None):
        end = gap.start() if gap else len(inside)
        pair = _PAIR.match(inside, start, end) if is_mapping else None
        begin = pair.end() if pair else start
        yield begin, begin + len(inside[begin:end].rstrip())
        start = gap.end() if gap else end


def brackets(lines: TextLines, number: int, stopped: int) -> Iterator[SlipFix]:
    """Yield fixes of a bracket that is not closed."""
    if lines.number(stopped) == number and lines.text[stopped : stopped + 1] in ("]", "}"):
        closing = "}" if lines.text[stopped] == "]" else "]"
        at = stopped - lines.starts[number]
        message = f"there is no `{closing}` before this `{lines.text[stopped]}`"
        yield line_fix(lines, number, [(at, at, closing)], message, "write one")
    found = lines.parts(number)
    value = without_comment(found["value"])
    line = lines[number]
    end = found.start("value") + len(value)
    if value[:1] in ("[", "{"):
        closing = "]" if value[0] == "[" else "}"
        pattern = r"([\w.-]+(,\s*[\w.-]+)*,?)?$" if closing == "]" else rf"({KEY}: |$)"
        is_list = re.match(pattern, value[1:])
        if closing not in value and is_list and ends_here(lines, number):
            at = len(line[:end].rstrip(" ,"))
            help_ = f"write `{closing}` at the end of it"
            fix = line_fix(lines, number, [(at, at, closing)], f"this `{value[0]}` is never closed", help_)
            yield fix._replace(at=lines.starts[number] + found.start("value"), is_closing=True)


def commas(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes where a comma is missing between two pairs in braces, or at the end of a line in them."""
    line = lines[number]
    for pair in re.finditer(rf"(?<=[^\s,{{]) +(?={KEY}:\s|\"{KEY}\":\s)", line):
        if "{" in line[: pair.start()]:
            yield line_fix(lines, number, [(pair.start(), pair.start(), ",")], "there is no comma here", "write one")
    value = without_comment(line)
    if value and value[-1] not in ",[{" and is_in_brackets(lines, number):
        end = len(value)
        yield line_fix(lines, number, [(end, end, ",")], "there is no comma at the end of this line", "write one")


def surplus(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a comma or a bracket too many, and of semicolons, as other formats have them."""
    line = lines[number]
    end = len(without_comment(line))
    found = _SURPLUS.search(line[:end])
    is_surplus = found and (open_brackets(line[:end]) < 0 or not set(found[2]) & set("]}"))
    if found and is_surplus and not is_in_brackets(lines, number):
        fix = line_fix(lines, number, [(found.end(1), end, "")], f"`{found[2]}` is too much here", "delete it")
        yield fix
    for pair in re.finditer(rf"(,\s*,|;)(?=\s*{KEY}:\s)", line):
        if "{" in line[: pair.start()]:
            yield line_fix(
                lines,
                number,
                [(pair.start(1), pair.end(1), ",")],
                "values in braces are separated by one comma",
                "write one",
            )


def parentheses(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of an item whose keys are in parentheses."""
    parts = lines.parts(number)
    value = without_comment(parts["value"])
    found = _IN_PARENTHESES.fullmatch(value)
    if found and parts["dash"] and not parts["key"]:
        at = parts.start("value")
        opening, closing = (at, at + 1), (at + len(value) - 1, at + len(value))
        message = "the keys of an item are in braces, not in parentheses"
        yield line_fix(lines, number, [(*opening, "{"), (*closing, "}")], message, "write `{` and `}`")
        message = "the first key of an item is not in parentheses"
        yield line_fix(lines, number, [(*opening, ""), (*closing, "")], message, "delete them")
