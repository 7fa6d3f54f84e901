"""The command ``pathgen import``."""

from __future__ import annotations

from pathlib import Path

import click

from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.options import load_valid
from pathgen.cli.overwriting import refuse_overwriting
from pathgen.convert import IMPORTERS
from pathgen.convert.import_file import import_file
from pathgen.reports import text


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice([*IMPORTERS]), help="The format of FILE.  [default: from its name]")
@click.option("--into", metavar="TOPIC", help="The id of the topic to add to.  [default: a new catalogue]")
@click.option(
    "--catalogue", type=click.Path(path_type=Path), default="resources.yaml", show_default=True,
    help="The catalogue to create, or with --into to add to.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Print the result instead of writing it.")
def command(file: Path, form: str | None, into: str | None, catalogue: Path, *, dry_run: bool) -> int:
    """Create a catalogue from a list, or add a list to a topic: headings become topics, links become entries.

    What the list says of a link is not your own words: it becomes a comment, `# their words: …`, where your `why`
    belongs. Every link that is not imported, and every line that is not understood, is reported.

    Exit status: 0 imported, 1 the file contains no list, or its entries are not a valid catalogue, or the catalogue
    has errors, 2 usage.
    """
    if into is None and not catalogue.exists():
        refuse_overwriting(catalogue, "--catalogue")
    before = load_valid(catalogue)[1] if into is not None else None
    taken = import_file(file, form, catalogue, into=into, before=before, dry_run=dry_run)
    if taken.diagnostics:
        click.echo(text.report(taken.diagnostics, [str(file)]), err=True, nl=False)
    if taken.content is None:
        return ExitStatus.FINDINGS
    if dry_run:
        click.echo(taken.content, nl=False)
    else:
        click.echo(f"{taken.count:,} entries are in {taken.file}.", err=True)
    return ExitStatus.OK
