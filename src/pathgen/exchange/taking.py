"""`pathgen import`: from a list that someone made to a catalogue, new or added to, validated before it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pathgen.catalogue.edit import Splice, apply, read_again
from pathgen.catalogue.load import Loaded, load, parse
from pathgen.catalogue.resolve import Catalogue, Section
from pathgen.catalogue.suggest import what_there_is
from pathgen.catalogue.text import read_bytes
from pathgen.diagnostics import Diagnostic, Severity
from pathgen.errors import PathgenError
from pathgen.exchange import IMPORTERS, imported
from pathgen.exchange.compose import Names, catalogue_of, entries_of, topics_of
from pathgen.exchange.imported import Imported
from pathgen.site import files

MAX_BYTES = 64 * 1024 * 1024
"""The largest list read: more than a catalogue has room for, in any form."""
_ENDINGS = {".md": "awesome", ".markdown": "awesome", ".html": "bookmarks", ".htm": "bookmarks", ".jsonl": "json",
            ".bib": "bibtex", ".tsv": "csv", ".xml": "opml"}  # fmt: skip
"""The endings that are not the name of a form."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a list: what was told, and the catalogue with how many entries; ``None`` where it is not one."""

    diagnostics: tuple[Diagnostic, ...]
    made: bytes | None
    count: int = 0


def take(file: Path, form: str | None, catalogue: Path, into: str | None, *, dry_run: bool = False) -> Taken:
    """Import a list into a new catalogue, or into a topic of one; where anything is wrong, no file changes.

    Raises:
        PathgenError: a file cannot be read or written, the new one is there already, or there is no such topic.
    """
    ending = file.suffix.lower()
    form = form or _ENDINGS.get(ending, ending.removeprefix("."))
    if form not in [*IMPORTERS]:
        raise PathgenError(f"the name of {file} does not tell its form; say --format {'|'.join(IMPORTERS)}")
    if into is None and catalogue.exists() and not dry_run:
        raise PathgenError(f"{catalogue} is there already; name another with --catalogue, or a topic of it with --into")
    data = read_bytes(file, MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise PathgenError(f"{file} is larger than {MAX_BYTES // 2**20} MB; take it apart")
    before = _loaded(catalogue, into) if into is not None else None
    made = imported(form, str(file), data)
    if any(one.severity is Severity.ERROR for one in made.problems):
        return Taken(tuple(made.problems), None)
    if before is None or before.catalogue is None:
        written, after = _new(made, file, catalogue)
    else:
        written, after = _added(made, before.catalogue, into or "", catalogue)
    problems = tuple(made.problems) + tuple(one for one in after.diagnostics if one.severity is Severity.ERROR)
    if any(one.severity is Severity.ERROR for one in problems) or after.catalogue is None:
        return Taken(problems, None)
    if not dry_run:
        files.write(catalogue, written)
    count = len(after.catalogue.entries) - (len(before.catalogue.entries) if before and before.catalogue else 0)
    return Taken(problems, written, count)


def _new(made: Imported, file: Path, catalogue: Path) -> tuple[bytes, Loaded]:
    written = catalogue_of(made, file.stem).encode()
    if any(one.severity is Severity.ERROR for one in made.problems):
        return written, Loaded(None, ())
    prose = catalogue.parent / "content"
    found = (
        frozenset(one.relative_to(prose).as_posix() for one in prose.rglob("*.md")) if prose.is_dir() else frozenset()
    )
    return written, parse(str(catalogue), written, found)


def _loaded(path: Path, into: str) -> Loaded:
    loaded = load(path)
    if loaded.catalogue is None or not loaded.is_valid:
        raise PathgenError(f"{path} has errors; `pathgen validate {path}` tells them: mend it first")
    topics = [section.part.id for top in loaded.catalogue.topics for section in top.walk()]
    if into not in topics:
        hint = what_there_is(into, topics, "it has no topics", most=20)
        raise PathgenError(f"there is no topic {into!r} in {path}; {hint}")
    return loaded


def _added(made: Imported, catalogue: Catalogue, into: str, path: Path) -> tuple[bytes, Loaded]:
    """Put the list's entries and topics behind those of a topic."""
    if made.whole is not None:
        raise PathgenError(f"{made.source.file} is a whole catalogue: import it without --into")
    top, section = next((top, section) for top in catalogue.topics for section in top.walk() if section.part.id == into)
    if section.part.span().file != str(path):
        place = section.part.span()
        raise PathgenError(f"{place}: the topic stands in an included file, which import cannot write; choose another")
    names = Names(catalogue)
    data = read_bytes(path)
    splices = [*_splices(made, section, names, top.part.id)]
    if not splices:
        made.tell(0, "the catalogue has all of it already, or there is no link in it", severity=Severity.ERROR)
        return data, load(path)
    written = apply(data, splices)
    after = read_again(str(path), str(path), written, catalogue.prose)
    if after.is_valid and not _is_kept(catalogue, after.catalogue):
        raise PathgenError(f"the edit would change more of {path} than was meant, so nothing was changed")
    return written, after


def _is_kept(before: Catalogue, after: Catalogue | None) -> bool:
    """Whether all that was in a catalogue is still in it."""
    if after is None:
        return False
    now = {entry.id: entry for entry in after.entries}
    return all(
        entry.id in now and now[entry.id].target.model_dump() == entry.target.model_dump() for entry in before.entries
    )


def _splices(made: Imported, section: Section, names: Names, page: str) -> list[Splice]:
    """Write the two lists of a topic on, or begin them."""
    part = section.part
    text, own = part.span().source.text, part.span()
    if text[own.start : own.start + 1] == "{":
        raise PathgenError(f"{own}: the topic stands in braces; write it on lines of its own first")
    column = own.column - 1
    splices = []
    kinds: tuple[tuple[str, Callable[[str], Iterable[str]]], ...] = (
        ("resources", lambda indent: entries_of(made, made.top.links, names, indent, page)),
        ("subtopics", lambda indent: topics_of(made, made.top.groups, names, indent, page)),
    )
    for field, write in kinds:
        listed = getattr(part, field)
        span = part.span(field) if listed else own
        if listed and text[span.start] == "[":
            raise PathgenError(f"{span}: the list stands in brackets; write it on lines of its own first")
        dash = span.column - 1 if listed else column + 2
        lines = [*write(" " * dash)]
        if lines:
            at = _behind(text, span.start, dash if listed else column)
            head = [] if listed else [f"{' ' * column}{field}:"]
            end = "\r\n" if "\r\n" in text[:1000] else "\n"
            first = end if at and text[at - 1] != "\n" else ""
            splices.append(Splice(at, at, first + end.join([*head, *lines]) + end, field, ""))
    return splices


_INDENT = re.compile(r"[ ]*")


def _behind(text: str, start: int, column: int) -> int:
    """Find where the block ends that starts at a place: behind its last line that is indented as far."""
    at = end = text.find("\n", start) + 1 or len(text)
    while at < len(text):
        stop = text.find("\n", at) + 1 or len(text)
        line = text[at:stop]
        indent = len(_INDENT.match(line)[0])  # type: ignore[index]
        if line.strip():
            if indent < column:
                break
            end = stop
        at = stop
    return end
