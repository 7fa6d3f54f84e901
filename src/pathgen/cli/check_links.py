"""The command ``pathgen check-links``."""

from __future__ import annotations

from contextlib import ExitStack, closing, nullcontext
from math import inf
from pathlib import Path
from time import monotonic
from typing import TypedDict, Unpack

import click

from pathgen.catalogue.shared_entries import beside
from pathgen.cli.edits import finish
from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.known_history import show_problem, usable_history
from pathgen.cli.link_options import (
    Outputs,
    archive_api_option,
    certificates,
    fail_on_option,
    finite,
    kept_history_option,
    max_age_option,
    outputs_option,
    quiet_option,
    shard,
    time_budget_option,
    timeout_option,
    write_reports,
)
from pathgen.cli.network_options import allow_private_option, proxy_option
from pathgen.cli.options import catalogue_argument, load_valid, read_by
from pathgen.cli.overwriting import refuse_as_history, refuse_overwriting
from pathgen.cli.run_progress import shown_progress
from pathgen.errors import PathgenError
from pathgen.http.network_guard import Network, NetworkGuard
from pathgen.http.proxy import Proxy
from pathgen.links.collect import collect
from pathgen.links.fix import repaired
from pathgen.links.header_variables import unsent
from pathgen.links.history import FILE, LOCK_SECONDS
from pathgen.links.policy import policies_of
from pathgen.links.report import FailOn, fails, report_of
from pathgen.links.run import RunProgress, run
from pathgen.links.select import LinkSelection, changed_since
from pathgen.links.settings import Settings
from pathgen.links.verdict import Result
from pathgen.terminal import visible

ARCHIVE = "https://archive.org"
"""The availability service that is asked where none is named."""
_DEFAULT = Settings()


class CheckLinksOptions(TypedDict):
    """The options that say what is checked, and how."""

    jobs: int
    timeout: float
    retries: int
    per_host: int
    rate: float
    failing_runs: int
    failing_days: float
    max_age: float
    history: Path | None
    no_history: bool
    changed_since: str | None
    only: tuple[str, ...]
    exclude: tuple[str, ...]
    shard: tuple[int, int] | None
    time_budget: float | None
    allow_private: tuple[Network, ...]
    proxy: Proxy | None
    ca_file: str | None
    offline: bool
    asks_archive: bool
    archive_api: str | None
    fix: bool
    dry_run: bool
    quiet: bool


