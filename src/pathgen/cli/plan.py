"""The command ``pathgen plan``."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypedDict, Unpack

import click

from pathgen.catalogue.shared_entries import beside
from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.options import catalogue_argument, done_option, format_option, load_valid, one_of, progress_of
from pathgen.i18n.messages import messages_of, use_overrides
from pathgen.i18n.overrides import read_overrides
from pathgen.learner.study_plan import FORMATS
from pathgen.learner.study_plan.plan import DAYS, Week, plan

_HOURS_OF_A_WEEK = 168


class PlanOptions(TypedDict):
    """The options for when the reader learns, and what."""

    minutes: int
    start: datetime | None
    days: tuple[int, ...]
    at: datetime | None
    edition: str | None
    track: str | None
    done: Path | None
    made_at: datetime | None


def _days(_: click.Context, __: click.Parameter, written: str) -> tuple[int, ...]:
    """Return the numbers of weekdays (``mon,wed,sat``), Monday being 0."""
    names = [name.strip().lower() for name in written.split(",") if name.strip()]
    for name in names:
        if name not in DAYS:
            raise click.BadParameter(f"{name!r} is not a weekday; use {','.join(DAYS)}")
    return tuple(map(DAYS.index, names))


def _minutes(_: click.Context, __: click.Parameter, hours: float) -> int:
    """Return hours as whole minutes."""
    if not 0 < hours <= _HOURS_OF_A_WEEK:  # this also refuses nan
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
@click.option(
    "--at",
    type=click.DateTime(["%H:%M"]),
    metavar="HH:MM",
    help="The time of day of sessions: events of a calendar then have a time and an alarm.",
)
@click.option("--edition", metavar="ID", help="The edition to follow.  [default: the catalogue's]")
@click.option("--track", metavar="ID", help="The library to work with.  [default: the first that each step names]")
@done_option
@format_option(FORMATS, "The format of the plan.")
@click.option(
    "--made",
    "made_at",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%SZ"]),
    metavar="YYYY-MM-DDThh:mm:ssZ",
    help="The creation time to write into a calendar (UTC).  [default: now]",
)
def command(catalogue: Path, form: str, **options: Unpack[PlanOptions]) -> int:
    """Plan study sessions: hours per week, on the given weekdays, from a start date.

    Exit status: 0 planned, 1 the catalogue has errors, 2 usage, or no plan is possible.
    """
    _, known = load_valid(catalogue)
    edition = one_of((edition.id for edition in known.editions), options["edition"], "edition")
    track = one_of((track.id for track in known.tracks), options["track"], "track")
    if edition is None and known.default_edition:
        edition = known.default_edition.id
    start = options["start"].date() if options["start"] else _next_monday(datetime.now().astimezone().date())
    at = options["at"].time() if options["at"] else None
    week = Week(options["minutes"], options["days"], start, at)
    made_at = options["made_at"] or datetime.now(UTC)
    planned = plan(known, week, edition, track, progress_of(known, options["done"]))
    with use_overrides(read_overrides(beside(catalogue, "languages"))):
        text = FORMATS[form](planned, messages_of(known.path.language), made_at.replace(tzinfo=UTC))
    # Bytes, as a format has its own line ends and encoding, which may differ from the console's.
    click.echo(text if form == "text" else text.encode(), nl=False)
    return ExitStatus.OK


def _next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())
