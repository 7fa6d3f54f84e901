"""A catalogue over several files: the lists of those that it includes, put among its own.

Patterns name files in the catalogue's own folder and below, and nothing else: a catalogue may come from a stranger. An
included file includes none itself, so there are no circles. Its values join the trees of the catalogue's own file, and
its marks say that they count in another source, so that all that follows finds every value at its place.

A file that has a `path` joins nothing: it is another path of the same site, in a folder of its own, and may include
files from there, though no further paths (docs/decisions/0021-a-path-a-folder.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from pathgen.catalogue.field_names import help_for_unknown
from pathgen.catalogue.model import File
from pathgen.catalogue.values import ID_PATTERN
from pathgen.diagnostics import Diagnostic, Severity, Source, Span, quote, shorten
from pathgen.errors import PathgenError
from pathgen.files import MAX_BYTES, read_bytes
from pathgen.yamldoc.known import Known
from pathgen.yamldoc.parse import MAX_VALUES, Tree, framed, key_span_of, span_of
from pathgen.yamldoc.past_slips import read

CODE = "bad-include"
_FOLDER = re.compile(ID_PATTERN)
_OURS = frozenset({"build", "content", "languages", "overrides", "site", "templates"})
"""The folders of a project that have a meaning (see ``Project``)."""
MAX_FILES = 1_000
"""The most files of a catalogue: with more, nobody finds an entry."""
ONLY_ONCE = ("path", "include", "rules")
"""What only the catalogue's own file may contain: it concerns the whole."""
INCLUDABLE = tuple(name for name in File.model_fields if name not in ONLY_ONCE)
"""What an included file may contain."""
OWN_PATH = "path"
"""What makes an included file a path of its own."""
SINGLE = "preparation"
"""The only one of these fields that is not a list."""


Opened = tuple[Source, Tree | None, list[Diagnostic]]
"""A file as ``decode.read`` returns it."""


@dataclass(slots=True)
class IncludedFiles:
    """The files that the patterns of a catalogue name, apart from the values merged into the trees."""

    sources: list[Source]
    """The files of the catalogue in the order in which they were read, its own first."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    paths: dict[str, Opened] = field(default_factory=dict)
    """The files that are paths of their own, as they were read, by their folders as they are seen from here."""


def patterns_of(value: Mapping[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    """List the patterns of a catalogue's plain values, each with its path; the schema reports other values."""
    written = value.get("include")
    if isinstance(written, str):
        return [(("include",), written)] if written else []
    items = enumerate(written) if isinstance(written, list) else ()
    return [(("include", number), pattern) for number, pattern in items if isinstance(pattern, str) and pattern]


def include(
    tree: Tree, known: Known | None, instead: Mapping[Path, bytes], *, may_hold_paths: bool = True
) -> IncludedFiles:
    """Merge the lists of all included files into those of a catalogue, at the place of its ``include``.

    ``instead`` has the future bytes of files that are not written yet, by their resolved paths.
    """
    done = IncludedFiles([tree.source])
    before = set[str]()
    for key in tree.value:
        if key == "include":
            break
        before.add(key)
    added: dict[str, list[Tree]] = {}
    for part in _parts(tree, known, instead, done, may_hold_paths=may_hold_paths):
        for name in part.value:
            added.setdefault(name, []).append(part)
    for name, parts in added.items():
        if name == SINGLE:
            _put_single(tree, parts, done.diagnostics)
        else:
            put_list(tree, name, parts, is_behind=name in before)
    return done


def _parts(
    tree: Tree, known: Known | None, instead: Mapping[Path, bytes], done: IncludedFiles, *, may_hold_paths: bool
) -> Iterator[Tree]:
    """Read the files and yield what each may contain; a path of its own is put aside."""
    folder = Path(tree.source.file).parent
    limit = _Limit()
    for path, span in _files(tree, folder, done.diagnostics):
        message = limit.against(path, instead)
        opened = None if message else _open(path, span, known, instead, done)
        if opened and opened[1]:
            message = limit.against_values(opened[1].value)
        if message:
            help_ = "keep what belongs together in a path of its own"
            done.diagnostics.append(Diagnostic("too-large", Severity.ERROR, span, message, help_))
            break
        if opened is None:
            continue
        source, part, found = opened
        if part and may_hold_paths and OWN_PATH in part.value:
            _keep_path(
                path.parent.relative_to(folder).as_posix(), key_span_of(source, part.marks, (OWN_PATH,)), opened, done
            )
            continue
        done.sources.append(source)
        done.diagnostics += found
        if part:
            done.diagnostics += _keep_fit(part)
            yield part


