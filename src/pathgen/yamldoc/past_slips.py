"""Reading a file past its slips, so that one of them does not hide what is wrong in the rest.

Where the parser stops, the slip is looked for near that place, fixed in memory, and the parser is asked again. Where
no fix helps, the item around the place is left out. What is read has the places of the text as its author wrote it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from pathgen.diagnostics import Diagnostic, Severity, Source, Span
from pathgen.yamldoc import decode
from pathgen.yamldoc.conflicts import conflicts, explain, may_have_conflicts
from pathgen.yamldoc.edit import TextEdit, replaced
from pathgen.yamldoc.known import Known
from pathgen.yamldoc.parse import COMPOSITE, CONTROL, ParseError, Spans, Tree, build, first_error
from pathgen.yamldoc.slips import GLUED, LIKELY, QUOTES, SURE, is_meant
from pathgen.yamldoc.slips.slip_fix import FARTHEST, LEAST_LIKENESS, SlipFix
from pathgen.yamldoc.slips.text_lines import TextLines

MAX_SLIPS = 20
"""The most slips that are read past in one file."""
MAX_TRIED = 20_000_000
"""The most characters that are parsed to find the right fixes: some seconds."""
MAX_LENGTH = 4_000_000
"""The longest file that is read past its slips, in characters."""
_LONGEST_LINE = 2_000
"""Longer lines are not looked at: nobody writes them."""
_ABOVE = 60
"""How many lines above the place where the parser stopped a quote may have been opened."""
_MEANT = frozenset({"yaml-alias", "yaml-tag"})
_RECOVERABLE = _MEANT | {"yaml-syntax", "control-character"}
_DASHES = "[\u2010-\u2015\u2212\u2022\u00b7\u25aa\u25e6\u2043]"
_ODD_SPACE = "[\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000]"
_MAY_BE_ODD = re.compile(
    rf"^[ \t]*(?:- +)*(?:(?:{_DASHES}|[*+] )[ ]?\w|-[^\s-]|[A-Za-z_]\w{{0,40}} ?(?::[^\s/:]|\uff1a|:?{_ODD_SPACE}))"
    rf"|^[ \t]*(?:- *)?{_ODD_SPACE}|[{{,] ?[a-z_]{{1,40}}:[^\s/:]"
    r"|^[ \t]*(?:- +)*(?:[A-Za-z_]\w{0,40} ?(?:=|:=)[> ]|\([A-Za-z_]\w{0,40}: )",
    re.MULTILINE,
)
"""A text without this has no slip that the parser reads past; a text with it may have one."""
_ODD_KEY = re.compile(rf"{_DASHES}|[*+] |-|\(\w+$|\w+(?::|\uff1a)\S|[^:]*{_ODD_SPACE}")
_ODD_TEXT = re.compile(r"([A-Za-z_][\w-]*)(?::[^\s/:]|\uff1a|\s?:?=[> ])")
_ODD_LIST = re.compile(rf"(?:{_DASHES}|[*+] |-(?=\w))[^\n]*\n\s*(?:{_DASHES}|[*+] |-(?=\w))")


class _Stop(NamedTuple):
    """Where the parser stopped, in something that starts at ``opened``; why, unless it did not notice."""

    stopped: int
    opened: int | None
    diagnostic: Diagnostic | None


def read(
    file: str, data: bytes, known: Known | None = None, *, number: int = 0
) -> tuple[Source, Tree | None, list[Diagnostic]]:
    """Do what ``decode.read`` does, and read past slips: the tree has what is right, the diagnostics what is not."""
    source, tree, found = decode.read(file, data, known, number=number)
    if len(source.text) > MAX_LENGTH:
        return source, tree, found
    is_slip = tree is None and found and found[-1].code in _RECOVERABLE
    is_odd = tree is not None and (may_have_conflicts(source.text) or _MAY_BE_ODD.search(source.text))
    if not (is_slip or is_odd):
        return source, tree, found
    recovery = _Recovery(source)
    built = recovery.build()
    if not recovery.found:
        return source, tree, found
    if built is None or not isinstance(built[0], dict):
        return source, None, recovery.found
    return source, Tree(source, built[0], built[1], recovery.is_whole), recovery.found


def half_read(tree: Tree, found: Iterable[Diagnostic]) -> tuple[Span, ...]:
    """Return the places of the texts with a slip of those found in them: what else is wrong there may come of it."""
    slips = [found.span for found in found if isinstance(found.span, Span) and found.code in _RECOVERABLE]
    places = sorted(span.start for span in slips if span.source is tree.source)
    texts = _texts(tree.marks) if places else ()
    return tuple(
        Span(tree.source, start, end) for start, end in texts if bisect_right(places, end) > bisect_left(places, start)
    )


def _texts(marks: Spans) -> Iterator[tuple[int, int]]:
    """Yield where each text below is."""
    if len(marks) < COMPOSITE:
        yield marks[0], marks[1]
        return
    below = [mark for _, _, mark in marks[2].values()] if isinstance(marks[2], dict) else marks[2]
    for mark in below:
        yield from _texts(mark)


def why_not_yaml(file: str, text: str | None, error: Exception) -> str:
    """Return in one line where another file than a catalogue is not YAML, why, and how to fix it."""
    if text is None:
        return f"{file}: not YAML: it is not UTF-8 text; save it as UTF-8"
    unprintable = CONTROL.search(text)
    if unprintable:
        return f"{file}: not YAML: it contains the control character U+{ord(unprintable[0]):04X}; delete it"
    found = _first_slip(Source(file, text[:MAX_LENGTH]))
    if found is not None:
        return f"{found.span}: not YAML: {found.message}; {found.help}"
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return f"{file}: not YAML: it is nested too deeply"
    place = f"{file}:{mark.line + 1}:{mark.column + 1}"
    return f"{place}: not YAML: {_REFUSED.get(type(error).__name__, 'this cannot be used here')}"


_REFUSED = {
    "ConstructorError": "this tag or key cannot be used here",
    "MarkedYAMLError": "a key is a list or mapping",
    "ComposerError": "this is a second document, or an alias without its anchor",
}


def _first_slip(source: Source) -> Diagnostic | None:
    """Return the first slip of a text, in which anchors and tags are allowed; ``None`` if its syntax is right."""
    recovery = _Recovery(source)
    recovery.leave_out_conflicts()
    refused = None if recovery.found else first_error(source)
    if refused:
        stop = _Stop(refused.stopped, refused.opened, refused.diagnostic)
        if not recovery.fix(stop):
            return refused.diagnostic
    return next(iter(recovery.found), None)


class _Recovery:
    """The text of a file while its slips are fixed, and what was found."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.layers: list[_Layer] = []
        self.found: list[Diagnostic] = []
        self.is_whole = True
        self.tried = 0
        self.moved: dict[int, Diagnostic] = {}
        """What was said of the lines that were moved, by where they are."""

    def build(self) -> tuple[Any, Spans] | None:
        """Return the values and marks of what can be read; ``None`` where too much is wrong."""
        self.leave_out_conflicts()
        self.leave_out_controls()
        for _ in range(MAX_SLIPS):
            found: list[Diagnostic] = []
            built = self._try(self.text, found)
            if not isinstance(built, _Stop):
                value, marks = built
                self.found += [self._moved(diagnostic) for diagnostic in found]
                return value, self._marks(marks)
            is_data = (
                not built.diagnostic or built.diagnostic.code not in _MEANT or not is_meant(self.text, built.stopped)
            )
            if not (is_data and (self.fix(built) or self._leave_out(built))):
                if built.diagnostic:
                    self.found.append(self._moved(built.diagnostic))
                    return None
                self.tried = MAX_TRIED  # what is odd here is not a slip after all
        return None

    def leave_out_conflicts(self) -> None:
        """Report the conflicts, and leave out all but their first versions."""
        edits = []
        for conflict in conflicts(self.text):
            message, help_ = explain(self.text, conflict)
            span = Span(self.source, *conflict.markers[0])
            related = tuple(
                (Span(self.source, *mark), _PARTS[sign])
                for sign, mark in zip(conflict.signs[1:], conflict.markers[1:], strict=True)
            )
            self.found.append(Diagnostic("merge-conflict", Severity.ERROR, span, message, help_, related))
            edits += [TextEdit(start, end, _blank(self.text[start:end])) for start, end in conflict.extra]
            self.is_whole = False
        self.text = replaced(self.text, edits)

    def leave_out_controls(self) -> None:
        """Report the control characters, and leave them out, unless there are so many that the text is none."""
        places = [*islice(CONTROL.finditer(self.text), MAX_SLIPS)]
        if len(places) == MAX_SLIPS:
            self.tried = MAX_TRIED
            return
        self.found += (self._moved(decode.control_character(Source("", self.text), place)) for place in places)
        self._replace([TextEdit(place.start(), place.end(), "") for place in places])

    def _replace(self, edits: list[TextEdit]) -> None:
        self.text = replaced(self.text, edits)
        self.layers.append(_Layer(edits))

    def _try(self, text: str, found: list[Diagnostic]) -> tuple[Any, Spans] | _Stop:
        """Return what a text says, or where the parser stops."""
        self.tried += len(text)
        try:
            value, marks = build(Source(self.source.file, text), found)
        except ParseError as refused:
            return _Stop(refused.stopped, refused.opened, refused.diagnostic)
        if _MAY_BE_ODD.search(text) and self.tried < MAX_TRIED:
            odd = next(iter(sorted(_odd(text, value, marks))), None)
            if odd is not None:
                return _Stop(odd, None, None)
        return value, marks

    def _tried(self, text: str, stop: _Stop) -> object:
        """Return where the parser stops with a fixed text; only the syntax is looked at where that was wrong."""
        if not stop.diagnostic or stop.diagnostic.code != "yaml-syntax":
            return self._try(text, [])
        self.tried += len(text)
        refused = first_error(Source(self.source.file, text))
        return refused and _Stop(refused.stopped, refused.opened, refused.diagnostic)

    def fix(self, stop: _Stop) -> bool:
        """Find the slip near the place where the parser stopped, report and fix it; return whether it was found."""
        lines = TextLines(self.text)
        at = lines.number(min(stop.stopped, len(self.text)))
        above = [*lines.above(at)][:_ABOVE]
        opened = [lines.number(stop.opened)] if stop.opened is not None else []
        if any(len(lines[number]) > _LONGEST_LINE for number in (at, *above)):
            return False
        near = [*dict.fromkeys((at, *above[:1], *opened))]
        fixes = (fix for kind in SURE for number in near for fix in kind(lines, number, stop.stopped))
        far = (fix for kind in QUOTES for number in above for fix in kind(lines, number, stop.stopped))
        for fix in (*fixes, *(fix for fix in far if fix.is_closing)):
            if self._reached(fix, stop, lines):
                return self._apply(fix, stop)
        several = [*_several(lines, at, stop.stopped)]
        if len(several) > 1 and self._reached(_together(several), stop, lines):
            return self._apply(_together(several), stop, several)
        item = [number for number in above if lines.parts(number)["dash"]][:1]
        near = [*dict.fromkeys((*near, *item))]
        likely = (fix for kind in LIKELY for number in near for fix in kind(lines, number, stop.stopped))
        alike = (fix for fix in likely if fix.likeness is None or fix.likeness >= LEAST_LIKENESS)
        reached = [(place, fix) for fix in alike if (place := self._reached(fix, stop, lines))]
        if not reached:
            return False
        likeness = max((fix.likeness for _, fix in reached if fix.likeness is not None), default=None)
        best = [(place, fix) for place, fix in reached if fix.likeness in (None, likeness)]
        return self._apply(max(best, key=_preference)[1], stop)

    def _reached(self, fix: SlipFix, stop: _Stop, lines: TextLines) -> tuple[float, float] | None:
        """Return the place where the parser stops with a fix; ``None`` where it gets no further."""
        if self.tried > MAX_TRIED:
            return None
        text = replaced(self.text, fix.edits)
        if text == self.text:
            return None
        after = self._tried(text, stop)
        if not isinstance(after, _Stop):
            return float("inf"), 0.0
        if stop.diagnostic is None and after.diagnostic is not None:
            return None
        if stop.diagnostic is not None and after.diagnostic is None:  # what is left is read, only oddly
            return float("inf"), 0.0
        reached, before = _place(text, after.stopped), _place(self.text, stop.stopped)
        is_other = reached != before or _line(text, after.opened) != _line(self.text, stop.opened)
        is_past = reached > before or (fix.is_closing and is_other and lines.number(fix.at) + 1 < reached[0])
        # The parser looks at signs before it looks at what they mean: a slip further up shows only now.
        is_above = not fix.by and reached[0] < lines.number(min(edit.start for edit in fix.edits)) + 1
        return reached if is_past or is_above else None

    def _apply(self, fix: SlipFix, stop: _Stop, reported: Iterable[SlipFix] = ()) -> bool:
        code = stop.diagnostic.code if stop.diagnostic else "yaml-syntax"
        for slip in reported or (fix,):
            at = self._original(slip.at)
            span = Span(self.source, at, min(at + 1, len(self.source.text)))
            message = slip.message
            if slip.by and at in self.moved:  # not far enough
                message = self.moved[at].message
                self.found.remove(self.moved[at])
            self.found.append(Diagnostic(code, Severity.ERROR, span, message, slip.help))
            if slip.by:
                self.moved[at] = self.found[-1]
        self._replace([*fix.edits])
        return True

    def _leave_out(self, stop: _Stop) -> bool:
        """Report what no fix helps against, and leave out the smallest item without which the parser gets on."""
        if stop.diagnostic is None:
            return False
        lines = TextLines(self.text)
        for start, end in _items(lines, lines.number(min(stop.stopped, len(self.text)))):
            without = self.text[:start] + _blank(self.text[start:end]) + self.text[end:]
            after = self._tried(without, stop)
            if not isinstance(after, _Stop) or after.stopped >= end:
                self.found.append(self._moved(stop.diagnostic))
                self.text = without
                self.is_whole = False
                return True
            if self.tried > MAX_TRIED:
                break
        return False

    def _original(self, offset: int) -> int:
        """Return where something of the fixed text is in the text as it was written."""
        for layer in reversed(self.layers):
            offset = layer.before(offset)
        return min(offset, len(self.source.text))

    def _moved(self, found: Diagnostic) -> Diagnostic:
        """Return a diagnostic of the fixed text with the places of the text as it was written."""
        related = tuple((self._span(span), words) for span, words in found.related)
        assert isinstance(found.span, Span), "the parser has the text"  # noqa: S101 - for mypy
        return Diagnostic(found.code, found.severity, self._span(found.span), found.message, found.help, related)

    def _span(self, span: Span) -> Span:
        start = self._original(span.start)
        return Span(self.source, start, max(start, self._original(span.end)))

    def _marks(self, marks: Spans) -> Spans:
        """Return marks with the places of the text as it was written."""
        start, end = self._original(marks[0]), self._original(marks[1])
        if len(marks) < COMPOSITE:
            return (start, end)
        if isinstance(marks[2], dict):
            children: Any = {
                key: (self._original(begin), self._original(stop), self._marks(below))
                for key, (begin, stop, below) in marks[2].items()
            }
        else:
            children = [self._marks(below) for below in marks[2]]
        return (start, end, children)


