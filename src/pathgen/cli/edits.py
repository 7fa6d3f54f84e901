"""The end of every command that edits files: it shows the edits, or writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from pathgen.errors import ChangedMeanwhileError
from pathgen.files import FileChange, replace
from pathgen.reports.difference import difference
from pathgen.terminal import visible


def finish(changed: Mapping[Path, FileChange], left: Iterable[str], *, is_dry: bool = False) -> None:
    """Write each file's new bytes in one step, or show them as a diff; say what was not changed, and why.

    A file that somebody saved after it was read keeps what was saved; all others are written.

    All of it goes to stderr: stdout is the report's, which a program may read.

    Raises:
        ChangedMeanwhileError: a file was saved meanwhile.
        PathgenError: a file cannot be written.
    """
    overtaken = None
    for file, change in changed.items():
        if is_dry:
            click.echo(difference(change.before or b"", change.after, file.as_posix()), nl=False, err=True)
            continue
        try:
            replace(file.resolve(), change)
        except ChangedMeanwhileError as error:
            overtaken = error
        else:
            click.echo(f"Changed {visible(str(file))}.", err=True)
    for line in left:
        click.echo(f"Left: {visible(line)}", err=True)
    if overtaken:
        raise overtaken