class _Limit:
    """Counts what the files contain together: no more than one file may."""

    def __init__(self) -> None:
        self.files = self.bytes = self.values = 0

    def against(self, path: Path, instead: Mapping[Path, bytes]) -> str:
        """Return why one more file is too much; an empty text where it is not."""
        self.files += 1
        self.bytes += len(instead[_resolved(path)]) if _resolved(path) in instead else _size(path)
        if self.files > MAX_FILES:
            return f"the catalogue has more than {MAX_FILES:,} files"
        return f"the included files are larger than {MAX_BYTES // 2**20} MB" if self.bytes > MAX_BYTES else ""

    def against_values(self, value: Any) -> str:
        """Return why these values are too many; an empty text where they are not."""
        open_ = [value]
        while open_:
            item = open_.pop()
            self.values += 1
            below = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
            open_ += below
        return f"the included files contain more than {MAX_VALUES:,} values" if self.values > MAX_VALUES else ""


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _files(tree: Tree, folder: Path, found: list[Diagnostic]) -> Iterator[tuple[Path, Span]]:
    """Yield the files that the patterns name, each with the pattern's place."""
    home = folder.resolve()
    taken = {Path(tree.source.file).resolve(): "the catalogue itself"}
    for at, pattern in patterns_of(tree.value):
        span = span_of(tree.source, tree.marks, at)
        wrong = fault(pattern)
        if wrong:
            found.append(_bad(span, f"{quote(pattern)} {wrong[0]}", wrong[1]))
            continue
        paths = _matches(folder, pattern)
        if not paths:
            help_ = "write the path as it is seen from the folder of this file, such as steps/*.yaml"
            found.append(_bad(span, f"no file is called {quote(pattern)}", help_))
        for path in paths:
            place = _resolved(path)
            name = path.relative_to(folder).as_posix()
            if not place.is_relative_to(home):
                help_ = "put the file itself there"
                found.append(_bad(span, f"{quote(name)} is a link that leads out of the folder of this file", help_))
            elif place in taken:
                help_ = "name each file once; put files for another pattern in a separate folder"
                found.append(_bad(span, f"{quote(name)} is included twice: it is {taken[place]}", help_))
            else:
                taken[place] = f"named by {quote(pattern)}"
                yield path, span


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a link that leads in a circle, for Python before 3.13; reading it reports that
        return path.absolute()


_DEEPEST = 20
"""The most parts of a pattern: Python looks for each by a call within a call."""


def fault(pattern: str) -> tuple[str, str] | None:
    """Return what is wrong with a pattern and how to fix it; ``None`` for one that stays in the folder."""
    if "\\" in pattern:
        return "has a backslash", "write / between folders, on every system"
    if pattern.startswith(("/", "~")) or re.match("[A-Za-z]:", pattern):
        return "is a place of one machine", "write the path as it is seen from the folder of this file"
    if ".." in pattern.split("/"):
        return "leads out of the folder of this file", "move the file into the folder, and name it from there"
    if "**" in pattern:
        return "looks through all folders", "write one * for each folder: */*.yaml"
    parts = PurePosixPath(pattern).parts
    if not parts or "\0" in pattern:
        return "names no file", "name a file, or several with *"
    too_deep = f"goes through more than {_DEEPEST} folders", "move the file closer to this one"
    return too_deep if len(parts) > _DEEPEST else None


def _matches(folder: Path, pattern: str) -> list[Path]:
    """List what a sound pattern names, sorted by name; nothing hidden, and no folders."""
    try:
        found = [path for path in folder.glob(pattern) if path.is_file() or path.is_symlink()]
    except (OSError, ValueError):
        return []
    shown = {path.relative_to(folder).as_posix(): path for path in found}
    return [shown[name] for name in sorted(shown) if "/." not in f"/{name}"]


def is_named(name: str, patterns: list[str]) -> bool:
    """Whether a file's name, as seen from the catalogue's folder, is one that its patterns include."""
    path = PurePosixPath(name)
    return any(len(path.parts) == len(PurePosixPath(pattern).parts) and path.match(pattern) for pattern in patterns)


def _open(
    path: Path, span: Span, known: Known | None, instead: Mapping[Path, bytes], done: IncludedFiles
) -> Opened | None:
    """Read one file; ``None`` where it cannot be read."""
    try:
        data = instead[_resolved(path)] if _resolved(path) in instead else read_bytes(path)
    except PathgenError as error:
        done.diagnostics.append(_bad(span, str(error), "make it a file that you may read, or name another"))
        return None
    source, tree, found = read(str(path), data, known, number=len(done.sources))
    help_ = "an included file is a mapping of lists, such as `steps:`; delete the file if it is not needed"
    return source, tree, [replace(item, help=help_) if item.code == "not-a-catalogue" else item for item in found]


