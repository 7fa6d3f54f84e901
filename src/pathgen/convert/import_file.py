"""`pathgen import`: from a list that someone made to a catalogue, new or added to, validated before it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pathgen import files
from pathgen.catalogue.did_you_mean import did_you_mean_or_list
from pathgen.catalogue.edit import add_items, read_again
from pathgen.catalogue.field_order import field_order
from pathgen.catalogue.load import Loaded, load, parse, prose_files
from pathgen.catalogue.model import Part
from pathgen.catalogue.resolve import Catalogue, Section
from pathgen.convert import IMPORTERS, imported
from pathgen.convert.import_list import ImportedList, TooMuchError
from pathgen.convert.to_catalogue import Names, catalogue_of, entries_of, topics_of
from pathgen.diagnostics import Diagnostic, Severity
from pathgen.errors import PathgenError
from pathgen.files import MAX_BYTES as MOST_OF_A_CATALOGUE
from pathgen.files import read_bytes
from pathgen.yamldoc.edit import Document, Edit, Lines, ToBlockStyle

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
    page, section = _topic(catalogue, into)
    file = Path(section.part.span().file)
    data = read_bytes(file)
    if section.part.span().source.text.startswith("{", section.part.span().start):
        data, after = _edited(catalogue, path, file, data, ToBlockStyle(section.part.span()))
        if after.catalogue is None:
            return file, data, after
        page, section = _topic(after.catalogue, into)
    edits = [*_edits(made, section.part, Names(catalogue), page)]
    if not edits:
        made.note(0, "the catalogue has all of it already, or there is no link in it", severity=Severity.ERROR)
        return file, data, load(path)
    return file, *_edited(catalogue, path, file, data, *edits)


def _edited(catalogue: Catalogue, path: Path, file: Path, data: bytes, *edits: Edit) -> tuple[bytes, Loaded]:
    document = Document(str(file), data, field_order)
    document.apply(*edits)
    result = document.result()
    return result, read_again(str(path), str(file), result, catalogue.prose)


def _topic(catalogue: Catalogue, own: str) -> tuple[str, Section]:
    """Find a topic by its id, and the id of the page on which it is."""
    return next((top.part.id, section) for top in catalogue.topics for section in top.walk() if section.part.id == own)


def _edits(made: ImportedList, topic: Part, names: Names, page: str) -> Iterator[Edit]:
    """Continue the two lists of a topic, or start them."""
    for field, written in (
        ("resources", entries_of(made, made.top.links, names, "", page)),
        ("subtopics", topics_of(made, made.top.groups, names, "", page)),
    ):
        lines = Lines(written)
        if lines:
            yield add_items(topic, field, lines)
