"""The command ``pathgen import``."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict, Unpack

import click

from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.options import load_valid
from pathgen.cli.overwriting import refuse_overwriting
from pathgen.convert import IMPORTERS
from pathgen.convert.columns import DESCRIPTION, FIELDS, TOPIC
from pathgen.convert.import_file import Reading, import_file
from pathgen.reports import grouped, text


class ImportOptions(TypedDict):
    """The options that say how a list is read and reported."""

    form: str | None
    base: str
    columns: tuple[str, ...]
    verbose: bool
    dry_run: bool


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice([*IMPORTERS]), help="The format of FILE.  [default: from its name]")
@click.option("--into", metavar="TOPIC", help="The id of the topic to add to.  [default: a new catalogue]")
@click.option(
    "--catalogue", type=click.Path(path_type=Path), default="resources.yaml", show_default=True,
    help="The catalogue to create, or with --into to add to.",
)  # fmt: skip
@click.option("--base", default="", metavar="URL", help="The address that relative links start from.")
@click.option(
    "--column", "columns", multiple=True, metavar="FIELD=NAME", help="The name of a field's column; repeatable."
)
@click.option("--verbose", is_flag=True, help="Show each place that was not imported.")
@click.option("--dry-run", is_flag=True, help="Print the result instead of writing it.")
def command(file: Path, into: str | None, catalogue: Path, **options: Unpack[ImportOptions]) -> int:
    """Create a catalogue from a list, or add a list to a topic: headings become topics, links become entries.

    What the list says of a link is not your own words: it becomes a comment, `# their words: …`, where your `why`
    belongs. Every link that is not imported, and every line that is not understood, is reported.

    Exit status: 0 imported, 1 the file contains no list, or its entries are not a valid catalogue, or the catalogue
    has errors, 2 usage.
    """
    if into is None and not catalogue.exists():
        refuse_overwriting(catalogue, "--catalogue")
    before = load_valid(catalogue)[1] if into is not None else None
    reading = Reading(options["form"], options["base"], _columns(options["columns"]))
    taken = import_file(file, reading, catalogue, into=into, before=before, dry_run=options["dry_run"])
    if taken.diagnostics:
        report = text.report if options["verbose"] else grouped.report
        click.echo(report(taken.diagnostics, [str(file)]), err=True, nl=False)
    if taken.content is None:
        return ExitStatus.FINDINGS
    if options["dry_run"]:
        click.echo(taken.content, nl=False)
    else:
        click.echo(f"{taken.count:,} entries are in {taken.file}.", err=True)
    return ExitStatus.OK


def _columns(given: tuple[str, ...]) -> dict[str, str]:
    """Return ``{field: column}`` for what ``--column`` was given.

    Raises:
        click.UsageError: it is not a field and a name.
    """
    pairs = [text_.partition("=") for text_ in given]
    known = (*FIELDS, TOPIC, DESCRIPTION)
    for field, sign, column in pairs:
        if not sign or not column or field not in known:
            raise click.UsageError(
                f"--column {field}{sign}{column}: write FIELD=NAME; the fields are {', '.join(known)}"
            )
    return {field: column for field, _, column in pairs}
