"""What is right in another format: links and rows of Markdown, HTML, Org, TOML and JSON, and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pathgen.yamldoc.edit import TextEdit
from pathgen.yamldoc.slips.quoting import in_quotes, needs_quotes
from pathgen.yamldoc.slips.slip_fix import SlipFix, line_fix
from pathgen.yamldoc.slips.text_lines import (
    ABOVE,
    KEY,
    TextLines,
    columns_above,
    columns_below,
    indent_of,
    is_in_brackets,
    spaces,
    white_at_start,
    without_comment,
)

_FENCE = re.compile(r"\s*(?:```|~~~)\s*[\w-]*\s*")
_FOREIGN_COMMENT = re.compile(
    rf"\s*(?:(?://+|--(?!\s+{KEY}:\s))\s+(?P<line>\S.*)|<!--\s*(?P<html>.*?)\s*-->|/\*+\s*(?P<c>.*?)\s*\*/)\s*"
)
ADDRESS_IN_MARKS = re.compile(r"(?:\[(?P<words>[^\[\]]*)\]\(|`)(?P<url>https?://[^()\s`]+)[)`]")
"""An address with the marks of Markdown for a link or for code."""
_BULLET = re.compile(r" *(?:(?:[-*+\u2022]|\d{1,3}[.)]) +)+")
_MARKDOWN_ENTRY = re.compile(r"!?\[([^\[\]]+)\]\((https?://[^()\s]+)\)(?:\s*[-\u2013\u2014:]?\s*(\S.*))?")
_HTML_ENTRY = re.compile(
    r" *(?:- +)*(?:<li>\s*)?<a\s[^<>]*?href=[\"']?(https?://[^\s\"'<>]+)[^<>]*>([^<>]+)</a>\s*(?:</li>)?\s*"
)
_ORG_ENTRY = re.compile(r" *(?:[-*+] +)*\[\[(https?://[^\s\[\]]+)\](?:\[([^\[\]]+)\])?\]")
_TOML_PAIR = re.compile(rf"\s*({KEY})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.-]+))\s*")
_ROW = re.compile(r" *\|(.+?)\|? *")
_ITEM_IN_BRACES = re.compile(r" *(\{[^{}]*\}),?")


def markdown_entry(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of an item that is a link as Markdown has it, maybe with a remark and in another column."""
    line = without_comment(lines[number])
    bullet = _BULLET.match(line)
    link = _MARKDOWN_ENTRY.fullmatch(line, bullet.end()) if bullet else None
    if link:
        values = {"title": link[1], "url": link[2], **({"why": link[3]} if link[3] else {})}
        message = "this is a link of Markdown, not an item with keys"
        yield from _as_item(lines, number, values, message, "write its parts")


