"""Measure the commands of curators, each beside reading the catalogue alone.

It is run as ``.venv/bin/python benchmarks/curating.py``.
A command is timed from its first line to its last, in an interpreter that has it imported; what it takes to read the
catalogue is part of its time.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from run import Figure, project, python, ratio, show

FORMS = ("awesome", "json", "jsonl", "csv", "opml", "bookmarks", "bibtex", "markdown")
COMMANDS: list[tuple[tuple[str, ...], float]] = [
    (("validate",), 1.5),
    (("fmt", "--check"), 2.0),
    (("stats",), 2.0),
    (("stale",), 2.0),
    *((("export", f"--format={form}", f"--output={os.devnull}"), 2.0) for form in FORMS),
]
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
    except SystemExit as done: assert done.code in (None, 0, 1), done.code
print(time.perf_counter() - start, reading)
"""

IMPORT = """
import gc, sys, time
from pathlib import Path
from pathgen.catalogue.load import parse
from pathgen.convert import EXPORTERS, export
from pathgen.convert.import_file import take
from pathgen.site.render import Project
path = Path(sys.argv[1])
data, made = path.read_bytes(), path.with_name("list.md")
export(Project(path), "awesome", made)
gc.set_threshold(100_000, 20, 100)
start = time.perf_counter(); assert parse("x", data).is_valid; reading = time.perf_counter() - start
gc.collect()
start = time.perf_counter(); taken = take(made, None, path.with_name("new.yaml"), None); end = time.perf_counter()
assert taken.count == 10_000, taken.count
path.with_name("new.yaml").unlink()
print(end - start, reading)
"""


def importing(path: Path) -> float:
    """Compare the import of an awesome list of 10,000 links with reading a catalogue of as many entries."""

    def both() -> tuple[float, float]:
        ours, reading = python(IMPORT, str(path))
        return ours, reading

    return ratio(both)


def keep(path: Path) -> None:
    """Commit a catalogue in a repository of its own, and change an entry of one topic in ten."""
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message=A"]):
        names = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", "-C", str(path.parent), *names, *arguments], check=True)  # noqa: S607
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(title: .*, part \d*000)$", r"\1 of more", text, flags=re.MULTILINE), encoding="utf-8")


def curating(path: Path) -> Iterator[Figure]:
    """Measure each command against reading."""

    def both(command: tuple[str, ...]) -> tuple[float, float]:
        ours, reading = python(BOTH, *command, str(path))
        return ours, reading

    for command, most in COMMANDS:
        value = ratio(lambda command=command: both(command))  # type: ignore[misc]
        label = " ".join(word for word in command if not word.startswith("--output"))
        yield Figure(f"{label} / reading, 10,000 entries", value, most)
    keep(path)
    value = ratio(lambda: both(("diff", "HEAD")))
    yield Figure("diff HEAD, an entry of one topic in ten changed / reading, 10,000 entries", value, 2)
    yield Figure("import of an awesome list / reading, 10,000 links", importing(path), 3)


if __name__ == "__main__":
    with project(10_000, 100) as folder:
        show(curating(folder))
