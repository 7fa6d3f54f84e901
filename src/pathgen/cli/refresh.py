"""The command ``pathgen refresh``."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict, Unpack

import click

from pathgen.cli.edits import finish
from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.link_options import forges_option, max_age_option
from pathgen.cli.network_options import allow_private_option, proxy_option
from pathgen.cli.options import catalogue_argument, format_option, load_valid, wants_colour
from pathgen.forges.audit import compare, named
from pathgen.forges.clients import Forge
from pathgen.forges.store import FILE, FactsFile
from pathgen.http.network_guard import Network, NetworkGuard
from pathgen.http.proxy import Proxy
from pathgen.i18n.labels import plural
from pathgen.links.fix import with_edits
from pathgen.links.settings import Settings
from pathgen.reports import REPORTS, text
from pathgen.terminal import visible


class RefreshOptions(TypedDict):
    """The options that say which hosts are asked, and what happens to the changes."""

    hosts: tuple[Forge, ...]
    max_age: float
    allow_private: tuple[Network, ...]
    proxy: Proxy | None
    fix: bool
    dry_run: bool


@click.command()
@catalogue_argument
@format_option(REPORTS)
@forges_option
@max_age_option("Use answers of hosts up to this age (0: ask for all).")
@allow_private_option
@proxy_option
@click.option("--fix", is_flag=True, help="Write the proposed changes instead of showing a diff.")
@click.option("--dry-run", is_flag=True, help="With --fix: show the changes without writing them.")
def command(catalogue: Path, form: str, **options: Unpack[RefreshOptions]) -> int:
    """Update facts about the repositories of a catalogue from GitHub and GitLab.

    The facts (last change, whether it is archived, licence, stars) are kept in repositories.json beside the catalogue.
    Fields that the catalogue leaves empty are proposed as a diff on stderr, beside the report on stdout; where the
    catalogue says something else, that is reported and not changed. GITHUB_TOKEN and GITLAB_TOKEN of the environment
    are sent only to their own API, GITHUB_ENTERPRISE_TOKEN and GITLAB_ENTERPRISE_TOKEN only to hosts of --api-url.

    Exit status: 0 done, 1 the catalogue has errors, 2 wrong usage, 130 interrupted; facts found so far are kept.
    """
    loaded, resolved = load_valid(catalogue)
    from pathgen.forges.refresh import refresh  # noqa: PLC0415 - the HTTP stack loads slowly

    hosts = options["hosts"]
    file = FactsFile(catalogue.parent / FILE)
    known, lost = file.found, file.found_gone
    wanted = named(resolved, hosts)
    refreshed = refresh(
        wanted,
        known,
        Settings(guard=NetworkGuard(options["allow_private"], options["proxy"])),
        options["max_age"],
        lambda kept: file.keep(kept, lost),
    )
    gone = refreshed.gone | {
        repository.key
        for repository in wanted
        if repository.key in lost and refreshed.kept.get(repository.key) == known.get(repository.key)
    }
    if gone != lost:
        file.keep(refreshed.kept, gone)
    findings = compare(resolved, hosts, refreshed.kept, gone)
    diagnostics = [found.diagnostic for found in findings]
    if form == "text":
        click.echo(
            text.report(diagnostics, loaded.files, colour=wants_colour()) if diagnostics else "", nl=False, color=True
        )
    else:
        click.echo(REPORTS[form](diagnostics, loaded.files), nl=False)
    edits = [found.edits for found in findings if found.edits]
    finish(*with_edits(edits, resolved), is_dry=options["dry_run"] or not options["fix"])
    for trouble in refreshed.troubles:
        click.echo(f"pathgen: {visible(trouble)}", err=True)
    click.echo(f"{plural(len(wanted), 'repository', 'repositories')}, {refreshed.asked:,} asked for.", err=True)
    return ExitStatus.INTERRUPTED if refreshed.was_interrupted else ExitStatus.OK
