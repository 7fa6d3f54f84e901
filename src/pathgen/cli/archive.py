"""The command ``pathgen archive``."""

from __future__ import annotations

from contextlib import closing, nullcontext
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from pathgen.catalogue.load import load
from pathgen.catalogue.shared_entries import beside
from pathgen.cli.edits import finish
from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.known_history import show_problem
from pathgen.cli.link_options import (
    archive_api_option,
    finite,
    kept_history_option,
    quiet_option,
    timeout_option,
)
from pathgen.cli.network_options import allow_private_option, proxy_option
from pathgen.cli.options import catalogue_argument, load_valid, read_by, show_diagnostics
from pathgen.cli.overwriting import refuse_as_history
from pathgen.cli.run_progress import SECONDS_BETWEEN_LINES
from pathgen.http.network_guard import Network, NetworkGuard
from pathgen.http.proxy import Proxy
from pathgen.i18n.labels import plural
from pathgen.links.collect import collect
from pathgen.links.fix import with_copies
from pathgen.links.history import FILE, History, unreadable_records
from pathgen.terminal import visible

if TYPE_CHECKING:
    from pathgen.catalogue.resolve import Catalogue
    from pathgen.links.archive.plan import ArchivePlan, Outcome
    from pathgen.links.archive.run import ArchiveRun


class ArchiveOptions(TypedDict):
    """The options that say how many pages are archived, and how the service is asked."""

    limit: int | None
    rate: float | None
    timeout: float
    history: Path | None
    archive_api: str | None
    allow_private: tuple[Network, ...]
    proxy: Proxy | None
    quiet: bool


@click.command()
@catalogue_argument
@click.option("--save", is_flag=True, help="Request the copies and write them into the catalogue.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Request at most this many copies.")
@click.option(
    "--rate",
    type=click.FloatRange(0, 6000, min_open=True),
    callback=read_by(finite),
    help="Pages per minute.  [default: 3; 6 with keys]",
)
@timeout_option("1m", "The longest that one request may take, everything included.")
@kept_history_option
@archive_api_option
@allow_private_option
@proxy_option
@quiet_option
def command(catalogue: Path, *, save: bool, **options: Unpack[ArchiveOptions]) -> int:
    """Archive the pages of entries that have no archived copy, with the Wayback Machine.

    Without --save, list them and estimate the time. With it, request one copy after the other at the rate that the
    service allows, and write the address of each into the catalogue. Requests are kept in the history of links: the
    next run resumes where a stopped one left off, and requests no page twice.

    The keys of an account at the Internet Archive in IA_ACCESS_KEY_ID and IA_SECRET_ACCESS_KEY are used if they are
    set, sent to the service alone, and never printed.

    Exit status: 0 listed, or all kept, 1 something could not be kept, or the catalogue has errors, 2 usage, 130
    interrupted; what was kept until then is written.
    """
    loaded, resolved = load_valid(catalogue)
    refuse_as_history(options["history"], catalogue, loaded)
    from pathgen.links.archive.wayback import CAPTURES_A_MINUTE, CAPTURES_A_MINUTE_WITH_KEYS, keys  # noqa: PLC0415 - as in _plan

    account = keys()
    rate = options["rate"] or (CAPTURES_A_MINUTE_WITH_KEYS if account else CAPTURES_A_MINUTE)
    path = options["history"] or beside(catalogue, FILE)
    if save:
        with History(path) as history:
            return _save(resolved, catalogue, history, account, rate=rate, options=options)
    with History(path) if path.is_file() else nullcontext() as known:
        click.echo(_listed(_plan(resolved, catalogue, known), rate, options["limit"]), nl=False)
        show_problem(unreadable_records(known) if known else "")
    return ExitStatus.OK


def _save(
    catalogue: Catalogue, file: Path, history: History, keys: str, *, rate: float, options: ArchiveOptions
) -> int:
    """Request copies, then write all known copies into the catalogue, even if the run was stopped."""
    from pathgen.http.client import Fetcher  # noqa: PLC0415 - as in _plan
    from pathgen.links.archive.run import ArchiveRun  # noqa: PLC0415 - as in _plan
    from pathgen.links.archive.wayback import WAYBACK, Service  # noqa: PLC0415 - as in _plan

    wanted = _plan(catalogue, file, history)
    show_problem(unreadable_records(history))
    for outcome in wanted.left_alone:
        click.echo(_line(outcome, "not asked for"))
    way = Service(options["archive_api"] or WAYBACK, options["timeout"], keys)
    with closing(Fetcher(NetworkGuard(options["allow_private"], options["proxy"]), 1, 1)) as fetcher:
        keeping = ArchiveRun(wanted, way, history, fetcher, rate=rate, most=options["limit"])
        is_well, was_interrupted = _run(keeping, is_quiet=options["quiet"])
    is_well &= _write(file, history)
    if was_interrupted:
        return ExitStatus.INTERRUPTED
    if keeping.stopped:
        click.echo(f"pathgen: {visible(keeping.stopped)}", err=True)
    if keeping.left:
        click.echo(f"{plural(keeping.left, 'entry', 'entries')} still to request: run it again to continue.", err=True)
    return int(not is_well or bool(keeping.stopped) or any(outcome.reason for outcome in wanted.settled))


