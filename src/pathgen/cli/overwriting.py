"""The guard of every option that names a file to write: such a file never replaces one that the project keeps."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click


def refuse_overwriting(file: Path, catalogue: Path, read: Iterable[Path], option: str) -> None:
    """Refuse a file that a run reads, or that is a source, the settings or the history of the catalogue's project.

    Raises:
        click.BadParameter: the file would be overwritten.
    """
    from pathgen.site.render import Project  # noqa: PLC0415 - the templates' engine loads slowly

    written = file.resolve()
    kept = [path.resolve() for path in (catalogue, *read, *Project(catalogue).inputs)]
    if any(written == path or (not path.is_file() and written.is_relative_to(path)) for path in kept):
        raise click.BadParameter(
            f"{file} is a file of the project and would be overwritten: name another file", param_hint=option
        )
