"""Measure pathgen against what it stands on, and print every figure as a ratio in one table.

Each ratio is of the quickest of several rounds of two things that are done in turn: what else a shared machine is at
only ever adds to a time, so the quickest round is the nearest to what the work costs. Run it as
``.venv/bin/python benchmarks/run.py``; it takes about ten minutes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from catalogue import catalogue

ROUNDS = 5
# Where a machine tells Python to keep no bytecode, a command would compile its own code every time.
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": ""}
READ = """
import sys, time
from pathlib import Path
import yaml
from pathgen.catalogue.load import parse
data = Path(sys.argv[1]).read_bytes()
start = time.perf_counter(); yaml.load(data, Loader=yaml.CSafeLoader); middle = time.perf_counter()
loaded = parse("resources.yaml", data); end = time.perf_counter()
assert loaded.is_valid and not loaded.diagnostics, loaded.diagnostics[:3]
print(middle - start, end - middle)
"""
MEMORY = """
import resource, sys
from pathgen import load
assert load(sys.argv[1]).is_valid
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
PAGES = """
import gc, sys, time
gc.set_threshold(100_000, 20, 100)
from pathlib import Path
from pathgen import load
from pathgen.markdown import markdown_reader
from pathgen.site.link_health import LinkHealth
from pathgen.site.pages import pages
from pathgen.site.templating import environment
loaded = load(sys.argv[1]).catalogue
start = time.perf_counter()
markdown = markdown_reader(Path('mkdocs.yml'), is_trusted=False)
pages(loaded, LinkHealth(), {}, (), environment(), markdown=markdown)
print(time.perf_counter() - start)
"""
MODULES = """
import sys
from pathgen.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
heavy = "mkdocs material zensical jinja2 lxml requests urllib3 http.client http.server watchfiles".split()
print(sum(name in sys.modules for name in heavy), file=sys.stderr)
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table: what was compared, the figure, and the most it may be."""

    label: str
    value: float
    most: float
    unit: str = "×"


def python(code: str, *arguments: str) -> list[float]:
    """Run code in a fresh interpreter and read the numbers it prints."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True)
    return [float(number) for number in done.stdout.split()]


def seconds(*command: str) -> float:
    """Time a command as a whole."""
    start = perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
    return perf_counter() - start


def ratio(both: Callable[[], tuple[float, float]]) -> float:
    """Do two things in turn several times; compare the quickest time of the one with that of the other."""
    ours, theirs = zip(*(both() for _ in range(ROUNDS)), strict=True)
    return float(min(ours) / min(theirs))


@contextmanager
def project(entries: int, pages: int) -> Iterator[Path]:
    """Make a project with a catalogue of so many entries in a new folder; give its catalogue."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "resources.yaml")
        path.write_text(catalogue(entries, pages), encoding="utf-8")
        yield path


def pathgen(command: str, path: Path) -> float:
    """Time one of our commands on a catalogue."""
    return seconds(sys.executable, "-m", "pathgen", command, str(path))


def afresh(path: Path, command: str) -> float:
    """Time a command where nothing was made before."""
    for name in ("build", "site"):
        shutil.rmtree(path.parent / name, ignore_errors=True)
    return pathgen(command, path)


def engine(path: Path) -> float:
    """Time the engine alone on the pages that were rendered last."""
    shutil.rmtree(path.parent / "build" / "site", ignore_errors=True)
    config = str(path.parent / "build" / "mkdocs.yml")
    return seconds(sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", config)


def reading(path: Path) -> Iterator[Figure]:
    """Measure reading, its memory and what it imports."""

    def both() -> tuple[float, float]:
        theirs, ours = python(READ, str(path))
        return ours, theirs

    yield Figure("read, validate, all rules / CSafeLoader, 10,000 entries", ratio(both), 1)
    yield Figure("memory of reading 10,000 entries", python(MEMORY, str(path))[0], 300, "MB")
    for words in (["--help"], ["validate", str(path)]):
        done = subprocess.run(
            [sys.executable, "-c", MODULES, *words], check=True, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        yield Figure(f"engine and HTTP modules imported by {words[0]}", float(done.stderr), 0, "modules")


def rendering(path: Path) -> Iterator[Figure]:
    """Measure rendering and building against the engine."""
    afresh(path, "render")
    name = "Jinja / engine, 10,000 entries"
    yield Figure(name, ratio(lambda: (python(PAGES, str(path))[0], engine(path))), 0.15)
    name = "whole build / engine, 10,000 entries on 100 pages"
    yield Figure(name, ratio(lambda: (afresh(path, "build"), engine(path))), 1.3)


def growth(large: Path) -> Iterator[Figure]:
    """Measure what ten times the entries cost."""
    with project(1_000, 10) as small:
        ways: dict[str, Callable[[Path], float]] = {
            "read and validate": lambda path: python(READ, str(path))[1],
            "render": lambda path: afresh(path, "render"),
            "build": lambda path: afresh(path, "build"),
        }
        for name, way in ways.items():
            yield Figure(f"{name}: 10,000 entries / 1,000", ratio(lambda way=way: (way(large), way(small))), 11)  # type: ignore[misc]


def show(figures: Iterable[Figure]) -> None:
    """Print the table, row by row as it is measured."""
    print(f"{'measurement':58} {'figure':>12} {'at most':>12}")
    for figure in figures:
        mark = "" if figure.value <= figure.most else "  <- over"
        print(f"{figure.label:58} {figure.value:8.2f} {figure.unit:3} {figure.most:8g} {figure.unit}{mark}", flush=True)


def main() -> None:
    """Measure everything on one catalogue."""
    with project(10_000, 100) as path:
        show(figure for part in (reading, rendering, growth) for figure in part(path))


if __name__ == "__main__":
    main()
