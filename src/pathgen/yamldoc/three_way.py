"""Merging two versions of a YAML file by its keys and items, with the version that both were made from.

How it works. All three are taken apart into pieces (``pieces.py``). A piece that only one side changed is taken from
that side, with its comments; of a block that both changed, the pieces are merged, one by one. Items of a list are
recognised by what identifies them (the caller says what that is), so two sides that each add an item at one place do
not conflict: ours comes first. What is left is a value that both sides changed, or that one changed and the other
deleted: a conflict, in git's markers, around this value and nothing else.

Nothing depends on having thought of every case: the result is read again with either side of each conflict, and has
to contain everything that a side wrote, unless the other side deleted it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from pathgen.yamldoc.decode import read
from pathgen.yamldoc.format import FieldOrder, Odd, comments, formatted, in_brackets, in_encoding_of
from pathgen.yamldoc.parse import Tree
from pathgen.yamldoc.pieces import YamlPiece, pieces_of, shifted

MARKER_SIZE = 7
"""How many characters git's markers have unless an attribute says otherwise (gitattributes, conflict-marker-size)."""

Names = Callable[[Any], Mapping[str, str]]
"""Returns what identifies an item of a list: ``{kind: name}``, the surest kind first."""


class CannotMergeError(Exception):
    """The versions cannot be merged by their keys and items; the text says why."""


class FileVersions(NamedTuple):
    """The bytes of the three versions; ``base`` is empty where both sides added the file."""

    base: bytes
    ours: bytes
    theirs: bytes


class MergedFile(NamedTuple):
    """A merged file, and the number of values in it that both sides changed."""

    data: bytes
    conflicts: int


class _Conflict(NamedTuple):
    """Lines of which a person has to choose."""

    ours: tuple[str, ...]
    theirs: tuple[str, ...]


_Name = tuple[str, str]
"""A kind of name, and the name."""


class _Placed(NamedTuple):
    """An item, and the keys and items that it is in."""

    piece: YamlPiece
    lists: tuple[str, ...]


_Line = str | _Conflict
_Slot = tuple[YamlPiece | None, YamlPiece | None, YamlPiece | None]
"""A piece in each of the versions, in the order of ``FileVersions``."""


def merge(
    file: str, versions: FileVersions, names: Names, order: FieldOrder, marker_size: int = MARKER_SIZE
) -> MergedFile:
    """Return what the two sides make together, in the encoding and the line ends of ours.

    Raises:
        CannotMergeError: a version cannot be read, or something would be lost.
    """
    trees = [_tree(file, data, side) for data, side in zip(versions, ("base", "ours", "theirs"), strict=True)]
    base, ours, theirs = trees
    if ours is None or theirs is None:
        raise CannotMergeError("a side is empty")
    try:
        merger = _Merger(names, pieces_of(base) if base else None, pieces_of(ours), pieces_of(theirs))
    except Odd as error:
        raise CannotMergeError("it is not written line by line") from error
    lines = merger.whole()
    _check(file, lines, base, ours, theirs)
    conflicts = sum(isinstance(line, _Conflict) for line in lines)
    data = "".join(f"{line}\n" for line in _marked(lines, marker_size)).encode()
    if not conflicts and all(_is_formatted(file, tree, order) for tree in (ours, theirs)):
        data = formatted(file, data, order)
    _, source, _ = read(file, versions.ours)
    text = data.decode()
    if source and "\r\n" in source.source.text:
        text = text.replace("\n", "\r\n")
    return MergedFile(in_encoding_of(versions.ours, text), conflicts)


def _tree(file: str, data: bytes, side: str) -> Tree | None:
    """Return a version as a tree whose lines end with a line feed; ``None`` for one that is not there."""
    if not data.strip():
        return None
    source, tree, found = read(file, data)
    text = source.text.replace("\r\n", "\n")
    if text != source.text:
        _, tree, found = read(file, text.encode())
    if tree is None or found or "\r" in text:
        reason = f": line {found[0].span.line}: {found[0].message}" if found else ""
        raise CannotMergeError(f"{side} is not valid YAML{reason}")
    return tree


def _is_formatted(file: str, tree: Tree, order: FieldOrder) -> bool:
    data = tree.source.text.encode()
    return formatted(file, data, order, tree=tree, reads_again=False) == data


