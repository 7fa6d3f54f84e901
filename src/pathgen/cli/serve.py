"""The command ``pathgen serve``."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from types import FrameType

import click

from pathgen.cli.known_history import show_problems_of
from pathgen.cli.options import catalogue_argument, engine_option, output_option, show_diagnostics
from pathgen.site.render import Project
from pathgen.site.serve import serve
from pathgen.terminal import visible


@click.command()
@catalogue_argument
@engine_option
@output_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port; 0 takes any.")
def command(catalogue: Path, engine: str, output: Path | None, host: str, port: int) -> None:
    """Build the site, serve it, and build it again whenever it is edited; browsers reload by themselves.

    An invalid save shows what is wrong here and leaves the last good site up. Stop with Ctrl+C.
    """
    project = Project(catalogue)
    show_problems_of([project.history])
    stop = threading.Event()

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        """Stop the work, once: a second signal does not interrupt the cleaning up."""
        if not stop.is_set():
            stop.set()  # as Python drops an exception that is raised in a destructor
            raise KeyboardInterrupt

    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, interrupt)
        serve(
            project,
            output or project.folder / "site",
            engine,
            (host, port),
            report=_report,
            show=lambda loaded: show_diagnostics(loaded, catalogue),
            stop=stop,
        )
    except KeyboardInterrupt:
        stop.set()
    _report("Stopped.")


def _report(text: str) -> None:
    click.echo("\n".join(map(visible, text.split("\n"))), err=True)