@click.command("check-links")
@catalogue_argument
@outputs_option
@click.option(
    "--jobs",
    type=click.IntRange(1, 1000),
    default=_DEFAULT.jobs,
    show_default=True,
    help="Requests at the same time.",
)
@timeout_option("20s", "The longest that one request may take, everything included.")
@click.option(
    "--retries",
    type=click.IntRange(0, 10),
    default=_DEFAULT.retries,
    show_default=True,
    help="Retries for temporary failures, after every link was tried once.",
)
@click.option(
    "--per-host",
    type=click.IntRange(1, 100),
    default=_DEFAULT.per_host,
    show_default=True,
    help="Requests to one host at the same time.",
)
@click.option(
    "--rate",
    type=click.FloatRange(0, 1000, min_open=True),
    callback=read_by(finite),
    default=_DEFAULT.rate,
    show_default=True,
    help="Requests per second to one host.",
)
@click.option(
    "--failing-runs",
    type=click.IntRange(1, 1000),
    default=_DEFAULT.failing_runs,
    show_default=True,
    help="Failed runs in a row until a link counts as dead,",
)
@click.option(
    "--failing-days",
    type=click.FloatRange(0, 3650),
    callback=read_by(finite),
    default=_DEFAULT.failing_days,
    show_default=True,
    help="and the days that they have to span.",
)
@max_age_option("Skip links that were ok within this time (0: check all).")
@kept_history_option
@click.option("--no-history", is_flag=True, help="Use no history.")
@click.option("--changed-since", metavar="REV", help="Check only links added or changed since a git revision.")
@click.option("--only", multiple=True, metavar="ID|GLOB", help="Check only these entries or addresses; repeatable.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Skip these addresses; repeatable.")
@click.option("--shard", callback=read_by(shard), metavar="I/N", help="Check only one shard of the hosts, such as 1/4.")
@time_budget_option
@allow_private_option
@proxy_option
@click.option(
    "--ca-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    callback=read_by(certificates),
    help="Trust these certificate authorities as well (PEM).",
)
@click.option("--offline", is_flag=True, help="Make no requests; report from the history.")
@click.option("--archive", "asks_archive", is_flag=True, help="Look for archived copies of dead pages.")
@archive_api_option
@click.option("--fix", is_flag=True, help="Write new addresses of moved links and copies of dead ones.")
@click.option("--dry-run", is_flag=True, help="With --fix: show the changes without writing them.")
@fail_on_option
@quiet_option
def command(catalogue: Path, outputs: Outputs, fail_on: FailOn, **options: Unpack[CheckLinksOptions]) -> int:
    """Check every external link of the catalogue and its prose.

    The report goes to stdout, or to the FILE of --format. The changes of --fix, or their diff with --dry-run, go to
    stderr, as does what could not be changed.

    Exit status: 0 nothing to act on, 1 something to act on (see --fail-on) or a catalogue with errors, 2 wrong usage
    or a file that cannot be written, 130 interrupted; what was found is kept and reported.
    """
    if options["dry_run"] and not options["fix"]:
        raise click.UsageError("--dry-run needs --fix")
    loaded, resolved = load_valid(catalogue)
    path = options["history"] or beside(catalogue, FILE)
    for form, file in outputs:
        if file:
            refuse_overwriting(Path(file), f"--format {form}", [path], catalogue, loaded)
    refuse_as_history(options["history"], catalogue, loaded)
    links = collect(resolved, catalogue.parent / "content")
    revision = options["changed_since"]
    selection = LinkSelection(
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
        guard=NetworkGuard(options["allow_private"], options["proxy"]),
        ca_file=options["ca_file"],
        budget=options["time_budget"],
        failing_runs=options["failing_runs"],
        failing_days=options["failing_days"],
        policies=policies_of(resolved),
    )
    for line in unsent(settings.policies):
        click.echo(f"pathgen: {visible(line)}", err=True)
    start = monotonic()
    with ExitStack() as stack:
        opened = nullcontext((None, "")) if options["no_history"] else usable_history(path, LOCK_SECONDS)
        history, problem = stack.enter_context(opened)
        show = stack.enter_context(shown_progress(is_quiet=options["quiet"]))
        found = run(links, selection, settings, history, is_offline=options["offline"], show=show)
        found.writer.failure = found.writer.failure or problem
        show_problem(found.left_out)
        api = options["archive_api"] or (ARCHIVE if options["asks_archive"] else None)
        if api and not options["offline"] and not found.was_interrupted:
            budget = inf if settings.budget is None else settings.budget
            _add_copies(found, api, settings, max(start + budget - monotonic(), 0))
    report = report_of(str(catalogue), found.results)
    write_reports(report, outputs)
    if options["fix"] and not found.was_interrupted:
        finish(*repaired(report.results, resolved), is_dry=options["dry_run"])
    if found.writer.failure:
        raise PathgenError(found.writer.failure)
    if found.was_interrupted:
        return ExitStatus.INTERRUPTED
    return ExitStatus.FINDINGS if fails(report, fail_on) else ExitStatus.OK


def _add_copies(found: RunProgress, api: str, settings: Settings, seconds: float) -> None:
    """Look for archived copies and remember them; if the service does not answer, there are none."""
    from pathgen.links.archive.copies import with_copies  # noqa: PLC0415 - the HTTP stack loads slowly

    copies: dict[str, Result] = {}
    try:
        with closing(with_copies(found.results, api, settings, seconds)) as copied:
            for result in copied:
                copies[result.url] = result
                found.writer.add_copy(result.url, result.archived or "")
    except PathgenError as error:
        click.echo(f"pathgen: {visible(str(error))}", err=True)
    except KeyboardInterrupt:
        found.was_interrupted = True
    found.results = [copies.get(result.url, result) for result in found.results]
