"""``pathgen validate``: say what is wrong with catalogues."""

from __future__ import annotations

import os
import sys
from functools import partial

import click

from pathgen.catalogue.load import load
from pathgen.reports import REPORTS, text


@click.command
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--format", "form", type=click.Choice([*REPORTS]), default="text", show_default=True, help="The report's form."
)
def command(files: tuple[str, ...], form: str) -> int:
    """Check catalogues (resources.yaml where no FILE is named) and say what is wrong, where, and how to mend it.

    Exit status: 0 without errors, 1 with errors, 2 where the command cannot run.
    """
    names = list(dict.fromkeys(files or ("resources.yaml",)))
    loaded = [load(name) for name in names]
    report = partial(text.report, colour=True) if form == "text" and _wants_colour() else REPORTS[form]
    click.echo(report([found for one in loaded for found in one.diagnostics], names), nl=False, color=True)
    return int(not all(one.is_valid for one in loaded))


def _wants_colour() -> bool:
    """Tell whether the terminal shows colours and its owner wants them (https://no-color.org)."""
    if sys.stdout is None or not sys.stdout.isatty():  # None: the shell closed it
        return False
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
