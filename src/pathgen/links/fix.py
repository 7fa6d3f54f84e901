"""Repairs that a check offers: new addresses written in, archived copies named; each is a splice of its file."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from pathgen.catalogue.edit import FieldEdit, ManualEdit, add_field, apply, edited, set_value
from pathgen.catalogue.model import Part
from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Source
from pathgen.errors import PathgenError
from pathgen.files import read_bytes
from pathgen.links.link import Occurrence
from pathgen.links.verdict import Result, Verdict

_FIELDS = {"url": "url", "repository": "repository", "archived": "archived", "sources": "url"}
"""The names in the catalogue of what a use calls its field."""


def repaired(results: Sequence[Result], catalogue: Catalogue) -> tuple[dict[Path, bytes], list[str]]:
    """Repair what can be repaired; give the new bytes of each file that changes, and what had to be left, and why.

    Raises:
        PathgenError: a file cannot be read.
    """
    ours: list[tuple[str, FieldEdit | ManualEdit]] = []
    prose = defaultdict[Source, list[FieldEdit]](list)
    for use, one in _edits(results, catalogue):
        if use.field == "prose" and isinstance(one, FieldEdit):
            prose[use.span.source].append(one)
        else:
            ours.append((use.span.file, one))
    changed, left = with_edits(ours, catalogue)
    for source, splices in prose.items():
        data = _as_it_was_read(source)
        if data is None:
            left += (f"{source.file}: {one.value} is not written: the file changed meanwhile" for one in splices)
        else:
            changed[Path(source.file)] = apply(data, splices)
    return changed, left


def _as_it_was_read(prose: Source) -> bytes | None:
    """Give the bytes of a Markdown file if what was read of it still stands there, as links take long to check."""
    try:
        data = Path(prose.file).read_bytes()
    except OSError:
        return None
    return data if data.removeprefix(BOM_UTF8).startswith(prose.text.encode()) else None


def with_copies(copies: Mapping[Occurrence, str], catalogue: Catalogue) -> tuple[dict[Path, bytes], list[str]]:
    """Name the archived copy of each place that lacks one; give what ``repaired`` gives.

    Raises:
        PathgenError: a file cannot be read.
    """
    parts = _parts(catalogue)
    made = [(use.span.file, add_field(parts[use.id], "url", "archived", copy)) for use, copy in copies.items()]
    return with_edits(made, catalogue)


def with_edits(
    edits: Iterable[tuple[str, FieldEdit | ManualEdit]], catalogue: Catalogue
) -> tuple[dict[Path, bytes], list[str]]:
    """Edit the files of a catalogue, each edit with its file; give what ``repaired`` gives.

    Raises:
        PathgenError: a file cannot be read.
    """
    by_file = defaultdict[str, list[FieldEdit]](list)
    changed: dict[Path, bytes] = {}
    left: list[str] = []
    for file, one in edits:
        if isinstance(one, FieldEdit):
            by_file[file].append(one)
        else:
            left.append(str(one))
    for file, ours in by_file.items():
        data = read_bytes(Path(file))
        made, not_made = _best(file, data, ours, catalogue)
        left += not_made
        if made != data:
            changed[Path(file)] = made
    return changed, left


def _best(file: str, data: bytes, splices: list[FieldEdit], catalogue: Catalogue) -> tuple[bytes, list[str]]:
    """Make all edits, or, where together they make the catalogue invalid, one by one those that do not."""
    main, prose = catalogue.sources[0].file, catalogue.prose
    try:
        return edited(file, data, splices, prose, main), []
    except PathgenError:
        pass
    made = data
    kept: list[FieldEdit] = []
    left: list[str] = []
    for splice in splices:
        try:
            made = edited(file, data, [*kept, splice], prose, main)
            kept.append(splice)
        except PathgenError as error:
            left.append(f"{splice.value} is not written: {error}")
    return made, left


def _edits(results: Sequence[Result], catalogue: Catalogue) -> Iterator[tuple[Occurrence, FieldEdit | ManualEdit]]:
    parts = _parts(catalogue)
    for result in results:
        for use in result.uses:
            one = _edit(result, use, parts)
            if one is not None:
                yield use, one


def _parts(catalogue: Catalogue) -> dict[str, Part]:
    """Give the libraries and the resources by the ids that uses name."""
    parts: dict[str, Part] = {}
    for scope, path in catalogue.whole.items():
        parts |= {scope + library.id: library for library in path.libraries}
        parts |= {scope + entry.id: entry.target for entry in path.entries}
    return parts


def _edit(result: Result, use: Occurrence, parts: Mapping[str, Part]) -> FieldEdit | ManualEdit | None:
    if result.verdict is Verdict.MOVED and result.suggestion:
        if use.field != "prose":
            return set_value(use.span, _FIELDS[use.field], result.suggestion)
        if use.span.end:
            return _in_prose(use, result.suggestion)
        why = f"{result.url} does not stand in the text as it is; replace what makes it there"
        return ManualEdit(use.span, "prose", result.suggestion, why)
    if result.verdict is Verdict.DEAD and result.archived and not use.copy and use.field == "url" and use.id in parts:
        return add_field(parts[use.id], "url", "archived", result.archived)
    return None


def _in_prose(use: Occurrence, url: str) -> FieldEdit:
    """Write an address into Markdown: round brackets would end it, and HTML writes ``&`` otherwise."""
    written = url.replace("(", "%28").replace(")", "%29")
    if "&amp;" in use.span.source.text[use.span.start : use.span.end]:
        written = escape(written, quote=False)
    return FieldEdit(use.span.start, use.span.end, written, "prose", url)
