"""The command ``pathgen export``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pathgen.cli.known_history import show_problems_of
from pathgen.cli.options import catalogue_argument, load_valid, show_diagnostics
from pathgen.cli.overwriting import refuse_overwriting
from pathgen.convert import EXPORTERS, export
from pathgen.files import write
from pathgen.site.render import Project


@click.command()
@catalogue_argument
@click.option("--format", "form", type=click.Choice([*EXPORTERS]), required=True, help="The format to write.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), help="The file.  [default: stdout]"
)
@click.option("--edition", metavar="ID", help="Export only this edition.  [default: all; of a book, the first]")
@click.option("--track", metavar="ID", help="Export only what this track needs.  [default: all]")
def command(
    *,
    catalogue: Path,
    form: str,
    output: Path | None,
    edition: str | None,
    track: str | None,
) -> None:
    """Export the path to another format: a list for GitHub, a table, bookmarks, a book and others.

    Only `json` contains everything; the documentation says what each of the others leaves out.

    Exit status: 0 written, 1 the catalogue has errors, 2 usage, or the file could not be written.
    """
    file = None if output is None or str(output) == "-" else output
    loaded, resolved = load_valid(catalogue)
    if file is not None:
        refuse_overwriting(file, "--output", (), catalogue, loaded)
    exported = export(Project(catalogue), resolved, form, edition, track)
    show_diagnostics(loaded, catalogue)
    if form == "epub":
        show_problems_of([Project(catalogue).history])
    if file is None:
        if (output is None or sys.stdout.isatty()) and not _is_text(exported):
            raise click.UsageError(
                f"Missing option '--output': {form} is not text; name a file, or write --output - | …"
            )
        click.echo(exported, nl=False)
    else:
        write(file, exported)
        click.echo(f"The path is in {file}.", err=True)


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False
