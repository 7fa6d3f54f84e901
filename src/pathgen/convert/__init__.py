"""A path in other forms, to take away, and lists in other forms, to begin with: one file a format.

An exporter is a function from an ``ExportContext`` to bytes. An importer is a function that fills in what
it understood of a list: it is given an ``ImportedList`` whose ``source.text`` is the text of the list, puts links and
headings into its ``top``, and tells what is not among them. A package adds them by the entry points
``pathgen.exporters`` and ``pathgen.importers``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from pathgen import files
from pathgen.catalogue.did_you_mean import did_you_mean_or_list
from pathgen.catalogue.load import Loaded, load
from pathgen.convert import awesome, bibtex, bookmarks, csv, epub, json, jsonl, markdown, opml
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
    "epub": epub.write,
}
EXPORTERS: Mapping[str, Callable[[ExportContext], bytes]] = Registry("pathgen.exporters", _EXPORTERS, returning(bytes))
"""Every form to take away, by its name."""
_IMPORTERS: dict[str, Callable[[ImportedList], None]] = {
    "awesome": awesome.read,
    "bookmarks": bookmarks.read,
    "csv": csv.read,
    "opml": opml.read,
    "json": json.read,
    "bibtex": bibtex.read,
}


def _added(plugin: Plugin) -> Callable[[ImportedList], None]:
    """Make an importer of what a package adds, and trust nothing that it fills in."""
    read = plugin.function()

    def guarded(made: ImportedList) -> None:
        with plugin.guard():
            read(made)
            if not is_sound(made):
                raise TypeError("what it filled in are no links and headings of the list")

    return guarded


IMPORTERS: Mapping[str, Callable[[ImportedList], None]] = Registry("pathgen.importers", _IMPORTERS, _added)
"""Every form to begin with, by its name."""


def export(
    project: Project, form: str, output: Path | None, edition: str | None = None, track: str | None = None
) -> tuple[Loaded, bytes]:
    """Make another form of a catalogue, and write it where ``output`` is named; nothing where it has errors.

    Without an edition the forms for programs hold all of them; a book holds one.

    Raises:
        PathgenError: there is no such edition or track, a file cannot be read or written, or a template is wrong.
    """
    loaded = load(project.catalogue)
    catalogue = loaded.catalogue
    if catalogue is None or not loaded.is_valid:
        return loaded, b""
    _check("edition", edition, [one.id for one in catalogue.editions])
    _check("track", track, [one.id for one in catalogue.tracks])
    selection = Selection(catalogue, (edition or editions_of(catalogue)[0],), track or "")
    with use_overrides(read_overrides(project.languages)):
        made = EXPORTERS[form](ExportContext(project, catalogue, selection, edition or "", track or ""))
    if output:
        files.write(output, made)
    return loaded, made


def imported(form: str, file: str, data: bytes) -> ImportedList:
    """Understand the bytes of a list as far as may be; ``compose.catalogue_of`` makes a catalogue of it.

    Raises:
        TooMuchError: it holds more than a catalogue has room for.
    """
    made = decoded(file, data)
    IMPORTERS[form](made)
    return made


def _check(what: str, asked: str | None, known: Collection[str]) -> None:
    if asked is not None and asked not in known:
        raise PathgenError(f"there is no {what} {asked!r}; {did_you_mean_or_list(asked, known)}")
