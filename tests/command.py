"""Runs the real command, as a curator does: in a new process, or in the process of the tests, which is quicker."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory

import forked_pathgen
import pytest

from pathgen.cli import main


def pathgen(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run ``pathgen`` in a folder, in the process of the tests; an exception that it does not report is raised.

    The output is exact, whereas that of a new process loses its carriage returns.
    """
    status: object = None
    out, err = (TextIOWrapper(BytesIO(), "utf-8", newline="\n", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(cwd)
        for name, value in variables.items():
            patch.setenv(name, value)
        try:
            main(arguments, "pathgen")
        except SystemExit as end:
            status = end.code
    shown = [stream.buffer.getvalue().decode() for stream in (out, err)]  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(arguments, int(str(status or 0)), *shown)


def pathgen_process(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run ``pathgen`` in a folder, in a process of its own; its output is UTF-8 on every system."""
    return python("-m", "pathgen", *arguments, cwd=cwd, **variables)


def python(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the Python that runs the tests, with these variables set in its environment."""
    command = [sys.executable, "-X", "utf8", *arguments]
    environment = {**os.environ, **variables}
    return subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def measured(*arguments: str, cwd: Path) -> tuple[subprocess.CompletedProcess[str], float, float]:
    """Run ``pathgen`` in a fork; give the seconds of processor time and the megabytes it took, 0 on Windows.

    The time is that of the command alone, so other tests running beside it do not count.
    """
    if sys.platform == "win32":
        return pathgen_process(*arguments, cwd=cwd), 0, 0
    with TemporaryDirectory() as folder:
        took = Path(folder) / "took"
        client = ("-IS", str(forked_pathgen.__file__), _imported())
        done = python(*client, *arguments, cwd=cwd, **{forked_pathgen.TOOK: str(took)})
        seconds, megabytes = map(float, took.read_text().split())
    return done, seconds, megabytes


def quick_pathgen() -> str:
    """Return what a shell runs as ``pathgen``: a fork of a process that has imported it, where the system can fork."""
    if sys.platform == "win32":
        return f'"{sys.executable}" -m pathgen'
    return f'"{sys.executable}" -IS "{forked_pathgen.__file__}" "{_imported()}"'


@cache
def _imported() -> str:
    """Start the process that has imported pathgen; return the socket that it waits at until the tests end."""
    folder = TemporaryDirectory()
    name = str(Path(folder.name) / "socket")
    command = [sys.executable, "-P", forked_pathgen.__file__, forked_pathgen.SERVE, name]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"

    def end() -> None:
        process.communicate()
        folder.cleanup()

    atexit.register(end)
    return name
