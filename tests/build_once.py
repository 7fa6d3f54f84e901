"""What is made once for all workers of a run: the first that needs it makes it, and the others wait."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from time import monotonic, sleep

PATIENCE_SECONDS = 600
"""How long a worker waits for another: it was killed, or it is stuck."""

Once = Callable[[str, Callable[[Path], None]], Path]
"""The type of the fixture ``once``."""


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Return a folder, made by the first who asks, under another name until it is complete; no test changes it.

    Raises:
        AssertionError: another worker could not make it, and reports why.
    """
    claim, part = folder.with_name(f"{folder.name}.claim"), folder.with_name(f"{folder.name}.part")
    try:
        claim.mkdir()
    except FileExistsError:
        end = monotonic() + PATIENCE_SECONDS
        while not folder.exists():
            assert claim.exists(), f"another worker could not make {folder.name}"
            assert monotonic() < end, f"another worker does not come to an end with {folder.name}"
            sleep(0.05)
        return folder
    try:
        part.mkdir()
        make(part)
        return part.rename(folder)
    except BaseException:
        rmtree(part)
        claim.rmdir()
        raise
