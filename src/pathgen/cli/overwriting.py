"""The guard of every option that names a file to write: such a file never replaces one that the project keeps."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from pathgen.links.history import FILE as LINKS

_FOLDERS = ("content", "overrides", "templates", "languages")
_FILES = ("mkdocs.yml", "repositories.json", LINKS)


def refuse_overwriting(file: Path, catalogue: Path, read: Iterable[Path], option: str) -> None:
    """Refuse a file that a run reads, or that is a source, the settings or the history of the catalogue's project.

    Raises:
        click.BadParameter: the file would be overwritten.
    """
    written, project = file.resolve(), catalogue.resolve().parent
    kept = {path.resolve() for path in (catalogue, *read, *(project / name for name in _FILES))}
    if written in kept or any(written.is_relative_to(project / folder) for folder in _FOLDERS):
        raise click.BadParameter(
            f"{file} is a file of the project and would be overwritten: name another file", param_hint=option
        )
