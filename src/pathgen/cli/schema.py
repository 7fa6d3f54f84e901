"""``pathgen schema``: the JSON Schema of a catalogue, or of a report on links."""

from __future__ import annotations

import click

from pathgen.catalogue import schema


@click.command
@click.argument("of", type=click.Choice(["resources", "links"]), default="resources", metavar="[resources|links]")
def command(of: str) -> None:
    """Print the JSON Schema (draft 2020-12) of a catalogue, for editors, or of the JSON report of check-links."""
    if of == "links":
        from pathgen.links.reports.json import dumps_schema  # noqa: PLC0415 - editors do not wait for it

        click.echo(dumps_schema(), nl=False)
    else:
        click.echo(schema.dumps(), nl=False)
