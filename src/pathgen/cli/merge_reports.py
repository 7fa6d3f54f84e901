"""The command ``pathgen merge-reports``."""

from __future__ import annotations

from pathlib import Path

import click

from pathgen.cli.check_links import outputs_option, tell
from pathgen.links.history import History, is_history
from pathgen.links.merge import merged
from pathgen.links.report import FailOn, fails


@click.command("merge-reports")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@outputs_option
@click.option("--history", type=click.Path(path_type=Path, dir_okay=False), help="The history to merge others into.")
@click.option(
    "--fail-on",
    type=click.Choice([str(one) for one in FailOn]),
    default=str(FailOn.DEAD),
    show_default=True,
    help="The least that makes the exit status 1.",
)
def command(files: tuple[Path, ...], outputs: tuple[tuple[str, str], ...], history: Path | None, fail_on: str) -> int:
    """Join the JSON reports of shards into one, and their histories into that of --history.

    Exit status: as of check-links.
    """
    histories = [file for file in files if is_history(file)]
    if histories and history is None:
        raise click.UsageError("--history FILE is needed to merge histories into")
    reports = [file for file in files if file not in histories]
    report = merged(reports)
    if history is not None:
        with History(history) as ours:
            for file in histories:
                ours.merge(file)
    if reports:
        tell(report, outputs)
    return int(fails(report, FailOn(fail_on)))
