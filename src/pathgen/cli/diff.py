"""The command ``pathgen diff``."""

from __future__ import annotations

from pathlib import Path

import click

from pathgen.changes import FORMATS, lost_ids
from pathgen.changes.since import changes_since
from pathgen.cli.edits import finish
from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.options import catalogue_argument, format_option, show_diagnostics


@click.command("diff")
@click.argument("revision", metavar="REV")
@catalogue_argument
@click.option("--to", metavar="REV", help="Compare with the catalogue at this revision.  [default: the file now]")
@format_option(FORMATS)
@click.option("--keep-ids", is_flag=True, help="Write the former ids that readers would lose into `aliases`.")
def command(revision: str, catalogue: Path, to: str | None, form: str, *, keep_ids: bool) -> int:
    """Show what changes for readers since a git revision REV, such as main or HEAD~3.

    What is added, removed, moved, renamed, or changed, and how long the path takes then and now. Where a
    former id is not among the aliases, readers lose their ticks and links: the last lines say what to write.

    Exit status: 0 compared, 1 the catalogue of now has errors, 2 usage, no git repository or no such revision.
    """
    if keep_ids and to is not None:
        raise click.UsageError("--keep-ids edits the file as it is now, so it does not go with --to")
    now, report = changes_since(catalogue, revision, to)
    if report is None:
        show_diagnostics(now, catalogue)
        return ExitStatus.FINDINGS
    click.echo(FORMATS[form](report), nl=False)
    if keep_ids:
        finish(*lost_ids.keep_ids(now, lost_ids.lost_ids(report.changes)))
    return ExitStatus.OK
