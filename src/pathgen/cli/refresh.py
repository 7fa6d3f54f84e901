"""The command ``pathgen refresh``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from pathgen.cli.edits import finish
from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.options import (
    allow_private_option,
    catalogue_argument,
    load_valid,
    proxy_option,
    read_by,
    wants_colour,
)
from pathgen.files import write
from pathgen.forges.audit import compare, named
from pathgen.forges.clients import USUAL, Forge, forge_from
from pathgen.forges.store import FILE, Kept, read_with_gone, written
from pathgen.http.network_guard import Guard
from pathgen.i18n.labels import plural
from pathgen.links.fix import with_edits
from pathgen.links.select import seconds_of
from pathgen.links.settings import Settings
from pathgen.reports import REPORTS, text
from pathgen.terminal import visible

hosts_option = click.option(
    "--api-url",
    "hosts",
    callback=read_by(forge_from),
    metavar="HOST=URL",
    multiple=True,
    help="Where the API of a host stands: git.example.org=https://git.example.org/api/v3; may be given again.",
)


def with_usual(given: Iterable[Forge]) -> tuple[Forge, ...]:
    """Give the hosts of ``--api-url``, the last of each name, and the usual ones where none stands for them."""
    return tuple({host.name: host for host in (*USUAL, *given)}.values())


@click.command()
@catalogue_argument
@click.option("--format", "form", type=click.Choice([*REPORTS]), default="text", show_default=True, help="The report.")
@hosts_option
@click.option(
    "--max-age",
    callback=read_by(seconds_of),
    metavar="TIME",
    default="1d",
    show_default=True,
    help="How long what a host said stands; 0 to ask for all.",
)
@allow_private_option
@proxy_option
@click.option("--fix", is_flag=True, help="Write the proposed changes, instead of showing them as a diff.")
@click.option("--dry-run", is_flag=True, help="Show them as a diff, with --fix too; the catalogue stays.")
def command(catalogue: Path, form: str, **options: Any) -> int:
    """Ask GitHub and GitLab what became of the repositories that a catalogue leads to.

    What is learnt (last change, whether it is archived, licence, stars) is kept in repositories.json beside the
    catalogue. What the catalogue leaves open is proposed as a diff on stderr, beside the report on stdout; where the
    curator said otherwise, that is told and stays. GITHUB_TOKEN and GITLAB_TOKEN of the environment are sent to their
    own API alone, as are GITHUB_ENTERPRISE_TOKEN and GITLAB_ENTERPRISE_TOKEN to hosts of --api-url.

    Exit status: 0 asked, 1 the catalogue has errors, 2 usage, 130 interrupted; what was learnt is kept.
    """
    loaded, resolved = load_valid(catalogue)
    from pathgen.forges.refresh import refresh  # noqa: PLC0415 - the HTTP stack loads slowly

    hosts = with_usual(options["hosts"])
    path = catalogue.parent / FILE
    known, lost = read_with_gone(path)

    def keep(kept: Kept) -> None:
        write(path, written(kept, lost))

    wanted = named(resolved, hosts)
    learnt = refresh(
        wanted, known, Settings(guard=Guard(options["allow_private"], options["proxy"])), options["max_age"], keep
    )
    gone = learnt.gone | {
        one.key for one in wanted if one.key in lost and learnt.kept.get(one.key) == known.get(one.key)
    }
    if gone != lost:
        write(path, written(learnt.kept, gone))
    findings = compare(resolved, hosts, learnt.kept, gone)
    told = [found.diagnostic for found in findings]
    if form == "text":
        click.echo(text.report(told, loaded.files, colour=wants_colour()) if told else "", nl=False, color=True)
    else:
        click.echo(REPORTS[form](told, loaded.files), nl=False)
    edits = [(found.diagnostic.span.file, one) for found in findings for one in found.edits]
    finish(*with_edits(edits, resolved), is_dry=options["dry_run"] or not options["fix"])
    for trouble in learnt.troubles:
        click.echo(f"pathgen: {visible(trouble)}", err=True)
    click.echo(f"{plural(len(wanted), 'repository', 'repositories')}, {learnt.asked:,} asked for.", err=True)
    return ExitStatus.INTERRUPTED if learnt.was_interrupted else ExitStatus.OK
