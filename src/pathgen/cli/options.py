"""What commands share: their options, each declared once, and how they show an invalid catalogue."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn, Protocol, TypeVar

import click

from pathgen.catalogue.did_you_mean import did_you_mean_or_list
from pathgen.catalogue.load import Loaded, load
from pathgen.catalogue.resolve import Catalogue
from pathgen.cli.exit_status import ExitStatus
from pathgen.errors import PathgenError
from pathgen.learner.progress import Progress, load_progress
from pathgen.reports import text
from pathgen.site.engine import ENGINES
from pathgen.terminal import visible

Command = TypeVar("Command", bound=Callable[..., Any])


class Option(Protocol):
    """A decorator that adds an option to a command."""

    def __call__(self, command: Command, /) -> Command:
        """Return the command with the option."""


def read_by(read: Callable[[Any], Any]) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """Return a callback that reads an option's value, or each of several; a ValueError becomes a usage error."""

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
    "--engine",
    type=click.Choice(ENGINES),
    default=ENGINES[0],
    envvar="PATHGEN_ENGINE",
    show_default=True,
    show_envvar=True,
    help="The site engine.",
)
output_option = click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for the site.  [default: site/ beside the catalogue]",
)
done_option = click.option(
    "--done",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Your progress, exported by the site's progress page.",
)


def format_option(names: Iterable[str], help_: str = "The format of the report.") -> Option:
    """Return the option ``--format``, the parameter ``form``: one of some names, text where none is given."""
    return click.option("--format", "form", type=click.Choice([*names]), default="text", show_default=True, help=help_)


def one_of(known: Iterable[str], written: str | None, kind: str) -> str | None:
    """Return the value of an option that has to be the id of an edition or a track; ``None`` where it is not given.

    Raises:
        PathgenError: there is none of that id.
    """
    names = list(known)
    if written is None or written in names:
        return written
    hint = did_you_mean_or_list(written, names, "the path has none")
    raise PathgenError(f"there is no {kind} {written!r}; {hint}")


def progress_of(catalogue: Catalogue, file: Path | None) -> Progress:
    """Return the progress in the file of ``--done``; say on stderr where it is that of another path.

    Raises:
        PathgenError: the file cannot be read, or is not a progress file.
    """
    if file is None:
        return Progress(catalogue)
    progress, other_path = load_progress(file, catalogue)
    if other_path:
        note = f"warning: {file} is the progress of another path, {other_path!r}: only ids that both have count"
        click.echo(visible(note), err=True)
    return progress


def is_terminal(*, err: bool = False) -> bool:
    """Whether what is printed is shown on a terminal, and goes neither into a file nor to another program.

    ``err`` asks for stderr.
    """
    stream = sys.stderr if err else sys.stdout
    return stream is not None and stream.isatty()  # None: the shell closed it


def is_dumb() -> bool:
    """Whether the terminal shows text and nothing else."""
    return os.environ.get("TERM") == "dumb"


def wants_colour(*, err: bool = False) -> bool:
    """Whether the terminal shows colours and its owner wants them (https://no-color.org)."""
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
