"""The command ``pathgen links``: what the history of links knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.known_history import show_problem
from pathgen.errors import PathgenError
from pathgen.links.history import FILE, History, unreadable_records
from pathgen.links.history_rows import LinkRecord
from pathgen.links.reasons import sentence
from pathgen.links.verdict import Verdict
from pathgen.terminal import visible

_TOLD = (Verdict.DEAD, Verdict.FAILING, Verdict.MOVED, Verdict.UNKNOWN)


@click.group("links", invoke_without_command=True)
@click.option("--history", type=click.Path(path_type=Path, dir_okay=False), default=FILE, show_default=True)
@click.pass_context
def command(context: click.Context, history: Path) -> None:
    """List the links that are dead, failing, moved or unknown as far as the history knows, and since when."""
    context.obj = history
    if context.invoked_subcommand is None:
        with _opened(history) as known:
            past, since = known.recall(), known.beginnings()
            show_problem(unreadable_records(known))
        click.echo("\n".join(_lines(past, since)))


@command.command()
@click.argument("url")
@click.pass_obj
def show(history: Path, url: str) -> int:
    """Show the history of one link, oldest first."""
    with _opened(history) as known:
        chapters = known.status_history(url)
    if not chapters:
        raise PathgenError(f"{history} does not contain {url}")
    for chapter in chapters:
        when = (
            chapter.first[:10]
            if chapter.first[:10] == chapter.last[:10]
            else f"{chapter.first[:10]} to {chapter.last[:10]}"
        )
        status = f" {chapter.status}" if chapter.status else ""
        detail = f": {chapter.detail}" if chapter.detail else ""
        often = f", {chapter.times} times" if chapter.times > 1 else ""
        click.echo(visible(f"{when}{often}: {chapter.verdict} ({chapter.reason}{status}){detail}"))
    return ExitStatus.OK


def _opened(path: Path) -> History:
    """Return an existing history; opening it must not create one."""
    if not path.is_file():
        raise PathgenError(f"there is no history {path} yet; `pathgen check-links` creates it")
    return History(path)


def _lines(past: dict[str, LinkRecord], since: dict[str, str]) -> Iterator[str]:
    for verdict in _TOLD:
        found = sorted(url for url, record in past.items() if record.result.verdict is verdict)
        if found:
            yield f"{verdict}: {len(found)}"
            whens = (since.get(url) or past[url].result.checked_at or "" for url in found)
            yield from (
                visible(f"  {url} (since {when[:10]}: {sentence(past[url].result)})")
                for url, when in zip(found, whens, strict=True)
            )
    good = sum(record.result.verdict is Verdict.OK for record in past.values())
    yield f"ok: {good}"
