"""A new project: ``starter/`` with a title, a language and workflows, written completely or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from pathgen.catalogue.edit import FieldEdit, add_field, set_value
from pathgen.catalogue.field_order import field_order
from pathgen.catalogue.load import parse
from pathgen.catalogue.model import Part
from pathgen.catalogue.resolve import Catalogue
from pathgen.catalogue.rules import placeholder
from pathgen.errors import PathgenError
from pathgen.escape import plain_markdown
from pathgen.files import as_pathgen_error, aside, flush, has, left_in, read_tree, replace_in, sole_writer, write_new
from pathgen.lock import locked
from pathgen.scaffold.host_files import (
    RECORD,
    SCHEMA,
    STARTER,
    Record,
    digest,
    host_files,
    instructions,
    schema,
    shown,
)
from pathgen.scaffold.requirements import CONSTRAINTS, REQUIREMENTS, constraints, installed, requirement
from pathgen.yamldoc.edit import Document
from pathgen.yamldoc.format import formatted

CATALOGUE = "resources.yaml"
_TRANSLATIONS = Path(__file__).parent / "translations"
"""The texts of the starter in other languages than English."""


def new_project(
    title: str | None, language: str, listed: bytes | None = None, host: str = "github"
) -> dict[str, bytes]:
    """Return the files of a project: ``{relative path: bytes}``; the catalogue has no problems but its placeholders.

    ``listed`` is a catalogue made from an imported list, which replaces the example. Without ``title`` it keeps its own
    title, and it may have warnings.

    Raises:
        PathgenError: the title or the language would make the catalogue invalid.
    """
    files = shown(read_tree(STARTER) | read_tree(_TRANSLATIONS / texts_of(language)))
    if listed is not None:
        del files["content/steps/first-step.md"]
        head = files[CATALOGUE].partition(b"path:")[0]  # the comments at the top, which apply to any catalogue
        files[CATALOGUE] = head + listed
    severity = "warning" if listed is None else "error"
    files[CATALOGUE], catalogue = _catalogue(files, title, language, severity=severity)
    heading = f"# {plain_markdown(catalogue.path.title)}\n".encode()
    files["README.md"] = heading + files["README.md"].partition(b"\n")[2] + instructions(host, texts_of(language))
    found = installed()
    files[REQUIREMENTS] += requirement(found).encode()
    files[CONSTRAINTS] = constraints(found).encode()
    files[SCHEMA] = schema()
    kept = host_files(host, catalogue)
    files[RECORD] = Record(host, {name: digest(data) for name, data in kept.items()}).dumps()
    return files | kept


def texts_of(language: str) -> str:
    """Return the language that the texts of a new project are in: English where they are not translated."""
    base = language.partition("-")[0]
    return base if base.isalpha() and (_TRANSLATIONS / base).is_dir() else "en"


def _catalogue(
    files: Mapping[str, bytes], title: str | None, language: str, *, severity: str
) -> tuple[bytes, Catalogue]:
    """Return the catalogue with its title and language set: its text, and what that says."""
    prose = frozenset(name.removeprefix("content/") for name in files if name.startswith("content/"))
    read = parse(CATALOGUE, files[CATALOGUE], prose).catalogue
    assert read, "the starter is tested, and what an importer made was read"  # noqa: S101 - for mypy
    path = read.path
    title = path.title if title is None else title
    document = Document(CATALOGUE, files[CATALOGUE], field_order)
    document.apply(set_value(path, "title", title), _in_language(path, language))
    edited = document.result()
    parsed = parse(CATALOGUE, edited, prose)
    for found in parsed.diagnostics:
        if found.severity in ("error", severity) and found.code != placeholder.CODE:
            raise PathgenError(f"this would be wrong in {CATALOGUE}: {found.message}; {found.help}")
    assert parsed.catalogue, "it has no errors"  # noqa: S101 - for mypy
    return formatted(CATALOGUE, edited, field_order), parsed.catalogue


def _in_language(path: Part, language: str) -> FieldEdit:
    if "language" in path.model_fields_set:
        return set_value(path, "language", language)
    return add_field(path, "title", "language", language)


def create(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a project into a new or empty folder: all of it, or nothing.

    Raises:
        PathgenError: the folder is not empty, or cannot be written; it is unchanged.
    """
    folder = folder.absolute()
    with as_pathgen_error(folder):
        around = next(path for path in (folder, *folder.parents) if path.exists())
        if around == folder:
            _take_back(folder, files)
        with sole_writer(around), aside(around) as new:
            for path in sorted(folder.iterdir()) if around == folder else ():
                if path.name != new.name:
                    raise PathgenError(f"{folder} is not empty: {path.name} is there; name a new folder")
            project = new / folder.relative_to(around)
            for below in sorted({(project / name).parent for name in files}):
                below.mkdir(parents=True, exist_ok=True)
            write_new({project / name: data for name, data in files.items()})
            flush({path.parent for path in new.rglob("*")})
            _move([*new.iterdir()], around)
        flush([around])


def _take_back(folder: Path, files: Mapping[str, bytes]) -> None:
    """Delete what a run that was killed has moved into a folder, which was empty: files with exactly these bytes."""
    with locked(folder) as is_sole:
        if is_sole and left_in(folder):
            moved = [folder / name for name, data in files.items() if has(folder / name, data)]
            replace_in(folder, {}, moved, is_durable=False)


def _move(paths: list[Path], folder: Path) -> None:
    """Move files and folders into another folder, or none of them."""
    for path in paths:
        if os.path.lexists(folder / path.name):  # such as a link that leads nowhere
            raise PathgenError(f"{folder / path.name} is there; name a new folder")
    moved: list[Path] = []
    try:
        moved += (path.rename(folder / path.name) for path in paths)
    except BaseException:
        for path in moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise
