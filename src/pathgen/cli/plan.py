"""The command ``pathgen plan``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from pathgen.catalogue.did_you_mean import did_you_mean_or_list
from pathgen.catalogue.shared_entries import beside
from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.options import catalogue_argument, load_valid
from pathgen.errors import PathgenError
from pathgen.files import MAX_BYTES
from pathgen.i18n.messages import messages_of, use_overrides
from pathgen.i18n.overrides import read_overrides
from pathgen.learner.progress import Progress, read_progress
from pathgen.learner.study_plan import FORMATS
from pathgen.learner.study_plan.plan import DAYS, Week, plan

_HOURS_OF_A_WEEK = 168


def _days(_: click.Context, __: click.Parameter, written: str) -> tuple[int, ...]:
    """Read weekdays: ``mon,wed,sat``."""
    names = [name.strip().lower() for name in written.split(",") if name.strip()]
    for name in names:
        if name not in DAYS:
            raise click.BadParameter(f"{name!r} is no weekday; write some of {','.join(DAYS)}")
    return tuple(map(DAYS.index, names))


def _minutes(_: click.Context, __: click.Parameter, hours: float) -> int:
    """Turn hours into whole minutes."""
    if not 0 < hours <= _HOURS_OF_A_WEEK:  # nor is that true of what is not a number
        raise click.BadParameter(f"{hours:g} is not more than 0 and at most {_HOURS_OF_A_WEEK}")
    return int(hours * 60 + 0.5)


@click.command("plan")
@catalogue_argument
@click.option(
    "--hours-per-week", "minutes", type=float, callback=_minutes, metavar="HOURS", default=5, show_default=True
)
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The first day that may have a session.  [default: next Monday]",
)
@click.option("--days", callback=_days, default="mon,wed,sat", show_default=True, help="The weekdays of sessions.")
@click.option("--edition", metavar="ID", help="The edition to follow.  [default: the catalogue's]")
@click.option("--track", metavar="ID", help="The library to work with.  [default: the first that each step names]")
@click.option(
    "--done",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="What is done, as the site exports it.",
)
@click.option("--format", "form", type=click.Choice([*FORMATS]), default="text", show_default=True)
@click.option(
    "--made",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%SZ"]),
    metavar="YYYY-MM-DDThh:mm:ssZ",
    help="The moment to write into a calendar as that of its making (UTC).  [default: now]",
)
def command(catalogue: Path, form: str, **options: Any) -> int:
    """Plan the sessions of a reader: so many hours a week, from a day on, on some weekdays.

    Exit status: 0 planned, 1 the catalogue has errors, 2 usage, or no such plan can be made.
    """
    _, known = load_valid(catalogue)
    edition = _one_of(options["edition"], [one.id for one in known.editions], "--edition")
    track = _one_of(options["track"], [one.id for one in known.tracks], "--track")
    if edition is None and known.default_edition:
        edition = known.default_edition.id
    done = read_progress(str(options["done"]), _read(options["done"])) if options["done"] else {}
    start = options["start"].date() if options["start"] else _next_monday(datetime.now().astimezone().date())
    week = Week(options["minutes"], options["days"], start)
    made = options["made"] or datetime.now(UTC)
    planned = plan(known, week, edition, track, Progress(known, done).is_done)
    with use_overrides(read_overrides(beside(catalogue, "languages"))):
        text = FORMATS[form](planned, messages_of(known.path.language), made.replace(tzinfo=UTC))
    # Bytes, where a format has its own line ends and encoding, whatever the console's are.
    click.echo(text if form == "text" else text.encode(), nl=False)
    return ExitStatus.OK


def _one_of(written: str | None, known: Iterable[str], option: str) -> str | None:
    names = list(known)
    if written is not None and written not in names:
        raise click.BadParameter(f"there is no {written!r}; {did_you_mean_or_list(written, names)}", param_hint=option)
    return written


def _next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES)
    except OSError as error:
        raise PathgenError(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from error
