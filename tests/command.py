"""Runs the real command, as a curator does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def pathgen(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run ``pathgen`` in a folder; its output is UTF-8 on every system."""
    return python("-m", "pathgen", *arguments, cwd=cwd)


def python(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the Python that runs the tests."""
    command = [sys.executable, "-X", "utf8", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=120, check=False)