def _marked(lines: Iterable[_Line], size: int) -> Iterator[str]:
    """Yield the lines of a file, with git's markers around what conflicts."""
    for line in lines:
        if isinstance(line, str):
            yield line
        else:
            yield from (f"{'<' * size} ours", *line.ours, "=" * size, *line.theirs, f"{'>' * size} theirs")


@dataclass(slots=True)
class _Merger:
    """Merges three versions; where an item moved from one list to another, it is found by its name."""

    names: Names
    base: YamlPiece | None
    ours: YamlPiece
    theirs: YamlPiece
    everywhere: list[dict[tuple[str, str], _Placed]] = field(default_factory=list)
    """Every item of each version by what identifies it."""
    moved: set[tuple[str, str]] = field(default_factory=set)
    """What identifies the items that are in several lists, depending on the version, and differ."""

    def whole(self) -> list[_Line]:
        self.everywhere = [dict(self.named(version)) for version in (self.base, self.ours, self.theirs)]
        for name in set.intersection(*map(set, self.everywhere)):
            placed = [version[name] for version in self.everywhere]
            if len({item.lists for item in placed}) > 1 and len({item.piece.written for item in placed}) > 1:
                self.moved.add(name)
        empty = YamlPiece("", {}, 0, (), pieces=())
        base = self.base or empty
        above = _comments(base.above, self.ours.above, self.theirs.above)
        return [*above, *self.block(base, self.ours, self.theirs, 0)]

    def named(self, piece: YamlPiece | None, lists: tuple[str, ...] = ()) -> Iterator[tuple[_Name, _Placed]]:
        """Yield every item in a piece by what identifies it, with the keys and items that it is in."""
        for below in (piece.pieces or ()) if piece else ():
            names = self.names(below.value) if not below.name and isinstance(below.value, dict) else {}
            yield from ((name, _Placed(below, lists)) for name in names.items() if name[0] in _SURE)
            yield from self.named(below, (*lists, below.name or next(iter(names.values()), "")))

    def is_whole(self, piece: YamlPiece) -> bool:
        """Whether a piece can be taken as it is: nothing in it was moved by one side and changed by the other."""
        return not self.moved or not any(name in self.moved for name, _ in self.named(piece))

    def slot(self, slot: _Slot, column: int) -> list[_Line]:
        """Return the lines of a piece that some of the versions have."""
        base, ours, theirs = slot
        if ours and theirs:
            return self.both(base, ours, theirs, column)
        kept = ours or theirs
        if kept is None:
            return []
        if base is None:
            return self.arrived(kept, ours, column) or [*_lines(kept, column)]
        return self.left_by_a_side(base, ours, theirs, column)

    def left_by_a_side(
        self, base: YamlPiece, ours: YamlPiece | None, theirs: YamlPiece | None, column: int
    ) -> list[_Line]:
        """Return the lines of a piece that one side deleted or moved, and the other still has."""
        kept = ours or theirs
        assert kept  # noqa: S101 - for mypy
        if kept.written == base.written or self.has_moved(base, 1 if ours is None else 2):
            return []
        if base.is_list and kept.is_list:
            none_left = replace(kept, lines=(), above=(), pieces=(), below=())
            return self.both(base, ours or none_left, theirs or none_left, column)
        if kept.value == base.value:
            return [line for line in kept.above if line.strip() and line not in base.above]
        written = tuple(_lines(kept, column))
        return [_Conflict(written, ()) if ours else _Conflict((), written)]

    def has_moved(self, base: YamlPiece, side: int) -> bool:
        """Whether an item that is no longer in its list is in another list of that side."""
        return self.elsewhere(base, side) is not None

    def arrived(self, piece: YamlPiece, ours: YamlPiece | None, column: int) -> list[_Line]:
        """Return the lines of an item that a side moved into this list, with the changes of the other side."""
        base, other = self.elsewhere(piece, 0), self.elsewhere(piece, 2 if ours else 1)
        if base is None or other is None or other.written == base.written:
            return []
        return self.both(base, piece, other, column) if ours else self.both(base, other, piece, column)

    def elsewhere(self, piece: YamlPiece, version: int) -> YamlPiece | None:
        if piece.name or not isinstance(piece.value, dict):
            return None
        found = (self.everywhere[version].get(name) for name in self.names(piece.value).items())
        return next((item.piece for item in found if item), None)

    def both(self, base: YamlPiece | None, ours: YamlPiece, theirs: YamlPiece, column: int) -> list[_Line]:
        """Return the lines of a piece that both sides have."""
        if ours.written == theirs.written or (base and base.written == theirs.written and self.is_whole(ours)):
            return [*_lines(ours, column)]
        if base and base.written == ours.written and self.is_whole(theirs):
            return [*_lines(theirs, column)]
        above = [*shifted(_comments(base.above if base else (), ours.above, theirs.above), column - ours.column)]
        if ours.pieces is None or theirs.pieces is None or ours.is_list != theirs.is_list:
            return [*above, *_single(base, ours, theirs, column)]
        if base is None or base.pieces is None or base.is_list != ours.is_list:
            base = YamlPiece(ours.name, type(ours.value)(), column, (), head=ours.head, pieces=())
        lines = self.block(base, ours, theirs, column + ours.deeper)
        if ours.name:
            return [*above, *_below_key([f"{' ' * column}{line}" for line in _head(base, ours, theirs)], lines)]
        dashed = _with_dash(lines, ours.head, column)
        return [*above, *(dashed or [_Conflict(*(tuple(_shifted(side, column)) for side in (ours, theirs)))])]

    def block(self, base: YamlPiece, ours: YamlPiece, theirs: YamlPiece, column: int) -> list[_Line]:
        """Return the lines of the pieces of a block, and of the comments below them."""
        lines: list[_Line] = []
        for slot in self.slots(base, ours, theirs):
            lines += self.slot(slot, column)
        return [*lines, *_comments(base.below, ours.below, theirs.below)]

    def slots(self, base: YamlPiece, ours: YamlPiece, theirs: YamlPiece) -> list[_Slot]:
        """Return the pieces of a block in the order of the side that moved some, with the other side's put between."""
        old, left, right = base.pieces or (), ours.pieces or (), theirs.pieces or ()
        of_left = self.pairs(left, old, _ALL)
        of_right = self.pairs(right, old, _ALL)
        new_left = [number for number in range(len(left)) if number not in of_left]
        new_right = [number for number in range(len(right)) if number not in of_right]
        added = self.pairs([right[number] for number in new_right], [left[number] for number in new_left], _SURE)
        twins = {
            new_right[number]: new_left[twin]
            for number, twin in added.items()
            if self.may_be_same(right[new_right[number]], left[new_left[twin]])
        }
        slots: dict[int, list[YamlPiece | None]] = {number: [piece, None, None] for number, piece in enumerate(old)}
        numbers_left = [of_left.get(number, len(old) + number) for number in range(len(left))]
        for number, piece in zip(numbers_left, left, strict=True):
            slots.setdefault(number, [None, None, None])[1] = piece
        numbers_right = [
            of_right.get(number, len(old) + (twins[number] if number in twins else len(left) + number))
            for number in range(len(right))
        ]
        for number, piece in zip(numbers_right, right, strict=True):
            slots.setdefault(number, [None, None, None])[2] = piece
        return [tuple(slots[number]) for number in _in_order(numbers_left, numbers_right, len(old))]  # type: ignore[misc]

    def pairs(self, side: Sequence[YamlPiece], other: Sequence[YamlPiece], kinds: Sequence[str]) -> dict[int, int]:
        """Return the numbers of the pieces of a side with those of the same pieces of the other."""
        found: dict[int, int] = {}
        if any(piece.name for piece in (*side, *other)):
            places = {piece.name: number for number, piece in enumerate(other)}
            return {number: places[piece.name] for number, piece in enumerate(side) if piece.name in places}
        taken = set[int]()
        by_text: dict[tuple[str, ...], list[int]] = {}
        for number, piece in reversed([*enumerate(other)]):
            by_text.setdefault(piece.written, []).append(number)
        for number, piece in enumerate(side):
            if by_text.get(piece.written):
                found[number] = by_text[piece.written].pop()
                taken.add(found[number])
        for kind in kinds:
            mine = self.by_name(side, kind, found)
            for name, number in self.by_name(other, kind, taken).items():
                if name in mine:
                    found[mine[name]] = number
                    taken.add(number)
        return found

    def may_be_same(self, piece: YamlPiece, other: YamlPiece) -> bool:
        """Whether two items that were added are one: by chance, two pages may get one id, and both are kept."""
        address, other_address = (self.names(item.value).get("url") for item in (piece, other))
        return not address or not other_address or address == other_address

    def by_name(self, pieces: Sequence[YamlPiece], kind: str, done: Iterable[int]) -> dict[str, int]:
        """Return the numbers of the pieces that a name of some kind identifies, apart from those that are done."""
        skipped = set(done)
        found: dict[str, list[int]] = {}
        for number, piece in enumerate(pieces):
            name = self.names(piece.value).get(kind) if number not in skipped else None
            if name:
                found.setdefault(name, []).append(number)
        return {name: numbers[0] for name, numbers in found.items() if len(numbers) == 1}


