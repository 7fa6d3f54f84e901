"""The progress of a link check: a bar on a terminal that can draw one, elsewhere a line now and then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import click

from pathgen.cli.options import is_dumb, is_terminal
from pathgen.links.run import RunProgress

SECONDS_BETWEEN_LINES = 10.0
"""How often a run prints its progress where no terminal shows it."""


@contextmanager
def shown_progress(*, is_quiet: bool) -> Iterator[Callable[[RunProgress], None]]:
    """Return the function that shows the progress of a run, for as long as the run takes."""
    if is_quiet:
        yield lambda _: None
    elif is_terminal(err=True) and not is_dumb():
        with _bar() as show:
            yield show
    else:
        yield _lines()


def _lines() -> Callable[[RunProgress], None]:
    last = monotonic()

    def show(progress: RunProgress) -> None:
        nonlocal last
        if monotonic() - last >= SECONDS_BETWEEN_LINES:
            last = monotonic()
            click.echo(f"{len(progress.results):,} of {progress.total:,} links{_verdicts(progress, ': ')}", err=True)

    return show


@contextmanager
def _bar() -> Iterator[Callable[[RunProgress], None]]:
    from rich import progress as rich  # noqa: PLC0415 - only a terminal needs it
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Column  # noqa: PLC0415

    text = rich.TextColumn("{task.description}", table_column=Column())  # which wraps where the terminal is narrow
    columns = (rich.BarColumn(bar_width=10), rich.MofNCompleteColumn(), rich.TimeRemainingColumn(), text)
    with rich.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        started = monotonic()

        def show(progress: RunProgress) -> None:
            rate = len(progress.results) / max(monotonic() - started, 0.001)
            description = f"{rate:.0f} links/s{_verdicts(progress, ', ')}"
            bar.update(task, total=progress.total, completed=len(progress.results), description=description)

        yield show


def _verdicts(progress: RunProgress, before: str) -> str:
    """Return how many links have each verdict, with what joins it to the text before it; nothing before the first."""
    counts = Counter(result.verdict for result in progress.results)
    return before * bool(counts) + ", ".join(f"{count:,} {verdict}" for verdict, count in counts.items())
