"""The command ``pathgen curate``."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import click

from pathgen.cli import checklist, main
from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.link_options import (
    archive_api_option,
    forges_option,
    kept_history_option,
    quiet_option,
    time_budget_option,
)
from pathgen.cli.network_options import allow_private_option, proxy_option
from pathgen.cli.options import catalogue_argument
from pathgen.errors import PathgenError
from pathgen.terminal import visible


@click.command()
@catalogue_argument
@click.option(
    "--save",
    "limit",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    metavar="N",
    help="Request archived copies of at most this many entries that have none.",
)
@kept_history_option
@time_budget_option
@checklist.shown_at_option
@checklist.before_option
@archive_api_option
@forges_option
@allow_private_option
@proxy_option
@quiet_option
def command(catalogue: Path, *, limit: int, **shared: Any) -> int:
    """Do what is due once a week, and write a checklist in Markdown of what needs a person.

    \b
    Runs these commands, whose output goes to stderr, all but the last:
      check-links --archive --fix    new addresses, and copies of dead pages
      archive --save                 copies of entries that have none
      refresh --fix                  facts about repositories
      validate
      stats
      diff HEAD                      what all this changes for readers
      checklist                      what needs a person, with `stale`

    Exit status: 0 done, 1 the catalogue has errors, 2 wrong usage or a file that cannot be written, 130 interrupted;
    what was found and written until then is kept.
    """  # noqa: D301 - click keeps the lines of a paragraph that starts with \b
    shared |= {"catalogue": catalogue, "files": (str(catalogue),)}
    with redirect_stdout(sys.stderr):
        for line in (
            "check-links --archive --fix --fail-on never",
            *([f"archive --save --limit {limit}"] if limit else ()),
            "refresh --fix",
            "validate",
            "stats",
        ):
            status = _run(line, shared)
            if status == ExitStatus.INTERRUPTED or (status and not line.startswith("archive")):
                return status
        try:
            _run("diff HEAD", shared)
        except PathgenError as error:  # the folder is not in a git repository, or has no commit yet
            click.echo(f"pathgen: {visible(str(error))}")
    return _run("checklist", shared)


def _run(line: str, shared: dict[str, Any]) -> int:
    """Run a line of the shell, with those of our options that its command has, too; return its exit status."""
    click.echo(f"\n$ pathgen {line}", err=True)
    name, *arguments = line.split()
    ours = click.get_current_context()
    command = main.get_command(ours, name)
    assert command, name  # noqa: S101 - it is listed
    with command.make_context(name, arguments, ours.parent) as context:
        context.params |= {key: value for key, value in shared.items() if key in context.params}
        status: int = command.invoke(context)
    return status