_PARTS = {
    "<": "the first version starts here",
    "|": "the common old version starts here",
    "=": "the second version starts here",
    ">": "the second version ends here",
}


def _preference(choice: tuple[tuple[float, float], SlipFix]) -> tuple[object, ...]:
    """Return what to compare fixes by: the best gets the parser to the last line, moves least, and edits least."""
    place, fix = choice
    return fix.by <= FARTHEST, place[0], -fix.by, fix.is_usual, -len(fix.edits)


def _several(lines: TextLines, number: int, stopped: int) -> Iterator[SlipFix]:
    """Yield a fix for each of the lines around the place where the parser stopped that have one of the same kinds."""
    for line in reversed([number, *lines.above(number)][:_ABOVE]):
        yield from islice((fix for kind in GLUED for fix in kind(lines, line, stopped)), 1)
    for line in range(number + 1, min(number + _ABOVE, len(lines))):
        fix = next((fix for kind in GLUED for fix in kind(lines, line, stopped)), None)
        if fix is None:
            return
        yield fix


def _together(fixes: list[SlipFix]) -> SlipFix:
    return fixes[0]._replace(edits=tuple(edit for fix in fixes for edit in fix.edits))


class _Layer:
    """The edits of one fix: from the places after it to those before."""

    def __init__(self, edits: list[TextEdit]) -> None:
        self.edits = sorted(edits, key=lambda edit: (edit.start, edit.end))
        self.starts: list[int] = []
        moved = 0
        for edit in self.edits:
            self.starts.append(edit.start + moved)
            moved += len(edit.text) - (edit.end - edit.start)

    def before(self, offset: int) -> int:
        """Return where something was before the edits; the text of an edit counts as the place of what it replaced."""
        number = bisect_right(self.starts, offset) - 1
        if number < 0:
            return offset
        edit, start = self.edits[number], self.starts[number]
        if offset < start + len(edit.text):
            return min(edit.start + offset - start, edit.end)
        return edit.end + offset - start - len(edit.text)


