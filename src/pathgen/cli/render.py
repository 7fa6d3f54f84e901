"""The command ``pathgen render``."""

from __future__ import annotations

from pathlib import Path

import click

from pathgen.cli.known_history import show_problems_of
from pathgen.cli.options import catalogue_argument, end_invalid, show_diagnostics
from pathgen.site.render import Project, render


@click.command()
@catalogue_argument
def command(catalogue: Path) -> None:
    """Write the pages that an engine builds, to build/ beside the catalogue.

    Only files that changed are written. Exit status: 0 rendered, 1 the catalogue has errors, 2 usage.
    """
    project = Project(catalogue)
    loaded, changed = render(project)
    if not loaded.is_valid:
        end_invalid(loaded, catalogue)
    show_diagnostics(loaded, catalogue)
    show_problems_of(path.history for path in (project, *(path for path, _ in project.paths(loaded))))
    click.echo(f"{len(changed)} files changed in {project.build}", err=True)
