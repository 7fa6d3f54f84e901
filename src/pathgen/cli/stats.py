"""The command ``pathgen stats``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from pathgen.catalogue.shared_entries import beside
from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.known_history import show_problem
from pathgen.cli.link_options import history_option
from pathgen.cli.options import catalogue_argument, format_option, is_terminal, load_valid
from pathgen.curation.stats import ASCII, DRAWN, document, statistics, text
from pathgen.links.history import FILE, known_links
from pathgen.reports.json import dumps


@click.command()
@catalogue_argument
@history_option
@format_option(["text", "json"])
def command(catalogue: Path, history: Path | None, form: str) -> int:
    """Count the entries by step, topic, kind, year, licence, status, state of the link and more, and add up the times.

    Times cover what a reader of the default edition cannot skip, as on the home page: from the quickest to the slowest,
    and how many entries have no estimate. A terminal shows bars, shaded from the quickest to the slowest; a file or
    another program gets plain columns. JSON is an object of categories, each with its counts by value, and of minutes.

    Exit status: 0 counted, 1 the catalogue has errors, 2 usage.
    """
    _, resolved = load_valid(catalogue)
    known = known_links(history or beside(catalogue, FILE))
    show_problem(known.problem)
    found = statistics(resolved, {url: verdict for url, (verdict, _) in known.verdicts.items()})
    if form == "json":
        click.echo(dumps(document(found)), nl=False)
    else:
        columns = shutil.get_terminal_size().columns if is_terminal() else None
        click.echo(text(found, DRAWN if _writes("".join(DRAWN)) else ASCII, columns), nl=False)
    return ExitStatus.OK


def _writes(characters: str) -> bool:
    """Return whether the encoding of the output has these characters."""
    try:
        characters.encode(sys.stdout.encoding or "ascii")
    except (AttributeError, UnicodeEncodeError, LookupError):  # no output at all: the shell closed it
        return False
    return True
