"""The command ``pathgen check-links``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from math import isfinite
from pathlib import Path
from time import monotonic
from typing import Any

import click

from pathgen.catalogue.shared_entries import beside
from pathgen.cli.edits import finish
from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.options import (
    allow_private_option,
    catalogue_argument,
    is_dumb,
    is_terminal,
    load_valid,
    proxy_option,
    read_by,
    wants_colour,
)
from pathgen.errors import PathgenError
from pathgen.files import write
from pathgen.http.network_guard import Guard
from pathgen.links.collect import collect
from pathgen.links.fix import repaired
from pathgen.links.history import FILE, History
from pathgen.links.policy import policies_of
from pathgen.links.report import FailOn, LinkReport, fails, report_of
from pathgen.links.reports import FORMATS, text
from pathgen.links.run import RunProgress, run
from pathgen.links.select import LinkSelection, changed_since, seconds_of
from pathgen.links.settings import Settings
from pathgen.links.verdict import Result
from pathgen.terminal import visible

ARCHIVE = "https://archive.org"
"""The availability service that is asked where none is named."""
TELL_EVERY_SECONDS = 10.0
"""How often a run says how far it is where no terminal shows it."""
_DEFAULT = Settings()


def finite(number: float) -> float:
    """Read a number that is one.

    Raises:
        ValueError: it is infinite, or none.
    """
    if not isfinite(number):
        raise ValueError("a number is expected")
    return number


def some_seconds(written: str) -> float:
    """Read a time that is more than none.

    Raises:
        ValueError: it is none, or none at all.
    """
    seconds = seconds_of(written)
    if not seconds:
        raise ValueError("nothing can be asked in no time")
    return seconds


def _authorities(path: Path) -> str:
    """Make sure that a file holds certificates."""
    import ssl  # noqa: PLC0415 - only who names a file waits for it

    try:
        ssl.create_default_context(cafile=str(path))
    except (ssl.SSLError, OSError) as error:
        raise ValueError(f"{path} holds no certificates in PEM") from error
    return str(path)


def service(written: str) -> str:
    """Read the address of a service of the Internet Archive, with its usual path or without it.

    Raises:
        ValueError: it is no address.
    """
    if not written.lower().startswith(("http://", "https://")):
        raise ValueError("the address of the service has to begin with https://")
    return written.rstrip("/").removesuffix("/wayback/available").removesuffix("/save")


def _shard(written: str) -> tuple[int, int]:
    number, _, count = written.partition("/")
    if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise ValueError(f"{written!r} is no shard; write 1/4 for the first of four")
    return int(number), int(count)


def _output(written: str) -> tuple[str, str]:
    form, _, file = written.partition(":")
    if form not in FORMATS:
        raise ValueError(f"{form!r} is none of {', '.join(FORMATS)}")
    return form, file


outputs_option = click.option(
    "--format",
    "outputs",
    callback=read_by(_output),
    metavar="FORMAT[:FILE]",
    multiple=True,
    help=f"A form of the report and the file it goes to; may be given again: {', '.join(FORMATS)}.  [default: text]",
)


@click.command("check-links")
@catalogue_argument
@outputs_option
@click.option(
    "--jobs",
    type=click.IntRange(1, 1000),
    default=_DEFAULT.jobs,
    show_default=True,
    help="How many requests are under way at once.",
)
@click.option(
    "--timeout",
    callback=read_by(some_seconds),
    metavar="TIME",
    default="20s",
    show_default=True,
    help="The longest that one try of a link may take, everything included.",
)
@click.option(
    "--retries",
    type=click.IntRange(0, 10),
    default=_DEFAULT.retries,
    show_default=True,
    help="Further tries of what may pass, when all links were tried once.",
)
@click.option(
    "--per-host",
    type=click.IntRange(1, 100),
    default=_DEFAULT.per_host,
    show_default=True,
    help="Requests to one host at once.",
)
@click.option(
    "--rate",
    type=click.FloatRange(0, 1000, min_open=True),
    callback=read_by(finite),
    default=_DEFAULT.rate,
    show_default=True,
    help="Requests a second to one host.",
)
@click.option(
    "--failing-runs",
    type=click.IntRange(1, 1000),
    default=_DEFAULT.failing_runs,
    show_default=True,
    help="How often a link has to fail in a row to count as dead …",
)
@click.option(
    "--failing-days",
    type=click.FloatRange(0, 3650),
    callback=read_by(finite),
    default=_DEFAULT.failing_days,
    show_default=True,
    help="… and over how many days at least.",
)
@click.option(
    "--max-age",
    callback=read_by(seconds_of),
    metavar="TIME",
    default="1d",
    show_default=True,
    help="How long an ok of the history stands; 0 to check all.",
)
@click.option(
    "--history",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"The history's file.  [default: {FILE} beside the catalogue]",
)
@click.option("--no-history", is_flag=True, help="Neither read nor keep a history.")
@click.option("--changed-since", metavar="REV", help="Only links added or changed since a git revision.")
@click.option("--only", multiple=True, metavar="ID|GLOB", help="Only these entries or addresses.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Not these addresses.")
@click.option("--shard", callback=read_by(_shard), metavar="I/N", help="Only the hosts of one shard of several: 1/4.")
@click.option(
    "--time-budget",
    callback=read_by(seconds_of),
    metavar="TIME",
    help="Begin no link after this time, and end what was begun; what is due first is checked first.",
)
@allow_private_option
@proxy_option
@click.option(
    "--ca-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    callback=read_by(_authorities),
    help="Further certificate authorities to trust (PEM).",
)
@click.option("--offline", is_flag=True, help="Ask nothing; report what the history knows.")
@click.option(
    "--archive", "asks_archive", is_flag=True, help="Look for archived copies of dead pages at the Internet Archive."
)
@click.option(
    "--archive-api",
    callback=read_by(service),
    metavar="URL",
    help="Another availability service to ask; implies --archive.",
)
@click.option("--fix", is_flag=True, help="Write new addresses of what moved, and archived copies of what is dead.")
@click.option("--dry-run", is_flag=True, help="With --fix: show what it would change, and change nothing.")
@click.option(
    "--fail-on",
    type=click.Choice([str(one) for one in FailOn]),
    default=str(FailOn.DEAD),
    show_default=True,
    help="The least that makes the exit status 1.",
)
@click.option("--quiet", is_flag=True, help="Do not say how far the run is.")
def command(catalogue: Path, outputs: tuple[tuple[str, str], ...], fail_on: str, **options: Any) -> int:
    """Check every outside link of a catalogue and its prose.

    The report goes to stdout, or to the FILE of --format; what --fix changed or left, and the diff of --dry-run, go to
    stderr.

    Exit status: 0 nothing to act on, 1 something to act on (see --fail-on) or a catalogue with errors, 2 usage,
    or a file that cannot be written, 130 interrupted; what was learnt is kept and reported.
    """
    if options["dry_run"] and not options["fix"]:
        raise click.UsageError("--dry-run goes with --fix")
    loaded, resolved = load_valid(catalogue)
    path = options["history"] or beside(catalogue, FILE)
    _spare([*map(Path, loaded.files), path], outputs)
    links = collect(resolved, catalogue.parent / "content")
    revision = options["changed_since"]
    choice = LinkSelection(
        max_age=options["max_age"],
        only=options["only"],
        exclude=options["exclude"],
        changed=None if revision is None else changed_since(revision, catalogue, links),
        shard=options["shard"],
    )
    settings = Settings(
        jobs=options["jobs"],
        timeout=options["timeout"],
        retries=options["retries"],
        per_host=options["per_host"],
        rate=options["rate"],
        guard=Guard(options["allow_private"], options["proxy"]),
        ca_file=options["ca_file"],
        budget=options["time_budget"],
        failing_runs=options["failing_runs"],
        failing_days=options["failing_days"],
        policies=policies_of(resolved),
    )
    with ExitStack() as stack:
        history = None if options["no_history"] else stack.enter_context(History(path))
        show = stack.enter_context(_shown(is_quiet=options["quiet"]))
        found = run(links, choice, settings, history, is_offline=options["offline"], show=show)
        api = options["archive_api"] or (ARCHIVE if options["asks_archive"] else None)
        if api and not options["offline"] and not found.was_interrupted:
            _add_copies(found, api, settings)
    report = report_of(str(catalogue), found.results)
    tell(report, outputs)
    if options["fix"] and not found.was_interrupted:
        finish(*repaired(report.results, resolved), is_dry=options["dry_run"])
    if found.memory.failure:
        raise PathgenError(found.memory.failure)
    if found.was_interrupted:
        return ExitStatus.INTERRUPTED
    return int(fails(report, FailOn(fail_on)))


def _spare(files: list[Path], outputs: tuple[tuple[str, str], ...]) -> None:
    """Refuse a report that would take the place of what the run reads."""
    kept = {one.resolve() for one in files}
    for form, file in outputs:
        if file and Path(file).resolve() in kept:
            raise click.BadParameter(
                f"the report would overwrite {file}: name another file", param_hint=f"--format {form}"
            )


def tell(report: LinkReport, outputs: tuple[tuple[str, str], ...]) -> None:
    """Write a report in each form asked for, to its file or to the terminal; one that fails costs no other.

    Raises:
        PathgenError: some file cannot be written; all others are.
    """
    failures = []
    for form, file in outputs or (("text", ""),):
        if file:
            try:
                write(Path(file), FORMATS[form](report).encode(errors="backslashreplace"))
            except PathgenError as error:
                failures.append(str(error))
        else:
            render = partial(text.report, colour=True) if form == "text" and wants_colour() else FORMATS[form]
            click.echo(render(report), nl=False, color=True)
    if failures:
        raise PathgenError("\n".join(failures))


def _add_copies(found: RunProgress, api: str, settings: Settings) -> None:
    """Look for archived copies, and remember them; a service that does not answer costs nothing but its copies."""
    from pathgen.links.archive.copies import with_copies  # noqa: PLC0415 - it waits for the HTTP stack

    copies: dict[str, Result] = {}
    try:
        with closing(with_copies(found.results, api, settings)) as copied:
            for one in copied:
                copies[one.url] = one
                found.memory.keep_copy(one.url, one.archived or "")
    except PathgenError as error:
        click.echo(f"pathgen: {visible(str(error))}", err=True)
    except KeyboardInterrupt:
        found.was_interrupted = True
    found.results = [copies.get(one.url, one) for one in found.results]


@contextmanager
def _shown(*, is_quiet: bool) -> Iterator[Callable[[RunProgress], None]]:
    """Show how far a run is: as a bar on a terminal that can draw one, as a line now and then elsewhere."""
    if is_quiet:
        yield lambda _: None
    elif is_terminal(err=True) and not is_dumb():
        with _bar() as show:
            yield show
    else:
        last = monotonic()

        def tell(progress: RunProgress) -> None:
            nonlocal last
            if monotonic() - last >= TELL_EVERY_SECONDS:
                last = monotonic()
                click.echo(_counts(progress), err=True)

        yield tell


@contextmanager
def _bar() -> Iterator[Callable[[RunProgress], None]]:
    from rich import progress as rich  # noqa: PLC0415 - only a terminal needs it
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Column  # noqa: PLC0415

    told = rich.TextColumn("{task.description}", table_column=Column())  # which wraps where the terminal is narrow
    columns = (rich.BarColumn(bar_width=10), rich.MofNCompleteColumn(), rich.TimeRemainingColumn(), told)
    with rich.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        started = monotonic()

        def show(progress: RunProgress) -> None:
            rate = len(progress.results) / max(monotonic() - started, 0.001)
            told = f"{rate:.0f} links/s, {_verdicts(progress)}"
            bar.update(task, total=progress.total, completed=len(progress.results), description=told)

        yield show


def _counts(progress: RunProgress) -> str:
    return f"{len(progress.results):,} of {progress.total:,} links: {_verdicts(progress)}"


def _verdicts(progress: RunProgress) -> str:
    found: dict[str, int] = {}
    for one in progress.results:
        found[one.verdict] = found.get(one.verdict, 0) + 1
    return ", ".join(f"{count:,} {verdict}" for verdict, count in found.items())
