"""Runs the real command, as a curator does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def pathgen(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run ``pathgen`` in a folder; its output is UTF-8 on every system."""
    return python("-m", "pathgen", *arguments, cwd=cwd, **variables)


def python(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the Python that runs the tests, with some variables of its environment set."""
    command = [sys.executable, "-X", "utf8", *arguments]
    environment = {**os.environ, **variables}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
