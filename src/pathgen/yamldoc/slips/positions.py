"""Slips in the place of items and keys: in a wrong column, without a dash or with one too many, in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pathgen.diagnostics import shorten
from pathgen.yamldoc.edit import TextEdit
from pathgen.yamldoc.slips.quoting import INDICATORS, in_quotes, needs_quotes
from pathgen.yamldoc.slips.signs import EQUALS
from pathgen.yamldoc.slips.slip_fix import FARTHEST, SlipFix, line_fix, moved_lines, weighed
from pathgen.yamldoc.slips.text_lines import (
    ABOVE,
    KEY,
    TextLines,
    columns_below,
    first_word,
    indent_of,
    neighbours_above,
    so_many_lines,
    spaces,
    without_comment,
)

_TOGETHER = re.compile(rf"(?:[,;]\s+({KEY}):\s|[,;]?\s+(url):\s+https?://)")


def together(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of more keys in the line of the first, where other lines have these keys, too."""
    parts = lines.parts(number)
    value = parts["value"]
    starts_plain = parts["key"] and value[:1] not in INDICATORS
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
    help_ = f"write {' and '.join(written)} in {where}, after {spaces(column)}{without}"
    message = f"{' and '.join(f'`{name}`' for name in names)} {'is' if len(keys) == 1 else 'are'} in the line of"
    yield SlipFix(edits, edits[0].end, f"{message} `{parts['key']}`", help_)


def no_key(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of an item whose first value has no key, although keys are below it."""
    parts = lines.parts(number)
    value = without_comment(parts["value"])
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
    new = f"{key}: {in_quotes(value) if needs_quotes(value) else value}"
    message = "there is no key before this value, but there are keys below it"
    yield line_fix(lines, number, [(at, at + len(value), new)], message, f"write what it is, such as the `{key}`")


def _needs_no_key(value: str) -> bool:
    """Whether a value is a mapping or list itself."""
    return value[0] in "{[" and value[-1] in "]}"


def extra_dash(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
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
        yield line_fix(lines, number, edits, message, "delete the dash")


def doubled_dash(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of an item with two dashes, whose other keys are below the second."""
    parts = lines.parts(number)
    message = "this second `-` starts a list in the list"
    if parts["dash"].count("-") > 1:
        second = parts.start("dash") + parts["dash"].rindex("-")
        yield line_fix(lines, number, [(second, parts.end("dash"), "")], message, "delete it")
    elif parts["dash"] and without_comment(parts["value"]) == "-":  # its keys are in the lines below
        second = parts.start("value")
        yield line_fix(lines, number, [(second, second + 1, "")], message, "delete it")


def below_dash(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of the keys of an item that start below its dash, in the same column."""
    above = next(lines.above(number), None)
    indent = indent_of(lines[number])
    if above is None or not lines.parts(number)["key"] or without_comment(lines[above]) != f"{' ' * indent}-":
        return
    end = lines.item_end(number, indent, lines.group_end(number, with_siblings=True))
    below = f", and move the {so_many_lines(end - number - 1)} below it as far" if end > number + 1 else ""
    yield moved_lines(lines, range(number, end), 2, above)._replace(
        message="the keys of an item are indented deeper than its `-`",
        help=f"write {spaces(indent + 2)} before `{first_word(lines[number])}`{below}",
        by=0,
    )


def misaligned(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a line, with what belongs to it, that starts a few columns beside its neighbours."""
    parts = lines.parts(number)
    if not (parts["key"] or parts["dash"]) or "\t" in parts["indent"]:
        return
    indent = len(parts["indent"])
    ends = {lines.group_end(number), lines.group_end(number, with_siblings=True)}
    neighbours = neighbours_above(lines, number, is_dash=bool(parts["dash"]))
    least = min((abs(column - indent) for column, _ in neighbours), default=0)
    for column, above in neighbours:
        if 0 < abs(column - indent) <= FARTHEST:
            for end in {*ends, *(lines.item_end(number, column, end) for end in ends)}:
                fix = weighed(
                    moved_lines(lines, range(number, end), column - indent, above), lines, number, column, above
                )
                is_nearest = abs(column - indent) == least
                yield fix if _may_follow(lines, number, above, otherwise=is_nearest) else fix._replace(likeness=0)


def _may_follow(lines: TextLines, number: int, neighbour: int, *, otherwise: bool) -> bool:
    """Whether a key may end what is below another: not if items have it without that; ``otherwise``: no item has it."""
    key, other = lines.parts(number), lines.parts(neighbour)
    if key["dash"] or other["value"]:
        return True
    near = range(max(0, number - ABOVE), min(len(lines), number + ABOVE))
    items = (lines.item_keys(line) for line in near if lines.parts(line)["dash"])
    having = [keys for keys in items if key["key"] in keys]
    return any(other["key"] in keys for keys in having) if having else otherwise


def first_of_list(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of the first item of a list, which is not indented deeper than the key above it."""
    above = next(lines.above(number), None)
    indent = indent_of(lines[number])
    if above is None or not lines.parts(number)["dash"]:
        return
    for column in columns_below(lines, number):
        last = lines.group_end(number)
        for end in {last, lines.item_end(number, column, last)} if indent < column else ():
            fix = moved_lines(lines, range(number, end), column - indent, above)
            yield weighed(fix._replace(by=0), lines, number, column)


def first_misaligned(lines: TextLines, number: int, stopped: int) -> Iterator[SlipFix]:
    """Yield fixes of the items above a line that start beside it: they are off, not the line."""
    line = lines.number(stopped)
    parts = lines.parts(line)
    if number >= line or not (parts["key"] or parts["dash"]):
        return
    off = len(parts["indent"]) - indent_of(lines[number])
    if 0 < abs(off) <= FARTHEST:
        yield weighed(moved_lines(lines, range(number, line), off, line), lines, number, len(parts["indent"]), line)


def no_dash(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of an item without a dash, which starts with a key that the item above it has."""
    parts = lines.parts(number)
    indent = len(parts["indent"])
    item = next((line for line in lines.above(number) if lines.parts(line)["dash"]), None)
    if not parts["key"] or parts["dash"] or item is None or len(lines.parts(item)["indent"]) != indent:
        return
    first = EQUALS.match(lines[item])
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
    below = f", and move the {so_many_lines(len(edits) - 1)} below it as far" if len(edits) > 1 else ""
    message = "this starts an item, but there is no `-` before it"
    yield SlipFix(tuple(edits), at, message, f"write `- ` before `{first_word(lines[number])}`{below}")


def keys_above(lines: TextLines, number: int, stopped: int) -> Iterator[SlipFix]:
    """Yield the fix of keys that end a list before one of its items: they belong to the item above them."""
    line = lines.number(stopped)
    if number != line or not lines.parts(line)["dash"]:
        return
    first = line
    indent = None
    for above in lines.above(line):
        parts = lines.parts(above)
        if not parts["key"] or parts["dash"] or indent not in (None, indent_of(lines[above])):
            column = indent_of(lines[above]) + len(parts["dash"])
            if first < line and parts["key"] and indent is not None and 0 < column - indent <= FARTHEST:
                fix = moved_lines(lines, range(first, line), column - indent, above)
                yield weighed(fix, lines, line, indent_of(lines[line]), below=first)
            return
        first, indent = above, indent_of(lines[above])
