"""The command ``pathgen merge-reports``."""

from __future__ import annotations

from pathlib import Path

import click

from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.known_history import show_problem
from pathgen.cli.link_options import Outputs, fail_on_option, outputs_option, write_reports
from pathgen.cli.overwriting import refuse_as_history, refuse_overwriting
from pathgen.links.history import History, is_history, unreadable_records
from pathgen.links.merge import merged
from pathgen.links.report import FailOn, fails


@click.command("merge-reports")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@outputs_option
@click.option(
    "--history", type=click.Path(path_type=Path, dir_okay=False), help="The history to merge the others into."
)
@fail_on_option
def command(files: tuple[Path, ...], outputs: Outputs, history: Path | None, fail_on: FailOn) -> int:
    """Merge the JSON reports of shards into one, and their histories into that of --history.

    Exit status: 0 nothing to act on, 1 something to act on (see --fail-on), 2 wrong usage or a
    file that cannot be read.
    """
    histories = [file for file in files if is_history(file)]
    if histories and history is None:
        raise click.UsageError("merging histories needs --history FILE")
    for form, output in outputs:
        if output:
            refuse_overwriting(Path(output), f"--format {form}", [*files, *([history] if history else ())])
    refuse_as_history(history)
    reports = [file for file in files if file not in histories]
    report = merged(reports)
    if history is not None:
        with History(history) as ours:
            for file in histories:
                ours.merge(file)
            show_problem(unreadable_records(ours))
    if reports:
        write_reports(report, outputs)
    return ExitStatus.FINDINGS if fails(report, fail_on) else ExitStatus.OK