def _blank(text: str) -> str:
    return re.sub(r"[^\r\n]", " ", text)


def _place(text: str, offset: int) -> tuple[float, float]:
    """Return the line of an offset, and how few characters are left on it: a place that edits before it do not move."""
    end = text.find("\n", offset)
    return text.count("\n", 0, offset) + 1, offset - (len(text) if end < 0 else end)


def _line(text: str, offset: int | None) -> int:
    return text.count("\n", 0, offset or 0)


def _items(lines: TextLines, number: int) -> Iterator[tuple[int, int]]:
    """Yield the items around a line, from the smallest to the whole value of a top-level key, by their offsets."""
    lowest = len(lines.text)
    for start in (number, *lines.above(number)):
        line = lines[start]
        indent = len(line) - len(line.lstrip())
        if indent >= lowest or not line.strip() or not (lines.parts(start)["dash"] or indent == 0):
            continue
        lowest = indent
        end = next(
            (
                below
                for below in range(max(start, number) + 1, len(lines))
                if lines[below].strip() and len(lines[below]) - len(lines[below].lstrip()) <= indent
            ),
            len(lines),
        )
        first = start if _has_siblings(lines, start, end) else next(lines.above(start), start)
        yield lines.starts[first], lines.starts[end] if end < len(lines) else len(lines.text)


