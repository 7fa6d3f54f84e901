"""The command ``pathgen build``."""

from __future__ import annotations

from pathlib import Path

import click

from pathgen.cli.known_history import show_problems_of
from pathgen.cli.options import catalogue_argument, end_invalid, engine_option, output_option, show_diagnostics
from pathgen.site.build import build
from pathgen.site.render import Project


@click.command()
@catalogue_argument
@engine_option
@output_option
def command(catalogue: Path, engine: str, output: Path | None) -> None:
    """Build the site and publish it to a folder, whole or not at all.

    Exit status: 0 built, 1 the catalogue has errors, 2 usage, or the site could not be built.
    """
    project = Project(catalogue)
    output = output or project.folder / "site"
    loaded, changed = build(project, output, engine)
    if not loaded.is_valid:
        end_invalid(loaded, catalogue)
    show_diagnostics(loaded, catalogue)
    show_problems_of(path.history for path in (project, *(path for path, _ in project.paths(loaded))))
    click.echo(f"The site is in {output} ({len(changed)} files changed).", err=True)
