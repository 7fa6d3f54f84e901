"""``pathgen merge``: git's merge driver for catalogues."""

from __future__ import annotations

from pathlib import Path

import click

from pathgen.catalogue.field_order import field_order
from pathgen.catalogue.names_of_items import names_of_item
from pathgen.cli.exit_status import ExitStatus
from pathgen.files import read_bytes, write
from pathgen.merge_driver import install, merge_as_text
from pathgen.terminal import visible
from pathgen.yamldoc.three_way import MARKER_SIZE, CannotMergeError, FileVersions, merge

_path = click.Path(path_type=Path)


@click.command
@click.argument("base", type=_path, required=False)
@click.argument("ours", type=_path, required=False)
@click.argument("theirs", type=_path, required=False)
@click.argument("name", required=False, metavar="[PATH]")
@click.option("--marker-size", type=click.IntRange(1), default=MARKER_SIZE, show_default=True, metavar="N")
@click.option("--install", "installs", is_flag=True, help="Have git use this command in the repository here.")
def command(
    base: Path | None, ours: Path | None, theirs: Path | None, name: str | None, *, marker_size: int, installs: bool
) -> int:
    """Merge two versions of a catalogue entry by entry; git calls it with %O %A %B %P.

    `pathgen merge --install`, once in each clone, has git use it for every merge, rebase and cherry-pick. Entries that
    both sides add are all kept. Only where both changed the same field of one entry, its lines are put between git's
    markers. What cannot be read as YAML is merged as git does without it. The result is written into OURS.

    Exit status: 0 merged, 1 a field needs a person, 2 wrong usage or a file that cannot be read; over 128 nothing
    could be merged.
    """
    if installs:
        for line in install(Path.cwd()):
            click.echo(visible(line), err=True)
        return ExitStatus.OK
    if base is None or ours is None or theirs is None:
        raise click.UsageError("name the three versions, as git does: BASE OURS THEIRS [PATH]; or use --install")
    shown = visible(name or str(ours))
    versions = FileVersions(*map(read_bytes, (base, ours, theirs)))
    try:
        merged = merge(name or str(ours), versions, names_of_item, field_order, marker_size)
    except CannotMergeError as error:
        click.echo(f"pathgen: {shown} is merged line by line, as git does: {visible(str(error))}", err=True)
        return merge_as_text(base, ours, theirs, marker_size)
    write(ours, merged.data)
    if merged.conflicts:
        fields = f"{merged.conflicts} field{'s' * (merged.conflicts > 1)}"
        click.echo(f"pathgen: {shown}: both sides changed {fields}: choose between the markers", err=True)
    return ExitStatus.FINDINGS if merged.conflicts else ExitStatus.OK