def _keep_path(folder: str, span: Span, opened: Opened, done: IncludedFiles) -> None:
    """Record a file that is a separate path: its folder is its address, and the scope of its ids."""
    if folder == ".":
        help_ = "move the file to a folder of its own, such as statistics/resources.yaml, or delete its `path`"
        done.diagnostics.append(_bad(span, "`path` makes this a path of its own, beside the site's", help_))
    elif folder in done.paths:
        help_ = "move each to a separate folder: its name is the path's address on the site"
        other = done.paths[folder][0].file
        done.diagnostics.append(_bad(span, f"`path` makes this a second path in one folder with {quote(other)}", help_))
    elif folder.split("/", maxsplit=1)[0] in _OURS:
        help_ = "move the path to a folder of another name, such as statistics/resources.yaml"
        done.diagnostics.append(_bad(span, f"the folder {quote(folder)} is for other files of the site", help_))
    elif not all(_FOLDER.fullmatch(part) for part in folder.split("/")):
        help_ = "use small letters, digits and `-` for the folder, as in statistics/resources.yaml"
        done.diagnostics.append(_bad(span, f"the folder {quote(folder)} cannot be the address of a path", help_))
    else:
        done.paths[folder] = opened


def _keep_fit(tree: Tree) -> Iterator[Diagnostic]:
    """Keep what an included file may contain, and report the rest."""
    for name in list(tree.value):
        wrong = _unfit(tree, name)
        if wrong:
            yield wrong
            del tree.value[name], tree.marks[2][name]


def _unfit(tree: Tree, name: str) -> Diagnostic | None:
    """Return why an included file may not have a key."""
    span = key_span_of(tree.source, tree.marks, (name,))
    if name in ONLY_ONCE:
        return _bad(span, f"`{name}` is not allowed in an included file", "write it in the file that includes this one")
    if name not in INCLUDABLE:
        help_ = help_for_unknown(name, INCLUDABLE)
        message = f"there is no field `{shorten(name)}` in an included file"
        return Diagnostic("unknown-field", Severity.ERROR, span, message, help_)
    value = tree.value[name]
    if value == "":
        help_ = "write a value after the colon, or delete the line"
        return Diagnostic("missing-value", Severity.ERROR, span, f"`{name}` has no value", help_)
    if name != SINGLE and not isinstance(value, list):
        help_ = "write a list: one `- ` line for each item"
        return Diagnostic("bad-value", Severity.ERROR, span, f"`{name}` is not a list", help_)
    return None


def _put_single(tree: Tree, parts: list[Tree], found: list[Diagnostic]) -> None:
    """Use the single value if there is none yet; report a second one."""
    for part in parts:
        if SINGLE in tree.value:
            span = key_span_of(part.source, part.marks, (SINGLE,))
            before = span_of(tree.source, tree.marks, (SINGLE,))
            message = f"the key `{SINGLE}` is already used at {before.line_as_seen_from(span)}"
            help_ = "keep one of the two: only the first is used"
            found.append(
                Diagnostic("duplicate-key", Severity.ERROR, span, message, help_, ((before, "first used here"),))
            )
            continue
        start, end, marks = part.marks[2][SINGLE]
        tree.value[SINGLE] = part.value[SINGLE]
        tree.marks[2][SINGLE] = (start, end, framed(marks, part.source))


def put_list(tree: Tree, name: str, parts: list[Tree], *, is_behind: bool) -> None:
    """Add the items of included lists before or after the catalogue's own."""
    items = [item for part in parts for item in part.value[name]]
    marks = [framed(mark, part.source) for part in parts for mark in part.marks[2][name][2][2]]
    if name not in tree.value:
        start, end, of_first = parts[0].marks[2][name]
        whole = framed(of_first, parts[0].source)
        tree.value[name] = items
        tree.marks[2][name] = (start, end, (*whole[:2], marks, *whole[3:]))
    elif isinstance(tree.value[name], list):
        at = len(tree.value[name]) if is_behind else 0
        tree.value[name][at:at] = items
        tree.marks[2][name][2][2][at:at] = marks


def _bad(span: Span, message: str, help_: str) -> Diagnostic:
    return Diagnostic(CODE, Severity.ERROR, span, message, help_)