_SURE = ("id", "ref", "url", "text")
"""Kinds of names that no two items share; the others are for items that have no such name."""
_ALL = (*_SURE, "name", "title", "question")


def _in_order(left: Sequence[int], right: Sequence[int], old: int) -> list[int]:
    """Return the numbers of both sides in one order: that of the side which moved some, with the others in between.

    Numbers below ``old`` are of the base, in its order. Where both sides add something at one place, ours come first.
    """
    common = set(left) & set(right)
    has_moved_left = [number for number in left if number < old] != sorted(number for number in left if number < old)
    first, second = (
        (left, right)
        if has_moved_left or [n for n in right if n in common] == [n for n in left if n in common]
        else (right, left)
    )
    is_ours_first = first is left
    order = [*first]
    known = set(first)
    place = 0
    for number in second:
        if number in known:
            place = order.index(number) + 1
            continue
        while is_ours_first and place < len(order) and order[place] >= old and order[place] not in common:
            place += 1
        order.insert(place, number)
        place += 1
    return order


def _lines(piece: YamlPiece, column: int) -> Iterator[str]:
    return shifted((*piece.above, *piece.lines), column - piece.column)


def _shifted(piece: YamlPiece, column: int) -> Iterator[str]:
    return shifted(piece.lines, column - piece.column)


