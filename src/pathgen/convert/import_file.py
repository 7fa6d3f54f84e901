"""`pathgen import`: from a list to a new catalogue or a topic of an existing one, validated before it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pathgen.catalogue.did_you_mean import did_you_mean_or_list
from pathgen.catalogue.edit import add_items, read_again
from pathgen.catalogue.field_order import field_order
from pathgen.catalogue.ids import slug
from pathgen.catalogue.load import Loaded, load, parse, prose_files
from pathgen.catalogue.model import Part
from pathgen.catalogue.resolve import Catalogue, Section
from pathgen.convert import IMPORTERS, imported
from pathgen.convert.folder import read_folder, title_of_file
from pathgen.convert.import_list import ImportedList, TooMuchError
from pathgen.convert.to_catalogue import Names, catalogue_of, entries_of, topics_of
from pathgen.diagnostics import Diagnostic, Severity
from pathgen.errors import ChangedMeanwhileError, PathgenError
from pathgen.files import MAX_BYTES as MOST_OF_A_CATALOGUE
from pathgen.files import FileChange, read_bytes, replace
from pathgen.yamldoc.edit import Document, Edit, Lines, ToBlockStyle
from pathgen.yamldoc.format import is_of_text

MAX_BYTES = 64 * 1024 * 1024
"""The largest list read, in bytes: in any format, a larger one has more entries than a catalogue can have."""
_NO_NAMES = {"_data", "content", "data", "docs", "links", "list", "projects", "readme", "resources", "src"}
"""Names of files and folders that do not say what is in them; those of the folders around them may."""
_SPLIT = "split the list, and import each part"
_ENDINGS = {".md": "awesome", ".markdown": "awesome", ".html": "bookmarks", ".htm": "bookmarks", ".jsonl": "json",
            ".bib": "bibtex", ".yml": "yaml", ".tsv": "csv", ".xml": "opml"}  # fmt: skip
"""The file suffixes that are not the name of a format."""
_OTHERS = {
    "org": "pandoc -f org -t gfm -o list.md {}", "rst": "pandoc -f rst -t gfm -o list.md {}",
    "adoc": "asciidoctor -b docbook -o - {} | pandoc -f docbook -t gfm -o list.md",
    "asciidoc": "asciidoctor -b docbook -o - {} | pandoc -f docbook -t gfm -o list.md",
}  # fmt: skip
"""How to convert lists in other formats to Markdown (https://pandoc.org, https://docs.asciidoctor.org)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a list is read: its format (``None``: from its name), where relative links start, and names of columns."""

    form: str | None = None
    base: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The result of an import: the problems, the file that has the entries now, and how many are new.

    ``content`` is the new content of the file, or ``None`` if nothing was imported.
    """

    diagnostics: tuple[Diagnostic, ...]
    file: Path
    content: bytes | None = None
    count: int = 0


def import_file(
    file: Path,
    reading: Reading,
    catalogue: Path,
    *,
    into: str | None = None,
    before: Catalogue | None = None,
    dry_run: bool = False,
) -> ImportResult:
    """Import a list into a new catalogue, or into the topic ``into`` of ``before``, which ``catalogue`` contains now.

    If there is an error, no file changes.

    Raises:
        PathgenError: a file cannot be read or written, the new one exists already, or the topic does not exist.
    """
    if before is None and catalogue.exists() and not dry_run:
        raise PathgenError(
            f"{catalogue} already exists; choose another file with --catalogue, or a topic of it with --into"
        )
    if before is not None:
        _check_topic(before, into or "", catalogue)
    try:
        kinds = {slug(name): kind.id for kind in before.kinds for name in (kind.title, kind.id)} if before else None
        if file.is_dir():
            listed = read_folder(file, lambda path: _file(path, reading, kinds or {}))
        else:
            listed = _file(file, reading, kinds)
    except TooMuchError as error:
        return ImportResult((error.diagnostic,), catalogue)
    if any(problem.severity is Severity.ERROR for problem in listed.problems):
        return ImportResult(listed.diagnostics, catalogue)
    if before is None:
        written, after = _new(listed, file, catalogue)
        changed, data_before = catalogue, None
    else:
        changed, data_before, written, after = _added(listed, before, into or "", catalogue)
    problems = listed.diagnostics + tuple(
        problem for problem in after.diagnostics if problem.severity is Severity.ERROR
    )
    if any(problem.severity is Severity.ERROR for problem in problems) or after.catalogue is None:
        return ImportResult(problems, changed)
    if not dry_run:
        replace(changed.resolve(), FileChange(data_before, written))
    count = len(after.catalogue.entries) - (len(before.entries) if before else 0)
    return ImportResult(problems, changed, written, count)


def _file(file: Path, reading: Reading, kinds: Mapping[str, str] | None) -> ImportedList:
    ending = file.suffix.lower()
    form = reading.form or _ENDINGS.get(ending, ending.removeprefix("."))
    if form in _OTHERS:
        raise PathgenError(f"{file}: this format is not read; convert it with `{_OTHERS[form].format(file)}`")
    if form not in [*IMPORTERS]:
        raise PathgenError(f"the format of {file} is not clear from its name; use --format {'|'.join(IMPORTERS)}")
    data = read_bytes(file, MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise PathgenError(f"{file} is larger than {MAX_BYTES // 2**20} MB; split it")
    return imported(form, str(file), data, base=reading.base, columns=reading.columns, kinds=kinds)


def _new(listed: ImportedList, file: Path, catalogue: Path) -> tuple[bytes, Loaded]:
    written = catalogue_of(listed, _name(file)).encode()
    if len(written) > MOST_OF_A_CATALOGUE:
        message = f"this lists more than the {MOST_OF_A_CATALOGUE // 2**20} MB that a catalogue may have"
        listed.note(0, message, _SPLIT, Severity.ERROR)
    if any(problem.severity is Severity.ERROR for problem in listed.problems):
        return written, Loaded(None, ())
    after = parse(str(catalogue), written, prose_files(catalogue.parent))
    too_large = next((problem for problem in after.diagnostics if problem.code == "too-large"), None)
    if too_large:
        listed.note(0, f"a catalogue of it would be refused: {too_large.message}", _SPLIT, Severity.ERROR)
        return written, Loaded(None, ())
    return written, after


def _name(file: Path) -> str:
    """Return what to call a list without a title: the name of its file, or that of the folder around a README."""
    names = [file.stem, *(folder.name for folder in file.resolve().parents)]
    return title_of_file(next((name for name in names if name and name.lower() not in _NO_NAMES), file.stem))


def _check_topic(catalogue: Catalogue, into: str, path: Path) -> None:
    topics = [section.part.id for top in catalogue.topics for section in top.walk()]
    if into not in topics:
        hint = did_you_mean_or_list(into, topics, "it has no topics", most=20)
        raise PathgenError(f"there is no topic {into!r} in {path}; {hint}")


def _added(listed: ImportedList, catalogue: Catalogue, into: str, path: Path) -> tuple[Path, bytes, bytes, Loaded]:
    """Add the list's entries and topics after those of a topic; return its file with the bytes before and after.

    Raises:
        ChangedMeanwhileError: the file is no longer as it was when the catalogue was read.
    """
    if listed.whole is not None:
        raise PathgenError(f"{listed.source.file} is a whole catalogue: import it without --into")
    page, section = _topic(catalogue, into)
    file = Path(section.part.span().file)
    before = data = read_bytes(file)
    if not is_of_text(data, section.part.span().source.text):
        raise ChangedMeanwhileError(str(file))
    if section.part.span().source.text.startswith("{", section.part.span().start):
        data, after = _edited(catalogue, path, file, data, ToBlockStyle(section.part.span()))
        if after.catalogue is None:
            return file, before, data, after
        page, section = _topic(after.catalogue, into)
    edits = [*_edits(listed, section.part, Names(catalogue), page)]
    if not edits:
        listed.note(0, "there are no links in it that the catalogue does not have already", severity=Severity.ERROR)
        return file, before, data, load(path)
    return file, before, *_edited(catalogue, path, file, data, *edits)


def _edited(catalogue: Catalogue, path: Path, file: Path, data: bytes, *edits: Edit) -> tuple[bytes, Loaded]:
    document = Document(str(file), data, field_order)
    document.apply(*edits)
    result = document.result()
    return result, read_again(str(path), str(file), result, catalogue.prose)


def _topic(catalogue: Catalogue, topic_id: str) -> tuple[str, Section]:
    """Return the id of the page that a topic is on, and its section."""
    return next(
        (top.part.id, section) for top in catalogue.topics for section in top.walk() if section.part.id == topic_id
    )


def _edits(listed: ImportedList, topic: Part, names: Names, page: str) -> Iterator[Edit]:
    """Yield the edits that add to the two lists of a topic, or start them."""
    for name, written in (
        ("resources", entries_of(listed, listed.top.links, names, "", page)),
        ("subtopics", topics_of(listed, listed.top.groups, names, "", page)),
    ):
        lines = Lines(written)
        if lines:
            yield add_items(topic, name, lines)
