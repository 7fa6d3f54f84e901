"""Merge conflicts: the lines that git leaves in a file where it cannot merge two versions, in every style of it.

A conflict starts with ``<<<<<<<``, has ``=======`` between its two versions, and ends with ``>>>>>>>``; the styles
``diff3`` and ``zdiff3`` add the common old version after ``|||||||`` (git-config, ``merge.conflictStyle``). A project
sets how long the markers are (gitattributes, ``conflict-marker-size``), and markers inside a conflict are longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_USUAL_SIZE = 7
_MARKER = re.compile(r"^([ \t]*)(<{2,}|\|{2,}|={2,}|>{2,})(?:[ \t][^\n]*|\r?)$", re.MULTILINE)
_IN_PROSE = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_SURE = re.compile(r"^(?:[ \t]*(?:<{7,}|>{7,})(?:[ \t\r]|$)|[=|]{7,}(?:[ \t\r]|$))", re.MULTILINE)


@dataclass(slots=True)
class Conflict:
    """A conflict, or what is left of it: its marker lines, by their offsets (the end exclusive), in their order."""

    markers: list[tuple[int, int]] = field(default_factory=list)
    signs: str = ""
    """The sign of each of them."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it was removed yet."""
        return self.signs in ("<=>", "<|=>")

    @property
    def extra(self) -> list[tuple[int, int]]:
        """Return the lines without which the first version remains: those of the others, or the markers alone."""
        if not self.is_whole:
            return self.markers
        return [self.markers[0], (self.markers[1][0], self.markers[-1][1])]


def may_have_conflicts(text: str) -> bool:
    """Whether a text has a line that only a conflict leaves, even where the rest of the text is read without it."""
    return _SURE.search(text) is not None


def conflicts(text: str) -> Iterator[Conflict]:
    """Find the conflicts of a YAML file; an indented marker counts only if it is as long as git's."""
    open_: Conflict | None = None
    size = 0
    for line in _MARKER.finditer(text):
        indent, run = line[1], line[2]
        if indent and len(run) < _USUAL_SIZE:
            continue
        mark = (line.start(), line.end())
        if open_ and len(run) != size:
            continue  # of a conflict inside this one
        if run[0] == "<" or open_ is None:
            if open_:
                yield open_
            open_, size = Conflict(), len(run)
        open_.markers.append(mark)
        open_.signs += run[0]
        if run[0] == ">":
            yield open_
            open_ = None
    if open_:
        yield open_


def conflicts_in_prose(text: str) -> Iterator[Conflict]:
    """Find the conflicts of a Markdown text, outside of its fenced blocks, which may show some.

    A line of ``=======`` by itself is the underline of a heading (CommonMark §4.3); within a conflict, git's is
    the last.
    """
    open_: Conflict | None = None
    fence = ""
    start = 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        mark = (start, start + len(bare))
        start += len(line)
        if open_ is None and (fence or _FENCE.fullmatch(bare)):
            fence = _fence_after(fence, bare)
            continue
        found = _IN_PROSE.fullmatch(bare)
        sign = found[1][0] if found else ""
        if sign == "<" or (sign == ">" and open_ is None):
            if open_:
                yield Conflict(open_.markers[:1], "<")
            open_ = Conflict()
        if not open_ or not sign:
            continue
        if sign == open_.signs[-1:] == "=":
            open_.markers.pop()
            open_.signs = open_.signs[:-1]
        open_.markers.append(mark)
        open_.signs += sign
        if sign == ">":
            yield open_
            open_ = None
    if open_:
        yield Conflict(open_.markers[:1], "<")


def _fence_after(fence: str, line: str) -> str:
    """Return the fence of the block that a line is in after it, empty for none (CommonMark §4.5)."""
    found = _FENCE.fullmatch(line)
    if not found:
        return fence
    if not fence:
        return "" if found[1][0] == "`" and "`" in found[2] else found[1]
    is_end = found[1].startswith(fence) and not found[2].strip()
    return "" if is_end else fence


def explain(text: str, conflict: Conflict) -> tuple[str, str]:
    """Return what is wrong, and how to fix it."""
    lines = [text.count("\n", 0, start) + 1 for start, _ in conflict.markers]
    if not conflict.is_whole:
        several = f"lines {', '.join(map(str, lines))}" if len(lines) > 1 else "this line"
        fix = f"delete {several}; then check whether anything near it is there twice"
        return "a line that git left for a merge conflict is still here", fix
    first, last = lines[0], lines[-1]
    message = f"a merge conflict: lines {first} to {last} have both versions of what two people changed"
    old = f" and the old version between lines {lines[1]} and {lines[2]}" if len(lines) > len("<=>") else ""
    marks = ", ".join(map(str, lines[:-1]))
    fix = f"keep what you need of both versions, then delete lines {marks} and {last}{old}"
    if _goes_on(text, conflict):
        fix += f"; both go on in line {last + 1}: if you keep both, write the lines from there into the first, too"
    return message, fix


def _goes_on(text: str, conflict: Conflict) -> bool:
    """Whether both versions go on after the conflict: git takes the equal lines at their ends out of it."""
    second = text[conflict.markers[-2][1] : conflict.markers[-1][0]].lstrip("\r\n")
    after = text[conflict.markers[-1][1] :].removeprefix("\n")
    return second.startswith(" ") and _indentation(after) > _indentation(second)


def _indentation(text: str) -> int:
    return len(text) - len(text.lstrip(" "))
