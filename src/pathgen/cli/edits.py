"""The end of every command that edits files: it shows the edits, or writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from pathgen.files import write
from pathgen.reports.difference import difference
from pathgen.terminal import visible


def finish(changed: Mapping[Path, bytes], left: Iterable[str], *, is_dry: bool = False) -> None:
    """Write each file's new bytes in one step, or show them as a diff; say what was not changed, and why.

    All of it goes to stderr: stdout is the report's, which a program may read.

    Raises:
        PathgenError: a file cannot be written.
    """
    for file, data in changed.items():
        if is_dry:
            click.echo(difference(file.read_bytes(), data, file.as_posix()), nl=False, err=True)
        else:
            write(file.resolve(), data)
            click.echo(f"Changed {visible(str(file))}.", err=True)
    for line in left:
        click.echo(f"Left: {visible(line)}", err=True)
