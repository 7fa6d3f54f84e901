"""Runs the real command, as a curator does: in a new process, or in the process of the tests, which is quicker."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path

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