def _has_siblings(lines: TextLines, start: int, end: int) -> bool:
    """Whether a list has other items than the one of these lines."""
    above = next(lines.above(start), None)
    is_first = above is None or (lines.parts(above)["key"] and not lines.parts(above)["value"])
    is_last = end >= len(lines) or not lines.parts(end)["dash"]
    return not (above is not None and is_first and is_last and lines.parts(start)["dash"])


def _odd(text: str, value: Any, marks: Spans) -> Iterator[int]:
    """Yield the places of keys and values that are a slip, although the parser reads them."""
    if len(marks) < COMPOSITE:
        start = marks[0]
        is_first = not text[text.rfind("\n", 0, start) + 1 : start].strip(" -")
        key = _ODD_TEXT.match(value) if isinstance(value, str) else None
        is_key = key is not None and re.search(rf"^\s*(?:- +)*{re.escape(key[1])}: ", text, re.MULTILINE) is not None
        if is_first and (is_key or _ODD_LIST.match(text, start, marks[1])):
            yield start
        return
    if isinstance(marks[2], dict):
        for key_, (start, end, below) in marks[2].items():
            if _ODD_KEY.match(key_) and text[start] not in "'\"" and end - start < MAX_KEY:
                yield start
            yield from _odd(text, value[key_], below)
    else:
        for item, below in zip(value, marks[2], strict=True):
            yield from _odd(text, item, below)


MAX_KEY = 200
"""The longest key that is looked at for a slip."""
