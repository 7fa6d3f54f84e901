"""Runs the site engine on what was rendered, as a separate program: nothing of it is imported."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pathgen.child_python import child_python
from pathgen.errors import PathgenError


@dataclass(frozen=True, slots=True)
class _Program:
    """What pip installs it by, its options besides the path of its settings, and the module that loads its own code.

    The requirement is that of pyproject.toml: an extra of pathgen could be installed only from where pathgen came from.
    """

    requirement: str
    options: tuple[str, ...]
    module: str


_PROGRAMS = {
    "mkdocs": _Program("mkdocs>=1.6,<2", ("--strict",), "mkdocs.commands.build"),
    "zensical": _Program("zensical>=0.0.73", ("--strict", "--clean"), "zensical.main"),
}
_START = """
import os, runpy, sys, threading
import {module}
if sys.stdin.readline():
    threading.Thread(target=lambda: os._exit(len(os.read(0, 1)) + 1), daemon=True).start()
    os.environ["SOURCE_DATE_EPOCH"] = os.environ.get("SOURCE_DATE_EPOCH") or "0"
    runpy.run_module({name!r}, run_name="__main__", alter_sys=True)
"""
"""Runs an engine when it receives a line, and ends it with the program that started it, however that ends."""
_IN_THEME = re.compile(r"""File "[^"\n]*[/\\]overrides[/\\]([^"\n]+)", line ([0-9]+)""")
_FRAMES = re.compile(r"""\A.*File "[^"\n]*", line [0-9]+[^\n]*\n(?:    [^\n]*\n)*""", re.DOTALL)
"""All of a traceback but what was raised at its end; a frame's code is indented."""
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_SILENCE = "No issues found"
"""What Zensical prints when a file of the theme makes it fail."""
_HOW_TO_FIND_OUT = "it does not say why; --engine mkdocs reports what is wrong with a file in overrides/"
ENGINES = tuple(_PROGRAMS)
"""The engines that can build a site; the first is the default."""


@contextmanager
def started_engine(name: str, build: Path) -> Iterator[Callable[[], Path]]:
    """Start an engine, which loads its code while ours runs, and stop it if it was not needed.

    Return a function that has it build ``build/mkdocs.yml`` and returns the folder with the HTML. For the engine it is
    1970 unless SOURCE_DATE_EPOCH is set, so that the same catalogue always makes the same bytes.

    Raises:
        PathgenError: the engine is not installed, or it fails; its output is in the message.
    """
    program = _PROGRAMS[name]
    if importlib.util.find_spec(name) is None:
        raise PathgenError(f"the engine {name} is not installed; run: pip install '{program.requirement}'")
    code = _START.format(name=name, module=program.module)
    command = child_python("-c", code, "build", *program.options, "--config-file", str(build / "mkdocs.yml"))
    process = subprocess.Popen(
        command,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )

    def run() -> Path:
        site = build / "site"
        shutil.rmtree(site, ignore_errors=True)
        if process.stdin is None or process.stdout is None:  # never: both are pipes
            raise AssertionError
        with suppress(BrokenPipeError):  # its output says why it has ended
            process.stdin.write("start\n")
            process.stdin.flush()  # and stays open: its end would be ours
        output = process.stdout.read()
        process.wait()
        if process.returncode != 0 or not site.is_dir():
            raise PathgenError(f"{name} could not build the site:\n{_plain(output)}")
        return site

    with process:
        try:
            yield run
        finally:
            process.kill()


def _plain(output: str) -> str:
    """Return what an engine printed about our files, without colours and frames of its code, and why it stopped.

    If a traceback leads to a file of the theme, its place is there, too.
    """
    before, _, trace = _COLOUR.sub("", output).partition("Traceback (most recent call last):")
    reason = _FRAMES.sub("", trace).strip()
    places = _IN_THEME.findall(trace)
    if places:
        name, line = places[-1]
        reason = f"overrides/{name}:{line}: {reason}"
    return f"{before.strip().replace(_SILENCE, '' if reason else _HOW_TO_FIND_OUT)}\n{reason}".strip()
