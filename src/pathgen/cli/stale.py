"""The command ``pathgen stale``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from pathgen.catalogue.shared_entries import beside
from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.known_history import show_problem
from pathgen.cli.link_options import history_option
from pathgen.cli.options import catalogue_argument, format_option, load_valid
from pathgen.curation.stale import CODES, FEW, Ages, markdown, not_checked, not_checked_text, stale, text
from pathgen.diagnostics import Diagnostic
from pathgen.forges.store import FILE as REPOSITORIES
from pathgen.forges.store import read
from pathgen.links.history import FILE, known_links
from pathgen.reports import REPORTS, json

_USUAL = Ages()
_days = click.IntRange(0, 36_500)


@click.command()
@catalogue_argument
@history_option
@format_option(REPORTS)
@click.option(
    "--checked-days", type=_days, default=_USUAL.checked_days, show_default=True, help="Days until a link check is old."
)
@click.option(
    "--reviewed-days", type=_days, default=_USUAL.reviewed_days, show_default=True, help="Days until a review is old."
)
@click.option(
    "--changed-days",
    type=_days,
    default=_USUAL.changed_days,
    show_default=True,
    help="Days without a change until a repository is old.",
)
@click.option("--years", type=_days, default=_USUAL.years, show_default=True, help="Years until an entry is old.")
@click.option("--only", type=click.Choice([*CODES]), multiple=True, help="List only this category; repeatable.")
@click.option("--all", "shows_all", is_flag=True, help=f"List all, not the first {FEW} of each category.")
def command(
    catalogue: Path, history: Path | None, form: str, *, only: tuple[str, ...], shows_all: bool, **ages: int
) -> int:
    """List entries that need attention, each with its place, the problem and what to do.

    What matters most to a reader comes first: what a step starts with, then what is dead, superseded, abandoned, old,
    not checked, not reviewed, without a copy; in each category, what the steps require comes first. It makes no
    requests: it reads the history of check-links and the facts that refresh keeps in repositories.json. Text and
    Markdown show the first of each category, the other formats all.

    Exit status: 0 listed, however many there are; 1 the catalogue has errors; 2 usage, or a file that cannot be read.
    """
    loaded, resolved = load_valid(catalogue)
    known = known_links(history or beside(catalogue, FILE))
    checked = known.verdicts
    show_problem(known.problem)
    if not checked and not known.problem:
        click.echo("The links were never checked: run `pathgen check-links` first.", err=True)
    elif hosts := not_checked(resolved):
        click.echo(not_checked_text(hosts), err=True)
    today = datetime.now(UTC).date()
    found = stale(resolved, checked, Ages(**ages), today, read(beside(catalogue, REPOSITORIES)))
    found = [diagnostic for diagnostic in found if not only or diagnostic.code in only]
    shown: dict[str, Callable[[list[Diagnostic]], str]] = {
        "text": partial(text, shows_all=shows_all),
        "markdown": partial(markdown, shows_all=shows_all),
        "json": json.in_order,
    }
    files = loaded.files or [str(catalogue)]
    click.echo(shown[form](found) if form in shown else REPORTS[form](found, files), nl=False)
    return ExitStatus.OK
