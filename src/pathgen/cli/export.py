"""The command ``pathgen export``."""

from __future__ import annotations

from pathlib import Path

import click

from pathgen.cli.options import catalogue_argument, show_diagnostics
from pathgen.exchange import FORMATS, export
from pathgen.site.render import Project


@click.command()
@catalogue_argument
@click.option("--format", "form", type=click.Choice([*FORMATS]), required=True, help="The form to write.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
@click.option("--edition", metavar="ID", help="The edition to take along.  [default: the one readers get first]")
@click.option("--track", metavar="ID", help="The library to follow.  [default: all of them]")
@click.pass_context
def command(
    context: click.Context, *, catalogue: Path, form: str, output: Path, edition: str | None, track: str | None
) -> None:
    """Write the path in another form, such as a book for an e-reader (EPUB 3.3).

    Exit status: 0 written, 1 the catalogue has errors, 2 usage, or the file could not be written.
    """
    loaded = export(Project(catalogue), form, output, edition, track)
    show_diagnostics(loaded, catalogue)
    if not loaded.is_valid:
        context.exit(1)
    click.echo(f"The path is in {output}.", err=True)