def html_entry(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of an item that is a link as HTML has it."""
    link = _HTML_ENTRY.fullmatch(lines[number])
    if link:
        message = "this is a link of HTML, not an item with keys"
        yield from _as_item(lines, number, {"title": link[2].strip(), "url": link[1]}, message, "write its parts")


def org_entry(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of an item that is a link as Org has it: the address, then the words."""
    link = _ORG_ENTRY.fullmatch(without_comment(lines[number]))
    if link:
        message = "this is a link of Org, not an item with keys"
        yield from _as_item(lines, number, {"title": link[2] or link[1], "url": link[1]}, message, "write its parts")


def toml_entry(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
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


def row(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
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


def item_in_braces(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of an item in braces as JSON has it, without a dash and with a comma."""
    item = _ITEM_IN_BRACES.fullmatch(lines[number])
    if item and not is_in_brackets(lines, number):
        for column in dict.fromkeys((*columns_above(lines, number, is_dash=True), *columns_below(lines, number))):
            edits = [(0, len(lines[number]), f"{' ' * column}- {item[1]}")]
            fix = line_fix(lines, number, edits, "this item has no dash", "write `- ` before it, and no comma after it")
            yield fix._replace(at=lines.starts[number] + indent_of(lines[number]))


def address_alone(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield fixes of a line with an address and nothing else, below a key that has its value."""
    line = without_comment(lines[number])
    above = next(lines.above(number), None)
    if re.fullmatch(r"\s*https?://\S+", line) and above is not None and lines.parts(above)["value"]:
        address = line.strip()  # stands for the title, too, as two items of the same title have the same id
        message = "this address is outside of any item"
        for fix in _as_item(lines, number, {"title": address, "url": address}, message, "write an item with it"):
            yield fix._replace(help=fix.help.replace(f'title: "{address}"', 'title: "…"'))


def _as_item(lines: TextLines, number: int, values: Mapping[str, str], message: str, help_: str) -> Iterator[SlipFix]:
    """Yield the fixes that write an item in braces in place of a line, in each column where an item may start."""
    line = without_comment(lines[number])
    item = ", ".join(f"{key}: {in_quotes(value)}" for key, value in values.items())
    bullet = _BULLET.match(line)
    at = lines.starts[number] + (bullet.end() if bullet else indent_of(line))
    indents = [indent_of(line)] if bullet else []
    for column in dict.fromkeys((*indents, *columns_below(lines, number), *columns_above(lines, number, is_dash=True))):
        after = f", after {spaces(column)}" if column != indent_of(line) else ""
        fix = line_fix(lines, number, [(0, len(line), f"{' ' * column}- {{{item}}}")], message, help_ + after)
        yield fix._replace(at=at)


def foreign_lines(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of a line that is a comment in another format, or starts or ends a block of code."""
    line = lines[number]
    start = lines.starts[number]
    comment = _FOREIGN_COMMENT.fullmatch(line)
    if comment:
        text = comment["line"] or comment["html"] or comment["c"] or ""
        white = len(white_at_start(line))
        edits = [(white, len(line), f"# {text}".rstrip())]
        yield line_fix(lines, number, edits, "this is a comment of another format", "write `# ` before its words")
    elif line.lstrip().startswith("<!--"):
        end = next((below for below in range(number, min(len(lines), number + ABOVE)) if "-->" in lines[below]), None)
        if end is not None:
            places = [lines.starts[below] + len(white_at_start(lines[below])) for below in range(number, end + 1)]
            message, help_ = "this is a comment of another format", f"write `# ` before each of its {len(places)} lines"
            yield SlipFix(tuple(TextEdit(place, place, "# ") for place in places), places[0], message, help_)
    elif _FENCE.fullmatch(line):
        message = "a block of code starts or ends like this in another format, not in YAML"
        edit = TextEdit(start, start + len(line), "")
        yield SlipFix((edit,), start + len(white_at_start(line)), message, "delete this line")


def marked_address(lines: TextLines, number: int, _: int) -> Iterator[SlipFix]:
    """Yield the fix of an address that is a link or code of Markdown."""
    parts = lines.parts(number)
    value = without_comment(parts["value"])
    found = ADDRESS_IN_MARKS.fullmatch(value)
    if found and parts["key"] == "url":
        at = parts.start("value")
        edits = [(at, at + len(value), found["url"])]
        has_words = found["words"] and not found["words"].startswith("http")
        help_ = "write the address alone" + (", and the words in another field" if has_words else "")
        yield line_fix(lines, number, edits, "this is an address with the marks of Markdown", help_)
    link = _MARKDOWN_ENTRY.fullmatch(value)
    first = next((line for line in (number, *lines.above(number)) if lines.parts(line)["dash"]), number)
    if link and not link[3] and parts["key"] == "title" and "url" not in lines.item_keys(first):
        at = parts.start("value")
        title = in_quotes(link[1]) if needs_quotes(link[1]) else link[1]
        column = " " * (len(parts["indent"]) + len(parts["dash"]))
        help_ = f"write `title: {title}` and `url: {link[2]}` below one another"
        fix = line_fix(lines, number, [(at, at + len(value), f"{title}\n{column}url: {link[2]}")], "", "")
        yield fix._replace(message="this is a link of Markdown, not a title", help=help_)
