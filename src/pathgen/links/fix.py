"""Repairs that a check offers: new addresses are written in, archived copies named; nothing else of a file changes."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from html import escape
from pathlib import Path

from pathgen.catalogue.edit import FieldEdit, add_field, edited
from pathgen.catalogue.model import Part
from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Source, Span
from pathgen.errors import PathgenError
from pathgen.files import FileChange, read_bytes
from pathgen.links.link import Occurrence
from pathgen.links.verdict import Result, Verdict
from pathgen.yamldoc.edit import SetValue, TextEdit, replaced
from pathgen.yamldoc.format import in_encoding_of, is_of_text

_FIELDS = {"url": "url", "repository": "repository", "archived": "archived", "also": "url", "sources": "url"}
"""The names in the catalogue of what a use calls its field."""
Edits = tuple[FieldEdit, ...]
"""Edits of one file that are made together or not at all; one at least."""


def repaired(results: Sequence[Result], catalogue: Catalogue) -> tuple[dict[Path, FileChange], list[str]]:
    """Repair what can be repaired; return the change of each file, and what was left, and why.

    Raises:
        PathgenError: a file cannot be read.
    """
    parts = _parts(catalogue)
    edits: list[Edits] = []
    prose = defaultdict[Source, list[TextEdit]](list)
    left: list[str] = []
    for result in results:
        for use in result.uses:
            if result.verdict is Verdict.MOVED and result.suggestion and isinstance(use.span, Span):
                if use.field != "prose":
                    edits.append((SetValue(use.span, _FIELDS[use.field], result.suggestion),))
                elif use.span.end:
                    prose[use.span.source].append(_in_prose(use.span, result.suggestion))
                else:
                    why = f"{result.url} does not appear in the text as it is; change what produces it there"
                    left.append(f"{use.span}: prose: {result.suggestion} is not written: {why}")
            elif result.verdict is Verdict.DEAD and result.archived and _lacks_copy(use, parts):
                edits.append((add_field(parts[use.id], "url", "archived", result.archived),))
    changed, not_written = with_edits(edits, catalogue)
    for source, text_edits in prose.items():
        data = _as_it_was_read(source)
        if data is None:
            left += (f"{source.file}: {edit.text} is not written: the file changed meanwhile" for edit in text_edits)
        else:
            text = data.removeprefix(BOM_UTF8).decode()
            changed[Path(source.file)] = FileChange(data, in_encoding_of(data, replaced(text, text_edits)))
    return changed, left + not_written


def _lacks_copy(use: Occurrence, parts: Mapping[str, Part]) -> bool:
    return not use.copy and use.field == "url" and use.id in parts


def _as_it_was_read(prose: Source) -> bytes | None:
    """Return the bytes of a Markdown file if they still start with what was read, as links take long to check."""
    try:
        data = read_bytes(Path(prose.file))
    except PathgenError:
        return None
    return data if data.removeprefix(BOM_UTF8).startswith(prose.text.encode()) else None


def with_copies(copies: Mapping[Occurrence, str], catalogue: Catalogue) -> tuple[dict[Path, FileChange], list[str]]:
    """Name the archived copy of each place that lacks one; return what ``repaired`` returns.

    Raises:
        PathgenError: a file cannot be read.
    """
    parts = _parts(catalogue)
    return with_edits([(add_field(parts[use.id], "url", "archived", copy),) for use, copy in copies.items()], catalogue)


def with_edits(edits: Iterable[Edits], catalogue: Catalogue) -> tuple[dict[Path, FileChange], list[str]]:
    """Edit the files of a catalogue; return what ``repaired`` returns.

    Raises:
        PathgenError: a file cannot be read.
    """
    by_file = defaultdict[str, list[Edits]](list)
    for group in edits:
        by_file[group[0].span.file].append(group)
    changed: dict[Path, FileChange] = {}
    left: list[str] = []
    for file, groups in by_file.items():
        data = read_bytes(Path(file))
        if not is_of_text(data, groups[0][0].span.source.text):  # the places are those of other bytes
            left += (f"{_not_written(edit)}: the file changed meanwhile" for group in groups for edit in group)
            continue
        write = partial(_edited, file, data, catalogue)
        possible = _possible(write, groups, left)
        if possible:
            changed[Path(file)] = FileChange(data, write(possible))
    return changed, left


def _edited(file: str, data: bytes, catalogue: Catalogue, groups: Iterable[Edits]) -> bytes:
    edits = [edit for group in groups for edit in group]
    return edited(file, data, edits, catalogue.prose, catalogue.sources[0].file)


def _possible(
    write: Callable[[Iterable[Edits]], bytes], groups: Sequence[Edits], left: list[str], before: Sequence[Edits] = ()
) -> list[Edits]:
    """Return the edits that can be made after those ``before``: all, or where that fails, those of each half."""
    try:
        write([*before, *groups])
    except PathgenError as error:
        if len(groups) == 1:
            left += (f"{_not_written(edit)}: {error}" for edit in groups[0])
            return []
        half = len(groups) // 2
        first = _possible(write, groups[:half], left, before)
        return first + _possible(write, groups[half:], left, [*before, *first])
    return [*groups]


def _not_written(edit: FieldEdit) -> str:
    return f"{edit.span}: {edit.key}: {_shown(edit)} is not written"


def _shown(edit: FieldEdit) -> str:
    return edit.value if isinstance(edit.value, str) else ", ".join(edit.value)


def _parts(catalogue: Catalogue) -> dict[str, Part]:
    """Return the libraries and the resources by the ids that uses name."""
    parts: dict[str, Part] = {}
    for scope, path in catalogue.whole.items():
        parts |= {scope + library.id: library for library in path.libraries}
        parts |= {scope + entry.id: entry.target for entry in path.entries}
    return parts


def _in_prose(span: Span, url: str) -> TextEdit:
    """Write an address into Markdown: round brackets would end it, and HTML writes ``&`` otherwise."""
    written = url.replace("(", "%28").replace(")", "%29")
    if "&amp;" in span.source.text[span.start : span.end]:
        written = escape(written, quote=False)
    return TextEdit(span.start, span.end, written)
