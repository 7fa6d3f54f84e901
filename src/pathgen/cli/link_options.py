"""The options of commands that read or check links and repositories, each declared once, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import isfinite
from pathlib import Path

import click

from pathgen.cli.options import Option, read_by, wants_colour
from pathgen.errors import PathgenError
from pathgen.files import write
from pathgen.forges.clients import USUAL, Forge, forge_from
from pathgen.links.history import FILE
from pathgen.links.report import FailOn, LinkReport
from pathgen.links.reports import FORMATS, text
from pathgen.links.select import seconds_of

Outputs = tuple[tuple[str, str], ...]
"""The formats asked for, each with its file; empty where it goes to stdout."""


def finite(number: float) -> float:
    """Return a number that is neither infinite nor NaN.

    Raises:
        ValueError: it is.
    """
    if not isfinite(number):
        raise ValueError("a number is expected")
    return number


def positive_duration(written: str) -> float:
    """Return a duration in seconds.

    Raises:
        ValueError: it is not a duration, or it is zero.
    """
    seconds = seconds_of(written)
    if not seconds:
        raise ValueError("the duration has to be more than 0")
    return seconds


def archive_service(written: str) -> str:
    """Return the address of a service of the Internet Archive, without its usual path.

    Raises:
        ValueError: it is not an address.
    """
    if not written.lower().startswith(("http://", "https://")):
        raise ValueError("the address of the service has to start with https://")
    return written.rstrip("/").removesuffix("/wayback/available").removesuffix("/save")


def certificates(path: Path) -> str:
    """Return the path of a file that contains certificates.

    Raises:
        ValueError: it does not.
    """
    import ssl  # noqa: PLC0415 - only those who name a file wait for it

    try:
        ssl.create_default_context(cafile=str(path))
    except (ssl.SSLError, OSError) as error:
        raise ValueError(f"{path} contains no certificates in PEM") from error
    return str(path)


def shard(written: str) -> tuple[int, int]:
    """Return a shard and the number of shards: ``(1, 4)``.

    Raises:
        ValueError: it is not a shard.
    """
    number, _, count = written.partition("/")
    if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise ValueError(f"{written!r} is not a valid shard; write 1/4 for the first of four")
    return int(number), int(count)


def _output(written: str) -> tuple[str, str]:
    form, _, file = written.partition(":")
    if form not in FORMATS:
        raise ValueError(f"{form!r} is none of {', '.join(FORMATS)}")
    return form, file


def _outputs(context: click.Context, parameter: click.Parameter, written: tuple[str, ...]) -> Outputs:
    """Return the formats with their files, each named once: of two reports in one file, the first would be lost."""
    outputs: Outputs = read_by(_output)(context, parameter, written)
    named = [Path(file).resolve() for _, file in outputs if file]
    if len(set(named)) < len(named):
        raise click.BadParameter("two reports have the same file: name another for one of them")
    return outputs


def _forges(_: click.Context, __: click.Parameter, written: tuple[str, ...]) -> tuple[Forge, ...]:
    """Return the hosts of ``--api-url``, the last of each name, and the usual ones that they do not replace."""
    try:
        named = [forge_from(value) for value in written]
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return tuple({forge.name: forge for forge in (*USUAL, *named)}.values())


history_option = click.option(
    "--history",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help=f"The history of link checks.  [default: {FILE} beside the catalogue]",
)
kept_history_option = click.option(
    "--history",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"The file that keeps the history.  [default: {FILE} beside the catalogue]",
)
archive_api_option = click.option(
    "--archive-api",
    callback=read_by(archive_service),
    metavar="URL",
    help="Ask this archive service instead.  [default: the Internet Archive]",
)
outputs_option = click.option(
    "--format",
    "outputs",
    callback=_outputs,
    metavar="FORMAT[:FILE]",
    multiple=True,
    help=f"A format of the report, and its file: {', '.join(FORMATS)}; repeatable.  [default: text]",
)
time_budget_option = click.option(
    "--time-budget",
    callback=read_by(seconds_of),
    metavar="TIME",
    help="Ask nothing more after this time; what is left comes first in the next run.",
)
fail_on_option = click.option(
    "--fail-on",
    type=click.Choice([str(verdict) for verdict in FailOn]),
    default=str(FailOn.DEAD),
    show_default=True,
    callback=read_by(FailOn),
    help="The least serious verdict that makes the exit status 1.",
)
quiet_option = click.option("--quiet", is_flag=True, help="Do not show progress.")
forges_option = click.option(
    "--api-url",
    "hosts",
    callback=_forges,
    metavar="HOST=URL",
    multiple=True,
    help="The API of a host: git.example.org=https://git.example.org/api/v3; repeatable.",
)


def timeout_option(default: str, help_: str) -> Option:
    """Return the option ``--timeout``, in seconds."""
    return click.option(
        "--timeout",
        callback=read_by(positive_duration),
        metavar="TIME",
        default=default,
        show_default=True,
        help=help_,
    )


def max_age_option(help_: str) -> Option:
    """Return the option ``--max-age``, in seconds."""
    return click.option(
        "--max-age", callback=read_by(seconds_of), metavar="TIME", default="1d", show_default=True, help=help_
    )


def write_reports(report: LinkReport, outputs: Outputs) -> None:
    """Write a report in each format asked for, to its file or to stdout; all are tried, even where one fails.

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
            is_coloured = form == "text" and wants_colour()
            render: Callable[[LinkReport], str] = partial(text.report, colour=True) if is_coloured else FORMATS[form]
            click.echo(render(report), nl=False, color=True)
    if failures:
        raise PathgenError("\n".join(failures))
