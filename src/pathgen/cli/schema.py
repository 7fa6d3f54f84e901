"""``pathgen schema``: the JSON Schema of a catalogue."""

from __future__ import annotations

import click

from pathgen.catalogue.schema import dumps


@click.command
def command() -> None:
    """Print the JSON Schema of a catalogue (draft 2020-12), for editors."""
    click.echo(dumps(), nl=False)
