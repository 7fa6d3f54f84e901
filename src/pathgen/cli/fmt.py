"""``pathgen fmt``: write catalogues in their canonical style."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import click

from pathgen.catalogue.format import formatted
from pathgen.catalogue.load import load
from pathgen.catalogue.text import encoding_of, read_bytes
from pathgen.cli.options import show_diagnostics
from pathgen.reports.characters import visible
from pathgen.site.files import write


@click.command
@click.argument("catalogues", nargs=-1, metavar="[CATALOGUE]...")
@click.option("--check", is_flag=True, help="Write nothing; name the first line that would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
def command(catalogues: tuple[str, ...], *, check: bool, diff: bool) -> int:
    """Write catalogues (resources.yaml where none is named), and the files they include, in their canonical style.

    Fields stand in the order of the schema, quotes only where they are needed, short lists in brackets. What a
    catalogue says and its comments stay as they are; so does a file with errors.

    Exit status: 0 where all is well; 1 with errors, or with --check where a file would change; 2 where the command
    cannot run.
    """
    loaded = {name: load(name) for name in dict.fromkeys(catalogues or ("resources.yaml",))}
    wrong = {name: one for name, one in loaded.items() if not one.is_valid}
    for name, one in wrong.items():
        show_diagnostics(one, Path(name))
    files = dict.fromkeys(file for name, one in loaded.items() if name not in wrong for file in one.files)
    changes = [
        (file, before, after)
        for file in files
        if (after := formatted(file, before := read_bytes(Path(file)), reads_again=diff or not check)) != before
    ]
    for file, before, after in changes:
        old, new = (_lines(data) for data in (before, after))
        if check:
            first = next(
                (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
                min(len(old), len(new)),
            )
            click.echo(visible(f"{file}:{first + 1}: not in canonical style; `pathgen fmt` mends it"))
        if diff:
            for line in unified_diff(old, new, f"a/{file}", f"b/{file}", lineterm=""):
                click.echo(visible(line))
        if not check and not diff:
            write(Path(file).resolve(), after)
            click.echo(visible(f"Formatted {file}."), err=True)
    return int(bool(wrong) or (check and bool(changes)))


def _lines(data: bytes) -> list[str]:
    bom, encoding = encoding_of(data)
    return [line.removesuffix("\r") for line in data[len(bom) :].decode(encoding).split("\n")]
