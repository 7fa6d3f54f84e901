"""`pathgen import`: from a list that someone made to a catalogue, new or added to, validated before it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pathgen import files
from pathgen.catalogue.did_you_mean import did_you_mean_or_list
from pathgen.catalogue.edit import TextEdit, apply, read_again
from pathgen.catalogue.load import Loaded, load, parse, prose_files
from pathgen.catalogue.resolve import Catalogue, Section
from pathgen.convert import IMPORTERS, imported
from pathgen.convert.import_list import ImportedList, TooMuchError
from pathgen.convert.to_catalogue import Names, catalogue_of, entries_of, topics_of
from pathgen.diagnostics import Diagnostic, Severity
from pathgen.errors import PathgenError
from pathgen.files import MAX_BYTES as MOST_OF_A_CATALOGUE
from pathgen.files import read_bytes
from pathgen.yamldoc.edit import is_in_brackets, items, to_block_style

MAX_BYTES = 64 * 1024 * 1024
"""The largest list read: more than a catalogue has room for, in any form."""
_APART = "take the list apart, and import each part"
_ENDINGS = {".md": "awesome", ".markdown": "awesome", ".html": "bookmarks", ".htm": "bookmarks", ".jsonl": "json",
            ".bib": "bibtex", ".tsv": "csv", ".xml": "opml"}  # fmt: skip
"""The endings that are not the name of a form."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of a list: what was told, and the file it is in now with how many entries.

    ``made`` is ``None`` where it is in none.
    """

    diagnostics: tuple[Diagnostic, ...]
    file: Path
    made: bytes | None = None
    count: int = 0


def import_file(
    file: Path,
    form: str | None,
    catalogue: Path,
    *,
    into: str | None = None,
    before: Catalogue | None = None,
    dry_run: bool = False,
) -> ImportResult:
    """Import a list into a new catalogue, or into the topic ``into`` of ``before``, which ``catalogue`` contains now.

    Where anything is wrong, no file changes.

    Raises:
        PathgenError: a file cannot be read or written, the new one is there already, or there is no such topic.
    """
    ending = file.suffix.lower()
    form = form or _ENDINGS.get(ending, ending.removeprefix("."))
    if form not in [*IMPORTERS]:
        raise PathgenError(f"the name of {file} does not tell its form; say --format {'|'.join(IMPORTERS)}")
    if before is None and catalogue.exists() and not dry_run:
        raise PathgenError(f"{catalogue} is there already; name another with --catalogue, or a topic of it with --into")
    data = read_bytes(file, MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise PathgenError(f"{file} is larger than {MAX_BYTES // 2**20} MB; take it apart")
    if before is not None:
        _check_topic(before, into or "", catalogue)
    try:
        made = imported(form, str(file), data)
    except TooMuchError as error:
        return ImportResult((error.diagnostic,), catalogue)
    if any(one.severity is Severity.ERROR for one in made.problems):
        return ImportResult(made.diagnostics, catalogue)
    if before is None:
        written, after = _new(made, file, catalogue)
        changed = catalogue
    else:
        changed, written, after = _added(made, before, into or "", catalogue)
    problems = made.diagnostics + tuple(one for one in after.diagnostics if one.severity is Severity.ERROR)
    if any(one.severity is Severity.ERROR for one in problems) or after.catalogue is None:
        return ImportResult(problems, changed)
    if not dry_run:
        files.write(changed, written)
    count = len(after.catalogue.entries) - (len(before.entries) if before else 0)
    return ImportResult(problems, changed, written, count)


def _new(made: ImportedList, file: Path, catalogue: Path) -> tuple[bytes, Loaded]:
    written = catalogue_of(made, file.stem).encode()
    if len(written) > MOST_OF_A_CATALOGUE:
        message = f"this lists more than the {MOST_OF_A_CATALOGUE // 2**20} MB that a catalogue may be long"
        made.note(0, message, _APART, Severity.ERROR)
    if any(one.severity is Severity.ERROR for one in made.problems):
        return written, Loaded(None, ())
    after = parse(str(catalogue), written, prose_files(catalogue.parent))
    too_large = next((one for one in after.diagnostics if one.code == "too-large"), None)
    if too_large:
        made.note(0, f"a catalogue of it would be refused: {too_large.message}", _APART, Severity.ERROR)
        return written, Loaded(None, ())
    return written, after


def _check_topic(catalogue: Catalogue, into: str, path: Path) -> None:
    topics = [section.part.id for top in catalogue.topics for section in top.walk()]
    if into not in topics:
        hint = did_you_mean_or_list(into, topics, "it has no topics", most=20)
        raise PathgenError(f"there is no topic {into!r} in {path}; {hint}")


def _added(made: ImportedList, catalogue: Catalogue, into: str, path: Path) -> tuple[Path, bytes, Loaded]:
    """Put the list's entries and topics behind those of a topic, in the file in which it stands."""
    if made.whole is not None:
        raise PathgenError(f"{made.source.file} is a whole catalogue: import it without --into")
    file = Path(_topic(catalogue, into)[1].part.span().file)
    data = read_bytes(file)

    def edited(splices: Sequence[TextEdit]) -> tuple[bytes, Loaded]:
        written = apply(data, splices)
        after = read_again(str(path), str(file), written, catalogue.prose)
        if after.is_valid and not _is_kept(catalogue, after.catalogue):
            raise PathgenError(f"the edit would change more of {file} than was meant, so nothing was changed")
        return written, after

    page, section = _topic(catalogue, into)
    if is_in_brackets(section.part.span()):
        data, after = edited([to_block_style(section.part)])
        if after.catalogue is None:
            return file, data, after
        page, section = _topic(after.catalogue, into)
    splices = [*_splices(made, section, Names(catalogue), page)]
    if not splices:
        made.note(0, "the catalogue has all of it already, or there is no link in it", severity=Severity.ERROR)
        return file, data, load(path)
    return file, *edited(splices)


