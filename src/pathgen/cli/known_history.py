"""How commands read a history of links that another version or another program may have written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from pathgen.errors import PathgenError
from pathgen.links.history import History, known_links
from pathgen.terminal import visible


def show_problem(problem: str) -> None:
    """Print to stderr why some or all of a history is left out, if it is."""
    if problem:
        click.echo(f"pathgen: {visible(problem)}", err=True)


def show_problems_of(histories: Iterable[Path]) -> None:
    """Print to stderr why something of some histories is left out, once for each."""
    for path in dict.fromkeys(histories):
        show_problem(known_links(path).problem)


@contextmanager
def usable_history(path: Path, lock_seconds: float) -> Iterator[tuple[History | None, str]]:
    """Yield an open history; or ``None`` and the reason, if the file cannot be used."""
    try:
        history = History(path, lock_seconds)
    except PathgenError as error:
        yield None, str(error)
        return
    with history:
        yield history, ""
