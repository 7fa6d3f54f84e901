"""``pathgen fmt``: write catalogues in their canonical style."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

import click

from pathgen.catalogue.field_order import field_order
from pathgen.catalogue.load import load
from pathgen.cli.options import show_diagnostics
from pathgen.files import FileChange, read_bytes, replace
from pathgen.reports.difference import difference, lines_of
from pathgen.terminal import visible
from pathgen.yamldoc.format import formatted


@click.command
@click.argument("catalogues", nargs=-1, metavar="[CATALOGUE]...")
@click.option("--check", is_flag=True, help="Write nothing; report the first line that would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
def command(catalogues: tuple[str, ...], *, check: bool, diff: bool) -> int:
    """Format catalogues (resources.yaml by default) and the files that they include.

    Fields are put in the order of the schema, quotes only where they are needed, short lists in brackets. What a
    catalogue says and its comments stay as they are; so does a file with errors.

    Exit status: 0 formatted; 1 with errors, or with --check where a file would change; 2 where the command
    cannot run.
    """
    loaded = {name: load(name) for name in dict.fromkeys(catalogues or ("resources.yaml",))}
    wrong = {name: catalogue for name, catalogue in loaded.items() if not catalogue.is_valid}
    for name, catalogue in wrong.items():
        show_diagnostics(catalogue, Path(name))
    files = dict.fromkeys(file for name, catalogue in loaded.items() if name not in wrong for file in catalogue.files)
    writes = not check and not diff
    changes = []
    for file in files:
        before = read_bytes(Path(file))
        # Before writing, the file is parsed as it is now, and the result is read again.
        known = None if writes or file not in loaded else loaded[file].tree
        after = formatted(file, before, field_order, tree=known, reads_again=diff or writes)
        if after != before:
            changes.append((file, before, after))
    for file, before, after in changes:
        if check:
            pairs = zip(lines_of(before), lines_of(after), strict=False)
            same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
            click.echo(visible(f"{file}:{same + 1}: not formatted; run `pathgen fmt`"))
        if diff:
            click.echo(difference(before, after, file), nl=False)
        if writes:
            replace(Path(file).resolve(), FileChange(before, after))
            click.echo(visible(f"Formatted {file}."), err=True)
    return int(bool(wrong) or (check and bool(changes)))
