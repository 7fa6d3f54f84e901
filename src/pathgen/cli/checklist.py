"""The command ``pathgen checklist``."""

from __future__ import annotations

import re
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import click

from pathgen.catalogue.shared_entries import beside
from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.known_history import show_problem, usable_history
from pathgen.cli.link_options import forges_option, history_option
from pathgen.cli.options import catalogue_argument, load_valid, read_by
from pathgen.curation.checklist import checklist, grouped
from pathgen.curation.stale import Ages, stale
from pathgen.forges.audit import compare
from pathgen.forges.clients import Forge
from pathgen.forges.store import FILE as REPOSITORIES
from pathgen.forges.store import read_with_gone
from pathgen.links.collect import collect
from pathgen.links.history import FILE, READ_LOCK_SECONDS
from pathgen.links.report import report_of
from pathgen.links.run import run
from pathgen.links.select import LinkSelection
from pathgen.links.settings import Settings

_ADDRESS = re.compile(r"https?://[^\s()<>\\]+")


def _shown_at(written: str) -> str:
    if not _ADDRESS.fullmatch(written):
        raise ValueError("the address has to start with https://, without spaces and brackets")
    return written.rstrip("/")


shown_at_option = click.option(
    "--shown-at",
    callback=read_by(_shown_at),
    metavar="URL",
    default=None,
    help="The address of the files: https://github.com/OWNER/NAME/blob/BRANCH.",
)
before_option = click.option(
    "--before",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="An earlier checklist, whose ticks are kept.",
)


@click.command()
@catalogue_argument
@history_option
@shown_at_option
@forges_option
@before_option
def command(
    catalogue: Path, history: Path | None, shown_at: str | None, hosts: tuple[Forge, ...], before: Path | None
) -> int:
    """Write a checklist in Markdown for a pull request or an issue: each item with its place and what to do.

    It asks nobody, but reads what check-links found and what refresh keeps in repositories.json: dead and moved links,
    archived, renamed and lost repositories, where hosts and catalogue disagree, libraries that ended or rest, and what
    nobody looked at for long. It is no longer than what GitHub takes.

    Exit status: 0 listed, 1 the catalogue has errors, 2 usage.
    """
    _, resolved = load_valid(catalogue)
    path = history or beside(catalogue, FILE)
    if not path.is_file():
        click.echo("The links were never checked: run `pathgen check-links` first.", err=True)
    links = collect(resolved, catalogue.parent / "content")
    with usable_history(path, READ_LOCK_SECONDS) if path.is_file() else nullcontext((None, "")) as (known, problem):
        found = run(links, LinkSelection(), Settings(), known, is_offline=True, show=lambda _: None)
    show_problem(problem or found.left_out or found.writer.failure)
    kept, gone = read_with_gone(beside(catalogue, REPOSITORIES))
    of_repositories = compare(resolved, hosts, kept, gone)
    wants_look = stale(resolved, {}, Ages(), datetime.now(UTC).date(), kept)
    others = [*(finding.diagnostic for finding in of_repositories), *wants_look]
    ticked = before.read_text(encoding="utf-8", errors="replace") if before else ""
    click.echo(checklist(grouped(report_of(str(catalogue), found.results), others), shown_at, ticked), nl=False)
    return ExitStatus.OK
