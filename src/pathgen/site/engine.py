"""Running the site engine on what was rendered, as a program of its own: nothing of it is imported here."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pathgen.errors import PathgenError

_COMMANDS: dict[str, Callable[[Path], list[str]]] = {
    "mkdocs": lambda config: ["-m", "mkdocs", "build", "--strict", "--config-file", str(config)],
    "zensical": lambda config: ["-m", "zensical", "build", "--strict", "--clean", "--config-file", str(config)],
}
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
ENGINES = tuple(_COMMANDS)
"""The engines that can build a site; the first is the default."""


def run_engine(name: str, build: Path, date: str) -> Path:
    """Build ``build/mkdocs.yml`` with an engine and give the folder with the HTML.

    ``date`` (ISO 8601, a year at least) is what the engine takes for today, so that the same catalogue always gives
    the same bytes (SOURCE_DATE_EPOCH, reproducible-builds.org).

    Raises:
        PathgenError: the engine is not installed, or it fails; its own words are in the message.
    """
    if importlib.util.find_spec(name) is None:
        raise PathgenError(f"the engine {name} is not installed; run: pip install 'pathgen[{name}]'")
    site = build / "site"
    shutil.rmtree(site, ignore_errors=True)
    day = datetime.fromisoformat((date + "-01-01")[:10]).replace(tzinfo=UTC)
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", str(int(day.timestamp()))),
    }
    done = subprocess.run(
        [sys.executable, *_COMMANDS[name](build / "mkdocs.yml")],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0 or not site.is_dir():
        raise PathgenError(f"{name} could not build the site:\n{_plain(done.stdout)}")
    return site


def _plain(said: str) -> str:
    """Give what an engine said of our files, without its colours and the traceback that it may end in."""
    said = _COLOUR.sub("", said)
    return said.partition("Traceback (most recent call last):")[0].strip() or said.strip()
