"""``pathgen validate``: say what is wrong with catalogues."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from pathgen.catalogue.load import Loaded, load
from pathgen.changes.lost_in_merge import with_lost_in_merge
from pathgen.changes.since import load_since
from pathgen.cli.options import format_option, wants_colour
from pathgen.reports import REPORTS, text


@click.command
@click.argument("files", nargs=-1, metavar="[FILE]...")
@format_option(REPORTS)
@click.option(
    "--changed-since", "revision", metavar="REV", help="Also compare with a git revision: lost ids, and what is new."
)
def command(files: tuple[str, ...], form: str, revision: str | None) -> int:
    """Check catalogues (resources.yaml by default) and report every problem with its place and its fix.

    With --changed-since, ids that readers would lose are reported, and of two that are the same, the one that is new.

    The files beside a catalogue that its site is built from are checked, too: settings, texts, templates, and the links
    in its prose.

    Exit status: 0 without errors, 1 with errors, 2 where the command cannot run.
    """
    names = list(dict.fromkeys(files or ("resources.yaml",)))
    loaded = [_with_its_project(Path(name), revision) for name in names]
    report = partial(text.report, colour=True) if form == "text" and wants_colour() else REPORTS[form]
    read = [file for catalogue in loaded for file in catalogue.files]
    click.echo(report([found for catalogue in loaded for found in catalogue.diagnostics], read), nl=False, color=True)
    return int(not all(catalogue.is_valid for catalogue in loaded))


def _with_its_project(file: Path, revision: str | None) -> Loaded:
    """Load a catalogue, and add what is wrong with the files beside it, which costs time only where there are any."""
    loaded = with_lost_in_merge(load(file) if revision is None else load_since(file, revision), file, revision)
    if not any((file.parent / part).exists() for part in _PARTS):
        return loaded
    from pathgen.site.check_project import project_problems  # noqa: PLC0415 - the templates load slowly

    return loaded.with_more(dict.fromkeys(project_problems(file, loaded)))


_PARTS = ("content", "languages", "overrides", "templates", "mkdocs.yml")
