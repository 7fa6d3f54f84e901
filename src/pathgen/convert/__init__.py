"""Export a path to other formats, and import lists from other formats: one module for each format.

An exporter is a function from an ``ExportContext`` to bytes. An importer is a function that fills in an
``ImportedList``: it reads ``source.text``, puts links and headings into ``top``, and reports what it could not import.
A package adds its own with the entry points ``pathgen.exporters`` and ``pathgen.importers``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from pathgen.catalogue.did_you_mean import did_you_mean_or_list
from pathgen.catalogue.resolve import Catalogue
from pathgen.convert import (
    anki,
    awesome,
    bibtex,
    bookmarks,
    cartridge,
    csv,
    epub,
    json,
    jsonl,
    markdown,
    markdown_list,
    opml,
    yaml,
)
from pathgen.convert.export_context import ExportContext
from pathgen.convert.import_list import ImportedList, decoded, is_sound
from pathgen.errors import PathgenError
from pathgen.i18n.messages import use_overrides
from pathgen.i18n.overrides import read_overrides
from pathgen.plugins import Plugin, Registry, returning
from pathgen.site.print_html import Selection
from pathgen.site.render import Project
from pathgen.site.variants import editions_of

_EXPORTERS: dict[str, Callable[[ExportContext], bytes]] = {
    "awesome": awesome.write,
    "json": json.write,
    "jsonl": jsonl.write,
    "csv": csv.write,
    "opml": opml.write,
    "bookmarks": bookmarks.write,
    "bibtex": bibtex.write,
    "markdown": markdown.write,
    "anki": anki.write,
    "epub": epub.write,
    "cartridge": cartridge.write,
}
EXPORTERS: Mapping[str, Callable[[ExportContext], bytes]] = Registry("pathgen.exporters", _EXPORTERS, returning(bytes))
"""Every export format by its name."""
_IMPORTERS: dict[str, Callable[[ImportedList], None]] = {
    "awesome": markdown_list.read,
    "bookmarks": bookmarks.read,
    "csv": csv.read,
    "opml": opml.read,
    "json": json.read,
    "yaml": yaml.read,
    "bibtex": bibtex.read,
}


def _added(plugin: Plugin) -> Callable[[ImportedList], None]:
    """Return the importer of a plug-in, which checks the types of everything that the plug-in filled in."""
    read = plugin.function()

    def guarded(listed: ImportedList) -> None:
        with plugin.guard():
            read(listed)
            if not is_sound(listed):
                raise TypeError("what it filled in are no links and headings of the list")

    return guarded


IMPORTERS: Mapping[str, Callable[[ImportedList], None]] = Registry("pathgen.importers", _IMPORTERS, _added)
"""Every import format by its name."""


def export(
    project: Project, catalogue: Catalogue, form: str, edition: str | None = None, track: str | None = None
) -> bytes:
    """Return a valid catalogue, that of a project, in another format.

    Without an edition, the formats for programs have all editions, and a book has the default one.

    Raises:
        PathgenError: there is no such edition or track, a file cannot be read, or a template is wrong.
    """
    _check("edition", edition, [item.id for item in catalogue.editions])
    _check("track", track, [item.id for item in catalogue.tracks])
    selection = Selection(catalogue, (edition or editions_of(catalogue)[0],), track or "")
    with use_overrides(read_overrides(project.languages)):
        return EXPORTERS[form](ExportContext(project, catalogue, selection, edition or "", track or ""))


def imported(
    form: str,
    file: str,
    data: bytes,
    *,
    base: str = "",
    columns: Mapping[str, str] | None = None,
    kinds: Mapping[str, str] | None = None,
) -> ImportedList:
    """Return a list as far as it could be read; ``to_catalogue.catalogue_of`` makes a catalogue of it.

    ``base`` is where its relative links start, ``columns`` are the names that the columns of fields have in it, and
    ``kinds`` those of the catalogue that it is added to; without them it may add kinds to a new one.

    Raises:
        TooMuchError: it has more entries than a catalogue can have.
    """
    listed = decoded(file, data)
    listed.base, listed.columns, listed.kinds = base, columns or {}, kinds or {}
    listed.added_kinds = {} if kinds is None else None
    IMPORTERS[form](listed)
    return listed


def _check(kind: str, asked: str | None, known: Collection[str]) -> None:
    if asked is not None and asked not in known:
        raise PathgenError(f"there is no {kind} {asked!r}; {did_you_mean_or_list(asked, known)}")
