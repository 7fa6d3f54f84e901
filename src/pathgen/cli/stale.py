"""The command ``pathgen stale``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from pathgen.catalogue.load import load
from pathgen.cli.options import catalogue_argument, history_option, show_diagnostics
from pathgen.links.history import FILE, verdicts
from pathgen.reports import REPORTS
from pathgen.stale import CODES, FEW, Ages, stale, text

_USUAL = Ages()
_days = click.IntRange(0, 36_500)


@click.command()
@catalogue_argument
@history_option
@click.option("--format", "form", type=click.Choice([*REPORTS]), default="text", show_default=True, help="The form.")
@click.option("--checked-days", type=_days, default=_USUAL.checked_days, show_default=True, help="Days since a check.")
@click.option("--reviewed-days", type=_days, default=_USUAL.reviewed_days, show_default=True, help="Days since a look.")
@click.option("--years", type=_days, default=_USUAL.years, show_default=True, help="Years since it appeared.")
@click.option("--only", type=click.Choice(CODES), multiple=True, help="Only this sort; may be given again.")
@click.option("--all", "shows_all", is_flag=True, help=f"Show all, and not the first {FEW} of each sort.")
def command(
    catalogue: Path, history: Path | None, form: str, *, only: tuple[str, ...], shows_all: bool, **ages: int
) -> int:
    """List what wants a curator's look, the most pressing first: each with its place, and what to do.

    Exit status: 0 listed, 1 the catalogue has errors, 2 usage.
    """
    loaded = load(catalogue)
    if loaded.catalogue is None or not loaded.is_valid:
        show_diagnostics(loaded, catalogue)
        return 1
    today = datetime.now(UTC).date()
    checked = verdicts(history or catalogue.parent / FILE)
    if not checked:
        click.echo("No check of the links is known: run `pathgen check-links` first.", err=True)
    found = stale(loaded.catalogue, checked, Ages(**ages), today)
    found = [one for one in found if not only or one.code in only]
    if form == "text":
        click.echo(text(found, shows_all=shows_all), nl=False)
    else:
        click.echo(REPORTS[form](found, loaded.files or [str(catalogue)]), nl=False)
    return 0
