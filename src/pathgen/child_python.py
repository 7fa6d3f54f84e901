"""How another Python is started: with the modules that are installed, and none of the folder it is started in."""

from __future__ import annotations

import sys


def child_python(*arguments: str) -> list[str]:
    """Return the command of a Python like ours that imports nothing from the current folder (Python's ``-P``).

    That folder is a project's, by anybody: its ``yaml.py`` would be run, and its ``random.py`` would break ours.
    """
    return [sys.executable, "-P", *arguments]