def _plan(catalogue: Catalogue, file: Path, history: History | None) -> ArchivePlan:
    from pathgen.links.archive.plan import archive_plan  # noqa: PLC0415 - the HTTP stack loads slowly

    links = collect(catalogue, file.parent / "content")
    past, captures = (history.recall(), history.captures()) if history else ({}, {})
    return archive_plan(links, past, captures, datetime.now(UTC))


def _listed(wanted: ArchivePlan, rate: float, limit: int | None) -> str:
    """Return the list of pages to request and of those to leave alone, with the time that it would take."""
    lines = [visible(f"{page.uses[0].span}: {page.url}") for page in wanted.to_ask]
    lines += [visible(f"{page.uses[0].span}: under way: {page.url}") for page in wanted.under_way]
    lines += [_line(outcome) for outcome in wanted.settled if outcome.copy]
    lines += [_line(outcome, "not asked for") for outcome in wanted.left_alone]
    count = len(wanted.to_ask) if limit is None else min(limit, len(wanted.to_ask))
    if count:
        which = f"{plural(len(wanted.to_ask), 'entry', 'entries')} without an archived copy"
        asking = f"asking for {'them' if count == len(wanted.to_ask) else f'{count:,} of them'}"
        lines.append(f"{which}; {asking} takes {_time(count / rate)} at {rate:g} a minute: pathgen archive --save")
    elif not lines:
        lines.append("Every entry has an archived copy.")
    elif wanted.under_way or any(outcome.copy for outcome in wanted.settled):
        lines.append("What is under way, or kept, is looked at and written by pathgen archive --save.")
    else:
        lines.append("There is nothing to ask for.")
    return "\n".join(lines) + "\n"


def _run(keeping: ArchiveRun, *, is_quiet: bool) -> tuple[bool, bool]:
    """Print each result; return whether all pages were kept, and whether the run was interrupted."""
    is_well, last = True, monotonic()
    with closing(keeping.run()) as outcomes:
        try:
            for outcome in outcomes:
                if outcome:
                    is_well &= bool(outcome.copy)
                    click.echo(_line(outcome))
                if not is_quiet and monotonic() - last >= SECONDS_BETWEEN_LINES:
                    last = monotonic()
                    click.echo(_counts(keeping), err=True)
        except KeyboardInterrupt:
            return is_well, True
    return is_well, False


def _counts(keeping: ArchiveRun) -> str:
    left = f", {keeping.to_ask:,} to ask for ({_time(keeping.minutes_left)})" if keeping.to_ask else ""
    return f"{keeping.asked:,} asked for, {keeping.under_way:,} under way{left}"


def _write(file: Path, history: History) -> bool:
    """Write the known copies into the catalogue as it is now; return whether all could be written."""
    loaded = load(file)
    if loaded.catalogue is None or not loaded.is_valid:
        show_diagnostics(loaded, file)
        click.echo("The copies are kept in the history: fix the catalogue and run it again to write them.", err=True)
        return False
    known = [outcome for outcome in _plan(loaded.catalogue, file, history).settled if outcome.copy]
    changed, left = with_copies({use: outcome.copy for outcome in known for use in outcome.page.uses}, loaded.catalogue)
    finish(changed, left)
    return not left


def _line(outcome: Outcome, otherwise: str = "not kept") -> str:
    """Return the line for a page: its place in the catalogue, and its copy or the reason why there is none."""
    result = f"kept: {outcome.copy}" if outcome.copy else f"{otherwise}: {outcome.page.url} ({outcome.reason})"
    return visible(f"{outcome.page.uses[0].span}: {result}")


def _time(minutes: float) -> str:
    if minutes > 90:  # noqa: PLR2004 - what people count in hours
        return f"about {minutes / 60:.0f} hours"
    return f"about {ceil(minutes)} minutes" if minutes > 1 else "a minute"