def _comments(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Return the comments of both sides: one that only one side changed is changed, others are all kept."""
    if theirs in (base, ours):
        return [*ours]
    if ours == base:
        return [*theirs]
    known = {line.strip() for line in (*base, *ours)}
    return [*ours, *(line for line in theirs if line.strip() and line.strip() not in known)]


def _head(base: YamlPiece, ours: YamlPiece, theirs: YamlPiece) -> list[str]:
    """Return the first line of a block, below a comment of theirs that is not on it."""
    if theirs.head in (base.head, ours.head):
        return [ours.head]
    if base.head == ours.head:
        return [theirs.head]
    _, sign, comment = theirs.head.partition("#")
    return [f"{sign}{comment}", ours.head] if sign and comment not in ours.head else [ours.head]


def _below_key(head: Sequence[str], lines: Sequence[_Line]) -> list[_Line]:
    """Return the lines of a block below its key; where a choice leaves nothing of it, the key is part of the choice."""
    sides = [[*_of_side(lines, side)] for side in (0, 1)]
    is_left = [any(map(_is_text, side)) for side in sides]
    if all(is_left):
        return [*head, *lines]
    if not any(is_left):
        return [*lines]
    ours, theirs = ((*(head if has_text else ()), *side) for has_text, side in zip(is_left, sides, strict=True))
    return [_Conflict(ours, theirs)]


def _of_side(lines: Iterable[_Line], side: int) -> Iterator[str]:
    """Yield the lines with one side of each conflict."""
    for line in lines:
        yield from [line] if isinstance(line, str) else line[side]


def _is_text(line: str) -> bool:
    """Whether a line is more than a comment or blank."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _with_dash(lines: Sequence[_Line], dash: str, column: int) -> list[_Line] | None:
    """Return the lines of an item with its dash on the first that is not a comment; ``None`` where that is unclear."""
    for number, line in enumerate(lines):
        if isinstance(line, _Conflict):
            if not line.ours or not line.theirs:
                return None
            sides = [_with_dash(side, dash, column) for side in line]
            conflict = _Conflict(*(tuple(map(str, side or ())) for side in sides))
            return [*lines[:number], conflict, *lines[number + 1 :]]
        if _is_text(line):
            first = f"{' ' * column}{dash}{line[column + len(dash) :]}"
            above = [f"{' ' * column}{comment.strip()}" for comment in lines[:number] if isinstance(comment, str)]
            return [*above, first, *lines[number + 1 :]]
    return None


def _single(base: YamlPiece | None, ours: YamlPiece, theirs: YamlPiece, column: int) -> list[_Line]:
    """Return the lines of a value that both sides wrote, at least one of them not as a block."""
    lines = [*_shifted(ours, column)]
    if base and base.value == ours.value != theirs.value:
        ours, theirs = theirs, ours
        lines = [*_shifted(ours, column)]
    is_clean = ours.value == theirs.value or (base is not None and base.value == theirs.value)
    before, written, comment = ours.parts
    if not before or not theirs.parts[0]:
        return [*lines] if is_clean else [_conflict(ours, theirs, column)]
    comment = _behind(base, ours, theirs)
    if not is_clean:
        together = _texts_together(base, ours, theirs)
        if together is None:
            return [_conflict(ours, theirs, column)]
        written = in_brackets(together)
    return [f"{' ' * column}{before}{written}{f'  {comment}' if comment else ''}"]


def _conflict(ours: YamlPiece, theirs: YamlPiece, column: int) -> _Conflict:
    return _Conflict(tuple(_shifted(ours, column)), tuple(_shifted(theirs, column)))


def _behind(base: YamlPiece | None, ours: YamlPiece, theirs: YamlPiece) -> str:
    """Return the comment behind a value."""
    old = base.parts[2] if base else ""
    left, right = ours.parts[2], theirs.parts[2]
    if right in (old, left):
        return left
    return right if left == old else f"{left}  {right}"


def _texts_together(base: YamlPiece | None, ours: YamlPiece, theirs: YamlPiece) -> list[str] | None:
    """Return the texts of a list in brackets that both sides changed; ``None`` if it is not such a list."""
    lists = [base.value if base else [], ours.value, theirs.value]
    if any(not isinstance(texts, list) or any(not isinstance(text, str) for text in texts) for texts in lists):
        return None
    if any(len(set(texts)) != len(texts) for texts in lists):
        return None
    old, left, right = lists
    numbers = {text: number for number, text in enumerate(dict.fromkeys([*old, *left, *right]))}
    texts = [*numbers]
    order = _in_order([numbers[text] for text in left], [numbers[text] for text in right], len(old))
    gone = (set(old) - set(left)) | (set(old) - set(right))
    return [texts[number] for number in order if texts[number] not in gone] or None


# --- the check ---------------------------------------------------------------------------------------------------


def _check(file: str, lines: Sequence[_Line], base: Tree | None, ours: Tree, theirs: Tree) -> None:
    """Compare the result, with either side of each conflict, with what the sides wrote.

    Raises:
        CannotMergeError: something that a side wrote is in neither, though the other side did not delete it.
    """
    old, left, right = (_facts(tree) for tree in (base, ours, theirs))
    results = [_facts(_resolved(file, lines, side)) for side in (0, 1)]
    for side, result in zip((left, right), results, strict=True):
        other = right if side is left else left
        if side - (old - other) - result:
            raise CannotMergeError("a value would be lost")
        if result - left - right:
            raise CannotMergeError("a value would be added that no side has")
    remarks = [comments(tree) if tree else Counter[str]() for tree in (base, ours, theirs)]
    text = "\n".join(_marked(lines, MARKER_SIZE))
    for number, other_number in ((1, 2), (2, 1)):
        for comment in remarks[number] - (remarks[0] - remarks[other_number]):
            if comment.strip() not in text:
                raise CannotMergeError("a comment would be lost")


def _resolved(file: str, lines: Iterable[_Line], side: int) -> Tree:
    """Read the result with one side of each conflict."""
    text = "".join(f"{line}\n" for line in _of_side(lines, side))
    _, tree, found = read(file, text.encode())
    if tree is None or found:
        raise CannotMergeError(f"together they would be wrong: {found[0].message if found else 'unreadable'}")
    return tree


def _facts(tree: Tree | None) -> Counter[tuple[str, str]]:
    """Count the texts of a version, each with the key that it is below."""
    return Counter(_texts("", tree.value)) if tree else Counter()


def _texts(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    else:
        for name, below in value.items() if isinstance(value, dict) else ((key, item) for item in value):
            yield from _texts(name, below)
