"""The command ``pathgen stats``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pathgen.catalogue.load import load
from pathgen.cli.options import catalogue_argument, history_option, show_diagnostics
from pathgen.links.history import FILE, verdicts
from pathgen.reports.json import dumps
from pathgen.stats import statistics, text


@click.command()
@catalogue_argument
@history_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="The form."
)
def command(catalogue: Path, history: Path | None, form: str) -> int:
    """Count the entries of a catalogue by step, topic, kind, year, licence, status, state of the link and more.

    JSON is an object of sorts, each an object of values and counts.

    Exit status: 0 counted, 1 the catalogue has errors, 2 usage.
    """
    loaded = load(catalogue)
    if loaded.catalogue is None or not loaded.is_valid:
        show_diagnostics(loaded, catalogue)
        return 1
    checked = verdicts(history or catalogue.parent / FILE)
    found = statistics(loaded.catalogue, {url: verdict for url, (verdict, _) in checked.items()})
    if form == "json":
        click.echo(dumps(found), nl=False)
    else:
        can_draw = (sys.stdout.encoding or "").lower().startswith("utf")
        click.echo(text(found, "█" if can_draw else "#"), nl=False)
    return 0
