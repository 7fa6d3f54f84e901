"""What commands share: their options, and how they show an invalid catalogue."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any, NoReturn

import click

from pathgen.catalogue.load import Loaded, load
from pathgen.catalogue.resolve import Catalogue
from pathgen.cli.exit_status import ExitStatus
from pathgen.http.proxy import proxy_of
from pathgen.reports import text
from pathgen.site.engine import ENGINES


def read_by(read: Callable[[Any], Any]) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """Make the callback that reads an option's value, or each of several; what it raises is told as a usage error."""

    def callback(_: click.Context, __: click.Parameter, value: Any) -> Any:
        try:
            return tuple(map(read, value)) if isinstance(value, tuple) else value if value is None else read(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    return callback


catalogue_argument = click.argument(
    "catalogue", type=click.Path(path_type=Path), default="resources.yaml", metavar="[CATALOGUE]"
)
engine_option = click.option(
    "--engine", type=click.Choice(ENGINES), default=ENGINES[0], show_default=True, help="The site engine."
)
output_option = click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for the site.  [default: site/ beside the catalogue]",
)

allow_private_option = click.option(
    "--allow-private",
    callback=read_by(ip_network),
    metavar="CIDR",
    multiple=True,
    help="A private network that may be reached.",
)

proxy_option = click.option(
    "--proxy",
    callback=read_by(proxy_of),
    envvar="PATHGEN_PROXY",
    metavar="URL",
    help="The proxy to go through, as http://[user:password@]host:port; none of the environment's others is used.",
)


history_option = click.option(
    "--history",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The history of link checks.  [default: links.sqlite beside the catalogue]",
)


def is_terminal(*, err: bool = False) -> bool:
    """Tell whether what is printed is shown on a terminal, and goes neither into a file nor to another program.

    ``err`` asks for stderr.
    """
    stream = sys.stderr if err else sys.stdout
    return stream is not None and stream.isatty()  # None: the shell closed it


def is_dumb() -> bool:
    """Tell whether the terminal shows text and nothing else."""
    return os.environ.get("TERM") == "dumb"


def wants_colour(*, err: bool = False) -> bool:
    """Tell whether the terminal shows colours and its owner wants them (https://no-color.org)."""
    return is_terminal(err=err) and not os.environ.get("NO_COLOR") and not is_dumb()


def load_valid(catalogue: Path) -> tuple[Loaded, Catalogue]:
    """Return a catalogue as it was loaded and resolved; one with errors ends the command, which prints them."""
    loaded = load(catalogue)
    if loaded.catalogue is None or not loaded.is_valid:
        end_invalid(loaded, catalogue)
    return loaded, loaded.catalogue


def end_invalid(loaded: Loaded, catalogue: Path) -> NoReturn:
    """Print the errors of a catalogue and end the command."""
    show_diagnostics(loaded, catalogue)
    raise click.exceptions.Exit(ExitStatus.FINDINGS)


def show_diagnostics(loaded: Loaded, catalogue: Path) -> None:
    """Print what is wrong with a catalogue to stderr."""
    if loaded.diagnostics:
        files = loaded.files or [str(catalogue)]
        click.echo(text.report(loaded.diagnostics, files, colour=wants_colour(err=True)), err=True, nl=False)
