"""The command ``pathgen diff``."""

from __future__ import annotations

from pathlib import Path

import click

from pathgen.changes import FORMATS
from pathgen.changes.since import changes_since
from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.options import catalogue_argument, format_option, show_diagnostics


@click.command("diff")
@click.argument("revision", metavar="REV")
@catalogue_argument
@click.option("--to", metavar="REV", help="Compare with the catalogue at this revision.  [default: the file now]")
@format_option(FORMATS)
def command(revision: str, catalogue: Path, to: str | None, form: str) -> int:
    """Show what changes for readers since a git revision REV, such as main or HEAD~3.

    What is added, removed, moved, renamed, or changed, and how long the path takes then and now.

    Exit status: 0 compared, 1 the catalogue of now has errors, 2 usage, no git repository or no such revision.
    """
    now, report = changes_since(catalogue, revision, to)
    if report is None:
        show_diagnostics(now, catalogue)
        return ExitStatus.FINDINGS
    click.echo(FORMATS[form](report), nl=False)
    return ExitStatus.OK
