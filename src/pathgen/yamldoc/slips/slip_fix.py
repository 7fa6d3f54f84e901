"""What a kind of slip yields: what to change, where the slip is, and what to say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from pathgen.yamldoc.edit import TextEdit
from pathgen.yamldoc.slips.text_lines import TextLines, first_word, indent_of, so_many_lines, spaces

_LONGEST_HELP = 200
"""Longer lines are not repeated in the help."""
FARTHEST = 12
"""The most columns by which a line is taken to be off."""
LEAST_LIKENESS = 0.3
"""Items that are less like those of a list, by the keys that both have, are not moved into it."""
_UNKNOWN_LIKENESS = 0.5
"""How much an item is taken to be like others with which it has no key in common, such as a `ref`."""


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


Kind = Callable[[TextLines, int, int], Iterable[SlipFix]]
"""A kind of slip: from the lines, the number of one, and the offset where the parser stopped, to its fixes."""


def _as_line(line: str) -> str:
    """Return a line for the help; nothing where it is too long to be repeated."""
    return f": `{line.strip()}`" if len(line) < _LONGEST_HELP else ""


def line_fix(lines: TextLines, number: int, edits: Iterable[tuple[int, int, str]], message: str, help_: str) -> SlipFix:
    """Return the fix of one line: its edits by columns from 0, and the help, which ends with the fixed line."""
    start = lines.starts[number]
    edits = [*edits]
    line = lines[number]
    for begin, end, new in reversed(edits):
        line = line[:begin] + new + line[end:]
    changes = tuple(TextEdit(start + begin, start + end, new) for begin, end, new in edits)
    return SlipFix(changes, start + edits[0][0], message, help_ + _as_line(line))


def weighed(
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


def moved_lines(lines: TextLines, numbers: range, by: int, neighbour: int) -> SlipFix:
    """Return the fix that moves lines to the right, or to the left."""
    edits = []
    first = numbers[0]
    for number in numbers:
        start, line = lines.starts[number], lines[number]
        if line.strip():
            removed = min(max(0, -by), indent_of(line))
            edits.append(TextEdit(start, start + removed, " " * max(0, by)))
    column = indent_of(lines[first])
    kind = "item" if lines.parts(first)["dash"] else "line"
    message = f"this {kind} starts in column {column + 1}, where nothing else starts"
    help_ = how_to_move(lines, numbers, by, neighbour)
    return SlipFix(tuple(edits), lines.starts[first] + column, message, help_, by=abs(by))


def how_to_move(lines: TextLines, numbers: range, by: int, neighbour: int) -> str:
    """Return the advice to move lines to the right, or to the left, to where a neighbour of the first is."""
    first = numbers[0]
    word, other = first_word(lines[first]), first_word(lines[neighbour])
    count = sum(bool(lines[number].strip()) for number in numbers) - 1
    below = f", and move the {so_many_lines(count)} below it as far" if count else ""
    is_first = lines.parts(first)["dash"] and not lines.parts(neighbour)["dash"] and not lines.parts(neighbour)["value"]
    goal = f"it belongs to `{other}`" if is_first else f"`{word}` lines up with `{other}`"
    return f"write {spaces(indent_of(lines[first]) + by)} before it, so that {goal} in line {neighbour + 1}{below}"
