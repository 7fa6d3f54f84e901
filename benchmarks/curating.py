"""Measure the commands of curators, each beside reading the catalogue alone.

It is run as ``.venv/bin/python benchmarks/curating.py``.
A command is timed from its first line to its last, in an interpreter that has it imported; what it takes to read the
catalogue is part of its time.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from run import Figure, project, python, ratio, show

COMMANDS: list[tuple[tuple[str, ...], float]] = [(("validate",), 1.5)]
"""What is run on a catalogue of 10,000 entries, its path behind it, and the most it may take: times of reading."""
BOTH = """
import contextlib, gc, io, sys, time
from importlib import import_module
from pathlib import Path
from pathgen.catalogue.load import parse
from pathgen.cli import main
name, *options, path = sys.argv[1:]
import_module("pathgen.cli." + name.replace("-", "_"))
data = Path(path).read_bytes()
start = time.perf_counter(); assert parse(path, data).is_valid; reading = time.perf_counter() - start
gc.collect()
start = time.perf_counter()
with contextlib.redirect_stdout(io.StringIO()):
    try: main([name, *options, path])
    except SystemExit as done: assert done.code in (0, 1), done.code
print(time.perf_counter() - start, reading)
"""


def curating(path: Path) -> Iterator[Figure]:
    """Measure each command against reading."""

    def both(command: tuple[str, ...]) -> tuple[float, float]:
        ours, reading = python(BOTH, *command, str(path))
        return ours, reading

    for command, most in COMMANDS:
        value = ratio(lambda command=command: both(command))  # type: ignore[misc]
        yield Figure(f"{' '.join(command)} / reading, 10,000 entries", value, most)


if __name__ == "__main__":
    with project(10_000, 100) as made:
        show(curating(made))
