"""The command ``pathgen log``."""

from __future__ import annotations

from pathlib import Path

import click

from pathgen.changes import LOGS
from pathgen.changes.history import history
from pathgen.cli.options import catalogue_argument, format_option


@click.command("log")
@catalogue_argument
@click.option("--since", metavar="REV|DATE", help="Only what came after this git revision, or from this day on.")
@format_option(LOGS)
def command(catalogue: Path, since: str | None, form: str) -> None:
    """Show what each commit that touched the catalogue changed for readers, the newest first.

    Exit status: 0 done, 2 wrong usage, no git repository or no such revision.
    """
    for text in LOGS[form](history(catalogue, since)):
        click.echo(text, nl=False)