def _topic(catalogue: Catalogue, own: str) -> tuple[str, Section]:
    """Find a topic by its id, and the id of the page on which it is."""
    return next((top.part.id, section) for top in catalogue.topics for section in top.walk() if section.part.id == own)


def _is_kept(before: Catalogue, after: Catalogue | None) -> bool:
    """Whether all that was in a catalogue is still in it."""
    if after is None:
        return False
    now = {entry.id: entry for entry in after.entries}
    sections = {section.part.id: section.part.model_dump(exclude=_LISTS) for section in after.sections}
    return all(
        entry.id in now and now[entry.id].target.model_dump() == entry.target.model_dump() for entry in before.entries
    ) and all(sections.get(one.part.id) == one.part.model_dump(exclude=_LISTS) for one in before.sections)


_LISTS = {"resources", "subtopics"}


def _splices(made: ImportedList, section: Section, names: Names, page: str) -> list[TextEdit]:
    """Write the two lists of a topic on, or begin them."""
    part = section.part
    text, own = part.span().source.text, part.span()
    end = "\r\n" if "\r\n" in text[:1000] else "\n"
    ours: list[TextEdit] = []
    begun: list[TextEdit] = []
    kinds: tuple[tuple[str, Callable[[str], Iterable[str]]], ...] = (
        ("resources", lambda indent: entries_of(made, made.top.links, names, indent, page)),
        ("subtopics", lambda indent: topics_of(made, made.top.groups, names, indent, page)),
    )
    for field, write in kinds:
        is_there = field in part.model_fields_set
        span = part.span(field) if is_there else own
        in_brackets = is_there and is_in_brackets(span)
        column = own.column - 1
        dash = span.column - 1 if is_there and not in_brackets else column + 2
        lines = [*write(" " * dash)]
        if not lines:
            continue
        if in_brackets:
            lines = [*(f"{' ' * dash}- {item}" for item in items(part, field)), *lines]
            start = span.start - (text[span.start - 1] == " ")
            ours.append(TextEdit(start, span.end, ""))
            at = text.find("\n", span.end) + 1 or len(text)
        else:
            at = _behind(text, span.start, dash if is_there else column)
        head = [] if is_there else [f"{' ' * column}{field}:"]
        first = end if at and text[at - 1] != "\n" else ""
        (ours if is_there else begun).append(TextEdit(at, at, first + end.join([*head, *lines]) + end))
    return [*begun[::-1], *ours]  # of two at one place, the later is put before the other


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
