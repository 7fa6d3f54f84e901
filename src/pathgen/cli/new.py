"""The command ``pathgen new``."""

from __future__ import annotations

from pathlib import Path

import click

from pathgen.cli.exit_status import ExitStatus
from pathgen.convert.import_file import Reading, import_file
from pathgen.reports import text
from pathgen.scaffold.host_files import HOSTS
from pathgen.scaffold.project import CATALOGUE, create, new_project, texts_of
from pathgen.scaffold.requirements import REQUIREMENTS, UNKNOWN


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--title", help="The path's title.  [default: the list's, or My path]")
@click.option("--language", default="en", show_default=True, metavar="TAG", help="The language of the site.")
@click.option("--from-awesome", type=click.Path(path_type=Path), metavar="FILE", help="An awesome list to start from.")
@click.option(
    "--host",
    type=click.Choice(HOSTS),
    default=HOSTS[0],
    show_default=True,
    help="Where it will be published; none: any web server.",
)
def command(folder: Path, title: str | None, language: str, from_awesome: Path | None, host: str) -> int:
    """Start a new path on any subject: a small project in a new folder, ready to build and deploy.

    With --from-awesome its topics and entries come from an existing list in Markdown; whatever was not imported is
    reported, as by `pathgen import`.

    Exit status: 0 written, 1 the file contains no list, 2 usage, DIR is not empty, or it cannot be written; then
    nothing is.
    """
    listed = None
    if from_awesome is not None:
        taken = import_file(from_awesome, Reading("awesome"), folder / CATALOGUE, dry_run=True)
        if taken.diagnostics:
            click.echo(text.report(taken.diagnostics, [str(from_awesome)]), err=True, nl=False)
        if taken.content is None:
            return ExitStatus.FINDINGS
        listed = taken.content
    files = new_project(title, language, listed, host)
    create(folder, files)
    click.echo(
        f"The path is in {folder}. `pathgen serve {folder / CATALOGUE}` shows it; its README.md says more.", err=True
    )
    if texts_of(language) == "en" != language.partition("-")[0]:
        click.echo(f"Its texts are in English: pathgen has none in the language {language!r} yet.", err=True)
    if files[REQUIREMENTS].endswith(UNKNOWN.encode()):
        click.echo(f"Before its workflows run, write into {folder / REQUIREMENTS} where pathgen comes from.", err=True)
    return ExitStatus.OK
