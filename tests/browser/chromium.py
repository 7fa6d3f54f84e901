"""Finding a Chromium on this machine: named, on the path, or where installers put it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "PATHGEN_CHROMIUM"
SHELLS = ("chromium-headless-shell", "chrome-headless-shell")
"""The same engine without the parts that a window needs: a page takes a third of the processor time."""
COMMANDS = (*SHELLS, "google-chrome", "google-chrome-stable", "chromium", "chromium-browser")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"%LOCALAPPDATA%\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
HOW_TO_GET_ONE = (
    "no Chromium found for the browser tests. Debian: apt-get install chromium-headless-shell. "
    f"Ubuntu, macOS and Windows: install Google Chrome. Or set {VARIABLE} to the path of one"
)


class NoChromiumError(Exception):
    """There is none, or the one that was named does not exist."""


def find_chromium(environment: Mapping[str, str] = os.environ, places: tuple[str, ...] = PLACES) -> str:
    """Return the path of a Chromium.

    Raises:
        NoChromiumError: with what to do about it.

    """
    if named := environment.get(VARIABLE):
        if not Path(named).is_file():
            raise NoChromiumError(f"{VARIABLE} is {named}, and no file is there")
        return named
    found = [shutil.which(command, path=environment.get("PATH")) for command in COMMANDS]
    found += [place for place in map(os.path.expandvars, places) if Path(place).is_file()]
    if not any(found):
        raise NoChromiumError(HOW_TO_GET_ONE)
    return next(filter(None, found))
