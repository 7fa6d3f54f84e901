"""``pathgen upgrade``: bring a project to the installed version."""

from __future__ import annotations

from pathlib import Path

import click

from pathgen.cli.edits import finish
from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.options import catalogue_argument, load_valid
from pathgen.reports.difference import difference
from pathgen.scaffold.requirements import installed
from pathgen.scaffold.upgrade import upgrade
from pathgen.terminal import visible


@click.command()
@catalogue_argument
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would change.")
@click.option("--keep", multiple=True, metavar="FOLDER", help="Change nothing in this folder.")
def command(catalogue: Path, *, dry_run: bool, keep: tuple[str, ...]) -> int:
    """Bring a project to the installed version of pathgen: its schema, workflows, forms, settings and requirements.

    Shows each change as a diff. A file that you edited or deleted stays as it is: it is named, with what this version
    would make of it. The second time there is nothing left to do. resources.yaml, content/ and the texts of the project
    are never changed.

    Exit status: 0 where all is well, 1 if the catalogue has errors, 2 if the folder was not made by `pathgen new`, or
    cannot be written.
    """
    _, resolved = load_valid(catalogue)
    folder = catalogue.parent
    result = upgrade(folder, resolved, installed(), keep)
    gone = {name: (data, b"") for name, data in result.gone.items()}
    for name, (before, after) in {**result.changed, **result.wanted, **gone}.items():
        click.echo(difference(before or b"", after, name), nl=False)
    if not dry_run:
        for name in result.gone:
            (folder / name).unlink()
            click.echo(f"Deleted {visible(name)}.", err=True)
        for name in result.changed:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
    finish({} if dry_run else {folder / name: change for name, change in result.changed.items()}, result.left)
    return ExitStatus.OK
